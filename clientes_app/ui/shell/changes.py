"""How the handler of an open page follows what anybody changes."""

from collections.abc import AsyncGenerator, Hashable
from typing import TypeVar

from clientes_app.live.watcher import Watcher
from clientes_app.ui.shell.caller import is_unchanged

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


async def changes_of(
    watcher: Watcher[K, T], key: K, *, from_now: bool = False
) -> AsyncGenerator[T, None]:
    """Give what a watcher sees of a key, and again whenever it is something else.

    It ends when the person may not see it as before; then the page is to be loaded anew
    (`reload_page`). The first value is what is known, which may be as old as the watcher's pause;
    with `from_now` it is looked at anew.
    """
    seen = await (watcher.now(key) if from_now else watcher.after(key, None))
    while await is_unchanged(seen.authority):
        yield seen.value
        seen = await watcher.after(key, seen)
