"""The history of a client, in the place of the drawer's fields."""

import reflex as rx

from clientes_app.ui.shell.buttons import Accion, boton
from clientes_app.ui.shell.links import en_cuenta
from clientes_app.ui.shell.moment import fecha_local


def boton_de_historial(*, visible: rx.Var, abierto: rx.Var, al_alternar: Accion) -> rx.Component:
    """The button in the drawer's head: to the history, and back to the fields."""
    return rx.cond(
        visible,
        rx.el.button(
            rx.cond(
                abierto,
                rx.icon("arrow-left", size=15, aria_hidden="true"),
                rx.icon("history", size=15, aria_hidden="true"),
            ),
            rx.cond(abierto, "Volver a los datos", "Historial"),
            type="button",
            id="boton-historial",
            on_click=al_alternar,
            class_name="boton boton-corto",
        ),
    )


def con_quien(version: rx.Var) -> rx.Component:
    """The clients with whom a union joined this one, each a link to its card."""
    return rx.foreach(
        version.con,
        lambda cliente: rx.fragment(" ", rx.link(cliente.nombre, href=en_cuenta(cliente.ruta))),
    )


def _cambio(cambio: rx.Var) -> rx.Component:
    return rx.el.div(
        rx.el.dt(cambio.etiqueta),
        rx.el.dd(
            rx.cond(
                cambio.antes != "",
                rx.fragment(
                    rx.el.del_(cambio.antes),
                    rx.el.span(" → ", aria_label=" ahora "),
                ),
            ),
            rx.el.ins(cambio.despues),
        ),
    )


def _version(version: rx.Var, al_restaurar: Accion) -> rx.Component:
    origen = rx.fragment(
        version.origen,
        rx.cond(
            version.proceso != "",
            rx.link(version.carga, href=en_cuenta(version.proceso), is_external=True),
        ),
    )
    titulo = "version-" + version.version.to(str)
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.p(
                    rx.el.strong(version.quien),
                    " ",
                    version.hecho,
                    con_quien(version),
                    id=titulo,
                    class_name="hecho",
                ),
                rx.el.p(fecha_local(version.cuando), " · ", origen, class_name="cuando"),
            ),
            rx.cond(
                version.actual,
                rx.el.span("Versión actual", class_name="etiqueta-actual"),
            ),
            rx.cond(
                version.restaurable,
                rx.el.button(
                    "Restaurar",
                    type="button",
                    on_click=al_restaurar(version.version),
                    aria_describedby=titulo,
                    class_name="boton boton-corto de-editor",
                ),
            ),
            class_name="version-cabeza",
        ),
        rx.cond(
            version.cambios.length() > 0,
            rx.el.dl(rx.foreach(version.cambios, _cambio), class_name="cambios"),
        ),
        key=version.version,
        class_name="version",
    )


def historial(
    versiones: rx.Var,
    *,
    abierto: rx.Var,
    hay_mas: rx.Var,
    al_pedir_mas: Accion,
    al_restaurar: Accion,
) -> rx.Component:
    """The changes of a client, the newest first."""
    return rx.cond(
        abierto,
        rx.el.section(
            rx.el.h2("Historial", id="historial", tab_index=-1),
            rx.el.ol(rx.foreach(versiones, lambda version: _version(version, al_restaurar))),
            rx.cond(
                hay_mas,
                boton("Ver cambios anteriores", on_click=al_pedir_mas),
            ),
            aria_labelledby="historial",
            class_name="historial",
        ),
    )
