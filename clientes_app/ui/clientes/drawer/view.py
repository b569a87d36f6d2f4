"""The drawer of the list of clients, with its questions: wires, decides nothing."""

import reflex as rx

from clientes_app.ui.clientes.drawer.conflicts import Eleccion, elegir_valores
from clientes_app.ui.clientes.drawer.fields import Hoja
from clientes_app.ui.clientes.drawer.panel import Cajon, formulario
from clientes_app.ui.clientes.drawer.save_state import GuardadoState
from clientes_app.ui.clientes.drawer.state import FormularioState
from clientes_app.ui.clientes.historial.state import HistorialState
from clientes_app.ui.clientes.historial.view import boton_de_historial, historial
from clientes_app.ui.clientes.presencia.state import PresenciaState
from clientes_app.ui.shell.confirm_dialog import confirmar
from clientes_app.ui.shell.person import PERSONA

_EN_HISTORIAL = HistorialState.de == FormularioState.ficha.numero


def cajon() -> rx.Component:
    """The drawer, the question before typed text is lost, the choice between two values."""
    return rx.fragment(
        _formulario(),
        confirmar(
            "¿Descartar lo escrito?",
            rx.el.span("Lo que escribió en este cliente todavía no está guardado."),
            abierto=FormularioState.preguntando,
            si="Descartar",
            no="Seguir editando",
            al_si=GuardadoState.responder(True),
            al_no=GuardadoState.responder(False),
        ),
        confirmar(
            "¿Restaurar esa versión?",
            rx.el.span("Lo que escribió en este cliente todavía no está guardado y se perdería."),
            abierto=HistorialState.por_restaurar != 0,
            si="Restaurar",
            no="Seguir editando",
            al_si=HistorialState.responder(True),
            al_no=HistorialState.responder(False),
        ),
        elegir_valores(
            Eleccion(
                choques=FormularioState.choques,
                vez=GuardadoState.vez,
                abierta=GuardadoState.eligiendo,
                faltan=GuardadoState.faltan,
                al_elegir=GuardadoState.elegir,
                al_decidir=GuardadoState.decidir,
                al_posponer=GuardadoState.posponer,
            )
        ),
    )


def _formulario() -> rx.Component:
    return formulario(
        Hoja(
            campos=FormularioState.campos,
            hallazgos=FormularioState.hallazgos,
            choques=FormularioState.choques,
            al_confirmar=FormularioState.revisar,
            al_aplicar=FormularioState.aplicar,
            al_quedarse=GuardadoState.quedarse,
            solo_lectura=~PERSONA.edita,
        ),
        Cajon(
            abierto=FormularioState.abierto,
            ficha=FormularioState.ficha,
            ayudas=FormularioState.ayudas,
            mensaje=FormularioState.mensaje,
            presentes=PresenciaState.aqui,
            al_guardar=GuardadoState.guardar,
            al_cerrar=GuardadoState.cerrar,
            al_mostrar=FormularioState.mostrar,
            al_resolver=GuardadoState.resolver,
        ),
        boton_historial=boton_de_historial(
            visible=FormularioState.ficha.cliente != "0",
            abierto=_EN_HISTORIAL,
            al_alternar=HistorialState.alternar,
        ),
        historial=historial(
            HistorialState.versiones,
            abierto=_EN_HISTORIAL,
            hay_mas=HistorialState.hay_mas,
            al_pedir_mas=HistorialState.mas,
            al_restaurar=HistorialState.pedir,
        ),
    )
