"""«Posibles duplicados»: those who may be the same side by side, to be joined into one."""

import reflex as rx

from clientes_app.routes import CALIDAD, PAREJA
from clientes_app.ui.calidad.duplicados.state import TITULO_DE_PAREJA, DuplicadosState
from clientes_app.ui.calidad.duplicados.uniones_state import TITULO_DE_UNIDOS, UnionesState
from clientes_app.ui.calidad.duplicados.view import (
    CompareProps,
    comparar,
    ida,
    lista_de_parejas,
    lo_hecho,
    unidos_hace_poco,
)
from clientes_app.ui.shell.frame import cabeza, marco
from clientes_app.ui.shell.links import en_cuenta
from clientes_app.ui.shell.person import PERSONA

RUTA = PAREJA
TITULO = "Posibles duplicados"
ON_LOAD = [DuplicadosState.follow]


def _cambio() -> rx.Component:
    return rx.el.div(
        rx.cond(
            DuplicadosState.cambio != "",
            rx.el.div(
                rx.icon("users", size=18, aria_hidden="true"),
                rx.el.p(DuplicadosState.cambio, class_name="mensaje-texto"),
                class_name="mensaje mensaje-amber",
            ),
        ),
        role="status",
    )


def _ninguna() -> rx.Component:
    lista = DuplicadosState.lista
    return rx.el.div(
        rx.icon("copy-check", size=32, aria_hidden="true"),
        rx.el.h2(
            rx.cond(
                lista.parejas.length() > 0,
                "Estos clientes ya no están los dos en la lista",
                rx.cond(lista.buscando, "Se están buscando…", "No se encontró ninguno"),
            ),
            id=TITULO_DE_PAREJA,
            tab_index=-1,
        ),
        rx.cond(
            lista.parejas.length() > 0,
            rx.el.p("Siga con otra pareja."),
            rx.el.p("Aquí aparecen los clientes que quizá son el mismo."),
        ),
        class_name="vacio",
    )


def _comparar() -> rx.Component:
    estado = DuplicadosState
    return comparar(
        CompareProps(
            vista=estado.vista,
            edita=PERSONA.edita,
            titulo_id=TITULO_DE_PAREJA,
            al_elegir=estado.elegir,
            al_incluir=estado.incluir,
            al_unir=estado.unir(estado.vista.versiones),
            al_separar_para_siempre=estado.no_son_el_mismo(estado.vista.versiones),
            al_dejar=estado.dejar,
        )
    )


def _cuerpo() -> rx.Component:
    estado = DuplicadosState
    return rx.el.div(
        rx.cond(estado.lista.parejas.length() > 0, lista_de_parejas(estado.lista)),
        rx.el.section(
            ida(estado.ida),
            _cambio(),
            rx.cond(
                estado.cargado,
                rx.cond(estado.vista.clave != "", _comparar(), _ninguna()),
                rx.el.div(rx.spinner(size="3"), rx.el.p("Cargando…"), class_name="revisando"),
            ),
            unidos_hace_poco(
                UnionesState.recientes, UnionesState.separar, titulo_id=TITULO_DE_UNIDOS
            ),
            aria_label="Comparación",
            class_name="pareja",
        ),
        class_name="duplicados",
    )


def pareja() -> rx.Component:
    """Who may be the same; whoever may only look sees it without what joins them."""
    return marco(
        rx.link(
            rx.icon("chevron-left", size=15, aria_hidden="true"),
            "Calidad del catálogo",
            href=en_cuenta(CALIDAD),
            underline="none",
            class_name="volver",
        ),
        cabeza(
            TITULO,
            junto=rx.cond(
                DuplicadosState.lista.total != "",
                rx.el.span(DuplicadosState.lista.total, class_name="cuenta-total"),
            ),
        ),
        lo_hecho(UnionesState.mensaje, UnionesState.separar),
        _cuerpo(),
        persona=PERSONA,
        activo=CALIDAD,
        clase="de-duplicados",
    )
