"""What can be done with a process; each action shows only when it applies."""

import reflex as rx

from clientes_app import routes
from clientes_app.ui.carga.procesos.orders_state import OrdenesState
from clientes_app.ui.shell.confirm_dialog import confirmar
from clientes_app.ui.shell.download_link import descarga
from clientes_app.ui.shell.links import en_cuenta


def _orden(texto: str | rx.Var[str], icono: str, orden: rx.event.EventSpec) -> rx.Component:
    return rx.el.button(
        rx.icon(icono, size=15, aria_hidden="true"),
        texto,
        type="button",
        on_click=orden,
        class_name="accion accion-delicada de-editor",
    )


def _enlace(texto: str, icono: str, href: str | rx.Var[str]) -> rx.Component:
    return rx.link(
        rx.icon(icono, size=15, aria_hidden="true"),
        texto,
        href=en_cuenta(href),
        class_name="accion",
    )


def _corregir(proceso: rx.vars.ObjectVar) -> rx.Component:
    """The way to the refused rows that can be mended on the page."""
    return rx.cond(
        proceso.corregir != "",
        rx.el.span(
            _enlace(proceso.corregir, "pencil", routes.proceso(proceso.id)),
            class_name="de-editor",
        ),
    )


def acciones_de_proceso(proceso: rx.vars.ObjectVar, *, con_detalle: bool = True) -> rx.Component:
    """The row of actions; `con_detalle` is false on the page that is the detail itself.

    The page also needs `pregunta_de_orden`.
    """
    return rx.el.div(
        rx.cond(
            proceso.hay_clientes,
            _enlace("Ver la lista de clientes", "users", routes.CLIENTES),
        ),
        *([_enlace("Ver detalle", "list", routes.proceso(proceso.id))] if con_detalle else []),
        *([_corregir(proceso)] if con_detalle else []),
        rx.cond(
            proceso.hay_rechazados,
            descarga(
                "Descargar rechazados",
                href=routes.rechazados_csv(proceso.id),
                icono="file-x",
                tamano=15,
                clase="accion",
            ),
        ),
        rx.cond(
            proceso.tiene_original,
            descarga(
                "Descargar archivo original",
                href=routes.archivo_original(proceso.id),
                tamano=15,
                clase="accion",
            ),
        ),
        rx.cond(
            proceso.se_puede_cancelar,
            _orden("Cancelar", "circle-stop", OrdenesState.preguntar("cancelar", proceso.id)),
        ),
        rx.cond(
            proceso.se_puede_deshacer,
            _orden(proceso.deshacer, "undo-2", OrdenesState.preguntar("deshacer", proceso.id)),
        ),
        class_name="proceso-acciones",
    )


def pregunta_de_orden() -> rx.Component:
    """The question before an order is given, once a page: it outlives what it was asked from."""
    return confirmar(
        OrdenesState.titulo,
        rx.el.span(OrdenesState.texto),
        abierto=OrdenesState.orden != "",
        si=OrdenesState.si,
        no="No, dejarlo así",
        al_si=OrdenesState.confirmar(OrdenesState.orden, OrdenesState.proceso),
        al_no=OrdenesState.dejar,
    )
