"""«Ir a…» (Ctrl+K): the pages and commands that it offers, by role."""

import reflex as rx

from clientes_app import routes
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.ui.clientes.address import NUEVO, direccion
from clientes_app.ui.clientes.paleta.shown import Hallado
from clientes_app.ui.clientes.paleta.state import PaletaState
from clientes_app.ui.shell.keys_dialog import MOSTRAR_TECLAS
from clientes_app.ui.shell.links import en_cuenta
from clientes_app.ui.shell.person_menu import Persona, enviar_sesion
from clientes_app.ui.shell.reflex_internals import resolved_color_mode

_LO_ESCRITO = "LO-ESCRITO"
"""Stands in an address for what was typed (assets/componentes/paleta.js)."""


class Paleta(rx.Component):
    """The dialog; `window.abrirPaleta()` opens it.

    `paginas` and `ordenes` are options as `_opcion` makes them, `cuentas` the person's accounts, of
    which `aqui` is the address of the one in use; `en_cuenta` stands before every address of it.
    `hallado` is the last answer to `on_buscar`, which tells the text and the number of the asking.
    """

    library = "$/public/componentes/paleta.js"
    tag = "Paleta"

    paginas: rx.Var[list]
    ordenes: rx.Var[list]
    cuentas: rx.Var[list]
    aqui: rx.Var[str]
    en_cuenta: rx.Var[str]
    hallado: rx.Var[Hallado]
    lo_escrito: rx.Var[str]
    iconos: rx.Var[dict]

    on_buscar: rx.EventHandler[lambda texto, vez: [texto, vez]]
    on_modo: rx.EventHandler[rx.event.no_args_event_spec]
    on_teclas: rx.EventHandler[rx.event.no_args_event_spec]
    on_salir: rx.EventHandler[rx.event.no_args_event_spec]


def _opcion(texto: str | rx.Var[str], icono: str, **demas: object) -> dict[str, object]:
    """Make an option.

    `destino` is its address, `hace` the event that it is instead; `claves` are words by which it is
    found besides its own, `tecla` does the same without «Ir a…». `con_texto` is what it says where
    something is typed, with that in the place of «…»: then it is always offered. `ver`: whether
    this person may.
    """
    return {"texto": texto, "icono": _icono(icono), "ver": True} | demas


def _icono(nombre: str) -> rx.Component:
    return rx.icon(nombre, size=16, aria_hidden="true")


def _paginas(persona: Persona) -> list[dict[str, object]]:
    return [
        _opcion("Clientes", "users", destino=routes.CLIENTES, claves="lista catálogo"),
        _opcion("Calidad del catálogo", "gauge", destino=routes.CALIDAD, claves="avisos SAT"),
        _opcion("Posibles duplicados", "copy", destino=routes.DUPLICADOS, claves="unir repetidos"),
        _opcion(
            "Carga Masiva de Clientes",
            "upload",
            destino=routes.CARGA_MASIVA,
            claves="subir importar archivo CSV constancias facturas",
            ver=persona.edita,
        ),
        _opcion(
            "Procesos de carga", "list-checks", destino=routes.PROCESOS, claves="estado deshacer"
        ),
        _opcion("Papelera", "trash-2", destino=routes.PAPELERA, claves="borrados restaurar"),
        _opcion("Cuenta", "settings", destino=routes.CUENTA_DATOS, claves="configuración negocio"),
        _opcion(
            "Usuarios",
            "users",
            destino=routes.CUENTA_USUARIOS,
            claves="personas invitar rol",
            ver=persona.administra,
        ),
        _opcion(
            "Mi perfil", "circle-user", destino=routes.PERFIL, claves="contraseña nombre sesiones"
        ),
        _opcion("Ayuda", "circle-help", destino=routes.AYUDA, claves="guía manual"),
    ]


def _ordenes(persona: Persona) -> list[dict[str, object]]:
    buscado = Consulta(texto=_LO_ESCRITO)
    return [
        _opcion(
            "Agregar Cliente",
            "plus",
            destino=routes.CLIENTES + direccion(Consulta(), cliente=NUEVO),
            con_texto="Agregar cliente «…»",
            con_destino=routes.CLIENTES + direccion(buscado, cliente=NUEVO, con_lo_buscado=True),
            en_mayusculas=True,
            tecla="n",
            ver=persona.edita,
        ),
        _opcion(
            "Buscar en la lista",
            "search",
            destino=routes.CLIENTES,
            con_texto="Buscar «…» en la lista",
            con_destino=routes.CLIENTES + direccion(buscado),
            foco="buscar",
            tecla="/",
        ),
        _opcion(
            "Descargar en .CSV",
            "download",
            destino=routes.CLIENTES_CSV,
            descarga=True,
            claves="exportar bajar Excel archivo",
        ),
        _opcion(
            rx.cond(resolved_color_mode == "dark", "Modo claro", "Modo oscuro"),
            "sun-moon",
            hace="modo",
            claves="apariencia tema noche luz",
        ),
        _opcion("Teclas", "keyboard", hace="teclas", claves="atajos teclado", tecla="?"),
        _opcion("Cerrar sesión", "log-out", hace="salir", claves="salir"),
    ]


def paleta(persona: Persona, *, aqui: rx.Var[str] | str) -> rx.Component:
    """The dialog, for whoever is in an account (its address is `aqui`); closed until asked for."""
    return rx.cond(
        aqui != "",
        Paleta.create(
            paginas=_paginas(persona),
            ordenes=_ordenes(persona),
            cuentas=persona.cuentas,
            aqui=aqui,
            hallado=PaletaState.hallado,
            en_cuenta=en_cuenta(""),
            lo_escrito=_LO_ESCRITO,
            iconos={
                "cliente": _icono("user"),
                "cuenta": _icono("chevrons-up-down"),
                "buscar": rx.icon("search", size=18, aria_hidden="true"),
                "cerrar": rx.icon("x", size=20, aria_hidden="true"),
            },
            on_buscar=PaletaState.buscar,
            on_modo=rx.toggle_color_mode,
            on_teclas=MOSTRAR_TECLAS,
            on_salir=enviar_sesion(routes.SESION_SALIR),
        ),
    )
