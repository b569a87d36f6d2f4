"""One thing that was looked at, and what was found."""

from dataclasses import dataclass
from enum import StrEnum


class Resultado(StrEnum):
    """BIEN; AVISO: it works today, and somebody should know; FALLA: it does not work."""

    BIEN = "bien"
    AVISO = "aviso"
    FALLA = "falla"


@dataclass(frozen=True, slots=True)
class Chequeo:
    """What was looked at, how it is, and a sentence that says so and how to mend it."""

    nombre: str
    resultado: Resultado
    frase: str


def bien(nombre: str, frase: str) -> Chequeo:
    """Return that something is as it should be."""
    return Chequeo(nombre, Resultado.BIEN, frase)


def aviso(nombre: str, frase: str) -> Chequeo:
    """Return that something works, but should be another way."""
    return Chequeo(nombre, Resultado.AVISO, frase)


def falla(nombre: str, frase: str) -> Chequeo:
    """Return that something does not work."""
    return Chequeo(nombre, Resultado.FALLA, frase)
