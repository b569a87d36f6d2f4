"""Settings, read once from the environment into a frozen dataclass."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

_ESTA_MAQUINA = {"127.0.0.1", "::1", "0.0.0.0", "::"}  # noqa: S104 - compared, not listened on


class InvalidSettings(Exception):
    """A `CLIENTES_*` variable holds something that cannot be used; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one installation, named as their variables without `CLIENTES_`.

    `datos` is the data folder, `database_url` the database (SQLite inside `datos` by default),
    `redis_url` the Redis of a cluster ("" for none), `host` and `puerto` where the web process
    listens, `url` how browsers reach it from elsewhere ("" when nobody said, no slash at the end),
    `max_archivo_mb` the greatest upload in megabytes, `retencion_dias` how many days uploaded files
    are kept, `worker_pausa_ms` every how many milliseconds the worker looks for lost work (what
    else it waits for is in proportion).
    """

    datos: Path
    database_url: str
    redis_url: str
    host: str
    puerto: int
    url: str
    max_archivo_mb: int
    retencion_dias: int
    worker_pausa_ms: int

    def direccion(self, *, host: str = "", puerto: int = 0) -> str:
        """Return the address to open: `url`, else that of this machine, where it is served.

        `host` and `puerto` say where that is, if not where the settings do.
        """
        host, puerto = host or self.host, puerto or self.puerto
        visible = "localhost" if host in _ESTA_MAQUINA else host
        return self.url or f"http://{f'[{visible}]' if ':' in visible else visible}:{puerto}"


def read_settings(entorno: Mapping[str, str]) -> Settings:
    """Build the settings from the variables given.

    Raises InvalidSettings when a number is none or out of its range, or an address is none.
    """
    datos = Path(entorno.get("CLIENTES_DATOS") or "datos").expanduser().resolve()
    return Settings(
        datos=datos,
        database_url=entorno.get("CLIENTES_DATABASE_URL") or f"sqlite:///{datos}/clientes.sqlite3",
        redis_url=entorno.get("CLIENTES_REDIS_URL") or "",
        host=entorno.get("CLIENTES_HOST") or "127.0.0.1",
        puerto=_entero(entorno, "CLIENTES_PUERTO", 3000, maximo=65535),
        url=_url(entorno.get("CLIENTES_URL") or ""),
        max_archivo_mb=_entero(entorno, "CLIENTES_MAX_ARCHIVO_MB", 200, maximo=10_000),
        retencion_dias=_entero(entorno, "CLIENTES_RETENCION_DIAS", 90, maximo=36_500),
        worker_pausa_ms=_entero(entorno, "CLIENTES_WORKER_PAUSA_MS", 2_000, maximo=60_000),
    )


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


def _url(escrita: str) -> str:
    texto = escrita.strip().rstrip("/")
    try:
        partes = urlsplit(texto)
    except ValueError:
        partes = urlsplit("")
    es_direccion = partes.scheme in {"http", "https"} and partes.hostname and not partes.query
    if texto and not es_direccion:
        mensaje = (
            "CLIENTES_URL debe ser una dirección completa, como https://clientes.example.com; "
            f"dice «{texto}»."
        )
        raise InvalidSettings(mensaje)
    return texto
