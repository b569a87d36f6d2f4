"""Faults found in use, as files through `clientes validar --json --filas`."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clientes_app.domain.columnas import POR_CAMPO
from tests.builders import un_cliente, un_csv
from tests.ordenes import Consola, abrir_consola, olvidar

PUBLICO = {"rfc": "XAXX010101000", "regimen_fiscal": "616", "uso_cfdi": "S01"}
EXTRANJERO = PUBLICO | {"rfc": "XEXX010101000", "num_reg_id_trib": "123456789"}


@pytest.fixture
def clientes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Consola]:
    yield abrir_consola(monkeypatch, tmp_path, "")
    olvidar()


def _validado(clientes: Consola, tmp_path: Path, contenido: bytes) -> dict[str, Any]:
    archivo = tmp_path / "faltas.csv"
    archivo.write_bytes(contenido)
    return json.loads(clientes("validar", archivo, "--json", "--filas").stdout)


@pytest.mark.parametrize(
    ("campo", "escrito", "guardado", "codigo"),
    [
        ("nombre", "ＧＲＵＰＯ ＮＯＲＴＥ", "GRUPO NORTE", "arreglo_letras"),
        ("nombre", "OﬁR ﬂORES", "OFIR FLORES", "arreglo_letras"),
        ("nombre", "ТRANSPORTES", "ТRANSPORTES", "nombre_letras"),
        ("nombre", "TACOS 🌮", "TACOS 🌮", "nombre_emoji"),
        ("nombre", "LUZ‑SOL", "LUZ‑SOL", "nombre_guiones"),
        ("nombre", "D’ELIA", "D’ELIA", "nombre_comillas"),
        ("uso_cfdi", "G03 - Gastos en general", "G03", "arreglo_clave"),
        ("regimen_fiscal", "General de Ley Personas Morales", "601", "arreglo_clave"),
        ("email", "juan@xn--pea-8ma.example", "juan@xn--pea-8ma.example", None),
    ],
)
def test_what_is_stored_and_said(
    *,
    clientes: Consola,
    tmp_path: Path,
    campo: str,
    escrito: str,
    guardado: str,
    codigo: str | None,
) -> None:
    dicho = _validado(clientes, tmp_path, un_csv([un_cliente(**{campo: escrito})]))
    assert dicho["clientes"][0]["datos"][POR_CAMPO[campo].etiqueta] == guardado
    assert [p["codigo"] for p in dicho["problemas"]] == ([codigo] if codigo else [])
    assert {p["gravedad"] for p in dicho["problemas"]} <= {"aviso"}


@pytest.mark.parametrize(
    ("campos", "codigo", "dice"),
    [
        ({"uso_cfdi": "Por definir"}, "uso_retirado", "Use S01"),
        ({"uso_cfdi": "GO3"}, "uso_desconocido", "G03"),
        ({"uso_cfdi": "G3"}, "uso_desconocido", "G03"),
        ({"regimen_fiscal": "6O1"}, "regimen_desconocido", "601"),
        ({"regimen_fiscal": "Consolidación"}, "regimen_retirado", "Constancia"),
        ({"regimen_fiscal": "605"}, "regimen_de_otra_persona", "Elija un régimen"),
        ({"email": "Juan Perez <juan@correo.mx>"}, "email_invalido", "¿Es juan@correo.mx?"),
        ({"email": "juan@correo,mx"}, "email_invalido", "¿Es juan@correo.mx?"),
        ({"codigo_postal": "06 500"}, "cp_forma", "¿Es 06500?"),
        ({"rfc": "EKU9003173C9.", "email": "a@b.mx"}, "rfc_signo_de_mas", "¿Es EKU9003173C9?"),
        (EXTRANJERO | {"residencia_fiscal": "USA", "num_reg_id_trib": "12-3456789"},
         "registro_forma", "¿Es 123456789?"),
    ],
)  # fmt: skip
def test_what_is_refused_and_offered(
    clientes: Consola, tmp_path: Path, campos: dict[str, str], codigo: str, dice: str
) -> None:
    dicho = _validado(clientes, tmp_path, un_csv([un_cliente(**campos)]))
    (problema,) = (p for p in dicho["problemas"] if p["gravedad"] == "error")
    assert problema["codigo"] == codigo
    assert dice in problema["sugerencia"]
    assert list(problema) == [
        *("linea", "columna", "valor", "gravedad", "codigo", "mensaje", "sugerencia")
    ]
    assert dicho["clientes"] == []


def test_a_generic_client_said_twice_is_named_by_its_name(
    clientes: Consola, tmp_path: Path
) -> None:
    filas = [un_cliente(**PUBLICO, nombre=nombre) for nombre in ("JOSE LOPEZ", "JOSÉ LÓPEZ")]
    dicho = _validado(clientes, tmp_path, un_csv(filas))
    (problema,) = (p for p in dicho["problemas"] if p["gravedad"] == "error")
    assert "JOSÉ LÓPEZ" in problema["mensaje"]
    assert "línea 2" in problema["mensaje"]


@pytest.mark.parametrize("fin", [b"", b"\x1a"])
def test_a_separator_too_many_in_every_row_is_said_once(
    clientes: Consola, tmp_path: Path, fin: bytes
) -> None:
    contenido = un_csv([[*un_cliente().values(), ""], [*un_cliente().values(), ""]]) + fin
    dicho = _validado(clientes, tmp_path, contenido)
    assert (dicho["resultado"], dicho["validas"], dicho["rechazadas"]) == ("cargable", 2, 0)
    (problema,) = dicho["problemas"]
    assert (problema["linea"], problema["codigo"]) == (2, "separador_de_mas")


def test_what_is_exported_can_be_imported_though_generic_names_are_alike(
    clientes: Consola, tmp_path: Path
) -> None:
    nombres = ("JOSE LOPEZ", "OTRO", "JOSE LOPEZ II")
    archivo, todo = tmp_path / "a.csv", tmp_path / "todo.csv"
    archivo.write_bytes(un_csv([un_cliente(**PUBLICO, nombre=nombre) for nombre in nombres]))
    assert clientes("importar", archivo).exit_code == 0
    assert clientes("exportar", "-o", todo).exit_code == 0
    dicho = json.loads(clientes("importar", todo, "--json").stdout)
    assert (dicho["iguales"], dicho["rechazados"]) == (3, 0)


@pytest.mark.parametrize("consulta", ["d'elia", "D’ELIA", "<elia>,"])
def test_the_command_line_searches_as_the_list(
    clientes: Consola, tmp_path: Path, consulta: str
) -> None:
    archivo = tmp_path / "a.csv"
    archivo.write_bytes(un_csv([un_cliente(nombre="D’ELIA PASTAS"), un_cliente(nombre="OTRO")]))
    assert clientes("importar", archivo).exit_code == 0
    (hallado,) = json.loads(clientes("buscar", consulta, "--json").stdout)
    assert hallado["datos"]["Nombre o Razón Social"] == "D’ELIA PASTAS"
