"""What is wrong, or merely remarkable, with a value."""

from enum import StrEnum
from typing import NamedTuple


class Gravedad(StrEnum):
    """How much a problem weighs: an error refuses the client, a notice does not."""

    ERROR = "error"
    AVISO = "aviso"


class Problema(NamedTuple):
    """One finding about one field (a tuple, since files make hundreds of thousands of them).

    `campo` is a field of `DatosCliente`, or None when the whole row is meant.
    `codigo` is stable and in ASCII; `mensaje` and `sugerencia` are Spanish sentences.
    `valor` is the value as it was found. `arreglo` is the value that one click would
    put into the field, labelled `accion`. `sat` is the code of the SAT's error matrix.
    """

    campo: str | None
    codigo: str
    gravedad: Gravedad
    mensaje: str
    valor: str = ""
    sugerencia: str = ""
    accion: str = ""
    arreglo: str | None = None
    sat: str = ""

    @property
    def es_error(self) -> bool:
        """Whether this finding refuses the client."""
        return self.gravedad is Gravedad.ERROR

    @property
    def frase(self) -> str:
        """What is wrong and how to mend it, as one text."""
        return f"{self.mensaje} {self.sugerencia}".strip()


def error(  # noqa: PLR0913 - every part of a finding may be said
    campo: str | None,
    codigo: str,
    mensaje: str,
    *,
    valor: str = "",
    sugerencia: str = "",
    accion: str = "",
    arreglo: str | None = None,
    sat: str = "",
) -> Problema:
    """Make a finding that refuses the client."""
    return Problema(campo, codigo, Gravedad.ERROR, mensaje, valor, sugerencia, accion, arreglo, sat)


def aviso(  # noqa: PLR0913 - every part of a finding may be said
    campo: str | None,
    codigo: str,
    mensaje: str,
    *,
    valor: str = "",
    sugerencia: str = "",
    accion: str = "",
    arreglo: str | None = None,
    sat: str = "",
) -> Problema:
    """Make a finding that is worth saying and refuses nothing."""
    return Problema(campo, codigo, Gravedad.AVISO, mensaje, valor, sugerencia, accion, arreglo, sat)
