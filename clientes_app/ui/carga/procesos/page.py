"""The state of the processes, live."""

import reflex as rx

from clientes_app import routes
from clientes_app.ui.carga.procesos.actions import pregunta_de_orden
from clientes_app.ui.carga.procesos.state import ProcesosState
from clientes_app.ui.carga.procesos.table import lista_de_procesos
from clientes_app.ui.carga.steps import enlace
from clientes_app.ui.shell.buttons import boton
from clientes_app.ui.shell.frame import cabeza, marco
from clientes_app.ui.shell.links import ir_a
from clientes_app.ui.shell.person import PERSONA

RUTA = routes.PROCESOS
TITULO = "Estado de los procesos"
ON_LOAD = [ProcesosState.follow]


def _vacio() -> rx.Component:
    return rx.el.div(
        rx.icon("list-checks", size=32, aria_hidden="true"),
        rx.el.h2("Todavía no hay procesos"),
        rx.el.p("Aquí aparece cada archivo que se procesa, y cómo va."),
        rx.el.p(enlace("Subir un archivo", href=routes.CARGA_MASIVA), class_name="de-editor"),
        class_name="vacio",
    )


def _cambio_de_pagina(texto: str, pagina: rx.Var[int], *, existe: rx.Var[bool]) -> rx.Component:
    return rx.cond(
        existe,
        enlace(texto, href=routes.procesos(pagina)),
        rx.el.span(texto, class_name="nota"),
    )


def _paginas() -> rx.Component:
    pagina, paginas = ProcesosState.pagina, ProcesosState.paginas
    return rx.cond(
        paginas > 1,
        rx.el.nav(
            _cambio_de_pagina("Página anterior", pagina - 1, existe=pagina > 1),
            rx.el.span("Página ", pagina, " de ", paginas, class_name="cifra"),
            _cambio_de_pagina("Página siguiente", pagina + 1, existe=pagina < paginas),
            class_name="paginador",
            aria_label="Páginas de los procesos",
        ),
    )


def procesos() -> rx.Component:
    """Every process of the account; a running one moves by itself."""
    return marco(
        cabeza(
            TITULO,
            boton(
                rx.icon("upload", size=16, aria_hidden="true"),
                "Carga Masiva de Clientes",
                de_editor=True,
                on_click=ir_a(routes.CARGA_MASIVA),
            ),
            junto=rx.cond(
                ProcesosState.cargado,
                rx.el.span(ProcesosState.total, class_name="cuenta-total"),
            ),
        ),
        rx.cond(
            ~ProcesosState.cargado,
            rx.el.div(rx.spinner(size="3"), rx.el.p("Cargando…"), class_name="revisando"),
            rx.cond(
                ProcesosState.filas.length() > 0,
                lista_de_procesos(ProcesosState.filas),
                _vacio(),
            ),
        ),
        _paginas(),
        pregunta_de_orden(),
        persona=PERSONA,
        activo=RUTA,
    )
