"""Whatever bytes come as invoices: something is said of them, and nothing is raised."""

import io

from hypothesis import given
from hypothesis import strategies as st

from clientes_app.domain.columnas import CAMPOS
from clientes_app.readers.cfdi.comprobante import Comprobante
from clientes_app.readers.cfdi.reading import read_invoices
from clientes_app.readers.cfdi.rows import row
from clientes_app.readers.cfdi.union import UnionDeReceptores
from tests.facturas import un_renglon, un_zip, una_factura, unos_metadatos

BUENOS = [
    una_factura().encode(),
    ('<?xml version="1.0" encoding="UTF-16"?>' + una_factura()).encode("utf-16"),
    ('<?xml version="1.0" encoding="windows-1252"?>' + una_factura()).encode("cp1252"),
    unos_metadatos(un_renglon(nombre="A~B\nC"), un_renglon(numero=2)),
    un_zip([("a.xml", una_factura().encode()), ("b.txt", unos_metadatos(un_renglon()))]).getvalue(),
]

cambios = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 12), st.binary(max_size=12)), max_size=6
)


@given(st.sampled_from(BUENOS), cambios)
def test_any_damage_is_said_and_nothing_is_raised(
    bueno: bytes, danos: list[tuple[float, int, bytes]]
) -> None:
    datos = bytearray(bueno)
    for lugar, largo, otros in danos:
        desde = int(lugar * len(datos))
        datos[desde : desde + largo] = otros
    union = UnionDeReceptores()
    for leido in read_invoices(io.BytesIO(bytes(datos)), "f"):
        if isinstance(leido, Comprobante):
            union.take(leido)
        else:
            assert leido.motivo
            assert leido.mensaje.endswith(".")
    assert all(len(row(cliente)) == len(CAMPOS) for cliente in union.clientes())


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(datos: bytes) -> None:
    assert list(read_invoices(io.BytesIO(datos), "f"))


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_name_comes_out_composed_and_plainly_spaced(nombre: str, uso: str) -> None:
    try:
        xml = una_factura(receptor={"Nombre": nombre, "UsoCFDI": uso}).encode()
    except UnicodeEncodeError:
        return
    for leido in read_invoices(io.BytesIO(xml), "f"):
        if isinstance(leido, Comprobante):
            assert leido.receptor.nombre == " ".join(leido.receptor.nombre.split())
