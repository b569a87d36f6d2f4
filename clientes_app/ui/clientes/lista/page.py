"""The list of clients, with the drawer over it."""

import reflex as rx

from clientes_app.routes import CARGA_MASIVA, CLIENTES
from clientes_app.ui.clientes.drawer.follower_state import DrawerFollowerState
from clientes_app.ui.clientes.drawer.state import DrawerState
from clientes_app.ui.clientes.drawer.view import cajon
from clientes_app.ui.clientes.lista.state import ListaState
from clientes_app.ui.clientes.lista.surroundings import (
    busqueda,
    descarga_de_lista,
    nada_hallado,
    nada_todavia,
    no_se_pudo_leer,
    ordenar_en_telefono,
    paginas,
)
from clientes_app.ui.clientes.lista.table import caja_de_lista, tabla_de_clientes
from clientes_app.ui.clientes.presencia.state import PresenciaState
from clientes_app.ui.shell.buttons import boton
from clientes_app.ui.shell.confirm_dialog import confirmar
from clientes_app.ui.shell.frame import cabeza, marco, menu_de_icono
from clientes_app.ui.shell.links import ir_a
from clientes_app.ui.shell.person import PERSONA

RUTA = CLIENTES
TITULO = "Clientes"
ON_LOAD = [
    DrawerState.open_address,
    DrawerFollowerState.follow,
    ListaState.follow,
    PresenciaState.follow,
]


def _cuerpo() -> rx.Component:
    resumen = ListaState.resumen
    tabla = rx.fragment(
        caja_de_lista(
            tabla_de_clientes(
                ListaState.cabeceras,
                ListaState.filas,
                presentes=PresenciaState.en_filas,
                cargado=ListaState.cargado,
                al_borrar=ListaState.preguntar,
            ),
            ListaState.texto,
        ),
        rx.cond(ListaState.cargado, paginas(resumen)),
    )
    vacio = rx.cond(
        ListaState.texto == "",
        nada_todavia(resumen.nuevo),
        nada_hallado(
            ListaState.texto,
            resumen.limpio,
            boton(
                "+ Agregar Cliente",
                principal=True,
                de_editor=True,
                on_click=rx.redirect(resumen.buscado),
            ),
        ),
    )
    return rx.cond(
        ListaState.cargado,
        rx.cond(ListaState.filas.length() == 0, vacio, tabla),
        rx.cond(ListaState.error, no_se_pudo_leer(), tabla),
    )


def _en_techo() -> tuple[rx.Component, ...]:
    """What a telephone shows of the page's buttons: the one to add, the others behind a menu."""
    resumen = ListaState.resumen
    return (
        menu_de_icono(
            "ellipsis",
            "Más acciones",
            rx.dropdown_menu.item(
                rx.icon("upload", size=18, aria_hidden="true"),
                "Carga Masiva de Clientes",
                on_select=ir_a(CARGA_MASIVA),
                class_name="opcion de-editor",
            ),
            rx.dropdown_menu.item(
                descarga_de_lista(ListaState.texto, resumen.descarga, clase="opcion"),
                as_child=True,
            ),
        ),
        rx.link(
            rx.icon("plus", size=20, aria_hidden="true"),
            rx.el.span("Agregar Cliente", class_name="solo-lectores"),
            href=resumen.nuevo,
            class_name="agregar de-editor",
        ),
    )


def _pregunta() -> rx.Component:
    """Whether the client should go, and who has it open meanwhile."""
    return confirmar(
        "¿Borrar este cliente?",
        rx.fragment(
            rx.el.strong(ListaState.borrando_nombre),
            " irá a la papelera, de donde puede restaurarse. ",
            rx.foreach(
                PresenciaState.en_filas[ListaState.borrando],
                lambda presente: rx.el.strong(presente.titulo, ". "),
            ),
        ),
        abierto=ListaState.borrando != 0,
        si="Borrar",
        no="Cancelar",
        al_si=ListaState.borrar,
        al_no=ListaState.olvidar,
    )


def clientes() -> rx.Component:
    """The list, with the drawer over it."""
    resumen = ListaState.resumen
    return marco(
        cabeza(
            TITULO,
            boton(
                rx.icon("upload", size=16, aria_hidden="true"),
                "Carga Masiva de Clientes",
                de_editor=True,
                on_click=ir_a(CARGA_MASIVA),
            ),
            boton(
                "+ Agregar Cliente",
                principal=True,
                de_editor=True,
                on_click=rx.redirect(resumen.nuevo),
                custom_attrs={"data-atajo": "nuevo"},
            ),
            junto=rx.fragment(
                rx.cond(ListaState.cargado, rx.el.span(resumen.total, class_name="cuenta-total")),
                ordenar_en_telefono(ListaState.cabeceras, resumen.orden),
            ),
        ),
        rx.el.div(
            busqueda(ListaState.texto, limpio=resumen.limpio, al_buscar=ListaState.buscar),
            descarga_de_lista(ListaState.texto, resumen.descarga, clase="boton descargar-lista"),
            class_name="herramientas",
        ),
        _cuerpo(),
        _pregunta(),
        cajon(),
        persona=PERSONA,
        activo=RUTA,
        clase="de-lista",
        en_techo=_en_techo(),
    )
