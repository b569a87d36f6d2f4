"""The list of clients, with the drawer over it."""

import reflex as rx

from clientes_app.routes import CARGA_MASIVA, CLIENTES
from clientes_app.ui.clientes.acciones.menus import acciones_de_lista
from clientes_app.ui.clientes.acciones.state import AccionState
from clientes_app.ui.clientes.acciones.view import dialogo_de_accion
from clientes_app.ui.clientes.aspecto.state import BOTON_DEL_TELEFONO, AspectoState
from clientes_app.ui.clientes.aspecto.view import (
    ChoiceOfColumns,
    hoja_de_columnas,
    opcion_de_columnas,
)
from clientes_app.ui.clientes.drawer.follower_state import DrawerFollowerState
from clientes_app.ui.clientes.drawer.state import DrawerState
from clientes_app.ui.clientes.drawer.view import cajon
from clientes_app.ui.clientes.ejemplo.view import aviso_de_ejemplo
from clientes_app.ui.clientes.etiquetas.state import EtiquetasState
from clientes_app.ui.clientes.etiquetas.view import dialogo_de_etiquetas
from clientes_app.ui.clientes.filtros.state import FiltrosState
from clientes_app.ui.clientes.filtros.view import ChoiceOfFilters, filtros_de_lista
from clientes_app.ui.clientes.lista.state import ListaState
from clientes_app.ui.clientes.lista.surroundings import (
    busqueda,
    descarga_con_etiquetas,
    descarga_de_lista,
    nada_hallado,
    nada_todavia,
    no_se_pudo_leer,
    ordenar_en_telefono,
    paginas,
)
from clientes_app.ui.clientes.lista.table import caja_de_lista, tabla_de_clientes
from clientes_app.ui.clientes.presencia.state import PresenciaState
from clientes_app.ui.clientes.seleccion.state import SeleccionState
from clientes_app.ui.clientes.seleccion.view import barra_de_seleccion, opcion_de_seleccionar
from clientes_app.ui.clientes.vistas.state import VistasState
from clientes_app.ui.clientes.vistas.view import opcion_de_vistas, vista_en_uso, vistas_de_lista
from clientes_app.ui.shell.buttons import boton
from clientes_app.ui.shell.confirm_dialog import confirmar
from clientes_app.ui.shell.frame import cabeza, marco, menu_de_icono
from clientes_app.ui.shell.links import ir_a
from clientes_app.ui.shell.person import PERSONA

RUTA = CLIENTES
TITULO = "Clientes"
ON_LOAD = [
    AccionState.cerrar,
    EtiquetasState.cerrar,
    AspectoState.open_page,
    DrawerState.open_address,
    DrawerFollowerState.follow,
    SeleccionState.open_page,
    ListaState.follow,
    PresenciaState.follow,
    FiltrosState.follow_address,
    VistasState.follow_address,
]


def _cuerpo() -> rx.Component:
    resumen, aspecto = ListaState.resumen, AspectoState.visto
    con_etiquetas = resumen.descarga_con_etiquetas != ""
    tabla = rx.fragment(
        rx.el.style(rx.cond(con_etiquetas, aspecto.con_etiquetas, aspecto.sin_etiquetas)),
        caja_de_lista(
            tabla_de_clientes(
                ListaState.cabeceras,
                ListaState.filas,
                aspecto=aspecto,
                presentes=PresenciaState.en_filas,
                cargado=ListaState.cargado,
                al_borrar=ListaState.preguntar,
            ),
            ListaState.texto,
            con_etiquetas=con_etiquetas,
        ),
        rx.cond(ListaState.cargado, paginas(resumen, descarga_con_etiquetas(resumen))),
    )
    vacio = rx.cond(
        resumen.acotada,
        nada_hallado(
            ListaState.texto,
            resumen,
            boton(
                "+ Agregar Cliente",
                principal=True,
                de_editor=True,
                on_click=rx.redirect(resumen.buscado),
            ),
        ),
        nada_todavia(resumen.nuevo),
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
                descarga_de_lista(resumen, clase="opcion"),
                as_child=True,
            ),
            opcion_de_seleccionar(),
            opcion_de_vistas(),
            opcion_de_columnas(AspectoState.cambiar),
            boton=BOTON_DEL_TELEFONO,
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
        al_si=ListaState.borrar(ListaState.borrando),
        al_no=ListaState.olvidar,
    )


def _filtros() -> rx.Component:
    return filtros_de_lista(
        vista_en_uso(),
        puestos=ListaState.resumen.filtros,
        sin=ListaState.resumen.sin_filtros,
        eleccion=ChoiceOfFilters(
            abierto=FiltrosState.abierto,
            elegido=FiltrosState.elegido,
            opciones=FiltrosState.opciones,
            dia=FiltrosState.dia,
            al_abrir=FiltrosState.cambiar,
            al_elegir=FiltrosState.mostrar,
            al_poner=FiltrosState.poner,
            al_poner_dia=FiltrosState.poner_desde,
            al_administrar=EtiquetasState.abrir,
        ),
    )


def _columnas() -> rx.Component:
    return hoja_de_columnas(
        ChoiceOfColumns(
            abierta=AspectoState.abierto,
            entradas=AspectoState.entradas,
            compacta=AspectoState.visto.compacta,
            al_abrir=AspectoState.cambiar,
            al_poner=AspectoState.poner,
            al_subir=AspectoState.subir,
            al_bajar=AspectoState.bajar,
            al_poner_altura=AspectoState.poner_altura,
            al_volver=AspectoState.volver_al_principio,
        )
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
        aviso_de_ejemplo(),
        rx.el.div(
            busqueda(ListaState.texto, limpio=resumen.limpio, al_buscar=ListaState.buscar),
            vistas_de_lista(),
            descarga_de_lista(resumen, clase="boton descargar-lista"),
            _columnas(),
            class_name="herramientas",
        ),
        _filtros(),
        _cuerpo(),
        barra_de_seleccion(resumen, *acciones_de_lista(resumen)),
        dialogo_de_accion(),
        dialogo_de_etiquetas(),
        _pregunta(),
        cajon(),
        persona=PERSONA,
        activo=RUTA,
        clase="de-lista",
        en_techo=_en_techo(),
    )
