"""Ephemeral servers on free loopback ports, ended with what uses them: PostgreSQL, Redis, nginx."""

import contextlib
import os
import pwd
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
from redis import Redis
from redis.exceptions import ConnectionError as SinRedis
from sqlalchemy import make_url
from sqlalchemy.engine import URL

from clientes_app.storage.db.migrate import migrate

FALTA_POSTGRESQL = (
    "PostgreSQL is not installed, so the tests on it are left out. "
    "Debian: apt-get install postgresql; others: put initdb and postgres on PATH."
)
FALTA_REDIS = (
    "Redis is not installed, so its tests are left out. Debian: apt-get install redis-server."
)
FALTA_NGINX = (
    "nginx is not installed, so the tests behind it are left out. "
    "Debian: apt-get install nginx-light."
)
NGINX = Path("/usr/sbin/nginx")
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

    def __init__(self, direccion: URL, orden: list[str | Path], carpeta: Path) -> None:
        self._direccion = direccion
        self._orden = orden
        self._carpeta = carpeta
        self._proceso: subprocess.Popen[bytes] | None = None
        self._numeros = count(1)
        self._plantilla_lista = False

    def arrancar(self) -> None:
        """Start the server and wait until it answers. Raises PostgresqlNoArranca."""
        registro = self._carpeta / "registro"
        with registro.open("ab") as salida:
            self._proceso = subprocess.Popen(
                self._orden,
                stdout=salida,
                stderr=subprocess.STDOUT,
                user=_usuario(),
                cwd=self._carpeta,
            )
        _esperar(self._direccion, self._proceso, registro)

    def parar(self, senal: signal.Signals = signal.SIGINT) -> None:
        """End the server; SIGINT ends every connection first, SIGQUIT is like a crash."""
        if self._proceso is None:
            return
        self._proceso.send_signal(senal)
        try:
            self._proceso.wait(timeout=_ESPERA_S)
        except subprocess.TimeoutExpired:
            self._proceso.kill()
            self._proceso.wait()

    def cortar(self, direccion: URL) -> int:
        """End every connection to a database (pg_terminate_backend); return how many."""
        consulta = (
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s"
        )
        with psycopg.connect(dsn(self._direccion), autocommit=True) as conexion:
            cortadas = conexion.execute(consulta, [direccion.database]).fetchone()
        return 0 if cortadas is None else int(cortadas[0])

    def base_vacia(self) -> URL:
        """Make a new empty database and return its address."""
        return self._crear("template1")

    def base_migrada(self) -> URL:
        """Make a new database at the newest revision, as a copy of one that was migrated once."""
        if not self._plantilla_lista:
            self._ejecutar(f"CREATE DATABASE {_PLANTILLA}")
            migrate(self._direccion.set(database=_PLANTILLA))
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
def postgresql(bin_: Path, *, settings: tuple[str, ...] = ()) -> Iterator[Postgresql]:
    """Run a cluster without durability (it is thrown away) and end it."""
    usuario = _usuario()
    with tempfile.TemporaryDirectory(prefix="clientes-pg-", ignore_cleanup_errors=True) as carpeta:
        datos = Path(carpeta) / "datos"
        datos.mkdir()
        if usuario:
            for ruta in (carpeta, datos):
                shutil.chown(ruta, usuario)
        _initdb(bin_, datos, usuario)
        puerto = puerto_libre()
        servidor = Postgresql(
            make_url(f"postgresql+psycopg://postgres@127.0.0.1:{puerto}/postgres"),
            [bin_ / "postgres", "-D", datos, *_opciones(puerto, carpeta, settings)],
            Path(carpeta),
        )
        try:
            servidor.arrancar()
            yield servidor
        finally:
            servidor.parar()


def _usuario() -> str | None:
    """Who runs the server: it refuses to be run by root."""
    return "postgres" if os.geteuid() == 0 else None


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


def _opciones(puerto: int, carpeta: str, settings: tuple[str, ...]) -> list[str]:
    valores = (
        f"port={puerto}",
        "listen_addresses=127.0.0.1",
        f"unix_socket_directories={carpeta}",
        "fsync=off",
        "full_page_writes=off",
        *settings,
    )
    return [parte for valor in valores for parte in ("-c", valor)]


def puerto_libre() -> int:
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


@contextlib.contextmanager
def redis_efimero(carpeta: Path) -> Iterator[Redis]:
    """Run a Redis that keeps nothing on a free loopback port, and end it."""
    puerto = puerto_libre()
    proceso = subprocess.Popen(
        [
            *("redis-server", "--bind", "127.0.0.1", "--port", str(puerto)),
            *("--save", "", "--appendonly", "no", "--dir", str(carpeta)),
        ],
        stdout=subprocess.DEVNULL,
    )
    cliente = Redis(host="127.0.0.1", port=puerto)
    try:
        limite = time.monotonic() + _ESPERA_S
        while True:
            with contextlib.suppress(SinRedis):
                cliente.ping()
                break
            assert time.monotonic() < limite, "Redis did not start"
            time.sleep(0.1)
        yield cliente
    finally:
        cliente.close()
        proceso.terminate()
        proceso.wait(30)


@contextlib.contextmanager
def nginx(carpeta: Path, servidor: str) -> Iterator[None]:
    """Run nginx with what a site's file holds, and end it; all it writes stands in `carpeta`.

    Each answer says in `X-Replica` which upstream gave it.
    """
    # Else its workers are somebody else, who may not come into the folder.
    usuario = pwd.getpwuid(os.geteuid()).pw_name
    temporales = [
        f"{que}_temp_path {carpeta}/{que};"
        for que in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    ]
    http = (*temporales, "access_log off;", "add_header X-Replica $upstream_addr always;", servidor)
    lineas = (
        *("daemon off;", f"user {usuario};", "worker_processes 1;", f"pid {carpeta}/pid;"),
        *("events {}", "http {", *http, "}"),
    )
    ajustes = carpeta / "nginx.conf"
    ajustes.write_text("\n".join(lineas), encoding="utf-8")
    proceso = subprocess.Popen(
        [NGINX, "-c", ajustes, "-p", carpeta, "-e", carpeta / "errores.log"],
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        proceso.terminate()
        proceso.wait(30)
