"""An ephemeral PostgreSQL: a cluster in a temporary folder, ended with the session."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import make_url
from sqlalchemy.engine import URL

from clientes_app.storage.migrate import migrar

FALTA_POSTGRESQL = (
    "PostgreSQL is not installed, so the tests on it are left out. "
    "Debian: apt-get install postgresql; others: put initdb and postgres on PATH."
)
_ESPERA_S = 30.0
_PLANTILLA = "plantilla_clientes"


class PostgresqlNoArranca(Exception):
    """The server did not answer in time; the text is its log."""


def programas() -> Path | None:
    """Return the folder of initdb and postgres, or None when they are not installed."""
    en_path = shutil.which("initdb")
    if en_path and shutil.which("postgres"):
        return Path(en_path).parent
    instalados = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    ultimo = max(instalados, key=lambda ruta: float(ruta.parts[-3]), default=None)
    return None if ultimo is None else ultimo.parent


class Postgresql:
    """A running cluster on a free loopback port; it makes databases that are already migrated."""

    def __init__(self, direccion: URL) -> None:
        self._direccion = direccion
        self._numeros = count(1)
        self._plantilla_lista = False

    def base_vacia(self) -> URL:
        """Make a new empty database and return its address."""
        return self._crear("template1")

    def base_migrada(self) -> URL:
        """Make a new database at the newest revision, as a copy of one that was migrated once."""
        if not self._plantilla_lista:
            self._ejecutar(f"CREATE DATABASE {_PLANTILLA}")
            migrar(self._direccion.set(database=_PLANTILLA))
            self._plantilla_lista = True
        return self._crear(_PLANTILLA)

    def eliminar(self, direccion: URL) -> None:
        """Drop a database, whoever is still connected."""
        self._ejecutar(f"DROP DATABASE IF EXISTS {direccion.database} WITH (FORCE)")

    def _crear(self, plantilla: str) -> URL:
        nombre = f"prueba_{next(self._numeros)}"
        self._ejecutar(f"CREATE DATABASE {nombre} TEMPLATE {plantilla}")
        return self._direccion.set(database=nombre)

    def _ejecutar(self, orden: str) -> None:
        with psycopg.connect(dsn(self._direccion), autocommit=True) as conexion:
            conexion.execute(orden.encode())


def dsn(direccion: URL) -> str:
    """Return an address as libpq reads it."""
    return direccion.set(drivername="postgresql").render_as_string(hide_password=False)


@contextlib.contextmanager
def postgresql(bin_: Path, *, ajustes: tuple[str, ...] = ()) -> Iterator[Postgresql]:
    """Run a cluster without durability (it is thrown away) and end it."""
    usuario = "postgres" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="clientes-pg-", ignore_cleanup_errors=True) as carpeta:
        datos = Path(carpeta) / "datos"
        datos.mkdir()
        if usuario:
            for ruta in (carpeta, datos):
                shutil.chown(ruta, usuario)
        _initdb(bin_, datos, usuario)
        puerto = _puerto_libre()
        registro = Path(carpeta) / "registro"
        with registro.open("wb") as salida:
            proceso = subprocess.Popen(
                [bin_ / "postgres", "-D", datos, *_opciones(puerto, carpeta, ajustes)],
                stdout=salida,
                stderr=subprocess.STDOUT,
                user=usuario,
                cwd=carpeta,
            )
        try:
            direccion = make_url(f"postgresql+psycopg://postgres@127.0.0.1:{puerto}/postgres")
            _esperar(direccion, proceso, registro)
            yield Postgresql(direccion)
        finally:
            proceso.send_signal(signal.SIGINT)
            try:
                proceso.wait(timeout=_ESPERA_S)
            except subprocess.TimeoutExpired:
                proceso.kill()
                proceso.wait()


def _initdb(bin_: Path, datos: Path, usuario: str | None) -> None:
    subprocess.run(
        [
            *(bin_ / "initdb", "-D", datos, "-U", "postgres", "-A", "trust"),
            *("--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
        ],
        check=True,
        capture_output=True,
        user=usuario,
        cwd=datos,
    )


def _opciones(puerto: int, carpeta: str, ajustes: tuple[str, ...]) -> list[str]:
    valores = (
        f"port={puerto}",
        "listen_addresses=127.0.0.1",
        f"unix_socket_directories={carpeta}",
        "fsync=off",
        "full_page_writes=off",
        *ajustes,
    )
    return [parte for valor in valores for parte in ("-c", valor)]


def _puerto_libre() -> int:
    with socket.socket() as enchufe:
        enchufe.bind(("127.0.0.1", 0))
        puerto: int = enchufe.getsockname()[1]
        return puerto


def _esperar(direccion: URL, proceso: subprocess.Popen[bytes], registro: Path) -> None:
    limite = time.monotonic() + _ESPERA_S
    while time.monotonic() < limite and proceso.poll() is None:
        try:
            psycopg.connect(dsn(direccion), connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise PostgresqlNoArranca(registro.read_text(encoding="utf-8", errors="replace"))
