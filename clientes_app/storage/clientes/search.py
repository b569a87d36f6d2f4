"""Finding clients: the words of a query, a page of the list, and how many there are.

Two ways lead to a page. Rare words: an index gives all that are found (at most `TOPE`), which are
sorted; their number is exact. Common words: the index of the order is walked and each row tested
until the page is full; of the number one says only that it is more than `TOPE`. When the ones
found lie far from where the walk begins, it is given up soon for a way that costs the same
wherever they lie.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, UnaryExpression, and_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from clientes_app.storage.clientes.clientes import COLUMNAS_DE_CLIENTE
from clientes_app.storage.clientes.search_dialect import Hallador, Hallados, Limites
from clientes_app.storage.clientes.search_postgresql import HalladorPostgresql
from clientes_app.storage.clientes.search_sqlite import HalladorSqlite
from clientes_app.storage.clientes.search_terms import Terminos, terminos
from clientes_app.storage.db.engine import es_sqlite
from clientes_app.storage.db.tables import CLIENTE, CUENTA, DESEMPATE
from clientes_app.storage.values import ClienteGuardado, cliente_de_fila

FILAS_POR_PAGINA = 50
LIMITES = Limites()
TOPE = LIMITES.tope
"""Up to here the number of what was found is exact."""

_COLUMNA_DE_ORDEN: dict[str, Column[Any]] = {
    "nombre": CLIENTE.c.nombre_orden,
    "rfc": CLIENTE.c.rfc,
    "regimen_fiscal": CLIENTE.c.regimen_fiscal,
    "uso_cfdi": CLIENTE.c.uso_cfdi,
    "email": CLIENTE.c.email,
    "codigo_postal": CLIENTE.c.codigo_postal,
}
ORDENES: tuple[str, ...] = tuple(_COLUMNA_DE_ORDEN)


@dataclass(frozen=True, slots=True)
class Hallazgo:
    """A page of clients, the number of all of them, and whether there are more than that."""

    filas: tuple[ClienteGuardado, ...]
    total: int
    hay_mas_de: bool


@dataclass(frozen=True, slots=True)
class _Tramo:
    """Which part of which order is wanted."""

    columna: Column[Any]
    descendente: bool
    desde: int

    def orden(
        self, columnas: ReadOnlyColumnCollection[str, Any], clave: str = ""
    ) -> tuple[UnaryExpression[Any], ...]:
        """Return the order, by id where the values are equal."""
        return self._ordenado(columnas[clave or self.columna.name], columnas["id"])

    def camino(self, *, papelera: bool) -> tuple[UnaryExpression[Any], ...]:
        """Return the same order as the index says it along which clients of the list are walked.

        Of two in the papelera, which has none, the RFC and what sets it apart may be the same.
        """
        if papelera or self.columna is not CLIENTE.c.rfc:
            return self.orden(CLIENTE.c)
        return self._ordenado(self.columna, DESEMPATE)

    def _ordenado(self, *partes: ColumnElement[Any]) -> tuple[UnaryExpression[Any], ...]:
        return tuple(parte.desc() if self.descendente else parte.asc() for parte in partes)


class Buscador:
    """Finds clients of one account, in the list or in the papelera."""

    def __init__(
        self,
        tx: Session,
        cuenta_id: int,
        *,
        papelera: bool = False,
        limites: Limites = LIMITES,
    ) -> None:
        self._tx = tx
        self._papelera = papelera
        self._limites = limites
        borrado = CLIENTE.c.borrado_en
        self._ambito = and_(
            CLIENTE.c.cuenta_id == cuenta_id,
            borrado.is_not(None) if papelera else borrado.is_(None),
        )
        contador = CUENTA.c.borrados if papelera else CUENTA.c.clientes
        self._contador = select(contador).where(CUENTA.c.id == cuenta_id)
        clase = HalladorSqlite if es_sqlite(tx) else HalladorPostgresql
        self._hallador: Hallador = clase(
            tx, cuenta_id=cuenta_id, papelera=papelera, limites=limites
        )

    def pagina(
        self, texto: str, *, orden: str = "nombre", descendente: bool = False, pagina: int = 1
    ) -> Hallazgo:
        """Return a page (from 1) of the clients in which every word of the text occurs.

        `orden` is one of ORDENES, else KeyError. A whole RFC comes first in any order; equal
        values stand in the order of their ids.
        """
        tramo = _Tramo(_COLUMNA_DE_ORDEN[orden], descendente, (pagina - 1) * FILAS_POR_PAGINA)
        buscados = terminos(texto)
        cuantos: int = self._tx.execute(self._contador).scalar() or 0
        if not buscados:
            return Hallazgo(self._de_la_lista(tramo, cuantos), cuantos, hay_mas_de=False)
        hallados = self._hallador.hallar(buscados, cuantos=cuantos)
        if hallados is not None:
            return self._ordenar(hallados, buscados, tramo)
        filas = self._caminar(buscados, tramo)
        return Hallazgo(filas, self._limites.tope, hay_mas_de=True)

    def _de_la_lista(self, tramo: _Tramo, total: int) -> tuple[ClienteGuardado, ...]:
        """Return a page of the whole list; the second half is walked from its end."""
        limite = min(FILAS_POR_PAGINA, total - tramo.desde)
        if limite <= 0:
            return ()
        al_reves = tramo.desde > total // 2
        salto = total - tramo.desde - limite if al_reves else tramo.desde
        cercano = _Tramo(tramo.columna, tramo.descendente is not al_reves, salto)
        ids = (
            select(CLIENTE.c.id)
            .where(self._ambito)
            .order_by(*cercano.camino(papelera=self._papelera))
            .limit(limite)
            .offset(salto)
            .subquery("pagina")
        )
        consulta = (
            select(*COLUMNAS_DE_CLIENTE)
            .select_from(ids.join(CLIENTE, CLIENTE.c.id == ids.c.id))
            .order_by(*tramo.orden(CLIENTE.c))
        )
        return tuple(map(cliente_de_fila, self._tx.execute(consulta).mappings()))

    def _ordenar(self, hallados: Hallados, buscados: Terminos, tramo: _Tramo) -> Hallazgo:
        """Sort all that was found; a client who has the RFC that was typed comes first."""
        if tramo.desde >= hallados.total:
            return Hallazgo((), hallados.total, hay_mas_de=False)
        consulta = select(CLIENTE.c.id).where(hallados.condicion)
        if buscados.exacto:
            es_el = self._hallador.rfc_plegado() == buscados.exacto
            consulta = consulta.order_by(es_el.desc())
        consulta = (
            consulta.order_by(*tramo.orden(CLIENTE.c)).limit(FILAS_POR_PAGINA).offset(tramo.desde)
        )
        return Hallazgo(self._clientes(consulta), hallados.total, hay_mas_de=False)

    def _caminar(self, buscados: Terminos, tramo: _Tramo) -> tuple[ClienteGuardado, ...]:
        """Walk the order and test every row until the page is full."""
        prueba = self._hallador.prueba(buscados)
        pasos = self._limites.pasos + 4 * tramo.desde
        andado = (
            select(CLIENTE.c.id, CLIENTE.c.busqueda, CLIENTE.c.rfc, tramo.columna.label("clave"))
            .where(self._ambito)
            .order_by(*tramo.camino(papelera=self._papelera))
            .limit(pasos)
            .subquery("cliente")
        )
        cerca = (
            select(andado.c.id)
            .where(self._hallador.prueba(buscados, andado.c))
            .order_by(*tramo.orden(andado.c, "clave"))
            .limit(FILAS_POR_PAGINA)
            .offset(tramo.desde)
        )
        filas = self._clientes(cerca)
        if len(filas) == FILAS_POR_PAGINA:
            return filas
        condicion = self._hallador.lejos(buscados)
        lejos = (
            select(CLIENTE.c.id)
            .where(and_(self._ambito, prueba) if condicion is None else condicion)
            .order_by(*tramo.camino(papelera=self._papelera))
            .limit(FILAS_POR_PAGINA)
            .offset(tramo.desde)
        )
        return self._clientes(lejos)

    def _clientes(self, consulta: Select[int]) -> tuple[ClienteGuardado, ...]:
        """Read the clients whose ids a query gives, in its order."""
        ids: Sequence[int] = self._tx.execute(consulta).scalars().all()
        if not ids:
            return ()
        filas = self._tx.execute(
            select(*COLUMNAS_DE_CLIENTE).where(CLIENTE.c.id.in_(ids))
        ).mappings()
        por_id = {fila["id"]: cliente_de_fila(fila) for fila in filas}
        return tuple(por_id[cliente_id] for cliente_id in ids)
