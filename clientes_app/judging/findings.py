"""The table of problems: what was found in the rows of a document, one line a finding."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from clientes_app.domain.columnas import CAMPOS, COLUMNAS
from clientes_app.domain.problemas import Gravedad, Problema
from clientes_app.domain.texto import visible

Problemas = pd.DataFrame
"""A table of findings with the columns COLUMNS, in the order of the document."""

COLUMNS = ("linea", "columna", "valor", "gravedad", "codigo", "mensaje", "sugerencia", "sat")
"""The columns of the table. `columna` is the label, None when the whole row is meant."""

ALL_BEFORE, ALL_BEHIND = -1, len(CAMPOS)
"""Places of what stands before and behind the findings of a row about its columns."""

_SHOWN = 60
_LABELS: Mapping[str | None, str | None] = {
    None: None,
    **{columna.campo: columna.etiqueta for columna in COLUMNAS},
}
_PLACES = {campo: place for place, campo in enumerate(CAMPOS)}


class Finding(NamedTuple):
    """A finding about some text, wherever in a document it stands.

    `place` sorts the findings of one row: by the columns of the template.
    """

    place: int
    columna: str | None
    valor: str
    gravedad: str
    codigo: str
    mensaje: str
    sugerencia: str
    sat: str

    @classmethod
    def of(cls, problema: Problema, *, place: int | None = None) -> "Finding":
        """Turn what the rules say into what is shown: no control characters, labels, text."""
        campo = problema.campo
        return cls(
            (ALL_BEFORE if campo is None else _PLACES[campo]) if place is None else place,
            _LABELS[campo],
            visible(problema.valor),
            problema.gravedad.value,
            problema.codigo,
            visible(problema.mensaje),
            visible(problema.sugerencia),
            problema.sat,
        )

    @property
    def is_error(self) -> bool:
        """Whether this finding refuses the row."""
        return self.gravedad == Gravedad.ERROR


def table(found: Iterable[tuple[int, Finding]]) -> Problemas:
    """Make the table of findings and their lines, in the order of the document."""
    # Sorted before it is a table: of few findings, as most tables have, that takes no time.
    ordered = sorted(found, key=lambda each: (each[0], each[1].place))
    frame = pd.DataFrame(
        [(linea, *finding[1:]) for linea, finding in ordered], columns=list(COLUMNS), dtype=object
    )
    return frame.astype({"linea": "int64"})


def none() -> Problemas:
    """Return the table of no findings."""
    return table([])


def joined(tables: Sequence[Problemas]) -> Problemas:
    """Make one table of several; about one line, the findings of earlier tables come first."""
    filled = [each for each in tables if len(each)]
    if len(filled) < len("ab"):
        return filled[0] if filled else none()
    return pd.concat(filled).sort_values("linea", kind="stable", ignore_index=True)


def how_many_rows(problemas: Problemas, codigos: Collection[str]) -> int:
    """Return how many rows have a finding of one of these codes."""
    return int(problemas["linea"][problemas["codigo"].isin(list(codigos))].nunique())


def between(problemas: Problemas, first: int, last: int) -> Problemas:
    """Return the findings about the lines from `first` to `last`, both included."""
    return problemas[problemas["linea"].between(first, last)]


def of_lines(problemas: Problemas, lineas: Iterable[int]) -> Problemas:
    """Return the findings about some lines."""
    return problemas[problemas["linea"].isin(list(lineas))]


def errors(problemas: Problemas) -> Problemas:
    """Return the findings that refuse their row."""
    return problemas[problemas["gravedad"] == Gravedad.ERROR.value]


def as_rows(problemas: Problemas) -> list[tuple[Any, ...]]:
    """Return each finding as a tuple in the order of COLUMNS."""
    return list(problemas.itertuples(index=False, name=None))


def counts(problemas: Problemas) -> Iterator[tuple[str, str, str, int]]:
    """Yield weight, column ("" when the whole row is meant), kind, and how many there are of it.

    Errors come before notices, and of each the most frequent first.
    """
    by = ["gravedad", "columna", "codigo"]
    counted = problemas[by].fillna({"columna": ""}).groupby(by).size()
    ordered = counted.reset_index(name="cuantos").sort_values(
        ["gravedad", "cuantos", "columna", "codigo"], ascending=[False, False, True, True]
    )
    yield from ordered.itertuples(index=False, name=None)


def worst(problemas: Problemas, how_many: int) -> Iterator[tuple[int, str, str]]:
    """Yield line, weight and sentence of the first findings: errors first, lest nobody see them."""
    errors_first = problemas.sort_values("gravedad", ascending=False, kind="stable").head(how_many)
    lineas, weights = errors_first["linea"].tolist(), errors_first["gravedad"].tolist()
    yield from zip(lineas, weights, sentences(errors_first), strict=True)


def sentences(problemas: Problemas) -> list[str]:
    """Return each finding in one sentence: column, value, reason, remedy, and the SAT's code."""
    parts = [problemas[name] for name in ("columna", "valor", "mensaje", "sugerencia", "sat")]
    return list(map(_sentence, *parts))


def _sentence(columna: str | None, valor: str, mensaje: str, sugerencia: str, sat: str) -> str:
    seen = f" «{valor[:_SHOWN]}{'…' if len(valor) > _SHOWN else ''}»" if valor else ""
    remedy = f" {sugerencia}" if sugerencia else ""
    code = f" ({sat})" if sat else ""
    return f"{columna or 'Toda la línea'}{seen}: {mensaje}{remedy}{code}"


def errores(problemas: Problemas) -> Iterator[tuple[int, str]]:
    """Yield line and what «Errores» says about it, on one line, for each refused row.

    A value that is quoted may hold line ends: with a whole row behind one of them the cell would
    look like rows that an unclosed quote swallowed.
    """
    refusing = errors(problemas)
    by_line: dict[int, list[str]] = {}
    for linea, said in zip(refusing["linea"].tolist(), sentences(refusing), strict=True):
        by_line.setdefault(linea, []).append(said)
    for linea, all_said in by_line.items():
        yield linea, " ".join(f"Línea {linea}: {' '.join(all_said)}".splitlines())
