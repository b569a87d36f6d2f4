"""Invoices as the document of a bulk load: which rows there are, on which lines, what is said."""

import io
from itertools import islice, product
from string import ascii_uppercase

import pytest

from clientes_app.domain.columnas import CAMPOS, ENCABEZADO
from clientes_app.domain.emisor import QuienFactura
from clientes_app.readers.cfdi.document import InvoicesDocument
from clientes_app.readers.documents import open_document
from clientes_app.readers.motivos import NoCargableError
from tests.facturas import PROPIO, un_renglon, un_zip, una_factura, unos_metadatos

NOSOTROS = QuienFactura(PROPIO, "64000")


def abrir(*facturas: str | bytes, quien: QuienFactura = NOSOTROS) -> InvoicesDocument:
    miembros = (each.encode() if isinstance(each, str) else each for each in facturas)
    archivo = un_zip((f"{lugar}", each) for lugar, each in enumerate(miembros))
    abierto = open_document(archivo, "a.csv", quien)
    assert isinstance(abierto, InvoicesDocument)
    return abierto


def filas(documento: InvoicesDocument) -> dict[int, str]:
    return {
        linea: str(rfc)
        for tabla in documento.tables()
        for linea, rfc in tabla.textos["rfc"].to_dict().items()
    }


def codigos(documento: InvoicesDocument) -> list[tuple[int, str]]:
    return [(linea, dicho.codigo) for tabla in documento.tables() for linea, dicho in tabla.avisos]


@pytest.mark.parametrize(
    "datos",
    [
        una_factura().encode(),
        ('<?xml version="1.0" encoding="UTF-16"?>' + una_factura()).encode("utf-16"),
        b"\xef\xbb\xbf  " + una_factura().replace("cfdi:", "").encode(),
        unos_metadatos(un_renglon()),
        un_zip([("leeme.txt", b"x"), ("f.xml", una_factura().encode())]).getvalue(),
    ],
)
def test_it_is_recognised_whatever_it_is_called(datos: bytes) -> None:
    assert isinstance(open_document(io.BytesIO(datos), "clientes.csv"), InvoicesDocument)


def test_a_csv_that_speaks_of_invoices_is_a_csv() -> None:
    datos = ",".join(ENCABEZADO).encode() + b"\r\nComprobante,Uuid~RfcEmisor~\r\n"
    assert not isinstance(open_document(io.BytesIO(datos), "f.csv"), InvoicesDocument)


def test_each_client_is_a_row_and_each_document_that_failed_is_one_behind_them() -> None:
    documento = abrir(
        una_factura(receptor={"Rfc": "TRN050806EE1"}),
        una_factura(numero=2),
        "<cfdi:Comprobante",
        "un PDF quizá",
        una_factura(numero=3)[:-20],
    )
    assert documento.parcial
    assert filas(documento) == {1: "CXO860722AB4", 2: "TRN050806EE1"}
    *_, ultima = documento.tables()
    assert [(each.linea, each.valores[0]) for each in ultima.malformed] == [
        (3, "a.csv!2"),
        (4, "a.csv!4"),
    ]
    assert documento.count_rows() == 4


def test_a_client_stays_on_his_line_whoever_we_are() -> None:
    """Whoever goes on with a load finds him there, though the account got its RFC meanwhile."""
    facturas = [
        una_factura(receptor={"Rfc": "ZAXU010926J64"}),
        una_factura(numero=2, emisor="CXO860722AB4", receptor={"Rfc": PROPIO}),
        una_factura(numero=3, receptor={"Rfc": "XAXX010101000", "Nombre": "PUBLICO EN GENERAL"}),
        una_factura(numero=4, emisor="OTR010101AAA", receptor={"Rfc": "CXO860722AB4"}),
    ]
    assert filas(abrir(*facturas)) == {1: "CXO860722AB4", 4: "ZAXU010926J64"}
    assert filas(abrir(*facturas, quien=QuienFactura())) == {
        1: "CXO860722AB4",
        2: PROPIO,
        4: "ZAXU010926J64",
    }


def test_our_rfc_is_learned_from_the_invoices_and_said_once() -> None:
    facturas = [una_factura(), una_factura(numero=2, receptor={"Rfc": "TRN050806EE1"})]
    assert codigos(abrir(*facturas, quien=QuienFactura())) == [(1, "rfc_propio_supuesto")]
    assert codigos(abrir(*facturas)) == []


@pytest.mark.parametrize(
    ("junto", "mensaje"),
    [
        ([b"%PDF-1.7"], "1 archivo no es XML o está vacío y no se leyó: «a.csv!1»."),
        (
            [b"%PDF-1.7", b"", b"hola", b"%PDF-1.7", b"%PDF-1.7"],
            (
                "5 archivos no son XML o están vacíos y no se leyeron: «a.csv!1», «a.csv!2», "
                "«a.csv!3» y 2 más."
            ),
        ),
    ],
)
def test_what_lies_beside_the_invoices_is_said_once_and_refuses_nothing(
    junto: list[bytes], mensaje: str
) -> None:
    documento = abrir(una_factura(), *junto)
    (tabla,) = documento.tables()
    assert [(linea, dicho.mensaje) for linea, dicho in tabla.avisos] == [(1, mensaje)]
    assert not tabla.malformed


def test_other_spellings_are_said_beside_the_name() -> None:
    documento = abrir(una_factura(), una_factura(numero=2, receptor={"Nombre": "XOCHITL SA"}))
    ((_, dicho),) = next(documento.tables()).avisos
    assert dicho.mensaje == "También se ha facturado como «XOCHITL SA»."


def test_a_generic_rfc_gets_the_postal_code_of_the_account() -> None:
    documento = abrir(una_factura(receptor={"Rfc": "XEXX010101000", "Nombre": "ACME"}))
    fila = dict(zip(CAMPOS, next(documento.tables()).textos.iloc[0], strict=True))
    assert (fila["codigo_postal"], fila["email"]) == ("64000", "")


@pytest.mark.parametrize(
    ("facturas", "codigo"),
    [
        ([una_factura(tipo="N"), una_factura(receptor={"Rfc": PROPIO})], "sin_clientes"),
        (["<cfdi:Comprobante"], "xml_mal_formado"),
        (["<!DOCTYPE x>" + una_factura()], "dtd_prohibida"),
    ],
)
def test_a_file_without_a_client_is_not_loaded_and_says_why(
    facturas: list[str], codigo: str
) -> None:
    documento = abrir(*facturas) if len(facturas) > 1 else None
    datos = facturas[0].encode()
    documento = documento or open_document(io.BytesIO(datos + b" "), "f.xml", NOSOTROS)
    with pytest.raises(NoCargableError) as error:
        list(documento.tables())
    assert error.value.motivo.codigo == codigo
    assert error.value.motivo.mensaje.endswith(".")


def test_many_clients_come_in_tables_of_some_thousand() -> None:
    rfcs = islice(map("".join, product(ascii_uppercase, repeat=3)), 2_500)
    renglones = [un_renglon(numero=n, rfc=f"{rfc}010101AA1") for n, rfc in enumerate(rfcs)]
    documento = abrir(unos_metadatos(*renglones))
    assert [len(tabla.textos) for tabla in documento.tables()] == [2_000, 500]
    assert documento.count_rows() == 2_500
