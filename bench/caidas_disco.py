"""A disk without space, as a small tmpfs under the data folder (needs the right to mount).

    python -m bench.caidas_disco --filas 20000

The whole tree of `clientes servir` runs on it. A file takes all space while something is uploaded,
looked into, loaded, taken back and exported; after a while it goes, and everything must go on by
itself. Then the tree is killed on the full disk and started there. Ends with status 1 if anything
is lost, or blamed on the file.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine

from bench.caidas import Ensayo, preparar
from bench.caidas_archivo import hacer
from bench.caidas_huella import comparar_indice
from bench.caidas_instalacion import Instalacion, esperar, instalacion
from clientes_app.services.acceso import cuentas
from clientes_app.services.carga import procesos
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.demo import filas_inventadas
from clientes_app.services.context import Actor
from clientes_app.services.resources import is_database_fault
from clientes_app.storage.db.base import DatabaseFault
from clientes_app.storage.db.migrate import migrate

_BLOQUE = 64 * 1024


@contextlib.contextmanager
def disco(megas: int) -> Iterator[Path]:
    """Give a folder on a file system of its own of so many megabytes."""
    with tempfile.TemporaryDirectory(prefix="clientes-disco-") as carpeta:
        montar = ["mount", "-t", "tmpfs", "-o", f"size={megas}m", "tmpfs", carpeta]
        if subprocess.run(montar, check=False).returncode:
            mensaje = "Aquí no se puede montar un tmpfs; hace falta ser root."
            raise SystemExit(mensaje)
        try:
            yield Path(carpeta)
        finally:
            subprocess.run(["umount", "--lazy", carpeta], check=True)


class Lastre:
    """A file that takes all space but a little."""

    def __init__(self, carpeta: Path) -> None:
        """Take nothing yet."""
        self._archivo = carpeta / "lastre"
        self._carpeta = carpeta

    def llenar(self, *, dejar: int = 0) -> None:
        """Take what is free but `dejar` bytes."""
        with self._archivo.open("ab") as archivo, contextlib.suppress(OSError):
            while (libre := self._libre() - dejar) > 0:
                archivo.write(bytes(min(_BLOQUE, libre)))
                archivo.flush()

    def soltar(self) -> None:
        """Give it back."""
        self._archivo.unlink(missing_ok=True)

    def _libre(self) -> int:
        datos = os.statvfs(self._carpeta)
        return datos.f_bavail * datos.f_frsize


def estorbar(ensayo: Ensayo, lastre: Lastre, segundos: float) -> None:
    """Fill the disk for so long while a file is looked into and loaded."""

    def llenar() -> str:
        lastre.llenar()
        time.sleep(segundos)
        lastre.soltar()
        return f"sin espacio {segundos:.0f} s"

    for momento in ("revisando", "antes", "dentro", "entre"):
        ensayo.estorbar(momento, "disco lleno", llenar)


def subir(engine: Engine, actor: Actor, lastre: Lastre) -> list[str]:
    """Upload to the full disk; what is wrong about it."""
    lastre.llenar(dejar=_BLOQUE)
    contenido = os.urandom(40_000_000)
    faltas = ["una subida sin espacio no avisó"]
    try:
        procesos.recibir(engine, actor, "a.csv", [contenido])
    except procesos.NoSeGuardo as error:
        print(f"  subir: «{error}»")
        faltas = []
    lastre.soltar()
    proceso_id = procesos.recibir(engine, actor, "a.csv", [contenido])
    if b"".join(procesos.original(engine, actor.cuenta_id, proceso_id)) != contenido:
        faltas.append("lo subido después no es lo que se subió")
    return faltas


def guardar(engine: Engine, actor: Actor, lastre: Lastre) -> list[str]:
    """Save clients until the disk is full, as the drawer does; what is wrong about it."""
    lastre.llenar(dejar=_BLOQUE)
    guardados = 0
    faltas = ["el cajón nunca avisó"]
    try:
        for datos in filas_inventadas(2_000, semilla=5):
            clientes.alta(engine, actor, datos.como_dict())
            guardados += 1
    except DatabaseFault as error:
        faltas = [] if is_database_fault(error) else ["no se reconoce la falta de espacio"]
    hay = clientes.buscar(engine, actor.cuenta_id, clientes.Consulta()).total
    lastre.soltar()
    print(f"  guardar: {guardados} antes de quedar sin espacio, {hay} en la lista")
    return faltas + ([] if hay == guardados else ["la lista no tiene lo que se guardó"])


def exportar(casa: Instalacion, cuenta: str, lastre: Lastre) -> list[str]:
    """Export to the full disk; what is wrong about it."""
    lastre.llenar(dejar=_BLOQUE)
    salida = casa.datos / "todos.csv"
    orden = [sys.executable, "-m", "clientes_app.cli", "exportar", "--cuenta", cuenta]
    hecho = subprocess.run([*orden, "-o", str(salida)], capture_output=True, text=True, check=False)
    lastre.soltar()
    print(f"  exportar: {hecho.returncode}, «{hecho.stderr.strip()}»")
    faltas = [] if hecho.returncode == 2 and "espacio" in hecho.stderr else ["exportar no avisó"]  # noqa: PLR2004 - a command's refusal
    return faltas + [f"queda {p.name}" for p in casa.datos.glob("*todos*")]


def morir(ensayo: Ensayo, casa: Instalacion, lastre: Lastre) -> None:
    """Kill the tree on the full disk and start it there; then there is space again."""

    def matar() -> str:
        lastre.llenar()
        casa.matar("todos")
        casa.lanzar()
        time.sleep(10)
        vivo = casa.vive()
        lastre.soltar()
        if not vivo:
            casa.lanzar()
        esperar(casa.responde, "las páginas no responden", pausa=0.1)
        return f"sin espacio al arrancar ({'siguió en pie' if vivo else 'terminó y se arrancó'})"

    ensayo.estorbar("dentro", "muere lleno", matar)


def principal() -> int:
    """Do what the arguments ask for; return the exit status."""
    argumentos = argparse.ArgumentParser(description="Llena el disco durante una carga.")
    argumentos.add_argument("--filas", type=int, default=20_000)
    argumentos.add_argument("--segundos", type=float, default=15.0)
    argumentos.add_argument("--megas", type=int, default=400)
    pedido = argumentos.parse_args()
    with disco(pedido.megas) as carpeta:
        url = f"sqlite:///{carpeta / 'clientes.sqlite3'}"
        migrate(url)
        lastre = Lastre(carpeta)
        with preparar(carpeta, url) as engine, instalacion(carpeta, url) as casa:
            ensayo = Ensayo(engine, hacer(pedido.filas), casa, semilla=1)
            casa.arrancar()
            nueva = cuentas.crear(engine, "Cajón")
            actor = Actor(nueva.id, "Ana", "formulario")
            faltas = subir(engine, actor, lastre) + guardar(engine, actor, lastre)
            estorbar(ensayo, lastre, pedido.segundos)
            faltas += exportar(casa, "Ensayo 2", lastre)
            morir(ensayo, casa, lastre)
            comparar_indice(engine)
        faltas += ensayo.resultado.faltas
    print(f"diferencias: {len(faltas)}", *faltas, sep="\n  ")
    return int(bool(faltas))


if __name__ == "__main__":
    sys.exit(principal())
