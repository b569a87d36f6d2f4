"""`clientes cfdi`: every sample of the SAT's documents, what it prints, with which exit status."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.facturas import PROPIO, una_factura
from tests.ordenes import Consola, abrir_consola, olvidar

DOCUMENTOS = Path(__file__).parents[1] / "data" / "documentos"
CFDI: dict[str, Any] = json.loads((DOCUMENTOS / "expected.json").read_text("utf-8"))["cfdi"]
ARCHIVOS: dict[str, dict[str, Any]] = CFDI["archivos"]


@pytest.fixture
def clientes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Consola]:
    """A terminal on a machine where the application never ran."""
    yield abrir_consola(monkeypatch, tmp_path / "datos", "")
    olvidar()


@pytest.mark.parametrize("nombre", ARCHIVOS)
def test_each_sample_gives_what_is_expected(clientes: Consola, nombre: str) -> None:
    esperado = ARCHIVOS[nombre]
    resultado = clientes("cfdi", DOCUMENTOS / "cfdi" / nombre, "--rfc", PROPIO, "--json")
    dicho, union = map(json.loads, resultado.stdout.splitlines())

    assert dicho["archivo"] == nombre
    assert dicho["resultado"] == esperado["resultado"]
    assert dicho["motivo"] == esperado.get("motivo")
    assert dicho["comprobantes"] == esperado["comprobantes"]
    assert dicho["rechazados"] == esperado["rechazados"]
    assert set(esperado.get("avisos", ())) <= set(dicho["avisos"])
    assert list(union) == ["union_receptores"]
    rechazos = 1 if esperado["rechazados"] else 0
    assert resultado.exit_code == (2 if esperado["resultado"] == "error" else rechazos)


def test_all_files_together_give_the_clients(clientes: Consola, tmp_path: Path) -> None:
    rutas = [
        DOCUMENTOS / "cfdi" / nombre
        for nombre, esperado in ARCHIVOS.items()
        if not esperado.get("fuera_de_union")
    ]
    for propio in (["--rfc", PROPIO.lower()], []):
        resultado = clientes("cfdi", *rutas, "--json", *propio)
        lineas = resultado.stdout.splitlines()
        assert json.loads(lineas[-1])["union_receptores"] == CFDI["union_receptores"]
        assert len(lineas) == len(rutas) + 1
        assert (f"Se tomó {PROPIO}" in resultado.stderr) == (not propio)
    assert not (tmp_path / "datos").exists()


def test_a_folder_is_read_with_all_below_it_and_without_hidden_files(
    clientes: Consola, tmp_path: Path
) -> None:
    (tmp_path / "2026" / "05").mkdir(parents=True)
    (tmp_path / "2026" / "05" / "b.xml").write_text(una_factura(), "utf-8")
    (tmp_path / "2026" / "a.xml").write_text(una_factura(numero=2), "utf-8")
    (tmp_path / "2026" / ".DS_Store").write_bytes(b"x")
    os.mkfifo(tmp_path / "2026" / "tubo.xml")
    (tmp_path / "2026" / os.fsdecode(b"\xd1.xml")).write_text(una_factura(numero=3), "utf-8")
    resultado = clientes("cfdi", tmp_path / "2026", "--json")
    nombres = [json.loads(linea).get("archivo") for linea in resultado.stdout.splitlines()]
    assert nombres == ["a.xml", "\ufffd.xml", "05/b.xml", None]
    assert resultado.exit_code == 0


def test_in_words_it_says_who_they_are_and_what_they_lack(clientes: Consola) -> None:
    resultado = clientes("cfdi", DOCUMENTOS / "cfdi", "--rfc", PROPIO)
    dicho = resultado.stdout
    assert "z03_mezcla_con_otras_cosas.zip: 1 factura." in dicho
    assert "z03_mezcla_con_otras_cosas.zip!leeme.txt: No es un XML." in dicho
    assert "1 se pasó por alto: es de nómina" in dicho
    assert "También escrito «Laura Muñoz Pérez»." in dicho
    assert "Es el público en general: no se toma como cliente." in dicho
    assert resultado.exit_code == 2
    viejas = clientes("cfdi", DOCUMENTOS / "cfdi" / "x11_33_mas_nuevo_que_40.xml").stdout
    for falta in ("«SAS», el régimen societario", "P01", "Falta «Régimen", "Falta «Código Postal»"):
        assert falta in viejas
    assert "E-mail" not in viejas


def test_what_is_not_there_and_a_wrong_rfc_are_said(clientes: Consola, tmp_path: Path) -> None:
    (bueno := tmp_path / "a.xml").write_text(una_factura(), "utf-8")
    resultado = clientes("cfdi", tmp_path / "no-hay.xml", bueno, "--json")
    assert resultado.exit_code == 2
    assert "no existe" in resultado.stderr.lower()
    assert json.loads(resultado.stdout.splitlines()[0])["archivo"] == "a.xml"
    malo = clientes("cfdi", bueno, "--rfc", "EKU")
    assert (malo.exit_code, malo.stdout) == (2, "")
    assert "«EKU» no es el RFC de un negocio" in malo.stderr
