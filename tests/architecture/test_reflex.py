"""What reaches into Reflex's insides stands in one module."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "clientes_app"
THE_ONE = PACKAGE / "ui" / "shell" / "reflex_internals.py"


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return {name for name in names if name.startswith("reflex")}


def test_only_one_module_imports_more_of_reflex_than_it_offers() -> None:
    found = {
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in PACKAGE.rglob("*.py")
        for name in _imported(path) - {"reflex"}
        if path != THE_ONE
    }
    assert not found
    assert _imported(THE_ONE) - {"reflex"}


def test_no_handler_writes_into_a_tab_without_asking_whose_it_is() -> None:
    # A handler that waits may wake in a tab that somebody else has opened anew: see `own_tab`.
    bare = [
        path
        for path in (PACKAGE / "ui").rglob("*.py")
        if "async with self:" in path.read_text("utf-8")
    ]
    assert not bare
