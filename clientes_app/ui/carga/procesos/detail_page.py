"""One process in detail: what became of the file, and of each row that had a problem."""

import reflex as rx

from clientes_app.routes import PROCESO, PROCESOS
from clientes_app.ui.carga.preview.headers import comparacion_de_encabezados
from clientes_app.ui.carga.problemas.view import problemas
from clientes_app.ui.carga.procesos.actions import acciones_de_proceso, pregunta_de_orden
from clientes_app.ui.carga.procesos.detail_state import DetalleState
from clientes_app.ui.carga.procesos.left_view import dejados
from clientes_app.ui.carga.procesos.table import avance, cuentas, deshecho, estado
from clientes_app.ui.carga.steps import enlace, mensaje
from clientes_app.ui.shell.frame import cabeza, marco
from clientes_app.ui.shell.moment import fecha_local
from clientes_app.ui.shell.person import PERSONA

RUTA = PROCESO
TITULO = "Detalle del proceso"
ON_LOAD = [DetalleState.follow]


def _dato(nombre: str, valor: rx.Component | rx.Var[str]) -> rx.Component:
    return rx.el.div(rx.el.dt(nombre), rx.el.dd(valor))


def _datos() -> rx.Component:
    visto = DetalleState.visto
    return rx.el.dl(
        _dato("Quién", visto.quien),
        _dato("Cuándo", fecha_local(visto.creado_en)),
        _dato("Desde", visto.origen),
        _dato("Filas", visto.filas),
        rx.cond(visto.dialecto != "", _dato("Archivo", visto.dialecto)),
        rx.cond(visto.duracion != "", _dato("Tardó", visto.duracion)),
        _dato("Para clientes que ya existen", visto.existentes),
        _dato("Para celdas en blanco", visto.blancos),
        class_name="datos",
    )


def _proceso() -> rx.Component:
    visto = DetalleState.visto
    return rx.fragment(
        rx.el.section(
            estado(visto),
            avance(visto),
            rx.cond(visto.motivo != "", mensaje(visto.motivo)),
            deshecho(visto),
            cuentas(visto),
            _datos(),
            acciones_de_proceso(visto, con_detalle=False),
            id="proceso-" + visto.id,
            tab_index=-1,
            class_name="tarjeta detalle",
        ),
        dejados(),
        rx.cond(
            DetalleState.vista.comparacion.length() > 0,
            comparacion_de_encabezados(DetalleState.vista.comparacion),
        ),
        problemas(),
    )


def proceso_detalle() -> rx.Component:
    """The page of one process."""
    return marco(
        rx.el.p(
            enlace("Ver estado de los procesos", href=PROCESOS, icono="arrow-left"),
            class_name="regreso",
        ),
        rx.match(
            DetalleState.fase,
            (
                "no_encontrado",
                rx.fragment(
                    cabeza(TITULO),
                    rx.el.p("No encontramos ese proceso en esta cuenta.", class_name="nota"),
                ),
            ),
            (
                "lista",
                rx.fragment(cabeza(DetalleState.visto.archivo), _proceso()),
            ),
            rx.fragment(
                cabeza(TITULO),
                rx.el.div(rx.spinner(size="3"), rx.el.p("Cargando…"), class_name="revisando"),
            ),
        ),
        pregunta_de_orden(),
        persona=PERSONA,
        activo=PROCESOS,
    )
