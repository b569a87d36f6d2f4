"""The frame around every page: side bar on a desk, a menu at the top on a telephone."""

import reflex as rx

from clientes_app.routes import AYUDA, CARGA_MASIVA, CLIENTES, ICON, PAPELERA, PROCESOS
from clientes_app.ui.shell.links import en_cuenta, ir_a
from clientes_app.ui.shell.missing import lo_que_falta
from clientes_app.ui.shell.person_menu import (
    Persona,
    con_cuenta,
    cuenta_en_uso,
    menu_de_persona,
)

_DE_CLIENTES = (
    ("Carga masiva", CARGA_MASIVA, "upload"),
    ("Procesos", PROCESOS, "list-checks"),
    ("Papelera", PAPELERA, "trash-2"),
)
_TODOS = (("Clientes", CLIENTES, "users"), *_DE_CLIENTES, ("Ayuda", AYUDA, "circle-help"))


def _enlace(texto: str, destino: str, icono: str, *, activo: str) -> rx.Component:
    return rx.link(
        rx.icon(icono, size=16, aria_hidden="true"),
        texto,
        href=en_cuenta(destino),
        class_name="enlace-barra",
        underline="none",
        custom_attrs={"aria-current": "page"} if destino == activo else {},
    )


def _cambio_de_modo(*, con_texto: bool) -> rx.Component:
    texto = rx.fragment(
        rx.el.span("Modo oscuro", class_name="solo-claro"),
        rx.el.span("Modo claro", class_name="solo-oscuro"),
    )
    return rx.el.button(
        rx.icon("sun-moon", size=16, aria_hidden="true"),
        texto if con_texto else rx.el.span(texto, class_name="solo-lectores"),
        type="button",
        on_click=rx.toggle_color_mode,
        class_name="enlace-barra" if con_texto else "boton-icono",
    )


def _marca(persona: Persona) -> rx.Component:
    return rx.el.div(
        rx.el.img(src=ICON, alt="", width="32", height="32"),
        rx.el.div(rx.el.strong("Catálogo fiscal"), cuenta_en_uso(persona)),
        class_name="marca",
    )


def _barra(activo: str, persona: Persona) -> rx.Component:
    clientes = rx.el.li(
        _enlace(*_TODOS[0], activo=activo),
        rx.el.ul(*(rx.el.li(_enlace(*entrada, activo=activo)) for entrada in _DE_CLIENTES)),
    )
    return rx.el.nav(
        _marca(persona),
        con_cuenta(persona, rx.el.h2("Catálogos"), rx.el.ul(clientes)),
        rx.el.div(
            con_cuenta(persona, _enlace(*_TODOS[-1], activo=activo)),
            _cambio_de_modo(con_texto=True),
            menu_de_persona(persona, con_nombre=True),
            class_name="barra-pie",
        ),
        aria_label="Principal",
        class_name="barra",
    )


def _techo(activo: str, persona: Persona) -> rx.Component:
    entradas = [
        rx.dropdown_menu.item(
            rx.icon(icono, size=16, aria_hidden="true"),
            texto,
            on_select=ir_a(destino),
            custom_attrs={"aria-current": "page"} if destino == activo else {},
        )
        for texto, destino, icono in _TODOS
    ]
    return rx.el.header(
        _marca(persona),
        _cambio_de_modo(con_texto=False),
        menu_de_persona(persona, con_nombre=False),
        con_cuenta(
            persona,
            rx.dropdown_menu.root(
                rx.dropdown_menu.trigger(
                    rx.el.button(
                        rx.icon("menu", size=20, aria_hidden="true"),
                        rx.el.span("Menú", class_name="solo-lectores"),
                        type="button",
                        class_name="boton-icono",
                    )
                ),
                rx.dropdown_menu.content(*entradas, align="end"),
                modal=False,
            ),
        ),
        class_name="techo",
    )


def marco(*contenido: rx.Component, activo: str, persona: Persona) -> rx.Component:
    """Put a page's content beside the side bar; `activo` is the address of its entry there.

    In its place stands what the address names and is not there, if there is such a thing.
    """
    return rx.el.div(
        _barra(activo, persona),
        _techo(activo, persona),
        rx.el.main(
            rx.el.div(lo_que_falta(persona, *contenido), class_name="pagina"),
            id="contenido",
            tab_index=-1,
            class_name="contenido",
        ),
        class_name=rx.cond(persona.edita, "marco", "marco solo-lectura"),
    )


def cabeza(titulo: str, *acciones: rx.Component, junto: rx.Component | None = None) -> rx.Component:
    """The head of a page: its title, what stands beside it, and its buttons on the right."""
    return rx.el.div(
        rx.el.h1(titulo),
        junto if junto is not None else rx.fragment(),
        rx.el.div(*acciones, class_name="acciones") if acciones else rx.fragment(),
        class_name="pagina-cabeza",
    )
