"""What a browser may load and run."""

import base64
import hashlib
from pathlib import Path

import httpx
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from clientes_app.web.delivery import DeliveryMiddleware, policy_for


def _allows(policy: str, script: str) -> bool:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"'sha256-{digest}'" in policy


def test_of_the_scripts_within_a_page_exactly_its_own_run() -> None:
    page = (
        '<script src="/a.js"></script><script>\nuno()\n</script>'
        '<script type="module" async="">dos(1 < 2)</script>'
    )
    policy = policy_for(page.encode())
    assert _allows(policy, "\nuno()\n")
    assert _allows(policy, "dos(1 < 2)")
    assert not _allows(policy, "")
    scripts = policy.partition("script-src")[2].partition(";")[0]
    assert "unsafe-inline" not in scripts
    assert policy.startswith("default-src 'none';")
    assert "base-uri 'none'" in policy
    assert "frame-ancestors 'none'" in policy


async def test_a_page_has_its_policy_and_every_other_address_that_of_the_fallback(
    tmp_path: Path,
) -> None:
    (tmp_path / "entrar.html").write_text("<script>entrar()</script>")
    (tmp_path / "404.html").write_text("<script>nada()</script>")

    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse(scope["path"])(scope, receive, send)

    delivery = DeliveryMiddleware(page, static=tmp_path)
    transport = httpx.ASGITransport(app=delivery)
    async with httpx.AsyncClient(transport=transport, base_url="http://h") as client:
        for path, own, other in (
            ("/entrar", "entrar()", "nada()"),
            ("/c/norte/catalogos/clientes", "nada()", "entrar()"),
        ):
            policy = (await client.get(path)).headers["content-security-policy"]
            assert _allows(policy, own)
            assert not _allows(policy, other)
