"""How passwords are hashed in earnest: with the library's own parameters, and little memory."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher, Type, extract_parameters, profiles

from clientes_app.services.acceso import credentials


def test_passwords_are_hashed_with_the_recommended_argon2id() -> None:
    cifra = credentials.hash_clave("una frase bastante larga")
    parametros = extract_parameters(cifra)
    assert parametros.type is Type.ID
    assert parametros.memory_cost >= profiles.RFC_9106_LOW_MEMORY.memory_cost
    assert parametros.time_cost >= profiles.RFC_9106_LOW_MEMORY.time_cost
    assert credentials.hash_clave("una frase bastante larga") != cifra


def test_a_flood_of_tries_takes_the_memory_of_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    cerrojo = threading.Lock()
    llenos = threading.Event()
    a_la_vez = mayor = 0

    class Lento(PasswordHasher):
        def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
            nonlocal a_la_vez, mayor
            with cerrojo:
                a_la_vez += 1
                mayor = max(mayor, a_la_vez)
                if a_la_vez == permitidos:
                    llenos.set()
            llenos.wait(5)
            with cerrojo:
                a_la_vez -= 1
            return ""

    permitidos = 2
    monkeypatch.setattr(credentials, "_hasher", Lento())
    with ThreadPoolExecutor(permitidos) as pocos, ThreadPoolExecutor(8) as hilos:
        monkeypatch.setattr(credentials, "_hashing_threads", lambda: pocos)
        list(hilos.map(credentials.hash_clave, ["clave"] * 8))
    assert mayor == permitidos


def test_few_hashes_are_made_at_once_by_threads_that_yield_to_pages() -> None:
    threads = credentials._hashing_threads()
    assert threads._max_workers <= max(1, (os.cpu_count() or 1) // 2)
    niceness = threads.submit(lambda: os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
    assert niceness.result() > os.getpriority(os.PRIO_PROCESS, os.getpid())
