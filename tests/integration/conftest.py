"""The doors of HTTP on the database of a test."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine

from clientes_app.api.app import crear_api
from clientes_app.services.acceso.identity import callers
from tests.ordenes import abrir_consola, olvidar


@pytest.fixture
def aplicacion(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url_base: str, engine: Engine
) -> Iterator[None]:
    """Let the application work on the database of the test, with nothing remembered of others."""
    del engine  # It makes the database.
    abrir_consola(monkeypatch, tmp_path / "datos", url_base)
    monkeypatch.setattr(callers, "_authority", -1)
    monkeypatch.setattr(callers, "_entries", {})
    yield
    olvidar()


@pytest.fixture
async def navegador() -> AsyncIterator[httpx.AsyncClient]:
    """A browser in which nobody is signed in."""
    transport = httpx.ASGITransport(app=crear_api())
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as abierto:
        yield abierto
