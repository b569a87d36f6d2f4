"""Many clients at once: no objects of an ORM, no query per row, the index after the rows."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from clientes_app.domain.cliente import DatosCliente, IdentidadDeCliente, identidad
from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.edicion import Edicion, Existente
from clientes_app.domain.observaciones import CAMPOS_OBSERVADOS
from clientes_app.domain.revision_sat import revisado, sin_revision
from clientes_app.domain.rfc.rfc import GENERICOS
from clientes_app.domain.texto import clave_orden
from clientes_app.storage.clientes import search_index
from clientes_app.storage.clientes.derived import (
    busqueda,
    json_completo,
    json_de_diferencia,
    valores,
)
from clientes_app.storage.clientes.observed import observadas
from clientes_app.storage.db.bulk_insert import insertar
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.engine import is_sqlite
from clientes_app.storage.errors import VersionVieja
from clientes_app.storage.values import Autoria

_vistos = attrgetter(*CAMPOS_OBSERVADOS)

_COLUMNAS_CLIENTE = (
    "id",
    *CAMPOS,
    "nombre_orden",
    "busqueda",
    "observaciones",
    "revision_sat",
    "cuenta_id",
    "version",
    "proceso_id",
    "creado_en",
    "actualizado_en",
)
_VALORES = {
    "revision_sat": "CASE WHEN revision_de = :revisado THEN revision_dicha ELSE :revision_sat END"
}
"""Values that depend on more of the row than the caller knows: what the SAT said holds again."""

_COLUMNAS_CAMBIO = (
    "cliente_id",
    "despues",
    "version",
    "antes",
    "accion",
    "cuenta_id",
    "origen",
    "quien",
    "usuario_id",
    "proceso_id",
    "creado_en",
)


def existentes(
    tx: Session, cuenta_id: int, *, identidades: Iterable[IdentidadDeCliente]
) -> dict[IdentidadDeCliente, Existente]:
    """Return the living clients that have one of these identities.

    Of two clients of one generic identity the older one counts.
    """
    propios: list[str] = []
    nombres: list[str] = []
    for rfc, nombre in identidades:
        if rfc in GENERICOS:
            nombres.append(nombre)
        else:
            propios.append(rfc)
    hallados: dict[IdentidadDeCliente, Existente] = {}
    columnas = ", ".join(("id", "version", *CAMPOS))
    for columna, buscados in (("rfc", propios), ("nombre_orden", nombres)):
        if not buscados:
            continue
        condicion, lista = _es_uno_de(tx, columna, buscados)
        filas = tx.execute(
            text(
                f"SELECT {columnas} FROM cliente WHERE cuenta_id = :cuenta "  # noqa: S608 (our own names)
                f"AND borrado_en IS NULL AND {condicion} ORDER BY id DESC"
            ),
            {"cuenta": cuenta_id, "buscados": lista},
        )
        for cliente_id, version, *campos in filas:
            datos = DatosCliente._make(campos)
            if (datos.rfc in GENERICOS) is (columna == "nombre_orden"):
                hallados[identidad(datos)] = Existente(cliente_id, version, datos)
    return hallados


def _es_uno_de(tx: Session, columna: str, buscados: Sequence[str]) -> tuple[str, str | list[str]]:
    """Return the SQL for a list of any length that travels as one parameter, and that parameter.

    On PostgreSQL an array: of a set that a function returns its planner knows nothing, and it
    compared every stored row with every one looked for.
    """
    if is_sqlite(tx):
        return f"{columna} IN (SELECT value FROM json_each(:buscados))", json.dumps(buscados)  # noqa: S608 (our own names)
    return f"{columna} = ANY(CAST(:buscados AS text[]))", list(buscados)


def dar_de_alta(
    tx: Session,
    cuenta_id: int,
    *,
    altas: Sequence[DatosCliente],
    autoria: Autoria,
    observaciones: Sequence[int] | None = None,
) -> Sequence[int]:
    """Store new clients with their changes and their index; return their ids, in order.

    `observaciones` are the kinds of trouble of each one, if whoever judged them knows.
    """
    if not altas:
        return ()
    if observaciones is None:
        observaciones = observadas(tx, cuenta_id, altas)
    ids = _reservar(tx, len(altas))
    momento = _momento(tx, utc_now())
    clientes = [
        (
            *(cliente_id, *datos, clave_orden(datos.nombre), busqueda(datos), bits),
            sin_revision(datos.rfc),
        )
        for cliente_id, datos, bits in zip(ids, altas, observaciones, strict=True)
    ]
    comunes = (cuenta_id, 1, autoria.proceso_id, momento, momento)
    insertar(tx, "cliente", _COLUMNAS_CLIENTE, clientes, comunes)
    cambios = [
        (cliente_id, json_completo(datos)) for cliente_id, datos in zip(ids, altas, strict=True)
    ]
    comunes = (1, "{}", *_de_todos("alta", cuenta_id, autoria, momento))
    insertar(tx, "cambio", _COLUMNAS_CAMBIO, cambios, comunes)
    search_index.indexar_tramo(tx, ids[0], ids[-1])
    return ids


def _de_todos(
    accion: str, cuenta_id: int, autoria: Autoria, momento: datetime | str
) -> tuple[Any, ...]:
    """Return what the changes of a batch have in common."""
    quien = (autoria.origen, autoria.quien, autoria.usuario_id, autoria.proceso_id)
    return accion, cuenta_id, *quien, momento


def editar(tx: Session, cuenta_id: int, *, ediciones: Sequence[Edicion], autoria: Autoria) -> None:
    """Store changed data of clients with their changes and their index.

    The caller holds the account and read the versions in the same transaction; one that is not
    there any more raises VersionVieja and nothing of the transaction may be kept.
    """
    if not ediciones:
        return
    momento = _momento(tx, utc_now())
    bits = _observaciones(tx, cuenta_id, ediciones)
    por_columnas: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    cambios: list[tuple[Any, ...]] = []
    textos: list[tuple[int, str, str]] = []
    for edicion in ediciones:
        viejos, nuevos = valores(edicion.antes), valores(edicion.despues)
        distintos = tuple(c for c in nuevos if nuevos[c] != viejos[c])
        valor: dict[str, Any] = {c: nuevos[c] for c in distintos}
        if edicion.id in bits:
            distintos = (*distintos, "observaciones")
            valor["observaciones"] = bits[edicion.id]
        if revisado(edicion.antes) != revisado(edicion.despues):
            distintos = (*distintos, "revision_sat")
            valor["revision_sat"] = sin_revision(edicion.despues.rfc)
            valor["revisado"] = revisado(edicion.despues)
        por_columnas[distintos].append(valor | {"b_id": edicion.id, "b_version": edicion.version})
        textos.append((edicion.id, viejos["busqueda"], nuevos["busqueda"]))
        antes, despues = json_de_diferencia(edicion.antes, edicion.despues)
        cambios.append((edicion.deshace, edicion.id, despues, edicion.version + 1, antes))
    for columnas, filas in por_columnas.items():
        _actualizar(tx, cuenta_id, columnas, filas)
    search_index.reindexar(tx, textos)
    comunes = _de_todos("edicion", cuenta_id, autoria, momento)
    insertar(tx, "cambio", ("deshace_version", *_COLUMNAS_CAMBIO), cambios, comunes)


def _observaciones(tx: Session, cuenta_id: int, ediciones: Sequence[Edicion]) -> dict[int, int]:
    """Return by id the kinds of trouble of the clients for which they may be others now."""
    tocadas = [e for e in ediciones if _vistos(e.antes) != _vistos(e.despues)]
    bits = {e.id: e.observaciones for e in tocadas if e.observaciones is not None}
    sin = [e for e in tocadas if e.observaciones is None]
    if sin:
        mascaras = observadas(tx, cuenta_id, [e.despues for e in sin])
        bits.update(zip((e.id for e in sin), mascaras, strict=True))
    return bits


def _actualizar(
    tx: Session, cuenta_id: int, columnas: tuple[str, ...], filas: list[dict[str, Any]]
) -> None:
    """Set the same columns of many clients, one statement for all of them."""
    asignaciones = "".join(
        f"{columna} = {_VALORES.get(columna, f':{columna}')}, " for columna in columnas
    )
    orden = text(
        f"UPDATE cliente SET {asignaciones} version = version + 1, actualizado_en = :momento "  # noqa: S608 (our own names)
        "WHERE id = :b_id AND version = :b_version AND cuenta_id = :cuenta"
    )
    fijos = {"cuenta": cuenta_id, "momento": _momento(tx, utc_now())}
    resultado = tx.connection().execute(orden, [fila | fijos for fila in filas])
    if resultado.rowcount != len(filas):
        raise VersionVieja(filas[0]["b_id"], filas[0]["b_version"])


def _reservar(tx: Session, cuantos: int) -> Sequence[int]:
    """Return ids nobody else will use, ascending; on SQLite without a gap.

    There nobody else can write now; on PostgreSQL other accounts draw numbers meanwhile.
    """
    if is_sqlite(tx):
        ultimo: int = tx.execute(text("SELECT coalesce(max(id), 0) FROM cliente")).scalar_one()
        return range(ultimo + 1, ultimo + 1 + cuantos)
    numeros = text("SELECT array_agg(nextval('cliente_id_seq')) FROM generate_series(1, :cuantos)")
    reservados: list[int] = tx.execute(numeros, {"cuantos": cuantos}).scalar_one()
    return reservados


def _momento(tx: Session, momento: datetime) -> datetime | str:
    """Return a moment as the bare driver takes it; SQLite's as `Instante` would store it."""
    if is_sqlite(tx):
        return momento.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    return momento
