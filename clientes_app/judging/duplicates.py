"""Which clients a file already said, in some twenty bytes a row instead of a dict of strings.

A client is known by a 64-bit hash of its identity. Two of a million different ones collide with a
probability of 3 in 100 million; Python keys its hashes anew in every process, so nobody can
prepare a collision.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from clientes_app.domain.cliente import DatosCliente, identidad


class Primera(NamedTuple):
    """The first row of a file that said a client: its line, and a hash of what it said."""

    linea: int
    huella: int


class Identidades:
    """The clients said so far, with the line of each one's first row.

    Sorted arrays of doubling sizes: a batch is looked up in each and appended as one more,
    and arrays of like size are merged, so that no row is sorted more than log(n) times.
    """

    def __init__(self) -> None:
        self._niveles: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint32]]] = []

    def reclamar(
        self, filas: Sequence[tuple[int, DatosCliente]]
    ) -> dict[int, tuple[Primera, bool]]:
        """Enter rows (line, client); return those whose client was said before.

        The answer maps their place in `filas` to the first row and whether both are equal.
        """
        cuales = [hash(identidad(datos)) for _, datos in filas]
        ques = [hash(datos) for _, datos in filas]
        claves = np.array(cuales, dtype=np.int64)
        vistas = self._buscar(claves, cuales)
        primeras: dict[int, int] = {}
        repetidas: dict[int, tuple[Primera, bool]] = {}
        if vistas or len(set(cuales)) < len(cuales):
            for i, (cual, que) in enumerate(zip(cuales, ques, strict=True)):
                primera = vistas.get(cual)
                if primera is None and cual in primeras:
                    j = primeras[cual]
                    primera = Primera(filas[j][0], ques[j])
                if primera is None:
                    primeras[cual] = i
                else:
                    repetidas[i] = (primera, primera.huella == que)
        self._guardar(
            claves,
            np.array(ques, dtype=np.int64),
            np.array([linea for linea, _ in filas], dtype=np.uint32),
            list(primeras.values()) if repetidas else None,
        )
        return repetidas

    def _buscar(self, buscadas: NDArray[np.int64], cuales: Sequence[int]) -> dict[int, Primera]:
        vistas: dict[int, Primera] = {}
        for claves, huellas, lineas in self._niveles:
            lugares = np.minimum(np.searchsorted(claves, buscadas), len(claves) - 1)
            for i in np.flatnonzero(claves[lugares] == buscadas).tolist():
                lugar = lugares[i]
                vistas[cuales[i]] = Primera(int(lineas[lugar]), int(huellas[lugar]))
        return vistas

    def _guardar(
        self,
        claves: NDArray[np.int64],
        huellas: NDArray[np.int64],
        lineas: NDArray[np.uint32],
        cuales: Sequence[int] | None,
    ) -> None:
        """Append rows, or only those at the places `cuales`."""
        if cuales is not None:
            claves, huellas, lineas = claves[cuales], huellas[cuales], lineas[cuales]
        if not len(claves):
            return
        while self._niveles and len(self._niveles[-1][0]) < 2 * len(claves):
            otras = self._niveles.pop()
            claves = np.concatenate((otras[0], claves))
            huellas = np.concatenate((otras[1], huellas))
            lineas = np.concatenate((otras[2], lineas))
        orden = np.argsort(claves)
        self._niveles.append((claves[orden], huellas[orden], lineas[orden]))
