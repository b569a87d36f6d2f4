"""Documents packed into one zip while it is read."""

import io
import zipfile

from clientes_app.services.documentos.paquete import empacar


def test_they_come_out_as_they_went_in_and_each_has_a_name_of_its_own() -> None:
    documentos = [("a.xml", b"uno"), ("b.xml", b"dos" * 100_000), ("a.xml", b"tres")]
    trozos = list(empacar(documentos))
    with zipfile.ZipFile(io.BytesIO(b"".join(trozos))) as abierto:
        assert abierto.testzip() is None
        assert {name: abierto.read(name) for name in abierto.namelist()} == {
            "a.xml": b"uno",
            "b.xml": b"dos" * 100_000,
            "a.xml (2)": b"tres",
        }
    assert len(trozos) == len(documentos) + 1


def test_none_are_an_empty_zip() -> None:
    assert zipfile.ZipFile(io.BytesIO(b"".join(empacar([])))).namelist() == []
