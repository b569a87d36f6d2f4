"""The SAT's metadata: columns by their names, breaks and «~» inside names, values in any form."""

import io

import pytest

from clientes_app.readers.cfdi.comprobante import Comprobante, Leido
from clientes_app.readers.cfdi.document import recognises_invoices
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


COLUMNAS = tuple(range(12))


@pytest.mark.parametrize("separador", ["~", "|", "\t"])
@pytest.mark.parametrize(
    "orden",
    [
        COLUMNAS,
        COLUMNAS[::-1],
        (1, 0, *COLUMNAS[2:]),
        (0, 1, 4, 3, 2, *COLUMNAS[5:]),
    ],
)
@pytest.mark.parametrize("antes", ["", "\ufeff", "\r\n\r\n", "\ufeff\r\n"])
def test_columns_may_come_in_any_order_and_be_parted_by_others(
    separador: str, orden: tuple[int, ...], antes: str
) -> None:
    renglon = un_renglon(nombre="PEÑA" if separador == "~" else "PEÑA~HIJOS")
    partes = [linea.split("~") for linea in unos_metadatos().decode().splitlines()]
    valores = renglon.replace("PEÑA~HIJOS", "PEÑA\0HIJOS").split("~")
    lineas = [separador.join(cada[i] for i in orden) for cada in (*partes, valores)]
    datos = f"{antes}{lineas[0]}\r\n{lineas[1]}\r\n".replace("\0", "~").encode()
    assert nombres(datos) == ["PEÑA" if separador == "~" else "PEÑA~HIJOS"]
    assert recognises_invoices(datos, "m.txt")


def test_a_separator_inside_a_name_is_put_back_in_any_order() -> None:
    orden = (0, 1, 4, 3, 2, *COLUMNAS[5:])
    encabezado = unos_metadatos().decode().strip().split("~")
    valores = un_renglon(nombre="A\0B").split("~")
    lineas = ["~".join(cada[i] for i in orden) for cada in (encabezado, valores)]
    assert nombres("\r\n".join(lineas).replace("\0", "~").encode()) == ["A~B"]


def test_empty_columns_at_the_end_may_be_missing_and_no_others() -> None:
    entero = un_renglon().removesuffix("~")
    assert nombres(unos_metadatos(entero)) == ["COMERCIALIZADORA XOCHITL SA DE CV"]
    (cortado,) = leer(unos_metadatos(entero.removesuffix("~1")))
    assert getattr(cortado, "motivo", "") == "renglon_ilegible"


@pytest.mark.parametrize("efecto", ["N", "n", "Nómina", "NÓMINA", "No\u0301mina", "nomina"])
def test_payroll_is_known_however_it_is_written(efecto: str) -> None:
    (leido,) = leer(unos_metadatos(un_renglon(efecto=efecto)))
    assert isinstance(leido, Comprobante)
    assert (leido.tipo, leido.motivo) == ("N", "nomina")


@pytest.mark.parametrize("separador", [",", ";", '"~"'])
def test_metadata_that_excel_saved_are_refused_by_their_name(separador: str) -> None:
    datos = unos_metadatos(un_renglon()).replace(b"~", separador.encode())
    (leido,) = leer(b'"' + datos)
    assert not isinstance(leido, Comprobante)
    assert leido.motivo == "no_es_cfdi"
    assert "sin abrirlo" in leido.mensaje
    assert recognises_invoices(datos, "clientes.csv")


@pytest.mark.parametrize(
    ("fecha", "se_lee"),
    [
        ("2026-01-11T07:10:23Z", "2026-01-11T07:10:23"),
        ("11/01/2026 07:10:23", "2026-01-11T07:10:23"),
        ("2026-1-1", ""),
        ("", ""),
    ],
)
def test_a_row_without_a_date_is_refused(fecha: str, se_lee: str) -> None:
    (leido,) = leer(unos_metadatos(un_renglon(fecha=fecha)))
    assert getattr(leido, "fecha", "") == se_lee


def test_a_line_that_begins_with_a_number_of_an_invoice_begins_a_row() -> None:
    otro = un_renglon(numero=3).partition("~")[0]
    leidos = leer(unos_metadatos(un_renglon(nombre=f"UNO\r\n{otro}"), un_renglon(numero=2)))
    assert [getattr(each, "motivo", "") for each in leidos] == [
        "renglon_ilegible",
        "renglon_ilegible",
        "",
    ]


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
