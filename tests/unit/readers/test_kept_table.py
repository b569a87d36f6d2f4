"""The table that took a document's place, read once the account knows who it is."""

import io
from collections.abc import Iterator

import pytest

from clientes_app.domain.emisor import QuienFactura
from clientes_app.readers.documents import Document, open_document
from clientes_app.readers.kept_table import KeptTable, heading, kept
from tests.facturas import PROPIO, un_zip, una_factura

PROVEEDOR = "CXO860722AB4"


def guardada(document: Document) -> bytes:
    lines = [kept(rows) for rows in document.tables()]
    return b"".join([heading(document), *lines])


def leida(datos: bytes, rfc: str = "") -> KeptTable:
    return KeptTable(io.BytesIO(datos), "facturas", QuienFactura(rfc))


def filas(table: KeptTable) -> Iterator[tuple[int, str]]:
    for rows in table.tables():
        yield from zip(rows.textos.index.tolist(), map(str, rows.textos["rfc"]), strict=True)
        yield from ((each.linea, "-") for each in rows.malformed)


def de_un_proveedor(*otros: str) -> bytes:
    """Invoices that one supplier issued to us and to others: he is taken for us."""
    receptores = [PROPIO, *otros]
    miembros = [
        (f"{n}.xml", una_factura(numero=n, emisor=PROVEEDOR, receptor={"Rfc": rfc}).encode())
        for n, rfc in enumerate(receptores)
    ]
    archivo = un_zip([*miembros, ("roto.xml", b"<cfdi:Comprobante")])
    return guardada(open_document(archivo, "a.zip"))


@pytest.mark.parametrize(
    ("otros", "sabido", "quedan"),
    [
        # Nothing of his was set apart, and we are no client.
        (("ZAXU010926J64",), PROPIO, [(2, "ZAXU010926J64"), (3, "-")]),
        # He issued one to himself: he is a client of whoever we are.
        (
            ("ZAXU010926J64", PROVEEDOR),
            PROPIO,
            [(1, PROVEEDOR), (3, "ZAXU010926J64"), (4, "-")],
        ),
        (("ZAXU010926J64", PROVEEDOR), "", [(2, PROPIO), (3, "ZAXU010926J64"), (4, "-")]),
        (("ZAXU010926J64", PROVEEDOR), PROVEEDOR, [(2, PROPIO), (3, "ZAXU010926J64"), (4, "-")]),
        # Behind the last row, before what could not be read.
        ((), "ZAXU010926J64", [(1, PROPIO), (2, "-")]),
        (
            ("ACO010101AB1", PROVEEDOR),
            "EKU9003173C9",
            [(1, "ACO010101AB1"), (2, PROVEEDOR), (4, "-")],
        ),
    ],
)
def test_who_was_taken_for_us_is_a_client_once_we_are_known(
    otros: tuple[str, ...], sabido: str, quedan: list[tuple[int, str]]
) -> None:
    assert list(filas(leida(de_un_proveedor(*otros), sabido))) == quedan


def test_it_is_asked_who_we_are_until_that_is_known() -> None:
    datos = de_un_proveedor()
    sin_saber, sabiendo = leida(datos), leida(datos, PROPIO)
    avisos = [dicho.codigo for rows in sin_saber.tables() for _, dicho in rows.avisos]
    assert avisos == ["rfc_propio_supuesto"]
    assert (sin_saber.dicho.emisores, sin_saber.dicho.supuesto) == ((PROVEEDOR,), PROVEEDOR)
    assert not [dicho for rows in sabiendo.tables() for _, dicho in rows.avisos]
    assert (sabiendo.dicho.emisores, sabiendo.dicho.supuesto) == ((), "")


def test_a_table_from_before_it_said_more_is_read() -> None:
    _, _, lines = de_un_proveedor().partition(b"\n")
    table = leida(b'{"emisores":["A","B"]}\n' + lines)
    assert list(filas(table)) == [(1, PROPIO), (2, "-")]
    assert (table.dicho.emisores, table.dicho.supuesto) == (("A", "B"), "")
