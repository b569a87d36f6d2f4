"""A constancia read for the client whom it is about, and the text of its QR."""

import logging
from pathlib import Path

import pytest
from sqlalchemy import Engine

from clientes_app.services.acceso import cuentas
from clientes_app.services.clientes import clientes
from clientes_app.services.context import Actor
from clientes_app.services.documentos import llenado
from clientes_app.services.documentos.llenado import DatosDeConstancia, YaGuardado
from tests.builders import un_cliente

CONSTANCIAS = Path(__file__).parents[1] / "data" / "documentos" / "constancias"
CEDULA = "https://siat.sat.gob.mx/app/qr/faces/pages/mobile/validadorqr.jsf?D1=10&D2=1&D3="


def read(engine: Engine, cuenta_id: int, nombre: str) -> DatosDeConstancia:
    contenido = (CONSTANCIAS / nombre).read_bytes()
    return llenado.leer_para_llenar(engine, cuenta_id, nombre, contenido)


def test_a_constancia_gives_the_values_of_its_client(engine: Engine, actor: Actor) -> None:
    datos = read(engine, actor.cuenta_id, "p08_moral_ampersand_correo_telefonos.pdf")
    assert datos.rfc == "G&I1812243C8"
    assert datos.valores["nombre"] == "GOMEZ & IBAÑEZ ABOGADOS"
    assert datos.valores["regimen_fiscal"] == "601"
    assert datos.valores["email"] == "contacto@gomez-ibanez.example"
    assert datos.valores["codigo_postal"] == datos.valores["codigo_postal_envio"] == "44160"
    assert "" not in datos.valores.values()
    assert (datos.emitida, datos.activo, datos.regimenes) == ("2026-11-26", True, ())
    assert (datos.motivo, datos.guardado) == ("", None)


def test_of_several_regimenes_none_is_a_value_and_the_live_ones_are_offered(
    engine: Engine, actor: Actor
) -> None:
    datos = read(engine, actor.cuenta_id, "p04_fisica_cuatro_regimenes_uno_terminado.pdf")
    assert "regimen_fiscal" not in datos.valores
    assert [each.clave for each in datos.regimenes] == ["605", "626", "611"]
    assert all(each.descripcion and each.desde for each in datos.regimenes)


def test_who_has_the_rfc_already_is_said_and_nobody_of_another_account(
    engine: Engine, actor: Actor
) -> None:
    ajena = Actor(cuentas.crear(engine, "Otra").id, "X", "api")
    clientes.alta(engine, ajena, un_cliente(rfc="PEO140224U73"))
    assert read(engine, actor.cuenta_id, "p01_moral_simple.pdf").guardado is None
    suyo = clientes.alta(engine, actor, un_cliente(rfc="PEO140224U73", nombre="LA ESPIGA"))
    datos = read(engine, actor.cuenta_id, "p01_moral_simple.pdf")
    assert datos.guardado == YaGuardado(suyo.id, "LA ESPIGA")


def test_notices_of_the_reader_come_along(engine: Engine, actor: Actor) -> None:
    datos = read(engine, actor.cuenta_id, "p13_suspendido_sin_regimen_vivo.pdf")
    assert not datos.activo
    assert any("SUSPENDIDO" in aviso for aviso in datos.avisos)
    assert "regimen_fiscal" not in datos.valores


def test_a_scan_gives_the_rfc_of_its_qr_and_the_reason(engine: Engine, actor: Actor) -> None:
    datos = read(engine, actor.cuenta_id, "p21_escaneada.pdf")
    assert datos.valores == {"rfc": "SAQL900810AX7"}
    assert "imagen" in datos.motivo


@pytest.mark.parametrize(
    ("nombre", "dicho"),
    [
        ("p22_cifrada.pdf", "contraseña"),
        ("p23_cortada.pdf", "dañado"),
        ("p24_no_es_pdf.pdf", "no es un PDF"),
        ("p25_factura.pdf", "no es una Constancia"),
        ("p28_400_paginas_en_blanco.pdf", "demasiadas páginas"),
    ],
)
def test_what_is_no_constancia_says_why_and_gives_nothing(
    engine: Engine, actor: Actor, nombre: str, dicho: str
) -> None:
    datos = read(engine, actor.cuenta_id, nombre)
    assert dicho in datos.motivo
    assert datos.valores == {}


def test_a_file_that_is_too_large_is_not_read(engine: Engine, actor: Actor) -> None:
    contenido = b"%PDF-1.4" + b" " * llenado.LIMITE_BYTES
    datos = llenado.leer_para_llenar(engine, actor.cuenta_id, "x.pdf", contenido)
    assert "demasiado grande" in datos.motivo


def test_nothing_of_a_document_is_logged(
    engine: Engine, actor: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        read(engine, actor.cuenta_id, "p01_moral_simple.pdf")
        read(engine, actor.cuenta_id, "p21_escaneada.pdf")
    assert "PEO140224U73" not in caplog.text
    assert "SAQL900810AX7" not in caplog.text


@pytest.mark.parametrize("texto", ["PEO140224U73", "PEO-140224-U73", "", "CLIENTE D3"])
def test_an_rfc_is_not_taken_for_the_text_of_a_qr(texto: str) -> None:
    assert not llenado.es_texto_de_qr(texto)


@pytest.mark.parametrize(
    "texto",
    [
        f"{CEDULA}18121056468_G&I1812243C8",
        f"{CEDULA}18121056468_G%26I1812243C8",
        f"{CEDULA}18121056468_G&AMP;I1812243C8".upper(),
    ],
)
def test_the_text_of_a_qr_gives_rfc_and_id_cif(texto: str) -> None:
    assert llenado.es_texto_de_qr(texto)
    said = llenado.rfc_de_qr(texto)
    assert (said.es_error, said.valor) == (False, "G&I1812243C8")
    assert "idCIF 18121056468" in said.mensaje


def test_the_wrong_qr_is_told() -> None:
    factura = "https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx?id=1&re=A&rr=B"
    said = llenado.rfc_de_qr(factura)
    assert (said.es_error, said.codigo) == (True, "qr_de_factura")
    assert "factura" in said.mensaje
