"""The RFC, key of every taxpayer: text becomes a type at the door."""

from dataclasses import dataclass
from typing import Self

from clientes_app.domain.problemas import Problema
from clientes_app.domain.rfc import findings
from clientes_app.domain.rfc.structure import (
    GENERICO_EXTRANJERO,
    GENERICO_NACIONAL,
    GENERICOS,
    Persona,
    digito_verificador,
    normalizar,
    persona,
)

__all__ = [
    "GENERICOS",
    "GENERICO_EXTRANJERO",
    "GENERICO_NACIONAL",
    "Persona",
    "Rfc",
    "RfcInvalido",
    "digito_verificador",
    "normalizar",
    "persona",
]


class RfcInvalido(ValueError):
    """The text is no RFC; `problemas` says everything that is wrong with it."""

    def __init__(self, problemas: tuple[Problema, ...]) -> None:
        super().__init__(" ".join(problema.mensaje for problema in problemas))
        self.problemas = problemas


@dataclass(frozen=True, slots=True)
class Rfc:
    """An RFC that the SAT's schema and the calendar accept. Make it with `parse`."""

    valor: str

    @classmethod
    def parse(cls, texto: str) -> Self:
        """Read an RFC as typed: blanks, dashes and invisible characters do not matter.

        Raises RfcInvalido with everything that is wrong.
        """
        valor = normalizar(texto)
        problemas = findings.errores(valor, original=texto)
        if problemas:
            raise RfcInvalido(problemas)
        return cls(valor)

    @property
    def persona(self) -> Persona:
        """«moral» for twelve characters, «fisica» for thirteen (the generic ones included)."""
        return persona(self.valor)

    @property
    def avisos(self) -> tuple[Problema, ...]:
        """What is remarkable but allowed."""
        return findings.avisos(self.valor)

    def __str__(self) -> str:
        """Return the thirteen or twelve characters."""
        return self.valor
