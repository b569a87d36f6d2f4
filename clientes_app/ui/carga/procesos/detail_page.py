"""One process in detail: what became of the file, and of each row that had a problem."""

import reflex as rx

from clientes_app.routes import PROCESO, PROCESOS
from clientes_app.ui.carga.preview.headers import comparacion_de_encabezados
from clientes_app.ui.carga.problemas.view import dejados_fuera, problemas
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


def _dato(nombre: str | rx.Var[str], valor: rx.Component | rx.Var[str]) -> rx.Component:
    return rx.el.div(rx.el.dt(nombre), rx.el.dd(valor))


def _datos() -> rx.Component:
    visto = DetalleState.visto
    return rx.el.dl(
        _dato("Quién", visto.quien),
        _dato("Cuándo", fecha_local(visto.creado_en)),
        _dato("Desde", visto.origen),
        _dato(rx.cond(visto.es_accion, "Clientes", "Filas"), visto.filas),
        rx.cond(visto.dialecto != "", _dato("Archivo", visto.dialecto)),
        rx.cond(visto.duracion != "", _dato("Tardó", visto.duracion)),
        rx.cond(
            ~visto.es_accion,
            rx.fragment(
                _dato("Para clientes que ya existen", visto.existentes),
                _dato("Para celdas en blanco", visto.blancos),
                rx.cond(
                    visto.arreglos != "", _dato("Corregido en todo el archivo", visto.arreglos)
                ),
            ),
        ),
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
        rx.cond(
            visto.es_accion,
            dejados_fuera(),
            problemas(
                nota=rx.cond(
                    visto.corregidos != "",
                    rx.el.p(visto.corregidos, class_name="nota", role="status"),
                ),
            ),
        ),
    )


def proceso_detalle(*encima: rx.Component) -> rx.Component:
    """The page of one process; `encima` is what lies over it, such as a refused row."""
    return marco(
        rx.el.p(
            enlace("Ver estado de los procesos", href=PROCESOS, icono="arrow-left"),
            class_name="regreso",
        ),
        rx.match(
            DetalleState.fase,
            (
                "no_encontrado",
                rx.el.div(
                    rx.icon("circle-help", size=40, stroke_width=1.5, aria_hidden="true"),
                    rx.el.h1("No existe ese proceso"),
                    rx.el.p("No encontramos ese proceso en esta cuenta."),
                    class_name="vacio",
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
        *encima,
        persona=PERSONA,
        activo=PROCESOS,
    )
