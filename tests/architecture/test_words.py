"""One word for one idea in all that a user reads."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guia.md"
SCRIPTS = sorted((ROOT / "assets").rglob("*.js"))
MODULES = sorted((ROOT / "clientes_app").rglob("*.py"))

NAME = re.compile(r"[a-z0-9_./-]+")
FORBIDDEN = {
    r"\bligas?\b": "enlace",
    r"\bopr[ií]m": "presione",
    r"\bcorreos?\b": "e-mail",
    r"\blo suyo\b": "lo mío",
    r"\bcatálogo fiscal\b": "Clientes",
    r"\bmi cuenta\b": "Mi perfil, or Cuenta",
}


def _docstrings(tree: ast.AST) -> set[int]:
    """The texts that stand alone: what is said to whoever reads the code, in English."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def _texts(path: Path) -> list[str]:
    """What a module may show: every text but the docstrings and names in lower case."""
    tree = ast.parse(path.read_text("utf-8"))
    apart = _docstrings(tree)
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in apart
        if not NAME.fullmatch(node.value)
    ]


def _found(text: str) -> dict[str, str]:
    return {
        match.group(): instead
        for word, instead in FORBIDDEN.items()
        for match in re.finditer(word, text, re.IGNORECASE)
    }


def test_no_module_says_a_word_that_has_another_for_it() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {text!r}": words
        for path in MODULES
        for text in _texts(path)
        if (words := _found(text))
    }
    assert not found


@pytest.mark.parametrize("path", [GUIDE, *SCRIPTS], ids=lambda path: path.name)
def test_neither_the_guide_nor_a_script_does(path: Path) -> None:
    assert not _found(path.read_text("utf-8"))
