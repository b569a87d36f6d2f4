"""How somebody sees the list of clients: which columns, in which order, how high rows are. Pure.

It is kept as text. What that says wrongly, or of columns that there are not (any more), is passed
over; a column that it says nothing of stands where it stands in the beginning.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final, cast

AL_PRINCIPIO: Final = (
    "etiquetas",
    "rfc",
    "regimen_fiscal",
    "uso_cfdi",
    "email",
    "codigo_postal",
)
"""The columns that everybody sees in the beginning; the name stands before them always."""

COLUMNAS: Final = (*AL_PRINCIPIO, "estado", "persona", "revision_sat", "ultimo_cambio")
"""All that there are, in the order in which they are offered in the beginning."""


@dataclass(frozen=True, slots=True)
class Aspecto:
    """What of the list somebody sees.

    `orden` are all the columns there are, `puestas` those of them that are shown; with `compacta`
    the rows are low.
    """

    orden: tuple[str, ...] = COLUMNAS
    puestas: frozenset[str] = frozenset(AL_PRINCIPIO)
    compacta: bool = False

    @property
    def columnas(self) -> tuple[str, ...]:
        """The columns that are shown, in their order."""
        return tuple(columna for columna in self.orden if columna in self.puestas)

    def con(self, columna: str, *, puesta: bool) -> "Aspecto":
        """Return it with a column shown, or not."""
        esta = {columna} & set(self.orden)
        return replace(self, puestas=self.puestas | esta if puesta else self.puestas - esta)

    def subida(self, columna: str) -> "Aspecto":
        """Return it with a column before the one that is shown before it."""
        return self._movida(columna, -1)

    def bajada(self, columna: str) -> "Aspecto":
        """Return it with a column behind the one that is shown behind it."""
        return self._movida(columna, 1)

    def _movida(self, columna: str, pasos: int) -> "Aspecto":
        # Over the hidden ones between, which would let a step change nothing that one sees.
        vistas = self.columnas
        destino = vistas.index(columna) + pasos if columna in vistas else -1
        if not 0 <= destino < len(vistas):
            return self
        lugar = self.orden.index(vistas[destino])
        demas = [otra for otra in self.orden if otra != columna]
        demas.insert(lugar, columna)
        return replace(self, orden=tuple(demas))


INICIAL: Final = Aspecto()


def escribir(aspecto: Aspecto) -> str:
    """Return it as it is kept; "" is the one of the beginning, whatever that comes to be."""
    if aspecto == INICIAL:
        return ""
    puestas = [columna for columna in aspecto.orden if columna in aspecto.puestas]
    return json.dumps(
        {"orden": aspecto.orden, "puestas": puestas, "compacta": aspecto.compacta},
        separators=(",", ":"),
    )


def leer(texto: str) -> Aspecto:
    """Read what is kept."""
    try:
        leido: Any = json.loads(texto or "{}")
    except ValueError:
        return INICIAL
    dicho = cast("dict[str, Any]", leido) if isinstance(leido, dict) else {}
    orden = _conocidas(dicho.get("orden"))
    nuevas = [columna for columna in COLUMNAS if columna not in orden]
    puestas = set(_conocidas(dicho.get("puestas"))) & set(orden)
    return Aspecto(
        orden=_con_las_nuevas(orden, nuevas),
        puestas=frozenset(puestas | (set(nuevas) & set(AL_PRINCIPIO))),
        compacta=dicho.get("compacta") is True,
    )


def _conocidas(dichas: object) -> list[str]:
    if not isinstance(dichas, list):
        return []
    unas = cast("list[Any]", dichas)
    return [una for una in dict.fromkeys(u for u in unas if isinstance(u, str)) if una in COLUMNAS]


def _con_las_nuevas(orden: Iterable[str], nuevas: Iterable[str]) -> tuple[str, ...]:
    """Put each one that is missing behind the one behind which it stands in the beginning."""
    todas = list(orden)
    for nueva in nuevas:
        lugar = COLUMNAS.index(nueva)
        todas.insert(todas.index(COLUMNAS[lugar - 1]) + 1 if lugar else 0, nueva)
    return tuple(todas)
