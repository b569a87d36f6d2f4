"""A copy of the built front end whose addresses begin with a sub-path."""

import gzip
import stat
from pathlib import Path

import pytest

from clientes_app.config import Settings, read_settings
from clientes_app.web import subpath
from clientes_app.web.build_patches import PatchImpossible

PAGE = (
    '<link href="/favicon.svg"/><script src="/entrada.js"></script><a href="/entrar">'
    '<script>window.__reactRouterContext = {"basename":"/","ssr":false}</script>'
    '<script type="module">import "/assets/root-1.js"</script>'
)


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a build as it is known."""
    web = tmp_path / "web"
    static = web / "build" / "client"
    (static / "assets").mkdir(parents=True)
    (web / "backend").mkdir()
    (web / "huella.txt").write_text("1")
    (static / "entrar.html").write_text(PAGE)
    (static / "entrar.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    (static / "entrar.html.br").write_bytes(b"compressed otherwise")
    (static / "shell.css").write_text('src: url("/fuentes/inter.woff2")')
    (static / "assets" / "root-1.js").write_text("a(`/favicon.svg`,`/entrar`,`/c/x/catalogos`)")
    (static / "assets" / "reflex-env-1.js").write_text('e={EVENT:l+location.host+"/_event"}')
    monkeypatch.setenv("CLIENTES_WEB", str(web))
    return static


def _settings(tmp_path: Path, url: str = "https://h/mx") -> Settings:
    return read_settings({"CLIENTES_DATOS": str(tmp_path / "datos"), "CLIENTES_URL": url})


def test_files_and_server_are_found_below_it_and_pages_by_the_router(
    built: Path, tmp_path: Path
) -> None:
    settings = _settings(tmp_path)
    subpath.prepare(settings)
    copy = subpath.served_folder(settings) / "build" / "client"
    page = (copy / "entrar.html").read_text()
    assert page == (
        PAGE.replace('"/favicon', '"/mx/favicon')
        .replace('"/entrada.js', '"/mx/entrada.js')
        .replace('"/assets', '"/mx/assets')
        .replace('"basename":"/"', '"basename":"/mx"')
    )
    assert gzip.decompress((copy / "entrar.html.gz").read_bytes()).decode() == page
    assert not (copy / "entrar.html.br").exists()
    assert (copy / "shell.css").read_text() == 'src: url("/mx/fuentes/inter.woff2")'
    script = (copy / "assets" / "root-1.js").read_text()
    assert script == "a(`/mx/favicon.svg`,`/entrar`,`/c/x/catalogos`)"
    environment = (copy / "assets" / "reflex-env-1.js").read_text()
    assert environment == 'e={EVENT:l+location.host+"/mx/_event"}'
    assert stat.S_IMODE((copy / "entrar.html").stat().st_mode) == 0o600
    assert (built / "entrar.html").read_text() == PAGE


def test_there_is_one_copy_and_it_is_made_once(built: Path, tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    subpath.prepare(settings)
    made = subpath.served_folder(settings)
    (made / "kept").touch()
    subpath.prepare(settings)
    assert (made / "kept").exists()
    other = _settings(tmp_path, "https://h/otra")
    subpath.prepare(other)
    assert list(made.parent.iterdir()) == [subpath.served_folder(other)]


def test_without_a_subpath_the_build_is_served(built: Path, tmp_path: Path) -> None:
    settings = _settings(tmp_path, "https://h")
    subpath.prepare(settings)
    assert subpath.served_folder(settings) / "build" / "client" == built
    assert not settings.datos.exists()


def test_notes_are_written_beside_a_build_that_cannot_be_written(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (built.parents[1] / "backend" / "upload_is_used").touch()
    monkeypatch.setattr(subpath.os, "access", lambda *_: False)
    settings = _settings(tmp_path, "https://h")
    subpath.prepare(settings)
    served = subpath.served_folder(settings)
    assert (served / "build" / "client").resolve() == built
    assert (served / "build" / "client" / "entrar.html").read_text() == PAGE
    assert (served / "backend" / "upload_is_used").is_file()
    assert not (served / "backend").is_symlink()
    assert stat.S_IMODE((built / "entrar.html").stat().st_mode) != 0o600


@pytest.mark.parametrize("name", ["entrar.html", "assets/reflex-env-1.js"])
def test_a_build_that_is_not_as_it_was_known_is_refused(
    built: Path, tmp_path: Path, name: str
) -> None:
    (built / name).write_text("otherwise")
    settings = _settings(tmp_path)
    with pytest.raises(PatchImpossible):
        subpath.prepare(settings)
    assert not subpath.served_folder(settings).exists()
