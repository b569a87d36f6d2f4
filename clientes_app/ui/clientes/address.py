"""The address of the list: what it says, and how it is written.

Search, filters, order and page stand in it, so that back, reload and a pasted link show the same.
Whoever opens the drawer adds `cliente`: the id of a client, or «nuevo». Of the papelera `por` says
by what it is filtered: the number of a load whose undoing deleted clients, or «mano». Only what
stands behind the question mark is written here: account and page are those in which one is.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urlencode

import reflex as rx

from clientes_app import routes
from clientes_app.domain import filtros
from clientes_app.domain.rfc.structure import normalizar, sigue_patron
from clientes_app.services.clientes.clientes import ORDENES, Consulta
from clientes_app.services.clientes.papelera import BY_HAND

NUEVO = "nuevo"


class FilaDeCarga(NamedTuple):
    """A refused row of a load, as an address names it: the process, and the line of its file."""

    proceso_id: int
    linea: int

    def __str__(self) -> str:
        """Name it among the drafts of a tab, where a client's name is its id."""
        return f"{self.proceso_id}.{self.linea}"


_A_MANO = "mano"
_LO_BUSCADO = "lo-buscado"
_TEXTO_MAXIMO = 200
_PAGINA_MAXIMA = 1_000_000
_ID_MAXIMO = 2**63 - 1
_LINEA_MAXIMA = 2**31 - 1
_DE_NADIE = -1


def entero(texto: str, *, maximo: int) -> int | None:
    """Read a positive number written by anybody; None if it is none."""
    if not (texto.isascii() and texto.isdecimal() and len(texto) <= len(str(maximo))):
        return None
    numero = int(texto)
    return numero if 1 <= numero <= maximo else None


def consulta_de(parametros: Mapping[str, str], *, papelera: bool = False) -> Consulta:
    """Read an address; what it says wrongly is as if it had not been said."""
    orden = parametros.get("orden", "")
    return Consulta(
        texto=" ".join(parametros.get("q", "").split())[:_TEXTO_MAXIMO],
        orden=orden if orden in ORDENES else "nombre",
        descendente=parametros.get("dir") == "desc",
        pagina=entero(parametros.get("pagina", ""), maximo=_PAGINA_MAXIMA) or 1,
        papelera=papelera,
        borrado_por=_borrado_por(parametros.get("por", "")) if papelera else None,
        filtros=filtros.NINGUNO if papelera else filtros.leer(parametros),
    )


def _borrado_por(dicho: str) -> int | None:
    return BY_HAND if dicho == _A_MANO else entero(dicho, maximo=_ID_MAXIMO)


def cliente_de(parametros: Mapping[str, str]) -> int | str | None:
    """Whom the drawer shows: an id (nobody's, if it is none), NUEVO, or None while it is closed."""
    dicho = parametros.get("cliente", "")
    if dicho in {"", NUEVO}:
        return dicho or None
    return entero(dicho, maximo=_ID_MAXIMO) or _DE_NADIE


def ficha_de(ruta: str) -> int | None:
    """The client whose card the path of an address is; None where it is another page."""
    _, suya = routes.cuenta_en(ruta) or ("", "")
    lista, _, numero = suya.rstrip("/").rpartition("/")
    return entero(numero, maximo=_ID_MAXIMO) if lista == routes.CLIENTES else None


def fila_de(ruta: str, parametros: Mapping[str, str]) -> FilaDeCarga | None:
    """The refused row that an address opens on the page of its load; None for any other address."""
    _, suya = routes.cuenta_en(ruta) or ("", "")
    procesos, _, numero = suya.rstrip("/").rpartition("/")
    if procesos != routes.PROCESOS or not parametros.get("linea"):
        return None
    proceso_id = entero(numero, maximo=_ID_MAXIMO)
    linea = entero(parametros["linea"], maximo=_LINEA_MAXIMA)
    return FilaDeCarga(proceso_id or _DE_NADIE, linea or _DE_NADIE)


def se_abre_en(ruta: str, abierto: int | FilaDeCarga) -> bool:
    """Whether the page at a path is one whose drawer shows that client, or that refused row."""
    _, suya = routes.cuenta_en(ruta) or ("", "")
    pagina = suya.rstrip("/")
    if isinstance(abierto, FilaDeCarga):
        return pagina == routes.proceso(abierto.proceso_id)
    return pagina.rpartition("/")[0] != routes.PROCESOS


def en_su_pagina(abierto: int | FilaDeCarga) -> str:
    """The address that opens a client (0: a new one) on the list, or a row on that of its load."""
    if isinstance(abierto, FilaDeCarga):
        return routes.correccion(abierto.proceso_id, abierto.linea)
    return f"{routes.CLIENTES}?cliente={abierto or NUEVO}"


def buscado_para(parametros: Mapping[str, str]) -> tuple[str, str]:
    """The field of a new client, and what was searched for to stand in it; "" if nothing is."""
    texto = consulta_de(parametros).texto
    if not texto or parametros.get("con") != _LO_BUSCADO:
        return "", ""
    rfc = normalizar(texto)
    return ("rfc", rfc) if sigue_patron(rfc) else ("nombre", texto)


def direccion(
    consulta: Consulta, *, cliente: int | str | None = None, con_lo_buscado: bool = False
) -> str:
    """Write what the address says of this, without what goes without saying."""
    partes: dict[str, str] = {}
    if consulta.texto:
        partes["q"] = consulta.texto
    if consulta.orden != "nombre":
        partes["orden"] = consulta.orden
    if consulta.descendente:
        partes["dir"] = "desc"
    if consulta.borrado_por is not None:
        partes["por"] = str(consulta.borrado_por or _A_MANO)
    partes |= filtros.escribir(consulta.filtros)
    if consulta.pagina > 1:
        partes["pagina"] = str(consulta.pagina)
    if cliente is not None:
        partes["cliente"] = str(cliente)
    if con_lo_buscado:
        partes["con"] = _LO_BUSCADO
    return f"?{urlencode(partes)}"


def to_search(actual: Consulta, texto: str) -> rx.event.EventSpec | None:
    """Lead from one search to another, back at the first page; None when it is the same."""
    nuevo = consulta_de({"q": texto}).texto
    if nuevo == actual.texto:
        return None
    nueva = replace(actual, texto=nuevo, pagina=1)
    return rx.redirect(direccion(nueva), replace=bool(actual.texto and nuevo))


def ordenada_por(consulta: Consulta, campo: str) -> Consulta:
    """The same search by another column; the column in use turns round. Starts at page 1."""
    gira = consulta.orden == campo and not consulta.descendente
    return replace(consulta, orden=campo, descendente=gira, pagina=1)


def with_filter(consulta: Consulta, **valores: object) -> Consulta:
    """The same search with other values of some filters. Starts at page 1."""
    return replace(consulta, filtros=replace(consulta.filtros, **valores), pagina=1)
