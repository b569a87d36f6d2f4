"""The pieces of work that are measured, each in a process of its own (`bench.tarea`)."""

import argparse
import cProfile
import csv
import gc
import json
import os
import pstats
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import cast

from bench.medida import medir
from clientes_app.domain.columnas import CAMPOS, ENCABEZADO
from clientes_app.export import clientes_csv
from clientes_app.judging.plan import Opciones
from clientes_app.services.acceso import cuentas
from clientes_app.services.carga import procesos
from clientes_app.services.clientes import clientes
from clientes_app.services.context import Actor
from clientes_app.storage.db.base import Engine
from clientes_app.storage.db.engine import open_engine
from clientes_app.storage.db.migrate import migrate_engine

_LEIDO = 1 << 20
_YO = "bench"
LECTURAS = 5
"""One reading takes too short a time to be measured."""

_LINEAS_DE_PERFIL = 30


def recibir(engine: Engine, archivo: Path) -> int:
    """Store a file as an upload in the first account; return its process."""
    actor = Actor(cuentas.asegurar_cuenta(engine), _YO, "carga")
    with archivo.open("rb") as abierto:
        return procesos.recibir(
            engine, actor, archivo.name, iter(lambda: abierto.read(_LEIDO), b"")
        )


def vista(engine: Engine, proceso_id: int) -> None:
    """Look into the file."""
    procesos.previsualizar(engine, cuentas.asegurar_cuenta(engine), proceso_id)


def leer(archivo: Path) -> None:
    """Read the file LECTURAS times with nothing but csv.reader, the collector off."""
    gc.disable()
    for _ in range(LECTURAS):
        with archivo.open(encoding="utf-8-sig", newline="") as abierto:
            for _fila in csv.reader(abierto):
                pass


def encolar(engine: Engine, proceso_id: int) -> None:
    """Say «Procesar Archivo»; nobody runs it yet."""
    actor = Actor(cuentas.asegurar_cuenta(engine), _YO, "carga")
    procesos.encolar(engine, actor, proceso_id, Opciones())


def carga(engine: Engine, proceso_id: int) -> None:
    """Run the process to its end."""
    desenlace = procesos.ejecutar(engine, proceso_id)
    if desenlace is not procesos.Outcome.DONE:
        raise SystemExit(desenlace)


def cargar_antes(engine: Engine, archivo: Path) -> None:
    """Load a file into an account of its own, as a worker has done that runs for a while."""
    otra = Actor(cuentas.crear(engine, _YO).id, _YO, "carga")
    with archivo.open("rb") as abierto:
        proceso_id = procesos.recibir(engine, otra, archivo.name, [abierto.read()])
    procesos.previsualizar(engine, otra.cuenta_id, proceso_id)
    procesos.encolar(engine, otra, proceso_id, Opciones())
    carga(engine, proceso_id)


def exportar(engine: Engine) -> None:
    """Write the list as «Descargar en .CSV» does."""
    with Path(os.devnull).open("wb") as salida:
        filas = clientes.exportar(engine, cuentas.asegurar_cuenta(engine))
        salida.writelines(clientes_csv.lineas(filas))


def exportar_llano(engine: Engine) -> None:
    """Write the same rows with nothing but the driver's cursor and csv.writer."""
    consulta = (
        f"SELECT {', '.join(CAMPOS)} FROM cliente WHERE cuenta_id = 1 AND borrado_en IS NULL "  # noqa: S608 (our own names)
        "ORDER BY nombre_orden, id"
    )
    with (
        closing(engine.raw_connection()) as conexion,
        Path(os.devnull).open("w", encoding="utf-8", newline="") as salida,
    ):
        cursor = conexion.cursor()
        cursor.execute(consulta)
        escritor = csv.writer(salida)
        escritor.writerow(ENCABEZADO)
        # Both drivers' cursors are iterators, which the interface that they share does not say.
        escritor.writerows(cast("Iterable[Iterable[object]]", cursor))


def principal() -> None:
    """Do what the arguments say."""
    argumentos = argparse.ArgumentParser()
    argumentos.add_argument(
        "que", choices=["recibir", "leer", "vista", "carga", "exportar", "llano"]
    )
    argumentos.add_argument("url")
    argumentos.add_argument("archivo", type=Path, nargs="?")
    argumentos.add_argument("--proceso", type=int, default=1)
    argumentos.add_argument("--servidor", type=int, help="postmaster cuyo trabajo también cuenta")
    argumentos.add_argument("--antes", type=Path, help="archivo que se carga antes de medir")
    argumentos.add_argument("--cerrar", action="store_true", help="mide también el cierre")
    argumentos.add_argument("--perfil", action="store_true")
    pedido = argumentos.parse_args()
    engine = open_engine(pedido.url)
    if pedido.que == "recibir":
        migrate_engine(engine)
    if pedido.que == "carga":
        encolar(engine, pedido.proceso)
        if pedido.antes is not None:
            cargar_antes(engine, pedido.antes)
    trabajo = {
        "recibir": lambda: recibir(engine, pedido.archivo),
        "leer": lambda: leer(pedido.archivo),
        "vista": lambda: vista(engine, pedido.proceso),
        "carga": lambda: carga(engine, pedido.proceso),
        "exportar": lambda: exportar(engine),
        "llano": lambda: exportar_llano(engine),
    }[pedido.que]
    perfil = cProfile.Profile()
    with medir(pedido.servidor) as medida:
        if pedido.perfil:
            perfil.runcall(trabajo)
        else:
            trabajo()
        if pedido.cerrar:
            engine.dispose()
    engine.dispose()
    if pedido.perfil:
        pstats.Stats(perfil).sort_stats("tottime").print_stats(_LINEAS_DE_PERFIL)
    print(json.dumps(asdict(medida)))
