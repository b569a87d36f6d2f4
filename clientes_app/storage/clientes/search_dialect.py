"""What each database does in its own way when clients are looked for."""

from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from clientes_app.storage.clientes.search_terms import Terminos
from clientes_app.storage.db.tables import CLIENTE


@dataclass(frozen=True, slots=True)
class Limites:
    """Where one way of searching gives way to another (numbers of clients).

    Up to `tope` the number found is exact. An account of up to `pequena` is read through. A walk
    along the order is given up after `pasos`: among 1,000,000 clients more than `tope` lie on
    average less than 100 apart, so that it is seldom given up in vain. Up to `ordenables` are
    sorted then. With up to `ajenos` rows of others (other accounts, deleted ones) in the index,
    their number is allowed for, instead of looking at every row. The least share of an account
    that must hold a single character for it to count as common is `comun`, judged by `muestra`
    rows.
    """

    tope: int = 10_000
    pequena: int = 5_000
    pasos: int = 6_000
    ordenables: int = 25_000
    ajenos: int = 20_000
    muestra: int = 10_000
    comun: float = 0.05


@dataclass(frozen=True, slots=True)
class Hallados:
    """All that was found: how many, and the condition that selects them."""

    total: int
    condicion: ColumnElement[bool]


class Hallador(Protocol):
    """Finds through the index of one database, within one account's list or papelera."""

    def hallar(self, buscados: Terminos, *, cuantos: int) -> Hallados | None:
        """Return what is found among `cuantos` clients, or None when it is more than the limit."""
        ...

    def prueba(
        self, buscados: Terminos, columnas: ReadOnlyColumnCollection[str, Any] = CLIENTE.c
    ) -> ColumnElement[bool]:
        """Say of one row whether it is found."""
        ...

    def lejos(self, buscados: Terminos) -> ColumnElement[bool] | None:
        """Return the condition to read on with when a walk was given up; None: test every row."""
        ...

    def rfc_plegado(
        self, columnas: ReadOnlyColumnCollection[str, Any] = CLIENTE.c
    ) -> ColumnElement[str]:
        """Return the RFC as queries are folded."""
        ...


class Prueba:
    """The test of one row, which both databases make of the same parts."""

    def prueba(
        self, buscados: Terminos, columnas: ReadOnlyColumnCollection[str, Any] = CLIENTE.c
    ) -> ColumnElement[bool]:
        """Say of one row whether it is found."""
        todas = and_(*(self.contiene(columnas["busqueda"], p) for p in buscados.palabras))
        if not buscados.rfc:
            return todas
        # The first test is the one an index can answer.
        en_rfc = and_(
            self.contiene(columnas["busqueda"], buscados.rfc),
            self.contiene(self.rfc_plegado(columnas), buscados.rfc),
        )
        return or_(todas, en_rfc)

    def rfc_plegado(
        self, columnas: ReadOnlyColumnCollection[str, Any] = CLIENTE.c
    ) -> ColumnElement[str]:
        """Return the RFC as queries are folded."""
        return func.replace(columnas["rfc"], "Ñ", "N")

    def contiene(self, columna: ColumnElement[str], pieza: str) -> ColumnElement[bool]:
        """Say whether a text contains a piece, every character of which is an ordinary one."""
        raise NotImplementedError
