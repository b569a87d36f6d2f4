"""Why a file is not loaded: one object with code, sentence, line and both headers."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from clientes_app.domain.texto import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Motivo:
    """The reason for which a whole file is refused.

    `codigo` is stable and in ASCII; `mensaje` is a Spanish text that says how to mend it.
    `linea` is the physical line meant, if there is one. When the header is at fault,
    `esperado` and `encontrado` hold both headers, to be set side by side, and `diferencias`
    one sentence for each thing to change.
    """

    codigo: str
    mensaje: str
    linea: int | None = None
    esperado: tuple[str, ...] = ()
    encontrado: tuple[str, ...] = ()
    diferencias: tuple[str, ...] = ()

    def como_dict(self) -> dict[str, Any]:
        """Everything as JSON can hold it."""
        return asdict(self)


class NoCargableError(Exception):
    """The file cannot be loaded; `motivo` says why."""

    def __init__(self, motivo: Motivo) -> None:
        self.motivo = replace(
            motivo,
            mensaje=visible(motivo.mensaje),
            encontrado=tuple(map(visible, motivo.encontrado)),
            diferencias=tuple(map(visible, motivo.diferencias)),
        )
        super().__init__(self.motivo.mensaje)


def no_cargable(*, codigo: str, mensaje: str, linea: int | None = None) -> NoCargableError:
    """Shorthand for a refusal that needs no header."""
    return NoCargableError(Motivo(codigo=codigo, mensaje=mensaje, linea=linea))
