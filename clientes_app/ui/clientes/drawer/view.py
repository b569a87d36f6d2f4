"""The drawer of the list of clients, with its questions: wires, decides nothing."""

import reflex as rx

from clientes_app.ui.clientes.drawer.conflicts import ChoiceProps, elegir_valores
from clientes_app.ui.clientes.drawer.fields import FieldsProps
from clientes_app.ui.clientes.drawer.panel import DrawerProps, formulario
from clientes_app.ui.clientes.drawer.save_state import GuardadoState
from clientes_app.ui.clientes.drawer.state import DrawerState
from clientes_app.ui.clientes.historial.state import HistorialState
from clientes_app.ui.clientes.historial.view import boton_de_historial, historial
from clientes_app.ui.clientes.presencia.state import PresenciaState
from clientes_app.ui.shell.confirm_dialog import confirmar
from clientes_app.ui.shell.person import PERSONA

_EN_HISTORIAL = HistorialState.de == DrawerState.ficha.numero


def cajon() -> rx.Component:
    """The drawer, the question before typed text is lost, the choice between two values."""
    return rx.fragment(
        _formulario(),
        confirmar(
            "¿Descartar lo escrito?",
            rx.el.span("Lo que escribió en este cliente todavía no está guardado."),
            abierto=DrawerState.preguntas.descartar,
            si="Descartar",
            no="Seguir editando",
            al_si=GuardadoState.responder(True),
            al_no=GuardadoState.responder(False),
        ),
        confirmar(
            "¿Restaurar esa versión?",
            rx.el.span(
                "El cliente vuelve a esos valores; los de ahora quedan en el Historial.",
                rx.cond(
                    HistorialState.se_perderia,
                    " Lo que usted escribió todavía no está guardado y se perdería.",
                    "",
                ),
            ),
            abierto=HistorialState.por_restaurar != 0,
            si="Restaurar",
            no="Cancelar",
            al_si=HistorialState.responder(True),
            al_no=HistorialState.responder(False),
        ),
        elegir_valores(
            ChoiceProps(
                choques=DrawerState.choques,
                vez=DrawerState.preguntas.vez,
                abierta=DrawerState.preguntas.elegir,
                faltan=DrawerState.preguntas.faltan,
                al_elegir=GuardadoState.elegir,
                al_decidir=GuardadoState.decidir,
                al_posponer=GuardadoState.posponer,
            )
        ),
    )


def _formulario() -> rx.Component:
    return formulario(
        FieldsProps(
            campos=DrawerState.campos,
            hallazgos=DrawerState.hallazgos,
            choques=DrawerState.choques,
            al_confirmar=DrawerState.type_field,
            al_aplicar=DrawerState.take_fix,
            al_quitar=DrawerState.remove_email,
            al_quedarse=GuardadoState.quedarse,
            solo_lectura=~PERSONA.edita,
        ),
        DrawerProps(
            abierto=DrawerState.abierto,
            cuenta=PERSONA.entre_varias,
            ficha=DrawerState.ficha,
            ayudas=DrawerState.ayudas,
            mensaje=DrawerState.mensaje,
            presentes=PresenciaState.aqui,
            al_guardar=GuardadoState.guardar,
            al_cerrar=GuardadoState.cerrar,
            al_mostrar=DrawerState.unfold,
            al_resolver=GuardadoState.resolver,
        ),
        boton_historial=boton_de_historial(
            visible=DrawerState.ficha.cliente != "0",
            abierto=_EN_HISTORIAL,
            al_alternar=HistorialState.toggle,
        ),
        historial=historial(
            HistorialState.versiones,
            abierto=_EN_HISTORIAL,
            hay_mas=HistorialState.hay_mas,
            al_pedir_mas=HistorialState.show_older,
            al_restaurar=HistorialState.pedir,
        ),
    )
