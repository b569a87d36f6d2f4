"""The settings: defaults for one machine, and plain words for what cannot be used."""

from pathlib import Path

import pytest

from clientes_app.config import InvalidSettings, read_settings


def test_the_defaults_serve_one_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = read_settings({})
    assert settings.datos == tmp_path / "datos"
    assert settings.database_url == f"sqlite:///{tmp_path}/datos/clientes.sqlite3"
    assert (settings.host, settings.puerto) == ("127.0.0.1", 3000)
    assert (settings.max_archivo_mb, settings.retencion_dias) == (200, 90)
    assert settings.direccion() == "http://localhost:3000"


def test_the_environment_wins_and_a_blank_variable_is_none(tmp_path: Path) -> None:
    settings = read_settings(
        {
            "CLIENTES_DATOS": str(tmp_path),
            "CLIENTES_DATABASE_URL": "postgres://u@h/b",
            "CLIENTES_PUERTO": " 8080 ",
            "CLIENTES_MAX_ARCHIVO_MB": "",
        }
    )
    assert settings.datos == tmp_path
    assert settings.database_url == "postgres://u@h/b"
    assert settings.puerto == 8080
    assert settings.max_archivo_mb == 200


@pytest.mark.parametrize("valor", ["cero", "0", "-1", "70000", "3e3", "٣٠٠٠"])
def test_a_number_that_is_none_is_named(valor: str) -> None:
    with pytest.raises(InvalidSettings, match="CLIENTES_PUERTO"):
        read_settings({"CLIENTES_PUERTO": valor})


@pytest.mark.parametrize(
    ("host", "direccion"),
    [
        ("127.0.0.1", "http://localhost:8080"),
        ("0.0.0.0", "http://localhost:8080"),  # noqa: S104 - compared, not listened on
        ("::", "http://localhost:8080"),
        ("192.0.2.7", "http://192.0.2.7:8080"),
        ("2001:db8::7", "http://[2001:db8::7]:8080"),
    ],
)
def test_the_address_to_open_is_where_it_is_served(host: str, direccion: str) -> None:
    assert read_settings({}).direccion(host=host, puerto=8080) == direccion
    assert (
        read_settings({"CLIENTES_HOST": host, "CLIENTES_PUERTO": "8080"}).direccion() == direccion
    )


@pytest.mark.parametrize(
    ("escrita", "direccion"),
    [
        ("https://clientes.example.com", "https://clientes.example.com"),
        (" http://servidor:8080/clientes/ ", "http://servidor:8080/clientes"),
    ],
)
def test_the_address_that_was_set_wins(escrita: str, direccion: str) -> None:
    settings = read_settings({"CLIENTES_URL": escrita})
    assert settings.direccion(host="192.0.2.7", puerto=8080) == direccion


@pytest.mark.parametrize("valor", ["clientes.example.com", "ftp://h", "https://", "http://[h", "x"])
def test_an_address_that_is_none_is_named(valor: str) -> None:
    with pytest.raises(InvalidSettings, match="CLIENTES_URL"):
        read_settings({"CLIENTES_URL": valor})
