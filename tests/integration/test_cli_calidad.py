"""`clientes calidad`: to the letter as issue 17 wants it, and a table for people."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from clientes_app.services.acceso import cuentas
from clientes_app.services.clientes import clientes
from clientes_app.services.context import Actor
from clientes_app.storage.db.engine import write_connection
from tests.builders import un_cliente, un_rfc
from tests.ordenes import Consola, abrir_consola, olvidar

CODIGOS = (
    *("acentos", "regimen_societario", "letra_ajena", "digito_verificador", "clave_retirada"),
    *("regimen_persona", "uso_regimen", "cp_fuera", "generico_cp", "duplicado"),
)


@pytest.fixture
def consola(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url_base: str, engine: Engine
) -> Iterator[Consola]:
    yield abrir_consola(monkeypatch, tmp_path / "datos", url_base)
    olvidar()


@pytest.fixture
def clientela(engine: Engine, actor: Actor) -> list[int]:
    """A clean client, one with two troubles, and two who may be the same."""
    campos = [
        {"nombre": "ACEROS", "codigo_postal": "44100"},
        {"nombre": "JOSÉ SA DE CV"},
        {"nombre": "GRUPO CONSTRUCTOR ALBA"},
        {"nombre": "GRUPO CONSTRUCTOR ALVA", "regimen_fiscal": "603"},
    ]
    return [
        clientes.alta(engine, actor, un_cliente(rfc=un_rfc(2_969 * n), **suyos)).id
        for n, suyos in enumerate(campos, start=1)
    ]


def test_json(consola: Consola, clientela: list[int]) -> None:
    dicho = consola.json("calidad")
    assert list(dicho) == [
        *("clientes", "listos", "problemas", "duplicados", "por_regimen", "por_estado"),
    ]
    assert (dicho["clientes"], dicho["listos"]) == (4, 3)
    assert tuple(p["codigo"] for p in dicho["problemas"]) == CODIGOS
    assert {p["codigo"]: p["cuantos"] for p in dicho["problemas"] if p["cuantos"]} == {
        "acentos": 1,
        "regimen_societario": 1,
        "duplicado": 2,
    }
    assert dicho["problemas"][0]["nombre"] == "Acentos en el nombre"
    assert dicho["duplicados"] == [
        {
            "motivo": "nombre_parecido",
            "clientes": [
                {"id": clientela[2], "rfc": un_rfc(2_969 * 3), "nombre": "GRUPO CONSTRUCTOR ALBA"},
                {"id": clientela[3], "rfc": un_rfc(2_969 * 4), "nombre": "GRUPO CONSTRUCTOR ALVA"},
            ],
        }
    ]
    assert [(r["codigo"], r["cuantos"]) for r in dicho["por_regimen"]] == [("601", 3), ("603", 1)]
    assert dicho["por_estado"] == [
        {"codigo": "HID", "nombre": "Hidalgo", "cuantos": 3},
        {"codigo": "JAL", "nombre": "Jalisco", "cuantos": 1},
    ]


def test_for_people(consola: Consola, clientela: list[int]) -> None:
    resultado = consola("calidad")
    assert (resultado.exit_code, resultado.stderr) == (0, "")
    assert resultado.stdout.startswith("Listos para facturar: 3 de 4 (75 %)\n\nPor corregir\n")
    assert "          1  Acentos en el nombre\n" in resultado.stdout
    assert "Dígito verificador" not in resultado.stdout
    assert (
        f"  Nombres casi iguales: GRUPO CONSTRUCTOR ALBA ({un_rfc(2_969 * 3)}) · "
        f"GRUPO CONSTRUCTOR ALVA ({un_rfc(2_969 * 4)})\n"
    ) in resultado.stdout
    assert "          3  601 General de Ley Personas Morales\n" in resultado.stdout
    assert resultado.stdout.endswith("          1  Jalisco\n")


def test_an_empty_account(consola: Consola) -> None:
    assert consola("calidad").stdout == "Listos para facturar: 0 de 0 (100 %)\n"
    dicho = consola.json("calidad")
    assert (dicho["clientes"], dicho["duplicados"], dicho["por_estado"]) == (0, [], [])


def test_of_several_accounts_one_is_chosen(
    consola: Consola, engine: Engine, clientela: list[int]
) -> None:
    sur = cuentas.crear(engine, "Sur")
    clientes.alta(engine, Actor(sur.id, "Eva", "cli"), un_cliente())
    assert "Elija la cuenta con --cuenta" in consola("calidad").stderr
    assert consola.json("calidad", "--cuenta", "Sur")["clientes"] == 1


def test_rules_of_before_are_never_told(
    consola: Consola, engine: Engine, clientela: list[int]
) -> None:
    antes = consola.json("calidad")
    with write_connection(engine) as conexion:
        conexion.execute(text("UPDATE cliente SET observaciones = 0"))
        conexion.execute(text("UPDATE reglas SET version = 'otras'"))
    assert consola.json("calidad") == antes
