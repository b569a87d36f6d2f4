"""Some rows of a file on their way into the database: what is ready to be stored, and the rest."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter

from clientes_app.domain.cliente import identidad
from clientes_app.judging.rows import Fila, ProblemaDeFila
from clientes_app.storage.clientes.bulk import Copia, copias_de
from clientes_app.storage.clientes.derived import (
    Identidad,
    Renglon,
    datos_de,
    identidad_de,
    renglon,
)


@dataclass(frozen=True, slots=True)
class Tanda:
    """Rows that follow each other in the file, judged, in its order.

    `buenas` are, by line, those that may be stored and are the first to say their client, ready to
    be stored if nobody has it yet: nearly all of them. For the lines of theirs of which there is
    more to know `originales` holds the values as found, where they differ from what would be
    stored, and `avisos` the notices. `otras` are the refused and the repeated rows. `copias` are
    the good ones as PostgreSQL reads them, if somebody has written them so already.
    """

    buenas: dict[int, Renglon]
    originales: Mapping[int, tuple[str, ...]]
    avisos: Mapping[int, tuple[ProblemaDeFila, ...]]
    otras: Sequence[Fila]
    copias: Mapping[int, Copia] = field(default_factory=dict[int, Copia])

    @classmethod
    def de(cls, filas: Iterable[Fila]) -> "Tanda":
        """Make it of judged rows."""
        buenas: dict[int, Renglon] = {}
        originales: dict[int, tuple[str, ...]] = {}
        avisos: dict[int, tuple[ProblemaDeFila, ...]] = {}
        otras: list[Fila] = []
        for fila in filas:
            linea, valores, datos, problemas, repetida = fila
            if datos is None or repetida:
                otras.append(fila)
                continue
            buenas[linea] = renglon(datos)
            if valores is not datos:
                originales[linea] = valores
            if problemas:
                avisos[linea] = problemas
        return cls(buenas, originales, avisos, otras)

    def con_copias(self) -> "Tanda":
        """Return it with its good rows as PostgreSQL reads them."""
        copias = zip(self.buenas, copias_de(self.buenas.values()), strict=True)
        return replace(self, copias=dict(copias))

    @property
    def ultima_linea(self) -> int:
        """The line on which the last row begins, 0 when there is none."""
        buena = next(reversed(self.buenas), 0)
        return max(buena, self.otras[-1].linea) if self.otras else buena

    def lineas(self) -> Sequence[int]:
        """Return the lines on which its rows begin."""
        return sorted([*self.buenas, *(fila.linea for fila in self.otras)])

    def entre(self, desde: int, hasta: int) -> "Tanda":
        """Return the rows on the lines from `desde` to `hasta`, both included."""
        return Tanda(
            {linea: suyo for linea, suyo in self.buenas.items() if desde <= linea <= hasta},
            self.originales,
            {linea: suyos for linea, suyos in self.avisos.items() if desde <= linea <= hasta},
            [fila for fila in self.otras if desde <= fila.linea <= hasta],
        )

    def identidades(self) -> list[Identidad]:
        """Return what identifies the clients that are said."""
        return [identidad_de(suyo) for suyo in self.buenas.values()] + [
            identidad(fila.datos) for fila in self.otras if fila.datos is not None
        ]

    def nuevas(self, existentes: Collection[Identidad]) -> Mapping[int, Renglon]:
        """Return those of the good rows whose clients nobody has."""
        if not existentes:
            return self.buenas
        return {
            linea: suyo
            for linea, suyo in self.buenas.items()
            if identidad_de(suyo) not in existentes
        }

    def copias_en(self, lineas: Iterable[int]) -> Sequence[Copia]:
        """Return what PostgreSQL reads of these good rows; nothing if nobody wrote it."""
        return [self.copias[linea] for linea in lineas] if self.copias else ()

    def salvo(self, lineas: Collection[int]) -> list[Fila]:
        """Return all rows but those on these lines."""
        if len(lineas) == len(self.buenas):
            return list(self.otras)
        resto = [self._fila(linea) for linea in self.buenas if linea not in lineas]
        return sorted([*resto, *self.otras], key=attrgetter("linea"))

    def _fila(self, linea: int) -> Fila:
        datos = datos_de(self.buenas[linea])
        return Fila(linea, self.originales.get(linea, datos), datos, self.avisos.get(linea, ()))
