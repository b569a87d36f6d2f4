"""The history in words."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from clientes_app.domain.cliente import DatosCliente
from clientes_app.services.clientes.clientes import ClienteGuardado
from clientes_app.services.clientes.historial import (
    CampoCambiado,
    EtiquetaCambiada,
    Historial,
    Version,
)
from clientes_app.ui.clientes.drawer.sentences import cambiaron, enumerar, legible, quienes
from clientes_app.ui.clientes.historial.rows import versiones_vistas

AHORA = datetime(2026, 11, 25, 12, tzinfo=UTC)


def version(
    numero: int,
    accion: str = "edicion",
    *campos: str,
    origen: str = "api",
    proceso: int | None = None,
    deshace: bool = False,
    por_accion: bool = False,
) -> Version:
    cambios = tuple(CampoCambiado(campo, "", "G03") for campo in campos or ("uso_cfdi",))
    con_datos = accion in {"alta", "edicion"}
    return Version(
        numero,
        accion,
        "Ana",
        origen,
        proceso,
        "F.csv" if proceso else "",
        por_accion,
        deshace,
        None,
        AHORA,
        cambios if con_datos else (),
    )


def historial(*versiones: Version, borrado: bool = False) -> Historial:
    actual = ClienteGuardado(1, versiones[0].version, DatosCliente(), borrado, AHORA, AHORA)
    return Historial(actual, versiones, hay_mas=False)


def test_the_newest_version_with_values_is_in_use_and_the_others_can_be_restored() -> None:
    pagina = historial(version(4, "restauracion"), version(3, "borrado"), version(2), version(1))
    vistas = versiones_vistas(pagina, desde_la_actual=True)
    assert [(v.actual, v.restaurable) for v in vistas] == [
        *[(False, False)] * 2,
        (True, False),
        (False, True),
    ]
    mas = versiones_vistas(historial(version(2)), desde_la_actual=False)
    assert [(v.actual, v.restaurable) for v in mas] == [(False, True)]


def test_nothing_of_a_deleted_client_can_be_restored_but_the_client() -> None:
    pagina = historial(version(3, "borrado"), version(2), version(1, "alta"), borrado=True)
    vistas = versiones_vistas(pagina, desde_la_actual=True)
    assert not any(v.actual or v.restaurable for v in vistas)


@pytest.mark.parametrize(
    ("una", "hecho"),
    [
        (version(1, "alta"), "agregó el cliente"),
        (version(1, "borrado"), "mandó el cliente a la papelera"),
        (version(1, "edicion", "rfc", "codigo_postal"), "cambió RFC y Código Postal (CP)"),
        (version(1, "edicion", "rfc", "email", "calle", "pais"), "cambió 4 datos"),
        (version(1, origen="carga", proceso=5), "cambió Uso de la Factura"),
    ],
)
def test_what_was_done_in_words(una: Version, hecho: str) -> None:
    (vista,) = versiones_vistas(historial(una), desde_la_actual=True)
    assert vista.hecho == hecho


@pytest.mark.parametrize(
    ("origen", "dicho"),
    [
        ("formulario", "Formulario"),
        ("carga", "Carga masiva"),
        ("cli", "Línea de comandos (Ana)"),
        ("api", "API"),
    ],
)
def test_from_where_in_words(origen: str, dicho: str) -> None:
    (vista,) = versiones_vistas(historial(version(1, origen=origen)), desde_la_actual=True)
    assert (vista.origen, vista.proceso) == (dicho, "")


@pytest.mark.parametrize(
    ("una", "dicho"),
    [
        (version(2, origen="carga", proceso=5), "Carga masiva: F.csv"),
        (version(2, origen="cli", proceso=5), "Línea de comandos (Ana), con la carga F.csv"),
        (version(2, origen="api", proceso=5), "API, con la carga F.csv"),
        (
            version(2, origen="formulario", proceso=5, deshace=True),
            "Formulario, al deshacer la carga F.csv",
        ),
        (
            version(2, origen="cli", proceso=5, deshace=True),
            "Línea de comandos (Ana), al deshacer la carga F.csv",
        ),
        (
            version(2, origen="formulario", proceso=5, por_accion=True),
            "Formulario, con la acción F.csv",
        ),
        (
            version(2, origen="formulario", proceso=5, por_accion=True, deshace=True),
            "Formulario, al deshacer la acción F.csv",
        ),
    ],
)
def test_a_load_and_its_undoing_name_the_file(una: Version, dicho: str) -> None:
    (vista,) = versiones_vistas(historial(una), desde_la_actual=True)
    assert vista.origen + vista.carga == dicho


def test_a_load_leads_to_its_process_and_keys_have_their_description() -> None:
    una = version(2, origen="carga", proceso=5)
    (vista,) = versiones_vistas(historial(una), desde_la_actual=True)
    assert vista.proceso == "/catalogos/clientes/procesos/5"
    (cambio,) = vista.cambios
    assert (cambio.antes, cambio.despues) == ("(vacío)", "G03 Gastos en general")
    assert legible("residencia_fiscal", "USA").startswith("USA Estados Unidos")
    assert legible("regimen_fiscal", "999") == "999"


def test_spanish_enumerations() -> None:
    assert enumerar([]) == ""
    assert enumerar(["a", "b", "c"]) == "a, b y c"
    assert enumerar(["Ana", "Inés"]) == "Ana e Inés"
    assert quienes(["Ana", "", "Ana"]) == "Ana y Alguien"
    assert cambiaron({"rfc": "Ana", "calle": "Beto", "email": "Ana"}) == (
        "Ana cambió RFC y E-mail. Beto cambió Calle."
    )


def test_etiquetas_are_told_by_name_and_no_version_of_theirs_is_restored() -> None:
    puestas = tuple(EtiquetaCambiada(nombre, puesta=True) for nombre in ("Mayoreo", "Mensual"))
    quitada = EtiquetaCambiada("Revisar", puesta=False)
    versiones = (
        replace(version(4, "etiquetas"), etiquetas=(quitada,)),
        replace(version(3, "etiquetas"), etiquetas=(*puestas, quitada)),
        version(2),
        version(1, "alta"),
    )
    vistas = versiones_vistas(historial(*versiones), desde_la_actual=True)
    assert [v.hecho for v in vistas[:2]] == [
        "quitó la etiqueta Revisar",
        "puso las etiquetas Mayoreo y Mensual y quitó la etiqueta Revisar",
    ]
    assert [(v.actual, v.restaurable) for v in vistas] == [
        *[(False, False)] * 2,
        (True, False),
        (False, True),
    ]
