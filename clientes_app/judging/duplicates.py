"""Which clients a document already said, in some twenty bytes a row instead of a dict of strings.

A client is known by a 64-bit hash of what identifies it. Two of a million different ones collide
with a probability of 3 in 100 million; Python keys its hashes anew in every process, so nobody can
prepare a collision.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clientes_app.domain.rfc.structure import GENERICOS
from clientes_app.domain.texto import clave_orden

Numbers = NDArray[np.int64]


class FirstSaid(NamedTuple):
    """The line of the first row about a client, and whether it said the very same."""

    linea: int
    igual: bool


class _Level(NamedTuple):
    """Clients that were said, sorted by their hash: first line, and a hash of what it said."""

    clients: Numbers
    lines: Numbers
    contents: Numbers


class SaidClients:
    """The clients said so far, with the line of each one's first row.

    Kept as sorted arrays of falling sizes: a table is looked up in each of them and appended as
    one more, and arrays of like size are merged, so that no row is sorted more than log(n) times.
    """

    def __init__(self) -> None:
        self._levels: list[_Level] = []

    def repeated(self, clientes: pd.DataFrame) -> dict[int, FirstSaid]:
        """Enter rows that may be stored; return by line those whose client an earlier row said."""
        said = _hashes(_identities(clientes), len(clientes))
        contents = _hashes(clientes.itertuples(index=False, name=None), len(clientes))
        lines = clientes.index.to_numpy(dtype=np.int64)
        clients, places, of_row = np.unique(said, return_index=True, return_inverse=True)
        first = _Level(clients, lines[places], contents[places])
        new = np.ones(len(clients), dtype=bool)
        for level in self._levels:
            at = np.minimum(np.searchsorted(level.clients, clients), len(level.clients) - 1)
            known = level.clients[at] == clients
            first.lines[known] = level.lines[at[known]]
            first.contents[known] = level.contents[at[known]]
            new &= ~known
        self._enter(_Level(*(array[new] for array in first)))
        first_lines = first.lines[of_row]
        equal = first.contents[of_row] == contents
        return {
            int(lines[row]): FirstSaid(int(first_lines[row]), bool(equal[row]))
            for row in np.flatnonzero(first_lines != lines)
        }

    def _enter(self, level: _Level) -> None:
        while self._levels and len(self._levels[-1].clients) < 2 * len(level.clients):
            merged = _Level(*map(np.concatenate, zip(self._levels.pop(), level, strict=True)))
            order = np.argsort(merged.clients)
            level = _Level(*(array[order] for array in merged))
        if len(level.clients):
            self._levels.append(level)


def _hashes(things: Iterable[object], how_many: int) -> Numbers:
    return np.fromiter(map(hash, things), np.int64, how_many)


def _identities(clientes: pd.DataFrame) -> Iterable[str]:
    """Return what `domain.cliente.identidad` tells clients apart by, as one text each."""
    for rfc, nombre in zip(clientes["rfc"], clientes["nombre"], strict=True):
        yield rfc if rfc not in GENERICOS else rfc + clave_orden(nombre)
