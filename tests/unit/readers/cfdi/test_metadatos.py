"""The SAT's metadata: columns by their names, breaks and «~» inside names, values in any form."""

import io

import pytest

from clientes_app.readers.cfdi.comprobante import Comprobante, Leido
from clientes_app.readers.cfdi.reading import read_invoices
from tests.facturas import un_renglon, un_zip, unos_metadatos


def leer(datos: bytes) -> list[Leido]:
    return list(read_invoices(io.BytesIO(datos), "m.txt"))


def nombres(datos: bytes) -> list[str]:
    leidos = leer(datos)
    assert all(isinstance(each, Comprobante) for each in leidos), leidos
    return [each.receptor.nombre for each in leidos if isinstance(each, Comprobante)]


def test_a_row_gives_what_the_sat_says_of_an_invoice() -> None:
    (leido,) = leer(unos_metadatos(un_renglon(efecto="E", estatus="0")))
    assert isinstance(leido, Comprobante)
    assert (leido.version, leido.tipo, leido.fecha) == ("meta", "E", "2026-01-11T07:10:23")
    assert leido.receptor[:2] == ("CXO860722AB4", "COMERCIALIZADORA XOCHITL SA DE CV")
    assert leido.cancelado
    assert leido.tomar


@pytest.mark.parametrize("fin", ["\r\n", "\n"])
@pytest.mark.parametrize("dentro", ["\n", "\r\n", " \n \n"])
def test_a_line_break_inside_a_name_parts_no_row(fin: str, dentro: str) -> None:
    datos = unos_metadatos(
        un_renglon(nombre=f"OPERADORA{dentro}DEL SUR"), un_renglon(numero=2, nombre="X"), fin=fin
    )
    assert nombres(datos) == ["OPERADORA DEL SUR", "X"]


def test_quotes_are_letters() -> None:
    datos = unos_metadatos(un_renglon(nombre='"3 HERMANOS'), un_renglon(numero=2, nombre='Y "'))
    assert nombres(datos) == ['"3 HERMANOS', 'Y "']


@pytest.mark.parametrize("nombre", ["A~B", "~A", "A~B~C"])
def test_a_tilde_inside_a_name_is_put_back(nombre: str) -> None:
    assert nombres(unos_metadatos(un_renglon(nombre=nombre))) == [nombre]
    (leido,) = leer(unos_metadatos(un_renglon(nombre_emisor=nombre)))
    assert isinstance(leido, Comprobante)
    assert leido.receptor.nombre == "COMERCIALIZADORA XOCHITL SA DE CV"


def test_a_row_with_two_ways_to_read_it_is_refused_alone() -> None:
    dudoso = un_renglon(nombre_emisor="A~XAXX010101000~B")
    leidos = leer(unos_metadatos(dudoso, un_renglon(numero=2), "corto~renglon"))
    assert [getattr(each, "motivo", "") for each in leidos] == [
        "renglon_ilegible",
        "",
        "renglon_ilegible",
    ]
    assert "renglón 2" in getattr(leidos[0], "mensaje", "")


def test_columns_go_by_their_names() -> None:
    datos = (
        "UUID~RFCEMISOR~NombreEmisor~PacCertifico~RfcReceptor~NombreReceptor~FechaEmision~"
        "EfectoComprobante~Estatus\r\n"
        "45C5C344-DA01-497A-9271-5AA3852EE6AE~EKU9003173C9~E~SAT970701NN3~CXO860722AB4~UNO~"
        "11/01/2026~Ingreso~Vigente\r\n"
    )
    (leido,) = leer(datos.encode())
    assert isinstance(leido, Comprobante)
    assert (leido.receptor.nombre, leido.tipo, leido.cancelado) == ("UNO", "I", False)
    assert leido.fecha == "2026-01-11T00:00:00"


def test_a_header_that_lacks_a_column_is_said() -> None:
    (leido,) = leer(b"Uuid~RfcEmisor~RfcReceptor\r\n")
    assert not isinstance(leido, Comprobante)
    assert leido.motivo == "no_es_cfdi"
    assert "nombreemisor" in leido.mensaje


@pytest.mark.parametrize("codificacion", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_its_encoding_may_be_any(codificacion: str) -> None:
    datos = unos_metadatos(un_renglon(nombre="MUÑOZ")).decode().encode(codificacion)
    assert nombres(datos) == ["MUÑOZ"]


def test_a_file_without_rows_gives_none_and_is_no_fault() -> None:
    assert leer(unos_metadatos()) == []


def test_the_list_of_third_parties_names_no_recipient() -> None:
    terceros = b"Uuid~RfcACuentaTerceros~NombreACuentaTerceros\r\nx~AAA010101AAA~OTRO\r\n"
    (solo,) = leer(terceros)
    assert getattr(solo, "motivo", "") == "no_es_cfdi"
    juntos = un_zip([("a_01.txt", unos_metadatos(un_renglon())), ("a_tercero.txt", terceros)])
    assert [each.archivo for each in read_invoices(juntos, "z")] == ["z!a_01.txt"]
