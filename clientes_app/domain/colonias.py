"""Colonias, municipio and state by postal code, as the SAT's catalogues have them: a help, no rule.

`data/colonias.zip` has a text for each two digits that postal codes begin with (see
data/ORIGEN_COLONIAS.json): a question reads one of them, some kilobytes, and keeps nothing else.
"""

import zipfile
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from clientes_app.domain.catalogos import nombre_estado

_ARCHIVO = "colonias.zip"
_COMIENZO = 2
_TEXTOS_A_LA_MANO = 4


class Lugar(NamedTuple):
    """Where a postal code is: its municipio, the state's name, and its colonias by name."""

    municipio: str
    estado: str
    colonias: tuple[str, ...]


@lru_cache(maxsize=256)
def lugar_de_cp(cp: str) -> Lugar | None:
    """Return where a postal code is, None for one of which the SAT names no colonia."""
    for renglon in _texto(cp[:_COMIENZO]).splitlines():
        if renglon.startswith(f"{cp}|"):
            _, estado, municipio, *colonias = renglon.split("|")
            return Lugar(municipio, nombre_estado(estado), tuple(colonias))
    return None


@lru_cache(maxsize=_TEXTOS_A_LA_MANO)
def _texto(comienzo: str) -> str:
    ruta = files("clientes_app.domain") / "data" / _ARCHIVO
    with ruta.open("rb") as abierto, zipfile.ZipFile(abierto) as archivo:
        nombre = f"{comienzo}.txt"
        return archivo.read(nombre).decode() if nombre in archivo.namelist() else ""
