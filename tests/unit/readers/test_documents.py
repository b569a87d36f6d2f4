"""Which kind of document a file is: by its bytes, and a zip by what is in it."""

import io
from typing import BinaryIO

import pytest

from clientes_app.domain.emisor import QuienFactura
from clientes_app.readers import documents
from clientes_app.readers.csv.document import CsvDocument
from clientes_app.readers.documents import Kind, open_document
from clientes_app.readers.motivos import NoCargableError
from clientes_app.readers.zip_members import contents
from tests.builders import un_cliente, un_csv
from tests.unit.readers.test_zip_members import un_zip


@pytest.fixture
def nota(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a kind of document that begins with «NOTA»; opened, it is that text as a CSV."""

    def opens(archivo: BinaryIO, nombre: str, _quien: QuienFactura) -> CsvDocument:
        todo = b"".join(miembro.contenido for miembro in contents(archivo, nombre))
        return CsvDocument(io.BytesIO(todo), documents.open_csv(CSV(), "a.csv").dialecto)

    kind = Kind(lambda head, _nombre: head.startswith(b"NOTA"), opens)
    monkeypatch.setattr(documents, "KINDS", (kind,))


def CSV() -> io.BytesIO:  # noqa: N802 - the file that every test begins with
    return io.BytesIO(un_csv([un_cliente(), un_cliente()]))


def test_what_nobody_recognises_is_a_csv() -> None:
    document = open_document(CSV(), "a.csv")
    assert (document.codificacion, document.delimitador, document.parcial) == (
        "utf-8-sig",
        ",",
        False,
    )
    assert document.count_rows() == sum(len(tabla.textos) for tabla in document.tables()) == 2


def test_tables_begin_anew_at_each_call() -> None:
    document = open_document(CSV(), "a.csv")
    first, second = ([len(tabla.textos) for tabla in document.tables()] for _ in "ab")
    assert first == second == [2]


@pytest.mark.usefixtures("nota")
@pytest.mark.parametrize(
    "archivo",
    [
        io.BytesIO(b"NOTA 1"),
        un_zip(("leeme.txt", b"hola"), ("a/1.txt", b"NOTA 1")),
        un_zip(("grande.txt", b"0" * (40 << 20)), ("__MACOSX/._1", b"x"), ("1.txt", b"NOTA 1")),
    ],
    ids=["bare", "in a zip", "behind what is not read"],
)
def test_a_kind_is_recognised_by_what_is_in_the_file(archivo: io.BytesIO) -> None:
    document = open_document(archivo, "cualquiera.xyz")
    assert isinstance(document, CsvDocument)
    assert document.archivo.read().endswith(b"NOTA 1")


@pytest.mark.usefixtures("nota")
@pytest.mark.parametrize(
    ("archivo", "codigo"),
    [
        (un_zip(("[Content_Types].xml", b"NOTA"), ("xl/a.xml", b"NOTA")), "libro_de_excel"),
        (un_zip(("a.txt", b"hola")), "zip"),
        (io.BytesIO(b""), "vacio"),
    ],
)
def test_what_is_of_no_kind_is_refused_as_before(archivo: io.BytesIO, codigo: str) -> None:
    with pytest.raises(NoCargableError) as fallo:
        open_document(archivo, "a.csv")
    assert fallo.value.motivo.codigo == codigo


def test_the_contents_of_a_file_and_of_a_zip_look_alike() -> None:
    assert list(contents(io.BytesIO(b"uno"), "a.txt")) == [("a.txt", b"uno", None)]
    archivo = un_zip(("a.txt", b"uno"), ("b.txt", b"dos"))
    assert [miembro.contenido for miembro in contents(archivo, "z.zip")] == [b"uno", b"dos"]
