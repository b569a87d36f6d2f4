"""The list of clients, with the drawer over it."""

import reflex as rx

from clientes_app.routes import CARGA_MASIVA, CLIENTES
from clientes_app.ui.clientes.drawer.follower_state import DrawerFollowerState
from clientes_app.ui.clientes.drawer.state import DrawerState
from clientes_app.ui.clientes.drawer.view import cajon
from clientes_app.ui.clientes.lista.state import ListaState
from clientes_app.ui.clientes.lista.surroundings import (
    busqueda,
    nada_hallado,
    nada_todavia,
    ordenar_en_telefono,
    paginas,
)
from clientes_app.ui.clientes.lista.table import tabla_de_clientes
from clientes_app.ui.clientes.presencia.state import PresenciaState
from clientes_app.ui.shell.buttons import boton
from clientes_app.ui.shell.confirm_dialog import confirmar
from clientes_app.ui.shell.frame import cabeza, marco
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
        ordenar_en_telefono(ListaState.cabeceras, resumen.orden),
        tabla_de_clientes(
            ListaState.cabeceras,
            ListaState.filas,
            presentes=PresenciaState.en_filas,
            cargado=ListaState.cargado,
            al_borrar=ListaState.preguntar,
        ),
        rx.cond(ListaState.cargado, paginas(resumen)),
    )
    vacio = rx.cond(
        ListaState.texto == "",
        nada_todavia(resumen.nuevo),
        nada_hallado(ListaState.texto, resumen.limpio),
    )
    return rx.cond(ListaState.cargado & (ListaState.filas.length() == 0), vacio, tabla)


def clientes() -> rx.Component:
    """The list, with the drawer over it."""
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
                on_click=rx.redirect(ListaState.resumen.nuevo),
                custom_attrs={"data-atajo": "nuevo"},
            ),
            junto=rx.cond(
                ListaState.cargado,
                rx.el.span(ListaState.resumen.total, class_name="cuenta-total"),
            ),
        ),
        busqueda(ListaState.texto, campo_id="buscar", al_buscar=ListaState.buscar),
        _cuerpo(),
        confirmar(
            "¿Borrar este cliente?",
            rx.fragment(
                rx.el.strong(ListaState.borrando_nombre),
                " irá a la papelera, de donde puede restaurarse.",
            ),
            abierto=ListaState.borrando != 0,
            si="Borrar",
            no="Cancelar",
            al_si=ListaState.borrar,
            al_no=ListaState.olvidar,
        ),
        cajon(),
        persona=PERSONA,
        activo=RUTA,
    )
