"""Settings, read once from the environment into a frozen dataclass."""

import ipaddress
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from clientes_app import routes

Red = ipaddress.IPv4Network | ipaddress.IPv6Network
"""A network of addresses; a single address is the smallest one."""

_ESTA_MAQUINA = {"127.0.0.1", "::1", "0.0.0.0", "::"}  # noqa: S104 - compared, not listened on
_PUERTOS: Final = {"http": 80, "https": 443}
_TRAMO: Final = re.compile(r"[A-Za-z0-9_~-]([A-Za-z0-9._~-]*[A-Za-z0-9_~-])?", re.ASCII)
_SECRETO_MAXIMO: Final = 64 * 1024

_PUERTO = 65_535
_BASES = ("postgresql://", "postgresql+psycopg://", "postgres://", "sqlite:///")
_LOGS = ("texto", "json")
_SALIDAS = ("archivos", "terminal")
_REDIS = ("redis://", "rediss://", "unix://")
# Where the front end is built is asked for before there are settings; by the other one `clientes
# servir` tells its children whose they are.
_READ_ELSEWHERE = frozenset({"CLIENTES_WEB", "CLIENTES_PROCESO_PADRE"})
_UN_ANO_EN_HORAS = 8_760


class InvalidSettings(Exception):
    """A `CLIENTES_*` variable holds something that cannot be used; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one installation, named as their variables without `CLIENTES_`.

    `datos` is the data folder, `database_url` the database (SQLite inside `datos` by default),
    `redis_url` the Redis of a cluster ("" for none), `host` and `puerto` where the web process
    listens, `url` how browsers reach it from elsewhere ("" when nobody said, no slash at the end),
    `proxies` from where forwarded headers are believed, `max_archivo_mb` the greatest upload in
    megabytes, `retencion_dias` how many days uploaded files are kept, `espera_s` how many seconds
    somebody who sends a file or a form may be silent in the middle of it, `worker_pausa_ms` every
    how many milliseconds the worker looks for lost work (what else it waits for is in proportion).
    `respaldo_cada` is how often a backup is made by itself (None for never), `respaldo_conservar`
    how many of those are kept. `log` is how a line of the log is written and `log_salida` where it
    goes, `metricas` on which host and port Prometheus is answered (None: it is not).
    """

    datos: Path
    # They may hold a password, which no log and no traceback should tell.
    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    host: str
    puerto: int
    url: str
    proxies: tuple[Red, ...]
    max_archivo_mb: int
    retencion_dias: int
    espera_s: int
    worker_pausa_ms: int
    respaldo_cada: timedelta | None
    respaldo_conservar: int
    log: str
    log_salida: str
    metricas: tuple[str, int] | None

    @property
    def subruta(self) -> str:
        """What stands before every address of ours in `url`, like «/clientes»; mostly ""."""
        return urlsplit(self.url).path

    @property
    def origen(self) -> tuple[str, str]:
        """Scheme and host of `url` as a browser says them in «Origin»; both "" without `url`."""
        partes = urlsplit(self.url)
        sin_decir = _PUERTOS.get(partes.scheme)
        host = partes.netloc.removesuffix(f":{sin_decir}") if sin_decir else partes.netloc
        return partes.scheme, host.lower()

    def direccion(self, *, host: str = "", puerto: int = 0) -> str:
        """Return the address to open: `url`, else that of this machine, where it is served.

        `host` and `puerto` say where that is, if not where the settings do.
        """
        host, puerto = host or self.host, puerto or self.puerto
        visible = "localhost" if host in _ESTA_MAQUINA else host
        return self.url or f"http://{f'[{visible}]' if ':' in visible else visible}:{puerto}"


def read_settings(entorno: Mapping[str, str]) -> Settings:
    """Build the settings from the variables given.

    What may hold a secret can also stand in a file, which the variable with `_FILE` names.
    Raises InvalidSettings when a number is none or out of its range, an address or a network is
    none, a database is of a kind that cannot be used, or a file of a secret cannot be read.
    """
    datos = Path(entorno.get("CLIENTES_DATOS") or "datos").expanduser().resolve()
    return Settings(
        datos=datos,
        database_url=_servicio(
            "CLIENTES_DATABASE_URL",
            _secreto(entorno, "CLIENTES_DATABASE_URL", "CLIENTES_DATABASE_URL_FILE"),
            _BASES,
        )
        or f"sqlite:///{datos}/clientes.sqlite3",
        redis_url=_servicio(
            "CLIENTES_REDIS_URL",
            _secreto(entorno, "CLIENTES_REDIS_URL", "CLIENTES_REDIS_URL_FILE"),
            _REDIS,
        ),
        host=entorno.get("CLIENTES_HOST") or "127.0.0.1",
        puerto=_entero(entorno, "CLIENTES_PUERTO", 3000, maximo=_PUERTO),
        url=_url(entorno.get("CLIENTES_URL") or ""),
        proxies=_redes(entorno.get("CLIENTES_PROXIES") or ""),
        max_archivo_mb=_entero(entorno, "CLIENTES_MAX_ARCHIVO_MB", 200, maximo=10_000),
        retencion_dias=_entero(entorno, "CLIENTES_RETENCION_DIAS", 90, maximo=36_500),
        espera_s=_entero(entorno, "CLIENTES_ESPERA_S", 20, maximo=3_600),
        worker_pausa_ms=_entero(entorno, "CLIENTES_WORKER_PAUSA_MS", 2_000, maximo=60_000),
        respaldo_cada=_cada(entorno, "CLIENTES_RESPALDO_CADA"),
        respaldo_conservar=_entero(entorno, "CLIENTES_RESPALDO_CONSERVAR", 14, maximo=10_000),
        log=_uno_de(entorno, "CLIENTES_LOG", _LOGS),
        log_salida=_uno_de(entorno, "CLIENTES_LOG_SALIDA", _SALIDAS),
        metricas=_host_y_puerto(entorno, "CLIENTES_METRICAS"),
    )


def known_variables() -> frozenset[str]:
    """Return the names of all variables that somebody of the program reads."""
    asked = _Asked()
    read_settings(asked)
    return frozenset(asked.names) | _READ_ELSEWHERE


class _Asked(Mapping[str, str]):
    """An environment in which nothing is set, and which keeps what it was asked for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


@cache
def settings() -> Settings:
    """Return the settings of this process (read at the first call, then kept)."""
    return read_settings(os.environ)


def _entero(entorno: Mapping[str, str], nombre: str, defecto: int, *, maximo: int) -> int:
    texto = (entorno.get(nombre) or "").strip()
    if not texto:
        return defecto
    if not (texto.isascii() and texto.isdigit() and 1 <= int(texto) <= maximo):
        mensaje = f"{nombre} debe ser un número entre 1 y {maximo}; dice «{texto}»."
        raise InvalidSettings(mensaje)
    return int(texto)


def _uno_de(entorno: Mapping[str, str], nombre: str, valores: tuple[str, ...]) -> str:
    """Return one of the values that there are; the first when nothing is said."""
    texto = (entorno.get(nombre) or "").strip().lower() or valores[0]
    if texto not in valores:
        mensaje = f"{nombre} debe ser {_o(valores)}; dice «{texto}»."
        raise InvalidSettings(mensaje)
    return texto


def _host_y_puerto(entorno: Mapping[str, str], nombre: str) -> tuple[str, int] | None:
    texto = (entorno.get(nombre) or "").strip()
    if not texto:
        return None
    host, _, puerto = texto.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    # The worker takes the next one.
    es_puerto = puerto.isascii() and puerto.isdigit() and 1 <= int(puerto) < _PUERTO
    if not (host and es_puerto):
        mensaje = (
            f"{nombre} debe ser una dirección y un puerto entre 1 y {_PUERTO - 1}, como "
            f"127.0.0.1:9464; dice «{texto}»."
        )
        raise InvalidSettings(mensaje)
    return host, int(puerto)


def _servicio(nombre: str, texto: str, principios: tuple[str, ...]) -> str:
    """Return the address of a database, "" for none. What is said of it shows no password."""
    if texto and not texto.startswith(principios):
        empieza, separador, _ = texto.partition("://")
        dice = f"; empieza con «{empieza}://»" if separador else ""
        mensaje = f"{nombre} debe empezar con {_o(principios)}{dice}."
        raise InvalidSettings(mensaje)
    if texto.startswith(("sqlite:", "unix:")):
        return texto
    # What stands behind the last @ and before the path; a password may hold anything.
    servidor = re.split("[/?]", texto.partition("://")[2].rpartition("@")[2], maxsplit=1)[0]
    puerto = servidor.rpartition("]")[2].partition(":")[2]
    if puerto and not (puerto.isascii() and puerto.isdigit() and 1 <= int(puerto) <= _PUERTO):
        mensaje = (
            f"El puerto de {nombre} debe ser un número entre 1 y {_PUERTO}; dice «{puerto}». "
            "Si es parte de la contraseña, falta la @ antes del servidor."
        )
        raise InvalidSettings(mensaje)
    return texto


def _o(palabras: tuple[str, ...]) -> str:
    return f"{', '.join(palabras[:-1])} o {palabras[-1]}"


def _cada(entorno: Mapping[str, str], nombre: str) -> timedelta | None:
    texto = (entorno.get(nombre) or "").strip().lower() or "24"
    if texto in {"0", "nunca"}:
        return None
    if not (texto.isascii() and texto.isdigit() and 1 <= int(texto) <= _UN_ANO_EN_HORAS):
        mensaje = (
            f"{nombre} debe ser un número de horas entre 1 y {_UN_ANO_EN_HORAS}, o «nunca»; "
            f"dice «{texto}»."
        )
        raise InvalidSettings(mensaje)
    return timedelta(hours=int(texto))


def _url(escrita: str) -> str:
    texto = escrita.strip().rstrip("/")
    try:
        partes = urlsplit(texto)
        es_direccion = (
            partes.scheme in _PUERTOS
            and bool(partes.hostname)
            and partes.port != 0
            and not (partes.query or partes.fragment or partes.username or partes.password)
        )
    except ValueError:
        partes, es_direccion = urlsplit(""), False
    if texto and not es_direccion:
        mensaje = (
            "CLIENTES_URL debe ser una dirección completa, como https://clientes.example.com o "
            f"https://example.com/clientes; dice «{texto}»."
        )
        raise InvalidSettings(mensaje)
    tramos = partes.path.split("/")[1:]
    if not all(_TRAMO.fullmatch(tramo) for tramo in tramos):
        mensaje = (
            "La ruta de CLIENTES_URL solo puede llevar letras sin acento, números, puntos y "
            f"guiones entre las diagonales; dice «{partes.path}»."
        )
        raise InvalidSettings(mensaje)
    if tramos and routes.is_ours(tramos[0]):
        mensaje = (
            f"La ruta de CLIENTES_URL no puede empezar con «/{tramos[0]}», que es de la aplicación "
            "misma. Use otra, como «/clientes»."
        )
        raise InvalidSettings(mensaje)
    return texto


def _redes(escritas: str) -> tuple[Red, ...]:
    textos = escritas.replace(",", " ").split()
    try:
        return tuple(ipaddress.ip_network(texto, strict=False) for texto in textos)
    except ValueError as error:
        mensaje = (
            "CLIENTES_PROXIES debe ser una lista de direcciones o redes separadas por comas, como "
            f"127.0.0.1, 10.0.0.0/8; dice «{escritas.strip()}»."
        )
        raise InvalidSettings(mensaje) from error


def _secreto(entorno: Mapping[str, str], nombre: str, de_archivo: str) -> str:
    archivo = (entorno.get(de_archivo) or "").strip()
    if not archivo:
        return entorno.get(nombre) or ""
    if entorno.get(nombre):
        mensaje = f"Están puestas {nombre} y {de_archivo}; deje solo una de las dos."
        raise InvalidSettings(mensaje)
    try:
        with Path(archivo).expanduser().open(encoding="utf-8") as abierto:
            secreto = abierto.read(_SECRETO_MAXIMO).strip()
    except (OSError, UnicodeDecodeError) as error:
        mensaje = f"No se puede leer el archivo «{archivo}» que nombra {de_archivo}."
        raise InvalidSettings(mensaje) from error
    if not secreto:
        mensaje = f"El archivo «{archivo}» que nombra {de_archivo} está vacío."
        raise InvalidSettings(mensaje)
    return secreto
