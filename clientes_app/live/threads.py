"""Nothing that waits for a disk runs on the event loop: every tab shares it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

# As many as there are connections to be had without waiting long, and not asyncio's few for each
# processor: these threads wait, and a few that wait to write must not make everybody wait to read.
_HILOS = ThreadPoolExecutor(max_workers=20, thread_name_prefix="hilo")


async def in_thread(funcion: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a service (SQL, pandas, files) in a thread and wait for its answer."""
    tarea = partial(copy_context().run, funcion, *args, **kwargs)
    return await asyncio.get_running_loop().run_in_executor(_HILOS, tarea)
