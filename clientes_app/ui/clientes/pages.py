"""Pages of clients, of list and papelera: each is read once for all tabs that show it."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

import reflex as rx

from clientes_app.live.clientes_watch import revision_watch
from clientes_app.live.shared_reads import SharedReads
from clientes_app.live.watcher import Watcher
from clientes_app.services.clientes import clientes, papelera
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.services.resources import is_database_fault, shared_engine
from clientes_app.ui.clientes.lista.rows import PageRows, ResumenVista, page_rows
from clientes_app.ui.clientes.papelera.rows import BinRows, bin_rows
from clientes_app.ui.shell.announcements import announce
from clientes_app.ui.shell.changes import changes_of, own_tab, show_anew

T = TypeVar("T")

_log = logging.getLogger(__name__)

RETRY_S = 5.0


def _read(cuenta_id: int, consulta: Consulta) -> PageRows | BinRows:
    if consulta.papelera:
        return bin_rows(consulta, papelera.mirar(shared_engine(), cuenta_id, consulta))
    return page_rows(consulta, clientes.mirar(shared_engine(), cuenta_id, consulta))


pages = SharedReads(_read)


async def page_now(cuenta_id: int, consulta: Consulta) -> PageRows | BinRows:
    """Return a page with whatever was stored before this was asked."""
    seen = await revision_watch.now(cuenta_id)
    return await pages.read(cuenta_id, consulta, since=seen.value)


async def page_changes(
    cuenta_id: int, consulta: Consulta
) -> AsyncGenerator[PageRows | BinRows | None, None]:
    """Give a page now, and again whenever something of its account changes.

    None is given while the database does not answer, which is asked again until it does. It ends as
    `changes_of` does.
    """
    again = False

    async def read(revision: int) -> PageRows | BinRows:
        return await pages.read(cuenta_id, consulta, since=revision, unhurried=again)

    async for rows in readings(cuenta_id, read):
        again = again or rows is not None
        yield rows


async def readings(
    cuenta_id: int,
    read: Callable[[int], Awaitable[T]],
    *,
    watch: Watcher[int, int] = revision_watch,
) -> AsyncGenerator[T | None, None]:
    """Give what `read` returns now, and again whenever something of the account changes.

    `read` is told the revision, or what else `watch` sees of the account. None is given while the
    database does not answer, which is asked again until it does. It ends as `changes_of` does.
    """
    while True:
        try:
            async for revision in changes_of(watch, cuenta_id, from_now=True):
                yield await read(revision)
        except Exception as error:
            if not is_database_fault(error):
                raise
            _log.exception("What a page shows of clients could not be read")
            yield None
            await asyncio.sleep(RETRY_S)
        else:
            return


async def keep_shown(
    tab: rx.State, cuenta_id: int, consulta: Consulta
) -> AsyncGenerator[rx.event.EventSpec, None]:
    """Show a page in a tab and keep it true to what anybody changes; give what the tab is to do.

    The tab's state has `error`, `_shown` and `_show(rows)`. It ends by having the page loaded anew,
    when the person may not see it as before.
    """
    async for rows in page_changes(cuenta_id, consulta):
        async with own_tab(tab):
            tab.error = rows is None
            if rows is not None:
                before, tab._shown = tab._shown, consulta  # noqa: SLF001 (no var, hence the underscore)
                tab._show(rows)  # noqa: SLF001 (no handler, the same)
        if rows is not None:
            for event in arrival(before, consulta, rows.resumen):
                yield event
    yield await show_anew(tab)


def arrival(
    before: Consulta | None, now: Consulta, resumen: ResumenVista
) -> list[rx.event.EventSpec]:
    """Say what a tab sees that has come from one page of a list to another, and begin at its top.

    Nothing when it saw none before, or sees the same: whoever opened the page knows what it is.
    """
    if before is None or before == now:
        return []
    another_page = replace(before, pagina=now.pagina) == now
    to_the_top = rx.call_script(f"window.alPrincipio({str(another_page).lower()})")
    if another_page:
        return [announce(resumen.pagina), to_the_top]
    ordered = replace(before, orden=now.orden, descendente=now.descendente, pagina=now.pagina)
    return [announce(resumen.ordenados if ordered == now else resumen.hallados), to_the_top]
