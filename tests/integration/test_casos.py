"""Every example file, through the command line, checked in what the database then holds."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ordenes import Consola, abrir_consola, olvidar

CASOS = Path(__file__).parents[1] / "data" / "casos"
ESPERADO: dict[str, dict[str, Any]] = json.loads(
    (CASOS / "expected.json").read_text(encoding="utf-8")
)["cases"]

# The régimen of these rows does not go with a company: the SAT refuses them (CFDI40158).
CONTRA_LA_TABLA = {"a60_reimport_of_guarded_export.csv": {3, 4}}


@pytest.fixture
def clientes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url_base: str) -> Iterator[Consola]:
    yield abrir_consola(monkeypatch, tmp_path, url_base)
    olvidar()


def _se_carga(caso: dict[str, Any]) -> bool:
    return caso["verdict"] != "reject" or caso["level"] == "row"


def _exportado(clientes: Consola, destino: Path) -> list[dict[str, str]]:
    assert clientes("exportar", "-o", destino).exit_code == 0
    texto = destino.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(texto, newline="")))


def _sin_apostrofo(valor: str) -> str:
    return valor[1:] if valor.startswith(("'=", "'+", "'-", "'@")) else valor


@pytest.mark.parametrize("nombre", ESPERADO)
def test_validate_says_what_is_expected(clientes: Consola, nombre: str) -> None:
    caso, contra = ESPERADO[nombre], CONTRA_LA_TABLA.get(nombre, set())
    resultado = clientes("validar", CASOS / nombre, "--json", "--filas")
    dicho = json.loads(resultado.stdout)
    malos = {malo["line"] for malo in caso.get("bad", [])} | contra

    assert dicho["archivo"] == nombre
    assert dicho["resultado"] == ("cargable" if _se_carga(caso) else "no_cargable")
    assert dicho["validas"] == caso["ok"] - len(contra) == len(dicho["clientes"])
    assert resultado.exit_code == (2 if not _se_carga(caso) else 1 if malos else 0)
    if _se_carga(caso):
        assert dicho["filas"] == caso["rows"]
        assert {p["linea"] for p in dicho["problemas"] if p["gravedad"] == "error"} == malos


@pytest.mark.parametrize("nombre", ESPERADO)
def test_import_stores_what_is_expected(clientes: Consola, nombre: str, tmp_path: Path) -> None:
    caso, contra = ESPERADO[nombre], CONTRA_LA_TABLA.get(nombre, set())
    previsto = json.loads(clientes("validar", CASOS / nombre, "--json", "--filas").stdout)
    resultado = clientes("importar", CASOS / nombre, "--json")
    dicho = json.loads(resultado.stdout)
    guardados = _exportado(clientes, tmp_path / "todo.csv")

    assert list(dicho) == [
        *("proceso", "estado", "filas", "creados", "actualizados", "iguales", "rechazados"),
        "problemas",
    ]
    if not _se_carga(caso):
        assert (resultado.exit_code, dicho["estado"], guardados) == (2, "no_cargado", [])
        assert resultado.stderr.strip() == previsto["motivo"]["mensaje"]
        return
    assert dicho["creados"] + dicho["iguales"] == caso["ok"] - len(contra)
    assert dicho["rechazados"] == len(caso.get("bad", [])) + len(contra)
    assert dicho["filas"] == caso["rows"]
    assert dicho["problemas"] == previsto["problemas"]
    assert len(guardados) == dicho["creados"]
    sin_guarda = [{c: _sin_apostrofo(v) for c, v in cliente.items()} for cliente in guardados]
    for linea, valores in caso.get("stored", {}).items():
        if int(linea) not in contra:
            assert any(cliente.items() >= valores.items() for cliente in sin_guarda), valores
    previstos = [cliente["datos"] for cliente in previsto["clientes"]]
    assert all(cliente in previstos for cliente in sin_guarda)
