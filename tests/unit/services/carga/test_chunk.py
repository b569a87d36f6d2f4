"""Rows on their way into the database: nothing gets lost between the ready ones and the rest."""

import pickle
from datetime import date
from io import BytesIO

import pytest

from clientes_app.domain.cliente import Contexto, DatosCliente, identidad
from clientes_app.domain.rfc.rfc import GENERICOS
from clientes_app.judging.rows import Fila, validar_filas
from clientes_app.services.carga.chunk import Tanda
from clientes_app.storage.clientes.derived import datos_de, renglon
from tests.builders import un_cliente
from tests.integration.pasos_procesos import un_archivo, varios

BUENAS = 12


@pytest.fixture(scope="module")
def filas() -> list[Fila]:
    """Rows of every kind: as they stand, mended, with a notice, generic, refused, repeated."""
    dichas = varios(BUENAS, malos=2)
    dichas[-1]["nombre"] = " Peña & Núñez "
    dichas[-2] |= {"rfc": "XAXX010101000", "regimen_fiscal": "616", "uso_cfdi": "S01"}
    dichas += [dichas[-1], dichas[-3] | {"calle": "Otra"}]
    archivo = BytesIO(un_archivo(dichas))
    contexto = Contexto(hoy=date(2026, 11, 26))
    return [
        fila for lote in validar_filas(archivo, "clientes.csv", contexto) for fila in lote.filas
    ]


def test_no_row_is_lost(filas: list[Fila]) -> None:
    tanda = Tanda.de(filas)
    assert {type(fila.datos) for fila in filas} == {type(None), DatosCliente}
    assert any(fila.repetida for fila in filas)
    assert tanda.salvo(()) == filas
    assert tanda.lineas() == [fila.linea for fila in filas]
    assert tanda.ultima_linea == filas[-1].linea
    assert Tanda.de(filas[:5]).ultima_linea == filas[4].linea
    assert Tanda.de([]).ultima_linea == 0


def test_it_travels(filas: list[Fila]) -> None:
    assert pickle.loads(pickle.dumps(Tanda.de(filas))).salvo(()) == filas  # noqa: S301 (our own)


def test_any_piece_is_what_these_rows_alone_would_be(filas: list[Fila]) -> None:
    tanda = Tanda.de(filas)
    for desde in range(len(filas)):
        for hasta in range(desde, len(filas)):
            pieza = tanda.entre(filas[desde].linea, filas[hasta].linea)
            sola = Tanda.de(filas[desde : hasta + 1])
            assert pieza.salvo(()) == sola.salvo(())
            assert pieza.avisos == sola.avisos
            assert pieza.lineas() == sola.lineas()


def test_who_is_said_is_what_the_domain_says(filas: list[Fila]) -> None:
    dichos = [identidad(fila.datos) for fila in filas if fila.datos is not None]
    assert sorted(Tanda.de(filas).identidades()) == sorted(dichos)
    assert any(rfc in GENERICOS for rfc, _ in dichos)


def test_who_is_stored_already_is_not_new(filas: list[Fila]) -> None:
    tanda = Tanda.de(filas)
    conocidas = list(tanda.buenas)[1::2]
    existentes = {identidad(datos_de(tanda.buenas[linea])) for linea in conocidas}
    nuevas = tanda.nuevas(existentes)
    assert sorted([*nuevas, *conocidas]) == sorted(tanda.buenas)
    assert [fila.linea for fila in tanda.salvo(nuevas)] == [
        fila.linea for fila in filas if fila.linea not in nuevas
    ]
    assert tanda.nuevas(set()) == tanda.buenas
    assert [fila.linea for fila in tanda.salvo(tanda.buenas)] == [
        fila.linea for fila in filas if fila.datos is None or fila.repetida
    ]


def test_a_row_ready_to_be_stored_holds_the_client() -> None:
    datos = DatosCliente(**un_cliente())
    assert datos_de(renglon(datos)) == datos
