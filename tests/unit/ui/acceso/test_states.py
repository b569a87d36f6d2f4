"""The handlers of users, of one's own account and of links, called as the page calls them."""

from clientes_app.domain.roles import Rol
from clientes_app.services.acceso import cuentas, enlaces, usuarios
from clientes_app.services.resources import shared_engine
from clientes_app.ui.acceso.enlace.state import EnlaceState
from clientes_app.ui.acceso.mi_cuenta.state import MiCuentaState
from clientes_app.ui.acceso.usuarios.state import UsuariosState
from tests.gente import CLAVE, un_usuario
from tests.unit.ui.conftest import Tab


async def test_members_and_invitations_are_shown(tab: Tab) -> None:
    un_usuario(shared_engine(), tab.actor.cuenta_id, "Beto", rol=Rol.LECTOR)
    await tab.call(UsuariosState, "invitar", {"email": "eva@correo.mx", "rol": "editor"})
    estado = await tab.state(UsuariosState)
    assert [(fila.nombre, fila.rol, fila.es_yo) for fila in estado.filas] == [
        ("Ana", "propietario", True),
        ("Beto", "lector", False),
    ]
    assert [pendiente.email for pendiente in estado.pendientes] == ["eva@correo.mx"]
    assert "/enlace?t=" in estado.enlace
    await tab.call(UsuariosState, "anular", estado.pendientes[0].id)
    assert (estado.pendientes, estado.enlace) == ([], "")


async def test_a_link_just_made_stays_in_sight_when_the_page_is_opened_anew(tab: Tab) -> None:
    await tab.call(UsuariosState, "invitar", {"email": "eva@correo.mx", "rol": "editor"})
    await tab.call(UsuariosState, "open_page")
    assert (await tab.state(UsuariosState)).enlace


async def test_a_role_that_does_not_exist_is_not_given(tab: Tab) -> None:
    beto = un_usuario(shared_engine(), tab.actor.cuenta_id, "Beto", rol=Rol.LECTOR)
    await tab.call(UsuariosState, "cambiar_rol", beto, "dios")
    await tab.call(UsuariosState, "invitar", {"email": "eva@correo.mx", "rol": "dios"})
    await tab.call(UsuariosState, "open_page")
    estado = await tab.state(UsuariosState)
    assert [fila.rol for fila in estado.filas] == ["propietario", "lector"]
    await tab.call(UsuariosState, "cambiar_rol", beto, "editor")
    assert [fila.rol for fila in estado.filas] == ["propietario", "editor"]


async def test_the_last_owner_stays(tab: Tab) -> None:
    await tab.call(UsuariosState, "cambiar_rol", tab.actor.usuario_id, "lector")
    assert "sin propietario" in (await tab.state(UsuariosState)).error


async def test_a_member_is_removed_after_a_question(tab: Tab) -> None:
    beto = un_usuario(shared_engine(), tab.actor.cuenta_id, "Beto")
    await tab.call(UsuariosState, "open_page")
    estado = await tab.state(UsuariosState)
    await tab.call(UsuariosState, "preguntar", 999)
    assert estado.quitando == 0
    await tab.call(UsuariosState, "preguntar", beto)
    assert (estado.quitando, estado.quitando_nombre) == (beto, "Beto")
    await tab.call(UsuariosState, "quitar")
    assert [fila.nombre for fila in estado.filas] == ["Ana"]


async def test_a_wrong_address_is_told(tab: Tab) -> None:
    await tab.call(UsuariosState, "invitar", {"email": "no", "rol": "editor"})
    assert (await tab.state(UsuariosState)).error


async def test_who_also_belongs_elsewhere_gets_no_password_from_here(tab: Tab) -> None:
    beto = un_usuario(shared_engine(), tab.actor.cuenta_id, "Beto")
    otra = cuentas.crear(shared_engine(), "Otra").id
    un_usuario(shared_engine(), otra, "Dueña")
    usuarios.crear(
        shared_engine(),
        cuenta_id=otra,
        email="beto@correo.mx",
        nombre="Beto",
        rol=Rol.EDITOR,
        clave="",
    )
    await tab.call(UsuariosState, "hacer_enlace", beto, "beto@correo.mx")
    assert "de la que usted no es propietario" in (await tab.state(UsuariosState)).error


async def test_ones_own_name_and_password(tab: Tab) -> None:
    await tab.call(MiCuentaState, "open_page")
    estado = await tab.state(MiCuentaState)
    assert (estado.nombre, estado.cuenta, estado.cargado) == ("Ana", "Mi cuenta", True)
    assert "Se guard" in str(await tab.call(MiCuentaState, "guardar_nombre", {"nombre": "Eva"}))
    assert await tab.call(MiCuentaState, "guardar_nombre", {"nombre": ""}) is None
    assert set(estado.errores) == {"nombre"}
    wrong = {"actual": "no es esta clave", "nueva": "otra frase bastante larga"}
    assert await tab.call(MiCuentaState, "guardar_clave", wrong) is None
    assert set(estado.errores) == {"actual"}
    short = {"actual": CLAVE, "nueva": "corta"}
    assert await tab.call(MiCuentaState, "guardar_clave", short) is None
    assert set(estado.errores) == {"nueva"}
    right = {"actual": CLAVE, "nueva": "otra frase bastante larga"}
    assert "Se guard" in str(await tab.call(MiCuentaState, "guardar_clave", right))


async def test_the_name_and_the_postal_code_of_the_account(tab: Tab) -> None:
    cuentas.crear(shared_engine(), "Otra")
    estado = await tab.state(MiCuentaState)
    await tab.call(MiCuentaState, "guardar_cuenta", {"cuenta": "Otra", "cp": ""})
    assert set(estado.errores) == {"cuenta"}
    await tab.call(MiCuentaState, "guardar_cuenta", {"cuenta": "", "cp": "00000"})
    assert set(estado.errores) == {"cuenta", "cp"}
    await tab.call(MiCuentaState, "guardar_cuenta", {"cuenta": "Aceros", "cp": "64000"})
    assert estado.errores == {}
    assert cuentas.obtener(shared_engine(), tab.actor.cuenta_id).cp_expedicion == "64000"


async def test_a_link_says_what_it_is_for(tab: Tab) -> None:
    token = enlaces.invitar(shared_engine(), tab.actor, email="eva@correo.mx", rol=Rol.EDITOR)
    tab.go(f"/enlace?t={token}")
    await tab.call(EnlaceState, "open_page")
    estado = await tab.state(EnlaceState)
    assert (estado.email, estado.cuenta, estado.rol) == ("eva@correo.mx", "Mi cuenta", "Editor")
    tab.go("/enlace?t=otro")
    await tab.call(EnlaceState, "open_page")
    assert (estado.tipo, estado.email) == ("ninguno", "")
