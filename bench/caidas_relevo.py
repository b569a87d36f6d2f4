"""Two workers on two machines, of which one dies for good, or only seems to, while it loads a file.

    python -m bench.caidas_relevo --filas 20000 --veces 10

PostgreSQL is all that the two share; each has a data folder of its own. The one that loads is
killed with -9, or it is stopped (SIGSTOP) until the other one has taken over what it ran, and then
goes on (SIGCONT); meanwhile its locks are taken from it, as the server does when a machine no
longer answers. Every row must be stored once. Ends with status 1 if not.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from bench.caidas import Ensayo, base_nueva, preparar
from bench.caidas_archivo import hacer
from bench.caidas_instalacion import Instalacion, esperar, instalacion
from tests.servers import dsn

# The last workflow: which worker runs it, and is it a load.
_WHO_LOADS = (
    "SELECT executor_id FROM dbos.workflow_status "
    "WHERE name = 'carga' AND status = 'PENDING' ORDER BY created_at DESC LIMIT 1"
)
_STORED = "SELECT filas_hechas FROM proceso ORDER BY id DESC LIMIT 1"
_LOCKS = (
    "FROM pg_locks JOIN pg_stat_activity a USING (pid) WHERE locktype = 'advisory' "
    "AND a.datname = current_database() AND application_name = 'clientes'"
)
_HOLDERS = f"SELECT count(DISTINCT pid) {_LOCKS}"
_TAKE_LOCKS = f"SELECT count(pg_terminate_backend(pid)) FROM (SELECT DISTINCT pid {_LOCKS}) h"  # noqa: S608
_WRITES = (
    "SELECT count(*) FROM pg_stat_activity a WHERE datname = current_database() "
    "AND application_name = 'clientes' AND xact_start IS NOT NULL AND pid IN ("
    "SELECT pid FROM pg_locks WHERE relation IN ('cuenta'::regclass, 'proceso'::regclass))"
)


class DosMaquinas(Instalacion):
    """Two workers with one database, as one installation."""

    def __init__(self, maquinas: tuple[Instalacion, Instalacion]) -> None:
        """Start nothing yet."""
        super().__init__(maquinas[0].datos, maquinas[0].url, parte="worker")
        self._maquinas = maquinas

    def arrancar(self) -> None:
        """Start whoever does not run, one after the other: the first one is number 1."""
        for cuantas, maquina in enumerate(self._maquinas, start=1):
            if not maquina.vive():
                maquina.arrancar()
                esperar(lambda n=cuantas: self._pregunta(_HOLDERS) >= n, "no arranca")

    def vive(self) -> bool:
        """Whether any of them runs."""
        return any(maquina.vive() for maquina in self._maquinas)

    def esta_entera(self) -> bool:
        """Whether both run; who died for good in the last trial is started first."""
        self.arrancar()
        return True

    def dicho(self) -> str:
        """Give all that both said."""
        return "\n".join(maquina.dicho() for maquina in self._maquinas)

    def morir(self) -> str:
        """Kill the one that loads, for good; wait until the other one goes on."""
        maquina = self._quien_carga()
        return self._relevo(lambda: maquina.matar("worker"))

    def parecer_muerta(self) -> str:
        """Stop the one that loads until the other one goes on; then both go on."""
        maquina = self._quien_carga()
        pid = maquina.blancos("worker")[0]

        def detener() -> None:
            # Where it holds no transaction, whose end the other one would have to wait for.
            while True:
                os.kill(pid, signal.SIGSTOP)
                if not self._pregunta(_WRITES):
                    break
                os.kill(pid, signal.SIGCONT)
                time.sleep(0.003)
            self._pregunta(_TAKE_LOCKS)

        try:
            return self._relevo(detener)
        finally:
            os.kill(pid, signal.SIGCONT)

    def _relevo(self, perder: Callable[[], object]) -> str:
        perder()
        antes, inicio = self._pregunta(_STORED), time.monotonic()
        esperar(lambda: self._pregunta(_STORED) > antes, "nadie lo toma")
        return f"relevo en {time.monotonic() - inicio:.1f} s"

    def _quien_carga(self) -> Instalacion:
        with psycopg.connect(dsn(make_url(self.url)), autocommit=True) as conexion:
            fila = conexion.execute(_WHO_LOADS).fetchone()
        if fila is None:
            raise AssertionError
        return self._maquinas[int(fila[0].removeprefix("worker-")) - 1]

    def _pregunta(self, consulta: str) -> int:
        with psycopg.connect(dsn(make_url(self.url)), autocommit=True) as conexion:
            fila = conexion.execute(consulta.encode()).fetchone()
        return 0 if fila is None else int(fila[0])


def ensayar(carpeta: Path, *, filas: int, veces: int) -> list[str]:
    """Let one of two workers die, or seem to, so many times each; return what differs."""
    with (
        base_nueva("postgresql", carpeta) as url,
        preparar(carpeta, url) as engine,
        instalacion(carpeta / "a", url, parte="worker") as una,
        instalacion(carpeta / "b", url, parte="worker") as otra,
    ):
        casa = DosMaquinas((una, otra))
        ensayo = Ensayo(engine, hacer(filas), casa, semilla=1)
        for _ in range(veces):
            ensayo.estorbar("entre", "muere", casa.morir)
            ensayo.estorbar("entre", "parece", casa.parecer_muerta)
        return ensayo.resultado.faltas


def principal() -> int:
    """Do what the arguments ask for; return the exit status."""
    argumentos = argparse.ArgumentParser(description="Mata uno de dos workers mientras carga.")
    argumentos.add_argument("--filas", type=int, default=20_000)
    argumentos.add_argument("--veces", type=int, default=10)
    pedido = argumentos.parse_args()
    with tempfile.TemporaryDirectory(prefix="clientes-relevo-") as temporal:
        faltas = ensayar(Path(temporal), filas=pedido.filas, veces=pedido.veces)
    print(f"diferencias: {len(faltas)}", *faltas, sep="\n  ")
    return int(bool(faltas))


if __name__ == "__main__":
    sys.exit(principal())
