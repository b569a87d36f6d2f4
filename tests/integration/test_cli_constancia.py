"""`clientes constancia` and `clientes sat qr`: every sample, what it prints, and what it loads."""

import csv
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import un_cliente, un_csv
from tests.ordenes import Consola, abrir_consola, olvidar

DOCUMENTOS = Path(__file__).parents[1] / "data" / "documentos"
ESPERADO: dict[str, Any] = json.loads((DOCUMENTOS / "expected.json").read_text("utf-8"))
CONSTANCIAS: dict[str, dict[str, Any]] = ESPERADO["constancias"]
MORAL = DOCUMENTOS / "constancias" / "p01_moral_simple.pdf"
FISICA = DOCUMENTOS / "constancias" / "p03_fisica_sin_segundo_apellido.pdf"
VARIOS_REGIMENES = DOCUMENTOS / "constancias" / "p04_fisica_cuatro_regimenes_uno_terminado.pdf"
ESCANEADA = DOCUMENTOS / "constancias" / "p21_escaneada.pdf"


@pytest.fixture
def sin_instalar(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Consola]:
    """A terminal on a machine where the application never ran."""
    yield abrir_consola(monkeypatch, tmp_path / "datos", "")
    olvidar()


@pytest.fixture
def clientes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url_base: str) -> Iterator[Consola]:
    """A terminal with a database."""
    yield abrir_consola(monkeypatch, tmp_path / "datos", url_base)
    olvidar()


@pytest.mark.parametrize("nombre", CONSTANCIAS)
def test_each_sample_gives_what_is_expected(sin_instalar: Consola, nombre: str) -> None:
    esperado = CONSTANCIAS[nombre]
    resultado = sin_instalar("constancia", DOCUMENTOS / "constancias" / nombre, "--json")
    [dicho] = map(json.loads, resultado.stdout.splitlines())

    assert list(dicho) == ["archivo", "resultado", "motivo", "datos", "qr", "avisos"]
    assert dicho["archivo"] == nombre
    assert dicho["resultado"] == esperado["resultado"]
    assert dicho["qr"] == esperado["qr"]
    assert dicho["datos"] == esperado.get("datos", {})
    assert [aviso["codigo"] for aviso in dicho["avisos"]] == esperado.get("avisos", [])
    if esperado["resultado"] == "ok":
        assert (dicho["motivo"], resultado.exit_code) == (None, 0)
    else:
        assert dicho["motivo"]["codigo"] in {esperado["motivo"], *esperado.get("acepta", ())}
        assert dicho["motivo"]["mensaje"].endswith(".")
        assert resultado.exit_code == 2


@pytest.mark.parametrize("caso", ESPERADO["qr_textos"], ids=lambda caso: caso["texto"][-40:])
def test_each_text_of_a_qr_gives_what_is_expected(
    sin_instalar: Consola, caso: dict[str, Any]
) -> None:
    resultado = sin_instalar("sat", "qr", caso["texto"], "--json")
    dicho, esperado = json.loads(resultado.stdout), caso["esperado"]
    assert list(dicho) == ["tipo", "rfc", "id_cif", "motivo"]
    assert dicho == {"rfc": None, "id_cif": None, "motivo": None} | esperado
    assert resultado.exit_code == (2 if esperado["tipo"] == "error" else 0)


def test_without_json_it_is_said_in_words(sin_instalar: Consola) -> None:
    resultado = sin_instalar("constancia", VARIOS_REGIMENES, ESCANEADA)
    assert resultado.stdout.splitlines() == [
        (
            "p04_fisica_cuatro_regimenes_uno_terminado.pdf: JOSE IGNACIO DE LA CRUZ NUÑEZ, "
            "CUNI880604V17, C.P. 94300, regímenes 605, 626, 611, activo."
        ),
        (
            "p21_escaneada.pdf: no se pudo leer. El PDF es una imagen y no tiene texto que leer, "
            "como los escaneados. Use el PDF que se descarga del portal del SAT, o escriba los "
            "datos a mano."
        ),
        "  De su código QR: RFC SAQL900810AX7, idCIF 07052724573.",
    ]
    assert resultado.exit_code == 2
    assert sin_instalar("sat", "qr", "hola").stderr.startswith("Error: El texto no es el de un")


def test_a_zip_gives_a_line_a_member(sin_instalar: Consola, tmp_path: Path) -> None:
    un_zip = tmp_path / "varias.zip"
    with zipfile.ZipFile(un_zip, "w") as abierto:
        abierto.write(MORAL, "a/1.pdf")
        abierto.writestr("__MACOSX/a/._1.pdf", b"x")
        abierto.writestr("leeme.txt", b"hola")
        abierto.write(FISICA, "../../2.PDF")
    resultado = sin_instalar("constancia", un_zip, "--json")
    dichos = [json.loads(linea) for linea in resultado.stdout.splitlines()]
    assert [(dicho["archivo"], dicho["datos"].get("rfc")) for dicho in dichos] == [
        ("varias.zip!a/1.pdf", "PEO140224U73"),
        ("varias.zip!leeme.txt", None),
        ("varias.zip!../../2.PDF", "MUXL620701DQ1"),
    ]
    assert dichos[1]["motivo"]["codigo"] == "no_es_pdf"
    assert resultado.exit_code == 1


def test_a_new_client_is_refused_with_all_that_the_constancia_says(
    clientes: Consola, tmp_path: Path
) -> None:
    malas = tmp_path / "malas.csv"
    resultado = clientes(
        "constancia", MORAL, ESCANEADA, FISICA, "--importar", "--rechazados", malas
    )
    assert resultado.exit_code == 2
    assert "2 rechazados" in resultado.stdout
    with malas.open(encoding="utf-8-sig", newline="") as abierto:
        [moral, fisica] = csv.DictReader(abierto)
    assert moral["Nombre o Razón Social"] == "PANADERIA LA ESPIGA DE ORO"
    assert (moral["Régimen Fiscal"], moral["Calle"]) == ("601", "LAGO DE ZUMPANGO")
    assert "Falta «E-mail»" in moral["Errores"]
    assert fisica["RFC"] == "MUXL620701DQ1"
    moral |= {"Uso de la Factura": "G03", "E-mail": "a@correo.mx"}
    with (completo := tmp_path / "completo.csv").open("w", encoding="utf-8", newline="") as abierto:
        escritor = csv.DictWriter(abierto, moral)
        escritor.writeheader()
        escritor.writerow(moral)
    assert "1 creado" in clientes("importar", completo).stdout


def test_an_existing_client_gets_what_the_constancia_says_and_keeps_the_rest(
    clientes: Consola, tmp_path: Path
) -> None:
    antes = un_cliente(
        rfc="PEO140224U73", nombre="OTRO NOMBRE", uso_cfdi="G03", email="a@correo.mx",
        referencias="PUERTA AZUL",
    )  # fmt: skip
    (tmp_path / "antes.csv").write_bytes(un_csv([antes]))
    clientes("importar", tmp_path / "antes.csv")
    resultado = clientes("constancia", MORAL, "--importar", "--json")
    leido, proceso = map(json.loads, resultado.stdout.splitlines())
    assert (leido["resultado"], proceso["actualizados"], resultado.exit_code) == ("ok", 1, 0)
    [guardado] = json.loads(clientes("buscar", "PEO140224U73", "--json").stdout)
    datos = guardado["datos"]
    assert datos["Nombre o Razón Social"] == "PANADERIA LA ESPIGA DE ORO"
    assert (datos["E-mail"], datos["Uso de la Factura"]) == ("a@correo.mx", "G03")
    assert (datos["Calle"], datos["Referencias"]) == ("LAGO DE ZUMPANGO", "PUERTA AZUL")
    assert "1 igual" in clientes("constancia", MORAL, "--importar").stdout


def test_of_several_regimenes_none_is_taken(clientes: Consola, tmp_path: Path) -> None:
    antes = un_cliente(rfc="CUNI880604V17", regimen_fiscal="612", uso_cfdi="G03")
    (tmp_path / "antes.csv").write_bytes(un_csv([antes]))
    clientes("importar", tmp_path / "antes.csv")
    clientes("constancia", VARIOS_REGIMENES, "--importar")
    [guardado] = json.loads(clientes("buscar", "CUNI880604V17", "--json").stdout)
    assert guardado["datos"]["Régimen Fiscal"] == "612"
    assert guardado["datos"]["Nombre o Razón Social"] == "JOSE IGNACIO DE LA CRUZ NUÑEZ"
