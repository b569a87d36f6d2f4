"""The commands on a real database: the SAT's test taxpayers, errors, accounts, undo."""

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from clientes_app.domain.columnas import CAMPOS, ENCABEZADO
from clientes_app.services.carga import procesos
from tests.builders import un_cliente
from tests.ordenes import Consola, abrir_consola, olvidar

CONTRIBUYENTES = Path(__file__).parents[1] / "data" / "sat" / "sat_test_contributors.csv"


@pytest.fixture
def clientes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url_base: str) -> Iterator[Consola]:
    yield abrir_consola(monkeypatch, tmp_path / "datos", url_base)
    olvidar()


@pytest.fixture
def sin_base(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Consola]:
    """A terminal on a machine where the application never ran."""
    yield abrir_consola(monkeypatch, tmp_path / "datos", "")
    olvidar()


def _escribir(destino: Path, filas: list[dict[str, str]]) -> Path:
    with destino.open("w", encoding="utf-8", newline="") as archivo:
        escritor = csv.writer(archivo)
        escritor.writerow(ENCABEZADO)
        escritor.writerows([fila[campo] for campo in CAMPOS] for fila in filas)
    return destino


def _contribuyentes() -> list[dict[str, str]]:
    with CONTRIBUYENTES.open(encoding="utf-8", newline="") as archivo:
        return [
            un_cliente(
                nombre=fila["nombre_cfdi40"],
                rfc=fila["rfc"],
                codigo_postal=fila["cp"],
                regimen_fiscal=fila["regimen_sugerido"],
                uso_cfdi="S01",
                email=f"pruebas.{fila['rfc'].lower()}@sat.example".replace("&", "y").replace(
                    "ñ", "n"
                ),
            )
            for fila in csv.DictReader(archivo)
            if fila["nombre_cfdi40"] and fila["cp"] and fila["regimen_sugerido"]
        ]


def test_the_sats_taxpayers_go_in_and_come_out(clientes: Consola, tmp_path: Path) -> None:
    filas = _contribuyentes()
    original = _escribir(tmp_path / "sat.csv", filas)
    primera = clientes.json("importar", original)

    assert len(filas) > 10
    assert (primera["estado"], primera["creados"]) == ("terminado", len(filas))
    assert clientes("exportar", "-o", tmp_path / "todo.csv").exit_code == 0
    segunda = clientes("importar", tmp_path / "todo.csv", "--json")
    dicho = json.loads(segunda.stdout)
    assert segunda.exit_code == 0
    assert (dicho["iguales"], dicho["filas"]) == (len(filas), len(filas))
    assert (tmp_path / "todo.csv").read_bytes().decode("utf-8-sig") == clientes(
        "exportar"
    ).stdout_bytes.decode("utf-8-sig")
    for fila in filas[:5]:
        for texto in (fila["rfc"], fila["nombre"].split()[0].lower(), fila["email"]):
            hallados = clientes.json("buscar", texto, "--limite", "200")
            assert fila["rfc"] in {hallado["datos"]["RFC"] for hallado in hallados}


def test_undo_and_list(clientes: Consola, tmp_path: Path) -> None:
    malo = un_cliente(email="nada")
    archivo = _escribir(tmp_path / "a.csv", [un_cliente(), un_cliente(), malo])
    resultado = clientes("importar", archivo, "--rechazados", tmp_path / "malas.csv")

    assert resultado.exit_code == 1
    assert "3 filas: 2 creados, 0 actualizados, 0 iguales, 1 rechazado." in resultado.stdout
    assert malo["rfc"] in (tmp_path / "malas.csv").read_text(encoding="utf-8-sig")
    proceso = clientes.json("procesos")[0]
    assert (proceso["estado"], proceso["archivo"]) == ("terminado_con_rechazos", "a.csv")
    deshecho = clientes.json("deshacer", str(proceso["proceso"]))
    assert deshecho == {"proceso": 1, "borrados": 2, "restaurados": 0, "dejados": []}
    assert clientes.json("buscar", "a") == []
    assert "Deshecho" in clientes("procesos").stdout
    otra_vez = clientes("deshacer", "1")
    assert (otra_vez.exit_code, otra_vez.stdout) == (2, "")
    assert "«Deshecho»" in otra_vez.stderr


def test_several_accounts_need_a_name(clientes: Consola, tmp_path: Path) -> None:
    archivo = _escribir(tmp_path / "a.csv", [un_cliente()])

    assert clientes("importar", archivo).exit_code == 0
    assert clientes("cuentas", "crear", "Otra", "--cp-expedicion", "64000").exit_code == 0
    assert clientes("cuentas", "crear", "Otra").stderr == (
        "Error: Ya existe la cuenta «Otra». Elija otro nombre.\n"
    )
    assert clientes("cuentas", "crear", "Más", "--cp-expedicion", "00000").exit_code == 2
    assert {
        cuenta["nombre_corto"]: cuenta["clientes"] for cuenta in clientes.json("cuentas", "lista")
    } == {
        "negocio": 1,
        "otra": 0,
    }
    sin_nombre = clientes("exportar")
    assert (sin_nombre.exit_code, sin_nombre.stdout) == (2, "")
    assert "--cuenta" in sin_nombre.stderr
    assert "«Nadie»" in clientes("exportar", "--cuenta", "Nadie").stderr
    assert clientes.json("buscar", "a", "--cuenta", "Otra") == []
    for nombre in ("Negocio", "negocio"):
        assert len(clientes.json("buscar", "a", "--cuenta", nombre)) == 1


def test_demo(clientes: Consola) -> None:
    assert "30 clientes" in clientes("demo", "--filas", "30").stdout
    assert len(clientes.json("buscar", "", "--cuenta", "Demostración")) == 30


def test_validate_writes_nothing(sin_base: Consola, tmp_path: Path) -> None:
    bueno = _escribir(tmp_path / "b.csv", [un_cliente()])
    malo = _escribir(tmp_path / "m.csv", [un_cliente(email="x"), un_cliente()])
    roto = tmp_path / "r.csv"
    roto.write_bytes(b"")

    for archivos, estado in (([bueno], 0), ([malo, bueno], 1), ([roto, malo, bueno], 2)):
        resultado = sin_base("validar", *archivos, "--json")
        dichos = [json.loads(linea) for linea in resultado.stdout.splitlines()]
        assert resultado.exit_code == estado
        assert [dicho["archivo"] for dicho in dichos] == [archivo.name for archivo in archivos]
        assert not any("clientes" in dicho for dicho in dichos)
    assert not sin_base.datos.exists()


def test_files_that_cannot_be_used(sin_base: Consola, tmp_path: Path) -> None:
    bueno = _escribir(tmp_path / "b.csv", [un_cliente()])
    resultado = sin_base("validar", tmp_path / "no.csv", tmp_path, bueno, "--json")

    assert resultado.exit_code == 2
    assert json.loads(resultado.stdout)["resultado"] == "cargable"
    assert resultado.stderr.count("Error: ") == resultado.stderr.count("\n") == 2
    for orden in (
        ("importar", tmp_path / "no.csv"),
        ("importar", tmp_path),
        ("plantilla", "-o", tmp_path / "no" / "a.zip"),
        ("exportar", "-o", tmp_path / "no" / "a.csv"),
        ("importar", bueno, "--rechazados", tmp_path / "no" / "malas.csv"),
        ("importar", bueno, "--rechazados", tmp_path),
    ):
        resultado = sin_base(*orden)
        assert (resultado.exit_code, resultado.stdout) == (2, "")
        assert resultado.stderr.startswith("Error: ")
        assert resultado.stderr.count("\n") == 1
    assert not sin_base.datos.exists()


def test_too_large_a_file(
    sin_base: Consola, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLIENTES_MAX_ARCHIVO_MB", "1")
    grande = tmp_path / "g.csv"
    grande.write_bytes(bytes(1_100_000))
    resultado = sin_base("importar", grande)

    assert resultado.exit_code == 2
    assert "1 MB" in resultado.stderr
    assert sin_base.json("procesos") == []


def test_a_wrong_setting_is_told(sin_base: Consola, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLIENTES_PUERTO", "muchos")
    resultado = sin_base("procesos")

    assert (resultado.exit_code, resultado.stdout) == (2, "")
    assert "CLIENTES_PUERTO" in resultado.stderr


def test_a_database_that_is_none_is_told(sin_base: Consola) -> None:
    sin_base.datos.mkdir()
    base = sin_base.datos / "clientes.sqlite3"
    base.write_bytes(b"nada de SQLite " * 1_000)
    resultado = sin_base("procesos")

    assert (resultado.exit_code, resultado.stdout) == (2, "")
    assert "El archivo de la base de datos está dañado" in resultado.stderr
    assert base.read_bytes() == b"nada de SQLite " * 1_000


def test_a_database_of_a_newer_version_is_left_alone(sin_base: Consola) -> None:
    sin_base("procesos")
    olvidar()
    with closing(sqlite3.connect(sin_base.datos / "clientes.sqlite3")) as base:
        base.execute("UPDATE alembic_version SET version_num = '9999'")
        base.commit()
        resultado = sin_base("procesos")
        assert base.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]

    assert (resultado.exit_code, resultado.stdout) == (2, "")
    assert "una versión más nueva de Clientes" in resultado.stderr


def test_nothing_to_show_is_said(sin_base: Consola, tmp_path: Path) -> None:
    for orden, dicho in (
        (("procesos",), "Todavía no hay procesos"),
        (("usuarios", "lista"), "Nadie entra todavía"),
        (("buscar", "pérez"), "No hay clientes que coincidan con «pérez»"),
        (("exportar", "-o", tmp_path / "a.csv"), f"Se guardó {tmp_path / 'a.csv'}"),
    ):
        resultado = sin_base(*orden)
        assert (resultado.exit_code, resultado.stdout) == (0, "")
        assert dicho in resultado.stderr


def test_refused_rows_lead_to_their_reasons(sin_base: Consola, tmp_path: Path) -> None:
    malo = _escribir(tmp_path / "m.csv", [un_cliente(regimen_fiscal="999")])
    guardados = tmp_path / "r.csv"

    assert "clientes validar" in sin_base("importar", malo).stderr
    resultado = sin_base("importar", malo, "--rechazados", guardados)
    assert resultado.stderr == f"Lo rechazado se guardó en {guardados}.\n"


def test_an_interrupted_load_says_what_becomes_of_it(
    sin_base: Consola, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **_named: object) -> None:
        raise KeyboardInterrupt

    archivo = _escribir(tmp_path / "a.csv", [un_cliente()])
    monkeypatch.setattr(procesos, "ejecutar", interrupt)
    resultado = sin_base("importar", archivo)

    assert (resultado.exit_code, resultado.stdout) == (130, "")
    assert "lo demás se hará cuando corra «clientes servir»" in resultado.stderr


def test_bytes_that_are_no_text_are_refused_but_in_the_name_of_a_file(
    clientes: Consola, tmp_path: Path
) -> None:
    """As Python hands them over: half a letter for each of them."""
    for orden in (("buscar", "a\udcff"), ("cuentas", "crear", "a\ud83d")):
        negada = clientes(*orden)
        assert (negada.exit_code, "no son UTF-8" in negada.stderr) == (2, True)
    archivo = _escribir(tmp_path / "enero\udcff.csv", [un_cliente()])
    assert clientes("importar", archivo).exit_code == 0
    assert "enero\ufffd.csv" in clientes("procesos").stdout
