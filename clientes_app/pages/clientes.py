"""The list of clients, with the drawer over it."""

import reflex as rx

from clientes_app.components.acciones import boton
from clientes_app.components.confirmar import confirmar
from clientes_app.components.lista_alrededor import (
    busqueda,
    nada_hallado,
    nada_todavia,
    ordenar_en_telefono,
    paginas,
)
from clientes_app.components.lista_tabla import tabla_de_clientes
from clientes_app.components.marco import CARGA_MASIVA, CLIENTES, cabeza, marco
from clientes_app.pages.clientes_cajon import cajon
from clientes_app.pages.persona import PERSONA
from clientes_app.state.formulario import FormularioState
from clientes_app.state.formulario_seguidor import SeguidorState
from clientes_app.state.lista import ListaState
from clientes_app.state.presencia import PresenciaState

RUTA = CLIENTES
TITULO = "Clientes"
AL_ABRIR = [
    FormularioState.abrir,
    SeguidorState.seguir,
    ListaState.seguir,
    PresenciaState.seguir,
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
                on_click=rx.redirect(CARGA_MASIVA),
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
