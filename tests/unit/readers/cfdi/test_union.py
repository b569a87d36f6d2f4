"""One client out of many invoices: whom to trust, what each field comes from, who is left out."""

import io
from collections.abc import Mapping
from itertools import permutations

import pytest

from clientes_app.domain.columnas import CAMPOS
from clientes_app.readers.cfdi.comprobante import Comprobante
from clientes_app.readers.cfdi.reading import read_invoices
from clientes_app.readers.cfdi.rows import row
from clientes_app.readers.cfdi.union import ReceptorUnido, UnionDeReceptores
from tests.facturas import PROPIO, un_renglon, una_factura, unos_metadatos


def leida(datos: str | bytes) -> list[Comprobante]:
    crudo = datos.encode() if isinstance(datos, str) else datos
    leidos = list(read_invoices(io.BytesIO(crudo), "f"))
    assert all(isinstance(each, Comprobante) for each in leidos)
    return [each for each in leidos if isinstance(each, Comprobante)]


def unidos(*datos: str | bytes, rfc_propio: str = PROPIO) -> list[ReceptorUnido]:
    union = UnionDeReceptores()
    for cada in datos:
        for comprobante in leida(cada):
            union.take(comprobante)
    return list(union.clientes(rfc_propio))


def factura(version: str, fecha: str, numero: int, **receptor: str) -> str:
    return una_factura(version=version, fecha=fecha, numero=numero, receptor=receptor)


def test_the_version_goes_before_the_date_in_whatever_order_they_come() -> None:
    vieja = factura("4.0", "2022-01-01T00:00:00", 1, Nombre="BUENO", UsoCFDI="G01")
    nueva = factura("3.3", "2025-01-01T00:00:00", 2, Nombre="BUENO SA", UsoCFDI="P01")
    meta = unos_metadatos(un_renglon(numero=3, nombre="BUENO SA DE CV"))
    for orden in permutations([vieja, nueva, meta]):
        (unido,) = unidos(*orden)
        assert (unido.nombre, unido.uso, unido.comprobantes) == ("BUENO", "G01", 3)
        assert unido.otras_grafias == ("BUENO SA", "BUENO SA DE CV")


def test_the_newest_of_one_version_goes_before() -> None:
    (unido,) = unidos(
        factura("4.0", "2026-01-02T00:00:00", 1, Nombre="NUEVO", DomicilioFiscalReceptor="44100"),
        factura("4.0", "2026-01-01T00:00:00", 2, Nombre="VIEJO", DomicilioFiscalReceptor="44200"),
    )
    assert (unido.nombre, unido.cp, unido.otras_grafias) == ("NUEVO", "44100", ("VIEJO",))


def test_each_field_comes_from_the_first_that_has_it() -> None:
    (unido,) = unidos(
        una_factura(receptor={"Nombre": "", "RegimenFiscalReceptor": ""}),
        una_factura(version="3.3", numero=2, receptor={"Nombre": "VIEJO"}),
    )
    assert (unido.nombre, unido.cp, unido.otras_grafias) == ("VIEJO", "44160", ())


def test_the_use_comes_from_sales_and_never_from_payments() -> None:
    pago = una_factura(
        tipo="P", fecha="2026-12-01T00:00:00", numero=2, receptor={"UsoCFDI": "CP01"}
    )
    assert [each.uso for each in unidos(pago)] == [""]
    assert [each.uso for each in unidos(pago, una_factura())] == ["G03"]


def test_an_invoice_that_comes_twice_counts_once() -> None:
    (unido,) = unidos(una_factura(), una_factura(), unos_metadatos(un_renglon()))
    assert unido.comprobantes == 1
    assert unido.otras_grafias == ("COMERCIALIZADORA XOCHITL SA DE CV",)


def test_payroll_transfers_and_ourselves_are_no_clients() -> None:
    assert not unidos(
        una_factura(tipo="N"),
        una_factura(tipo="T", numero=2),
        una_factura(numero=3, emisor="CXO860722AB4", receptor={"Rfc": PROPIO}),
    )


def test_behind_a_generic_rfc_each_name_is_a_client() -> None:
    generico = {"Rfc": "XAXX010101000", "DomicilioFiscalReceptor": "64000"}
    todos = unidos(
        una_factura(receptor=generico | {"Nombre": "ROSA LÓPEZ"}),
        una_factura(numero=2, receptor=generico | {"Nombre": "Rosa Lopez"}),
        una_factura(numero=3, receptor=generico | {"Nombre": "LUIS"}),
        una_factura(numero=4, receptor=generico | {"Nombre": "Público en General"}),
        una_factura(numero=8, receptor=generico | {"Nombre": "PUBLICO  EN GENERAL."}),
        una_factura(
            numero=5,
            receptor=generico | {"Nombre": "VENTAS DEL MES"},
            antes="<cfdi:InformacionGlobal/>",
        ),
        una_factura(numero=6, version="3.3", receptor=generico | {"Nombre": ""}),
        una_factura(numero=7, receptor=generico | {"Rfc": "XEXX010101000", "Nombre": "ACME"}),
    )
    clientes = [each.nombre for each in todos if not each.es_publico]
    assert clientes == ["LUIS", "ROSA LÓPEZ", "ACME"]
    assert sum(each.es_publico for each in todos) == 4


@pytest.mark.parametrize(
    ("pares", "comun"),
    [
        ([(PROPIO, "A")], PROPIO),
        ([(PROPIO, "A"), (PROPIO, "B")], PROPIO),
        ([("S1", PROPIO), ("S2", PROPIO)], PROPIO),
        ([(PROPIO, "A"), ("S1", PROPIO)], PROPIO),
        ([("S1", "A"), ("S2", "B")], ""),
        ([], ""),
    ],
)
def test_our_own_rfc_is_the_one_in_every_invoice(pares: list[tuple[str, str]], comun: str) -> None:
    union = UnionDeReceptores()
    for emisor, receptor in pares:
        for each in leida(una_factura(emisor=emisor, receptor={"Rfc": receptor})):
            union.take(each)
    assert union.rfc_comun == comun


def _fila(cliente: ReceptorUnido) -> Mapping[str, str]:
    return dict(zip(CAMPOS, row(cliente), strict=True))


def test_the_address_of_version_3_2_is_where_to_send_to() -> None:
    direccion = (
        '<cfdi:Domicilio calle="Av. Sur" noExterior="1" noInterior="B" colonia="Centro" '
        'localidad="L" municipio="Morelia" estado="Michoacán" pais="México" codigoPostal="58000"/>'
    )
    (unido,) = unidos(una_factura(version="3.2", tipo="ingreso", dentro=direccion), una_factura())
    fila = _fila(unido)
    assert (fila["codigo_postal"], fila["codigo_postal_envio"]) == ("44160", "58000")
    assert (fila["calle"], fila["numero_exterior"], fila["numero_interior"]) == (
        "Av. Sur",
        "1",
        "B",
    )
    assert (fila["colonia"], fila["municipio"], fila["estado"]) == (
        "Centro",
        "Morelia",
        "Michoacán",
    )
    assert fila["email"] == fila["referencias"] == ""
