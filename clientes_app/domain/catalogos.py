"""The SAT's catalogues for the recipient: régimen, uso, postal codes, countries.

The tables in `data/` come from the SAT's catCFDI file (see data/ORIGEN.json) and are read once,
at the first question.
"""

import csv
import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from clientes_app.domain.rfc.structure import GENERICOS, Persona
from clientes_app.domain.texto import clave_busqueda

REGIMEN_GENERICO = "616"
USO_GENERICO = "S01"
USOS_NO_OFRECIDOS = frozenset({"CP01", "CN01"})

_RE_ARTICULO = re.compile(r"\((?:LOS|LAS|EL|LA)\)")
_RE_NO_LETRAS = re.compile("[^A-Z]+")
_OTROS_NOMBRES = {
    "US": "USA", "EE UU": "USA", "EEUU": "USA", "EUA": "USA", "E U A": "USA",
    "UNITED STATES": "USA", "ESTADOS UNIDOS DE AMERICA": "USA", "CA": "CAN", "CANADA": "CAN",
    "ES": "ESP", "DE": "DEU", "FR": "FRA", "GB": "GBR", "UK": "GBR", "IT": "ITA", "NL": "NLD",
    "CH": "CHE", "PT": "PRT", "BE": "BEL", "IE": "IRL", "CN": "CHN", "JP": "JPN", "KR": "KOR",
    "COREA DEL SUR": "KOR", "IN": "IND", "AU": "AUS", "BR": "BRA", "AR": "ARG", "CL": "CHL",
    "CO": "COL", "PE": "PER", "GT": "GTM", "CR": "CRI", "PA": "PAN", "SV": "SLV", "HN": "HND",
    "NI": "NIC", "CU": "CUB", "DO": "DOM", "EC": "ECU", "UY": "URY", "VE": "VEN",
    "VENEZUELA": "VEN", "BO": "BOL", "BOLIVIA": "BOL", "PY": "PRY", "MX": "MEX", "RUSIA": "RUS",
    "TAIWAN": "TWN", "PR": "PRI", "VN": "VNM", "VIETNAM": "VNM", "HK": "HKG", "SE": "SWE",
    "NO": "NOR", "DK": "DNK", "FI": "FIN", "AT": "AUT", "PL": "POL", "TW": "TWN", "SG": "SGP",
    "UNITED STATES OF AMERICA": "USA", "GRAN BRETANA": "GBR", "INGLATERRA": "GBR",
    "GREAT BRITAIN": "GBR", "UNITED KINGDOM": "GBR", "ENGLAND": "GBR", "HOLANDA": "NLD",
    "NETHERLANDS": "NLD", "GERMANY": "DEU", "SPAIN": "ESP", "FRANCE": "FRA", "ITALY": "ITA",
    "JAPAN": "JPN", "BRAZIL": "BRA", "SWITZERLAND": "CHE", "BELGIUM": "BEL", "IRELAND": "IRL",
    "SOUTH KOREA": "KOR", "SWEDEN": "SWE", "REPUBLICA DE COREA": "KOR",
}  # fmt: skip
"""What people write for the countries that Mexican businesses invoice most."""


@dataclass(frozen=True, slots=True)
class Regimen:
    """A key of c_RegimenFiscal: whom it is for, and from when until when (None: still)."""

    clave: str
    descripcion: str
    fisica: bool
    moral: bool
    desde: date
    hasta: date | None

    def vigente(self, hoy: date) -> bool:
        """Whether the key may be used on that day."""
        return self.desde <= hoy and (self.hasta is None or hoy <= self.hasta)

    def para(self, persona: Persona) -> bool:
        """Whether a person of that kind may have it."""
        return self.fisica if persona == "fisica" else self.moral


@dataclass(frozen=True, slots=True)
class Uso:
    """A key of c_UsoCFDI: whom it is for, under which régimenes, and when."""

    clave: str
    descripcion: str
    fisica: bool
    moral: bool
    desde: date
    hasta: date | None
    regimenes: frozenset[str]

    def vigente(self, hoy: date) -> bool:
        """Whether the key may be used on that day."""
        return self.desde <= hoy and (self.hasta is None or hoy <= self.hasta)

    def para(self, persona: Persona, regimen: str) -> bool:
        """Whether a person of that kind under that régimen may use it."""
        return (self.fisica if persona == "fisica" else self.moral) and regimen in self.regimenes


def _tabla(nombre: str) -> list[dict[str, str]]:
    texto = files("clientes_app.domain").joinpath("data", nombre).read_text(encoding="utf-8")
    return list(csv.DictReader(texto.splitlines()))


def _hasta(texto: str) -> date | None:
    return date.fromisoformat(texto) if texto else None


REGIMENES: dict[str, Regimen] = {
    fila["codigo"]: Regimen(
        clave=fila["codigo"],
        descripcion=fila["descripcion"],
        fisica=fila["fisica"] == "1",
        moral=fila["moral"] == "1",
        desde=date.fromisoformat(fila["vigencia_desde"]),
        hasta=_hasta(fila["vigencia_hasta"]),
    )
    for fila in _tabla("regimen.csv")
}

USOS: dict[str, Uso] = {
    fila["codigo"]: Uso(
        clave=fila["codigo"],
        descripcion=fila["descripcion"],
        fisica=fila["fisica"] == "1",
        moral=fila["moral"] == "1",
        desde=date.fromisoformat(fila["vigencia_desde"]),
        hasta=_hasta(fila["vigencia_hasta"]),
        regimenes=frozenset(fila["regimenes"].split()),
    )
    for fila in _tabla("uso.csv")
}


def regimenes_para(
    persona: Persona, rfc: str = "", *, hoy: date | None = None
) -> tuple[Regimen, ...]:
    """Return the régimenes a drop-down offers: only 616 for the generic RFCs (CFDI40159)."""
    if rfc in GENERICOS:
        return (REGIMENES[REGIMEN_GENERICO],)
    return tuple(
        regimen
        for regimen in REGIMENES.values()
        if regimen.para(persona) and (hoy is None or regimen.vigente(hoy))
    )


def usos_para(
    persona: Persona, regimen: str, rfc: str = "", *, hoy: date | None = None
) -> tuple[Uso, ...]:
    """Return the usos a drop-down offers: never CP01 nor CN01, only S01 for the generic RFCs."""
    if rfc in GENERICOS:
        return (USOS[USO_GENERICO],)
    return tuple(
        uso
        for uso in USOS.values()
        if uso.clave not in USOS_NO_OFRECIDOS
        and uso.para(persona, regimen)
        and (hoy is None or uso.vigente(hoy))
    )


@cache
def _rangos() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    filas = _tabla("cp_rangos.csv")
    return (
        tuple(fila["desde"] for fila in filas),
        tuple(fila["hasta"] for fila in filas),
        tuple(fila["estado"] for fila in filas),
    )


def estado_de_cp(cp: str) -> str | None:
    """Return the key of the state of a postal code of c_CodigoPostal; None if there is none."""
    desde, hasta, estados = _rangos()
    lugar = bisect_right(desde, cp) - 1
    if lugar < 0 or len(cp) != 5 or not (cp.isascii() and cp.isdecimal()) or cp > hasta[lugar]:  # noqa: PLR2004
        return None
    return estados[lugar]


def rangos_de_estado(clave: str) -> tuple[tuple[str, str], ...]:
    """Return the first and the last postal code of each range that a state has."""
    filas = zip(*_rangos(), strict=True)
    return tuple((desde, hasta) for desde, hasta, estado in filas if estado == clave)


def estado_mas_cercano(cp: str) -> str:
    """Return the key of the state whose range lies nearest to five digits outside all ranges."""
    desde, hasta, estados = _rangos()
    numero = int(cp)
    distancias = [
        max(int(inicio) - numero, numero - int(fin), 0)
        for inicio, fin in zip(desde, hasta, strict=True)
    ]
    return estados[distancias.index(min(distancias))]


def nombre_estado(clave: str) -> str:
    """Return the name of a state («CMX» is «Ciudad de México»)."""
    return estados()[clave]


@cache
def estados() -> dict[str, str]:
    """Return c_Estado: the key of a Mexican state to its name."""
    return {fila["codigo"]: fila["descripcion"] for fila in _tabla("estado.csv")}


@cache
def paises() -> dict[str, str]:
    """Return c_Pais: the three-letter key (ISO 3166-1) to the country's name."""
    return {fila["codigo"]: fila["descripcion"] for fila in _tabla("pais.csv")}


@cache
def formatos_de_registro() -> dict[str, str]:
    """Return the countries whose tax number follows a pattern, with it (CFDI40156)."""
    return {
        fila["codigo"]: fila["formato_registro"]
        for fila in _tabla("pais.csv")
        if fila["formato_registro"]
    }


def clave_de_pais(dicho: str) -> str | None:
    """Return the key of a country, or None.

    It may be given as key, usual two-letter key, name, or as key and name («USA - Estados Unidos»,
    «Estados Unidos (USA)»).
    """
    por_nombre, plegado = _paises_por_nombre(), _plegar_pais(dicho)
    hallada = por_nombre.get(plegado) or por_nombre.get(plegado.replace(" ", ""))
    primera, _, demas = plegado.partition(" ")
    antes, _, ultima = plegado.rpartition(" ")
    for clave, nombre in ((primera, demas), (ultima, antes)):
        if hallada is None and nombre and por_nombre.get(clave) == por_nombre.get(nombre):
            hallada = por_nombre.get(clave)
    return hallada


def pais_parecido(dicho: str) -> str | None:
    """Return the key of the country whose name was probably misspelt, or None."""
    halladas = get_close_matches(_plegar_pais(dicho[:80]), _paises_por_nombre(), n=1, cutoff=0.85)
    return _paises_por_nombre()[halladas[0]] if halladas else None


@cache
def _paises_por_nombre() -> dict[str, str]:
    claves = {_plegar_pais(nombre): clave for clave, nombre in paises().items()}
    claves |= {clave: clave for clave in paises()}
    return claves | _OTROS_NOMBRES


def _plegar_pais(nombre: str) -> str:
    """Fold a name: no accents, case, article in brackets nor punctuation."""
    sin_articulo = _RE_ARTICULO.sub("", clave_busqueda(nombre))
    return " ".join(_RE_NO_LETRAS.sub(" ", sin_articulo).split())
