"""The problems of one process: which of them a tab is looking at."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.carga import procesos
from clientes_app.services.carga.procesos import GrupoDeProblemas
from clientes_app.services.carga.queries import NivelDeProblema
from clientes_app.services.resources import shared_engine
from clientes_app.ui.carga.problemas.kinds import tipo_de_problema
from clientes_app.ui.carga.procesos.texts import ProblemaVisto, problemas_vistos
from clientes_app.ui.shell.caller import current_cuenta_id
from clientes_app.ui.shell.guard import requires
from clientes_app.ui.shell.numbers import numero

_GRAVEDADES = ("error", "aviso")
TODA_LA_FILA = "Toda la fila"
NO_FILTER = "todo"
"""What the drop-downs send for no filter: they know no blank value."""


@dataclass(frozen=True)
class Opcion:
    """A choice of a filter: its value, and its label with how many problems it leaves."""

    valor: str
    etiqueta: str


def _opciones(grupos: Iterable[tuple[str, str, int]]) -> list[Opcion]:
    cuantos: Counter[tuple[str, str]] = Counter()
    for valor, etiqueta, veces in grupos:
        cuantos[valor, etiqueta] += veces
    return [
        Opcion(valor, f"{etiqueta} ({numero(veces)})")
        for (valor, etiqueta), veces in cuantos.most_common()
    ]


def columnas_de(grupos: Iterable[GrupoDeProblemas]) -> list[Opcion]:
    """The columns that have problems, the worst first."""
    return _opciones(
        (grupo.columna or TODA_LA_FILA, grupo.columna or TODA_LA_FILA, grupo.cuantos)
        for grupo in grupos
    )


def tipos_de(grupos: Iterable[GrupoDeProblemas]) -> list[Opcion]:
    """The kinds of problem that occur, the most frequent first."""
    return _opciones(
        (grupo.codigo, tipo_de_problema(grupo.codigo), grupo.cuantos) for grupo in grupos
    )


def _columna_del_servicio(columna: str) -> str | None:
    """The service says "" for the row as such and None for no filter."""
    return "" if columna == TODA_LA_FILA else columna or None


class ProblemasState(rx.State):
    """One page of the problems of a process, under the filters chosen.

    `conteo` says how many there are: each «error», each «aviso» there is, and the «total» shown.
    """

    filas: list[ProblemaVisto] = []
    columnas: list[Opcion] = []
    tipos: list[Opcion] = []
    columna: str = ""
    tipo: str = ""
    gravedad: str = ""
    conteo: dict[str, str] = {"total": "0"}
    pagina: int = 1
    paginas: int = 1
    _proceso_id: int = 0
    _grupos: tuple[GrupoDeProblemas, ...] = ()

    @rx.event
    @requires(Rol.LECTOR)
    async def open_proceso(self, proceso_id: int) -> None:
        """Show the first problems of a process; the errors first of all, if there are any."""
        cuenta_id = current_cuenta_id()
        grupos = await in_thread(
            procesos.resumen_de_problemas, shared_engine(), cuenta_id, proceso_id
        )
        self._proceso_id, self._grupos = proceso_id, grupos
        self.columna = self.tipo = ""
        cuantos = Counter[str]()
        for grupo in grupos:
            cuantos[grupo.gravedad] += grupo.cuantos
        self.conteo = {gravedad: numero(veces) for gravedad, veces in cuantos.items()}
        # Thousands of notices would hide the few rows that are refused.
        self._only("error" if cuantos["error"] else "")
        await self._leer(1)

    @rx.event
    @requires(Rol.LECTOR)
    async def read_again(self) -> None:
        """Read the page again where it is: somebody mended a row of it."""
        if self._proceso_id:
            await self._leer(self.pagina)

    @rx.event
    @requires(Rol.LECTOR)
    async def elegir_columna(self, columna: str) -> None:
        """Keep only the problems of a column; NO_FILTER for all."""
        self.columna = "" if columna == NO_FILTER else columna
        await self._leer(1)

    @rx.event
    @requires(Rol.LECTOR)
    async def elegir_tipo(self, tipo: str) -> None:
        """Keep only one kind of problem; NO_FILTER for all."""
        self.tipo = "" if tipo == NO_FILTER else tipo
        await self._leer(1)

    @rx.event
    @requires(Rol.LECTOR)
    async def elegir_gravedad(self, gravedad: str | list[str]) -> None:
        """Keep only errors, or only notices, of every column; anything else for both."""
        self.columna = self.tipo = ""
        self._only(str(gravedad) if gravedad in _GRAVEDADES else "")
        await self._leer(1)

    @rx.event
    @requires(Rol.LECTOR)
    async def quitar_filtros(self) -> None:
        """Show those of every column and kind again."""
        self.columna = self.tipo = ""
        await self._leer(1)

    @rx.event
    @requires(Rol.LECTOR)
    async def anterior(self) -> None:
        """Go one page back."""
        await self._leer(self.pagina - 1)

    @rx.event
    @requires(Rol.LECTOR)
    async def siguiente(self) -> None:
        """Go one page on."""
        await self._leer(self.pagina + 1)

    def _only(self, gravedad: str) -> None:
        """Keep one weight, or both with "", and offer the columns and kinds that it has."""
        self.gravedad = gravedad
        grupos = [grupo for grupo in self._grupos if gravedad in {"", grupo.gravedad}]
        self.columnas, self.tipos = columnas_de(grupos), tipos_de(grupos)

    async def _leer(self, numero_de_pagina: int) -> None:
        pagina = await in_thread(
            procesos.problemas,
            shared_engine(),
            current_cuenta_id(),
            self._proceso_id,
            columna=_columna_del_servicio(self.columna),
            codigo=self.tipo or None,
            gravedad=cast("NivelDeProblema", self.gravedad) if self.gravedad else None,
            pagina=max(1, numero_de_pagina),
        )
        lineas = {problema.linea for problema in pagina.filas}
        lugares = await in_thread(
            procesos.lugares, shared_engine(), current_cuenta_id(), self._proceso_id, lineas
        )
        self.filas = problemas_vistos(pagina, lugares, proceso_id=self._proceso_id)
        self.pagina, self.paginas = pagina.pagina, pagina.paginas
        self.conteo["total"] = numero(pagina.total)
