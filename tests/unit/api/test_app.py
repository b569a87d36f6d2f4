"""What the HTTP doors answer when something behind them fails."""

import httpx
import pytest
from sqlalchemy.exc import OperationalError

from clientes_app.api.app import crear_api
from clientes_app.services.acceso.identity import callers
from clientes_app.web.plain_words import PlainWords


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (OperationalError("SELECT 1", None, Exception("gone")), 503, "no responde"),
        (RuntimeError("SELECT secret"), 500, "falló de nuestro lado"),
    ],
)
async def test_a_failure_is_told_in_words(
    monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, said: str
) -> None:
    def find(_token: str) -> None:
        raise error

    monkeypatch.setattr(callers, "find", find)
    transport = httpx.ASGITransport(app=PlainWords(crear_api()), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        answer = await client.get("/c/norte/descargas/clientes.csv")
    assert answer.status_code == status
    assert said in answer.text
    assert "SELECT" not in answer.text
