"""Every example file of tests/data/casos gives what its expected.json says."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clientes_app.domain.cliente import Contexto
from clientes_app.services.carga.revision import Informe, informar, resumen, texto

CASOS = Path(__file__).parents[3] / "data" / "casos"
ESPERADO: dict[str, dict[str, Any]] = json.loads(
    (CASOS / "expected.json").read_text(encoding="utf-8")
)["cases"]
HOY = Contexto(date(2026, 11, 25))

# Companies (12 characters) with régimen 612 and 605: the SAT's table refuses them (CFDI40158).
CONTRA_LA_TABLA = {"a60_reimport_of_guarded_export.csv": {3, 4}}

# What the message of a refused file has to name.
DICHO = {
    "a10_mixed_encodings.csv": ["línea 3", "UTF-8"],
    "a22_unbalanced_quote.csv": ["línea 3", "comilla"],
    "a24_whole_line_quoted.csv": ["sola celda entre comillas"],
    "a63_header_swapped_rows_swapped.csv": [
        'La columna 1 dice "RFC"; debe decir "Nombre o Razón Social"',
        'La columna 2 dice "Nombre o Razón Social"; debe decir "RFC"',
    ],
    "a65_header_column_missing.csv": ['Falta la columna "Régimen Fiscal"'],
    "a66_header_column_extra.csv": ['La columna 3, "Teléfono", sobra'],
    "a67_header_no_accents_lower.csv": [
        'La columna 8 dice "codigo postal"; debe decir "Código Postal"',
        'La columna 20 dice "numero de registro tributario"',
    ],
    "a70_empty.csv": ["vacío"],
    "a72_xlsx_renamed.csv": ["es un libro de Excel"],
    "a76_right_content.txt": [".txt"],
}


def _informe(nombre: str) -> Informe:
    with (CASOS / nombre).open("rb") as archivo:
        return informar(archivo, nombre, HOY, con_filas=True)


def _problemas(nombre: str) -> list[dict[str, Any]]:
    return resumen(_informe(nombre))["problemas"]


def _errores(nombre: str) -> list[dict[str, Any]]:
    return [problema for problema in _problemas(nombre) if problema["gravedad"] == "error"]


@pytest.mark.parametrize("nombre", ESPERADO)
def test_verdict_counts_and_lines(nombre: str) -> None:
    caso, informe = ESPERADO[nombre], _informe(nombre)
    rechazadas = {problema["linea"] for problema in _errores(nombre)}
    contra = CONTRA_LA_TABLA.get(nombre, set())

    assert informe.es_cargable == (caso["verdict"] != "reject" or caso["level"] == "row")
    assert informe.validas == caso["ok"] - len(contra)
    if informe.es_cargable:
        assert informe.filas == caso["rows"]
        assert rechazadas == {malo["line"] for malo in caso.get("bad", [])} | contra


@pytest.mark.parametrize("nombre", [n for n, caso in ESPERADO.items() if caso.get("bad")])
def test_refused_rows_name_column_and_remedy(nombre: str) -> None:
    errores = _errores(nombre)

    assert {(p["linea"], p["columna"]) for p in errores} == {
        (malo["line"], malo["column"]) for malo in ESPERADO[nombre]["bad"]
    }
    assert all(p["mensaje"] and p["codigo"] for p in errores)


@pytest.mark.parametrize("nombre", [n for n, caso in ESPERADO.items() if caso.get("stored")])
def test_stored_values(nombre: str) -> None:
    guardados = {linea: datos.por_etiqueta() for linea, datos in _informe(nombre).clientes.items()}
    for linea, valores in ESPERADO[nombre]["stored"].items():
        if int(linea) not in CONTRA_LA_TABLA.get(nombre, set()):
            assert guardados[int(linea)].items() >= valores.items()


@pytest.mark.parametrize("nombre", DICHO)
def test_refusal_says_what_to_mend(nombre: str) -> None:
    motivo = _informe(nombre).motivo

    assert motivo is not None
    for dicho in DICHO[nombre]:
        assert dicho in motivo.mensaje


@pytest.mark.parametrize("nombre", ESPERADO)
def test_json_adds_up(nombre: str) -> None:
    dicho = resumen(_informe(nombre), con_filas=True)

    assert list(dicho) == [
        "archivo", "resultado", "motivo", "codificacion", "delimitador", "filas", "validas",
        "rechazadas", "problemas", "clientes",
    ]  # fmt: skip
    assert dicho["filas"] == dicho["validas"] + dicho["rechazadas"]
    assert len(dicho["clientes"]) == dicho["validas"]
    assert "nan" not in texto(_informe(nombre)).lower().split()


def test_second_equal_row_is_a_notice_that_names_both_lines() -> None:
    nombre = "a51_duplicate_in_file.csv"

    [aviso] = [p for p in _problemas(nombre) if p["codigo"] == "repetido_igual"]
    assert (aviso["linea"], aviso["gravedad"]) == (4, "aviso")
    assert "línea 2" in aviso["mensaje"]
    assert _informe(nombre).repetidas == 1


def test_second_different_row_names_the_first_line() -> None:
    [error] = _errores("a53_same_rfc_other_data.csv")
    assert "línea 2" in error["mensaje"]


@pytest.mark.parametrize("nombre", ["a43_cp_zero_lost.csv", "a45_cp_excel_formula.csv"])
def test_what_is_mended_is_said(nombre: str) -> None:
    assert [p["columna"] for p in _problemas(nombre)] == ["Código Postal"]
