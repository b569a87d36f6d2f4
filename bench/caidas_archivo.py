"""What the kill tests load: invented rows, some faulty, some stored before and changed."""

import csv
import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Engine

from clientes_app.domain.cliente import DatosCliente
from clientes_app.domain.columnas import CAMPOS, ENCABEZADO
from clientes_app.services.clientes.demo import filas_inventadas
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.db.engine import write_transaction
from clientes_app.storage.values import Autoria

_PREVIOS = 0.25
_POR_LOTE = 5_000
_AUTORIA = Autoria(quien="antes", origen="carga")


def _sin(campo: str, valor: str) -> Callable[[list[str]], list[str]]:
    lugar = CAMPOS.index(campo)
    return lambda fila: [*fila[:lugar], valor, *fila[lugar + 1 :]]


_FALTAS: tuple[Callable[[list[str]], list[str]], ...] = (
    _sin("email", "no es un correo"),
    _sin("codigo_postal", "1E+03"),
    _sin("regimen_fiscal", "999"),
    _sin("rfc", "ABC010101"),
    _sin("nombre", ""),
    lambda fila: fila[:-3],
    lambda fila: [*fila, "de más"],
)


@dataclass(frozen=True)
class Archivo:
    """A file, what the account holds before it, and how many of its rows are faulty."""

    contenido: bytes
    previos: tuple[DatosCliente, ...]
    filas: int
    malas: int
    nombre: str = "clientes.csv"


def hacer(filas: int, *, malas: float = 0.03, semilla: int = 7) -> Archivo:
    """Make a file of so many rows, the same one for the same seed.

    A quarter of its clients are stored before, half of these with another street, so that a load
    creates, updates and finds equal; `malas` is the part of the rows that are refused.
    """
    azar = random.Random(semilla)
    buenas = list(filas_inventadas(filas, semilla=semilla))
    previos = tuple(
        datos._replace(calle=f"Calle anterior {i}") if i % 2 else datos
        for i, datos in enumerate(islice(buenas, int(filas * _PREVIOS)))
    )
    textos = [[getattr(datos, campo) for campo in CAMPOS] for datos in buenas]
    cuales = azar.sample(range(filas), int(filas * malas))
    for cual in cuales:
        textos[cual] = azar.choice(_FALTAS)(textos[cual])
    salida = io.StringIO(newline="")
    escritor = csv.writer(salida)
    escritor.writerow(ENCABEZADO)
    escritor.writerows(textos)
    return Archivo(salida.getvalue().encode(), previos, filas, len(cuales))


def guardar_previos(engine: Engine, cuenta_id: int, archivo: Archivo) -> None:
    """Store what the account holds before the load."""
    for lote in _lotes(archivo.previos):
        with write_transaction(engine) as tx:
            ClienteRepository(tx, cuenta_id).aplicar(altas=lote, ediciones=(), autoria=_AUTORIA)


def _lotes(datos: tuple[DatosCliente, ...]) -> Iterator[tuple[DatosCliente, ...]]:
    for desde in range(0, len(datos), _POR_LOTE):
        yield datos[desde : desde + _POR_LOTE]
