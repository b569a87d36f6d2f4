"""The kinds of trouble of a stored client: which findings of the rules they are, and their bits."""

from datetime import date

import pytest

from clientes_app.domain import catalogos
from clientes_app.domain.cliente import Contexto, DatosCliente
from clientes_app.domain.observaciones import (
    BITS,
    CAMPOS_OBSERVADOS,
    GRAVES,
    OBSERVACIONES,
    codigos,
    observaciones,
    version_de_reglas,
)
from tests.builders import un_cliente, un_rfc

HOY = date(2026, 11, 25)
CONTEXTO = Contexto(HOY, "06600")
PERSONA = un_rfc(1, persona="fisica")
SIN_DIGITO_BUENO = "XQA400101110" if un_rfc(1)[-1] != "0" else "XQA400101111"
CASOS: dict[str, list[dict[str, str]]] = {
    "acentos": [{"nombre": "JOSÉ"}],
    "regimen_societario": [{"nombre": "ACEROS SA DE CV"}, {"nombre": "ACEROS, S. DE R.L."}],
    "letra_ajena": [{"nombre": "\N{CYRILLIC CAPITAL LETTER A}CEROS"}, {"nombre": "“ACEROS”"}],
    "digito_verificador": [{"rfc": SIN_DIGITO_BUENO}],
    "clave_retirada": [
        {"regimen_fiscal": "609"},
        {"uso_cfdi": "P01"},
        {"regimen_fiscal": "999"},
    ],
    "regimen_persona": [
        {"regimen_fiscal": "612"},
        {"rfc": PERSONA, "regimen_fiscal": "601", "uso_cfdi": "G03"},
    ],
    "uso_regimen": [{"uso_cfdi": "D01"}],
    "cp_fuera": [{"codigo_postal": "00000"}, {"codigo_postal": "99999"}],
    "generico_cp": [
        {
            "rfc": "XAXX010101000",
            "regimen_fiscal": "616",
            "uso_cfdi": "S01",
            "codigo_postal": "01000",
        }
    ],
}


@pytest.mark.parametrize("codigo", CASOS)
def test_each_kind_is_what_the_rules_find(codigo: str) -> None:
    for campos in CASOS[codigo]:
        datos = DatosCliente(**un_cliente(**campos))
        assert codigos(observaciones(datos, CONTEXTO)) == (codigo,), campos


def test_a_client_about_whom_nothing_is_said_is_ready() -> None:
    assert observaciones(DatosCliente(**un_cliente()), CONTEXTO) == 0
    generico = CASOS["generico_cp"][0] | {"codigo_postal": "06600"}
    assert observaciones(DatosCliente(**un_cliente(**generico)), CONTEXTO) == 0
    # Without a postal code of the account nobody knows.
    assert observaciones(DatosCliente(**un_cliente(**generico)), Contexto(HOY)) == 0


def test_several_kinds_at_once_are_one_number() -> None:
    datos = DatosCliente(**un_cliente(nombre="JOSÉ SA", codigo_postal="00000"))
    bits = observaciones(datos, CONTEXTO)
    assert bits == BITS["acentos"] | BITS["regimen_societario"] | BITS["cp_fuera"]
    assert codigos(bits) == ("acentos", "regimen_societario", "cp_fuera")


def test_the_bits_are_stored_and_so_stay_what_they_are() -> None:
    assert dict(BITS) == {
        "acentos": 1,
        "regimen_societario": 2,
        "letra_ajena": 4,
        "digito_verificador": 8,
        "clave_retirada": 16,
        "regimen_persona": 32,
        "uso_regimen": 64,
        "cp_fuera": 128,
        "generico_cp": 256,
    }
    assert codigos(GRAVES) == ("clave_retirada", "regimen_persona", "uso_regimen", "cp_fuera")
    assert set(CASOS) == {cada.codigo for cada in OBSERVACIONES}


def test_other_fields_make_no_difference() -> None:
    lleno = DatosCliente(*["JOSÉ"] * 20)._replace(**un_cliente(nombre="JOSÉ"))
    vacio = lleno._replace(**{c: "" for c in lleno._fields if c not in CAMPOS_OBSERVADOS})
    assert observaciones(lleno, CONTEXTO) == observaciones(vacio, CONTEXTO) == BITS["acentos"]


def test_the_version_of_the_rules_is_another_one_when_a_key_goes_out_of_force(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hoy = version_de_reglas(HOY)
    assert hoy == version_de_reglas(date(2026, 11, 26)) == version_de_reglas(HOY)
    monkeypatch.setattr(catalogos.REGIMENES["601"].__class__, "vigente", lambda *_: False)
    assert version_de_reglas(HOY) != hoy
