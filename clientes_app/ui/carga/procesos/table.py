"""The list of processes: one row each on a desk, one card each on a telephone."""

import reflex as rx

from clientes_app.ui.carga.procesos.actions import acciones_de_proceso
from clientes_app.ui.shell.moment import fecha_local


def estado(proceso: rx.vars.ObjectVar) -> rx.Component:
    """The state as a coloured badge, and what is being done about it."""
    return rx.el.div(
        rx.el.span(proceso.etiqueta, class_name="sello " + proceso.tono),
        rx.cond(proceso.nota != "", rx.el.span(proceso.nota, class_name="nota")),
        class_name="proceso-estado",
    )


def avance(proceso: rx.vars.ObjectVar) -> rx.Component:
    """The progress bar with rows done and time left, while the process is active."""
    return rx.cond(
        proceso.activo,
        rx.el.div(
            rx.progress(value=proceso.porcentaje, aria_label="Avance de " + proceso.archivo),
            rx.el.div(
                rx.el.span(proceso.progreso, class_name="cifra"),
                rx.el.span(proceso.restante, class_name="cifra"),
                class_name="avance-texto",
            ),
            class_name="proceso-avance",
        ),
    )


def _cuenta(nombre: str, valor: rx.Var[str], clase: str = "") -> rx.Component:
    return rx.el.div(
        rx.el.dt(nombre),
        rx.el.dd(valor, class_name=f"cifra {clase}"),
    )


def cuentas(proceso: rx.vars.ObjectVar) -> rx.Component:
    """Created, updated, equal, refused; nothing before anything was done."""
    return rx.cond(
        proceso.hay_cuentas,
        rx.el.dl(
            _cuenta("Creados", proceso.creados),
            _cuenta("Actualizados", proceso.actualizados),
            _cuenta("Iguales", proceso.iguales),
            rx.el.div(
                rx.el.dt("Rechazados"),
                rx.el.dd(
                    proceso.rechazados,
                    class_name=rx.cond(proceso.hay_rechazados, "cifra mal", "cifra"),
                ),
            ),
            class_name="proceso-cuentas",
        ),
    )


def _fila(
    proceso: rx.vars.ObjectVar,
    al_cancelar: rx.event.EventCallback[str],
    al_deshacer: rx.event.EventCallback[str],
) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h2(proceso.archivo, class_name="proceso-archivo"),
            rx.el.p(proceso.quien, " · ", fecha_local(proceso.creado_en), class_name="nota"),
            class_name="proceso-quien",
        ),
        rx.el.div(
            estado(proceso),
            avance(proceso),
            rx.cond(proceso.motivo != "", rx.el.p(proceso.motivo, class_name="nota")),
            class_name="proceso-medio",
        ),
        cuentas(proceso),
        acciones_de_proceso(proceso, al_cancelar=al_cancelar, al_deshacer=al_deshacer),
        class_name="proceso tarjeta",
    )


def lista_de_procesos(
    filas: rx.Var[list],
    *,
    al_cancelar: rx.event.EventCallback[str],
    al_deshacer: rx.event.EventCallback[str],
) -> rx.Component:
    """Every process of the page, the newest first."""
    return rx.el.ul(
        rx.foreach(filas, lambda proceso: _fila(proceso, al_cancelar, al_deshacer)),
        class_name="procesos",
        aria_label="Procesos",
    )
