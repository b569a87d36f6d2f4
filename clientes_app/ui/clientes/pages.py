"""Pages of clients, of list and papelera: each is read once for all tabs that show it."""

from collections.abc import AsyncGenerator

from clientes_app.live.clientes_watch import revision_watch
from clientes_app.live.shared_reads import SharedReads
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.lista.rows import PageRows, page_rows
from clientes_app.ui.shell.changes import changes_of


def _read(cuenta_id: int, consulta: Consulta) -> PageRows:
    return page_rows(consulta, clientes.mirar(shared_engine(), cuenta_id, consulta))


pages = SharedReads(_read)


async def page_now(cuenta_id: int, consulta: Consulta) -> PageRows:
    """Return a page with whatever was stored before this was asked."""
    seen = await revision_watch.now(cuenta_id)
    return await pages.read(cuenta_id, consulta, since=seen.value)


async def page_changes(cuenta_id: int, consulta: Consulta) -> AsyncGenerator[PageRows, None]:
    """Give a page now, and again whenever something of its account changes.

    It ends as `changes_of` does.
    """
    again = False
    async for revision in changes_of(revision_watch, cuenta_id, from_now=True):
        yield await pages.read(cuenta_id, consulta, since=revision, unhurried=again)
        again = True
