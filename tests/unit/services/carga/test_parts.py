"""The parts of a load: the same rows whoever makes them ready, and nothing read behind the end."""

import threading
from collections.abc import Iterator

import pytest

from clientes_app.domain.cliente import DatosCliente
from clientes_app.judging.rows import Fila
from clientes_app.services.carga.chunk import Tanda
from clientes_app.services.carga.pace import Ritmo
from clientes_app.services.carga.parts import Partes
from tests.builders import un_cliente

TANDAS, FILAS, TOPE = 3, 10, 4


def _tanda(numero: int) -> Tanda:
    lineas = range(2 + numero * FILAS, 2 + (numero + 1) * FILAS)
    filas: list[Fila] = []
    for linea in lineas:
        datos = DatosCliente(**un_cliente(calle=f"Calle {linea}"))
        filas.append(Fila(linea, datos, datos if linea % 5 else None))
    return Tanda.de(filas)


def _ritmo() -> Ritmo:
    ritmo = Ritmo()
    ritmo.tope = TOPE
    return ritmo


def _todas(partes: Partes) -> list[Tanda]:
    return list(iter(partes.tomar, None))


@pytest.mark.parametrize("desde", [0, 7])
def test_parts_made_ahead_are_the_same(desde: int) -> None:
    tandas = [_tanda(numero) for numero in range(TANDAS)]
    unas = _todas(Partes(tandas, _ritmo(), desde=desde, para_copiar=False))
    otras = _todas(Partes(tandas, _ritmo(), desde=desde, para_copiar=True))

    lineas = [linea for parte in unas for linea in parte.lineas()]
    assert lineas == list(range(max(2, desde + 1), 2 + TANDAS * FILAS))
    assert max(len(parte.lineas()) for parte in unas) == TOPE
    assert [(p.buenas, p.otras) for p in unas] == [(p.buenas, p.otras) for p in otras]
    assert not any(parte.copias for parte in unas)
    for parte in otras:
        calles = [parte.buenas[linea][0][8] for linea in parte.buenas]
        copiadas = [copia[0].split("\t")[8] for copia in parte.copias_en(parte.buenas)]
        assert copiadas == calles


def test_the_next_part_is_made_while_this_one_is_used() -> None:
    pedida = threading.Event()

    def tandas() -> Iterator[Tanda]:
        yield _tanda(0)
        pedida.set()
        yield _tanda(1)

    partes = Partes(tandas(), Ritmo(), desde=0, para_copiar=True)
    assert partes.tomar() is not None
    assert pedida.wait(10)
    partes.close()
    assert not [hilo for hilo in threading.enumerate() if hilo.name.startswith("partes")]


def test_what_goes_wrong_ahead_is_said() -> None:
    def tandas() -> Iterator[Tanda]:
        yield _tanda(0)
        raise EOFError

    partes = Partes(tandas(), Ritmo(), desde=0, para_copiar=True)
    assert partes.tomar() is not None
    with pytest.raises(EOFError):
        partes.hay()
