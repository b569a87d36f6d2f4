"""What of Radix's style sheet is not sent."""

import re
from pathlib import Path

import pytest

from clientes_app.web.lean_styles import UNUSED, without_unused

ROOT = Path(__file__).resolve().parents[3]
SOURCES = "\n".join(p.read_text("utf-8") for p in (ROOT / "clientes_app").rglob("*.py"))

CALLED = {"TextField": "input", "RadioGroup": "(?:radio|radio_group)"}


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".rt-Badge{color:red}.rt-Link{color:blue}", ".rt-Link{color:blue}"),
        (".rt-Link,.rt-BadgeX:hover{a:b}", ".rt-Link{a:b}"),
        (".rt-Link:where(.rt-Badge .x,.y){a:b}", ".rt-Link:where(.rt-Badge .x,.y){a:b}"),
        (".rt-Link:is(:not(.a,.b)) .rt-Kbd{a:b}.c{d:e}", ".c{d:e}"),
        ("@media (width>1px){.rt-Kbd{a:b}.c{d:e}}", "@media (width>1px){.c{d:e}}"),
        ("@media (width>1px){@supports (a:b){.rt-Kbd{a:b}}}.c{d:e}", ".c{d:e}"),
        ("@keyframes rt-x{0%{a:b}to{c:d}}", "@keyframes rt-x{0%{a:b}to{c:d}}"),
        ("@layer a;.rt-Kbd{a:b}@layer b;.c{d:e}", "@layer a;@layer b;.c{d:e}"),
        ('.c{content:"}.rt-Kbd{"}.rt-Kbd{a:b}', '.c{content:"}.rt-Kbd{"}'),
        (".c{d:e;&:hover{f:g}}", ".c{d:e;&:hover{f:g}}"),
        ("", ""),
    ],
)
def test_only_what_unused_components_need_goes(css: str, kept: str) -> None:
    assert without_unused(css) == kept


@pytest.mark.parametrize("name", UNUSED)
def test_no_page_has_a_component_whose_rules_are_not_sent(name: str) -> None:
    """`rx.data_list` and all of its parts, by the name that Reflex gives it."""
    stem = name.removeprefix("Base").removesuffix("Root")
    called = CALLED.get(name) or re.sub(r"(?<!^)(?=[A-Z])", "_", stem).lower()
    assert not re.search(rf"\brx\.{called}\b", SOURCES)
    assert f"rt-{name}" not in SOURCES
