"""What a filter of the list can be set to, and how many clients each choice would leave."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from clientes_app.domain.catalogos import estado_de_cp
from clientes_app.domain.cruces import comienzo_del_dia, hoy
from clientes_app.domain.filtros import Filtros
from clientes_app.domain.revision_sat import REVISIONES, SIN_REVISAR
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.storage.clientes.facets import FacetRepository
from clientes_app.storage.clientes.search import Buscador
from clientes_app.storage.db.base import Engine
from clientes_app.storage.db.engine import read_transaction

_COLUMNAS = {"regimen": "regimen_fiscal", "uso": "uso_cfdi"}
DIAS = (0, 7, 30)
"""How many days ago «Cambiados desde» offers by itself."""


@dataclass(frozen=True, slots=True)
class OpcionDeFiltro:
    """A choice of a filter: how an address says it, what it is called, and how many it leaves.

    `nombre` is only given where the database knows it: the file of a load, an etiqueta's.
    """

    clave: str
    cuantos: int
    nombre: str = ""


def opciones(
    engine: Engine, cuenta_id: int, consulta: Consulta, filtro: str
) -> tuple[OpcionDeFiltro, ...]:
    """Return the choices of a filter, counted with the search and all the other filters.

    Raises KeyError when there is no such filter.
    """
    with read_transaction(engine) as tx:
        otros = consulta.filtros.sin(filtro)
        condition = Buscador(tx, cuenta_id, filtros=otros).condition(consulta.texto)
        return _opciones(FacetRepository(tx, cuenta_id, condition), otros, filtro)


def _opciones(facets: FacetRepository, otros: Filtros, filtro: str) -> tuple[OpcionDeFiltro, ...]:
    match filtro:
        case "persona":
            contadas = sorted(facets.by_persona().items())
        case "regimen" | "uso":
            contadas = sorted(facets.by_column(_COLUMNAS[filtro]).items())
        case "estado" | "sat":
            columna, agrupadas = _AGRUPADAS[filtro]
            contadas = list(agrupadas(facets.by_column(columna)).items())
        case "avisos":
            contadas = list(facets.by_trouble().items())
        case "envio":
            contadas = [("si", facets.with_address())]
        case "desde":
            dias = [hoy() - timedelta(days=cuantos) for cuantos in DIAS]
            momentos = list(map(comienzo_del_dia, dias))
            escritos = (dia.isoformat() for dia in dias)
            contadas = list(zip(escritos, facets.changed_since(momentos), strict=True))
        case "por":
            contadas = facets.by_person(otros.desde)
        case "carga":
            return tuple(
                OpcionDeFiltro(str(numero), cuantos, archivo)
                for numero, archivo, cuantos in facets.by_load()
            )
        case "etiqueta":
            return tuple(
                OpcionDeFiltro(str(numero), cuantos, nombre)
                for numero, nombre, cuantos in facets.by_etiqueta()
            )
        case _:
            raise KeyError(filtro)
    return tuple(OpcionDeFiltro(clave, cuantos) for clave, cuantos in contadas)


def _por_revision(por_columna: dict[str, int]) -> dict[str, int]:
    por_columna = por_columna | {SIN_REVISAR: por_columna.get("", 0)}
    return {una: por_columna[una] for una in REVISIONES if por_columna.get(una)}


def _por_estado(por_cp: dict[str, int]) -> dict[str, int]:
    estados: Counter[str] = Counter()
    for cp, cuantos in por_cp.items():
        estado = estado_de_cp(cp)
        if estado is not None:
            estados[estado] += cuantos
    return dict(sorted(estados.items()))


_AGRUPADAS = {"estado": ("codigo_postal", _por_estado), "sat": ("revision_sat", _por_revision)}
"""Filters whose choices are not the values of their column."""
