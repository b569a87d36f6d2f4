"""The steps «Para dejar la cuenta lista», from what is stored to their words."""

from dataclasses import replace

import pytest

from clientes_app import routes
from clientes_app.config import settings
from clientes_app.domain.roles import Rol
from clientes_app.services.acceso import cuentas, enlaces
from clientes_app.services.acceso.cuentas import PRIMERA_CUENTA
from clientes_app.services.preparacion import Preparacion, preparacion
from clientes_app.services.resources import shared_engine
from clientes_app.services.respaldo import respaldos
from clientes_app.services.respaldo.respaldos import EstadoDeRespaldos
from clientes_app.ui.clientes.inicio.shown import PasoVisto, pasos_vistos
from clientes_app.ui.clientes.inicio.state import InicioState
from tests.gente import un_usuario
from tests.unit.ui.conftest import Tab

SIN_NADA = Preparacion(
    nombre=PRIMERA_CUENTA,
    cp_expedicion="",
    rfc_propio="",
    personas=1,
    invitadas=0,
    respaldos=EstadoDeRespaldos(ultimo=None, programados=True, viejo=False),
)


def de(como_va: Preparacion) -> dict[str, PasoVisto]:
    return {paso.titulo: paso for paso in pasos_vistos(como_va)}


def test_of_an_account_that_nobody_named_nothing_is_done() -> None:
    pasos = pasos_vistos(SIN_NADA)
    assert [paso.numero for paso in pasos] == ["1", "2", "3", "4", "5"]
    assert not any(paso.hecho for paso in pasos)
    assert {paso.lugar for paso in pasos} == {routes.CUENTA_DATOS, routes.CUENTA_USUARIOS}


def test_what_is_done_shows_its_value() -> None:
    pasos = de(
        replace(
            SIN_NADA, nombre="Norte", cp_expedicion="64000", rfc_propio="EKU9003173C9", personas=3
        )
    )
    assert pasos["Nombre de la cuenta"].hecho
    assert pasos["Código postal de expedición"].texto == "64000, Nuevo León"
    assert pasos["RFC propio"].texto == "EKU9003173C9"
    assert pasos["Su equipo"].texto == "3 personas en la cuenta"
    assert pasos["RFC propio"].accion == "Cambiar"


@pytest.mark.parametrize(
    ("estado", "dicho"),
    [
        ({"fallo": "No hay lugar."}, "véalo en «Cuenta»"),
        ({"viejo": True}, "véalo en «Cuenta»"),
        ({"programados": False}, "están apagados"),
        ({}, "dentro de una hora"),
    ],
)
def test_a_backup_that_is_missing_says_why(estado: dict[str, object], dicho: str) -> None:
    respaldo = de(replace(SIN_NADA, respaldos=replace(SIN_NADA.respaldos, **estado)))
    assert dicho in respaldo["Primer respaldo"].texto
    assert not respaldo["Primer respaldo"].hecho


async def test_they_follow_what_owners_do_and_what_the_server_does(tab: Tab) -> None:
    async def titulos_hechos() -> set[str]:
        await tab.call(InicioState, "mirar")
        return {paso.titulo for paso in (await tab.state(InicioState)).pasos if paso.hecho}

    cuentas.editar(shared_engine(), tab.actor, nombre=PRIMERA_CUENTA, cp_expedicion="")
    assert await titulos_hechos() == set()
    cuentas.editar(
        shared_engine(),
        tab.actor,
        nombre="Norte",
        cp_expedicion="44100",
        rfc_propio="EKU9003173C9",
    )
    enlaces.invitar(shared_engine(), tab.actor, email="eva@norte.example", rol=Rol.EDITOR)
    respaldos.make_backup(shared_engine(), settings())
    assert len(await titulos_hechos()) == 5
    un_usuario(shared_engine(), tab.actor.cuenta_id, "Beto", rol=Rol.LECTOR)
    como_va = preparacion(shared_engine(), settings(), tab.actor.cuenta_id)
    assert (como_va.personas, como_va.invitadas) == (2, 1)


async def test_a_link_for_a_password_is_no_invitation(tab: Tab) -> None:
    enlaces.de_clave(shared_engine(), tab.actor, tab.caller.identity.usuario_id)
    como_va = preparacion(shared_engine(), settings(), tab.actor.cuenta_id)
    assert (como_va.personas, como_va.invitadas, como_va.con_equipo) == (1, 0, False)
