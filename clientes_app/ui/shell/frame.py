"""The frame around every page: side bar on a desk, a menu at the top on a telephone.

Where the side bar has no room for words it is one of icons (assets/shell.css).
"""

import reflex as rx

from clientes_app.routes import (
    AYUDA,
    CALIDAD,
    CARGA_MASIVA,
    CLIENTES,
    CUENTA_DATOS,
    ICON,
    PAPELERA,
    PROCESOS,
)
from clientes_app.ui.shell.keys_dialog import dialogo_de_teclas
from clientes_app.ui.shell.links import en_cuenta, ir_a
from clientes_app.ui.shell.missing import lo_que_falta
from clientes_app.ui.shell.person_menu import (
    Persona,
    con_cuenta,
    cuenta_en_uso,
    menu_de_persona,
)

_DE_CATALOGOS = (
    ("Clientes", CLIENTES, "users"),
    ("Calidad", CALIDAD, "gauge"),
    ("Carga masiva", CARGA_MASIVA, "upload"),
    ("Procesos", PROCESOS, "list-checks"),
    ("Papelera", PAPELERA, "trash-2"),
)
# Above every page; assets/componentes/paleta.js says how. Nobody has it who is in no account.
_ABRIR_PALETA = rx.call_function(rx.Var("() => window.abrirPaleta?.()"))
_AL_PIE = (("Cuenta", CUENTA_DATOS, "settings"), ("Ayuda", AYUDA, "circle-help"))


def _clase(clase: str, destino: str) -> str:
    return f"{clase} de-editor" if destino == CARGA_MASIVA else clase


def _enlace(texto: str, destino: str, icono: str, *, activo: str) -> rx.Component:
    return rx.link(
        rx.icon(icono, size=18, aria_hidden="true"),
        rx.el.span(texto, class_name="rotulo"),
        href=en_cuenta(destino),
        title=texto,
        class_name=_clase("enlace-barra", destino),
        underline="none",
        custom_attrs={"aria-current": "page"} if destino == activo else {},
    )


def _modo() -> list[rx.Component]:
    return [
        rx.icon("sun-moon", size=18, aria_hidden="true"),
        rx.el.span(
            rx.el.span("Modo oscuro", class_name="solo-claro"),
            rx.el.span("Modo claro", class_name="solo-oscuro"),
            class_name="rotulo",
        ),
    ]


def _marca(persona: Persona) -> rx.Component:
    return rx.el.div(
        rx.el.img(src=ICON, alt="", width="32", height="32"),
        rx.el.div(rx.el.strong("Clientes"), cuenta_en_uso(persona)),
        class_name="marca",
    )


def _ir_a() -> rx.Component:
    return rx.el.button(
        rx.icon("search", size=16, aria_hidden="true"),
        rx.el.span("Ir a…", class_name="rotulo"),
        rx.el.kbd("Ctrl K", aria_hidden="true"),
        type="button",
        title="Ir a un cliente, una página o una orden (Ctrl K)",
        on_click=_ABRIR_PALETA,
        class_name="ir-a",
        custom_attrs={"aria-haspopup": "dialog", "aria-keyshortcuts": "Control+K Meta+K"},
    )


def _barra(activo: str, persona: Persona) -> rx.Component:
    return rx.el.nav(
        _marca(persona),
        con_cuenta(
            persona,
            _ir_a(),
            rx.el.h2("Catálogos"),
            rx.el.ul(*(rx.el.li(_enlace(*entrada, activo=activo)) for entrada in _DE_CATALOGOS)),
        ),
        rx.el.div(
            con_cuenta(persona, *(_enlace(*entrada, activo=activo) for entrada in _AL_PIE)),
            rx.el.button(
                *_modo(), type="button", on_click=rx.toggle_color_mode, class_name="enlace-barra"
            ),
            menu_de_persona(persona, con_nombre=True),
            class_name="barra-pie",
        ),
        aria_label="Principal",
        class_name="barra",
    )


def _menu(activo: str, persona: Persona) -> rx.Component:
    entradas = (
        rx.dropdown_menu.item(
            rx.icon(icono, size=18, aria_hidden="true"),
            texto,
            on_select=ir_a(destino),
            class_name=_clase("opcion", destino),
            custom_attrs={"aria-current": "page"} if destino == activo else {},
        )
        for texto, destino, icono in (*_DE_CATALOGOS, *_AL_PIE)
    )
    ir = rx.dropdown_menu.item(
        rx.icon("search", size=18, aria_hidden="true"),
        "Ir a…",
        on_select=_ABRIR_PALETA,
        class_name="opcion",
    )
    modo = rx.dropdown_menu.item(*_modo(), on_select=rx.toggle_color_mode, class_name="opcion")
    de_la_cuenta = con_cuenta(persona, ir, *entradas, rx.dropdown_menu.separator())
    return menu_de_icono("menu", "Menú", de_la_cuenta, modo)


def menu_de_icono(
    icono: str, nombre: str, *entradas: rx.Component, boton: str | None = None
) -> rx.Component:
    """A menu behind an icon, on the bar of a telephone; its entries are of the class `opcion`.

    `boton` is the id of its button, for whoever gives the focus back to it.
    """
    return rx.dropdown_menu.root(
        rx.dropdown_menu.trigger(
            rx.el.button(
                rx.icon(icono, size=20, aria_hidden="true"),
                rx.el.span(nombre, class_name="solo-lectores"),
                type="button",
                id=boton,
                class_name="boton-icono",
            )
        ),
        rx.dropdown_menu.content(*entradas),
        modal=False,
    )


def marco(
    *contenido: rx.Component,
    activo: str,
    persona: Persona,
    clase: str = "",
    en_techo: tuple[rx.Component, ...] = (),
) -> rx.Component:
    """Put a page's content beside the side bar; `activo` is the address of its entry there.

    In its place stands what the address names and is not there, if there is such a thing.
    `clase` is the page's own, `en_techo` what of its buttons stands on the bar of a telephone.
    """
    return rx.el.div(
        _barra(activo, persona),
        rx.el.header(
            _menu(activo, persona),
            _marca(persona),
            menu_de_persona(persona, con_nombre=False),
            *en_techo,
            class_name="techo",
        ),
        rx.el.main(
            rx.el.div(
                rx.el.p(persona.cuenta, class_name="de-que-cuenta"),
                lo_que_falta(persona, *contenido),
                class_name=f"pagina {clase}".strip(),
            ),
            id="contenido",
            tab_index=-1,
            class_name="contenido",
        ),
        dialogo_de_teclas(),
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
