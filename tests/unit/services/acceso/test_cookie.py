"""Our own cookies are found whatever else a host has set, and named so that others cannot plant."""

from collections.abc import Iterator

import pytest

from clientes_app import config
from clientes_app.services.acceso.cookie import (
    BROWSER_COOKIE,
    SESSION_COOKIE,
    CookiePlace,
    cookie_place,
    session_token,
    token_in,
)


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("CLIENTES_URL", raising=False)
    config.settings.cache_clear()
    yield
    config.settings.cache_clear()


def _reached_by(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("CLIENTES_URL", url)
    config.settings.cache_clear()


@pytest.mark.parametrize(
    "odd",
    [
        'theme={"mode":"dark"}', "user=Ana Perez", "k=v; flag", "=", ";;", "a=b=c", 'q="', "ñ=á",
        "x=\\", "[]=1", "clientes_sesion_vieja=otro",
    ],
)  # fmt: skip
def test_the_token_is_found_beside_any_other_cookie(odd: str) -> None:
    ours = f"{SESSION_COOKIE}=abc-DEF_123"
    for header in (f"{odd}; {ours}", f"{ours}; {odd}", f"{odd};{ours};{odd}"):
        assert session_token(header) == "abc-DEF_123"
    assert session_token(odd) == ""


@pytest.mark.parametrize("value", ["", "a b", "a'b", "á", "x" * 129, '"abc"'])
def test_what_cannot_be_a_token_is_none(value: str) -> None:
    assert session_token(f"{SESSION_COOKIE}={value}") == ""


def test_the_first_of_two_counts_and_cookies_are_told_apart() -> None:
    header = f"{SESSION_COOKIE}=longer-path; {SESSION_COOKIE}=shorter; {BROWSER_COOKIE}=b"
    assert session_token(header) == "longer-path"
    assert token_in(header, BROWSER_COOKIE) == "b"


@pytest.mark.parametrize(
    ("url", "scheme", "place"),
    [
        ("", "http", CookiePlace("clientes_sesion", "/", secure=False)),
        ("", "https", CookiePlace("__Host-clientes_sesion", "/", secure=True)),
        ("http://h:3000", "https", CookiePlace("clientes_sesion", "/", secure=False)),
        ("https://h", "http", CookiePlace("__Host-clientes_sesion", "/", secure=True)),
        ("https://h/mx", "http", CookiePlace("__Secure-clientes_sesion", "/mx", secure=True)),
        ("http://h/mx", "http", CookiePlace("clientes_sesion", "/mx", secure=False)),
    ],
)
def test_the_public_address_decides_where_a_cookie_stands(
    monkeypatch: pytest.MonkeyPatch, url: str, scheme: str, place: CookiePlace
) -> None:
    _reached_by(monkeypatch, url)
    assert cookie_place(SESSION_COOKIE, scheme=scheme) == place


def test_behind_tls_a_planted_cookie_without_prefix_counts_for_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _reached_by(monkeypatch, "https://clientes.example.com")
    assert session_token("clientes_sesion=planted") == ""
    assert session_token("clientes_sesion=planted; __Host-clientes_sesion=ours") == "ours"
