"""What a browser is called, out of what it says of itself."""

import pytest

from clientes_app.domain.navegador import navegador

MOZILLA = "Mozilla/5.0"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agente", "nombre"),
    [
        (f"{MOZILLA} (Windows NT 10.0; Win64; x64; rv:132.0) Firefox/132.0", "Firefox en Windows"),
        (f"{MOZILLA} (X11; Linux x86_64) {WEBKIT} Chrome/130.0 Safari/537.36", "Chrome en Linux"),
        (f"{MOZILLA} (Windows NT 10.0) {WEBKIT} Chrome/130.0 Edg/130.0", "Edge en Windows"),
        (f"{MOZILLA} (Linux; Android 14) {WEBKIT} Chrome/130.0 Mobile", "Chrome en Android"),
        (f"{MOZILLA} (iPhone; CPU like Mac OS X) Version/17.5 Safari/604.1", "Safari en iPhone"),
        (f"{MOZILLA} (Macintosh) Version/17.5 Safari/605.1.15", "Safari en Mac"),
        ("curl/8.5.0", "Un navegador"),
        ("", "Un navegador"),
    ],
)
def test_a_browser_is_named_in_words(agente: str, nombre: str) -> None:
    assert navegador(agente) == nombre
