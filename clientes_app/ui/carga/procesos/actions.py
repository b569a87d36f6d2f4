"""What can be done with a process; each action shows only when it applies."""

import reflex as rx

from clientes_app import routes
from clientes_app.ui.shell.buttons import boton
from clientes_app.ui.shell.download_link import descarga
from clientes_app.ui.shell.links import en_cuenta


def _con_pregunta(  # noqa: PLR0913 - the words of one dialog
    texto: str,
    icono: str,
    *,
    pregunta: str,
    explicacion: rx.Component,
    confirmar: str,
    al_confirmar: rx.event.EventSpec,
) -> rx.Component:
    return rx.alert_dialog.root(
        rx.alert_dialog.trigger(
            rx.el.button(
                rx.icon(icono, size=15, aria_hidden="true"),
                texto,
                type="button",
                class_name="accion accion-delicada",
            )
        ),
        rx.alert_dialog.content(
            rx.alert_dialog.title(pregunta, size="4"),
            rx.alert_dialog.description(explicacion, size="2"),
            rx.el.div(
                rx.alert_dialog.cancel(boton("No, dejarlo así")),
                rx.alert_dialog.action(
                    rx.el.button(
                        confirmar,
                        type="button",
                        on_click=al_confirmar,
                        class_name="boton boton-peligro",
                    )
                ),
                class_name="acciones dialogo-acciones",
            ),
            max_width="440px",
        ),
    )


def _cancelar(proceso: rx.vars.ObjectVar, al_cancelar: rx.event.EventCallback[str]) -> rx.Component:
    return _con_pregunta(
        "Cancelar",
        "circle-stop",
        pregunta="¿Cancelar el proceso?",
        explicacion=rx.el.span(
            "Se detiene la carga de «",
            proceso.archivo,
            "». Lo que ya se guardó se queda guardado.",
        ),
        confirmar="Sí, cancelar",
        al_confirmar=al_cancelar(proceso.id),
    )


def _deshacer(proceso: rx.vars.ObjectVar, al_deshacer: rx.event.EventCallback[str]) -> rx.Component:
    return _con_pregunta(
        "Deshacer carga",
        "undo-2",
        pregunta="¿Deshacer la carga?",
        explicacion=rx.el.span(
            "Se borran los ",
            proceso.creados,
            " clientes que agregó «",
            proceso.archivo,
            "» y vuelven a como estaban los ",
            proceso.actualizados,
            " que actualizó. Lo que alguien cambió después no se toca.",
        ),
        confirmar="Sí, deshacer",
        al_confirmar=al_deshacer(proceso.id),
    )


def acciones_de_proceso(
    proceso: rx.vars.ObjectVar,
    *,
    al_cancelar: rx.event.EventCallback[str],
    al_deshacer: rx.event.EventCallback[str],
    con_detalle: bool = True,
) -> rx.Component:
    """The row of actions; `con_detalle` is false on the page that is the detail itself."""
    return rx.el.div(
        *(
            [
                rx.link(
                    rx.icon("list", size=15, aria_hidden="true"),
                    "Ver detalle",
                    href=en_cuenta(routes.proceso(proceso.id)),
                    class_name="accion",
                )
            ]
            if con_detalle
            else []
        ),
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
        descarga(
            "Descargar archivo original",
            href=routes.archivo_original(proceso.id),
            tamano=15,
            clase="accion",
        ),
        rx.cond(
            proceso.se_puede_cancelar,
            rx.el.span(_cancelar(proceso, al_cancelar), class_name="de-editor"),
        ),
        rx.cond(
            proceso.se_puede_deshacer,
            rx.el.span(_deshacer(proceso, al_deshacer), class_name="de-editor"),
        ),
        class_name="proceso-acciones",
    )
