"""Several files packed into one zip while they arrive, and read out of it again."""

import io
import zipfile
from collections.abc import Iterator

import pytest

from clientes_app.readers.documents import open_document
from clientes_app.readers.motivos import NoCargableError
from clientes_app.readers.zip_members import ZipLimits, is_package, members
from clientes_app.services.documentos.paquete import (
    NoVanJuntos,
    empacar,
    nombre_de_varios,
    solo_documentos,
)
from tests.facturas import un_renglon, un_zip, una_factura, unos_metadatos


def paquete(*archivos: tuple[str, bytes]) -> io.BytesIO:
    return io.BytesIO(b"".join(empacar((nombre, [datos]) for nombre, datos in archivos)))


def lugares(archivo: io.BytesIO) -> list[str]:
    documento = open_document(archivo, "a y otro más")
    return [lugar for rows in documento.tables() for lugar in rows.lugares.values()]


def test_they_come_out_as_they_went_in_and_each_has_a_name_of_its_own() -> None:
    documentos = [
        ("a.xml", [b"uno"]),
        ("a (2).xml", [b"dos" * 100_000, b"y"]),
        ("a.xml", [b"tres"]),
        ("a.xml", [b""]),
        ("sin", [b"x"]),
        ("sin", list[bytes]()),
    ]
    with zipfile.ZipFile(io.BytesIO(b"".join(empacar(documentos)))) as abierto:
        assert abierto.testzip() is None
        assert {name: abierto.read(name) for name in abierto.namelist()} == {
            "a.xml": b"uno",
            "a (2).xml": b"dos" * 100_000 + b"y",
            "a (3).xml": b"tres",
            "a (4).xml": b"",
            "sin": b"x",
            "sin (2)": b"",
        }


def test_a_piece_is_handed_on_before_the_next_is_asked_for() -> None:
    asked: list[int] = []

    def pieces() -> Iterator[bytes]:
        for number in range(50):
            asked.append(number)
            yield bytes(range(256)) * 400

    trozos = iter(empacar([("a.pdf", pieces())]))
    next(trozos)
    assert len(asked) <= 2


def test_the_same_files_are_the_same_bytes_at_any_hour() -> None:
    archivos = [("a.xml", b"uno"), ("b.zip", un_zip([("c.xml", b"dos")]).getvalue())]
    assert paquete(*archivos).getvalue() == paquete(*archivos).getvalue()
    with zipfile.ZipFile(paquete(*archivos)) as abierto:
        assert {info.date_time for info in abierto.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_none_are_an_empty_zip() -> None:
    assert zipfile.ZipFile(io.BytesIO(b"".join(empacar([])))).namelist() == []


def test_a_zip_among_them_is_opened_where_it_lies_and_no_deeper() -> None:
    hondo = un_zip([("d.xml", b"cuatro")]).getvalue()
    dentro = un_zip([("b.xml", b"dos" * 9000), ("hondo.zip", hondo), ("c.xml", b"tres")])
    archivo = paquete(("a.xml", b"uno"), ("mes.zip", dentro.getvalue()), ("z.xml", b"fin"))
    assert is_package(archivo)
    halladas = list(members(archivo))
    assert [each.nombre for each in halladas] == [
        "a.xml",
        "mes.zip!b.xml",
        "mes.zip!hondo.zip",
        "mes.zip!c.xml",
        "z.xml",
    ]
    assert [each.motivo and each.motivo.codigo for each in halladas] == [
        *(None, None, "zip_anidado", None, None)
    ]
    assert halladas[1].contenido == b"dos" * 9000


def test_only_of_ours_are_the_zips_opened() -> None:
    dentro = un_zip([("b.xml", b"dos")]).getvalue()
    (hallada,) = members(un_zip([("mes.zip", dentro)]))
    assert hallada.motivo is not None
    assert hallada.motivo.codigo == "zip_anidado"
    assert not is_package(un_zip([("mes.zip", dentro)]))
    assert not is_package(io.BytesIO(b"nada"))


def test_a_zip_that_is_damaged_is_said_and_the_others_are_read() -> None:
    roto = un_zip([("b.xml", b"dos" * 1000)]).getvalue()[:-30]
    archivo = paquete(("roto.zip", roto), ("a.xml", b"uno"))
    uno, otro = members(archivo)
    assert (uno.nombre, uno.motivo and uno.motivo.codigo) == ("roto.zip", "zip_danado")
    assert (otro.nombre, otro.contenido) == ("a.xml", b"uno")


def test_the_limits_hold_for_all_of_them_together() -> None:
    meses = [un_zip([(f"{n}.xml", b"x" * 2000), (f"{n}b.xml", b"y")]).getvalue() for n in range(3)]
    archivo = paquete(*((f"{n}.zip", mes) for n, mes in enumerate(meses)))
    halladas = list(members(archivo, ZipLimits(members=6)))
    assert [each.motivo and each.motivo.codigo for each in halladas] == [
        *(None, None, "zip_demasiados", "zip_demasiados")
    ]
    with pytest.raises(NoCargableError) as error:
        list(members(archivo, ZipLimits(all_bytes=5000)))
    assert error.value.motivo.codigo == "demasiado_grande"


def test_a_year_of_invoices_and_the_metadata_are_one_document_that_names_each_file() -> None:
    mes = un_zip([("1.xml", una_factura().encode()), ("roto.xml", b"<cfdi:Comprobante")])
    otra = una_factura(numero=2, receptor={"Rfc": "TRN050806EE1"}).encode()
    meta = unos_metadatos(un_renglon(numero=3, rfc="ZAXU010926J64"), un_renglon(numero=4))
    archivo = paquete(("enero.zip", mes.getvalue()), ("2.xml", otra), ("meta.txt", meta))
    assert lugares(archivo) == [
        "CXO860722AB4 · enero.zip!1.xml y 1 factura más",
        "TRN050806EE1 · 2.xml",
        "ZAXU010926J64 · meta.txt",
        "enero.zip!roto.xml",
    ]


def test_files_of_no_kind_are_not_taken_for_a_csv() -> None:
    with pytest.raises(NoCargableError) as error:
        open_document(paquete(("a.docx", b"x"), ("b.png", b"y")), "a.docx y otro más")
    assert error.value.motivo.codigo == "sin_documentos"


@pytest.mark.parametrize(
    ("nombre", "dice"), [("c/Clientes.CSV", "uno por uno"), ("c.xlsx", "hojas de cálculo")]
)
def test_a_table_among_documents_is_named_and_nothing_is_taken(nombre: str, dice: str) -> None:
    archivos = [("a.pdf", [b"%PDF-"]), (nombre, [b"x"]), ("b.pdf", [b"%PDF-"])]
    with pytest.raises(NoVanJuntos, match=dice) as error:
        list(solo_documentos(archivos))
    assert f"«{nombre}»" in str(error.value)


def test_they_are_called_by_the_first_and_how_many_more() -> None:
    assert nombre_de_varios("a.pdf", 2) == "a.pdf y otro más"
    assert nombre_de_varios("a.pdf", 1_200) == "a.pdf y 1,199 más"
