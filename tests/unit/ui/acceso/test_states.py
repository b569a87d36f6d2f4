"""The handlers of a person, of an account, of its users and of links, as the page calls them."""

from dataclasses import replace
from datetime import UTC, datetime

from clientes_app.config import settings
from clientes_app.domain.roles import Rol
from clientes_app.services.acceso import cuentas, enlaces, sesiones, usuarios
from clientes_app.services.acceso.cuentas import PRIMERA_CUENTA
from clientes_app.services.acceso.identity import callers
from clientes_app.services.resources import shared_engine
from clientes_app.services.respaldo import respaldos
from clientes_app.services.respaldo.encargo import VigiaDeRestauraciones
from clientes_app.services.respaldo.respaldos import EstadoDeRespaldos
from clientes_app.storage.acceso.usuarios import UsuarioRepository
from clientes_app.storage.db.engine import write_transaction
from clientes_app.ui.acceso.cuenta.respaldo_state import (
    APAGADOS,
    NINGUNO,
    VIEJO,
    RespaldoState,
    falta_de,
    nota_de,
)
from clientes_app.ui.acceso.cuenta.state import CuentaState
from clientes_app.ui.acceso.enlace.state import EnlaceState
from clientes_app.ui.acceso.entrar.state import EntrarState
from clientes_app.ui.acceso.perfil.state import PerfilState
from clientes_app.ui.acceso.usuarios.state import UsuariosState
from clientes_app.ui.shell.tab import TabState
from tests.gente import CLAVE, entrar, un_usuario
from tests.unit.ui.conftest import Tab

EVA = {"email": "eva@correo.mx", "rol": "editor"}


async def test_members_and_invitations_are_shown(tab: Tab) -> None:
    un_usuario(shared_engine(), tab.actor.cuenta_id, "Beto", rol=Rol.LECTOR)
    assert "/enlace?t=" in str(await tab.call(UsuariosState, "invitar", EVA))
    estado = await tab.state(UsuariosState)
    assert [(fila.nombre, fila.rol, fila.es_yo) for fila in estado.filas] == [
        ("Ana", "propietario", True),
        ("Beto", "lector", False),
    ]
    assert [pendiente.email for pendiente in estado.pendientes] == ["eva@correo.mx"]
    told = str(await tab.call(UsuariosState, "anular", estado.pendientes[0].id))
    assert "Se anuló" in told
    assert "/enlace?t=" not in told
    assert estado.pendientes == []


async def test_a_link_is_told_to_the_page_and_kept_nowhere(tab: Tab) -> None:
    told = str(await tab.call(UsuariosState, "invitar", EVA))
    token = told.partition("/enlace?t=")[2][:43]
    assert enlaces.ver(shared_engine(), token) is not None
    everything = str((await tab.state(UsuariosState)).dict())
    assert "eva@correo.mx" in everything
    assert token not in everything


async def test_a_link_just_made_goes_from_sight_with_its_account(tab: Tab) -> None:
    assert "enlaceHecho" in str(await tab.call(UsuariosState, "open_page"))
    # A connection that was lost and came back opens the page anew, too.
    assert await tab.call(UsuariosState, "open_page") is None


async def test_who_is_no_owner_sees_nobody(tab: Tab) -> None:
    await tab.call(UsuariosState, "open_page")
    ana = un_usuario(shared_engine(), tab.actor.cuenta_id, "Dueña")
    usuarios.cambiar_rol(shared_engine(), tab.actor, tab.actor.usuario_id or ana, Rol.EDITOR)
    signed_in = callers.find(tab.caller.token)
    as_editor = signed_in and signed_in.numbered(tab.actor.cuenta_id)
    assert as_editor is not None
    tab.caller = as_editor
    await tab.call(UsuariosState, "open_page")
    estado = await tab.state(UsuariosState)
    assert (estado.filas, estado.pendientes, estado.cargado) == ([], [], True)


async def test_a_role_changes_after_a_question_that_says_what_it_means(tab: Tab) -> None:
    beto = un_usuario(shared_engine(), tab.actor.cuenta_id, "Beto", rol=Rol.LECTOR)
    await tab.call(UsuariosState, "open_page")
    estado = await tab.state(UsuariosState)
    await tab.call(UsuariosState, "preguntar", beto, "editor")
    assert estado.pregunta.titulo == "¿Cambiar el rol de Beto a Editor?"
    assert "cargas" in estado.pregunta.texto
    await tab.call(UsuariosState, "preguntar", 0, "")
    assert estado.pregunta.usuario_id == 0
    assert [fila.rol for fila in estado.filas] == ["propietario", "lector"]
    await tab.call(UsuariosState, "preguntar", beto, "editor")
    answer = await tab.call(UsuariosState, "responder", beto, "Beto", "editor")
    assert "Beto ahora es Editor." in str(answer)
    assert [fila.rol for fila in estado.filas] == ["propietario", "editor"]


async def test_a_role_that_does_not_exist_is_not_given(tab: Tab) -> None:
    beto = un_usuario(shared_engine(), tab.actor.cuenta_id, "Beto", rol=Rol.LECTOR)
    await tab.call(UsuariosState, "open_page")
    estado = await tab.state(UsuariosState)
    for usuario_id, rol in ((beto, "dios"), (999, "editor"), (999, "")):
        await tab.call(UsuariosState, "preguntar", usuario_id, rol)
        assert estado.pregunta.usuario_id == 0
    assert await tab.call(UsuariosState, "responder", beto, "Beto", "dios") == []
    await tab.call(UsuariosState, "invitar", {"email": "eva@correo.mx", "rol": "dios"})
    assert estado.pendientes == []


async def test_the_last_owner_stays(tab: Tab) -> None:
    await tab.call(UsuariosState, "open_page")
    yo = tab.actor.usuario_id
    await tab.call(UsuariosState, "preguntar", yo, "lector")
    assert "Usted dejará" in (await tab.state(UsuariosState)).pregunta.texto
    for rol in ("lector", ""):
        answer = await tab.call(UsuariosState, "responder", yo, "Ana", rol)
        assert "sin propietario" in str(answer)


async def test_a_member_is_removed_after_a_question_that_names_them(tab: Tab) -> None:
    beto = un_usuario(shared_engine(), tab.actor.cuenta_id, "Beto")
    await tab.call(UsuariosState, "open_page")
    estado = await tab.state(UsuariosState)
    await tab.call(UsuariosState, "preguntar", beto, "")
    assert estado.pregunta.titulo == "¿Quitar a Beto de la cuenta?"
    assert "beto@correo.mx" in estado.pregunta.texto
    answer = await tab.call(UsuariosState, "responder", beto, "Beto", "")
    assert "Beto ya no está" in str(answer)
    assert [fila.nombre for fila in estado.filas] == ["Ana"]


async def test_a_wrong_address_is_told_beside_its_field(tab: Tab) -> None:
    estado = await tab.state(UsuariosState)
    for email in ("", "no"):
        told = str(await tab.call(UsuariosState, "invitar", {"email": email, "rol": "editor"}))
        assert "campo_email" in told
        assert set(estado.errores) == {"email"}
    await tab.call(UsuariosState, "invitar", EVA)
    assert estado.errores == {}


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
    told = await tab.call(UsuariosState, "hacer_enlace", beto, "beto@correo.mx")
    assert "de la que usted no es propietario" in str(told)


async def test_ones_own_name_is_shown_at_once(tab: Tab) -> None:
    await tab.call(PerfilState, "open_page")
    estado = await tab.state(PerfilState)
    assert (estado.nombre, estado.cargado) == ("Ana", True)
    told = await tab.call(PerfilState, "guardar_nombre", {"nombre": "Eva Luz"})
    assert "Se guardó su nombre." in str(told)
    assert (await tab.state(TabState)).iniciales == "EL"
    assert "campo_nombre" in str(await tab.call(PerfilState, "guardar_nombre", {"nombre": ""}))
    assert set(estado.errores) == {"nombre"}


async def test_ones_own_password(tab: Tab) -> None:
    estado = await tab.state(PerfilState)
    nueva = "otra frase bastante larga"
    for datos, campos in (
        ({"actual": "", "nueva": ""}, ["actual", "nueva"]),
        ({"actual": "no es esta clave", "nueva": nueva}, ["actual"]),
        ({"actual": CLAVE, "nueva": "corta"}, ["nueva"]),
    ):
        told = str(await tab.call(PerfilState, "guardar_clave", datos))
        assert list(estado.errores) == campos
        assert f"campo_{campos[0]}" in told
    right = {"actual": CLAVE, "nueva": nueva}
    assert "Se cambió su contraseña" in str(await tab.call(PerfilState, "guardar_clave", right))
    assert estado.errores == {}


async def test_a_session_elsewhere_is_closed(tab: Tab) -> None:
    otra = entrar(shared_engine())
    await tab.call(PerfilState, "open_page")
    estado = await tab.state(PerfilState)
    assert [sesion.es_esta for sesion in estado.sesiones] == [False, True]
    told = await tab.call(PerfilState, "cerrar_sesion", estado.sesiones[0].id)
    assert "Se cerró esa sesión." in str(told)
    assert [sesion.es_esta for sesion in estado.sesiones] == [True]
    assert sesiones.identificar(shared_engine(), otra) is None


async def test_closing_all_sessions_asks_first(tab: Tab) -> None:
    await tab.call(PerfilState, "preguntar", True)  # noqa: FBT003 (as the page calls it)
    assert (await tab.state(PerfilState)).cerrando
    await tab.call(PerfilState, "open_page")
    assert not (await tab.state(PerfilState)).cerrando


async def test_the_name_and_the_postal_code_of_the_account(tab: Tab) -> None:
    cuentas.crear(shared_engine(), "Otra")
    await tab.call(CuentaState, "open_page")
    estado = await tab.state(CuentaState)
    assert (estado.nombre, estado.cp, estado.estado) == (PRIMERA_CUENTA, "", "")
    await tab.call(CuentaState, "guardar", {"cuenta": "Otra", "cp": ""})
    assert set(estado.errores) == {"cuenta"}
    malos = {"cuenta": "", "cp": "00000", "rfc_propio": "XAXX010101000"}
    await tab.call(CuentaState, "guardar", malos)
    assert set(estado.errores) == set(malos)
    buenos = {"cuenta": "Aceros", "cp": "64000", "rfc_propio": "eku9003173c9"}
    told = await tab.call(CuentaState, "guardar", buenos)
    assert estado.rfc_propio == "EKU9003173C9"
    assert "Se guardaron los datos" in str(told)
    assert estado.errores == {}
    assert estado.estado == "Nuevo León"
    assert (await tab.state(TabState)).aqui.nombre == "Aceros"
    assert cuentas.obtener(shared_engine(), tab.actor.cuenta_id).cp_expedicion == "64000"
    await tab.call(CuentaState, "guardar", {"cuenta": "Aceros", "cp": " 6600 "})
    assert cuentas.obtener(shared_engine(), tab.actor.cuenta_id).cp_expedicion == "06600"


async def test_the_short_name_of_the_account(tab: Tab) -> None:
    await tab.call(CuentaState, "open_page")
    estado = await tab.state(CuentaState)
    antes = estado.nombre_corto
    wrong = await tab.call(CuentaState, "guardar_nombre_corto", {"nombre_corto": "La Palma"})
    assert "campo_nombre_corto" in str(wrong)
    assert set(estado.errores) == {"nombre_corto"}
    told = await tab.call(CuentaState, "guardar_nombre_corto", {"nombre_corto": "la-palma"})
    assert "siguen sirviendo" in str(told)
    assert (estado.nombre_corto, estado.errores) == ("la-palma", {})
    assert cuentas.por_nombre(shared_engine(), antes).id == tab.actor.cuenta_id


async def test_with_two_accounts_it_is_said_in_which_something_was_done(tab: Tab) -> None:
    """By the name that it has now; what is the same in both is said without."""
    cuenta_id = tab.actor.cuenta_id
    un_usuario(shared_engine(), cuentas.crear(shared_engine(), "Sur").id)
    signed_in = callers.find(tab.caller.token)
    assert signed_in is not None
    tab.caller = signed_in.numbered(cuenta_id) or tab.caller
    un_usuario(shared_engine(), cuenta_id, "Beto", rol=Rol.LECTOR)
    told = await tab.call(CuentaState, "guardar", {"cuenta": "Norte", "cp": ""})
    assert "En Norte." in str(told)
    await tab.call(UsuariosState, "invitar", EVA)
    (pendiente,) = (await tab.state(UsuariosState)).pendientes
    assert f"En {tab.caller.cuenta.nombre}." in str(
        await tab.call(UsuariosState, "anular", pendiente.id)
    )
    told = str(await tab.call(PerfilState, "guardar_nombre", {"nombre": "Ana María"}))
    assert "Se guard" in told
    assert "En " not in told


async def test_a_link_says_what_it_is_for(tab: Tab) -> None:
    token = enlaces.invitar(shared_engine(), tab.actor, email="eva@correo.mx", rol=Rol.EDITOR)
    tab.go(f"/enlace?t={token}")
    await tab.call(EnlaceState, "open_page")
    estado = await tab.state(EnlaceState)
    assert (estado.email, estado.cuenta, estado.rol) == ("eva@correo.mx", PRIMERA_CUENTA, "Editor")
    tab.go("/enlace?t=otro")
    await tab.call(EnlaceState, "open_page")
    assert (estado.tipo, estado.email) == ("ninguno", "")


async def test_who_was_shut_out_of_a_page_is_told_that_signing_in_leads_back(tab: Tab) -> None:
    tab.go("/entrar?destino=%2Fc%2Fnorte", outside=True)
    await tab.call(EntrarState, "open_page")
    estado = await tab.state(EntrarState)
    assert estado.vuelve
    tab.go("/entrar", outside=True)
    await tab.call(EntrarState, "open_page")
    assert not estado.vuelve


async def test_an_owner_sees_the_last_backup_and_nobody_else_does(tab: Tab) -> None:
    await tab.call(RespaldoState, "open_page")
    estado = await tab.state(RespaldoState)
    assert (estado.ultimo_en, estado.nota, estado.falta) == ("", NINGUNO, "")
    hecho = respaldos.make_backup(shared_engine(), settings()).manifiesto
    assert hecho is not None
    await tab.call(RespaldoState, "open_page")
    assert estado.ultimo_en == hecho.creado_en.isoformat()
    assert (estado.nota, estado.falta) == ("", "")

    lector = un_usuario(shared_engine(), tab.actor.cuenta_id, "Beto", rol=Rol.LECTOR)
    signed_in = callers.find(entrar(shared_engine(), "Beto"))
    as_reader = signed_in and signed_in.numbered(tab.actor.cuenta_id)
    assert as_reader is not None
    assert as_reader.identity.usuario_id == lector
    tab.caller = as_reader
    await tab.call(RespaldoState, "open_page")
    assert (estado.ultimo_en, estado.nota, estado.falta) == ("", "", "")


def test_what_is_wrong_with_the_backups_is_said_in_words() -> None:
    bien = EstadoDeRespaldos(ultimo=None, programados=True, viejo=False)
    assert falta_de(bien) == ""
    assert falta_de(replace(bien, viejo=True)) == VIEJO
    cuando = datetime(2026, 11, 28, 7, 0, tzinfo=UTC)
    fallo = replace(bien, fallo="Ya no queda espacio.", fallo_en=cuando)
    assert falta_de(fallo) == (
        "El respaldo programado del 2026-11-28 no se pudo hacer. Ya no queda espacio."
    )
    assert nota_de(fallo) == ""
    assert nota_de(replace(bien, programados=False)) == APAGADOS


async def test_the_first_link_offers_a_backup_only_where_somebody_would_restore_it(
    tab: Tab,
) -> None:
    with write_transaction(shared_engine()) as tx:
        UsuarioRepository(tx).cambiar(tab.actor.usuario_id or 0, clave="")
    token = enlaces.primer_propietario(shared_engine())
    tab.go(f"/enlace?t={token}", outside=True)
    await tab.call(EnlaceState, "open_page")
    estado = await tab.state(EnlaceState)
    assert (estado.tipo, estado.restaurable) == ("primer_propietario", False)
    vigia = VigiaDeRestauraciones(settings(), queue="")
    await tab.call(EnlaceState, "open_page")
    assert estado.restaurable
    vigia.close()
    await tab.call(EnlaceState, "open_page")
    assert not estado.restaurable
