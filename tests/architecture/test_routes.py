"""Every address stands in `clientes_app/routes.py`, and there alone."""

import ast
import re
from pathlib import Path

from clientes_app import routes

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "clientes_app"
ADDRESS = re.compile(r"/[a-z_][a-z0-9_-]*(?:/|\?|$)")
# What the page asks for by the name that a file of ours has.
FILES = {f"/{path.relative_to(ROOT / 'assets').as_posix()}" for path in ROOT.glob("assets/**/*.*")}
ADDRESSES = {
    value for name, value in vars(routes).items() if name.isupper() and isinstance(value, str)
}
FIRST_PARTS = {f"/{address.split('/')[1]}" for address in ADDRESSES if address.startswith("/")}


def _spells_an_address(text: str, *, begins: bool) -> bool:
    """Whether a text is one, or, behind something else in an f-string, goes on like one of ours."""
    if not ADDRESS.match(text) or text in FILES:
        return False
    return begins or f"/{re.split('[/?]', text)[1]}" in FIRST_PARTS


def _spelled(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    behind = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in node.values[1:]
    }
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if _spells_an_address(node.value, begins=id(node) not in behind)
    }


def test_no_other_module_spells_an_address() -> None:
    spelled = {
        f"{path.relative_to(ROOT)}: {text}"
        for path in PACKAGE.rglob("*.py")
        if path.name != "routes.py"
        for text in _spelled(path)
    }
    assert not spelled


def test_no_address_has_two_names() -> None:
    of_pages = [
        value
        for name, value in vars(routes).items()
        if name.isupper() and name != "INICIO" and isinstance(value, str)
    ]
    assert len(of_pages) == len(set(of_pages))


def test_parts_are_put_where_the_pattern_has_them() -> None:
    assert routes.proceso(7) == routes.PROCESO.replace("[proceso]", "7")
    assert routes.rechazados_csv(7) == "/descargas/procesos/7/rechazados.csv"
    assert routes.archivo_original(7) == "/descargas/procesos/7/original"


def test_what_comes_from_a_browser_cannot_leave_its_parameter() -> None:
    assert routes.entrar(destino="/a?b=1&c=ñ#d") == "/entrar?destino=%2Fa%3Fb%3D1%26c%3D%C3%B1%23d"
    assert routes.enlace("a&b=c") == "/enlace?t=a%26b%3Dc"
