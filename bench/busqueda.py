"""How long the list takes: search with its count, page 1, a page in the middle, the last page.

    python -m bench.busqueda --filas 100000 --base sqlite --consultas 60

Times are milliseconds of `services.clientes.buscar`, which is all that stands between a tab and
the database, after a warm-up with other queries. On SQLite the last column is this process's own
processor time: on a machine that does other things too it says more than the clock.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from bench.consultas import CLASES, MARCADAS, con_filtros, de_clase, marcadas
from bench.datos import llenar, marcar
from clientes_app.services.clientes import etiquetas
from clientes_app.services.clientes.clientes import ORDENES, ROWS_PER_PAGE, Consulta, buscar
from clientes_app.storage.db.engine import open_engine
from clientes_app.storage.db.migrate import migrate_engine
from tests.servers import postgresql, programas

BASES = ("sqlite", "postgresql")
_CALENTAMIENTO = 24
_AJUSTES_POSTGRESQL = ("shared_buffers=512MB", "work_mem=32MB", "max_wal_size=4GB")


@contextmanager
def base(nombre: str) -> Iterator[Engine]:
    """Give an engine on a new migrated database that is removed afterwards."""
    if nombre == "postgresql":
        bin_ = programas()
        if bin_ is None:
            mensaje = "PostgreSQL no está instalado."
            raise SystemExit(mensaje)
        with postgresql(bin_, settings=_AJUSTES_POSTGRESQL) as servidor:
            yield from _engine(servidor.base_vacia().render_as_string(hide_password=False))
        return
    with tempfile.TemporaryDirectory(prefix="clientes-bench-") as carpeta:
        yield from _engine(f"sqlite:///{Path(carpeta) / 'clientes.sqlite3'}")


def _engine(url: str) -> Iterator[Engine]:
    engine = open_engine(url, mapa=True)
    migrate_engine(engine)
    try:
        yield engine
    finally:
        engine.dispose()


def medir(engine: Engine, cuenta_id: int, *, filas: int, consultas: int) -> None:
    """Print a line for every kind of query."""
    print(f"\n{engine.dialect.name}, {filas:,} clientes (ms)")
    print(f"{'':32}{'p50':>8}{'p95':>8}{'máx':>8}{'cpu p95':>9}")

    _calentar(engine, cuenta_id, filas)

    def linea(nombre: str, lista: Iterable[Consulta]) -> list[tuple[float, float]]:
        tiempos = [_cronometrar(lambda c=c: buscar(engine, cuenta_id, c)) for c in lista]
        _imprimir(nombre, tiempos)
        return tiempos

    ultima = -(-filas // ROWS_PER_PAGE)
    for nombre, pagina in (
        ("página 1", 1),
        ("página de en medio", ultima // 2),
        ("última", ultima),
    ):
        sentidos = (False, True)
        linea(nombre, [Consulta("", o, d, max(1, pagina)) for o in ORDENES for d in sentidos])
    largas: list[tuple[float, float]] = []
    cortas: list[tuple[float, float]] = []
    for clase in CLASES:
        tiempos = linea(clase.nombre, de_clase(clase, consultas))
        (cortas if clase.corta else largas).extend(tiempos)
    for nombre, palabra in (("filtros", False), ("filtros y una palabra", True)):
        linea(nombre, con_filtros(consultas * 4, palabra=palabra))
    numeros = {una.nombre: una.id for una in etiquetas.lista(engine, cuenta_id)}
    con_marcas = [
        tiempo
        for marcada in MARCADAS
        for tiempo in linea(marcada.nombre, marcadas(marcada, consultas * 4, numeros))
    ]
    _imprimir("TODAS, etiquetas y revisión", con_marcas)
    _imprimir("TODAS, tres caracteres o más", largas)
    _imprimir("TODAS, uno o dos caracteres", cortas)


def _calentar(engine: Engine, cuenta_id: int, filas: int) -> None:
    """Do what a server in use has done before: touch every order, and search a little."""
    for orden in ORDENES:
        for pagina in (1, filas // ROWS_PER_PAGE // 2):
            buscar(engine, cuenta_id, Consulta("", orden, pagina=max(1, pagina)))
    for clase in CLASES:
        for consulta in de_clase(clase, _CALENTAMIENTO, semilla="antes"):
            buscar(engine, cuenta_id, consulta)


def _cronometrar(accion: Callable[[], object]) -> tuple[float, float]:
    reloj, procesador = time.perf_counter(), time.process_time()
    accion()
    return (time.perf_counter() - reloj) * 1000, (time.process_time() - procesador) * 1000


def _imprimir(nombre: str, tiempos: list[tuple[float, float]]) -> None:
    reloj = sorted(t[0] for t in tiempos)
    procesador = sorted(t[1] for t in tiempos)
    valores = (_cuantil(reloj, 0.5), _cuantil(reloj, 0.95), reloj[-1])
    columnas = "".join(f"{valor:8.1f}" for valor in valores)
    print(f"{nombre:32}{columnas}{_cuantil(procesador, 0.95):9.1f}", flush=True)


def _cuantil(ordenados: list[float], parte: float) -> float:
    return ordenados[min(len(ordenados) - 1, int(parte * len(ordenados)))]


def principal() -> None:
    """Measure what the arguments ask for."""
    argumentos = argparse.ArgumentParser(description="Mide la lista y la búsqueda.")
    argumentos.add_argument("--filas", type=int, nargs="+", default=[1_000, 100_000, 1_000_000])
    argumentos.add_argument("--base", choices=BASES, nargs="+", default=list(BASES))
    argumentos.add_argument("--consultas", type=int, default=48, help="de cada clase")
    argumentos.add_argument("--url", help="una base que llenó este programa, en vez de otra")
    pedido = argumentos.parse_args()
    if pedido.url:
        engine = open_engine(pedido.url, mapa=True)
        medir(engine, 1, filas=pedido.filas[0], consultas=pedido.consultas)
        engine.dispose()
        return
    for filas in pedido.filas:
        for nombre in pedido.base:
            with base(nombre) as engine:
                inicio = time.perf_counter()
                cuenta_id = llenar(engine, filas)
                marcar(engine, cuenta_id)
                print(f"\n{nombre}: {filas:,} guardados en {time.perf_counter() - inicio:.0f} s")
                medir(engine, cuenta_id, filas=filas, consultas=pedido.consultas)


if __name__ == "__main__":
    principal()
