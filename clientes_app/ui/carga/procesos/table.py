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


def _cuenta(cuenta: rx.vars.ObjectVar) -> rx.Component:
    return rx.el.div(
        rx.el.dt(cuenta.nombre),
        rx.el.dd(cuenta.valor, class_name="cifra " + cuenta.clase),
    )


def cuentas(proceso: rx.vars.ObjectVar) -> rx.Component:
    """What was stored, or taken back; nothing before anything was done."""
    return rx.cond(
        proceso.cuentas.length() > 0,
        rx.el.dl(rx.foreach(proceso.cuentas, _cuenta), class_name="proceso-cuentas"),
    )


def deshecho(proceso: rx.vars.ObjectVar) -> rx.Component:
    """Who undid the process, when, and what came of it."""
    return rx.cond(
        proceso.deshecho_en != "",
        rx.el.p(
            "Lo deshizo ",
            proceso.deshecho_por,
            " el ",
            fecha_local(proceso.deshecho_en),
            ": ",
            proceso.deshecho,
            ".",
            class_name="nota",
        ),
    )


def _fila(proceso: rx.vars.ObjectVar) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h2(
                proceso.archivo,
                id="proceso-" + proceso.id,
                tab_index=-1,
                class_name="proceso-archivo",
            ),
            rx.el.p(
                rx.cond(proceso.es_accion, "Acción de ", "Carga de "),
                proceso.quien,
                " · ",
                fecha_local(proceso.creado_en),
                class_name="nota",
            ),
            class_name="proceso-quien",
        ),
        rx.el.div(
            estado(proceso),
            avance(proceso),
            rx.cond(proceso.motivo != "", rx.el.p(proceso.motivo, class_name="nota")),
            deshecho(proceso),
            class_name="proceso-medio",
        ),
        cuentas(proceso),
        acciones_de_proceso(proceso),
        class_name="proceso tarjeta",
    )


def lista_de_procesos(filas: rx.Var[list]) -> rx.Component:
    """Every process of the page, the newest first."""
    return rx.el.ul(
        rx.foreach(filas, _fila),
        class_name="procesos",
        aria_label="Procesos",
    )
