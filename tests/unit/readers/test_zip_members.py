"""The members of a zip: read by their place, with limits; what lies is refused with a line."""

import io
import struct
import tracemalloc
import zipfile

import pytest

from clientes_app.readers.motivos import NoCargableError
from clientes_app.readers.zip_members import ZipLimits, ZipMember, members


def un_zip(
    *contenidos: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED, comment: bytes = b""
) -> io.BytesIO:
    archivo = io.BytesIO()
    with zipfile.ZipFile(archivo, "w", compression) as abierto:
        for nombre, contenido in contenidos:
            info = zipfile.ZipInfo(nombre)
            info.compress_type = compression
            abierto.writestr(info, contenido)
        abierto.comment = comment
    archivo.seek(0)
    return archivo


def motivos(halladas: list[ZipMember]) -> list[str | None]:
    return [miembro.motivo.codigo if miembro.motivo else None for miembro in halladas]


def test_members_come_in_their_order_with_folders_and_extras_of_systems_left_out() -> None:
    archivo = un_zip(
        ("a.pdf", b"uno"),
        ("carpeta/", b""),
        ("carpeta/b.XML", b"dos"),
        ("__MACOSX/._a.pdf", b"x"),
        ("carpeta/.DS_Store", b"x"),
        ("carpeta/._c.pdf", b"x"),
        ("Thumbs.db", b"x"),
    )
    assert list(members(archivo)) == [("a.pdf", b"uno", None), ("carpeta/b.XML", b"dos", None)]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_of_one_name_are_different_members() -> None:
    archivo = un_zip(("a.pdf", b"uno"), ("a.pdf", b"dos"))
    assert [miembro.contenido for miembro in members(archivo)] == [b"uno", b"dos"]


@pytest.mark.parametrize("nombre", ["../../../fuera", "/etc/fuera", "C:\\Windows\\fuera"])
def test_a_name_that_leads_elsewhere_is_only_a_name(nombre: str) -> None:
    hallado = next(members(un_zip((nombre, b"dentro"))))
    assert (hallado.nombre, hallado.contenido) == (nombre, b"dentro")


def test_control_characters_of_a_name_are_shown_as_pictures() -> None:
    assert next(members(un_zip(("a\x1b[31m.pdf", b"x")))).nombre == "a␛[31m.pdf"


def test_a_zip_within_a_zip_is_refused_with_its_line() -> None:
    dentro = un_zip(("a.pdf", b"x")).getvalue()
    halladas = list(members(un_zip(("otro.pdf", dentro), ("b.pdf", b"y"))))
    assert motivos(halladas) == ["zip_anidado", None]


def test_a_bomb_is_refused_without_being_opened() -> None:
    archivo = un_zip(("a.xml", b"0" * (60 << 20)), ("b.xml", b"0" * (9 << 20)), ("c.xml", b"c"))
    tracemalloc.start()
    halladas = list(members(archivo))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert motivos(halladas) == ["demasiado_grande", "demasiado_grande", None]
    assert peak < 4 << 20


def test_a_member_that_says_to_be_small_is_read_no_further_than_it_says() -> None:
    crudo = un_zip(("a.xml", b"0" * (8 << 20))).getvalue()
    real, said = struct.pack("<L", 8 << 20), struct.pack("<L", 1000)
    halladas = list(members(io.BytesIO(crudo.replace(real, said))))
    assert motivos(halladas) == ["danado"]


def test_a_member_with_a_password_is_said_to_have_one() -> None:
    crudo = bytearray(un_zip(("a.xml", b"x")).getvalue())
    crudo[crudo.index(b"PK\x01\x02") + 8] |= 1
    assert motivos(list(members(io.BytesIO(bytes(crudo))))) == ["cifrado"]


def test_an_unusual_compression_is_said() -> None:
    archivo = un_zip(("a.xml", b"x"), compression=zipfile.ZIP_LZMA)
    assert motivos(list(members(archivo))) == ["compresion_desconocida"]


def test_a_damaged_member_leaves_the_others() -> None:
    crudo = bytearray(un_zip(("a.xml", b"abc" * 99), ("b.xml", b"y")).getvalue())
    crudo[40] ^= 0xFF
    halladas = list(members(io.BytesIO(bytes(crudo))))
    assert motivos(halladas) == ["danado", None]


@pytest.mark.parametrize(
    "crudo",
    [b"", b"PK\x03\x04", b"PK\x05\x06", b"hola", un_zip(("a.xml", b"x")).getvalue()[:-30]],
    ids=["empty", "only the mark", "only the end", "text", "cut short"],
)
def test_what_is_no_whole_zip_is_refused(crudo: bytes) -> None:
    with pytest.raises(NoCargableError) as fallo:
        list(members(io.BytesIO(crudo)))
    assert fallo.value.motivo.codigo == "zip_danado"


def test_too_many_members_are_refused() -> None:
    archivo = un_zip(*((f"{i}.xml", b"x") for i in range(5)))
    with pytest.raises(NoCargableError) as fallo:
        list(members(archivo, ZipLimits(members=4)))
    assert fallo.value.motivo.codigo == "zip_demasiados"


@pytest.mark.parametrize("comment", [b"", b"PK\x05" * 20])
def test_a_directory_that_would_fill_the_memory_is_refused_before_it_is_read(
    comment: bytes,
) -> None:
    crudo = bytearray(un_zip(("a.xml", b"x"), comment=comment).getvalue())
    at = crudo.index(b"PK\x05\x06")
    crudo[at + 12 : at + 16] = struct.pack("<L", 1 << 30)
    with pytest.raises(NoCargableError) as fallo:
        list(members(io.BytesIO(bytes(crudo))))
    assert fallo.value.motivo.codigo == "zip_demasiados"


def test_all_together_have_a_limit() -> None:
    archivo = un_zip(("a.xml", b"x" * 900), ("b.xml", b"y" * 900))
    leidos: list[ZipMember] = []
    with pytest.raises(NoCargableError) as fallo:
        leidos.extend(members(archivo, ZipLimits(all_bytes=1000)))
    assert fallo.value.motivo.codigo == "demasiado_grande"
