"""The whole tree of `clientes servir`, killed in ways that leave children without a parent."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.caidas_instalacion import Instalacion, esperar, instalacion, procesos_vivos
from clientes_app.storage.db.migrate import migrate


@pytest.fixture(scope="module")
def _instalada(construida: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instalacion]:
    assert construida.is_dir()
    datos = tmp_path_factory.mktemp("datos")
    url = f"sqlite:///{datos / 'clientes.sqlite3'}"
    migrate(url)
    with instalacion(datos, url) as nueva:
        nueva.arrancar()
        yield nueva


@pytest.fixture
def casa(_instalada: Instalacion) -> Instalacion:
    """The application, running; what a test before killed is back."""
    esperar(_instalada.esta_entera, "the application is not whole", pausa=0.1)
    return _instalada


@pytest.mark.parametrize("muertos", [("servir",), ("servir", "padre"), ("servir", "worker")])
def test_nobody_outlives_the_tree_and_the_port_is_free(
    casa: Instalacion, muertos: tuple[str, ...]
) -> None:
    """Else the next start would find its port in use, by a server of the version before."""
    todos = set(casa.blancos("todos"))
    assert len(todos) >= 4
    casa.matar(*muertos)
    esperar(lambda: not todos & procesos_vivos().keys(), "something outlives the tree", pausa=0.1)
    casa.arrancar()
    assert casa.responde()
    assert "en uso" not in (casa.datos / "dicho.txt").read_text("utf-8")


def test_who_forks_what_serves_has_no_database_open(casa: Instalacion) -> None:
    """SQLite's locks are not inherited, and what it believes to hold is."""
    (padre,) = casa.blancos("padre")
    abiertos = {entrada.readlink().name for entrada in Path(f"/proc/{padre}/fd").iterdir()}
    assert not [nombre for nombre in abiertos if ".sqlite3" in nombre]
    suyos = {
        entrada.readlink().name
        for hijo in casa.blancos("hijo")
        for entrada in Path(f"/proc/{hijo}/fd").iterdir()
    }
    assert "clientes.sqlite3" in suyos


def test_they_share_two_heaps(casa: Instalacion) -> None:
    """Else what each thread has freed grows for an hour."""
    for hijo in (*casa.blancos("web"), *casa.blancos("worker")):
        dicho = Path(f"/proc/{hijo}/environ").read_bytes().split(b"\0")
        assert b"MALLOC_ARENA_MAX=2" in dicho


def test_children_come_back_by_themselves(casa: Instalacion) -> None:
    """Killed with its children, what serves the pages is started again, on the same port."""
    antes = set(casa.blancos("web")) | set(casa.blancos("worker"))
    casa.matar("padre", "worker")
    esperar(lambda: not antes & procesos_vivos().keys(), "a child is left over", pausa=0.1)
    esperar(casa.responde, "the pages do not come back", pausa=0.1)
    esperar(lambda: len(casa.blancos("worker")) == 1, "the worker does not come back", pausa=0.1)
    assert casa.raiz is not None
    assert casa.raiz.poll() is None
