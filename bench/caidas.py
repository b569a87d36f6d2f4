"""Kill the program with -9 while it loads a file, start it again, and compare what is stored.

    python -m bench.caidas --filas 20000 --muertes 40 --base sqlite

Each death has an account of its own that holds a quarter of the file's clients before. The file
(3 % of its rows faulty) is loaded, something is killed at a random moment, whatever does not come
back by itself is started, and in the end clients, history, findings, refused rows, counts and the
process itself must equal those of an account that was loaded undisturbed. Meanwhile somebody else
writes all the time, so that the load consists of many steps. Ends with status 1 if it differs.
"""

import argparse
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from sqlalchemy import Engine, select

from bench.caidas_archivo import Archivo, guardar_previos, hacer
from bench.caidas_huella import comparar_indice, huella, no_hallados
from bench.caidas_instalacion import Instalacion, NoSucedio, esperar, instalacion
from clientes_app.config import settings
from clientes_app.judging.plan import Opciones
from clientes_app.services.acceso import cuentas
from clientes_app.services.carga import procesos, queue
from clientes_app.services.carga.procesos import Outcome
from clientes_app.services.context import Actor
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.db.base import DatabaseFault
from clientes_app.storage.db.engine import open_engine, read_transaction, write_transaction
from clientes_app.storage.db.migrate import migrate
from clientes_app.storage.db.tables import PROCESO
from clientes_app.worker import dbos_system
from clientes_app.worker.enqueuer import connect
from tests.servers import postgresql, programas

BASES = ("sqlite", "postgresql")
MOMENTOS = ("revisando", "antes", "dentro", "entre", "al final")
"""Looking into the file; before the first step; within a step; between two; in the last one."""

OBJETIVOS = (("worker",), ("web",), ("todos",), ("worker", "web"), ("hijo",), ("servir",))
"""What is killed together. Whoever watches the others gives up after five deaths a minute of one
child: hence its own death in good time."""

_LOTE = 2_000
_ENTRE_ESCRITURAS = 0.02


@dataclass
class Resultado:
    """What came of the deaths."""

    muertes: Counter[str] = field(default_factory=Counter[str])
    acabadas: int = 0
    faltas: list[str] = field(default_factory=list[str])


@contextmanager
def vecino(engine: Engine, cuenta_id: int) -> Iterator[Callable[[], float]]:
    """Have somebody write into the account all the time, so that a load consists of many steps.

    Give what tells for how many seconds they have not been able to.
    """
    basta = threading.Event()
    pudo = time.monotonic()

    def escribir() -> None:
        nonlocal pudo
        while not basta.wait(_ENTRE_ESCRITURAS):
            with suppress(*DatabaseFault), write_transaction(engine) as tx:
                ClienteRepository(tx, cuenta_id).bloquear()
                pudo = time.monotonic()

    hilo = threading.Thread(target=escribir, daemon=True)
    hilo.start()
    try:
        yield lambda: time.monotonic() - pudo
    finally:
        basta.set()
        hilo.join()


class Ensayo:
    """Loads one file again and again, killing something each time."""

    def __init__(
        self, engine: Engine, archivo: Archivo, casa: Instalacion, *, semilla: int
    ) -> None:
        """Load it once undisturbed, to know what must come of it."""
        self._engine = engine
        self._archivo = archivo
        self._casa = casa
        self._azar = random.Random(semilla)
        self._cuentas = 0
        self.resultado = Resultado()
        actor, proceso_id = self._recibir()
        procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
        procesos.poner_en_espera(engine, actor, proceso_id, Opciones())
        if procesos.ejecutar(engine, proceso_id) is not Outcome.DONE:
            raise AssertionError
        self._sana = huella(engine, actor.cuenta_id, proceso_id)
        self.tranquilo = procesos.detalle(engine, actor.cuenta_id, proceso_id)

    def morir(self, momento: str, objetivos: Sequence[str]) -> None:
        """Load, kill at that moment, start what does not start by itself, and compare."""

        def matar() -> str:
            muertos = self._casa.matar(*objetivos)
            if not muertos:
                self.resultado.faltas.append(f"nada que matar: {objetivos}")
            return f"{muertos} procesos"

        self.estorbar(momento, "+".join(objetivos), matar)

    def estorbar(self, momento: str, nombre: str, accion: Callable[[], str]) -> None:
        """Load, do something to the installation at that moment, wait for the end, compare.

        `accion` says in a few words what it did.
        """
        if not self._casa.vive():
            self._casa.arrancar()
        # Who died at the end of the last load may still be on his way back.
        esperar(self._casa.esta_entera, "la instalación no está entera")
        actor, proceso_id = self._recibir()
        if momento == "revisando":
            time.sleep(self._azar.uniform(0, 0.8))
            self._hacer(momento, nombre, accion, (actor, proceso_id))
        self._cuando(lambda: self._revisado(actor, proceso_id), "no se revisa", proceso_id)
        with vecino(self._engine, actor.cuenta_id):
            procesos.encolar(self._engine, actor, proceso_id, Opciones())
            if momento != "revisando":
                self._aguardar(momento, actor, proceso_id)
                self._hacer(momento, nombre, accion, (actor, proceso_id))
            self._cuando(
                lambda: self._detalle(actor, proceso_id).ha_terminado, "no termina", proceso_id
            )
        self._comparar(f"{momento}, {nombre}", actor, proceso_id)

    def _cuando(self, cierto: Callable[[], bool], que: str, proceso_id: int) -> None:
        try:
            esperar(cierto, que, tolera=DatabaseFault)
        except NoSucedio as error:
            with read_transaction(self._engine) as tx:
                fila = tx.execute(select(PROCESO).where(PROCESO.c.id == proceso_id))
                dicho = {k: v for k, v in fila.mappings().one().items() if k != "vista_previa"}
            mensaje = f"{error}: {dicho}; vive: {self._casa.vive()}\n{self._casa.dicho()[-3000:]}"
            raise NoSucedio(mensaje) from error

    def _aguardar(self, momento: str, actor: Actor, proceso_id: int) -> None:
        """Wait for a random instant of that kind."""
        if momento == "antes":
            time.sleep(self._azar.uniform(0, 0.3))
            return
        ultimo = max(0, self._archivo.filas - _LOTE)
        desde = ultimo if momento == "al final" else self._azar.randrange(ultimo + 1)
        esperar(
            lambda: (
                self._detalle(actor, proceso_id).filas_hechas > desde
                or self._detalle(actor, proceso_id).filas_hechas == ultimo == desde
            ),
            "el proceso no avanza",
            pausa=0.002,
        )
        if momento != "entre":
            time.sleep(self._azar.uniform(0, 0.25))

    def _hacer(
        self, momento: str, nombre: str, accion: Callable[[], str], de: tuple[Actor, int]
    ) -> None:
        dicho = accion()
        antes = self._detalle(*de)
        self.resultado.muertes[momento] += 1
        self.resultado.acabadas += antes.ha_terminado
        print(
            f"  {self._cuentas:3} {momento:10} {nombre:12} {dicho}, "
            f"{antes.filas_hechas:,} filas guardadas ({antes.etiqueta})",
            flush=True,
        )
        if not self._casa.vive():
            self._casa.arrancar()

    def _comparar(self, que: str, actor: Actor, proceso_id: int) -> None:
        hallada = huella(self._engine, actor.cuenta_id, proceso_id)
        faltas = [
            f"{que}: {tabla} {hallada[tabla]}, no {debida}"
            for tabla, debida in self._sana.items()
            if hallada[tabla] != debida
        ]
        if perdidos := no_hallados(self._engine, actor.cuenta_id):
            faltas.append(f"{que}: la búsqueda no halla {perdidos[:3]}")
        for falta in faltas:
            print(f"      DIFIERE {falta}", flush=True)
        self.resultado.faltas += faltas

    def _recibir(self) -> tuple[Actor, int]:
        """Make an account with what it holds before, and upload the file."""
        self._cuentas += 1
        cuenta = cuentas.crear(self._engine, f"Ensayo {self._cuentas}")
        guardar_previos(self._engine, cuenta.id, self._archivo)
        actor = Actor(cuenta.id, "Ana", "carga")
        trozos = [self._archivo.contenido]
        return actor, procesos.recibir(self._engine, actor, self._archivo.nombre, trozos)

    def _revisado(self, actor: Actor, proceso_id: int) -> bool:
        return procesos.vista_previa(self._engine, actor.cuenta_id, proceso_id) is not None

    def _detalle(self, actor: Actor, proceso_id: int) -> procesos.ProcesoGuardado:
        return procesos.detalle(self._engine, actor.cuenta_id, proceso_id)


def ensayar(
    engine: Engine, casa: Instalacion, *, filas: int, muertes: int, semilla: int = 1
) -> Resultado:
    """Die so many times, in every kind of moment and of every kind of death in turn."""
    ensayo = Ensayo(engine, hacer(filas), casa, semilla=semilla)
    sano = ensayo.tranquilo
    print(
        f"sin caídas: {sano.filas:,} filas, {sano.creados:,} creados, {sano.actualizados:,} "
        f"actualizados, {sano.iguales:,} iguales, {sano.rechazados:,} rechazados",
        flush=True,
    )
    momentos, objetivos = cycle(MOMENTOS), cycle(OBJETIVOS)
    for _ in range(muertes):
        ensayo.morir(next(momentos), next(objetivos))
    comparar_indice(engine)
    return ensayo.resultado


@contextmanager
def base_nueva(nombre: str, carpeta: Path) -> Iterator[str]:
    """Give the address of a new migrated database that is removed afterwards."""
    if nombre == "sqlite":
        url = f"sqlite:///{carpeta / 'clientes.sqlite3'}"
        migrate(url)
        yield url
        return
    bin_ = programas()
    if bin_ is None:
        mensaje = "PostgreSQL no está instalado."
        raise SystemExit(mensaje)
    with postgresql(bin_) as servidor:
        yield servidor.base_migrada().render_as_string(hide_password=False)


@contextmanager
def preparar(carpeta: Path, url: str) -> Iterator[Engine]:
    """Point this process at an installation, so that it hands work to its queues."""
    os.environ |= {"CLIENTES_DATOS": str(carpeta), "CLIENTES_DATABASE_URL": url}
    settings.cache_clear()
    dbos_system.migrate(settings())
    engine = open_engine(url)
    conexion = connect(settings())
    try:
        yield engine
    finally:
        queue.use_queue(None)
        conexion.close()
        engine.dispose()


def principal() -> int:
    """Do what the arguments ask for; return the exit status."""
    argumentos = argparse.ArgumentParser(description="Mata el programa mientras carga un archivo.")
    argumentos.add_argument("--filas", type=int, default=20_000)
    argumentos.add_argument("--muertes", type=int, default=40)
    argumentos.add_argument("--base", choices=BASES, nargs="+", default=list(BASES))
    argumentos.add_argument("--semilla", type=int, default=1)
    pedido = argumentos.parse_args()
    faltas = 0
    for nombre in pedido.base:
        print(f"\n{nombre}", flush=True)
        with tempfile.TemporaryDirectory(prefix="clientes-caidas-") as temporal:
            carpeta = Path(temporal)
            with (
                base_nueva(nombre, carpeta) as url,
                preparar(carpeta, url) as engine,
                instalacion(carpeta, url) as casa,
            ):
                resultado = ensayar(
                    engine,
                    casa,
                    filas=pedido.filas,
                    muertes=pedido.muertes,
                    semilla=pedido.semilla,
                )
        print(
            f"{nombre}: {resultado.muertes.total()} muertes, {resultado.acabadas} de ellas con el "
            f"proceso ya terminado; diferencias: {len(resultado.faltas)}",
            *resultado.faltas,
            sep="\n  ",
        )
        faltas += len(resultado.faltas)
    return int(faltas > 0)


if __name__ == "__main__":
    sys.exit(principal())
