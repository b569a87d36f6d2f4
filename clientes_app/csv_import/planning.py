"""What a batch of rows would do to the clients that exist. Pure: decides, touches nothing.

The same function counts for the preview and decides for the process.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from clientes_app.csv_import.filas import Fila, ProblemaDeFila
from clientes_app.domain.cliente import Contexto, DatosCliente, identidad, validar
from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.problemas import error

Identidad = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Opciones:
    """The two choices of the page: for clients that already exist, and for blank cells."""

    existentes: Literal["actualizar", "omitir", "rechazar"] = "actualizar"
    blancos: Literal["conservar", "borrar"] = "conservar"


@dataclass(frozen=True, slots=True)
class Existente:
    """A client as it is stored."""

    id: int
    version: int
    datos: DatosCliente


@dataclass(frozen=True, slots=True)
class Alta:
    """A client to be created."""

    linea: int
    datos: DatosCliente


@dataclass(frozen=True, slots=True)
class Edicion:
    """A client to be changed from `antes`, which has this version, to `despues`."""

    linea: int
    id: int
    version: int
    antes: DatosCliente
    despues: DatosCliente


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do with each row of a batch: every row stands in exactly one of the five.

    `iguales` need nothing: they say what is stored, or what an earlier row of the file said.
    `omitidas` exist already and are left alone by choice. `rechazos` are the rows refused by
    reading and those refused here, with their problems.
    """

    altas: tuple[Alta, ...]
    ediciones: tuple[Edicion, ...]
    iguales: tuple[Fila, ...]
    omitidas: tuple[Fila, ...]
    rechazos: tuple[Fila, ...]
    avisos: tuple[ProblemaDeFila, ...] = ()


def planear(
    filas: tuple[Fila, ...],
    existentes: Mapping[Identidad, Existente],
    *,
    opciones: Opciones,
    contexto: Contexto,
) -> Plan:
    """Decide for each row; `existentes` holds the stored clients with the rows' identities.

    A row equal to what is stored is equal whatever the options. With blanks kept, the row and the
    stored values that it leaves standing are judged together: an e-mail kept from before that the
    row now says elsewhere is blanked with a notice (in `avisos`), and a fiscal residence that does
    not go with a kept registration number refuses the row.
    """
    plan = _Planeando()
    for fila in filas:
        if fila.datos is None:
            plan.rechazos.append(fila)
            continue
        existente = existentes.get(identidad(fila.datos))
        if existente is not None:
            plan.decidir(fila, fila.datos, existente, opciones, contexto)
        elif fila.repetida:
            plan.iguales.append(fila)
        else:
            plan.altas.append(Alta(fila.linea, fila.datos))
    return plan.terminado()
