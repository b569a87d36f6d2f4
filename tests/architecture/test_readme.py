"""The README tells every setting and every command, and none that does not exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import click

from clientes_app.cli.main import app
from clientes_app.config import known_variables

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
SETTING = re.compile(r"\bCLIENTES_[A-Z][A-Z_]*\b")
READ = re.compile(r"""["'](CLIENTES_[A-Z][A-Z_]*)["']""")

# How `clientes servir` tells its children whose they are: nobody sets it by hand.
INTERNAL = {"CLIENTES_PROCESO_PADRE"}


def _settings_of_the_code() -> set[str]:
    sources = [*(ROOT / "clientes_app").rglob("*.py"), ROOT / "rxconfig.py"]
    return {name for path in sources for name in READ.findall(path.read_text("utf-8"))}


def _commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from _commands(child, f"{path} {name}")
    else:
        yield path, command


COMMANDS = dict(_commands(app, "clientes"))


def test_every_setting_is_told_and_every_setting_told_exists() -> None:
    assert set(SETTING.findall(README)) == _settings_of_the_code() - INTERNAL


def test_every_setting_is_known_to_whoever_looks_for_mistakes_in_their_names() -> None:
    assert known_variables() == _settings_of_the_code()


def test_every_command_is_told() -> None:
    untold = {path for path in COMMANDS if f"`{path}" not in README}
    assert not untold


def test_every_command_told_exists() -> None:
    told = re.findall(r"^\| `(clientes [^`\[]+?)(?: [A-Z\[-][^`]*)?`", README, re.MULTILINE)
    assert told
    assert set(told) <= COMMANDS.keys()


def test_every_option_of_a_command_is_told() -> None:
    untold = {
        f"{path} {option}"
        for path, command in COMMANDS.items()
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if option.startswith("--") and option != "--help" and option not in README
    }
    assert not untold


def test_every_module_told_exists() -> None:
    told = re.findall(r"`([a-z_]+(?:/[a-z_]+)+\.py)`", README)
    assert told
    assert not [name for name in told if not (ROOT / "clientes_app" / name).is_file()]
