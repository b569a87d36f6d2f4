"""Nobody gets in: every handler, every address, called as somebody who may not.

The handlers are those that are registered, not a list: a new one is called, too.
"""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from clientes_app.domain.roles import Rol
from clientes_app.routes import CLIENTES, de_cuenta
from clientes_app.services.acceso import cuentas
from clientes_app.services.acceso.cookie import SESSION_COOKIE
from clientes_app.storage.db.engine import read_transaction
from tests.browser.conftest import Servidor, servir
from tests.browser.intrusos import (
    GUARDED,
    HANDLERS,
    SECRETO,
    SIN_DERECHO,
    argumentos_de,
    un_ajeno,
    volcado,
)
from tests.enchufe import Enchufe, enchufe


@pytest.fixture(scope="module")
def servidor(construida: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servidor]:
    """Give an application of its own: that nothing changes is seen by all of its tables."""
    assert construida.is_dir()
    with servir(tmp_path_factory.mktemp("datos")) as corriendo:
        yield corriendo


@pytest.fixture(scope="module")
def ajeno(servidor: Servidor) -> tuple[int, int]:
    """A client and a process of the first account, whose ids others try."""
    return un_ajeno(servidor)


def _llamar(tab: Enchufe, name: str, numero: int) -> dict[str, Any]:
    """Call a handler and return the one thing that the page is asked to do instead."""
    tab.mandar(name, argumentos_de(name, numero))
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
    antes = volcado(servidor)
    with enchufe(servidor.url, galleta=f"{SESSION_COOKIE}={token}") as tab:
        for name in GUARDED:
            evento = _llamar(tab, name, ajeno[0])
            assert evento["name"] == "_redirect", (name, evento)
            assert evento["payload"]["path"].startswith("/entrar?destino="), name
        assert SECRETO not in "".join(tab.recibido)
    assert volcado(servidor) == antes


def test_a_reader_changes_nothing(servidor: Servidor, ajeno: tuple[int, int]) -> None:
    token = servidor.entrar(nombre="Leo Lector", rol=Rol.LECTOR)
    antes = volcado(servidor)
    with enchufe(servidor.url, galleta=f"{SESSION_COOKIE}={token}") as tab:
        for name in GUARDED:
            if HANDLERS[name] is not Rol.LECTOR:
                evento = _llamar(tab, name, ajeno[0])
                assert "no permite hacer eso" in str(evento), (name, evento)
    assert volcado(servidor) == antes


def test_an_editor_is_no_owner(servidor: Servidor, ajeno: tuple[int, int]) -> None:
    token = servidor.entrar(nombre="Edna Editora", rol=Rol.EDITOR)
    antes = volcado(servidor)
    with enchufe(servidor.url, galleta=f"{SESSION_COOKIE}={token}") as tab:
        for name in GUARDED:
            if HANDLERS[name] is Rol.PROPIETARIO:
                assert "no permite hacer eso" in str(_llamar(tab, name, ajeno[0])), name
    assert volcado(servidor) == antes


def test_another_account_sees_and_changes_nothing(
    servidor: Servidor, ajeno: tuple[int, int]
) -> None:
    """Every handler, as an owner of another account, with the ids of this one."""
    cuenta = cuentas.crear(servidor.engine, "La de enfrente")
    otra, propia, suya = cuenta.id, cuenta.nombre_corto, servidor.nombre_corto
    # They may end a session of their own, and none has the number of what is not theirs.
    *_, token = (servidor.entrar(nombre="Olga Otra", cuenta_id=otra) for _ in range(max(ajeno) + 1))
    # The one thing that they may make: an account of their own to look around in.
    ajenas = "cuenta_id <> :otra AND cuenta_id NOT IN (SELECT id FROM cuenta WHERE de_ejemplo)"
    propias = [
        f"SELECT * FROM {tabla} WHERE {ajenas}"  # noqa: S608 (names of ours)
        for tabla in ("cliente", "cambio", "proceso", "membresia", "enlace")
    ]

    def del_resto() -> list[list[str]]:
        with read_transaction(servidor.engine) as tx:
            return [sorted(map(repr, tx.execute(text(q), {"otra": otra}))) for q in propias]

    antes = del_resto()
    for numero in ajeno:
        rutas = (
            f"/catalogos/clientes?cliente={numero}",
            f"/catalogos/clientes/procesos/{numero}",
            f"/catalogos/clientes/carga-masiva?proceso={numero}",
        )
        # In their own account, and in the very one that is not theirs.
        for ruta in (de_cuenta(una, ruta) for ruta in rutas for una in (propia, suya)):
            with enchufe(servidor.url, galleta=f"{SESSION_COOKIE}={token}", ruta=ruta) as tab:
                tab.hidratar()
                for name in GUARDED:
                    tab.mandar(name, argumentos_de(name, numero))
                while tab.recibir(3.0):
                    pass
                assert SECRETO not in "".join(tab.recibido)
                assert any("La de enfrente" in trama for trama in tab.recibido)
    assert del_resto() == antes


def test_in_an_account_of_others_no_handler_runs(
    servidor: Servidor, ajeno: tuple[int, int]
) -> None:
    """Each handler answers nothing there, whatever else the page says of its address."""
    cuenta = cuentas.crear(servidor.engine, "La de atrás")
    token = servidor.entrar(nombre="Atala Atrás", cuenta_id=cuenta.id)
    ajena = de_cuenta(servidor.nombre_corto, CLIENTES)
    propia = de_cuenta(cuenta.nombre_corto, CLIENTES)
    antes = volcado(servidor)
    with enchufe(servidor.url, galleta=f"{SESSION_COOKIE}={token}", ruta=ajena) as tab:
        tab.fingido = {"pathname": propia, "query": {"negocio": cuenta.nombre_corto}}
        tab.hidratar()
        for name in GUARDED:
            tab.mandar(name, argumentos_de(name, ajeno[0]))
        while eventos := tab.recibir(1.5):
            assert not [evento for evento in eventos if evento.get("name")]
        assert SECRETO not in "".join(tab.recibido)
    assert volcado(servidor) == antes


@pytest.mark.parametrize("que", ["another session", "nobody"])
def test_a_copied_tab_shows_nothing(servidor: Servidor, ajeno: tuple[int, int], que: str) -> None:
    """The name of somebody's tab in another browser, after they have gone."""
    token = servidor.entrar()
    pestana = str(uuid.uuid4())
    seguir = next(name for name in GUARDED if name.endswith("lista_state.follow"))
    with enchufe(servidor.url, galleta=f"{SESSION_COOKIE}={token}", pestana=pestana) as suya:
        suya.hidratar()
        suya.mandar(seguir)
        while SECRETO not in "".join(suya.recibido):
            assert suya.recibir()
    otra, ruta = "", de_cuenta(servidor.nombre_corto, CLIENTES)
    if que == "another session":
        cuenta = cuentas.crear(servidor.engine, f"Copia {uuid.uuid4()}")
        otra = servidor.entrar(nombre="Cora Copia", cuenta_id=cuenta.id)
        ruta = de_cuenta(cuenta.nombre_corto, CLIENTES)
    galleta = f"{SESSION_COOKIE}={otra}"
    with enchufe(servidor.url, galleta=galleta, pestana=pestana, ruta=ruta) as ladrona:
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
    {"datos": "x" * 100_000},
    {"datos": {"nombre": ["x"]}},
    {"proceso": None},
    {"self": 1},
    {"valor": "\x00\ud800", "campo": "__class__", "sale": True, "serie": 1},
]


@pytest.mark.parametrize("argumentos", HECHAS_A_MANO, ids=range(len(HECHAS_A_MANO)))
def test_arguments_made_by_hand_are_refused_cleanly(
    servidor: Servidor, ajeno: tuple[int, int], argumentos: dict[str, object]
) -> None:
    token = servidor.entrar()
    antes, dicho = volcado(servidor), servidor.dicho().count("Traceback")
    names = [n for n in GUARDED if set(argumentos) != set(argumentos_de(n, 1))]
    with enchufe(servidor.url, galleta=f"{SESSION_COOKIE}={token}") as tab:
        for name in names:
            tab.mandar(name, argumentos)
            evento = tab.esperar("_call_function") or {}
            assert "gate" in str(evento), (name, evento)
    assert volcado(servidor) == antes
    assert servidor.dicho().count("Traceback") == dicho


@pytest.mark.parametrize(
    "nombre",
    [
        "reflex___state____state.setvar",
        "reflex___state____state.reflex___state____update_vars_internal_state.update_vars_internal",
        "no.existe",
        "__init__",
        "reflex___state____state.clientes_app___ui___clientes___lista___state____lista_state._show",
    ],
)
def test_what_declares_no_door_is_refused(servidor: Servidor, nombre: str) -> None:
    token = servidor.entrar()
    antes = volcado(servidor)
    with enchufe(servidor.url, galleta=f"{SESSION_COOKIE}={token}") as tab:
        tab.mandar(nombre, {"vars": {"x": 1}, "var_name": "nombre", "value": "x"})
        tab.hidratar()
        while tab.recibir(1.0):
            pass
        assert tab.recibido
    assert volcado(servidor) == antes
