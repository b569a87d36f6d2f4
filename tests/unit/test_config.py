"""The settings: defaults for one machine, and plain words for what cannot be used."""

from pathlib import Path

import pytest

from clientes_app.config import ConfiguracionInvalida, leer_ajustes


def test_the_defaults_serve_one_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ajustes = leer_ajustes({})
    assert ajustes.datos == tmp_path / "datos"
    assert ajustes.database_url == f"sqlite:///{tmp_path}/datos/clientes.sqlite3"
    assert (ajustes.host, ajustes.puerto) == ("127.0.0.1", 3000)
    assert (ajustes.max_archivo_mb, ajustes.retencion_dias) == (200, 90)


def test_the_environment_wins_and_a_blank_variable_is_none(tmp_path: Path) -> None:
    ajustes = leer_ajustes(
        {
            "CLIENTES_DATOS": str(tmp_path),
            "CLIENTES_DATABASE_URL": "postgres://u@h/b",
            "CLIENTES_PUERTO": " 8080 ",
            "CLIENTES_MAX_ARCHIVO_MB": "",
        }
    )
    assert ajustes.datos == tmp_path
    assert ajustes.database_url == "postgres://u@h/b"
    assert ajustes.puerto == 8080
    assert ajustes.max_archivo_mb == 200


@pytest.mark.parametrize("valor", ["cero", "0", "-1", "70000", "3e3", "٣٠٠٠"])
def test_a_number_that_is_none_is_named(valor: str) -> None:
    with pytest.raises(ConfiguracionInvalida, match="CLIENTES_PUERTO"):
        leer_ajustes({"CLIENTES_PUERTO": valor})
