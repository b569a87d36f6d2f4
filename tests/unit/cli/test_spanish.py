"""The command line speaks Spanish: nothing of click's English may reach a person."""

import ast
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from clientes_app.cli.main import app
from clientes_app.cli.spanish import MENSAJES, traducir, traducir_plural

_INGLES = re.compile(
    r"\b(usage|options?|commands?|arguments?|missing|error:? [a-z]+ing|invalid|show|help|and exit"
    r"|required|default|integer|text|range|path|filename|boolean|try)\b",
    re.IGNORECASE,
)
_NUESTRAS = re.compile(r"--[a-z-]+|<[^>]+>")


def _mensajes_de_click() -> Iterator[str]:
    origen = importlib.util.find_spec("click")
    assert origen is not None
    assert origen.origin is not None
    for archivo in Path(origen.origin).parent.glob("*.py"):
        for nodo in ast.walk(ast.parse(archivo.read_text(encoding="utf-8"))):
            if isinstance(nodo, ast.Call) and isinstance(nodo.func, ast.Name):
                textos = {"_": nodo.args[:1], "ngettext": nodo.args[:2]}.get(nodo.func.id, [])
                for texto in textos:
                    if isinstance(texto, ast.Constant) and isinstance(texto.value, str):
                        yield texto.value


def test_every_sentence_of_click_has_its_translation() -> None:
    assert sorted(set(_mensajes_de_click()) - set(MENSAJES)) == []


@pytest.mark.parametrize("original", MENSAJES)
def test_translations_ask_for_nothing_click_does_not_give(original: str) -> None:
    campos = re.compile(r"\{(\w+)|%\((\w+)\)")

    assert set(campos.findall(MENSAJES[original])) <= set(campos.findall(original))


def test_plural() -> None:
    uno, varios = (
        "Takes {nargs} values but 1 was given.",
        "Takes {nargs} values but {len} were given.",
    )

    assert traducir_plural(uno, varios, 1) == traducir(uno)
    assert traducir_plural(uno, varios, 2) == traducir(varios)


def _ordenes(orden: click.Command, camino: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield camino
    if isinstance(orden, click.Group):
        for nombre, hija in orden.commands.items():
            yield from _ordenes(hija, (*camino, nombre))


@pytest.mark.parametrize("camino", list(_ordenes(app)), ids=" ".join)
def test_help_is_spanish_and_complete(camino: tuple[str, ...]) -> None:
    resultado = CliRunner().invoke(app, [*camino, "--help"])

    assert resultado.exit_code == 0
    assert resultado.stdout.startswith("Uso: clientes")
    assert "Muestra esta ayuda y termina." in resultado.stdout
    assert "<=" not in resultado.stdout
    assert CliRunner().invoke(app, [*camino, "-h"]).stdout == resultado.stdout
    assert _INGLES.findall(_NUESTRAS.sub("", resultado.stdout)) == []


@pytest.mark.parametrize(
    ("argumentos", "dicho"),
    [
        (["nada"], "No existe el comando"),
        (["importar"], "Falta el argumento"),
        (["importar", "a.csv", "b.csv"], "Sobra un argumento"),
        (["importar", "--existentes", "x", "a.csv"], "no es ninguno de"),
        (["importar", "--existentes"], "necesita un valor"),
        (["validar", "--json=1", "a.csv"], "no lleva valor"),
        (["validar", "--hojas", "a.csv"], "No existe la opción"),
        (["buscar", "--limite", "x", "a"], "«x» no es un número de 1 a 10000"),
        (["buscar", "--limite", "0", "a"], "«0» no es un número de 1 a 10000"),
        (["servir", "--puerto", "99999"], "«99999» no es un número de 1 a 65535"),
        (["deshacer", "0"], "«0» no es un número de 1 en adelante"),
    ],
)
def test_wrong_use_is_one_spanish_line(argumentos: list[str], dicho: str) -> None:
    resultado = CliRunner().invoke(app, argumentos)

    assert resultado.exit_code == 2
    assert resultado.stdout == ""
    assert resultado.stderr.startswith("Error: ")
    assert resultado.stderr.count("\n") == 1
    assert dicho in resultado.stderr
    assert _INGLES.findall(_NUESTRAS.sub("", resultado.stderr)) == []


@pytest.mark.parametrize("argumentos", [[], ["cuentas"]])
def test_a_bare_group_shows_its_help(argumentos: list[str]) -> None:
    resultado = CliRunner().invoke(app, argumentos)

    assert resultado.exit_code == 2
    assert "Comandos:" in resultado.stderr


def test_version() -> None:
    assert CliRunner().invoke(app, ["--version"]).stdout.startswith("clientes, versión ")
