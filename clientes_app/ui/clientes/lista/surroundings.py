"""What stands around the rows of the list: search, pages, and what to say when it is empty."""

import reflex as rx

from clientes_app.ui.clientes.inicio.view import inicio, sin_clientes
from clientes_app.ui.shell.buttons import Accion, boton
from clientes_app.ui.shell.caller import reload_page
from clientes_app.ui.shell.download_link import descarga
from clientes_app.ui.shell.inputs import Campo
from clientes_app.ui.shell.tab import TabState

BUSCAR = "buscar"
_AL_CAMPO = rx.set_focus(BUSCAR)


def _campo(texto: rx.Var, al_buscar: Accion) -> rx.Component:
    return Campo.create(
        id=BUSCAR,
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
        custom_attrs={
            "aria-label": "Buscar clientes",
            "data-atajo": "buscar",
            "autoCapitalize": "none",
            "autoCorrect": "off",
            "enterKeyHint": "search",
        },
    )


def busqueda(texto: rx.Var, *, limpio: rx.Var, al_buscar: Accion) -> rx.Component:
    """The search field with its button; it searches after a short pause and on Enter.

    `texto` is what the address says, `limpio` the address without it.
    """
    return rx.el.form(
        rx.el.div(
            rx.icon("search", size=16, aria_hidden="true"),
            _campo(texto, al_buscar),
            rx.el.kbd("/", class_name="tecla", aria_hidden="true"),
            rx.cond(
                texto != "",
                rx.el.button(
                    rx.icon("x", size=16, aria_hidden="true"),
                    type="button",
                    aria_label="Limpiar búsqueda",
                    title="Limpiar búsqueda",
                    on_click=[rx.redirect(limpio), _AL_CAMPO],
                    class_name="boton-icono",
                ),
            ),
            class_name="busqueda-campo",
        ),
        boton(
            rx.icon("search", size=18, aria_hidden="true"),
            rx.el.span("Buscar"),
            type="submit",
        ),
        on_submit=lambda datos: [
            al_buscar(datos.to(dict[str, str])["q"]),
            rx.call_script("window.irALaPrimera()"),
        ],
        role="search",
        class_name="busqueda",
    )


def descarga_de_lista(resumen: rx.Var, *, clase: str) -> rx.Component:
    """The export of what the list shows: of everybody, or of those that were found."""
    return descarga(
        rx.cond(resumen.acotada, "Descargar lo encontrado en .CSV", "Descargar en .CSV"),
        href=resumen.descarga,
        clase=clase,
    )


def descarga_con_etiquetas(resumen: rx.Var) -> rx.Component:
    """The same with a last column «Etiquetas», where the account has any."""
    return rx.cond(
        resumen.descarga_con_etiquetas != "",
        descarga(
            "Descargar con etiquetas",
            href=resumen.descarga_con_etiquetas,
            clase="boton-llano con-icono",
        ),
    )


def paginas(resumen: rx.Var, *demas: rx.Component) -> rx.Component:
    """Which of how many are shown, what else there is to it, and the way to the next page."""
    return rx.el.div(
        rx.el.span(resumen.rango),
        *demas,
        rx.el.div(
            boton(
                rx.icon("chevron-left", size=16, aria_hidden="true"),
                "Página anterior",
                disabled=resumen.anterior == "",
                on_click=rx.redirect(resumen.anterior),
            ),
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
    """What the heads of the columns do, where there is no room for heads.

    It has those of the columns that are not shown as well.
    """

    def opcion(uno: rx.Var) -> rx.Component:
        return rx.el.option(uno.etiqueta, value=uno.destino)

    return rx.el.div(
        rx.icon("arrow-down-narrow-wide", size=16, aria_hidden="true"),
        rx.el.label("Ordenar por", html_for="ordenar-por", class_name="solo-lectores"),
        rx.el.select(
            rx.foreach(cabeceras.values(), lambda columna: rx.foreach(columna.ordenes, opcion)),
            id="ordenar-por",
            value=orden,
            on_change=rx.redirect,
        ),
        class_name="ordenar-telefono",
    )


def no_se_pudo_leer() -> rx.Component:
    """The list could not be read; the handler of the page goes on trying."""
    return rx.el.div(
        rx.icon("cloud-off", size=40, stroke_width=1.5, aria_hidden="true"),
        rx.el.h2("No se pudo leer la lista"),
        rx.el.p("El servidor no contestó. Se intenta de nuevo cada 5 segundos."),
        rx.el.div(boton("Intentar ahora", on_click=reload_page()), class_name="acciones"),
        class_name="vacio",
        role="alert",
    )


def nada_todavia(nuevo: rx.Var) -> rx.Component:
    """There is no client yet: the ways to begin, for whoever may."""
    return rx.cond(TabState.edita, inicio(nuevo), sin_clientes())


def nada_hallado(texto: rx.Var, resumen: rx.Var, *acciones: rx.Component) -> rx.Component:
    """Nothing was found: for which words and filters, and how to clear either."""
    return rx.el.div(
        rx.icon("search-x", size=40, stroke_width=1.5, aria_hidden="true"),
        rx.el.h2("Nada encontrado", rx.cond(texto != "", rx.fragment(" para «", texto, "»"))),
        rx.cond(
            resumen.con_filtros != "",
            rx.el.p("Con estos filtros: ", rx.el.strong(resumen.con_filtros), "."),
        ),
        rx.cond(
            texto != "",
            rx.el.p("Cada palabra se busca en el nombre, el RFC, los e-mails y el código postal."),
        ),
        rx.el.div(
            rx.cond(texto != "", rx.fragment(*acciones)),
            rx.cond(
                resumen.con_filtros != "",
                boton("Quitar los filtros", on_click=rx.redirect(resumen.sin_filtros)),
            ),
            rx.cond(
                texto != "",
                boton("Limpiar búsqueda", on_click=[rx.redirect(resumen.limpio), _AL_CAMPO]),
            ),
            class_name="acciones",
        ),
        class_name="vacio",
    )
