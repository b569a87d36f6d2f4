"""Régimenes that are only printed in words, and their keys."""

import pytest

from clientes_app.domain.catalogos import REGIMENES
from clientes_app.domain.regimen_impreso import clave_de_regimen

IMPRESOS = {
    "601": "Régimen General de Ley Personas Morales",
    "603": "Régimen de las Personas Morales con Fines no Lucrativos",
    "605": "Régimen de Sueldos y Salarios e Ingresos Asimilados a Salarios",
    "606": "Régimen de Arrendamiento",
    "607": "Régimen de Enajenación o Adquisición de Bienes",
    "608": "Régimen de los Demás Ingresos",
    "610": "Régimen Residentes en el Extranjero sin Establecimiento Permanente en México",
    "611": "Régimen de Ingresos por Dividendos (socios y accionistas)",
    "612": "Régimen de las Personas Físicas con Actividades Empresariales y Profesionales",
    "614": "Régimen de los Ingresos por Intereses",
    "615": "Régimen de los Ingresos por Obtención de Premios",
    "616": "Sin Obligaciones Fiscales",
    "620": "Sociedades Cooperativas de Producción que optan por diferir sus ingresos.",
    "621": "Régimen de Incorporación Fiscal",
    "622": "Régimen de Actividades Agrícolas, Ganaderas, Silvícolas y Pesqueras PM",
    "623": "Régimen de Opcional para Grupos de Sociedades",
    "624": "Régimen de los Coordinados",
    "625": (
        "Régimen de las Actividades Empresariales con ingresos a través de Plataformas "
        "Tecnológicas."
    ),
    "626": "Régimen Simplificado de Confianza",
}


def test_every_key_of_the_catalogue_is_found_by_what_is_printed() -> None:
    assert set(IMPRESOS) == set(REGIMENES)
    for clave, impreso in IMPRESOS.items():
        glued = impreso.replace(" ", "")
        assert {clave_de_regimen(text) for text in (impreso, glued, impreso.upper())} == {clave}


def test_every_description_of_the_catalogue_is_its_own_key() -> None:
    assert [clave_de_regimen(each.descripcion) for each in REGIMENES.values()] == list(REGIMENES)


@pytest.mark.parametrize(
    "impreso",
    [
        "Régimen Simplificado de Ley Personas Morales",
        "Régimen de Pequeños Contribuyentes",
        "Régimen de Consolidación",
        "Régimen Intermedio de las Personas Físicas con Actividades Empresariales",
        "PEMEX",
        "Régimen Simplificado de Ley Personas Físicas",
        "Ingresos por la Obtención de Préstamos",
        "Régimen Simplificado de Confianza PM",
        "Régimen",
        "",
        "601 Régimen de Arrendamiento",
    ],
)
def test_what_the_catalogue_does_not_have_is_not_guessed(impreso: str) -> None:
    assert clave_de_regimen(impreso) is None


def test_a_key_in_front_is_taken_when_the_catalogue_has_it() -> None:
    assert clave_de_regimen("601 - General de Ley Personas Morales") == "601"
    assert clave_de_regimen("626") == "626"
    assert clave_de_regimen("999 General") is None
