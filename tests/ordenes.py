"""Running the real command line inside a test, on a database of its own."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from clientes_app.cli.main import app
from clientes_app.config import settings
from clientes_app.services import resources


@dataclass(frozen=True)
class Consola:
    """A terminal in which `clientes` is typed."""

    datos: Path

    def __call__(self, *argumentos: str | Path, entrada: str = "") -> Result:
        """Run a command on some standard input; an exception that is no exit fails the test."""
        ordenes = [str(argumento) for argumento in argumentos]
        resultado = CliRunner().invoke(app, ordenes, input=entrada)
        if resultado.exception is not None and not isinstance(resultado.exception, SystemExit):
            raise resultado.exception
        return resultado

    def json(self, *argumentos: str | Path) -> Any:  # noqa: ANN401 (what a command writes)
        """Run a command with --json and read what it writes."""
        return json.loads(self(*argumentos, "--json").stdout)


def abrir_consola(monkeypatch: pytest.MonkeyPatch, datos: Path, url: str) -> Consola:
    """Point the settings to a data folder and a database ("" for the one in the folder)."""
    olvidar()
    monkeypatch.setenv("CLIENTES_DATOS", str(datos))
    monkeypatch.setenv("CLIENTES_DATABASE_URL", url)
    return Consola(datos)


def olvidar() -> None:
    """Forget the settings and close the database of this process."""
    resources.close()
    settings.cache_clear()
