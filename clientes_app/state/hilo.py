"""Nothing that waits for a disk runs on the event loop: every tab shares it."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


async def en_hilo(funcion: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a service (SQL, pandas, files) in a thread and wait for its answer."""
    return await asyncio.to_thread(funcion, *args, **kwargs)
