"""The number by which whoever remembers an identity notices that it is another one now."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine

from clientes_app.domain.roles import Rol
from clientes_app.services.acceso import cuentas, enlaces, sesiones, usuarios
from clientes_app.services.errors import CuentaRepetida, DatosInvalidos, NoEncontrado
from tests.gente import AQUI, CLAVE, email_de, entrar, quien, un_actor, un_usuario

pytestmark = pytest.mark.usefixtures("claves_rapidas")

OTRA_CLAVE = "otra frase bastante larga"


@dataclass(frozen=True)
class Casa:
    """Two accounts; Beto is a member of the first and signed in."""

    engine: Engine
    cuenta_id: int
    otra_id: int
    beto: int
    token: str


@pytest.fixture
def casa(engine: Engine, cuenta_id: int) -> Casa:
    otra = cuentas.crear(engine, "Otra").id
    for una in (cuenta_id, otra):
        un_usuario(engine, una, "Dueña")
    beto = un_usuario(engine, cuenta_id, "Beto")
    un_usuario(engine, otra, "Beto", rol=Rol.LECTOR)
    return Casa(engine, cuenta_id, otra, beto, entrar(engine, "Beto"))


def _editar(casa: Casa) -> None:
    cuentas.editar(casa.engine, un_actor(casa.cuenta_id), nombre="Nueva", cp_expedicion="64000")


def _usar_enlace(casa: Casa) -> None:
    token = enlaces.de_clave_por_email(casa.engine, email_de("Beto"))
    enlaces.usar(casa.engine, token, nombre="", email="", clave=OTRA_CLAVE, direccion=AQUI)


def _aceptar(casa: Casa) -> None:
    usuarios.quitar(casa.engine, un_actor(casa.otra_id), casa.beto)
    token = enlaces.invitar(
        casa.engine, un_actor(casa.otra_id), email=email_de("Beto"), rol=Rol.EDITOR
    )
    enlaces.usar(casa.engine, token, nombre="", email="", clave=CLAVE, direccion=AQUI)


CAMBIOS: dict[str, Callable[[Casa], object]] = {
    "cambiar_rol": lambda c: usuarios.cambiar_rol(
        c.engine, un_actor(c.cuenta_id), c.beto, Rol.LECTOR
    ),
    "crear": lambda c: un_usuario(c.engine, c.otra_id, "Beto", rol=Rol.EDITOR),
    "quitar": lambda c: usuarios.quitar(c.engine, un_actor(c.cuenta_id), c.beto),
    "quitar de otra": lambda c: usuarios.quitar(c.engine, un_actor(c.otra_id), c.beto),
    "renombrar": lambda c: usuarios.renombrar(c.engine, c.beto, "Norberto"),
    "cambiar_clave": lambda c: usuarios.cambiar_clave(
        c.engine, c.beto, actual=CLAVE, nueva=OTRA_CLAVE
    ),
    "salir": lambda c: sesiones.salir(c.engine, c.token),
    "cerrar": lambda c: sesiones.cerrar(c.engine, c.beto, quien(c.engine, c.token).sesion_id),
    "salir_de_todas": lambda c: sesiones.salir_de_todas(c.engine, c.beto),
    "editar la cuenta": _editar,
    "nombre corto": lambda c: cuentas.cambiar_nombre_corto(
        c.engine, un_actor(c.cuenta_id), "frontera"
    ),
    "enlace de clave": _usar_enlace,
    "invitación": _aceptar,
}


@pytest.mark.parametrize("cambio", CAMBIOS.values(), ids=CAMBIOS.keys())
def test_an_identity_changes_only_together_with_the_number(
    casa: Casa, cambio: Callable[[Casa], object]
) -> None:
    antes, numero = quien(casa.engine, casa.token), sesiones.autoridad(casa.engine)
    cambio(casa)
    assert sesiones.identificar(casa.engine, casa.token) != antes
    assert sesiones.autoridad(casa.engine) > numero


def test_what_changes_no_identity_leaves_the_number_alone(casa: Casa) -> None:
    antes, numero = quien(casa.engine, casa.token), sesiones.autoridad(casa.engine)
    entrar(casa.engine, "Beto")
    sesiones.limpiar(casa.engine)
    sesiones.salir(casa.engine, "de nadie")
    enlaces.invitar(casa.engine, un_actor(casa.cuenta_id), email="x@correo.mx", rol=Rol.LECTOR)
    enlaces.pendientes(casa.engine, casa.cuenta_id)
    sesiones.apuntar_uso(casa.engine, casa.beto, casa.otra_id)
    with pytest.raises(CuentaRepetida):
        cuentas.editar(casa.engine, un_actor(casa.cuenta_id), nombre="Otra", cp_expedicion="")
    assert quien(casa.engine, casa.token) == antes
    assert sesiones.autoridad(casa.engine) == numero


def test_an_account_is_renamed_and_gets_its_postal_code_and_rfc(casa: Casa) -> None:
    actor = un_actor(casa.cuenta_id)
    hecha = cuentas.editar(
        casa.engine,
        actor,
        nombre=" Aceros  SA ",
        cp_expedicion=" 64000 ",
        rfc_propio="eku-9003173c9",
    )
    assert hecha.rfc_propio == "EKU9003173C9"
    assert cuentas.obtener(casa.engine, casa.otra_id).rfc_propio == ""
    assert (hecha.id, hecha.nombre, hecha.cp_expedicion) == (casa.cuenta_id, "Aceros SA", "64000")
    assert quien(casa.engine, casa.token).cuentas[0].nombre == "Aceros SA"
    assert cuentas.obtener(casa.engine, casa.otra_id).nombre == "Otra"
    igual = cuentas.editar(casa.engine, actor, nombre="Aceros SA", cp_expedicion="")
    assert (igual.nombre, igual.cp_expedicion) == ("Aceros SA", "")
    with pytest.raises(DatosInvalidos) as error:
        cuentas.editar(casa.engine, actor, nombre="", cp_expedicion="00000", rfc_propio="x")
    assert [p.campo for p in error.value.problemas] == ["nombre", "cp_expedicion", "rfc_propio"]
    assert all(p.mensaje for p in error.value.problemas)
    with pytest.raises(NoEncontrado):
        cuentas.editar(casa.engine, un_actor(999), nombre="Nadie", cp_expedicion="")


def test_a_name_is_cleaned_and_checked(casa: Casa) -> None:
    usuarios.renombrar(casa.engine, casa.beto, "  Beto   Núñez ")
    assert quien(casa.engine, casa.token).nombre == "Beto Núñez"
    with pytest.raises(DatosInvalidos) as error:
        usuarios.renombrar(casa.engine, casa.beto, "\u200b")
    assert [p.campo for p in error.value.problemas] == ["nombre"]


def test_the_list_of_members_shows_when_each_was_seen_in_this_account(casa: Casa) -> None:
    miembros = {m.nombre: m for m in usuarios.lista(casa.engine, casa.otra_id)}
    assert list(miembros) == ["Beto", "Dueña"]
    assert miembros["Dueña"].ultima_vez is None
    assert miembros["Beto"].ultima_vez is None
    sesiones.apuntar_uso(casa.engine, casa.beto, casa.cuenta_id)
    de_aqui = {m.nombre: m for m in usuarios.lista(casa.engine, casa.otra_id)}
    assert de_aqui["Beto"].ultima_vez is None
    sesiones.apuntar_uso(casa.engine, casa.beto, casa.otra_id)
    despues = {m.nombre: m for m in usuarios.lista(casa.engine, casa.otra_id)}
    assert despues["Beto"].ultima_vez is not None
    assert despues["Beto"].rol is Rol.LECTOR
