"""The one table that every kind of document gives: twenty columns of text, and their lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd

from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.problemas import Problema


class MalformedRow(NamedTuple):
    """A row that has not the twenty values: where it begins, what was found, and what is wrong."""

    linea: int
    valores: tuple[str, ...]
    problema: Problema


SUPUESTO = "rfc_propio_supuesto"
"""The code of the notice that somebody was taken for the account."""


class DichoDelDocumento(NamedTuple):
    """What a document says as a whole, known once it was read to its end.

    `emisores` are who issued its invoices, the one of most of them first, when the account does not
    say which of them it is. `supuesto` is the one that was taken for it, whose row (line, twenty
    values, place) is `apartada` if it has one: nobody is his own client. `sin_leer` says which
    files were passed over, and what to do with them.
    """

    emisores: tuple[str, ...] = ()
    supuesto: str = ""
    apartada: tuple[int, Sequence[str], str] | None = None
    sin_leer: str = ""


NADA_MAS = DichoDelDocumento()
"""What a document says as a whole whose rows say everything."""


@dataclass(frozen=True, slots=True)
class TextRows:
    """Rows that follow each other in a document.

    `textos` has the twenty fields as columns in the order of the template, texts as they were
    found ("" for a blank), and as index the physical line on which each row begins. The rows of
    wrong structure stand apart in `malformed`. Both are in the order of the document. `avisos` are
    what the reader itself has to say of rows: line and notice. `lugares` says, by its line, where a
    row stands for whoever knows the document: the file in a zip; nothing where the line says it.
    """

    textos: pd.DataFrame
    malformed: tuple[MalformedRow, ...] = ()
    avisos: tuple[tuple[int, Problema], ...] = ()
    lugares: Mapping[int, str] = field(default_factory=dict[int, str])


def text_rows(
    lineas: Sequence[int],
    valores: Sequence[Sequence[str]],
    malformed: Sequence[MalformedRow] = (),
    avisos: Sequence[tuple[int, Problema]] = (),
    lugares: Mapping[int, str] | None = None,
) -> TextRows:
    """Make the table of rows of twenty values each, which begin on these lines."""
    # As objects the texts stay what they are: nothing is inferred, and nothing becomes NaN.
    textos = pd.DataFrame(list(valores), columns=list(CAMPOS), dtype=object)
    textos.index = pd.Index(np.array(lineas, dtype=np.int64), name="linea")
    return TextRows(textos, tuple(malformed), tuple(avisos), dict(lugares or {}))
