"""`clientes cfdi --importar`: the clients of invoices into an account, from the command line."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from clientes_app.services.acceso import cuentas
from clientes_app.services.context import Actor
from tests.builders import un_cliente, un_csv
from tests.facturas import PROPIO, un_zip, una_factura
from tests.ordenes import Consola, abrir_consola, olvidar


@pytest.fixture
def clientes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url_base: str) -> Iterator[Consola]:
    yield abrir_consola(monkeypatch, tmp_path / "datos", url_base)
    olvidar()


@pytest.fixture
def guardado(clientes: Consola, tmp_path: Path) -> dict[str, str]:
    """A client who is stored, and in whose invoices another name stands."""
    cliente = un_cliente(nombre="VIEJO")
    (ruta := tmp_path / "a.csv").write_bytes(un_csv([cliente]))
    assert clientes("importar", ruta).exit_code == 0
    return cliente


@pytest.fixture
def facturas(guardado: dict[str, str], tmp_path: Path) -> Path:
    """A folder with a zip and an XML, one of whose clients is stored."""
    (carpeta := tmp_path / "facturas").mkdir()
    suya = una_factura(receptor={"Rfc": guardado["rfc"], "Nombre": "NUEVO"}).encode()
    (carpeta / "a.zip").write_bytes(un_zip([("x.xml", suya), ("leeme.txt", b"x")]).getvalue())
    (carpeta / "b.xml").write_text(una_factura(numero=2), "utf-8")
    return carpeta


def _nombres(clientes: Consola, tmp_path: Path) -> list[str]:
    clientes("exportar", "-o", tmp_path / "todo.csv")
    texto = (tmp_path / "todo.csv").read_text("utf-8-sig")
    return [fila["Nombre o Razón Social"] for fila in csv.DictReader(io.StringIO(texto))]


def _lineas(salida: str) -> list[dict[str, Any]]:
    return [json.loads(linea) for linea in salida.splitlines()]


def test_all_files_are_one_process_and_the_rest_comes_back(
    clientes: Consola, facturas: Path, tmp_path: Path
) -> None:
    destino = tmp_path / "rechazados.csv"
    resultado = clientes(
        *("cfdi", facturas, "--rfc", PROPIO, "--importar", "--json"),
        *("--existentes", "actualizar", "--rechazados", destino),
    )
    *archivos, proceso, union = _lineas(resultado.stdout)
    assert [each["archivo"] for each in archivos] == ["a.zip", "b.xml"]
    assert (proceso["filas"], proceso["actualizados"], proceso["rechazados"]) == (2, 1, 1)
    assert len(union["union_receptores"]) == 2
    assert resultado.exit_code == 1
    assert _nombres(clientes, tmp_path) == ["NUEVO"]
    rechazado = destino.read_text("utf-8-sig")
    assert "COMERCIALIZADORA XOCHITL" in rechazado
    assert "Falta «E-mail»" in rechazado


def test_where_nothing_could_be_read_nothing_is_loaded_and_it_is_said_once(
    clientes: Consola, guardado: dict[str, str], tmp_path: Path
) -> None:
    (ruta := tmp_path / "x.xml").write_bytes(b"hola")
    for una, dicho in ((ruta, "No es un XML"), (tmp_path / "nada.xml", "No existe el archivo")):
        resultado = clientes("cfdi", una, "--importar")
        assert resultado.exit_code == 2
        assert resultado.output.count(dicho) == 1
    assert [each["archivo"] for each in clientes.json("procesos")] == ["a.csv"]


def test_an_existing_client_is_left_as_he_is_unless_it_is_asked_for(
    clientes: Consola, facturas: Path, tmp_path: Path
) -> None:
    resultado = clientes("cfdi", facturas / "a.zip", "--rfc", PROPIO, "--importar")
    assert "1 igual" in resultado.stdout
    assert _nombres(clientes, tmp_path) == ["VIEJO"]


def test_the_rfc_given_first_is_the_accounts_and_another_one_is_refused(
    clientes: Consola, facturas: Path
) -> None:
    primera = clientes("cfdi", facturas / "b.xml", "--rfc", PROPIO, "--importar")
    assert f"{PROPIO} quedó como el RFC propio" in primera.stderr
    (cuenta,) = clientes.json("cuentas", "lista")
    assert cuenta["rfc_propio"] == PROPIO
    otra = clientes("cfdi", facturas / "b.xml", "--rfc", "TRN050806EE1", "--importar")
    assert (otra.exit_code, otra.stdout) == (2, "")
    assert f"es {PROPIO}" in otra.stderr


def test_the_rfc_is_kept_only_when_something_was_read_that_names_it(
    clientes: Consola, facturas: Path, tmp_path: Path
) -> None:
    (rota := tmp_path / "rota.xml").write_bytes(b"<cfdi:Comprobante")
    assert clientes("cfdi", rota, "--rfc", PROPIO, "--importar").exit_code == 2
    ajeno = clientes("cfdi", facturas, "--rfc", "TRN050806EE1", "--importar")
    assert ajeno.exit_code == 2
    assert "TRN050806EE1 no emite ni recibe" in ajeno.stderr
    generico = clientes("cfdi", facturas, "--rfc", "XAXX010101000", "--importar")
    assert (generico.exit_code, generico.stdout) == (2, "")
    assert "no es el RFC de un negocio" in generico.stderr
    (cuenta,) = clientes.json("cuentas", "lista")
    assert cuenta["rfc_propio"] == ""
    assert [each["archivo"] for each in clientes.json("procesos")] == ["a.csv"]


def test_keeping_the_rfc_leaves_the_rest_of_the_account_alone(
    clientes: Consola, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert clientes("cuentas", "crear", "Norte", "--cp-expedicion", "44160").exit_code == 0
    (ruta := tmp_path / "f.xml").write_text(una_factura(), "utf-8")
    guardar = cuentas.fijar_rfc_propio

    def despues_de_otro(engine: Engine, actor: Actor, rfc: str) -> object:
        # Somebody renames the account while the invoices are read.
        cuentas.editar(engine, actor, nombre="Sur", cp_expedicion="01000")
        return guardar(engine, actor, rfc)

    monkeypatch.setattr(cuentas, "fijar_rfc_propio", despues_de_otro)
    clientes("cfdi", ruta, "--rfc", PROPIO, "--importar", "--cuenta", "Norte")
    (sur,) = [each for each in clientes.json("cuentas", "lista") if each["nombre"] == "Sur"]
    assert (sur["rfc_propio"], sur["cp_expedicion"]) == (PROPIO, "01000")


def test_an_rfc_that_the_account_got_meanwhile_is_not_written_over(
    clientes: Consola, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert clientes("cuentas", "crear", "Norte").exit_code == 0
    (ruta := tmp_path / "f.xml").write_text(una_factura(), "utf-8")
    guardar = cuentas.fijar_rfc_propio

    def despues_de_otro(engine: Engine, actor: Actor, rfc: str) -> object:
        guardar(engine, actor, "TRN050806EE1")
        return guardar(engine, actor, rfc)

    monkeypatch.setattr(cuentas, "fijar_rfc_propio", despues_de_otro)
    resultado = clientes("cfdi", ruta, "--rfc", PROPIO, "--importar", "--cuenta", "Norte")
    assert resultado.exit_code == 2
    assert "es TRN050806EE1" in resultado.stderr
    assert clientes.json("procesos", "--cuenta", "Norte") == []


def test_without_import_the_account_only_says_who_we_are(clientes: Consola, tmp_path: Path) -> None:
    assert clientes("cuentas", "crear", "Norte", "--rfc", "eku-9003173c9").exit_code == 0
    (ruta := tmp_path / "f.xml").write_text(
        una_factura(emisor="TRN050806EE1", receptor={"Rfc": PROPIO}), "utf-8"
    )
    resultado = clientes("cfdi", ruta, "--cuenta", "Norte", "--json")
    assert _lineas(resultado.stdout)[-1] == {"union_receptores": []}
    assert resultado.stderr == ""
    assert clientes.json("procesos", "--cuenta", "Norte") == []
    mala = clientes("cuentas", "crear", "Sur", "--rfc", "XAXX010101000")
    assert mala.exit_code == 2
    assert "no es el RFC de un negocio" in mala.stderr
