"""How the handler of an open page follows what anybody changes, and writes into its tab."""

from collections.abc import AsyncGenerator, Hashable
from contextlib import asynccontextmanager
from typing import TypeVar

import reflex as rx

from clientes_app.live.watcher import Watcher
from clientes_app.ui.shell.caller import current_caller, is_unchanged, reload_page
from clientes_app.ui.shell.tab import TabState

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


async def changes_of(
    watcher: Watcher[K, T], key: K, *, from_now: bool = False
) -> AsyncGenerator[T, None]:
    """Give what a watcher sees of a key, and again whenever it is something else.

    It ends when the person may not see it as before; then the page is to be loaded anew
    (`show_anew`). The first value is what is known, which may be as old as the watcher's pause;
    with `from_now` it is looked at anew.
    """
    seen = await (watcher.now(key) if from_now else watcher.after(key, None))
    while await is_unchanged(seen.authority):
        yield seen.value
        seen = await watcher.after(key, seen)


class TabChangedHands(Exception):
    """A handler wants to write into a tab that is no longer of the person for whom it acts."""


@asynccontextmanager
async def own_tab(state: rx.State) -> AsyncGenerator[None, None]:
    """Lock the tab of a background handler, as `async with self` does, while it is the person's.

    A handler that waits outlives the socket of its tab for a while. Meanwhile somebody else may
    have opened the tab anew, under the same name, and must see nothing of what it waited for.
    Raises TabChangedHands, which ends the handler.
    """
    async with state:
        tab = await state.get_state(TabState)
        if not tab._is_of(current_caller()):  # noqa: SLF001 (no handler, hence the underscore)
            raise TabChangedHands
        yield


async def show_anew(state: rx.State) -> rx.event.EventSpec:
    """Return what loads the page anew: what may be seen now is decided there from the start.

    Raises TabChangedHands, as when the tab itself gave up the account and is on its way to another.
    """
    async with own_tab(state):
        return reload_page()
