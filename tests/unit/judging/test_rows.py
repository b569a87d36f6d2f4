"""Rows judged: repeated clients, the guard, batches, originals."""

import io
from datetime import date

import pytest

from clientes_app.domain.cliente import Contexto, DatosCliente
from clientes_app.domain.columnas import CAMPOS, ENCABEZADO
from clientes_app.judging.duplicates import Identidades
from clientes_app.judging.rows import Fila, Lote, validar_filas
from clientes_app.readers.motivos import NoCargableError
from tests.builders import un_cliente, un_csv, un_rfc

HOY = Contexto(date(2026, 11, 25))


def _lotes(contenido: bytes, *, tamano_lote: int = 2000) -> list[Lote]:
    return list(validar_filas(io.BytesIO(contenido), "a.csv", HOY, tamano_lote=tamano_lote))


def _filas(*clientes: dict[str, str], tamano_lote: int = 2000) -> list[Fila]:
    lotes = _lotes(un_csv(clientes), tamano_lote=tamano_lote)
    return [fila for lote in lotes for fila in lote.filas]


def _codigos(fila: Fila) -> set[str]:
    return {problema.codigo for problema in fila.problemas}


def test_good_rows_have_nothing_to_say() -> None:
    cliente = un_cliente()
    [fila] = _filas(cliente)
    assert fila.datos == DatosCliente(**cliente)
    assert fila.valores_originales == tuple(cliente.values())
    assert (fila.linea, fila.problemas, fila.repetida) == (2, (), False)


@pytest.mark.parametrize("tamano_lote", [1, 2, 3, 2000])
def test_equal_rows_are_passed_over_and_different_ones_refused(tamano_lote: int) -> None:
    uno, otro = un_cliente(), un_cliente()
    filas = _filas(
        uno, otro, uno, uno | {"codigo_postal": "01000"}, uno, otro, tamano_lote=tamano_lote
    )
    assert [fila.es_valida for fila in filas] == [True, True, True, False, True, True]
    assert [fila.repetida for fila in filas] == [False, False, True, False, True, True]
    assert all("línea 2" in filas[i].problemas[-1].mensaje for i in (2, 3, 4))
    assert "línea 3" in filas[5].problemas[-1].mensaje
    assert filas[3].problemas[-1].columna == "RFC"


def test_rows_are_compared_as_they_would_be_stored() -> None:
    uno = un_cliente()
    sucio = uno | {"nombre": f"  {uno['nombre'].lower()} ", "rfc": uno["rfc"].lower()}
    assert [fila.repetida for fila in _filas(uno, sucio)] == [False, True]


def test_refused_row_claims_no_client() -> None:
    uno = un_cliente()
    filas = _filas(uno | {"email": "malo"}, uno)
    assert [(fila.es_valida, fila.repetida) for fila in filas] == [(False, False), (True, False)]


def test_generic_rfc_is_many_clients_told_apart_by_name() -> None:
    generico = {"rfc": "XAXX010101000", "regimen_fiscal": "616", "uso_cfdi": "S01"}
    norte = un_cliente(nombre="MOSTRADOR NORTE", **generico)
    sur = un_cliente(nombre="MOSTRADOR SUR", **generico)
    filas = _filas(norte, sur, norte, sur | {"email": "otro@cliente.example"})
    assert [fila.es_valida for fila in filas] == [True, True, True, False]
    assert filas[2].repetida


@pytest.mark.parametrize("campo", ["nombre", "calle", "referencias", "email"])
@pytest.mark.parametrize("signo", ["=", "+", "-", "@"])
def test_guard_of_our_export_is_taken_off_and_said(campo: str, signo: str) -> None:
    texto = f"{signo}a@b.example" if campo == "email" else f"{signo}1 DOS"
    [fila] = _filas(un_cliente(**{campo: f"'{texto}"}))
    assert fila.valores_originales[CAMPOS.index(campo)] == texto
    assert "arreglo_apostrofo" in _codigos(fila)


@pytest.mark.parametrize("nombre", ["'ABARROTES", "'01000", "'", "''"])
def test_other_apostrophes_are_no_guard(nombre: str) -> None:
    [fila] = _filas(un_cliente(nombre=nombre))
    assert fila.valores_originales[0] == nombre
    assert "arreglo_apostrofo" not in _codigos(fila)


def test_structural_problem_keeps_what_was_found() -> None:
    [lote] = _lotes(un_csv([["A", "B", "C"], un_cliente()]))
    corta, buena = lote.filas
    assert corta.valores_originales == ("A", "B", "C")
    assert [(p.linea, p.columna, p.codigo) for p in corta.problemas] == [
        (2, None, "valores_de_menos")
    ]
    assert buena.es_valida


@pytest.mark.parametrize("contenido", [un_csv(), un_csv([[""] * 20, []])])
def test_header_alone_is_no_file_to_load(contenido: bytes) -> None:
    with pytest.raises(NoCargableError) as fallo:
        _lotes(contenido)
    assert fallo.value.motivo.codigo == "sin_clientes"


def test_batches_hold_every_row_once_and_in_order() -> None:
    lotes = _lotes(un_csv(un_cliente() for _ in range(11)), tamano_lote=4)
    assert [len(lote.filas) for lote in lotes] == [4, 4, 3]
    assert [lote.ultima_linea for lote in lotes] == [5, 9, 12]


@pytest.mark.parametrize(
    ("campo", "crudo", "guardado"),
    [
        ("rfc", "\u200bXQA-040506 J95\u00ad", "XQA040506J95"),
        ("codigo_postal", " 1000 ", "01000"),
        ("codigo_postal", "'01000", "01000"),
        ("codigo_postal", '="01000"', "01000"),
        ("codigo_postal", "66000.0", "66000"),
        ("nombre", "PEN\u0303A &amp; HIJOS", "PEÑA & HIJOS"),
        ("nombre", "A\u3000\u00a0B\r\nC", "A B C"),
        ("regimen_fiscal", "601.0", "601"),
        ("regimen_fiscal", "601 - General de Ley Personas Morales", "601"),
        ("uso_cfdi", "g03", "G03"),
    ],
)
def test_what_is_mended_is_said(campo: str, crudo: str, guardado: str) -> None:
    limpio = un_cliente(rfc="XQA040506J95")
    [fila] = _filas(limpio | {campo: crudo})
    assert fila.datos is not None
    assert getattr(fila.datos, campo) == guardado
    assert {p.columna for p in fila.problemas} == {ENCABEZADO[CAMPOS.index(campo)]}
    assert fila.valores_originales[CAMPOS.index(campo)] == crudo


@pytest.mark.parametrize(
    ("campo", "crudo"),
    [
        ("codigo_postal", "1E+03"),
        ("codigo_postal", "1,000"),
        ("codigo_postal", "100"),
        ("email", "a@b.mx, c@d.mx"),
        ("rfc", "MX XQA040506J95"),
        ("nombre", "A|B"),
        ("nombre", "A\x00B"),
        ("nombre", "A\x7fB"),
        ("nombre", "X" * 301),
        ("nombre", ""),
        ("email", ""),
    ],
)
def test_what_could_be_meant_in_two_ways_is_refused(campo: str, crudo: str) -> None:
    [fila] = _filas(un_cliente(**{"rfc": "XQA040506J95", campo: crudo}))
    assert not fila.es_valida
    assert {p.columna for p in fila.problemas if p.es_error} == {ENCABEZADO[CAMPOS.index(campo)]}


def test_name_of_300_characters_is_good() -> None:
    [fila] = _filas(un_cliente(nombre="X" * 300))
    assert fila.es_valida


def test_identities_keep_the_first_line_over_many_batches() -> None:
    vistas = Identidades()
    datos = [DatosCliente(rfc=un_rfc(numero)) for numero in range(3000)]
    for desde in range(0, 3000, 70):
        assert not vistas.reclamar(list(enumerate(datos))[desde : desde + 70])
    assert vistas.reclamar([]) == {}
    repetidas = vistas.reclamar([(9999, dato) for dato in datos])
    assert [primera.linea for primera, igual in repetidas.values() if igual] == list(range(3000))


def test_identities_take_few_bytes_a_row() -> None:
    vistas = Identidades()
    filas = [(numero, DatosCliente(rfc=un_rfc(numero))) for numero in range(2000)]
    vistas.reclamar(filas)
    assert sum(arreglo.nbytes for nivel in vistas._niveles for arreglo in nivel) == 20 * 2000


def test_control_characters_are_shown_as_pictures_in_findings() -> None:
    crudo = un_cliente() | {"nombre": "FERRE\0TERIA\x1b[2J"}
    (fila,) = _filas(crudo)
    assert fila.valores_originales[0] == crudo["nombre"]
    assert {problema.valor for problema in fila.problemas} == {"FERRE␀TERIA␛[2J"}
