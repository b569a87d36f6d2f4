"""The question before an action on many clients: what it would do, to whom, and to whom not."""

import reflex as rx

from clientes_app.domain.acciones import Accion
from clientes_app.ui.clientes.acciones.state import AccionState
from clientes_app.ui.shell.buttons import DEVOLVER_EL_FOCO, boton
from clientes_app.ui.shell.links import en_cuenta

_DE_ETIQUETA = (AccionState.accion == Accion.PONER_ETIQUETA.value) | (
    AccionState.accion == Accion.QUITAR_ETIQUETA.value
)


def _cifra(cifra: rx.vars.ObjectVar) -> rx.Component:
    return rx.el.div(rx.el.dt(cifra.que), rx.el.dd(cifra.cuantos))


def _trozos(trozos: rx.Var, marca: str) -> rx.Component:
    distinto = rx.el.del_ if marca == "del" else rx.el.ins
    return rx.foreach(
        trozos, lambda trozo: rx.cond(trozo.distinto, distinto(trozo.texto), trozo.texto)
    )


def _fila(fila: rx.vars.ObjectVar) -> rx.Component:
    return rx.el.tr(
        rx.el.td(fila.rfc, class_name="pegado"),
        rx.cond(
            AccionState.previa.con_valores,
            rx.fragment(
                rx.el.td(_trozos(fila.antes, "del")), rx.el.td(_trozos(fila.despues, "ins"))
            ),
            rx.el.td(fila.nombre),
        ),
    )


def _los_que_cambian() -> rx.Component:
    previa = AccionState.previa
    return rx.el.section(
        rx.el.h2(previa.titulo),
        rx.el.div(
            rx.el.table(
                rx.el.thead(
                    rx.el.tr(
                        rx.el.th("RFC", scope="col"),
                        rx.cond(
                            previa.con_valores,
                            rx.fragment(
                                rx.el.th("Como está", scope="col"),
                                rx.el.th("Como quedaría", scope="col"),
                            ),
                            rx.el.th("Nombre o Razón Social", scope="col"),
                        ),
                    )
                ),
                rx.el.tbody(rx.foreach(previa.filas, _fila)),
                class_name="tabla-previa",
            ),
            class_name="tabla-previa-caja",
        ),
    )


def _fuera(cliente: rx.vars.ObjectVar) -> rx.Component:
    return rx.el.tr(
        rx.el.td(cliente.nombre, rx.el.small(cliente.rfc)),
        rx.el.td(
            cliente.motivo,
            rx.cond(
                cliente.otro != "",
                rx.fragment(" ", rx.link("Verlo", href=en_cuenta(cliente.otro))),
            ),
        ),
    )


def _los_de_fuera() -> rx.Component:
    previa = AccionState.previa
    return rx.el.section(
        rx.el.h2(previa.titulo_fuera),
        rx.el.div(
            rx.el.table(
                rx.el.thead(
                    rx.el.tr(rx.el.th("Cliente", scope="col"), rx.el.th("Por qué", scope="col")),
                    class_name="solo-lectores",
                ),
                rx.el.tbody(rx.foreach(previa.fuera, _fuera)),
                class_name="tabla-previa",
            ),
            class_name="tabla-previa-caja",
        ),
    )


def _claves() -> rx.Component:
    """The key to be set, where the action sets one."""
    return rx.cond(
        AccionState.claves.length() > 0,
        rx.el.div(
            rx.el.label(rx.cond(_DE_ETIQUETA, "Etiqueta", "Clave nueva"), html_for="clave-nueva"),
            rx.el.select(
                rx.el.option(
                    rx.cond(_DE_ETIQUETA, "Elija una etiqueta", "Elija una clave"), value=""
                ),
                rx.foreach(
                    AccionState.claves, lambda una: rx.el.option(una.texto, value=una.clave)
                ),
                id="clave-nueva",
                value=AccionState.clave,
                on_change=AccionState.elegir_clave,
                class_name="entrada",
            ),
            class_name="clave-nueva",
        ),
    )


def _lo_que_haria() -> rx.Component:
    previa = AccionState.previa
    return rx.fragment(
        rx.cond(
            previa.cifras.length() > 0,
            rx.el.dl(rx.foreach(previa.cifras, _cifra), class_name="cifras-previa"),
        ),
        rx.cond(previa.filas.length() > 0, _los_que_cambian()),
        rx.cond(previa.fuera.length() > 0, _los_de_fuera()),
        rx.cond(previa.nota != "", rx.el.p(previa.nota, class_name="nota")),
    )


def _cuerpo() -> rx.Component:
    return rx.el.div(
        _claves(),
        rx.cond(
            AccionState.mirando,
            rx.el.div(
                rx.spinner(size="3"),
                rx.el.p("Revisando a quién cambiaría…"),
                role="status",
                class_name="revisando",
            ),
            _lo_que_haria(),
        ),
        role="group",
        aria_label="Lo que haría",
        tab_index=0,
        class_name="accion-cuerpo",
    )


def _pie() -> rx.Component:
    previa = AccionState.previa
    return rx.el.div(
        boton("Cancelar", on_click=AccionState.cerrar),
        rx.el.button(
            rx.cond(previa.boton != "", previa.boton, AccionState.titulo),
            type="button",
            disabled=~previa.puede,
            on_click=AccionState.confirmar,
            class_name=rx.cond(
                AccionState.accion == Accion.BORRAR.value,
                "boton boton-peligro",
                "boton boton-principal",
            ),
        ),
        class_name="accion-pie",
    )


def dialogo_de_accion() -> rx.Component:
    """The question, once a page; the selection stays as it is when it is closed."""
    return rx.dialog.root(
        rx.dialog.content(
            rx.el.div(
                rx.dialog.title(AccionState.titulo, size="4"),
                rx.dialog.description(AccionState.quienes, size="2"),
                rx.el.button(
                    rx.icon("x", size=18, aria_hidden="true"),
                    type="button",
                    aria_label="Cerrar",
                    title="Cerrar",
                    on_click=AccionState.cerrar,
                    class_name="boton-icono",
                ),
                class_name="accion-cabeza",
            ),
            _cuerpo(),
            _pie(),
            class_name="dialogo-accion",
            on_close_auto_focus=DEVOLVER_EL_FOCO,
        ),
        open=AccionState.accion != "",
        on_open_change=lambda abre: rx.cond(abre, rx.noop(), AccionState.cerrar),
    )
