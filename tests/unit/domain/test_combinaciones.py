"""Every régimen × uso × person, and the generic RFCs, against the raw tables."""

import csv
from datetime import date
from itertools import product
from pathlib import Path
from typing import Literal

import pytest

from clientes_app.domain import catalogos
from clientes_app.domain.cliente import Contexto, validar
from tests.builders import un_cliente

DATOS = Path(__file__).parent / "data"
HOY = Contexto(date(2026, 11, 25))
RFC = {"fisica": "CACX7605101P8", "moral": "EKU9003173C9"}
GENERICOS = ("XAXX010101000", "XEXX010101000")


def _tabla(nombre: str) -> dict[str, dict[str, str]]:
    with (DATOS / nombre).open(encoding="utf-8", newline="") as archivo:
        return {fila["codigo"]: fila for fila in csv.DictReader(archivo)}


REGIMENES, USOS = _tabla("regimen.csv"), _tabla("uso.csv")


def _errores(rfc: str, regimen: str, uso: str) -> set[tuple[str | None, str]]:
    valores = un_cliente(rfc=rfc, regimen_fiscal=regimen, uso_cfdi=uso)
    validacion = validar(valores, HOY)
    assert validacion.datos.regimen_fiscal == regimen
    assert validacion.datos.uso_cfdi == uso
    assert all(p.sugerencia for p in validacion.problemas)
    return {(p.campo, p.sat) for p in validacion.problemas if p.es_error}


@pytest.mark.parametrize("persona", ["fisica", "moral"])
@pytest.mark.parametrize("regimen", REGIMENES)
def test_persons(persona: str, regimen: str) -> None:
    for uso, fila in USOS.items():
        esperado: set[tuple[str | None, str]] = set()
        if REGIMENES[regimen][persona] == "0":
            esperado.add(("regimen_fiscal", "CFDI40158"))
            if fila[persona] == "0":
                esperado.add(("uso_cfdi", "CFDI40161"))
        elif regimen not in fila[f"regimenes_{persona}"].split():
            esperado.add(("uso_cfdi", "CFDI40161"))
        assert _errores(RFC[persona], regimen, uso) == esperado, (regimen, uso)
        assert not esperado or uso not in REGIMENES[regimen][f"usos_{persona}"].split()


def test_generics() -> None:
    for rfc, regimen, uso in product(GENERICOS, REGIMENES, USOS):
        esperado: set[tuple[str | None, str]] = set()
        if regimen != "616":
            esperado.add(("regimen_fiscal", "CFDI40159"))
        if uso != "S01":
            esperado.add(("uso_cfdi", "CFDI40161"))
        assert _errores(rfc, regimen, uso) == esperado, (rfc, regimen, uso)


@pytest.mark.parametrize("persona", ["fisica", "moral"])
def test_what_the_drop_downs_offer(persona: Literal["fisica", "moral"]) -> None:
    ofrecidos = [regimen.clave for regimen in catalogos.regimenes_para(persona, RFC[persona])]
    assert ofrecidos == [clave for clave, fila in REGIMENES.items() if fila[persona] == "1"]
    for regimen in ofrecidos:
        usos = [uso.clave for uso in catalogos.usos_para(persona, regimen, RFC[persona])]
        del_sat = REGIMENES[regimen][f"usos_{persona}"].split()
        assert sorted(usos) == sorted(set(del_sat) - {"CP01", "CN01"})


@pytest.mark.parametrize("rfc", GENERICOS)
def test_what_the_drop_downs_offer_for_generics(rfc: str) -> None:
    assert [regimen.clave for regimen in catalogos.regimenes_para("fisica", rfc)] == ["616"]
    assert [uso.clave for uso in catalogos.usos_para("fisica", "616", rfc)] == ["S01"]
