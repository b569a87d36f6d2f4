"""By what the list of clients is narrowed down, and how that stands in an address. Pure.

Page, download and whatever else takes an address read it here, so that they cannot disagree. What
an address says wrongly is as if it had not been said.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final, cast

from clientes_app.domain.catalogos import REGIMENES, USOS, estados
from clientes_app.domain.etiquetas import MAXIMAS
from clientes_app.domain.observaciones import OBSERVACIONES
from clientes_app.domain.revision_sat import REVISIONES

PERSONAS: Final = {
    "moral": "Moral",
    "fisica": "Física",
    "generico": "Con RFC genérico",
}
"""What `persona` may be, in words; who is behind a generic RFC nobody can tell."""

CUALQUIERA: Final = "cualquiera"
AVISOS: Final = {CUALQUIERA: "De cualquier clase"} | {
    cada.codigo: cada.nombre for cada in OBSERVACIONES
}
"""What `avisos` may be, in words: a kind of trouble, or any of them."""

_SI = "si"
_ID_MAXIMO: Final = 2**63 - 1
_NOMBRES_MAXIMOS = 20
_LARGO_MAXIMO = 200


@dataclass(frozen=True, slots=True)
class Filtros:
    """What a client must be to be shown: all of what is said, of each the one or the other.

    `estado` are keys of c_Estado, by postal code; `avisos` kinds of trouble (AVISOS); `sat` what
    the SAT says (`domain.revision_sat.REVISIONES`); `desde` the first day on which it may
    have been changed last; `por` the names of people who changed it by hand (since `desde`, if that
    is said); `carga` the process that added or changed it; `etiqueta` the numbers of etiquetas.
    """

    persona: tuple[str, ...] = ()
    regimen: tuple[str, ...] = ()
    uso: tuple[str, ...] = ()
    estado: tuple[str, ...] = ()
    avisos: tuple[str, ...] = ()
    sat: tuple[str, ...] = ()
    envio: bool = False
    desde: date | None = None
    por: tuple[str, ...] = ()
    carga: int | None = None
    etiqueta: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is asked at all."""
        return self != NINGUNO

    def sin(self, nombre: str) -> "Filtros":
        """Return all of them but one."""
        ninguno: Any = getattr(NINGUNO, nombre)
        return replace(self, **{nombre: ninguno})


NINGUNO: Final = Filtros()
NOMBRES: Final = tuple(campo.name for campo in fields(Filtros))
"""The names of the filters, as addresses have them."""


def leer(parametros: Mapping[str, str]) -> Filtros:
    """Read what an address says."""
    return Filtros(
        persona=_claves(parametros, "persona", PERSONAS),
        regimen=_claves(parametros, "regimen", REGIMENES),
        uso=_claves(parametros, "uso", USOS),
        estado=_claves(parametros, "estado", estados()),
        avisos=_claves(parametros, "avisos", AVISOS),
        sat=_claves(parametros, "sat", REVISIONES),
        envio=parametros.get("envio") == _SI,
        desde=_dia(parametros.get("desde", "")),
        por=_nombres(parametros.get("por", "")),
        carga=_numero(parametros.get("carga", "")),
        etiqueta=_numeros(parametros.get("etiqueta", "")),
    )


def escribir(filtros: Filtros) -> dict[str, str]:
    """Return what an address says of filters, without those that are not used."""
    dichos = {nombre: _escrito(getattr(filtros, nombre)) for nombre in NOMBRES}
    return {nombre: dicho for nombre, dicho in dichos.items() if dicho}


def escribir_claves(claves: Iterable[str]) -> str:
    """Return several choices as an address says them; a comma inside of one is said by two."""
    return ",".join(clave.replace(",", ",,") for clave in claves)


def _escrito(valor: object) -> str:
    if isinstance(valor, tuple):
        return escribir_claves(cast("tuple[str, ...]", valor))
    if isinstance(valor, date):
        return valor.isoformat()
    return _SI if valor is True else str(valor or "")


def _claves(parametros: Mapping[str, str], nombre: str, posibles: Iterable[str]) -> tuple[str, ...]:
    dichas = set(parametros.get(nombre, "").split(","))
    return tuple(clave for clave in posibles if clave in dichas)


def _nombres(dicho: str) -> tuple[str, ...]:
    partes = dicho[: _NOMBRES_MAXIMOS * _LARGO_MAXIMO].replace(",,", "\0").split(",")
    nombres = (parte.replace("\0", ",").strip() for parte in partes)
    return tuple(sorted({nombre for nombre in nombres if nombre}))[:_NOMBRES_MAXIMOS]


def _dia(dicho: str) -> date | None:
    try:
        return date.fromisoformat(dicho)
    except ValueError:
        return None


def _numeros(dicho: str) -> tuple[str, ...]:
    numeros = map(_numero, dicho[: MAXIMAS * _LARGO_MAXIMO].split(",")[:MAXIMAS])
    return tuple(str(numero) for numero in sorted({n for n in numeros if n is not None}))


def _numero(dicho: str) -> int | None:
    if not (dicho.isascii() and dicho.isdecimal() and len(dicho) <= len(str(_ID_MAXIMO))):
        return None
    numero = int(dicho)
    return numero if 1 <= numero <= _ID_MAXIMO else None
