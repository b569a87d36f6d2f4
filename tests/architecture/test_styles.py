"""Every class of the style sheets is one that a page has: a renamed one would leave it bare."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHEETS = sorted((ROOT / "assets").glob("*.css"))
SOURCES = [
    *(ROOT / "clientes_app").rglob("*.py"),
    *(ROOT / "assets").rglob("*.js"),
]
TEXT = "\n".join(p.read_text("utf-8") for p in SOURCES)
WORDS = set(re.findall(r"[A-Za-z][\w-]*", TEXT))
# f"mensaje-{tono}", "c-" + campo: a class of two parts, of which the second is a word of its own.
COMPOSED = re.findall(r"([a-z]+-)(?:\{|\" \+)", TEXT)
# Given by Radix, Reflex and their libraries to what they draw.
FOREIGN = re.compile(r"(rt|radix|lucide|sonner)-|(light|dark|light-theme|dark-theme)$")


def _classes(sheet: Path) -> set[str]:
    text = re.sub(
        r"/\*.*?\*/|url\([^)]*\)|\"[^\"]*\"", "", sheet.read_text("utf-8"), flags=re.DOTALL
    )
    selectors = re.sub(r"\{[^{}]*\}", "{}", text)
    return set(re.findall(r"\.([a-z][\w-]*)", selectors))


def _is_known(name: str) -> bool:
    parts = (name.removeprefix(prefix) for prefix in COMPOSED if name.startswith(prefix))
    return name in WORDS or bool(FOREIGN.match(name)) or any(part in WORDS for part in parts)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_class_is_one_that_a_page_has(sheet: Path) -> None:
    assert not {name for name in _classes(sheet) if not _is_known(name)}
