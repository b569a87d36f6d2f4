"""A tab without a browser: its states, its address, and who is signed in."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TypeVar

import pytest
import reflex as rx
from reflex.istate.data import RouterData

from clientes_app import config, routes
from clientes_app.domain.roles import Rol
from clientes_app.live.calidad_watch import marca_watch
from clientes_app.live.clientes_watch import revision_watch
from clientes_app.live.procesos_watch import proceso_watch, procesos_watch
from clientes_app.live.pulse import Pulse
from clientes_app.live.vistas_watch import vistas_watch
from clientes_app.services import resources
from clientes_app.services.acceso import cuentas
from clientes_app.services.acceso.identity import Caller, SignedIn, callers
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.clientes import ClienteGuardado
from clientes_app.services.context import Actor
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.pages import pages
from clientes_app.ui.clientes.presencia.state import presence_watch
from clientes_app.ui.shell.caller import set_caller
from clientes_app.ui.shell.tab import TabState
from tests.builders import un_cliente
from tests.gente import entrar, un_usuario

S = TypeVar("S", bound=rx.State)
_PATIENCE_S = 20.0
APP = rx.App()
"""A process has one."""


class Tab:
    """One tab of somebody who is signed in; its handlers are called as the page calls them."""

    def __init__(self, caller: Caller, address: str = "/catalogos/clientes") -> None:
        """Open the tab on an address."""
        self.caller = caller
        self.root = rx.State(_reflex_internal_init=True)
        self.go(address)

    def go(self, address: str, *, cookie: str = "", outside: bool = False) -> None:
        """Have the tab stand at another address; no handler runs by that.

        What names no account is one of the caller's, but for `outside`.
        """
        if routes.cuenta_en(address) is None and not outside:
            address = routes.de_cuenta(self.caller.cuenta.nombre_corto, address)
        path, _, query = address.partition("?")
        pairs = dict(pair.split("=", 1) for pair in query.split("&") if pair)
        self.said = {
            "pathname": path,
            "asPath": address,
            "query": pairs,
            "token": "a tab",
            "headers": {"cookie": cookie},
        }
        self.root.router = RouterData.from_router_data(self.said)

    async def state(self, cls: type[S]) -> S:
        """Return one of the tab's states."""
        return await self.root.get_state(cls)

    async def call(
        self, cls: type[rx.State], handler: str, *args: object, heard: list[object] | None = None
    ) -> object:
        """Run a handler to its end, and return what it answers.

        What it yields is put into `heard` as it comes, if that is given.
        """
        set_caller(self.caller)
        signed_in = SignedIn(self.caller.token, self.caller.identity)
        (await self.state(TabState))._show(signed_in, self.caller)
        answer = cls.event_handlers[handler].fn(await self.state(cls), *args)
        if isinstance(answer, AsyncIterator):
            heard = [] if heard is None else heard
            async for event in answer:
                heard.append(event)
            return heard
        return await answer if isinstance(answer, Awaitable) else answer

    @asynccontextmanager
    async def running(self, cls: type[rx.State], handler: str) -> AsyncIterator[list[object]]:
        """Have a handler run in the background while the block does; give what it yields."""
        heard: list[object] = []
        task = asyncio.create_task(self.call(cls, handler, heard=heard))
        try:
            yield heard
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    @property
    def actor(self) -> Actor:
        """The person of the tab."""
        return self.caller.actor("formulario")


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds that another task brings about."""
    async with asyncio.timeout(_PATIENCE_S):
        while not holds():  # noqa: ASYNC110 - what is waited for are variables of a state
            await asyncio.sleep(0.01)


@pytest.fixture
def base(
    tmp_path: Path, _plantilla_sqlite: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Have the process work on an empty database of its own, with nothing remembered of others."""
    monkeypatch.setattr(callers, "_authority", -1)
    monkeypatch.setattr(callers, "_checked", float("-inf"))
    pages._reads.clear()
    # Each test has an event loop of its own, and what waits is bound to one.
    pulse = Pulse(resources.listen)
    watchers = (
        *(revision_watch, procesos_watch, proceso_watch),
        *(presence_watch, marca_watch, vistas_watch),
    )
    for watcher in watchers:
        monkeypatch.setattr(watcher, "_pulse", pulse)
        monkeypatch.setattr(watcher, "_watched", {})
    shutil.copyfile(_plantilla_sqlite, tmp_path / "clientes.sqlite3")
    monkeypatch.setenv("CLIENTES_DATOS", str(tmp_path))
    monkeypatch.delenv("CLIENTES_DATABASE_URL", raising=False)
    config.settings.cache_clear()
    resources.close()
    yield
    resources.close()
    config.settings.cache_clear()


@pytest.fixture
def ana(base: None, claves_rapidas: None) -> Caller:
    """Somebody who owns the account and is signed in."""
    cuenta_id = cuentas.asegurar_cuenta(shared_engine())
    un_usuario(shared_engine(), cuenta_id, rol=Rol.PROPIETARIO)
    signed_in = callers.find(entrar(shared_engine()))
    caller = signed_in and signed_in.numbered(cuenta_id)
    assert caller is not None
    return caller


@pytest.fixture
def tab(ana: Caller) -> Tab:
    """A tab of hers on the list of clients."""
    return Tab(ana)


@pytest.fixture
def beto(ana: Caller) -> Actor:
    """A colleague who works in the same account."""
    return Actor(ana.cuenta.id, "Beto", "api")


@pytest.fixture
def cliente(beto: Actor) -> ClienteGuardado:
    """A client that is stored."""
    return clientes.alta(shared_engine(), beto, un_cliente(calle="UNO"))
