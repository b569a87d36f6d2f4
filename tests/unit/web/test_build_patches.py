"""What is changed in the built files before they are compressed."""

from pathlib import Path

import pytest

from clientes_app.web.build_patches import PatchImpossible, patch_built_files, relative_addresses

ENTORNO = (
    'var e={PING:"http://localhost:8000/ping",EVENT:`ws://localhost:8000/_event`,T:`websocket`}'
)


@pytest.fixture
def estaticos(tmp_path: Path) -> Path:
    """Files as a build leaves them."""
    activos = tmp_path / "assets"
    activos.mkdir()
    (activos / "reflex-env-abc.js").write_text(ENTORNO)
    (activos / "state-abc.js").write_text(
        "e.append(`A new version of this app is available.`);b.textContent=`Reload`"
    )
    return tmp_path


def test_addresses_come_from_the_page() -> None:
    """Whatever host, port and scheme the page was loaded by."""
    codigo = relative_addresses(ENTORNO)
    assert "localhost" not in codigo
    assert '(location.protocol=="https:"?"wss:":"ws:")+"//"+location.host+"/_event"' in codigo
    assert "`websocket`" in codigo


def test_no_english_stays(estaticos: Path) -> None:
    """The framework's own notice about a new version is in Spanish."""
    patch_built_files(estaticos)
    codigo = (estaticos / "assets" / "state-abc.js").read_text()
    assert (
        codigo == "e.append(`Hay una versión nueva de la aplicación.`);b.textContent=`Actualizar`"
    )


@pytest.mark.parametrize("falta", ["reflex-env-abc.js", "state-abc.js"])
def test_unknown_build_is_refused(estaticos: Path, falta: str) -> None:
    """A new version of Reflex that builds otherwise is noticed when building, not by a user."""
    (estaticos / "assets" / falta).unlink()
    with pytest.raises(PatchImpossible):
        patch_built_files(estaticos)
