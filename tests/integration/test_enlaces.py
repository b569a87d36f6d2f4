"""One-time links: what each one opens, for whom, how often, and what it must never open."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from clientes_app.domain.roles import Rol
from clientes_app.services.acceso import cuentas, enlaces, sesiones, usuarios
from clientes_app.services.acceso.enlaces import EnlaceVigente, Tipo
from clientes_app.services.errors import (
    CredencialesInvalidas,
    DatosInvalidos,
    DemasiadosIntentos,
    EnlaceInvalido,
    NoEncontrado,
)
from clientes_app.storage.db.engine import read_transaction
from clientes_app.storage.db.tables_acceso import ENLACE, USUARIO
from tests.gente import (
    AQUI,
    CLAVE,
    contenido,
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
    cuenta: str = "Ferretería",
) -> str:
    return enlaces.usar(
        engine,
        token,
        nombre=nombre,
        email=email,
        clave=clave,
        cuenta=cuenta,
        direccion=AQUI,
    )


def _invitar(engine: Engine, cuenta_id: int, nombre: str = "Beto", rol: Rol = Rol.EDITOR) -> str:
    return enlaces.invitar(engine, un_actor(cuenta_id), email=email_de(nombre), rol=rol)


def _campos(error: DatosInvalidos) -> list[str | None]:
    return [problema.campo for problema in error.problemas]


class TestPrimerPropietario:
    def test_the_first_start_makes_an_owner_of_every_account(self, engine: Engine) -> None:
        token = enlaces.primer_propietario(engine)
        assert token is not None
        otra = cuentas.crear(engine, "Aparte").id
        visto = enlaces.ver(engine, token)
        assert visto == EnlaceVigente(
            Tipo.PRIMER_PROPIETARIO,
            "",
            "",
            "Negocio",
            Rol.PROPIETARIO,
            tiene_clave=False,
            pide_cuenta=True,
        )
        sesion = _usar(engine, token, nombre=" Ana  López ", email="ANA@correo.mx")
        identidad, cuenta = quien(engine, sesion), ultima(engine, sesion)

        assert (identidad.nombre, identidad.email) == ("Ana López", "ana@correo.mx")
        assert (cuenta.nombre, cuenta.rol) == ("Ferretería", Rol.PROPIETARIO)
        assert {(cuenta.id, cuenta.rol) for cuenta in identidad.cuentas} == {
            (cuenta.id, Rol.PROPIETARIO),
            (otra, Rol.PROPIETARIO),
        }
        assert entrar(engine)

    def test_it_is_made_anew_until_somebody_can_sign_in_and_then_no_more(
        self, engine: Engine, cuenta_id: int
    ) -> None:
        un_usuario(engine, cuenta_id, "Pendiente", clave="")
        viejo, nuevo = enlaces.primer_propietario(engine), enlaces.primer_propietario(engine)
        assert viejo is not None
        assert nuevo is not None
        assert enlaces.ver(engine, viejo) is None
        with pytest.raises(EnlaceInvalido):
            _usar(engine, viejo, email="ana@correo.mx")
        un_usuario(engine, cuenta_id)

        assert enlaces.ver(engine, nuevo) is None
        with pytest.raises(EnlaceInvalido):
            _usar(engine, nuevo, email="otra@correo.mx")
        assert enlaces.primer_propietario(engine) is None

    def test_somebody_without_a_password_can_become_the_first_owner(
        self, engine: Engine, cuenta_id: int
    ) -> None:
        ana = un_usuario(engine, cuenta_id, rol=Rol.LECTOR, clave="")
        token = enlaces.primer_propietario(engine)
        assert token is not None
        identidad = quien(engine, _usar(engine, token, nombre="Ana", email=email_de("Ana")))
        assert identidad.usuario_id == ana
        assert [cuenta.rol for cuenta in identidad.cuentas] == [Rol.PROPIETARIO]

    def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_used_up(
        self, engine: Engine
    ) -> None:
        token = enlaces.primer_propietario(engine)
        assert token is not None
        with pytest.raises(DatosInvalidos) as error:
            _usar(engine, token, nombre=" ", email="ana", clave="corta", cuenta=" ")
        assert _campos(error.value) == ["nombre", "email", "clave", "cuenta"]
        assert all(p.mensaje and p.sugerencia for p in error.value.problemas)
        assert _usar(engine, token, email="ana@correo.mx")

    def test_the_account_is_named_unless_it_has_a_name(self, engine: Engine) -> None:
        token = enlaces.primer_propietario(engine)
        assert token is not None
        cuentas.crear(engine, "Taken")
        with pytest.raises(DatosInvalidos) as error:
            _usar(engine, token, email="ana@correo.mx", cuenta=" Taken ")
        assert _campos(error.value) == ["cuenta"]
        sesion = _usar(engine, token, email="ana@correo.mx", cuenta=" La  Palma ")
        cuenta = ultima(engine, sesion)
        assert (cuenta.nombre, cuenta.nombre_corto) == ("La Palma", "la-palma")

    def test_an_account_with_a_name_keeps_it(self, engine: Engine) -> None:
        cuentas.crear(engine, "Despacho Azul")
        token = enlaces.primer_propietario(engine)
        assert token is not None
        visto = enlaces.ver(engine, token)
        assert visto is not None
        assert not visto.pide_cuenta
        sesion = _usar(engine, token, email="a@correo.mx")
        assert ultima(engine, sesion).nombre == "Despacho Azul"

    def test_it_runs_out_after_a_week(self, engine: Engine) -> None:
        token = enlaces.primer_propietario(engine)
        assert token is not None
        pasa(engine, 7 * DIA)
        assert enlaces.ver(engine, token) is None
        with pytest.raises(EnlaceInvalido):
            _usar(engine, token, email="ana@correo.mx")

    @pytest.mark.parametrize("vuelta", range(3))
    def test_of_four_at_once_one_becomes_the_first_owner(self, engine: Engine, vuelta: int) -> None:
        token = enlaces.primer_propietario(engine)
        assert token is not None
        salida = threading.Barrier(4)

        def probar(numero: int) -> bool:
            salida.wait()
            try:
                _usar(engine, token, email=f"persona{numero}@correo.mx")
            except EnlaceInvalido:
                return False
            return True

        with ThreadPoolExecutor(4) as hilos:
            assert sorted(hilos.map(probar, range(4))) == [False, False, False, True]
        with read_transaction(engine) as tx:
            assert len(tx.execute(select(USUARIO)).all()) == 1


class TestInvitacion:
    def test_who_is_new_chooses_name_and_password(self, engine: Engine, cuenta_id: int) -> None:
        ana = un_usuario(engine, cuenta_id)
        actor = un_actor(cuenta_id, ana)
        token = enlaces.invitar(engine, actor, email=" BETO@correo.mx", rol=Rol.EDITOR)
        assert enlaces.ver(engine, token) == EnlaceVigente(
            Tipo.INVITACION, "beto@correo.mx", "", "Negocio", Rol.EDITOR, tiene_clave=False
        )
        (pendiente,) = enlaces.pendientes(engine, cuenta_id)
        assert (pendiente.email, pendiente.rol) == ("beto@correo.mx", Rol.EDITOR)
        assert pendiente.creado_por == "Ana"
        sesion = _usar(engine, token, email="otro@correo.mx")
        identidad, cuenta = quien(engine, sesion), ultima(engine, sesion)

        assert (identidad.email, identidad.nombre) == ("beto@correo.mx", "Beto")
        assert (cuenta.id, cuenta.rol) == (cuenta_id, Rol.EDITOR)
        assert enlaces.pendientes(engine, cuenta_id) == ()
        assert token not in contenido(engine)
        assert enlaces.ver(engine, token) is None
        with pytest.raises(EnlaceInvalido):
            _usar(engine, token)

    def test_who_is_a_user_already_proves_it(self, engine: Engine, cuenta_id: int) -> None:
        otra = cuentas.crear(engine, "Otra").id
        beto = un_usuario(engine, otra, "Beto", rol=Rol.LECTOR)
        token = _invitar(engine, cuenta_id)
        visto = enlaces.ver(engine, token)
        assert visto is not None
        assert (visto.tiene_clave, visto.nombre) == (True, "")
        with pytest.raises(CredencialesInvalidas):
            _usar(engine, token, clave=OTRA_CLAVE)
        sesion = _usar(engine, token, nombre="Impostor")
        identidad, cuenta = quien(engine, sesion), ultima(engine, sesion)

        assert (identidad.usuario_id, identidad.nombre) == (beto, "Beto")
        assert (cuenta.id, cuenta.rol) == (cuenta_id, Rol.EDITOR)
        assert {cuenta.id for cuenta in identidad.cuentas} == {cuenta_id, otra}
        assert entrar(engine, "Beto")

    def test_the_password_cannot_be_guessed_through_it(
        self, engine: Engine, cuenta_id: int
    ) -> None:
        otra = cuentas.crear(engine, "Otra").id
        un_usuario(engine, otra, "Beto")
        token = _invitar(engine, cuenta_id)
        for _ in range(3):
            with pytest.raises(CredencialesInvalidas):
                _usar(engine, token, clave=OTRA_CLAVE)
        with pytest.raises(DemasiadosIntentos):
            _usar(engine, token)
        with pytest.raises(DemasiadosIntentos):
            entrar(engine, "Beto")

    def test_it_gives_no_password_to_a_user_of_another_account(
        self, engine: Engine, cuenta_id: int
    ) -> None:
        otra = cuentas.crear(engine, "Otra").id
        un_usuario(engine, otra, "Beto", clave="")
        token = _invitar(engine, cuenta_id)
        with pytest.raises(CredencialesInvalidas):
            _usar(engine, token)
        with read_transaction(engine) as tx:
            assert tx.execute(select(USUARIO.c.clave)).scalars().all() == [""]

    def test_a_member_is_not_invited_again_and_none_is_lowered_by_it(
        self, engine: Engine, cuenta_id: int
    ) -> None:
        token = _invitar(engine, cuenta_id, rol=Rol.LECTOR)
        un_usuario(engine, cuenta_id, "Beto", rol=Rol.EDITOR)
        with pytest.raises(DatosInvalidos) as error:
            _invitar(engine, cuenta_id)
        assert _campos(error.value) == ["email"]
        assert ultima(engine, _usar(engine, token)).rol is Rol.EDITOR

    def test_a_second_one_takes_the_place_of_the_first(
        self, engine: Engine, cuenta_id: int
    ) -> None:
        otra = cuentas.crear(engine, "Otra").id
        vieja, ajena = _invitar(engine, cuenta_id), _invitar(engine, otra)
        nueva = _invitar(engine, cuenta_id, rol=Rol.LECTOR)
        assert enlaces.ver(engine, vieja) is None
        assert enlaces.ver(engine, ajena) is not None
        assert ultima(engine, _usar(engine, nueva)).rol is Rol.LECTOR

    def test_it_runs_out_after_a_week_and_can_be_withdrawn(
        self, engine: Engine, cuenta_id: int
    ) -> None:
        otra = cuentas.crear(engine, "Otra").id
        token = _invitar(engine, cuenta_id)
        pasa(engine, 7 * DIA - timedelta(minutes=1))
        (pendiente,) = enlaces.pendientes(engine, cuenta_id)
        for ajeno, numero in ((otra, pendiente.id), (cuenta_id, 999), (cuenta_id, 2**70)):
            with pytest.raises(NoEncontrado):
                enlaces.anular(engine, un_actor(ajeno), numero)
        assert enlaces.ver(engine, token) is not None
        segunda = _invitar(engine, cuenta_id, "Caro")
        enlaces.anular(engine, un_actor(cuenta_id), pendiente.id)
        with pytest.raises(EnlaceInvalido):
            _usar(engine, token)
        pasa(engine, 7 * DIA)
        assert enlaces.pendientes(engine, cuenta_id) == ()
        with pytest.raises(EnlaceInvalido):
            _usar(engine, segunda)
        sesiones.limpiar(engine)
        with read_transaction(engine) as tx:
            assert tx.execute(select(ENLACE)).all() == []

    @pytest.mark.parametrize("email", ["", "beto", "a@b.mx, c@d.mx", "\0", "\ud800@x.mx"])
    def test_an_address_that_is_none_is_not_invited(
        self, engine: Engine, cuenta_id: int, email: str
    ) -> None:
        with pytest.raises(DatosInvalidos) as error:
            enlaces.invitar(engine, un_actor(cuenta_id), email=email, rol=Rol.LECTOR)
        assert _campos(error.value) == ["email"]

    @pytest.mark.parametrize("baja", ["quitar", "cambiar_rol"])
    def test_who_owns_the_account_no_more_keeps_no_way_back_in(
        self, engine: Engine, cuenta_id: int, baja: str
    ) -> None:
        otra = cuentas.crear(engine, "Otra").id
        ana = un_usuario(engine, cuenta_id, "Ana")
        un_usuario(engine, otra, "Ana")
        un_usuario(engine, cuenta_id, "Dueña")
        beto = un_usuario(engine, cuenta_id, "Beto", rol=Rol.LECTOR)
        un_usuario(engine, otra, "Beto", rol=Rol.LECTOR)
        actor = un_actor(cuenta_id, ana)
        invitacion = enlaces.invitar(engine, actor, email="nuevo@correo.mx", rol=Rol.PROPIETARIO)
        de_otra = enlaces.invitar(
            engine, un_actor(otra, ana), email="nuevo@correo.mx", rol=Rol.PROPIETARIO
        )
        clave = enlaces.de_clave(engine, un_actor(otra, ana), beto)
        if baja == "quitar":
            usuarios.quitar(engine, un_actor(cuenta_id), ana)
        else:
            usuarios.cambiar_rol(engine, un_actor(cuenta_id), ana, Rol.EDITOR)

        for token in (invitacion, clave):
            with pytest.raises(EnlaceInvalido):
                _usar(engine, token)
        assert enlaces.ver(engine, de_otra) is not None
        with pytest.raises(NoEncontrado):
            enlaces.invitar(engine, actor, email="nuevo@correo.mx", rol=Rol.PROPIETARIO)
        with pytest.raises(NoEncontrado):
            enlaces.de_clave(engine, actor, beto)


@pytest.mark.parametrize("token", ["", "nada", "\ud800", "\0", "x" * 100_000])
def test_a_token_that_nobody_gave_opens_nothing(engine: Engine, token: str) -> None:
    assert enlaces.ver(engine, token) is None
    with pytest.raises(EnlaceInvalido):
        _usar(engine, token)


@pytest.mark.parametrize("vuelta", range(3))
def test_of_four_who_use_an_invitation_at_once_one_gets_in(
    engine: Engine, cuenta_id: int, vuelta: int
) -> None:
    token = _invitar(engine, cuenta_id)
    salida = threading.Barrier(4)

    def probar(numero: int) -> str:
        salida.wait()
        try:
            _usar(engine, token, nombre=f"Persona {numero}", clave=f"{CLAVE} {numero}")
        except (EnlaceInvalido, CredencialesInvalidas):
            return ""
        return f"Persona {numero}"

    with ThreadPoolExecutor(4) as hilos:
        dentro = [nombre for nombre in hilos.map(probar, range(4)) if nombre]
    assert [miembro.nombre for miembro in usuarios.lista(engine, cuenta_id)] == dentro
    assert len(dentro) == 1
