"""Tabs of nobody: what is kept of them goes as soon as their socket has closed."""

import asyncio
from typing import Final

import reflex as rx

from clientes_app.ui.shell.reflex_internals import BaseState, forget_tab, when_a_socket_closes
from clientes_app.ui.shell.tab import TabState

# A line that broke for a moment comes back within it. Nothing is lost otherwise: a page that nobody
# is signed in to keeps what is typed itself.
_GRACE_S: Final = 2.0
_MOST_LOOKS: Final = 30


def forget_strangers(app: rx.App) -> None:
    """Keep nothing of a tab without a session when its socket has closed.

    The state of anybody else's tab is there for an hour, so that a page goes on where it was. A
    stranger could fill the memory with those: each socket makes one.
    """

    async def forget(tab: str) -> None:
        for _ in range(_MOST_LOOKS):
            await asyncio.sleep(_GRACE_S)
            if await forget_tab(app, tab, unless=_is_somebodys):
                return

    when_a_socket_closes(app, forget)


def _is_somebodys(root: BaseState) -> bool:
    # Not `get_state`: it would make what is not there.
    tab = root.substates.get(TabState.get_name())
    return isinstance(tab, TabState) and tab._sesion_id != 0  # noqa: SLF001 (no handler, hence the underscore)
