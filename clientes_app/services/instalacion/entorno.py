"""What surrounds an installation: its settings, its folder, its disk, its address, its Redis.

Nothing here is written or made: whoever only looks leaves no trace.
"""

import difflib
import os
import shutil
import stat
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from redis import Redis
from redis.exceptions import RedisError

from clientes_app.config import Settings, known_variables
from clientes_app.domain.plurales import cuantos
from clientes_app.services.instalacion.chequeo import Chequeo, aviso, bien, falla
from clientes_app.services.respaldo import respaldos

_PYTHON = (3, 11)
_MIB = 1 << 20
_ROOM_TO_WORK = 500 * _MIB
_ROOM_AT_ALL = 50 * _MIB
_LONG_WITHOUT_BACKUP = timedelta(days=2)
_REDIS_PATIENCE_S = 2
_THIS_MACHINE = {"127.0.0.1", "::1", "localhost"}


def version_instalada() -> str:
    """Return the version of the program."""
    return version("clientes-app")


def python() -> Chequeo:
    """Look at the Python that runs this."""
    tiene = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < _PYTHON:
        pide = ".".join(map(str, _PYTHON))
        return falla("Python", f"Es {tiene} y se necesita {pide} o posterior: instálelo.")
    return bien("Python", f"{tiene}.")


def variables(entorno: Mapping[str, str]) -> Chequeo:
    """Look for variables that nobody reads: a name with a mistake in it does nothing, silently."""
    conocidas = known_variables()
    ajenas = sorted(
        nombre for nombre in entorno if nombre.startswith("CLIENTES_") and nombre not in conocidas
    )
    if ajenas:
        frases = " ".join(_que_quiso_decir(nombre, conocidas) for nombre in ajenas)
        return aviso("ajustes", frases)
    puestos = sum(1 for nombre in conocidas if entorno.get(nombre))
    return bien("ajustes", f"{cuantos(puestos, 'puesto', 'puestos')}; los demás, como vienen.")


def _que_quiso_decir(nombre: str, conocidas: frozenset[str]) -> str:
    parecidas = difflib.get_close_matches(nombre, conocidas, n=1, cutoff=0.8)
    quiso = f"; ¿quiso decir {parecidas[0]}?" if parecidas else ": quítela."
    return f"{nombre} no es un ajuste de Clientes{quiso}"


def carpeta(ajustes: Settings) -> Chequeo:
    """Look whether the data folder can be used by its owner, and by nobody else."""
    nombre, datos = "carpeta de datos", ajustes.datos
    if not datos.exists():
        return aviso(nombre, f"{datos} no existe todavía: se hace al arrancar «clientes servir».")
    if not datos.is_dir():
        return falla(nombre, f"{datos} es un archivo: quítelo o ponga otra en CLIENTES_DATOS.")
    if not os.access(datos, os.R_OK | os.W_OK | os.X_OK):
        return falla(nombre, f"Falta permiso para usar {datos}: «chown -R SU_USUARIO {datos}».")
    dueno = datos.stat().st_uid
    ajenos = [ruta for ruta in _contenido(datos) if ruta.lstat().st_uid != dueno]
    if ajenos:
        frase = (
            f"{ajenos[0]} es de otro usuario que {datos}, como si algo se hubiera ejecutado con "
            f"sudo: «chown -R {dueno} {datos}»."
        )
        return falla(nombre, frase)
    if abiertos := [ruta for ruta in _guardan_datos(datos) if _los_demas_leen(ruta)]:
        frase = f"Otros usuarios de esta máquina pueden leer {abiertos[0]}: «chmod 700 {datos}»."
        return aviso(nombre, frase)
    return bien(nombre, f"{datos}; solo su dueño la lee.")


def _contenido(datos: Path) -> Iterator[Path]:
    yield from datos.iterdir()
    for interior in ("registro", "respaldos"):
        if (datos / interior).is_dir():
            yield from (datos / interior).iterdir()


def _guardan_datos(datos: Path) -> Iterator[Path]:
    if datos.stat().st_mode & stat.S_IXOTH:
        yield from datos.glob("*.sqlite3")


def _los_demas_leen(ruta: Path) -> bool:
    return bool(ruta.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))


def disco(ajustes: Settings) -> Chequeo:
    """Look whether the disk of the data folder has room for a load and for a backup."""
    nombre = "espacio en disco"
    carpeta_que_hay = next(
        ruta for ruta in (ajustes.datos, *ajustes.datos.parents) if ruta.exists()
    )
    libre = shutil.disk_usage(carpeta_que_hay).free
    ocupan = sum(ruta.stat().st_size for ruta in ajustes.datos.glob("*.sqlite3*"))
    cuanto = f"Quedan {libre / _MIB:,.0f} MB libres"
    if libre < _ROOM_AT_ALL:
        return falla(nombre, f"{cuanto}: libere espacio ahora, o nada más podrá guardarse.")
    if libre < max(_ROOM_TO_WORK, 2 * ocupan):
        frase = f"{cuanto} y la base ocupa {ocupan / _MIB:,.0f} MB: libere espacio para respaldos."
        return aviso(nombre, frase)
    return bien(nombre, f"{cuanto}.")


def direccion_publica(ajustes: Settings) -> Chequeo:
    """Look whether browsers reach this by an address that nobody can listen in on."""
    nombre, partes = "dirección", urlsplit(ajustes.url)
    if ajustes.url and partes.scheme == "https":
        return bien(nombre, f"{ajustes.url}.")
    if ajustes.url and partes.hostname not in _THIS_MACHINE:
        frase = (
            f"{ajustes.url} no es https: contraseñas y datos viajan a la vista de la red. Ponga un "
            "proxy con TLS delante y escriba https:// en CLIENTES_URL."
        )
        return aviso(nombre, frase)
    if not ajustes.url and ajustes.host not in _THIS_MACHINE:
        frase = (
            f"Escucha en {ajustes.host} y CLIENTES_URL no dice cómo se llega desde fuera: escriba "
            "ahí la dirección, con https."
        )
        return aviso(nombre, frase)
    return bien(nombre, f"{ajustes.direccion()}, solo desde esta máquina.")


def redis(ajustes: Settings) -> Chequeo:
    """Look whether Redis answers, where there is one."""
    if not ajustes.redis_url:
        return bien("Redis", "No se usa: basta un solo proceso «web».")
    # Redis's own types say nothing of what it takes. Its address may hold a password: not shown.
    untyped: Any = Redis
    patience = {"socket_connect_timeout": _REDIS_PATIENCE_S, "socket_timeout": _REDIS_PATIENCE_S}
    try:
        with untyped.from_url(ajustes.redis_url, **patience) as conexion:
            conexion.ping()
    except (RedisError, OSError, ValueError):
        return falla("Redis", "No responde: arránquelo, o corrija o quite CLIENTES_REDIS_URL.")
    return bien("Redis", "Responde.")


def respaldo(ajustes: Settings) -> Chequeo:
    """Look how old the last backup is, and whether the scheduled ones are made."""
    nombre, hoy = "último respaldo", respaldos.estado(ajustes)
    if hoy.fallo:
        return aviso(nombre, f"El programado no se pudo hacer. {hoy.fallo}")
    if hoy.ultimo is None:
        frase = "No hay ninguno: «clientes respaldar» lo hace, y guárdelo también en otra máquina."
        return aviso(nombre, frase)
    cuando = f"Es del {hoy.ultimo.creado_en:%Y-%m-%d %H:%M} UTC"
    viejo = hoy.viejo or datetime.now(UTC) - hoy.ultimo.creado_en > _LONG_WITHOUT_BACKUP
    return aviso(nombre, f"{cuando}: haga uno nuevo.") if viejo else bien(nombre, f"{cuando}.")
