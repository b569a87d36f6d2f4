"""The drawer of the list of clients, with its questions: wires, decides nothing."""

import reflex as rx

from clientes_app.services.documentos.llenado import LIMITE_BYTES
from clientes_app.ui.clientes.drawer.conflicts import ChoiceProps, elegir_valores
from clientes_app.ui.clientes.drawer.document_state import LlenadoState
from clientes_app.ui.clientes.drawer.document_view import ID_RECEPTOR, LlenadoProps, receptor
from clientes_app.ui.clientes.drawer.field_groups import DrawerProps
from clientes_app.ui.clientes.drawer.fields import FieldsProps
from clientes_app.ui.clientes.drawer.panel import formulario
from clientes_app.ui.clientes.drawer.save_state import GuardadoState
from clientes_app.ui.clientes.drawer.state import DrawerState
from clientes_app.ui.clientes.historial.question_state import RestauracionState
from clientes_app.ui.clientes.historial.state import HistorialState
from clientes_app.ui.clientes.historial.view import boton_de_historial, historial
from clientes_app.ui.clientes.presencia.state import PresenciaState
from clientes_app.ui.shell.confirm_dialog import confirmar
from clientes_app.ui.shell.person import PERSONA

_ABIERTO = DrawerState.abierto & ~DrawerState.fuera
_EN_HISTORIAL = HistorialState.de == DrawerState.ficha.numero


def cajon() -> rx.Component:
    """The drawer with its history and its questions, and what takes a document from the page."""
    llenado = _llenado()
    return rx.fragment(
        _formulario(llenado),
        rx.cond(PERSONA.edita, receptor(llenado, abierto=_ABIERTO)),
    )


def cajon_de_filas() -> rx.Component:
    """The drawer where refused rows are mended: there no document is taken."""
    return _formulario(_llenado())


def _llenado() -> LlenadoProps:
    return LlenadoProps(
        documento=DrawerState.ficha.documento,
        leyendo=LlenadoState.leyendo,
        limite_bytes=LIMITE_BYTES,
        al_leer=LlenadoState.subir(rx.upload_files_chunk(upload_id=ID_RECEPTOR)),
        al_no_aceptar=LlenadoState.no_aceptado,
        al_quitar=LlenadoState.quitar,
        al_elegir=LlenadoState.elegir,
        al_ver_todo=LlenadoState.ver_todo,
        al_resolver=LlenadoState.resolver,
    )


def _formulario(llenado: LlenadoProps) -> rx.Component:
    return formulario(
        FieldsProps(
            campos=DrawerState.campos,
            hallazgos=DrawerState.hallazgos,
            choques=DrawerState.choques,
            al_confirmar=DrawerState.type_field,
            al_aplicar=DrawerState.take_fix,
            al_quitar=DrawerState.remove_email,
            al_quedarse=GuardadoState.quedarse,
            al_mirar=LlenadoState.mirar,
            solo_lectura=~PERSONA.edita,
        ),
        DrawerProps(
            abierto=_ABIERTO,
            cuenta=PERSONA.entre_varias,
            ficha=DrawerState.ficha,
            ayudas=DrawerState.ayudas,
            mensaje=DrawerState.mensaje,
            presentes=PresenciaState.aqui,
            al_guardar=GuardadoState.guardar,
            al_cerrar=GuardadoState.cerrar,
            al_mostrar=DrawerState.unfold,
            al_resolver=GuardadoState.resolver,
            llenado=llenado,
        ),
        boton_historial=boton_de_historial(
            visible=(DrawerState.ficha.cliente != "0") & ~DrawerState.ficha.corrige,
            abierto=_EN_HISTORIAL,
            al_alternar=HistorialState.toggle,
        ),
        historial=historial(
            HistorialState.versiones,
            abierto=_EN_HISTORIAL,
            hay_mas=HistorialState.hay_mas,
            al_pedir_mas=HistorialState.show_older,
            al_restaurar=RestauracionState.pedir,
        ),
        preguntas=_preguntas(),
    )


def _preguntas() -> rx.Component:
    """The question before typed text is lost, that before an old version comes back, the choice."""
    pedida = RestauracionState.pregunta
    suya = (pedida.cliente_id, pedida.version, pedida.vista)
    return rx.fragment(
        confirmar(
            "¿Descartar lo escrito?",
            rx.el.span(
                rx.cond(
                    DrawerState.ficha.corrige,
                    "Lo que escribió en esta fila todavía no está guardado.",
                    "Lo que escribió en este cliente todavía no está guardado.",
                )
            ),
            abierto=DrawerState.preguntas.descartar & ~DrawerState.fuera,
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
                    pedida.se_perderia,
                    " Lo que usted escribió todavía no está guardado y se perdería.",
                    "",
                ),
            ),
            abierto=pedida.version != 0,
            si="Restaurar",
            no="Cancelar",
            al_si=RestauracionState.responder(True, *suya),
            al_no=RestauracionState.responder(False, *suya),
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
