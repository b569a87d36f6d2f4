"""Nobody gets in: every handler, every address, called as somebody who may not.

The handlers are those that are registered, not a list: a new one is called, too.
"""

import importlib
import pkgutil
import uuid
from datetime import timedelta
from typing import Any

import httpx
import pytest
import reflex as rx
from reflex_base.utils.format import format_event_handler
from sqlalchemy import text

import clientes_app.state
from clientes_app.api.rutas import crear_api
from clientes_app.csv_export import lineas
from clientes_app.domain.roles import Rol
from clientes_app.services import cuentas, procesos, sesiones
from clientes_app.services.demo import filas_inventadas
from clientes_app.services.galletas import GALLETA
from clientes_app.state.carga_subida import SubidaState
from clientes_app.state.guarda import puerta_de
from clientes_app.storage.engine import escritura, lectura
from clientes_app.storage.tipos import ahora
from tests.browser.conftest import Servidor
from tests.builders import un_cliente
from tests.enchufe import Enchufe, enchufe

SECRETO = "SECRETO QUE SOLO VE SU CUENTA"
TABLAS = ("cliente", "cambio", "proceso", "usuario", "membresia", "enlace", "cuenta")
RUTAS_PUBLICAS = {"/salud"}


def _handlers() -> dict[str, Rol | None]:
    """Every handler of ours by its full name, with the role that it asks for."""
    for module in pkgutil.iter_modules(clientes_app.state.__path__):
        importlib.import_module(f"clientes_app.state.{module.name}")
    found: dict[str, Rol | None] = {}
    for state in rx.State.__subclasses__():
        if state.__module__.startswith("clientes_app."):
            for name, handler in state.event_handlers.items():
                door = puerta_de(handler.fn)
                if door is not None:
                    found[format_event_handler(state.event_handlers[name])] = door.rol
    return found


HANDLERS = _handlers()
_DE_SUBIDA = format_event_handler(SubidaState.event_handlers["subir"])
GUARDED = sorted(name for name, rol in HANDLERS.items() if rol is not None and name != _DE_SUBIDA)
"""What asks for a session over the socket; an upload comes by HTTP and is called there."""


def _arguments(name: str, numero: int) -> dict[str, object]:
    """Arguments that the handler would take; `numero` stands for every id."""
    from clientes_app.state.argumentos import _esperados  # noqa: PLC0415 - what it takes

    registered = {
        format_event_handler(handler): handler
        for state in rx.State.__subclasses__()
        for handler in state.event_handlers.values()
    }
    plausible: dict[str, object] = {
        "int": numero,
        "str": str(numero),
        "bool": True,
        "dict[str, str]": un_cliente(nombre="INTRUSO"),
        "str | list[str]": "omitir",
        "dict[str, int | float | bool]": {"progress": 0.5},
    }
    hints = registered[name]._get_type_hints()
    return {
        argument: plausible[getattr(hints[argument], "__name__", "")]
        if getattr(hints[argument], "__name__", "") in plausible
        else plausible[str(hints[argument])]
        for argument in _esperados(registered[name].fn)
    }


def _volcado(servidor: Servidor) -> dict[str, list[Any]]:
    with lectura(servidor.motor) as sesion:
        return {
            tabla: sorted(map(repr, sesion.execute(text(f"SELECT * FROM {tabla}"))))  # noqa: S608
            for tabla in TABLAS
        }


@pytest.fixture(scope="module")
def ajeno(servidor: Servidor) -> tuple[int, int]:
    """A client and a process of the first account, whose ids others try."""
    cliente = servidor.alta(nombre=SECRETO)
    archivo = b"".join(lineas(filas_inventadas(3)))
    proceso = procesos.recibir(servidor.motor, servidor.actor, f"{SECRETO}.csv", [archivo])
    return cliente.id, proceso


def _vencida(servidor: Servidor) -> str:
    token = servidor.sesion(nombre="Vencida")
    persona = sesiones.identificar(servidor.motor, token)
    assert persona is not None
    with escritura(servidor.motor) as sesion:
        sesion.execute(
            text("UPDATE sesion SET vence_en = :antes WHERE id = :id"),
            {"antes": (ahora() - timedelta(days=1)).replace(tzinfo=None), "id": persona.sesion_id},
        )
    return token


def _cerrada(servidor: Servidor) -> str:
    token = servidor.sesion(nombre="Cerrada")
    sesiones.salir(servidor.motor, token)
    return token


def _quitada(servidor: Servidor) -> str:
    otra = cuentas.crear(servidor.motor, f"Otra {uuid.uuid4()}").id
    token = servidor.sesion(nombre=f"Q{uuid.uuid4().hex[:8]} Quitada", cuenta_id=otra)
    persona = sesiones.identificar(servidor.motor, token)
    assert persona is not None
    with escritura(servidor.motor) as sesion:
        sesion.execute(
            text("DELETE FROM membresia WHERE usuario_id = :id"), {"id": persona.usuario_id}
        )
    return token


SIN_DERECHO = {
    "nobody": lambda _servidor: "",
    "invented": lambda _servidor: "x" * 43,
    "expired": _vencida,
    "signed out": _cerrada,
    "removed": _quitada,
}


def _llamar(tab: Enchufe, name: str, numero: int) -> dict[str, Any]:
    """Call a handler and return the one thing that the page is asked to do instead."""
    tab.mandar(name, _arguments(name, numero))
    while eventos := tab.recibir():
        for evento in eventos:
            if evento.get("name"):
                return evento
    pytest.fail(f"{name}: no answer")


@pytest.mark.parametrize("quien", SIN_DERECHO)
def test_without_a_session_every_handler_leads_to_the_sign_in(
    servidor: Servidor, ajeno: tuple[int, int], quien: str
) -> None:
    token = SIN_DERECHO[quien](servidor)
    antes = _volcado(servidor)
    with enchufe(servidor.url, galleta=f"{GALLETA}={token}") as tab:
        for name in GUARDED:
            evento = _llamar(tab, name, ajeno[0])
            assert evento["name"] == "_redirect", (name, evento)
            assert evento["payload"]["path"].startswith("/entrar?destino="), name
        assert SECRETO not in "".join(tab.recibido)
    assert _volcado(servidor) == antes


def test_a_reader_changes_nothing(servidor: Servidor, ajeno: tuple[int, int]) -> None:
    token = servidor.sesion(nombre="Leo Lector", rol=Rol.LECTOR)
    antes = _volcado(servidor)
    with enchufe(servidor.url, galleta=f"{GALLETA}={token}") as tab:
        for name in GUARDED:
            if HANDLERS[name] is not Rol.LECTOR:
                evento = _llamar(tab, name, ajeno[0])
                assert "no permite hacer eso" in str(evento), (name, evento)
    assert _volcado(servidor) == antes


def test_an_editor_is_no_owner(servidor: Servidor, ajeno: tuple[int, int]) -> None:
    token = servidor.sesion(nombre="Edna Editora", rol=Rol.EDITOR)
    antes = _volcado(servidor)
    with enchufe(servidor.url, galleta=f"{GALLETA}={token}") as tab:
        for name in GUARDED:
            if HANDLERS[name] is Rol.PROPIETARIO:
                assert "no permite hacer eso" in str(_llamar(tab, name, ajeno[0])), name
    assert _volcado(servidor) == antes


def test_another_account_sees_and_changes_nothing(
    servidor: Servidor, ajeno: tuple[int, int]
) -> None:
    """Every handler, as an owner of another account, with the ids of this one."""
    otra = cuentas.crear(servidor.motor, "La de enfrente").id
    token = servidor.sesion(nombre="Olga Otra", cuenta_id=otra)
    propias = (
        "SELECT * FROM cliente WHERE cuenta_id <> :otra",
        "SELECT * FROM cambio WHERE cuenta_id <> :otra",
        "SELECT * FROM proceso WHERE cuenta_id <> :otra",
        "SELECT * FROM membresia WHERE cuenta_id <> :otra",
        "SELECT * FROM enlace WHERE cuenta_id <> :otra",
    )

    def del_resto() -> list[list[str]]:
        with lectura(servidor.motor) as sesion:
            return [sorted(map(repr, sesion.execute(text(q), {"otra": otra}))) for q in propias]

    antes = del_resto()
    for numero in ajeno:
        rutas = (
            f"/catalogos/clientes?cliente={numero}",
            f"/catalogos/clientes/procesos/{numero}",
            f"/catalogos/clientes/carga-masiva?proceso={numero}",
        )
        for ruta in rutas:
            with enchufe(servidor.url, galleta=f"{GALLETA}={token}", ruta=ruta) as tab:
                tab.hidratar()
                for name in GUARDED:
                    tab.mandar(name, _arguments(name, numero))
                while tab.recibir(1.0):
                    pass
                assert SECRETO not in "".join(tab.recibido)
                assert any("La de enfrente" in trama for trama in tab.recibido)
    assert del_resto() == antes


@pytest.mark.parametrize("que", ["another session", "nobody"])
def test_a_copied_tab_shows_nothing(servidor: Servidor, ajeno: tuple[int, int], que: str) -> None:
    """The name of somebody's tab in another browser, after they have gone."""
    token = servidor.sesion()
    pestana = str(uuid.uuid4())
    seguir = next(name for name in GUARDED if name.endswith("lista_state.seguir"))
    with enchufe(servidor.url, galleta=f"{GALLETA}={token}", pestana=pestana) as suya:
        suya.hidratar()
        suya.mandar(seguir)
        while SECRETO not in "".join(suya.recibido):
            assert suya.recibir()
    otra = ""
    if que == "another session":
        cuenta = cuentas.crear(servidor.motor, f"Copia {uuid.uuid4()}").id
        otra = servidor.sesion(nombre="Cora Copia", cuenta_id=cuenta)
    with enchufe(servidor.url, galleta=f"{GALLETA}={otra}", pestana=pestana) as ladrona:
        ladrona.hidratar()
        ladrona.mandar(seguir)
        while ladrona.recibir(1.5):
            pass
        assert ladrona.recibido
        assert SECRETO not in "".join(ladrona.recibido)


HECHAS_A_MANO = [
    {},
    {"cliente_id": "1"},
    {"cliente_id": {"$gt": 0}},
    {"cliente_id": 1, "cuenta_id": 1},
    {"datos": "x" * 500_000},
    {"datos": {"nombre": ["x"]}},
    {"proceso": None},
    {"self": 1},
    {"valor": "\x00\ud800", "campo": "__class__", "sale": True, "serie": 1},
]


@pytest.mark.parametrize("argumentos", HECHAS_A_MANO, ids=range(len(HECHAS_A_MANO)))
def test_arguments_made_by_hand_are_refused_cleanly(
    servidor: Servidor, ajeno: tuple[int, int], argumentos: dict[str, object]
) -> None:
    token = servidor.sesion()
    antes, dicho = _volcado(servidor), servidor.dicho().count("Traceback")
    names = [n for n in GUARDED if set(argumentos) != set(_arguments(n, 1))]
    with enchufe(servidor.url, galleta=f"{GALLETA}={token}") as tab:
        for name in names:
            tab.mandar(name, argumentos)
            evento = tab.esperar("_call_function") or {}
            assert "porteria" in str(evento), (name, evento)
    assert _volcado(servidor) == antes
    assert servidor.dicho().count("Traceback") == dicho


@pytest.mark.parametrize(
    "nombre",
    [
        "reflex___state____state.setvar",
        "reflex___state____state.reflex___state____update_vars_internal_state.update_vars_internal",
        "no.existe",
        "__init__",
        "reflex___state____state.clientes_app___state___lista____lista_state._mostrar",
    ],
)
def test_what_declares_no_door_is_refused(servidor: Servidor, nombre: str) -> None:
    token = servidor.sesion()
    antes = _volcado(servidor)
    with enchufe(servidor.url, galleta=f"{GALLETA}={token}") as tab:
        tab.mandar(nombre, {"vars": {"x": 1}, "var_name": "nombre", "value": "x"})
        tab.hidratar()
        while tab.recibir(1.0):
            pass
        assert tab.recibido
    assert _volcado(servidor) == antes


def _direcciones(proceso: int) -> list[tuple[str, str]]:
    """Every HTTP address of ours with each of its methods."""
    return [
        (metodo, ruta.path.replace("{proceso}", str(proceso)))
        for ruta in crear_api().routes
        for metodo in sorted(ruta.methods or ())
        if ruta.path not in RUTAS_PUBLICAS
    ]


@pytest.mark.parametrize("quien", SIN_DERECHO)
def test_without_a_session_no_address_gives_anything(
    servidor: Servidor, ajeno: tuple[int, int], quien: str
) -> None:
    galletas = {GALLETA: SIN_DERECHO[quien](servidor)}
    antes = _volcado(servidor)
    with httpx.Client(base_url=servidor.url, cookies=galletas) as cliente:
        for metodo, direccion in _direcciones(ajeno[1]):
            respuesta = cliente.request(metodo, direccion)
            if direccion.startswith("/sesion/salir"):
                assert respuesta.json() == {"destino": "/entrar"}
            else:
                assert respuesta.status_code in {303, 401, 404, 405, 410, 429}, direccion
            assert SECRETO not in respuesta.text
    assert _volcado(servidor) == antes


def test_another_account_downloads_nothing(servidor: Servidor, ajeno: tuple[int, int]) -> None:
    otra = cuentas.crear(servidor.motor, "La de al lado").id
    galletas = {GALLETA: servidor.sesion(nombre="Lola Lado", cuenta_id=otra)}
    with httpx.Client(base_url=servidor.url, cookies=galletas) as cliente:
        for que in ("rechazados.csv", "original"):
            respuesta = cliente.get(f"/descargas/procesos/{ajeno[1]}/{que}")
            assert respuesta.status_code == 404
        assert SECRETO not in cliente.get("/descargas/clientes.csv").text


def test_another_site_cannot_act(servidor: Servidor) -> None:
    """A form of somebody else's page, sent by the browser of somebody who is signed in."""
    galletas = {GALLETA: servidor.sesion()}
    with httpx.Client(base_url=servidor.url, cookies=galletas) as cliente:
        for ruta in crear_api().routes:
            if "POST" in (ruta.methods or ()):
                for cabeceras in (
                    {"Origin": "https://otro.example"},
                    {"Origin": "null"},
                    {"Sec-Fetch-Site": "cross-site"},
                ):
                    respuesta = cliente.post(ruta.path, headers=cabeceras)
                    assert respuesta.status_code == 403, (ruta.path, cabeceras)
        assert cliente.get("/descargas/clientes.csv").status_code == 200


def test_an_upload_needs_the_session_of_its_tab(servidor: Servidor, ajeno: tuple[int, int]) -> None:
    """With the name of somebody's tab but without their session nothing is taken."""
    token, lector = servidor.sesion(), servidor.sesion(nombre="Leo Lector", rol=Rol.LECTOR)
    otra = cuentas.crear(servidor.motor, "La de arriba").id
    ajena = servidor.sesion(nombre="Aura Arriba", cuenta_id=otra)
    with enchufe(servidor.url, galleta=f"{GALLETA}={token}") as tab:
        tab.hidratar()
        assert tab.recibir()
        antes = _volcado(servidor)
        for galleta, manejador in (
            ("", _DE_SUBIDA),
            (ajena, _DE_SUBIDA),
            (lector, _DE_SUBIDA),
            (token, GUARDED[0]),
            (token, "no.existe"),
        ):
            respuesta = httpx.post(
                f"{servidor.url}/_upload",
                headers={"reflex-client-token": tab.pestana, "reflex-event-handler": manejador},
                cookies={GALLETA: galleta},
                files={"files": ("../../intruso.csv", b"x", "text/csv")},
            )
            assert respuesta.status_code == 403, (galleta, manejador)
        assert _volcado(servidor) == antes


def test_the_cookie_is_out_of_reach_of_scripts(servidor: Servidor) -> None:
    """HttpOnly and SameSite always, Secure behind HTTPS; the token never travels to the page."""
    servidor.sesion()
    datos = {"email": "ana@despacho.example", "clave": "una frase larga para entrar"}
    llana = httpx.post(f"{servidor.url}/sesion/entrar", data=datos)
    segura = httpx.post(
        f"{servidor.url}/sesion/entrar", data=datos, headers={"X-Forwarded-Proto": "https"}
    )
    assert "httponly; max-age" in llana.headers["set-cookie"].lower()
    assert "samesite=lax" in llana.headers["set-cookie"].lower()
    assert "secure" not in llana.headers["set-cookie"].lower()
    assert "secure" in segura.headers["set-cookie"].lower()
    token = llana.cookies[GALLETA]
    with enchufe(servidor.url, galleta=f"{GALLETA}={token}") as tab:
        tab.hidratar()
        while tab.recibir(1.0):
            pass
        assert tab.recibido
        assert token not in "".join(tab.recibido)


@pytest.mark.parametrize(
    "destino", ["https://otro.example", "//otro.example", "/\\otro.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(servidor: Servidor, destino: str) -> None:
    servidor.sesion()
    datos = {"email": "ana@despacho.example", "clave": "una frase larga para entrar"}
    respuesta = httpx.post(f"{servidor.url}/sesion/entrar", data={**datos, "destino": destino})
    assert respuesta.json() == {"destino": "/catalogos/clientes"}
