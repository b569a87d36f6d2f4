"""Constancias as they are met: joined, two to a sheet, recognised from a scan, with blanks."""

from collections.abc import Mapping, Sequence

import pytest

from clientes_app.readers.constancia.reader import read_constancia
from clientes_app.readers.constancia.values import ConstanciaData, ConstanciaReading
from tests.constancia_a_mano import DE_PERSONA, NOMBRE, RFC, WIDTH, Hoja, dibujar

OTRO = "TVA920423VK1"


def leer(*, oculto: bool = False, **como: object) -> ConstanciaReading:
    hoja = Hoja(oculto=oculto)
    dibujar(hoja, **como)  # type: ignore[arg-type]
    return read_constancia(hoja.bytes())


def codigos(reading: ConstanciaReading) -> list[str]:
    assert reading.datos is not None, reading.motivo
    return [aviso.codigo for aviso in reading.avisos]


def datos(reading: ConstanciaReading) -> ConstanciaData:
    assert reading.datos is not None, reading.motivo
    return reading.datos


def motivo(reading: ConstanciaReading) -> str:
    assert reading.datos is None
    assert reading.motivo is not None
    return reading.motivo.codigo


def es_la_buena(reading: ConstanciaReading) -> bool:
    uno = datos(reading)
    dicho = (uno.rfc, uno.nombre, uno.cp, uno.calle, uno.numero_exterior, uno.colonia, uno.estatus)
    assert [(each.clave, each.desde, each.hasta) for each in uno.regimenes] == [
        ("601", "2002-03-31", None)
    ]
    return dicho == (RFC, NOMBRE, "06700", "REFORMA", "12", "ROMA NORTE", "ACTIVO")


def test_the_one_that_the_others_are_made_of_is_good() -> None:
    assert es_la_buena(leer())
    assert codigos(leer()) == []


@pytest.mark.parametrize("lado", [True, False], ids=["two to a sheet", "one after the other"])
@pytest.mark.parametrize(
    ("otra", "se_lee"),
    [
        ({}, True),
        ({"cambios": {"RFC:": OTRO}}, False),
        ({"cambios": {"Código Postal:": "44160"}}, False),
        ({"cambios": {"Denominación/Razón Social:": "ACEROS DEL SUR"}}, False),
        ({"regimenes": (("Régimen Simplificado de Confianza", "01/01/2022", ""),)}, False),
        ({"datos": DE_PERSONA, "regimenes": ()}, False),
    ],
    ids=["the same", "another client", "another day", "another name", "other régimenes", "person"],
)
def test_two_in_one_file_are_never_mixed(
    otra: Mapping[str, object],
    se_lee: bool,  # noqa: FBT001
    lado: bool,  # noqa: FBT001
) -> None:
    hoja = Hoja(ancho=2 * WIDTH if lado else WIDTH)
    dibujar(hoja)
    if not lado:
        hoja.pasar()
    dibujar(hoja, x=WIDTH if lado else 0.0, **otra)  # type: ignore[arg-type]
    leida = read_constancia(hoja.bytes())
    if se_lee:
        assert es_la_buena(leida)
    else:
        assert motivo(leida) == "varias_constancias"


def test_two_clients_side_by_side_without_a_count_of_pages_are_not_mixed_either() -> None:
    hoja = Hoja(ancho=2 * WIDTH)
    dibujar(hoja, pagina="")
    dibujar(hoja, pagina="", cambios={"RFC:": OTRO}, x=WIDTH)
    assert motivo(read_constancia(hoja.bytes())) == "varias_constancias"


def test_the_pages_of_one_may_share_a_sheet() -> None:
    hoja = Hoja(ancho=2 * WIDTH)
    dibujar(hoja, pagina="Página [1] de [2]")
    hoja.poner(WIDTH + 480, 14, "Página [2] de [2]")
    for i in range(40):
        hoja.poner(
            WIDTH + 42, 86 + 11 * i, "Pago mensual de IVA. Régimen Simplificado de Confianza"
        )
        hoja.poner(WIDTH + 392, 86 + 11 * i, "31/03/2002")
    assert es_la_buena(read_constancia(hoja.bytes()))


def test_what_a_browser_prints_around_the_pages_is_left_out() -> None:
    hoja = Hoja()
    for n in range(3):
        if n == 0:
            dibujar(hoja)
        hoja.poner(20, 8, "28/11/26, 10:30")
        hoja.poner(250, 8, "Constancia de Situación Fiscal")
        hoja.poner(20, 785, "https://rfs.siat.sat.gob.mx/PTSC/RFC/menu")
        hoja.poner(560, 785, f"{n + 1}/3")
        hoja.pasar()
    assert es_la_buena(read_constancia(hoja.bytes()))


def test_another_document_behind_it_says_nothing_of_the_client() -> None:
    hoja = Hoja()
    dibujar(hoja)
    hoja.pasar()
    for i, texto in enumerate(("FACTURA", f"RFC: {OTRO}", "Código Postal: 44160", "Nombre: LUIS")):
        hoja.poner(42, 60 + 12 * i, texto)
    assert es_la_buena(read_constancia(hoja.bytes()))


def test_letters_that_were_recognised_in_a_scan_are_to_be_compared() -> None:
    leida = leer(oculto=True)
    assert es_la_buena(leida)
    assert codigos(leida) == ["texto_de_escaneo"]


def test_what_nobody_sees_is_not_read() -> None:
    hoja = Hoja()
    dibujar(hoja, cambios={"Código Postal:": ""})
    hoja.poner(100, 248, "44160", oculto=True)
    hoja.poner(300, 144, f"RFC: {OTRO}", oculto=True)
    leida = read_constancia(hoja.bytes())
    assert (datos(leida).rfc, datos(leida).cp) == (RFC, "")
    assert codigos(leida) == ["sin_cp"]


@pytest.mark.parametrize(
    "impreso", ["XIA 190128 J61", "XIA-190128-J61", "xia190128j61", f"{RFC} ."]
)
def test_the_rfc_may_be_printed_in_parts(impreso: str) -> None:
    assert datos(leer(cambios={"RFC:": impreso})).rfc == RFC


@pytest.mark.parametrize("impreso", ["", "XIA190128", "X1A19O128J61", "NO DISPONIBLE"])
def test_without_an_rfc_nothing_is_read(impreso: str) -> None:
    assert motivo(leer(cambios={"RFC:": impreso})) == "texto_ilegible"


@pytest.mark.parametrize(
    ("impreso", "cp", "se_dice"),
    [
        ("06700", "06700", []),
        ("06 700", "06700", []),
        ("6700", "", ["sin_cp"]),
        ("0670O", "", ["sin_cp"]),
        ("06700 06701", "", ["sin_cp"]),
        ("06700-1234", "", ["sin_cp"]),
        ("00000", "00000", ["cp_desconocido"]),
        ("", "", ["sin_cp"]),
        (None, "", ["sin_cp"]),
    ],
)
def test_a_postal_code_is_five_digits_or_is_said_to_be_none(
    impreso: str | None, cp: str, se_dice: list[str]
) -> None:
    leida = leer(cambios={"Código Postal:": impreso})
    assert datos(leida).cp == cp
    assert codigos(leida) == se_dice


@pytest.mark.parametrize(
    ("cambios", "nombre"),
    [
        ({"Nombre (s):": "MARIA DEL\nSAGRADO CORAZON\nDE JESUS"},
         "MARIA DEL SAGRADO CORAZON DE JESUS MUÑOZ PEREZ"),
        ({"Primer Apellido:": "DE LA\nROSA Y", "Segundo Apellido:": ""}, "LAURA DE LA ROSA Y"),
        ({"Segundo Apellido:": None}, "LAURA MUÑOZ"),
        ({"Primer Apellido:": ""}, "LAURA PEREZ"),
        ({"CURP:": ""}, "LAURA MUÑOZ PEREZ"),
        ({"CURP:": None}, "LAURA MUÑOZ PEREZ"),
        ({"Primer Apellido:": "O'FARRILL"}, "LAURA O'FARRILL PEREZ"),
    ],
)  # fmt: skip
def test_the_name_of_a_person_is_put_together(
    cambios: Mapping[str, str | None], nombre: str
) -> None:
    leida = leer(datos=DE_PERSONA, cambios=cambios)
    assert (datos(leida).persona, datos(leida).nombre) == ("fisica", nombre)


@pytest.mark.parametrize(
    ("impreso", "nombre", "se_dice"),
    [
        ("ACEROS\nDEL NORTE Y\nDEL SUR", "ACEROS DEL NORTE Y DEL SUR", []),
        ('ACEROS & CIA, S. EN N.C. / "EL" 3:16', 'ACEROS & CIA, S. EN N.C. / "EL" 3:16', []),
        ("RFC: SERVICIOS", "RFC: SERVICIOS", []),
        ("COLONIA: CENTRO SUR", "COLONIA: CENTRO SUR", []),
        ("", "", ["sin_nombre"]),
        (None, "", ["sin_nombre"]),
    ],
)
def test_the_name_of_a_company_is_as_printed(
    impreso: str | None, nombre: str, se_dice: list[str]
) -> None:
    leida = leer(cambios={"Denominación/Razón Social:": impreso})
    assert datos(leida).nombre == nombre
    assert codigos(leida) == se_dice


@pytest.mark.parametrize(
    ("regimenes", "claves", "se_dice"),
    [
        ((), [], ["sin_regimen_vigente"]),
        ((("626 Régimen Simplificado de Confianza", "01/01/2022", ""),), ["626"], []),
        ((("605 Régimen Simplificado de Confianza", "01/01/2022", ""),), [],
         ["regimen_sin_clave"]),
        ((("Régimen Inventado", "01/01/2022", ""),), [], ["regimen_sin_clave"]),
        ((("Régimen Simplificado de Confianza", "", ""),), [], ["regimenes_ilegibles"]),
        ((("Régimen Simplificado de Confianza", "2022-01-01", ""),), [], ["regimenes_ilegibles"]),
        ((("Régimen Simplificado de Confianza", "31/02/2022", ""),), [], ["regimenes_ilegibles"]),
        ((("Régimen de Incorporación Fiscal", "01/01/2014", "31/12/2021"),), [],
         ["sin_regimen_vigente"]),
        ((("Régimen de las Personas Físicas con", "", ""),
          ("Actividades Empresariales", "01/01/2022", ""),
          ("y Profesionales", "", "")), ["612"], []),
        ((("Régimen de Arrendamiento", "01/01/2022", ""),
          ("Régimen de los Ingresos por Intereses", "01/01/2022", "")), ["606", "614"], []),
    ],
)  # fmt: skip
def test_regimenes_are_those_of_the_table_or_are_said_to_be_unreadable(
    regimenes: Sequence[tuple[str, str, str]], claves: list[str], se_dice: list[str]
) -> None:
    leida = leer(regimenes=regimenes)
    assert list(datos(leida).vigentes) == claves
    assert codigos(leida) == se_dice


@pytest.mark.parametrize(
    ("estatus", "se_dice"),
    [
        ("REACTIVADO", []),
        ("SUSPENDIDO", ["estatus_no_activo"]),
        ("CANCELADO POR DEFUNCION", ["estatus_no_activo"]),
        ("NO LOCALIZADO", ["estatus_no_activo"]),
        (None, ["sin_estatus"]),
    ],
)
def test_a_status_that_is_not_active_is_said(estatus: str | None, se_dice: list[str]) -> None:
    assert codigos(leer(cambios={"Estatus en el padrón:": estatus})) == se_dice


def test_what_looks_like_a_label_within_a_value_stays_there() -> None:
    leida = leer(
        cambios={
            "Nombre de Vialidad:": "CALLE 5 COLONIA: CENTRO",
            "Número Exterior:": "MZ: 4 LT: 12",
            "Nombre Comercial:": "CURP: LA TIENDA",
        }
    )
    uno = datos(leida)
    assert (uno.calle, uno.numero_exterior) == ("CALLE 5 COLONIA: CENTRO", "MZ: 4 LT: 12")
    assert (uno.nombre_comercial, uno.colonia, uno.persona) == (
        *("CURP: LA TIENDA", "ROMA NORTE", "moral"),
    )


@pytest.mark.parametrize(
    ("renglones", "se_dice"),
    [
        (("CÉDULA DE IDENTIFICACIÓN FISCAL", RFC, "idCIF: 12345678901"), "solo la cédula"),
        (("CONSTANCIA DE SITUACIÓN FISCAL", "Acuse de datos de identificación"), "es un acuse"),
        (("CONSTANCIA DE SITUACIÓN FISCAL", "Datos de mi negocio"), "El PDF no es una Constancia"),
        (("SOLICITUD DE CONSTANCIA DE SITUACIÓN FISCAL", f"RFC: {RFC}"), "no es una Constancia"),
    ],
)
def test_a_part_of_one_and_what_speaks_of_one_is_none(
    renglones: Sequence[str], se_dice: str
) -> None:
    hoja = Hoja()
    for i, renglon in enumerate(renglones):
        hoja.poner(42, 40 + 12 * i, renglon)
    leida = read_constancia(hoja.bytes())
    assert motivo(leida) == "no_es_constancia"
    assert leida.motivo is not None
    assert se_dice in leida.motivo.mensaje


@pytest.mark.parametrize("impresa", ["A 6 de mayo de 2026", "06/05/2026", "A 06 DE MAYO DEL 2026"])
def test_its_day_is_read_however_it_is_written(impresa: str) -> None:
    assert datos(leer(emision=impresa)).fecha_emision == "2026-05-06"
