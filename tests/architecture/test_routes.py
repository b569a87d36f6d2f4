"""Every address stands in `clientes_app/routes.py`, and there alone.

Those of an account do not name it there. So a link to one goes through `ui/shell/links.py`: without
the account it would lead into whichever one the person used last, not the one of the page.
"""

import ast
import re
from pathlib import Path

import pytest

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


def test_the_bulk_load_has_an_address_for_each_kind_of_documents() -> None:
    assert routes.carga_de("facturas") == "/catalogos/clientes/carga-masiva?documentos=facturas"


def test_what_comes_from_a_browser_cannot_leave_its_parameter() -> None:
    assert routes.entrar(destino="/a?b=1&c=ñ#d") == "/entrar?destino=%2Fa%3Fb%3D1%26c%3D%C3%B1%23d"
    assert routes.enlace("a&b=c") == "/enlace?t=a%26b%3Dc"


OF_NO_ACCOUNT = {
    *(
        "INICIO",
        "ENTRAR",
        "ENLACE",
        "NO_ENCONTRADA",
        "SALUD",
        "SALUD_LISTO",
        "SUBIDAS",
        "EVENTS",
        "BUILT_FILES",
        "ICON",
    ),
    *("SESION_ENTRAR", "SESION_ENLACE", "SESION_SALIR", "SESION_SALIR_DE_TODAS"),
    "SESION_RESTAURAR",
    *("entrar", "enlace", "is_ours", "de_cuenta", "cuenta_en"),
    *("es_inicio", "le_falta_la_cuenta"),
}
OF_AN_ACCOUNT = {
    name
    for name, value in vars(routes).items()
    if (name.isupper() and isinstance(value, str))
    or getattr(value, "__module__", "") == routes.__name__
} - OF_NO_ACCOUNT
LEADS = {"rx.redirect", "rx.link", "rx.el.a", "PlainLink.create", "RedirectResponse"}
NAMES_THE_ACCOUNT = {"en_cuenta", "routes.de_cuenta", "de_cuenta"}


def _leads_astray(node: ast.AST) -> bool:
    """Whether an expression names an address of an account, or spells one, without the account."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) in NAMES_THE_ACCOUNT:
        return False
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value.startswith("/")
    if isinstance(node, ast.Name) and node.id in OF_AN_ACCOUNT:
        return True
    if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "routes":
        return node.attr in OF_AN_ACCOUNT
    return any(_leads_astray(child) for child in ast.iter_child_nodes(node))


def _astray(source: str) -> list[str]:
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in LEADS
        if any(
            _leads_astray(argument)
            for argument in (*node.args, *(k.value for k in node.keywords if k.arg == "href"))
        )
    ]


def test_every_link_to_something_of_an_account_names_the_account() -> None:
    assert not {
        f"{path.relative_to(ROOT)}: {link}"
        for path in PACKAGE.rglob("*.py")
        for link in _astray(path.read_text("utf-8"))
    }


@pytest.mark.parametrize(
    "source",
    [
        "rx.redirect(routes.CLIENTES)",
        "rx.redirect(CLIENTES, replace=True)",
        'rx.link("Procesos", href=routes.procesos(pagina + 1))',
        'rx.el.a("Ir", href=f"{CLIENTES}?q=ana")',
        'PlainLink.create("Ir", href="/catalogos/clientes")',
        'rx.link("Ver", href=rx.cond(hay, routes.proceso(uno), ""))',
    ],
)
def test_a_link_that_forgets_the_account_is_found(source: str) -> None:
    assert _astray(source) == [source.replace('"', "'")]


@pytest.mark.parametrize(
    "source",
    [
        "rx.redirect(en_cuenta(routes.CLIENTES))",
        'rx.link("Ver", href=en_cuenta(routes.proceso(uno)))',
        "rx.redirect(routes.entrar(destino=aqui))",
        'rx.link("Editar", href=fila.editar)',
    ],
)
def test_a_link_that_names_it_or_stays_on_its_page_is_right(source: str) -> None:
    assert _astray(source) == []


def test_an_address_of_an_account_is_taken_apart_and_put_together() -> None:
    for ruta in (routes.CLIENTES, routes.proceso(7), ""):
        assert routes.cuenta_en(routes.de_cuenta("norte", ruta)) == ("norte", ruta)
    for ruta in ("/", "/c", "/cx/norte", routes.CLIENTES, routes.ENTRAR):
        assert routes.cuenta_en(ruta) is None


def test_what_belongs_to_an_account_lacks_it_and_nothing_else_does() -> None:
    for name in OF_AN_ACCOUNT - {"CUENTA", "CUENTA_DE_ARCHIVOS"}:
        value = getattr(routes, name)
        if isinstance(value, str):
            assert routes.le_falta_la_cuenta(value), name
    for name in OF_NO_ACCOUNT:
        value = getattr(routes, name)
        if isinstance(value, str):
            assert not routes.le_falta_la_cuenta(value), name


def test_only_the_gate_reads_which_account_a_tab_is_in() -> None:
    """What else a page says of its address is as anybody makes it up: see the gate."""
    forged = re.compile(r"\.page\.params|page\.path|\.route_id|\.negocio\b|[\"']negocio[\"']")
    found = {
        path.relative_to(PACKAGE / "ui").as_posix()
        for path in (PACKAGE / "ui").rglob("*.py")
        if forged.search(path.read_text("utf-8"))
    }
    assert not found


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.name)
def test_what_is_taken_from_the_routes_is_there(path: Path) -> None:
    """For `ui` the type checker does not look: there it takes variables of states for mistakes."""
    taken = {
        node.attr
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        if isinstance(node.value, ast.Name) and node.value.id == "routes"
    }
    assert not {name for name in taken if not hasattr(routes, name)}
