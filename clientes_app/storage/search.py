"""Finding clients: the words of a query, a page of the list, and how many there are.

Two ways lead to a page. Rare words: the trigram index gives the ids (at most `TOPE` and one),
which are sorted; their number is exact. Common words: the index of the order is walked and each
row tested until the page is full; of the number one says only that it is more than `TOPE`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import (
    CTE,
    Column,
    ColumnElement,
    Select,
    UnaryExpression,
    and_,
    func,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from clientes_app.storage.clientes import COLUMNAS_DE_CLIENTE
from clientes_app.storage.engine import es_sqlite
from clientes_app.storage.guardado import ClienteGuardado, cliente_de_fila
from clientes_app.storage.tables import CLIENTE, CUENTA
from clientes_app.storage.terminos import Terminos, terminos

FILAS_POR_PAGINA = 50
TOPE = 10_000
"""Up to here the number of what was found is exact."""

CUENTA_PEQUENA = 5_000
"""An account of so many clients is read through: that is quicker than an index that it shares."""

_LARGO_DE_TRIGRAMA = 3

Orden = Literal["nombre", "rfc", "regimen_fiscal", "uso_cfdi", "email", "codigo_postal"]

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


class Buscador:
    """Finds clients of one account, in the list or in the papelera."""

    def __init__(self, sesion: Session, cuenta_id: int, *, papelera: bool = False) -> None:
        self._sesion = sesion
        self._sqlite = es_sqlite(sesion)
        borrado = CLIENTE.c.borrado_en
        self._ambito = and_(
            CLIENTE.c.cuenta_id == cuenta_id,
            borrado.is_not(None) if papelera else borrado.is_(None),
        )
        contador = CUENTA.c.borrados if papelera else CUENTA.c.clientes
        self._contador = select(contador).where(CUENTA.c.id == cuenta_id)

    def pagina(
        self, texto: str, *, orden: str = "nombre", descendente: bool = False, pagina: int = 1
    ) -> Hallazgo:
        """Return a page (from 1) of the clients in which every word of the text occurs.

        `orden` is one of ORDENES, else KeyError. A whole RFC comes first in any order; equal
        values stand in the order of their ids.
        """
        columna = _COLUMNA_DE_ORDEN[orden]
        buscados = terminos(texto)
        cuantos = self._sesion.execute(self._contador).scalar() or 0
        desde = (pagina - 1) * FILAS_POR_PAGINA
        if not buscados:
            filas = self._tramo(columna, descendente=descendente, desde=desde, total=cuantos)
            return Hallazgo(filas, cuantos, hay_mas_de=False)
        hallazgo = self._ordenar_hallados(
            buscados, columna, descendente=descendente, desde=desde, cuantos=cuantos
        )
        if hallazgo is not None:
            return hallazgo
        filas = self._caminar(buscados, columna, descendente=descendente, desde=desde)
        return Hallazgo(filas, TOPE, hay_mas_de=True)

    def _tramo(
        self, columna: Column[Any], *, descendente: bool, desde: int, total: int
    ) -> tuple[ClienteGuardado, ...]:
        """Return a page of the whole list; the second half is walked from its end."""
        limite = min(FILAS_POR_PAGINA, total - desde)
        if limite <= 0:
            return ()
        al_reves = desde > total // 2
        salto = total - desde - limite if al_reves else desde
        sentido = descendente is not al_reves
        ids = (
            select(CLIENTE.c.id)
            .where(self._ambito)
            .order_by(*_en_orden(CLIENTE.c, columna.name, sentido))
            .limit(limite)
            .offset(salto)
        )
        return self._clientes(ids, columna, descendente=descendente)

    def _ordenar_hallados(
        self,
        buscados: Terminos,
        columna: Column[Any],
        *,
        descendente: bool,
        desde: int,
        cuantos: int,
    ) -> Hallazgo | None:
        """Find through the index and sort; None when there are more than TOPE."""
        hallados = self._candidatos(buscados, columna, cuantos=cuantos)
        total: int = self._sesion.execute(select(func.count()).select_from(hallados)).scalar_one()
        if total > TOPE:
            return None
        primero = (hallados.c.exacto.desc(),) if buscados.exacto else ()
        ids = (
            select(hallados.c.id)
            .order_by(*primero, *_en_orden(hallados.c, "clave", descendente))
            .limit(FILAS_POR_PAGINA)
            .offset(desde)
        )
        filas = self._en_el_orden_de([fila for (fila,) in self._sesion.execute(ids)])
        return Hallazgo(filas, total, hay_mas_de=False)

    def _candidatos(self, buscados: Terminos, columna: Column[Any], *, cuantos: int) -> CTE:
        """Describe at most TOPE and one of what is found: id, key to sort by, whether exact."""
        consulta = select(
            CLIENTE.c.id,
            columna.label("clave"),
            (_rfc_plegado() == buscados.exacto).label("exacto"),
        ).where(self._ambito, self._prueba(buscados))
        if self._sqlite and cuantos > CUENTA_PEQUENA:
            expresion = _expresion_fts(buscados)
            if expresion:
                fts = (
                    select(literal_column("rowid").label("rowid"))
                    .select_from(text("cliente_fts"))
                    .where(text("cliente_fts MATCH :expresion").bindparams(expresion=expresion))
                    .subquery("fts")
                )
                consulta = consulta.where(CLIENTE.c.id.in_(select(fts.c.rowid)))
        hallados = consulta.limit(TOPE + 1).cte("hallados")
        return hallados if self._sqlite else hallados.prefix_with("MATERIALIZED")

    def _prueba(self, buscados: Terminos) -> ColumnElement[bool]:
        """Say of one row whether it is found."""
        todas = and_(*(self._contiene(CLIENTE.c.busqueda, p) for p in buscados.palabras))
        if not buscados.rfc:
            return todas
        en_rfc = and_(
            self._contiene(CLIENTE.c.busqueda, buscados.rfc),
            self._contiene(_rfc_plegado(), buscados.rfc),
        )
        return or_(todas, en_rfc)

    def _contiene(self, columna: ColumnElement[str], pieza: str) -> ColumnElement[bool]:
        if self._sqlite:
            return func.instr(columna, pieza) > 0
        literal = pieza.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return columna.like(f"%{literal}%")

    def _caminar(
        self, buscados: Terminos, columna: Column[Any], *, descendente: bool, desde: int
    ) -> tuple[ClienteGuardado, ...]:
        """Walk the order and test every row until the page is full."""
        ids = (
            select(CLIENTE.c.id)
            .where(self._ambito, self._prueba(buscados))
            .order_by(*_en_orden(CLIENTE.c, columna.name, descendente))
            .limit(FILAS_POR_PAGINA)
            .offset(desde)
        )
        return self._clientes(ids, columna, descendente=descendente)

    def _clientes(
        self, ids: Select[tuple[int]], columna: Column[Any], *, descendente: bool
    ) -> tuple[ClienteGuardado, ...]:
        """Read the clients whose ids a query gives, in that order."""
        pagina = ids.subquery("pagina")
        consulta = (
            select(*COLUMNAS_DE_CLIENTE)
            .select_from(pagina.join(CLIENTE, CLIENTE.c.id == pagina.c.id))
            .order_by(*_en_orden(CLIENTE.c, columna.name, descendente))
        )
        return tuple(map(cliente_de_fila, self._sesion.execute(consulta).mappings()))

    def _en_el_orden_de(self, ids: Sequence[int]) -> tuple[ClienteGuardado, ...]:
        """Read clients by their ids, and give them in that order."""
        consulta = select(*COLUMNAS_DE_CLIENTE).where(CLIENTE.c.id.in_(ids))
        por_id = {
            fila["id"]: cliente_de_fila(fila) for fila in self._sesion.execute(consulta).mappings()
        }
        return tuple(por_id[cliente_id] for cliente_id in ids)


def _en_orden(
    columnas: ReadOnlyColumnCollection[str, Any],
    clave: str,
    descendente: bool,  # noqa: FBT001
) -> tuple[UnaryExpression[Any], ...]:
    partes = (columnas[clave], columnas["id"])
    return tuple(parte.desc() if descendente else parte.asc() for parte in partes)


def _rfc_plegado() -> ColumnElement[str]:
    return func.replace(CLIENTE.c.rfc, "Ñ", "N")


def _expresion_fts(buscados: Terminos) -> str:
    """Return the question for the trigram index, or "" when no word is long enough for it.

    It may find more than the words ask, never less; the rows are tested afterwards.
    """
    piezas = [_pieza(palabra) for palabra in buscados.palabras]
    frases = " AND ".join(_frase(p) for p in piezas if len(p) >= _LARGO_DE_TRIGRAMA)
    if not frases or not buscados.rfc:
        return frases
    return f"({frases}) OR {_frase(buscados.rfc)}"


def _pieza(palabra: str) -> str:
    """Return the part of a word that tells most: of an e-mail, what stands before the @."""
    arroba = palabra.find("@")
    return palabra[: max(arroba, _LARGO_DE_TRIGRAMA)] if arroba > 0 else palabra


def _frase(pieza: str) -> str:
    return '"' + pieza.replace('"', '""') + '"'
