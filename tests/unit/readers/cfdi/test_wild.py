"""Invoices as they are met: encodings, junk around them, odd prefixes, addendas, versions."""

import io

import pytest

from clientes_app.readers.cfdi.comprobante import Comprobante, DireccionDeCfdi, Leido
from clientes_app.readers.cfdi.reading import read_invoices
from tests.facturas import CFDI_3, CFDI_4, un_zip, una_factura

DECLARADO = '<?xml version="1.0" encoding="{}"?>\n'
MUNOZ = {"Rfc": "MUPL530413RT0", "Nombre": "LAURA MUÑOZ PEREZ"}
NOMINA = '<n:Nomina xmlns:n="http://www.sat.gob.mx/{}" Version="1.1"><n:Receptor/></n:Nomina>'
CONTABILIDAD = "http://www.sat.gob.mx/esquemas/ContabilidadE/1_3/CatalogoCuentas"


def leer(datos: bytes, nombre: str = "f.xml") -> list[Leido]:
    return list(read_invoices(io.BytesIO(datos), nombre))


def uno(datos: bytes | str) -> Comprobante:
    (leido,) = leer(datos.encode() if isinstance(datos, str) else datos)
    assert isinstance(leido, Comprobante), leido
    return leido


def motivo(datos: bytes | str) -> str:
    (leido,) = leer(datos.encode() if isinstance(datos, str) else datos)
    assert not isinstance(leido, Comprobante)
    assert leido.mensaje.endswith(".")
    return leido.motivo


@pytest.mark.parametrize(
    ("declarada", "escrita"),
    [
        ("UTF-8", "utf-8"),
        ("utf8", "utf-8"),
        ("UTF-8", "utf-8-sig"),
        ("ISO-8859-1", "latin-1"),
        ("latin1", "latin-1"),
        ("ISO-8859-15", "iso8859-15"),
        ("windows-1252", "cp1252"),
        ("UTF-16", "utf-16"),
        ("UTF-16", "utf-16-le"),
        ("UTF-16", "utf-16-be"),
        ("UTF-32", "utf-32"),
        # What .NET writes out of a text in memory.
        ("utf-16", "utf-8"),
        ("utf-16", "utf-8-sig"),
    ],
)
def test_a_name_is_read_in_every_encoding(declarada: str, escrita: str) -> None:
    xml = DECLARADO.format(declarada) + una_factura(receptor=MUNOZ)
    assert uno(xml.encode(escrita)).receptor.nombre == "LAURA MUÑOZ PEREZ"


def test_utf_8_needs_no_declaration() -> None:
    assert uno(una_factura(receptor=MUNOZ)).receptor.nombre == "LAURA MUÑOZ PEREZ"


@pytest.mark.parametrize("declarada", ["UTF-8", "us-ascii", "no-existe", "utf-7", "zlib", "idna"])
def test_a_name_in_another_encoding_than_declared_is_refused_and_not_guessed(
    declarada: str,
) -> None:
    xml = DECLARADO.format(declarada) + una_factura(receptor=MUNOZ)
    assert motivo(xml.encode("latin-1")) == "xml_mal_formado"


@pytest.mark.parametrize("declarada", ["ISO-8859-1", "windows-1252", "cp850", "macintosh"])
def test_utf_8_that_declares_one_byte_a_letter_is_refused_and_not_misread(declarada: str) -> None:
    xml = DECLARADO.format(declarada) + una_factura(receptor=MUNOZ)
    assert motivo(xml.encode()) == "xml_mal_formado"
    sin_acentos = DECLARADO.format(declarada) + una_factura()
    assert uno(sin_acentos.encode()).receptor.nombre == "COMERCIALIZADORA XOCHITL"


@pytest.mark.parametrize(
    ("declaracion", "escrita"),
    [
        ("<?xml version='1.0' encoding='ISO-8859-1'?>", "latin-1"),
        ('<?xml version = "1.0" encoding = "iso-8859-1" standalone="yes" ?>', "latin-1"),
        ('<?xml version="1.1" encoding="UTF-8"?>', "utf-8"),
        ('<?xml version="1.0"?><?xml-stylesheet href="http://x.example/a.xsl"?>', "utf-8"),
        ("\ufeff\ufeff<!-- Hecho por un programa -->", "utf-8"),
        (DECLARADO.format("cp850"), "cp850"),
        (DECLARADO.format("macintosh"), "mac-roman"),
    ],
)
def test_declarations_of_every_kind_are_understood(declaracion: str, escrita: str) -> None:
    xml = declaracion + una_factura(receptor=MUNOZ)
    assert uno(xml.encode(escrita)).receptor.nombre == "LAURA MUÑOZ PEREZ"


@pytest.mark.parametrize(
    ("receptor", "se_lee"),
    [
        ({"Rfc": "MUN\u0303L530413RT0", "Nombre": "MUN\u0303OZ"}, ("MUÑL530413RT0", "MUÑOZ")),
        ({"Rfc": "cxo-860722-ab4"}, ("CXO860722AB4", "COMERCIALIZADORA XOCHITL")),
        ({"Rfc": "A&B860722AB4", "Nombre": "A&B"}, ("A&B860722AB4", "A&B")),
        ({"Rfc": "A&amp;B860722AB4", "Nombre": "A&amp;B"}, ("A&B860722AB4", "A&B")),
        ({"Nombre": "\ufeffACEROS\u200b Y\u00ad TUBOS"}, ("CXO860722AB4", "ACEROS Y TUBOS")),
        ({"Nombre": "ACEROS\u2028Y\u3000TUBOS"}, ("CXO860722AB4", "ACEROS Y TUBOS")),
        ({"Nombre": "ＡＣＥＲＯＳ"}, ("CXO860722AB4", "ACEROS")),
    ],
)
def test_what_nobody_sees_is_no_other_name(
    receptor: dict[str, str], se_lee: tuple[str, str]
) -> None:
    assert uno(una_factura(receptor=receptor)).receptor[:2] == se_lee


@pytest.mark.parametrize(
    "addenda",
    [
        "<a><![CDATA[<!DOCTYPE a [<!ENTITY x 'y'>]><cfdi:Receptor Rfc='AAA010101AAA'/>]]></a>",
        "<a><cfdi:Comprobante><cfdi:Receptor Rfc='A'/></cfdi:Comprobante></a>",
        f"<a x='{'A' * 900_000}'/>",
        "<!-- <!DOCTYPE a> --><?php echo 1 ?>",
        "<cfdi:Receptor Rfc='AAA010101AAA'/>",
    ],
    ids=["cdata", "an invoice in it", "large", "comments", "a second recipient"],
)
def test_an_addenda_may_hold_anything_that_is_well_formed(addenda: str) -> None:
    assert uno(una_factura(addenda=addenda)).receptor.rfc == "CXO860722AB4"


@pytest.mark.parametrize(
    ("xml", "codigo"),
    [
        (una_factura(addenda="<a><!DOCTYPE a></a>"), "xml_mal_formado"),
        ("<!DOCTYPE cfdi:Comprobante>" + una_factura(), "dtd_prohibida"),
        (una_factura(receptor={"Nombre": "X"}).replace('"X"', '"MU&Ntilde;OZ"'), "xml_mal_formado"),
        (una_factura(raiz=f'Sello="{"A" * 2_000_000}"'), "demasiado_grande"),
        (f'<s:Envelope xmlns:s="http://x.example">{una_factura()}</s:Envelope>', "no_es_cfdi"),
        (una_factura().replace(CFDI_4, "https://www.sat.gob.mx/cfd/4"), "no_es_cfdi"),
        (una_factura().replace(CFDI_4, CFDI_3), "version_no_soportada"),
        (una_factura(version="3.3").replace(CFDI_3, CFDI_4), "version_no_soportada"),
    ],
)
def test_what_only_resembles_an_invoice_is_refused(xml: str, codigo: str) -> None:
    assert motivo(xml) == codigo


@pytest.mark.parametrize("cola", [b"\n", b" "])
def test_half_a_letter_of_utf_16_is_not_left_away(cola: bytes) -> None:
    assert motivo(una_factura().encode("utf-16") + cola) == "xml_mal_formado"


@pytest.mark.parametrize("antes", ["", "\n\n  ", "basura ", "HTTP/1.1 200 OK\r\n\r\n", "\0\0"])
@pytest.mark.parametrize("despues", ["", "\n\n", "\0\0\0", "fin del archivo", "\x1a"])
def test_what_stands_around_it_is_left_away(antes: str, despues: str) -> None:
    xml = antes + DECLARADO.format("UTF-8") + una_factura() + despues
    assert uno(xml).receptor.rfc == "CXO860722AB4"


def test_its_prefix_may_be_any_and_none() -> None:
    xml = una_factura(receptor=MUNOZ)
    raro = xml.replace("cfdi:", "x-1:").replace("xmlns:cfdi", "xmlns:x-1")
    ninguno = xml.replace("cfdi:", "").replace("xmlns:cfdi", "xmlns")
    assert uno(raro) == uno(ninguno) == uno(xml)


def test_its_children_may_have_another_prefix_of_the_same_namespace() -> None:
    xml = una_factura().replace("cfdi:Receptor", "otro:Receptor")
    assert motivo(xml) == "sin_receptor"
    assert uno(xml.replace("<otro:Receptor", f'<otro:Receptor xmlns:otro="{CFDI_4}"')).uuid


def test_the_slip_of_schema_location_is_read() -> None:
    xml = una_factura(raiz=f'xmlns:schemaLocation="{CFDI_4} http://www.sat.gob.mx/cfdv40.xsd"')
    assert uno(xml).receptor.rfc == "CXO860722AB4"


def test_only_the_receptor_of_the_invoice_itself_counts() -> None:
    falso = 'Receptor Rfc="AAA010101AAA" Nombre="OTRO"/>'
    xml = una_factura(
        antes=f'<Receptor xmlns="http://otro.example" Rfc="AAA010101AAA"/><sin:{falso}',
        complemento=f'<cce20:ComercioExterior xmlns:cce20="http://x.example"><cce20:{falso}'
        f"<cfdi:{falso}</cce20:ComercioExterior>",
        addenda=f"<cfdi:Addenda><cfdi:{falso}<sin:declarar><{falso}</sin:declarar></cfdi:Addenda>",
    )
    assert uno(xml).receptor.rfc == "CXO860722AB4"


def test_the_prefix_cfdi_may_be_bound_to_something_else_inside() -> None:
    xml = una_factura(antes='<cfdi:Receptor xmlns:cfdi="http://otro.example" Rfc="AAA010101AAA"/>')
    assert uno(xml).receptor.rfc == "CXO860722AB4"


def test_rfc_and_name_are_put_in_order() -> None:
    quien = uno(
        una_factura(receptor={"Rfc": " cxo860722ab4 ", "Nombre": " ACEROS\r\n\t Y  TUBOS\u00a0"})
    ).receptor
    assert (quien.rfc, quien.nombre) == ("CXO860722AB4", "ACEROS Y TUBOS")


def test_a_name_may_hold_references_and_quotes() -> None:
    xml = una_factura(receptor={"Nombre": "X"}).replace(
        'Nombre="X"', "Nombre='G&amp;I &quot;EL NI&#209;O&quot; &lt;SUR&gt;&#xD;'"
    )
    assert uno(xml).receptor.nombre == 'G&I "EL NIÑO" <SUR>'


@pytest.mark.parametrize(
    ("version", "tipo", "complemento", "se_dice"),
    [
        ("3.2", "ingreso", "", ("I", "")),
        ("3.2", "egreso", "", ("E", "")),
        ("3.2", "egreso", NOMINA.format("nomina"), ("E", "nomina")),
        ("3.2", "traslado", "", ("T", "traslado")),
        ("3.3", "P", "", ("P", "")),
        ("3.3", "N", NOMINA.format("nomina12"), ("N", "nomina")),
        ("4.0", "T", "", ("T", "traslado")),
        ("4.0", "X", "", ("X", "tipo_desconocido")),
    ],
)
def test_the_kind_says_whether_its_recipient_is_a_client(
    version: str, tipo: str, complemento: str, se_dice: tuple[str, str]
) -> None:
    leido = uno(una_factura(version=version, tipo=tipo, complemento=complemento))
    assert (leido.version, leido.tipo, leido.motivo) == (version, *se_dice)
    assert leido.receptor.rfc == "CXO860722AB4"


def test_only_version_3_2_has_an_address() -> None:
    direccion = '<cfdi:Domicilio calle="Av.  Sur" noExterior="1" codigoPostal="58000"/>'
    vieja = uno(una_factura(version="3.2", tipo="ingreso", dentro=direccion))
    assert vieja.receptor.direccion == DireccionDeCfdi(
        calle="Av. Sur", numero_exterior="1", cp="58000"
    )
    assert uno(una_factura()).receptor.direccion is None


def test_the_invoice_of_many_sales_is_known() -> None:
    assert uno(una_factura(antes='<cfdi:InformacionGlobal Meses="05"/>')).es_global
    assert not uno(una_factura()).es_global


@pytest.mark.parametrize(
    ("xml", "codigo"),
    [
        ("", "vacio"),
        (" \r\n\ufeff", "vacio"),
        ("%PDF-1.7 <xml>", "no_es_xml"),
        ("hola", "no_es_xml"),
        ('{"json": 1}', "no_es_xml"),
        ("<cfdi:Comprobante", "xml_mal_formado"),
        (una_factura() + una_factura(), "xml_mal_formado"),
        (una_factura()[:-9], "xml_mal_formado"),
        ("<Comprobante/>", "no_es_cfdi"),
        ("<!DOCTYPE html><html><br></html>", "no_es_cfdi"),
        ("<html><body/></html>", "no_es_cfdi"),
        ('<Acuse xmlns="http://cancelacfd.sat.gob.mx"/>', "no_es_cfdi"),
        (f'<Catalogo xmlns="{CONTABILIDAD}"/>', "no_es_cfdi"),
        (
            '<Comprobante xmlns="http://www.sat.gob.mx/cfd/2" version="2.2"/>',
            "version_no_soportada",
        ),
        (f'<Comprobante xmlns="{CFDI_3}" version="3.0"/>', "version_no_soportada"),
        (f'<Comprobante xmlns="{CFDI_4}"/>', "version_no_soportada"),
        (f'<Comprobante xmlns="{CFDI_4}" Version="4.0"/>', "sin_receptor"),
        (una_factura(receptor={"Rfc": " "}), "sin_receptor"),
        (
            '<r:Retenciones xmlns:r="http://www.sat.gob.mx/esquemas/retencionpago/1"/>',
            "retenciones",
        ),
    ],
)
def test_what_is_no_invoice_is_refused_by_its_name(xml: str, codigo: str) -> None:
    assert motivo(xml) == codigo


def test_the_name_of_a_file_says_nothing() -> None:
    factura = una_factura().encode()
    assert isinstance(leer(factura, "foto.PNG")[0], Comprobante)
    empacada = un_zip([("a.XML", factura), ("b.xml.xml", factura), ("c", factura)]).getvalue()
    leidos = leer(empacada, "f.xml")
    assert [each.archivo for each in leidos] == ["f.xml!a.XML", "f.xml!b.xml.xml", "f.xml!c"]
    assert all(isinstance(each, Comprobante) for each in leidos)


@pytest.mark.parametrize(
    "miembros", [[], [("leeme/", b"")], [("m.txt", b"Uuid~RfcACuentaTerceros~Nombre\r\n")]]
)
def test_a_zip_that_gives_nothing_is_said_to_be_empty(miembros: list[tuple[str, bytes]]) -> None:
    assert motivo(un_zip(miembros).getvalue()) == "vacio"
