"""The rules of `domain`, applied to tables of text.

A column's rule is applied once to each distinct text, a rule over several columns once to each
distinct combination: a catalogue key or a blank is judged once and not a hundred thousand times.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pandas as pd

from clientes_app.domain import codigo_postal
from clientes_app.domain.acciones import Accion, arreglar_nombre
from clientes_app.domain.campos import OBLIGATORIO, Lectura
from clientes_app.domain.claves import CLAVES, ofrecida_a
from clientes_app.domain.cliente import LECTORES, DatosCliente
from clientes_app.domain.columnas import CAMPOS, POR_CAMPO
from clientes_app.domain.cruces import CORREOS, CRUCES, Contexto, correos_juntos
from clientes_app.domain.observaciones import bit_de
from clientes_app.domain.problemas import Problema, aviso, error
from clientes_app.domain.rfc.structure import GENERICOS, Receptor, receptor
from clientes_app.judging import findings
from clientes_app.judging.duplicates import SaidClients
from clientes_app.judging.findings import ALL_BEFORE, ALL_BEHIND, Finding
from clientes_app.readers.table import MalformedRow, TextRows

NameKey = tuple[str | None, str, Receptor]
"""A name as it was read (None: it is wrong) and as it was found, and whose RFC stands beside it."""

OfferedKey = tuple[str, Receptor]
"""A régimen or a uso as it was found, and whose RFC stands beside it."""

Key = TypeVar("Key", str, tuple[str, str], OfferedKey, NameKey, tuple[str | None, ...])

Found = list[tuple[int, Finding]]


@dataclass(frozen=True, slots=True)
class JudgedRows:
    """Rows that follow each other in a document, judged.

    `textos` are all rows of right structure as they were found; `clientes` those of them that may
    be stored, as they would be. Both have the twenty fields as columns and the lines as index. What
    stands on the lines `dichas` an earlier row said the very same. `malformed` are the rows of
    wrong structure. `problemas` is the table of `judging.findings`, in the order of the lines.
    `observaciones` are the kinds of trouble of the clients that have any (`domain.observaciones`),
    by their lines. `incompletas` are, of a document that says only some columns, the clients that
    lack nothing but what it does not say; they are refused unless `completing` finds the rest.
    `lugares` are those of `TextRows`.
    """

    textos: pd.DataFrame
    clientes: pd.DataFrame
    dichas: frozenset[int]
    malformed: tuple[MalformedRow, ...]
    problemas: findings.Problemas
    observaciones: Mapping[int, int]
    incompletas: pd.DataFrame
    lugares: Mapping[int, str]

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
    def repetidas(self) -> frozenset[int]:
        """The lines of the clients of whom an earlier row said the very same."""
        return self.dichas.intersection(self.clientes.index) if self.dichas else self.dichas

    @property
    def nuevos(self) -> pd.DataFrame:
        """The clients that no earlier row said."""
        repetidas = self.repetidas
        return self.clientes.drop(index=list(repetidas)) if repetidas else self.clientes

    def between(self, first: int, last: int) -> "JudgedRows":
        """Return the rows on the lines from `first` to `last`, both included."""
        return JudgedRows(
            self.textos.loc[first:last],
            self.clientes.loc[first:last],
            frozenset(linea for linea in self.dichas if first <= linea <= last),
            tuple(fila for fila in self.malformed if first <= fila.linea <= last),
            findings.between(self.problemas, first, last),
            self.observaciones,
            self.incompletas.loc[first:last],
            self.lugares,
        )


def clientes_de(clientes: pd.DataFrame) -> dict[int, DatosCliente]:
    """Return the clients of a table by their lines."""
    filas = map(DatosCliente._make, clientes.itertuples(index=False, name=None))
    return dict(zip(clientes.index.tolist(), filas, strict=True))


class Judge:
    """Judges a document table by table, in its order, and remembers which clients it said."""

    def __init__(
        self, contexto: Contexto, arreglos: Collection[Accion] = (), *, parcial: bool = False
    ) -> None:
        """Begin; `arreglos` are those of ARREGLOS_DE_ARCHIVO that every name is given.

        With `parcial` the document says only some columns of a client.
        """
        self._parcial = parcial
        self._contexto = contexto
        self._arreglos = arreglos
        self._said = SaidClients()

    def judge(self, rows: TextRows) -> JudgedRows:
        """Judge the next rows."""
        textos = rows.textos
        columns = _Columns(textos)
        columns.read()
        columns.mend(self._arreglos)
        columns.compare_addresses()
        columns.cross(self._contexto)
        # What the reader says of a row stands before what the rules say of it.
        found = [
            *((linea, Finding.of(dicho, place=ALL_BEFORE)) for linea, dicho in rows.avisos),
            *((fila.linea, Finding.of(fila.problema)) for fila in rows.malformed),
            *columns.found,
        ]
        lacking = columns.lacking() if self._parcial else frozenset[int]()
        clientes = columns.right(lacking)
        clientes, dichas = self._without_conflicts(textos, clientes, found)
        incompletas = clientes.iloc[:0]
        if lacking:
            is_lacking = clientes.index.isin(list(lacking))
            clientes, incompletas = clientes[~is_lacking], clientes[is_lacking]
        return JudgedRows(
            *(textos, clientes, dichas, rows.malformed),
            findings.table(found),
            _observaciones(found),
            incompletas,
            rows.lugares,
        )

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


def _offers(reading: Lectura) -> bool:
    return any(problema.arreglo is not None for problema in reading[1])


def _observaciones(found: Found) -> dict[int, int]:
    bits: dict[int, int] = {}
    for linea, finding in found:
        if bit := bit_de(finding.codigo):
            bits[linea] = bits.get(linea, 0) | bit
    return bits


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
            readings = {text: leer(text) for text in set(texts)}
            if campo in CLAVES and any(_offers(reading) for reading in readings.values()):
                self._take_offering(campo, readings)
            else:
                self._take(campo, texts, readings)
        campo = "codigo_postal_envio"
        pairs = list(zip(self.typed[campo], self.stored["pais"], strict=True))
        self._take(campo, pairs, {pair: codigo_postal.leer_envio(*pair) for pair in set(pairs)})

    def _take_offering(self, campo: str, readings: Mapping[str, Lectura]) -> None:
        """Take over a column of keys, of which some are offered to the RFC that stands beside."""
        keys: list[OfferedKey] = [
            (text, receptor(rfc))
            for text, rfc in zip(self.typed[campo], self._or_none("rfc"), strict=True)
        ]
        offered: dict[OfferedKey, Lectura] = {}
        for text, quien in set(keys):
            valor, problemas = readings[text]
            offered[text, quien] = valor, tuple(ofrecida_a(each, quien) for each in problemas)
        self._take(campo, keys, offered)

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

    def mend(self, arreglos: Collection[Accion]) -> None:
        """Mend all names as it was chosen, each distinct one once."""
        if not arreglos:
            return
        keys: list[NameKey] = [
            (leido, escrito, receptor(rfc))
            for leido, escrito, rfc in zip(
                self._or_none("nombre"), self.typed["nombre"], self._or_none("rfc"), strict=True
            )
        ]
        mended: dict[NameKey, Lectura] = {}
        for key in set(keys):
            leido, escrito, quien = key
            if leido is not None:
                reading = arreglar_nombre(leido, escrito, quien, arreglos)
                if reading[1]:
                    mended[key] = reading
        self.stored["nombre"] = [
            mended[key][0] if key in mended else valor
            for key, valor in zip(keys, self.stored["nombre"], strict=True)
        ]
        if Accion.QUITAR_ACENTOS in arreglos:
            lineas = {linea for linea, key in zip(self.lineas, keys, strict=True) if key in mended}
            self.found = [
                (linea, finding)
                for linea, finding in self.found
                if finding.codigo != "nombre_acentos" or linea not in lineas
            ]
        self._say(keys, {key: tuple(map(Finding.of, dicho)) for key, (_, dicho) in mended.items()})

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

    def lacking(self) -> frozenset[int]:
        """Return the lines that lack nothing but required values, and say whom they mean."""
        errors = [(linea, finding) for linea, finding in self.found if finding.is_error]
        wrong = {
            linea
            for linea, finding in errors
            if finding.codigo != OBLIGATORIO or finding.columna == POR_CAMPO["rfc"].etiqueta
        }
        return frozenset(linea for linea, _ in errors) - wrong

    def right(self, lacking: Collection[int] = ()) -> pd.DataFrame:
        """Return the rows about which no error was found, as they would be stored.

        With them come those of `lacking`.
        """
        changed = {c: self.stored[c] for c in CAMPOS if self.stored[c] is not self.typed[c]}
        clientes = self._textos.assign(
            **{campo: np.array(valores, dtype=object) for campo, valores in changed.items()}
        )
        refused = {linea for linea, finding in self.found if finding.is_error} - set(lacking)
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
