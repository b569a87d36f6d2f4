"""The bare way to compare with: rows that are ready, put in by the database's own tool.

History included, into the same tables with the same indexes and the search index.
"""

import csv
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import psycopg

from bench.medida import Medida, medir

TABLAS = ("cliente", "cambio")
_NULA = {"cliente": "borrado_en", "cambio": "usuario_id"}
"""The column of each table that is NULL in every row of a load."""

_REHACER = "INSERT INTO cliente_fts(cliente_fts) VALUES ('rebuild');\n"
_BLOQUE = 1 << 20
_PRAGMAS = """
PRAGMA synchronous = FULL;
PRAGMA cache_size = -65536;
PRAGMA mmap_size = 2147483648;
PRAGMA temp_store = MEMORY;
"""


def preparar_sqlite(cargada: Path, carpeta: Path) -> None:
    """Write the rows of a loaded database as CSV, as `.import` takes them.

    `.import` cannot write NULL but for columns that are missing at the end: hence the order.
    """
    with closing(sqlite3.connect(cargada)) as base:
        for tabla, nula in _NULA.items():
            columnas = [c for c in _columnas(base, tabla) if c != nula]
            with (carpeta / f"{tabla}.csv").open("w", encoding="utf-8", newline="") as archivo:
                orden = f"SELECT {', '.join(columnas)} FROM {tabla} ORDER BY id"  # noqa: S608 (our own names)
                csv.writer(archivo).writerows(base.execute(orden))


def cargar_sqlite(migrada: Path, carpeta: Path) -> Medida:
    """Import the prepared rows into a migrated, empty database, and rebuild the search index."""
    with closing(sqlite3.connect(migrada)) as base:
        _poner_la_nula_al_final(base)
    importar = "".join(f".import '{carpeta / f'{tabla}.csv'}' {tabla}\n" for tabla in TABLAS)
    guion = f"{_PRAGMAS}.mode csv\n{importar}{_REHACER}"
    with medir() as medida:
        subprocess.run(
            ["sqlite3", migrada],
            input=guion.encode(),
            check=True,
            stdout=subprocess.DEVNULL,
            # One line for each row that lacks its last column.
            stderr=subprocess.DEVNULL,
        )
    return medida


def _poner_la_nula_al_final(base: sqlite3.Connection) -> None:
    for tabla, nula in _NULA.items():
        indices = base.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? "
            "AND sql IS NOT NULL",
            (tabla,),
        ).fetchall()
        for nombre, _ in indices:
            base.execute(f"DROP INDEX {nombre}")
        base.execute(f"ALTER TABLE {tabla} DROP COLUMN {nula}")
        base.execute(f"ALTER TABLE {tabla} ADD COLUMN {nula}")
        for _, orden in indices:
            base.execute(orden)


def _columnas(base: sqlite3.Connection, tabla: str) -> list[str]:
    return [fila[1] for fila in base.execute(f"PRAGMA table_info({tabla})")]


def preparar_postgresql(cargada: str, carpeta: Path) -> None:
    """Write the rows of a loaded database as COPY writes them."""
    with psycopg.connect(cargada) as conexion, conexion.cursor() as cursor:
        for tabla in TABLAS:
            with (
                (carpeta / f"{tabla}.copia").open("wb") as archivo,
                cursor.copy(f"COPY {tabla} TO STDOUT".encode()) as copia,
            ):
                for bloque in copia:
                    archivo.write(bloque)


def cargar_postgresql(migrada: str, carpeta: Path, *, servidor: int) -> Medida:
    """COPY the prepared rows into a database that holds the account and the process of them."""
    with medir(servidor) as medida, psycopg.connect(migrada) as conexion:
        with conexion.cursor() as cursor:
            for tabla in TABLAS:
                with (
                    (carpeta / f"{tabla}.copia").open("rb") as archivo,
                    cursor.copy(f"COPY {tabla} FROM STDIN".encode()) as copia,
                ):
                    while bloque := archivo.read(_BLOQUE):
                        copia.write(bloque)
        conexion.commit()
    return medida
