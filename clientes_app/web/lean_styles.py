"""The rules of Radix's style sheet for components that stand on no page are not sent.

Radix gives all of its components in one sheet, a tenth of what a first visit would load.
"""

import re
from collections.abc import Iterator
from typing import Final

UNUSED: Final = (
    *("Avatar", "Badge", "BaseCard", "Callout", "Card", "CheckboxCards", "CheckboxGroup"),
    *("CheckboxRoot", "Code", "Container", "DataList", "HoverCard", "IconButton", "Inset", "Kbd"),
    *("RadioCards", "RadioGroup", "Section", "Separator", "Skeleton", "Slider", "Switch"),
    *("TabNav", "Table", "Tabs", "TextArea", "TextField", "ThemePanel", "Tooltip"),
)
"""How the classes of those components begin; a test holds that no page has one."""

_CLASS = re.compile(rf"\.rt-(?:{'|'.join(UNUSED)})")
_TOKEN = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|[{}]")
_GROUP = ("@media", "@supports", "@layer", "@container")
_IN_PARENTHESES = re.compile(r"\([^()]*\)")


def without_unused(css: str) -> str:
    """Return a sheet without the rules that only those components need."""
    return "".join(_kept(css))


def _kept(css: str) -> Iterator[str]:
    end = 0
    for begin, opens, closes in _blocks(css):
        end = closes + 1
        before, semicolon, prelude = css[begin:opens].rpartition(";")
        yield before + semicolon
        body = css[opens + 1 : closes]
        if prelude.startswith(_GROUP):
            body = without_unused(body)
            prelude = prelude if body else ""
        elif not prelude.startswith("@"):
            prelude = ",".join(one for one in _selectors(prelude) if not _is_unused(one))
        if prelude:
            yield f"{prelude}{{{body}}}"
    yield css[end:]


def _blocks(css: str) -> Iterator[tuple[int, int, int]]:
    """Give of each outer block where what stands before it begins, where it opens and closes."""
    begin, opens, depth = 0, 0, 0
    for token in _TOKEN.finditer(css):
        if token[0] == "{":
            opens = opens if depth else token.start()
            depth += 1
        elif token[0] == "}":
            depth -= 1
            if depth == 0:
                yield begin, opens, token.start()
                begin = token.end()


def _selectors(prelude: str) -> Iterator[str]:
    depth, begin = 0, 0
    for place, letter in enumerate(prelude):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            yield prelude[begin:place]
            begin = place + 1
    yield prelude[begin:]


def _is_unused(selector: str) -> bool:
    """Whether one of those must be there; in parentheses may stand that it must not."""
    while (outer := _IN_PARENTHESES.sub("", selector)) != selector:
        selector = outer
    return bool(_CLASS.search(selector))
