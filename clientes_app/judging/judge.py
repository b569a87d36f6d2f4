"""The rules of `domain`, applied to tables of text.

A column's rule is applied once to each distinct text, a rule over several columns once to each
distinct combination: a catalogue key or a blank is judged once and not a hundred thousand times.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pandas as pd

from clientes_app.domain import codigo_postal
from clientes_app.domain.campos import Lectura
from clientes_app.domain.cliente import LECTORES, DatosCliente
from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.cruces import CORREOS, CRUCES, Contexto, correos_juntos
from clientes_app.domain.problemas import Problema, aviso, error
from clientes_app.domain.rfc.structure import GENERICOS, receptor
from clientes_app.judging import findings
from clientes_app.judging.duplicates import SaidClients
from clientes_app.judging.findings import ALL_BEFORE, ALL_BEHIND, Finding
from clientes_app.readers.table import MalformedRow, TextRows

Key = TypeVar("Key", str, tuple[str, str], tuple[str | None, ...])

Found = list[tuple[int, Finding]]


@dataclass(frozen=True, slots=True)
class JudgedRows:
    """Rows that follow each other in a document, judged.

    `textos` are all rows of right structure as they were found; `clientes` those of them that may
    be stored, as they would be. Both have the twenty fields as columns and the lines as index. Of
    the clients on the lines `repetidas` an earlier row said the very same. `malformed` are the rows
    of wrong structure. `problemas` is the table of `judging.findings`, in the order of the lines.
    """

    textos: pd.DataFrame
    clientes: pd.DataFrame
    repetidas: frozenset[int]
    malformed: tuple[MalformedRow, ...]
    problemas: findings.Problemas

    def __len__(self) -> int:
        """How many rows there are, good and refused."""
        return len(self.textos) + len(self.malformed)

    @property
    def lineas(self) -> list[int]:
        """The lines on which the rows begin, in order."""
        return sorted([*self.textos.index.tolist(), *(fila.linea for fila in self.malformed)])

    @property
    def ultima_linea(self) -> int:
        """The line on which the last row begins, 0 when there is none."""
        return max(self.lineas, default=0)

    @property
    def con_aviso(self) -> int:
        """How many of the rows that may be stored have a notice."""
        return int(self.clientes.index.isin(self.problemas["linea"]).sum())

    @property
    def nuevos(self) -> pd.DataFrame:
        """The clients that no earlier row said."""
        return self.clientes.drop(index=list(self.repetidas)) if self.repetidas else self.clientes

    def between(self, first: int, last: int) -> "JudgedRows":
        """Return the rows on the lines from `first` to `last`, both included."""
        return JudgedRows(
            self.textos.loc[first:last],
            self.clientes.loc[first:last],
            frozenset(linea for linea in self.repetidas if first <= linea <= last),
            tuple(fila for fila in self.malformed if first <= fila.linea <= last),
            findings.between(self.problemas, first, last),
        )


def clientes_de(clientes: pd.DataFrame) -> dict[int, DatosCliente]:
    """Return the clients of a table by their lines."""
    filas = map(DatosCliente._make, clientes.itertuples(index=False, name=None))
    return dict(zip(clientes.index.tolist(), filas, strict=True))


class Judge:
    """Judges a document table by table, in its order, and remembers which clients it said."""

    def __init__(self, contexto: Contexto) -> None:
        self._contexto = contexto
        self._said = SaidClients()

    def judge(self, rows: TextRows) -> JudgedRows:
        """Judge the next rows."""
        textos = rows.textos
        columns = _Columns(textos)
        columns.read()
        columns.compare_addresses()
        columns.cross(self._contexto)
        # What the reader says of a row stands before what the rules say of it.
        found = [
            *((linea, Finding.of(dicho, place=ALL_BEFORE)) for linea, dicho in rows.avisos),
            *((fila.linea, Finding.of(fila.problema)) for fila in rows.malformed),
            *columns.found,
        ]
        clientes = columns.right()
        clientes, repetidas = self._without_conflicts(textos, clientes, found)
        return JudgedRows(textos, clientes, repetidas, rows.malformed, findings.table(found))

    def _without_conflicts(
        self, textos: pd.DataFrame, clientes: pd.DataFrame, found: Found
    ) -> tuple[pd.DataFrame, frozenset[int]]:
        """Refuse what says a client for the second time otherwise; say which rows say the same."""
        repeated = self._said.repeated(clientes)
        if not repeated:
            return clientes, frozenset()
        typed = textos["rfc"].to_dict()
        stored = clientes.loc[list(repeated), ["rfc", "nombre"]].itertuples(index=False, name=None)
        for (linea, first), quien in zip(repeated.items(), stored, strict=True):
            dicho = _repetido_igual if first.igual else _repetido_distinto
            problema = dicho(linea, first.linea, *quien, escrito=typed[linea])
            found.append((linea, Finding.of(problema, place=ALL_BEHIND)))
        equal = frozenset(linea for linea, first in repeated.items() if first.igual)
        return clientes.drop(index=list(repeated.keys() - equal)), equal


class _Columns:
    """The columns of a table on their way through the rules, as lists in the order of the rows.

    `typed` are the texts as they were found, `read` the values as they would be stored, `wrong`
    the places of those that are wrong by themselves, and `found` what is said, with its line.
    """

    def __init__(self, textos: pd.DataFrame) -> None:
        self.lineas: list[int] = textos.index.tolist()
        self.typed: dict[str, list[str]] = dict(
            zip(CAMPOS, textos.to_numpy().T.tolist(), strict=True)
        )
        self.stored = dict(self.typed)
        self.wrong: dict[str, set[int]] = {}
        self.found: Found = []
        self._textos = textos

    def read(self) -> None:
        """Read each column by itself, each distinct text of it once."""
        for campo, leer in LECTORES.items():
            texts = self.typed[campo]
            self._take(campo, texts, {text: leer(text) for text in set(texts)})
        campo = "codigo_postal_envio"
        pairs = list(zip(self.typed[campo], self.stored["pais"], strict=True))
        self._take(campo, pairs, {pair: codigo_postal.leer_envio(*pair) for pair in set(pairs)})

    def _take(self, campo: str, keys: Sequence[Key], readings: Mapping[Key, Lectura]) -> None:
        """Take over what was read of each row's key."""
        # A column of texts that are right as they stand stays as it is.
        if any(key != valor for key, (valor, _) in readings.items()):
            self.stored[campo] = [readings[key][0] for key in keys]
        said = {
            key: tuple(map(Finding.of, problemas))
            for key, (_, problemas) in readings.items()
            if problemas
        }
        self._say(keys, said)
        wrong = {key for key, dicho in said.items() if any(each.is_error for each in dicho)}
        self.wrong[campo] = {i for i, key in enumerate(keys) if key in wrong} if wrong else set()

    def _say(self, keys: Sequence[Key], said: Mapping[Key, tuple[Finding, ...]]) -> None:
        """Say of each row what is said of its key."""
        if said:
            self.found += [
                (linea, finding)
                for linea, key in zip(self.lineas, keys, strict=True)
                if key in said
                for finding in said[key]
            ]

    def compare_addresses(self) -> None:
        """Compare the addresses of the rows that have more than the first one, or lack it."""
        first, *others = (self.stored[campo] for campo in CORREOS)
        places = [
            place
            for place, (one, two, three) in enumerate(zip(first, *others, strict=True))
            if two or three or not one
        ]
        for campo in CORREOS if places else ():
            self.stored[campo] = list(self.stored[campo])
        for place in places:
            quedan, problemas = correos_juntos(
                [self.stored[campo][place] for campo in CORREOS],
                [place in self.wrong[campo] for campo in CORREOS],
            )
            self.found += [(self.lineas[place], Finding.of(each)) for each in problemas]
            for campo, valor in zip(CORREOS, quedan, strict=True):
                self.stored[campo][place] = valor

    def cross(self, contexto: Contexto) -> None:
        """Judge the columns against each other, each distinct combination once."""
        recipients = list(map(receptor, self._or_none("rfc")))
        there = frozenset(recipients)
        for cruce in CRUCES:
            if cruce.receptores.isdisjoint(there):
                continue
            leidos = [self._or_none(campo) for campo in cruce.leidos]
            escritos = [self.typed[campo] for campo in cruce.escritos]
            combinations = list(zip(*leidos, *escritos, recipients, strict=True))
            said = {
                each: tuple(map(Finding.of, problemas))
                for each in set(combinations)
                if (problemas := cruce.juzgar(*each, contexto))
            }
            self._say(combinations, said)

    def _or_none(self, campo: str) -> Sequence[str | None]:
        """Return the values of a column, None where one is wrong by itself."""
        values: list[str | None] = list(self.stored[campo])
        for place in self.wrong[campo]:
            values[place] = None
        return values

    def right(self) -> pd.DataFrame:
        """Return the rows about which no error was found, as they would be stored."""
        changed = {c: self.stored[c] for c in CAMPOS if self.stored[c] is not self.typed[c]}
        clientes = self._textos.assign(
            **{campo: np.array(valores, dtype=object) for campo, valores in changed.items()}
        )
        refused = {linea for linea, finding in self.found if finding.is_error}
        return clientes[~clientes.index.isin(refused)] if refused else clientes


def _repetido_igual(linea: int, primera: int, rfc: str, nombre: str, *, escrito: str) -> Problema:
    return aviso(
        "rfc",
        "repetido_igual",
        f"«{nombre}» ({rfc}) ya está en la línea {primera} con los mismos datos: la línea {linea} "
        "se pasa por alto.",
        valor=escrito,
    )


def _repetido_distinto(
    _linea: int, primera: int, rfc: str, nombre: str, *, escrito: str
) -> Problema:
    del_nombre = " A los de un RFC genérico los distingue el nombre, sin contar los acentos."
    return error(
        "rfc",
        "repetido_distinto",
        f"«{nombre}» ({rfc}) ya está en la línea {primera} con otros datos.",
        valor=escrito,
        sugerencia=f"Deje una sola línea para este cliente: compare con la {primera}."
        + del_nombre * (rfc in GENERICOS),
    )
