"""Files made to hurt: each is refused or read within five seconds and 200 MB, in a process apart.

The memory is the whole process at its peak, Python and all that the reader imports included.
"""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from clientes_app.readers.cfdi.reading import read_invoices
from tests.facturas import CFDI_4, un_zip, una_factura, unos_metadatos

MEGA = 1 << 20
SECONDS = 5
MOST_MB = 200
READ = """
import json, sys, time
from clientes_app.readers.cfdi.reading import read_invoices
start = time.process_time()
with open(sys.argv[1], "rb") as file:
    read = [getattr(each, "mensaje", "") and each.motivo or "leida"
            for each in read_invoices(file, "f")]
seconds = time.process_time() - start
# The greatest of this process alone: getrusage counts what its parent had before it, too.
status = open("/proc/self/status").read()
peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
print(json.dumps([sorted(set(read)), seconds, peak]))
"""

RAIZ = f'<cfdi:Comprobante xmlns:cfdi="{CFDI_4}" Version="4.0">'
FIN = "</cfdi:Comprobante>"
DTD = "<!DOCTYPE x [<!ENTITY {}>]>"
RISAS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


def _con_doctype(entidad: str, nombre: str = "&e;") -> bytes:
    return (DTD.format(entidad) + una_factura().replace("XOCHITL", nombre)).encode()


def _que_miente() -> bytes:
    """A zip whose one member declares a gigabyte and holds a few bytes."""
    datos = bytearray(un_zip([("a.xml", una_factura().encode())]).getvalue())
    directory = datos.rfind(b"PK\x01\x02")
    for place in (22, directory + 24):
        datos[place : place + 4] = (1 << 30).to_bytes(4, "little")
    return bytes(datos)


def _de_un_giga() -> bytes:
    """A zip whose member really unpacks to a gigabyte, and declares ten bytes."""
    comprimido = un_zip([("a.xml", b" " * (64 * MEGA))]).getvalue()
    datos = bytearray(comprimido)
    directory = datos.rfind(b"PK\x01\x02")
    for place in (22, directory + 24):
        datos[place : place + 4] = (10).to_bytes(4, "little")
    return bytes(datos)


def _anidado() -> bytes:
    datos = una_factura().encode()
    for _ in range(5):
        datos = un_zip([("otro.zip", datos)]).getvalue()
    return datos


def _muchos(cuantos: int) -> bytes:
    return un_zip((f"{numero}.xml", b"<") for numero in range(cuantos)).getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "xxe": (lambda: _con_doctype('e SYSTEM "file:///etc/passwd"'), {"dtd_prohibida"}),
    "address": (lambda: _con_doctype('e SYSTEM "http://127.0.0.1:9/x"'), {"dtd_prohibida"}),
    "parameter": (
        lambda: _con_doctype('% e SYSTEM "file:///etc/passwd"> %e;<!ENTITY f "x"'),
        {"dtd_prohibida"},
    ),
    "laughs": (
        (f'<!DOCTYPE x [<!ENTITY a0 "ja">{RISAS}]><x>&a9;</x>').encode,
        {"no_es_xml", "dtd_prohibida"},
    ),
    "quadratic": (
        lambda: _con_doctype(f'e "{"x" * 100_000}"', "&e;" * 50_000),
        {"dtd_prohibida"},
    ),
    "external doctype": (
        lambda: b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">' + una_factura().encode(),
        {"dtd_prohibida"},
    ),
    "50,000 levels": (
        lambda: una_factura(addenda="<a>" * 50_000 + "</a>" * 50_000).encode(),
        {"leida"},
    ),
    "levels without end": (
        (RAIZ + "<a>" * (3 * MEGA)).encode,
        {"demasiado_grande", "xml_mal_formado"},
    ),
    "a million elements": (
        (RAIZ + "<a/>" * (2 * MEGA) + FIN).encode,
        {"demasiado_grande"},
    ),
    "names that never repeat": (
        (RAIZ + "".join(f"<a{n}/>" for n in range(900_000)) + FIN).encode,
        {"demasiado_grande"},
    ),
    "attributes": (
        (
            f'<cfdi:Comprobante xmlns:cfdi="{CFDI_4}" '
            + " ".join(f'a{n}=""' for n in range(900_000))
            + ">"
        ).encode,
        {"demasiado_grande"},
    ),
    "many attributes in many elements": (
        (
            RAIZ
            + "".join(
                "<a " + "".join(f'b{n}_{m}="" ' for m in range(5000)) + "/>" for n in range(99)
            )
            + FIN
        ).encode,
        {"sin_receptor"},
    ),
    "prefixes of a long namespace": (
        (
            f'<cfdi:Comprobante xmlns:cfdi="{CFDI_4}" xmlns:b="{"x" * 900_000}" Version="4.0">'
            + '<b:a b:c=""/>' * 300_000
            + FIN
        ).encode,
        {"sin_receptor"},
    ),
    "namespaces handed down": (
        (
            RAIZ + "".join(f'<a xmlns:p{n}="x">' for n in range(100_000)) + "</a>" * 100_000 + FIN
        ).encode,
        {"sin_receptor"},
    ),
    "namespaces of each child and of all": (
        (
            RAIZ.replace("Version", " ".join(f'xmlns:p{n}="x"' for n in range(60_000)) + " Version")
            + '<a xmlns:b="x"/>' * 300_000
            + FIN
        ).encode,
        {"sin_receptor"},
    ),
    "one long text": (
        lambda: una_factura(addenda=f"<a>{'x' * (9 * MEGA)}</a>").encode(),
        {"leida"},
    ),
    "one long comment": (
        lambda: una_factura(addenda=f"<!--{'x' * (9 * MEGA)}-->").encode(),
        {"demasiado_grande"},
    ),
    "one long attribute": (
        lambda: una_factura(receptor={"Nombre": "x" * (9 * MEGA)}).encode(),
        {"demasiado_grande"},
    ),
    "more bytes than any invoice": (lambda: b"<" + b"x" * (60 * MEGA), {"demasiado_grande"}),
    "blanks": (lambda: b" " * (60 * MEGA), {"vacio"}),
    "utf-16 blanks": (lambda: b"\xff\xfe" + b" \0" * (30 * MEGA), {"vacio", "demasiado_grande"}),
    "metadata without an end of line": (
        lambda: b"Uuid~RfcReceptor~" + b"~" * (40 * MEGA),
        {"no_es_cfdi"},
    ),
    "metadata of one row": (
        lambda: unos_metadatos() + b"x~" * (20 * MEGA),
        {"renglon_ilegible"},
    ),
    "a zip that declares a gigabyte": (_que_miente, {"demasiado_grande"}),
    "a zip that says it is small": (_de_un_giga, {"danado"}),
    "a zip in a zip in a zip": (_anidado, {"zip_anidado"}),
    "a zip of 100,000 members": (lambda: _muchos(100_000), {"no_es_xml"}),
    "a zip bomb": (
        lambda: un_zip([("a.xml", b" " * (60 * MEGA))]).getvalue(),
        {"demasiado_grande"},
    ),
    "a bomb that keeps to every limit": (
        lambda: un_zip([("a.xml", RAIZ.encode() + b" " * (9 * MEGA))]).getvalue(),
        {"demasiado_grande", "xml_mal_formado"},
    ),
}


@pytest.mark.parametrize("nombre", HOSTILE)
def test_it_costs_little_time_and_memory(nombre: str, tmp_path: Path) -> None:
    make, expected = HOSTILE[nombre]
    (path := tmp_path / "hostil").write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    read, seconds, peak = json.loads(done.stdout)
    assert set(read) <= expected, read
    assert seconds < SECONDS
    assert peak < MOST_MB
    assert [each.name for each in tmp_path.iterdir()] == ["hostil"]


def test_tricky_paths_are_names_and_nothing_else(tmp_path: Path) -> None:
    names = ["../../fuera.xml", "/etc/fuera.xml", "C:\\Windows\\fuera.xml", "a\0b.xml"]
    archivo = un_zip((nombre, una_factura().encode()) for nombre in names)
    assert [each.archivo for each in read_invoices(archivo, "z")] == [
        "z!../../fuera.xml",
        "z!/etc/fuera.xml",
        "z!C:\\Windows\\fuera.xml",
        "z!a",
    ]
    assert not list(tmp_path.iterdir())


def test_a_member_with_a_password_is_said(tmp_path: Path) -> None:
    datos = bytearray(un_zip([("a.xml", una_factura().encode())]).getvalue())
    datos[6] |= 1
    datos[datos.rfind(b"PK\x01\x02") + 8] |= 1
    (path := tmp_path / "z.zip").write_bytes(datos)
    assert zipfile.is_zipfile(path)
    with path.open("rb") as archivo:
        (leido,) = read_invoices(archivo, "z.zip")
    assert getattr(leido, "motivo", "") == "cifrado"
