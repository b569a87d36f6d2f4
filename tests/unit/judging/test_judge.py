"""Rows judged: repeated clients, the guard, tables, originals."""

import pytest

from clientes_app.domain.acciones import ARREGLOS_DE_ARCHIVO, Accion
from clientes_app.domain.cliente import DatosCliente, validar
from clientes_app.domain.columnas import CAMPOS, ENCABEZADO
from clientes_app.judging.judge import Judge
from clientes_app.readers.motivos import NoCargableError
from tests.builders import un_cliente, un_csv, un_rfc
from tests.judged import HOY, JudgedRow, judged, judged_tables, rows_of, text_tables

_ARREGLADO = {"arreglo_acentos", "arreglo_regimen_societario"}


def _filas(*clientes: dict[str, str], rows: int = 2000) -> list[JudgedRow]:
    judge = Judge(HOY)
    tables = map(judge.judge, text_tables(un_csv(clientes), rows=rows))
    return [fila for table in tables for fila in rows_of(table)]


def _codigos(fila: JudgedRow) -> set[str]:
    return {problema.codigo for problema in fila.problemas}


def test_good_rows_have_nothing_to_say() -> None:
    cliente = un_cliente()
    [fila] = _filas(cliente)
    assert fila.datos == DatosCliente(**cliente)
    assert fila.valores == tuple(cliente.values())
    assert (fila.linea, fila.problemas, fila.repetida) == (2, (), False)


def test_a_key_is_offered_to_whom_may_have_it_as_alone() -> None:
    rfcs = (un_rfc(), un_rfc(persona="fisica"), "XAXX010101000")
    clientes = [un_cliente(rfc=rfc, regimen_fiscal="6O1", uso_cfdi="D1O") for rfc in rfcs]
    said = [
        [problema.sugerencia for problema in fila.problemas if problema.es_error]
        for fila in _filas(*clientes)
    ]
    assert said == [
        [each.sugerencia for each in validar(cliente, HOY).problemas if each.es_error]
        for cliente in clientes
    ]
    assert [len({*dichas}) for dichas in zip(*said, strict=True)] == [3, 3]


@pytest.mark.parametrize("rows", [1, 2, 3, 2000])
def test_equal_rows_are_passed_over_and_different_ones_refused(rows: int) -> None:
    uno, otro = un_cliente(), un_cliente()
    filas = _filas(uno, otro, uno, uno | {"codigo_postal": "01000"}, uno, otro, rows=rows)
    assert [fila.es_valida for fila in filas] == [True, True, True, False, True, True]
    assert [fila.repetida for fila in filas] == [False, False, True, False, True, True]
    assert all("línea 2" in filas[i].problemas[-1].mensaje for i in (2, 3, 4))
    assert "línea 3" in filas[5].problemas[-1].mensaje
    assert filas[3].problemas[-1].columna == "RFC"


def test_rows_are_compared_as_they_would_be_stored() -> None:
    uno = un_cliente()
    sucio = uno | {"nombre": f"  {uno['nombre'].lower()} ", "rfc": uno["rfc"].lower()}
    assert [fila.repetida for fila in _filas(uno, sucio)] == [False, True]


def test_the_chosen_mends_are_given_to_every_name_and_said() -> None:
    moral = un_cliente(nombre="Café Ñandú, S.A. de C.V.", rfc=un_rfc(), regimen_fiscal="601")
    persona = un_cliente(nombre="JOSÉ SA", rfc=un_rfc(persona="fisica"), regimen_fiscal="612")
    mala = un_cliente(nombre="MÁS|MENOS")
    judge = Judge(HOY, tuple(ARREGLOS_DE_ARCHIVO))
    (table,) = map(judge.judge, text_tables(un_csv([moral, persona, mala])))
    filas = rows_of(table)
    assert [fila.datos and fila.datos.nombre for fila in filas] == ["CAFE ÑANDU", "JOSE SA", None]
    dichos = [_codigos(fila) & {"nombre_acentos", *_ARREGLADO} for fila in filas]
    assert dichos == [_ARREGLADO, {"arreglo_acentos"}, {"nombre_acentos"}]
    assert filas[0].valores == tuple(moral.values())
    # As they are stored, they have no trouble any more.
    assert table.observaciones == {filas[2].linea: 1}


def test_a_mend_that_was_not_chosen_is_only_remarked() -> None:
    cliente = un_cliente(nombre="CAFÉ SA DE CV", rfc=un_rfc(), regimen_fiscal="601")
    judge = Judge(HOY, (Accion.QUITAR_REGIMEN_SOCIETARIO,))
    (table,) = map(judge.judge, text_tables(un_csv([cliente])))
    (fila,) = rows_of(table)
    assert fila.datos is not None
    assert fila.datos.nombre == "CAFÉ"
    assert "nombre_acentos" in _codigos(fila)


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
    assert fila.valores[CAMPOS.index(campo)] == texto
    assert "arreglo_apostrofo" in _codigos(fila)


@pytest.mark.parametrize("nombre", ["'ABARROTES", "'01000", "'", "''"])
def test_other_apostrophes_are_no_guard(nombre: str) -> None:
    [fila] = _filas(un_cliente(nombre=nombre))
    assert fila.valores[0] == nombre
    assert "arreglo_apostrofo" not in _codigos(fila)


def test_structural_problem_keeps_what_was_found() -> None:
    corta, buena = judged(un_csv([["A", "B", "C"], un_cliente()]))
    assert corta.valores == ("A", "B", "C")
    assert [(p.linea, p.columna, p.codigo) for p in corta.problemas] == [
        (2, None, "valores_de_menos")
    ]
    assert buena.es_valida


@pytest.mark.parametrize("contenido", [un_csv(), un_csv([[""] * 20, []])])
def test_header_alone_is_no_file_to_load(contenido: bytes) -> None:
    with pytest.raises(NoCargableError) as fallo:
        judged(contenido)
    assert fallo.value.motivo.codigo == "sin_clientes"


def test_any_piece_is_what_these_rows_alone_would_be() -> None:
    malo, corta = un_cliente(email="malo"), ["A", "B"]
    filas = [un_cliente(), malo, un_cliente(nombre=" PEÑA"), corta, un_cliente()]
    [table] = judged_tables(un_csv([*filas, filas[0]]))
    every = rows_of(table)
    for first in range(len(every)):
        for last in range(first, len(every)):
            piece = table.between(every[first].linea, every[last].linea)
            assert rows_of(piece) == every[first : last + 1]
            assert (len(piece), piece.ultima_linea) == (last + 1 - first, every[last].linea)


def test_counts_of_a_table() -> None:
    uno = un_cliente()
    filas = [uno, uno, un_cliente(nombre=" PEÑA"), un_cliente(email="malo"), ["A"]]
    [table] = judged_tables(un_csv(filas))
    assert (len(table), len(table.clientes), len(table.nuevos)) == (5, 3, 2)
    assert (table.con_aviso, table.repetidas) == (2, {3})


def test_a_client_said_twice_is_named() -> None:
    publico = un_cliente(rfc="XAXX010101000", regimen_fiscal="616", uso_cfdi="S01")
    uno, otro = publico | {"nombre": "JOSE LOPEZ"}, publico | {"nombre": "JOSÉ LÓPEZ"}
    _, distinto, igual = _filas(uno, otro, uno)
    (dicho,) = (p for p in distinto.problemas if p.es_error)
    assert dicho.mensaje.startswith("«JOSÉ LÓPEZ» (XAXX010101000) ya está en la línea 2 ")
    assert "sin contar los acentos" in dicho.sugerencia
    (dicho,) = igual.problemas
    assert dicho.mensaje.startswith("«JOSE LOPEZ» (XAXX010101000) ya está en la línea 2 ")
    assert igual.repetida


def test_addresses_said_twice_are_blanked() -> None:
    dos = {"email_adicional_1": "a@b.mx", "email_adicional_2": "A@b.mx"}
    [una, otra] = _filas(un_cliente(**dos), un_cliente())
    assert una.datos is not None
    assert (una.datos.email_adicional_1, una.datos.email_adicional_2) == ("a@b.mx", "")
    assert _codigos(una) == {"arreglo_email_repetido"}
    assert not otra.problemas


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
    assert fila.valores[CAMPOS.index(campo)] == crudo


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


def test_control_characters_are_shown_as_pictures_in_findings() -> None:
    crudo = un_cliente() | {"nombre": "FERRE\0TERIA\x1b[2J"}
    (fila,) = _filas(crudo)
    assert fila.valores[0] == crudo["nombre"]
    assert {problema.valor for problema in fila.problemas} == {"FERRE␀TERIA␛[2J"}
