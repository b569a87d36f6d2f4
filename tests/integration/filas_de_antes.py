"""Rows in every table of a database at whatever revision, and what is left of them later.

The program of today knows only the newest tables, so these are read from the database itself.
"""

import warnings
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    TextClause,
    select,
    text,
)
from sqlalchemy.exc import SAWarning

from clientes_app.domain.cliente import DatosCliente
from clientes_app.storage.clientes import derived
from clientes_app.storage.db.engine import write_connection
from tests.builders import un_rfc

Fila = Mapping[str, Any]
Contenido = dict[str, list[Fila]]

_CUANDO = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
_JSON = {"antes", "despues"}
# What a migration tells anew from the rest, and rows that each database has one of.
DERIVADAS = {"busqueda", "nombre_corto"}
_UNA_SOLA = {"autoridad", "reglas", "alembic_version"}


def tablas(conexion: Connection) -> list[Table]:
    """The tables that there are, those first that others point to."""
    reflejo = MetaData()
    with warnings.catch_warnings():
        # Of the index of the RFC it cannot say what it is made of.
        warnings.simplefilter("ignore", SAWarning)
        reflejo.reflect(
            conexion,
            only=lambda nombre, _: not nombre.startswith("cliente_fts") and nombre not in _UNA_SOLA,
        )
    return reflejo.sorted_tables


def sembrar(engine: Engine, numero: int) -> None:
    """Put one row into every table, whose ids are all `numero` and which point to each other."""
    with write_connection(engine) as conexion:
        for tabla in tablas(conexion):
            valores = {columna.name: _valor(columna, numero) for columna in tabla.columns}
            if tabla.name == "cliente":
                valores |= {"busqueda": f"CLIENTE {numero}"}
            conexion.execute(tabla.insert(), valores)
        if engine.dialect.name == "sqlite":
            conexion.execute(text("INSERT INTO cliente_fts(cliente_fts) VALUES ('rebuild')"))
        else:
            _adelantar(conexion)


def alta_de_antes(engine: Engine, cuenta_id: int, datos: dict[str, str]) -> int:
    """Store a client as every revision had it; the program of today only knows the last one."""
    cliente = DatosCliente(**datos)
    comunes = {"cuenta_id": cuenta_id, "version": 1, "creado_en": "2026-01-02 03:04:05.000000"}
    fila = {**derived.valores(cliente), **comunes, "actualizado_en": comunes["creado_en"]}
    cambio = {
        **comunes,
        "accion": "alta",
        "origen": "formulario",
        "quien": "Ana",
        "antes": "{}",
        "despues": derived.json_completo(cliente),
    }
    with write_connection(engine) as conexion:
        cliente_id: int = conexion.execute(_insercion("cliente", fila), fila).scalar_one()
        cambio["cliente_id"] = cliente_id
        conexion.execute(_insercion("cambio", cambio), cambio)
        contar = text("UPDATE cuenta SET clientes = clientes + 1 WHERE id = :cuenta")
        conexion.execute(contar, {"cuenta": cuenta_id})
        if engine.dialect.name == "sqlite":
            indexar = "INSERT INTO cliente_fts(rowid, busqueda) VALUES (?, ?)"
            conexion.exec_driver_sql(indexar, (cliente_id, fila["busqueda"]))
    return cliente_id


def _insercion(tabla: str, fila: dict[str, Any]) -> TextClause:
    columnas, valores = ", ".join(fila), ", ".join(f":{columna}" for columna in fila)
    return text(f"INSERT INTO {tabla} ({columnas}) VALUES ({valores}) RETURNING id")  # noqa: S608 (our own names)


def contenido(engine: Engine) -> Contenido:
    """All rows of all tables, in the order of their keys."""
    with engine.connect() as conexion:
        return {
            tabla.name: [
                dict(fila._mapping)
                for fila in conexion.execute(
                    select(tabla).order_by(*tabla.primary_key.columns)
                ).all()
            ]
            for tabla in tablas(conexion)
        }


def perdidas(antes: Contenido, ahora: Contenido) -> list[str]:
    """What of the rows of before is not there any more, or is another; only columns that both have.

    A row of a table that came later is no loss, nor is a column or a table that a migration took.
    """
    faltas: list[str] = []
    for nombre in antes.keys() & ahora.keys():
        if len(antes[nombre]) != len(ahora[nombre]):
            faltas.append(f"{nombre}: {len(antes[nombre])} rows, now {len(ahora[nombre])}")
            continue
        faltas += [
            f"{nombre}.{columna}: {fila[columna]!r}, now {otra[columna]!r}"
            for fila, otra in zip(antes[nombre], ahora[nombre], strict=True)
            for columna in fila.keys() & otra.keys() - DERIVADAS
            if fila[columna] != otra[columna]
        ]
    return faltas


def _valor(  # noqa: PLR0911 - one for each kind of column
    columna: Column[Any], numero: int
) -> Any:  # noqa: ANN401 (of any type of column)
    if isinstance(columna.type, Boolean) or columna.name in {"deshacer", "cancelar", "editando"}:
        return False
    if columna.name == "borrado_en" and numero % 2:
        # Every other client lies in the papelera.
        return None
    if isinstance(columna.type, DateTime):
        return _CUANDO if columna.type.timezone else _CUANDO.replace(tzinfo=None)
    if isinstance(columna.type, LargeBinary):
        return f"pieza {numero}".encode()
    if isinstance(columna.type, Integer):
        # Versions, counts and orders as well: whatever points to something points to `numero`.
        return numero
    if columna.name in _JSON:
        return "{}"
    if columna.name == "rfc":
        return un_rfc(numero)
    return f"{columna.name} {numero} Ñ"


def _adelantar(conexion: Connection) -> None:
    """Let PostgreSQL's sequences go on after the ids that were given by hand."""
    for tabla in tablas(conexion):
        if "id" in tabla.columns:
            conexion.execute(
                text(
                    f"SELECT setval(s, max(id)) FROM {tabla.name}, "  # noqa: S608 (our own names)
                    f"pg_get_serial_sequence('{tabla.name}', 'id') AS s "
                    "WHERE s IS NOT NULL GROUP BY s"
                )
            )
