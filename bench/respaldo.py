"""Backups of many clients under load, restored elsewhere; and what a kill -9 leaves of a backup.

    python -m bench.respaldo --clientes 100000 --carga 20000 --muertes 20

Fills a new installation on SQLite, has a worker load a file while somebody saves clients, makes a
backup in the middle of it, restores it elsewhere and compares: rows and checksum of every table
with what the backup holds, history against clients. There a worker goes on with the load to its
end. Then backups are killed at random moments; none of what they leave may pass for a whole one.
"""

import argparse
import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Engine

from bench.datos import llenar
from bench.medida import cuantil
from clientes_app.config import Settings, read_settings
from clientes_app.export.clientes_csv import lineas
from clientes_app.judging.plan import Opciones
from clientes_app.services.carga import procesos
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.demo import filas_inventadas
from clientes_app.services.context import Actor
from clientes_app.services.respaldo import respaldos
from clientes_app.storage.db.engine import open_engine
from clientes_app.storage.db.migrate import migrate
from clientes_app.storage.respaldo import sqlite_copy
from clientes_app.storage.respaldo.archive import extract
from clientes_app.worker import dbos_system

_PACIENCIA = 1_800.0
_SEMILLA_DE_LA_CARGA = 5
_SEMILLA_DE_QUIEN_GUARDA = 6


def _casa(carpeta: Path) -> tuple[Settings, dict[str, str]]:
    entorno = {
        "CLIENTES_DATOS": str(carpeta),
        "CLIENTES_DATABASE_URL": "",
        "CLIENTES_RESPALDO_CADA": "nunca",
    }
    return read_settings(entorno), os.environ | entorno


@contextmanager
def _trabajador(entorno: dict[str, str]) -> Iterator[None]:
    orden = [sys.executable, "-m", "clientes_app.cli", "worker"]
    with subprocess.Popen(orden, env=entorno) as proceso:
        try:
            yield
        finally:
            proceso.kill()


def _clientes(entorno: dict[str, str], *argumentos: str) -> subprocess.Popen[bytes]:
    orden = [sys.executable, "-m", "clientes_app.cli", *argumentos]
    return subprocess.Popen(
        orden, env=entorno, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


@contextmanager
def _alguien_guarda(engine: Engine, actor: Actor) -> Iterator[list[float]]:
    tiempos: list[float] = []
    fin = threading.Event()

    def guardar() -> None:
        for datos in filas_inventadas(1_000_000, semilla=_SEMILLA_DE_QUIEN_GUARDA):
            if fin.wait(0.1):
                return
            inicio = time.perf_counter()
            clientes.borrar(engine, actor, clientes.alta(engine, actor, datos.como_dict()).id)
            tiempos.append(time.perf_counter() - inicio)

    hilo = threading.Thread(target=guardar)
    hilo.start()
    try:
        yield tiempos
    finally:
        fin.set()
        hilo.join()


def _sumas(base: Path) -> dict[str, tuple[int, str]]:
    """The rows of each table and the checksum of all that stands in them."""
    sumas: dict[str, tuple[int, str]] = {}
    with closing(sqlite3.connect(base)) as conexion:
        for nombre in sqlite_copy.describe(base)[1]:
            suma, filas = hashlib.sha256(), 0
            for fila in conexion.execute(f'SELECT * FROM "{nombre}" ORDER BY rowid'):  # noqa: S608 - a name of the database itself
                suma.update(repr(fila).encode())
                filas += 1
            sumas[nombre] = (filas, suma.hexdigest())
    return sumas


def _esperar(engine: Engine, actor: Actor, proceso_id: int, filas: int) -> procesos.ProcesoGuardado:
    limite = time.monotonic() + _PACIENCIA
    while time.monotonic() < limite:
        visto = procesos.detalle(engine, actor.cuenta_id, proceso_id)
        if visto.ha_terminado or visto.filas_hechas >= filas:
            return visto
        time.sleep(0.05)
    raise TimeoutError


def _bajo_carga(carpeta: Path, *, cuantos: int, carga: int) -> list[str]:
    casa, entorno = _casa(carpeta / "aqui")
    migrate(casa.database_url)
    dbos_system.migrate(casa)
    engine = open_engine(casa.database_url)
    actor = Actor(llenar(engine, cuantos), "Eva", "formulario")
    archivo = lineas(filas_inventadas(carga, semilla=_SEMILLA_DE_LA_CARGA))
    proceso_id = procesos.recibir(engine, actor, "a.csv", archivo)
    procesos.poner_en_espera(engine, actor, proceso_id, Opciones())
    with _trabajador(entorno), _alguien_guarda(engine, actor) as antes:
        _esperar(engine, actor, proceso_id, carga // 10)
        solos = list(antes)
        antes.clear()
        inicio = time.perf_counter()
        hecho = respaldos.make_backup(engine, casa)
        segundos = time.perf_counter() - inicio
        con_respaldo = list(antes)
        negado = _clientes(entorno, "restaurar", str(hecho.ruta), "--si").wait()
    procesador = time.process_time()
    respaldos.make_backup(engine, casa).ruta.unlink()
    print(f"un respaldo sin nadie más: {time.process_time() - procesador:.1f} s de procesador")
    engine.dispose()
    tamano = Path(engine.url.database or "").stat().st_size
    print(f"base {tamano / 1e6:,.0f} MB, respaldo {hecho.tamano / 1e6:,.0f} MB en {segundos:.1f} s")
    for nombre, tiempos in (("antes", solos), ("durante el respaldo", con_respaldo)):
        if tiempos:
            print(
                f"guardar y borrar {nombre}: p50 {cuantil(tiempos, 0.5):.3f} s, "
                f"máximo {max(tiempos):.3f} s ({len(tiempos)} veces)"
            )
    faltas = [] if negado else ["se restauró sobre una instalación en marcha"]
    return faltas + _en_otra_parte(carpeta, hecho, actor, proceso_id)


def _en_otra_parte(
    carpeta: Path, hecho: respaldos.Respaldo, actor: Actor, proceso_id: int
) -> list[str]:
    faltas: list[str] = []
    otra, entorno = _casa(carpeta / "otra")
    inicio, antes = time.perf_counter(), os.times()
    if _clientes(entorno, "restaurar", str(hecho.ruta), "--si").wait():
        return ["no se restauró"]
    usado = os.times().children_user + os.times().children_system
    usado -= antes.children_user + antes.children_system
    print(f"restaurar {time.perf_counter() - inicio:.1f} s, {usado:.1f} s de procesador")
    base, original = otra.datos / "clientes.sqlite3", carpeta / "original.sqlite3"
    manifest = extract(hecho.ruta, original)
    sumas = _sumas(base)
    if sumas != _sumas(original):
        faltas.append("lo restaurado no es lo respaldado")
    if {nombre: filas for nombre, (filas, _) in sumas.items()} != manifest.conteos:
        faltas.append("las filas no son las que dice el respaldo")
    with closing(sqlite3.connect(base)) as conexion:
        (sueltos,) = conexion.execute(
            "SELECT count(*) FROM cliente WHERE version <> "
            "(SELECT max(version) FROM cambio WHERE cambio.cliente_id = cliente.id)"
        ).fetchone()
        vivos, dichos = conexion.execute(
            "SELECT (SELECT count(*) FROM cliente WHERE borrado_en IS NULL), "
            "(SELECT sum(clientes) FROM cuenta)"
        ).fetchone()
    if sueltos or vivos != dichos:
        faltas.append(f"no es de un momento: {sueltos} sin su historia, {vivos} vivos de {dichos}")
    engine = open_engine(otra.database_url)
    aqui = procesos.detalle(engine, actor.cuenta_id, proceso_id)
    print(f"el proceso va en {aqui.filas_hechas:,} de {aqui.filas:,} filas")
    with _trabajador(entorno):
        fin = _esperar(engine, actor, proceso_id, sys.maxsize)
    engine.dispose()
    print(
        f"y termina: {fin.estado}, {fin.creados:,} creados, {fin.actualizados:,} actualizados, "
        f"{fin.iguales:,} iguales, {fin.rechazados:,} rechazados"
    )
    if fin.creados + fin.actualizados + fin.iguales + fin.rechazados != fin.filas:
        faltas.append("el proceso no siguió hasta el final")
    return faltas


def _muertes(carpeta: Path, *, cuantas: int) -> list[str]:
    casa, entorno = _casa(carpeta / "aqui")
    azar = random.Random(1)
    inicio = time.perf_counter()
    _clientes(entorno, "respaldar").wait()
    entero = time.perf_counter() - inicio
    faltas: list[str] = []
    buenos = malos = 0
    for _ in range(cuantas):
        antes = {one.ruta for one in respaldos.lista(casa, leer=False)}
        with _clientes(entorno, "respaldar") as proceso:
            time.sleep(azar.uniform(0.0, 1.1 * entero))
            proceso.send_signal(signal.SIGKILL)
        for one in respaldos.lista(casa):
            if not one.entero:
                faltas.append(f"{one.ruta.name}: {one.falta}")
            elif one.ruta not in antes:
                buenos += 1
                one.ruta.unlink()
        malos += 1
    abandonados = len(list(respaldos.folder_of(casa).glob(".*/*")))
    _clientes(entorno, "respaldar").wait()
    quedan = len(list(respaldos.folder_of(casa).glob(".en-curso-*")))
    print(
        f"{malos} muertes en {entero:.1f} s cada una: {buenos} respaldos enteros, "
        f"{len(faltas)} que fingen; {abandonados} restos, después del siguiente {quedan}"
    )
    return faltas + ([f"quedan {quedan} restos"] if quedan else [])


def principal() -> int:
    """Do what the arguments ask for; return the exit status."""
    argumentos = argparse.ArgumentParser(description="Respalda bajo carga y mata respaldos.")
    argumentos.add_argument("--clientes", type=int, default=100_000)
    argumentos.add_argument("--carga", type=int, default=20_000)
    argumentos.add_argument("--muertes", type=int, default=20)
    dicho = argumentos.parse_args()
    with tempfile.TemporaryDirectory(prefix="clientes-respaldo-") as temporal:
        faltas = _bajo_carga(Path(temporal), cuantos=dicho.clientes, carga=dicho.carga)
        faltas += _muertes(Path(temporal), cuantas=dicho.muertes)
    for falta in faltas:
        print(f"FALTA: {falta}")
    return 1 if faltas else 0


if __name__ == "__main__":
    sys.exit(principal())
