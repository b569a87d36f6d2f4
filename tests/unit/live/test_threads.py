"""Threads for one purpose: how many are free, and that a queue has an end."""

import asyncio
import threading
import time

import pytest

from clientes_app.live.threads import NoThreadSoon, ThreadPool, ThreadUse, thread_use

PATIENCE = 10.0


async def _until(pool: ThreadPool, free: int, waiting: int) -> ThreadUse:
    limit = time.monotonic() + PATIENCE
    while (use := pool.use()) and (use.free, use.waiting) != (free, waiting):
        assert time.monotonic() < limit, use
        await asyncio.sleep(0.01)
    return use


async def test_it_is_known_how_many_are_free_and_how_long_somebody_waits() -> None:
    pool, go_on = ThreadPool("prueba", size=2), threading.Event()
    assert pool.use() == ThreadUse(total=2, free=2, waiting=0, stuck_for=0.0)
    calls = [asyncio.create_task(pool.run(go_on.wait, PATIENCE)) for _ in range(3)]
    assert (await _until(pool, 0, 1)).total == 2
    await asyncio.sleep(0.05)
    assert pool.use().stuck_for >= 0.05
    go_on.set()
    assert await asyncio.gather(*calls) == [True, True, True]
    await _until(pool, 2, 0)


async def test_a_queue_has_an_end() -> None:
    pool, go_on = ThreadPool("prueba", size=1, longest_queue=1), threading.Event()
    calls = [asyncio.create_task(pool.run(go_on.wait, PATIENCE)) for _ in range(2)]
    await _until(pool, 0, 1)
    with pytest.raises(NoThreadSoon):
        await pool.run(int)
    go_on.set()
    await asyncio.gather(*calls)
    assert await pool.run(int) == 0


async def test_who_goes_before_their_turn_leaves_the_queue() -> None:
    pool, go_on = ThreadPool("prueba", size=1), threading.Event()
    first = asyncio.create_task(pool.run(go_on.wait, PATIENCE))
    second = asyncio.create_task(pool.run(int))
    await _until(pool, 0, 1)
    second.cancel()
    await _until(pool, 0, 0)
    go_on.set()
    assert await first


async def test_what_is_raised_in_a_thread_is_raised_here() -> None:
    pool = ThreadPool("prueba", size=1)
    with pytest.raises(ValueError, match="invalid literal"):
        await pool.run(int, "x")
    assert pool.use().free == 1


async def test_the_use_of_all_threads_is_told() -> None:
    use = thread_use()
    assert set(use) == {"manejadores", "peticiones", "subidas", "claves"}
    assert all(0 <= one.free <= one.total for one in use.values())
