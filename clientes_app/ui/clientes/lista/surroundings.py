"""What stands around the rows of the list: search, pages, and what to say when it is empty."""

import reflex as rx

from clientes_app.routes import CARGA_MASIVA
from clientes_app.ui.shell.buttons import Accion, boton
from clientes_app.ui.shell.inputs import Campo
from clientes_app.ui.shell.links import ir_a


def busqueda(texto: rx.Var, *, campo_id: str, al_buscar: Accion) -> rx.Component:
    """The search field with its button; it searches after a short pause and on Enter.

    `texto` is what the address says.
    """
    return rx.el.form(
        rx.el.div(
            rx.icon("search", size=16, aria_hidden="true"),
            Campo.create(
                id=campo_id,
                name="q",
                type="search",
                value=texto,
                siempre=True,
                al_escribir=True,
                placeholder="Nombre, RFC, e-mail o código postal",
                auto_complete="off",
                spell_check=False,
                max_length=200,
                on_confirmar=lambda escrito, _sale, _serie, _vista: al_buscar(escrito),
                class_name="entrada",
                custom_attrs={"aria-label": "Buscar clientes", "data-atajo": "buscar"},
            ),
            rx.el.kbd("/", class_name="tecla", aria_hidden="true"),
            class_name="busqueda-campo",
        ),
        boton("Buscar", type="submit"),
        on_submit=lambda datos: al_buscar(datos.to(dict[str, str])["q"]),
        role="search",
        class_name="busqueda",
    )


def paginas(resumen: rx.Var) -> rx.Component:
    """How many were found, where one is, and the way to the next page."""
    return rx.el.div(
        rx.el.span(resumen.hallados, role="status"),
        rx.el.div(
            boton(
                rx.icon("chevron-left", size=16, aria_hidden="true"),
                "Página anterior",
                disabled=resumen.anterior == "",
                on_click=rx.redirect(resumen.anterior),
            ),
            rx.el.span(resumen.pagina),
            boton(
                "Página siguiente",
                rx.icon("chevron-right", size=16, aria_hidden="true"),
                disabled=resumen.siguiente == "",
                on_click=rx.redirect(resumen.siguiente),
            ),
        ),
        class_name="pie-lista",
    )


def ordenar_en_telefono(cabeceras: rx.Var, orden: rx.Var) -> rx.Component:
    """What the heads of the columns do, where there is no room for heads."""
    return rx.el.div(
        rx.el.label("Ordenar por", html_for="ordenar-por", class_name="solo-lectores"),
        rx.el.select(
            rx.foreach(
                cabeceras,
                lambda columna: rx.el.option(
                    "Por " + columna.etiqueta.to(str), value=columna.campo
                ),
            ),
            id="ordenar-por",
            value=orden,
            on_change=lambda campo: rx.redirect("?orden=" + campo.to(str)),
            class_name="entrada",
        ),
        class_name="ordenar-telefono",
    )


def nada_todavia(nuevo: rx.Var) -> rx.Component:
    """There is no client yet: both ways to begin."""
    return rx.el.div(
        rx.icon("users", size=40, stroke_width=1.5, aria_hidden="true"),
        rx.el.h2("Todavía no hay clientes"),
        rx.el.p(
            "Agregue el primero a mano, o suba los que ya tiene en un archivo .CSV: "
            "antes de guardarlos se revisan como lo hará el SAT."
        ),
        rx.el.div(
            boton("+ Agregar Cliente", principal=True, de_editor=True, on_click=rx.redirect(nuevo)),
            boton("Carga Masiva de Clientes", de_editor=True, on_click=ir_a(CARGA_MASIVA)),
            class_name="acciones",
        ),
        class_name="vacio",
    )


def nada_hallado(texto: rx.Var, limpio: rx.Var) -> rx.Component:
    """Nothing was found: for which words, and how to clear them."""
    return rx.el.div(
        rx.icon("search-x", size=40, stroke_width=1.5, aria_hidden="true"),
        rx.el.h2("Nada encontrado para «", texto, "»"),
        rx.el.p("Cada palabra se busca en el nombre, el RFC, los e-mails y el código postal."),
        rx.el.div(boton("Limpiar búsqueda", on_click=rx.redirect(limpio)), class_name="acciones"),
        class_name="vacio",
        role="status",
    )
