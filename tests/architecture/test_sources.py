"""What must hold of every file that is committed."""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 500
LONGEST_FUNCTION = 50
# Both written so that this file does not hold what it looks for.
FOREIGN = re.compile(
    r"p[y]pi\.org|p[y]thonhosted\.|n[p]mjs\.|y[a]rnpkg\.|d[e]bian\.org"
    r"|(?<![\w/.])/w[o]rk/|/r[o]ot/|/t[m]p/\w",
    re.IGNORECASE,
)
UNFINISHED = re.compile(r"(?:#|//|/\*|<!--)\s*(?:T[O]DO|F[I]XME|X[X]X)\b")
MOST_LOOSE_MODULES = 14
ADMITTED_IN_DOMAIN = {"clientes_app", "email_validator"}


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def _text(path: Path) -> str:
    return path.read_text("utf-8", errors="replace")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


TRACKED = _tracked()
PYTHON = [path for path in TRACKED if path.suffix == ".py"]
# The example files are input as other programs left it, not our text.
OURS = [path for path in TRACKED if "data" not in path.relative_to(ROOT).parts]


def test_no_file_names_a_registry_or_a_folder_of_this_machine() -> None:
    found = {
        f"{_name(path)}: {match.group()}"
        for path in OURS
        for match in FOREIGN.finditer(_text(path))
    }
    assert not found


def test_tests_on_postgresql_stand_where_that_part_of_the_suite_looks() -> None:
    asks = re.compile(
        r"\b(?:servidor_postgresql|url_base|POSTGRESQL|mark\.postgresql|engine: Engine)\b"
    )
    elsewhere = [
        _name(path)
        for path in PYTHON
        if _name(path).startswith("tests/") and _name(path).count("/") > 1
        if not _name(path).startswith(("tests/integration/", "tests/browser/"))
        if path != Path(__file__) and asks.search(_text(path))
    ]
    assert elsewhere == []


def test_no_file_of_a_package_manager_that_holds_addresses_is_committed() -> None:
    names = {path.name for path in TRACKED}
    assert not names & {"uv.lock", ".npmrc", "package-lock.json", "yarn.lock", "poetry.lock"}


@pytest.mark.parametrize("name", ["Makefile", "Dockerfile"])
def test_what_installs_a_lock_resolves_nothing(name: str) -> None:
    # pip would ask the registry for the newest of what is wanted with an extra (decision 0015), and
    # the build would break on the day there is a newer one than the lock's.
    commands = _text(ROOT / name).replace("\\\n", " ").splitlines()
    installs = [command for command in commands if "--require-hashes" in command]
    assert installs
    assert all("--no-deps" in command for command in installs)


def test_nothing_is_left_for_later() -> None:
    found = {
        f"{_name(path)}: {match.group()}"
        for path in OURS
        for match in UNFINISHED.finditer(_text(path))
    }
    assert not found


@pytest.mark.parametrize("path", PYTHON, ids=_name)
def test_a_module_can_be_read_in_one_go(path: Path) -> None:
    assert len(_text(path).splitlines()) <= LONGEST_FILE


# A migration lists the columns of a table: it is as long as the table is wide.
@pytest.mark.parametrize(
    "path", [path for path in PYTHON if "versions" not in path.parts], ids=_name
)
def test_a_function_can_be_read_in_one_go(path: Path) -> None:
    long_functions = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(ast.parse(_text(path)))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    }
    assert not long_functions


def _defined_classes() -> dict[str, list[str]]:
    found = defaultdict[str, list[str]](list)
    for path in PYTHON:
        if _name(path).startswith("clientes_app/"):
            for node in ast.walk(ast.parse(_text(path))):
                if isinstance(node, ast.ClassDef):
                    found[node.name].append(_name(path))
    return found


def test_no_two_classes_share_a_name() -> None:
    # There were four `Puerta` and two `Mesa`: whoever read one took it for another.
    assert {name: where for name, where in _defined_classes().items() if len(where) > 1} == {}


def test_what_belongs_to_a_feature_lies_in_its_package() -> None:
    loose = [
        _name(path)
        for path in PYTHON
        if _name(path.parent) in {"clientes_app/services", "clientes_app/storage"}
    ]
    assert loose
    assert len(loose) <= MOST_LOOSE_MODULES


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(_text(path))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


def test_the_domain_knows_the_standard_library_and_one_library_more() -> None:
    domain = [path for path in PYTHON if _name(path).startswith("clientes_app/domain/")]
    foreign = {
        f"{_name(path)}: {name}"
        for path in domain
        for name in _imported(path) - ADMITTED_IN_DOMAIN - sys.stdlib_module_names
    }
    assert domain
    assert not foreign
