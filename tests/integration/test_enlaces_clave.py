"""Links for a forgotten password: for whom they are made, and what they must never open."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from clientes_app.domain.roles import Rol
from clientes_app.services.acceso import cuentas, enlaces, sesiones, usuarios
from clientes_app.services.acceso.enlaces import EnlaceVigente, Tipo
from clientes_app.services.errors import (
    ClaveDeOtraCuenta,
    CredencialesInvalidas,
    DatosInvalidos,
    EnlaceInvalido,
    NoEncontrado,
)
from tests.gente import (
    AQUI,
    CLAVE,
    email_de,
    entrar,
    pasa,
    quien,
    ultima,
    un_actor,
    un_usuario,
)

pytestmark = pytest.mark.usefixtures("claves_rapidas")

OTRA_CLAVE = "otra frase bastante larga"
DIA = timedelta(days=1)


def _usar(
    engine: Engine,
    token: str,
    *,
    nombre: str = "Beto",
    email: str = "",
    clave: str = CLAVE,
) -> str:
    return enlaces.usar(engine, token, nombre=nombre, email=email, clave=clave, direccion=AQUI)


def _campos(error: DatosInvalidos) -> list[str | None]:
    return [problema.campo for problema in error.problemas]


class TestClave:
    def test_a_new_password_closes_every_session(self, engine: Engine, cuenta_id: int) -> None:
        ana = un_usuario(engine, cuenta_id, "Ana")
        beto = un_usuario(engine, cuenta_id, "Beto", rol=Rol.EDITOR)
        abierta = entrar(engine, "Beto")
        for _ in range(3):
            with pytest.raises(CredencialesInvalidas):
                entrar(engine, "Beto", clave="no me acuerdo")
        viejo = enlaces.de_clave(engine, un_actor(cuenta_id, ana), beto)
        token = enlaces.de_clave(engine, un_actor(cuenta_id, ana), beto)
        assert enlaces.ver(engine, viejo) is None
        assert enlaces.ver(engine, token) == EnlaceVigente(
            Tipo.CLAVE, "beto@correo.mx", "Beto", "", None, tiene_clave=False
        )
        numero = sesiones.autoridad(engine)
        nueva = _usar(engine, token, nombre="Impostor", email="x@correo.mx", clave=OTRA_CLAVE)

        assert sesiones.autoridad(engine) > numero
        assert sesiones.identificar(engine, abierta) is None
        assert (quien(engine, nueva).nombre, ultima(engine, nueva).rol) == ("Beto", Rol.EDITOR)
        assert entrar(engine, "Beto", clave=OTRA_CLAVE)
        with pytest.raises(EnlaceInvalido):
            _usar(engine, token)

    def test_it_runs_out_after_a_day(self, engine: Engine, cuenta_id: int) -> None:
        beto = un_usuario(engine, cuenta_id, "Beto")
        token = enlaces.de_clave(engine, un_actor(cuenta_id), beto)
        pasa(engine, DIA)
        with pytest.raises(EnlaceInvalido):
            _usar(engine, token)

    def test_the_password_that_is_refused_is_told(self, engine: Engine, cuenta_id: int) -> None:
        beto = un_usuario(engine, cuenta_id, "Beto")
        token = enlaces.de_clave(engine, un_actor(cuenta_id), beto)
        for mala in ("corta", "BETO@correo.mx", "x" * 257, "aaaaaaaaaaaaaaa", "\ud800" * 20):
            with pytest.raises(DatosInvalidos) as error:
                _usar(engine, token, clave=mala)
            assert _campos(error.value) == ["clave"]
        assert _usar(engine, token, clave="🐎" + "ñandú por la pampa")

    def test_an_owner_cannot_get_into_another_account_through_a_member(
        self, engine: Engine, cuenta_id: int
    ) -> None:
        otra = cuentas.crear(engine, "Otra").id
        ana = un_usuario(engine, cuenta_id, "Ana")
        un_usuario(engine, otra, "Ana", rol=Rol.EDITOR)
        beto = un_usuario(engine, cuenta_id, "Beto", rol=Rol.LECTOR)
        actor = un_actor(cuenta_id, ana)
        assert enlaces.de_clave(engine, actor, beto)
        un_usuario(engine, otra, "Beto")
        for quien_pide in (actor, un_actor(cuenta_id)):
            with pytest.raises(ClaveDeOtraCuenta):
                enlaces.de_clave(engine, quien_pide, beto)
        un_usuario(engine, otra, "Ana", rol=Rol.PROPIETARIO)
        assert enlaces.de_clave(engine, actor, beto)

    def test_a_link_in_hand_does_not_open_an_account_joined_later(
        self, engine: Engine, cuenta_id: int
    ) -> None:
        otra = cuentas.crear(engine, "Otra").id
        beto = un_usuario(engine, cuenta_id, "Beto", rol=Rol.LECTOR)
        en_mano = enlaces.de_clave(engine, un_actor(cuenta_id, None), beto)
        ana = un_usuario(engine, cuenta_id, "Ana")
        en_mano = enlaces.de_clave(engine, un_actor(cuenta_id, ana), beto)
        _usar(
            engine, enlaces.invitar(engine, un_actor(otra), email=email_de("Beto"), rol=Rol.EDITOR)
        )
        with pytest.raises(EnlaceInvalido):
            _usar(engine, en_mano, clave=OTRA_CLAVE)

    def test_who_is_removed_has_no_link_left(self, engine: Engine, cuenta_id: int) -> None:
        un_usuario(engine, cuenta_id, "Ana")
        beto = un_usuario(engine, cuenta_id, "Beto", rol=Rol.EDITOR)
        token = enlaces.de_clave(engine, un_actor(cuenta_id), beto)
        usuarios.quitar(engine, un_actor(cuenta_id), beto)
        assert enlaces.ver(engine, token) is None
        for numero in (beto, 0, 2**70):
            with pytest.raises(NoEncontrado):
                enlaces.de_clave(engine, un_actor(cuenta_id), numero)

    def test_the_command_line_makes_one_for_anybody(self, engine: Engine, cuenta_id: int) -> None:
        otra = cuentas.crear(engine, "Otra").id
        un_usuario(engine, cuenta_id, "Beto", clave="")
        un_usuario(engine, otra, "Beto", clave="")
        token = enlaces.de_clave_por_email(engine, "BETO@correo.mx")
        assert quien(engine, _usar(engine, token)).nombre == "Beto"
        with pytest.raises(NoEncontrado):
            enlaces.de_clave_por_email(engine, "nadie@correo.mx")
