"""Régimen and uso as people write them: understood, or answered with the key that was meant."""

import pytest

from clientes_app.domain import claves
from clientes_app.domain.cliente import validar
from tests.builders import un_cliente
from tests.judged import HOY


@pytest.mark.parametrize(
    ("campo", "escrito", "clave"),
    [
        ("regimen_fiscal", "601.0", "601"),
        ("regimen_fiscal", "601 – general de ley personas morales", "601"),
        ("regimen_fiscal", "Régimen de Sueldos y Salarios e Ingresos Asimilados a Salarios", "605"),
        ("uso_cfdi", "g03", "G03"),
        ("uso_cfdi", "D10 - Pagos por servicios educativos", "D10"),
        ("uso_cfdi", "sin efectos fiscales", "S01"),
    ],
)
def test_understood_and_said(campo: str, escrito: str, clave: str) -> None:
    valor, (problema,) = claves.leer(campo, escrito)
    assert (valor, problema.codigo, problema.es_error) == (clave, "arreglo_clave", False)


@pytest.mark.parametrize(
    ("campo", "escrito", "clave"),
    [
        *(("uso_cfdi", escrito, "G03") for escrito in ("GO3", "G3", "g-03", "G003", "GO3 - Gasto")),
        *(("uso_cfdi", escrito, "S01") for escrito in ("SO1", "S1", "Sin efectos")),
        ("uso_cfdi", "D1O", "D10"),
        ("uso_cfdi", "Gasto en general", "G03"),
        *(("regimen_fiscal", escrito, "601") for escrito in ("6O1", "60I", "60l", "6 0 1")),
        ("regimen_fiscal", "General de Ley", "601"),
        ("regimen_fiscal", "sueldos y salarios", "605"),
    ],
)
def test_a_slip_is_refused_and_the_key_that_was_meant_is_offered(
    campo: str, escrito: str, clave: str
) -> None:
    _, (problema,) = claves.leer(campo, escrito)
    assert problema.es_error
    assert (problema.accion, problema.arreglo) == (f"Usar {clave}", clave)
    assert problema.sugerencia.startswith(f"¿Es {clave} (")
    assert claves.leer(campo, clave) == (clave, ())


@pytest.mark.parametrize(
    ("campo", "escrito", "clave"),
    [
        *(("uso_cfdi", escrito, "P01") for escrito in ("p01", "PO1", "Por definir", "P01 - Por")),
        *(("regimen_fiscal", escrito, "609") for escrito in ("609.0", "6O9", "Consolidación")),
        ("regimen_fiscal", "HIDROCARBUROS", "628"),
        ("regimen_fiscal", "630 - Enajenación de acciones en bolsa de valores", "630"),
    ],
)
def test_a_retired_key_is_named_however_it_is_written(campo: str, escrito: str, clave: str) -> None:
    _, (problema,) = claves.leer(campo, escrito)
    assert problema.es_error
    assert problema.codigo.endswith("_retirado")
    assert clave in problema.mensaje


@pytest.mark.parametrize("escrito", ["X", "Gastos", "601", "G99", "EKU9003173C9", "@", "O"])
def test_what_may_mean_several_keys_or_none_offers_nothing(escrito: str) -> None:
    _, (problema,) = claves.leer("uso_cfdi", escrito)
    assert (problema.codigo, problema.arreglo) == ("uso_desconocido", None)


@pytest.mark.parametrize(
    ("rfc", "campo", "escrito", "sugerencia", "arreglo"),
    [
        ("XIA190128J61", "regimen_fiscal", "6O1", "¿Es 601 (General", "601"),
        ("XIA190128J61", "regimen_fiscal", "6O5", "Elija un régimen de persona moral o", None),
        ("XIA190128J61", "uso_cfdi", "D1O", "Elija un uso de persona moral o revise", None),
        ("CUSC850516316", "regimen_fiscal", "6O1", "Elija un régimen de persona física o", None),
        ("CUSC850516316", "regimen_fiscal", "6O5", "¿Es 605 (Sueldos", "605"),
        ("CUSC850516316", "uso_cfdi", "PO1", "Use S01", "S01"),
        ("XAXX010101000", "regimen_fiscal", "6O1", "Use 616.", "616"),
        ("XEXX010101000", "uso_cfdi", "GO3", "Use S01.", "S01"),
        ("NO ES UN RFC", "regimen_fiscal", "6O1", "¿Es 601 (General", "601"),
    ],
)
def test_a_key_that_the_recipient_cannot_have_is_not_offered(
    rfc: str, campo: str, escrito: str, sugerencia: str, arreglo: str | None
) -> None:
    valores = un_cliente(rfc=rfc) | {campo: escrito}
    (alone,) = (
        problema
        for problema in validar(valores, HOY).problemas
        if problema.campo == campo and problema.es_error
    )
    assert alone.sugerencia.startswith(sugerencia)
    assert (alone.arreglo, bool(alone.accion)) == (arreglo, arreglo is not None)
