"""Where the log of what serves goes, and what is said when Prometheus cannot be answered."""

import logging
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from clientes_app.cli import serve
from clientes_app.cli.common import log_of_service
from clientes_app.cli.program import CommandError
from clientes_app.cli.supervisor import NoSeSostiene, _Hijo
from clientes_app.config import settings


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("CLIENTES_DATOS", str(tmp_path))
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def _own_root_logger() -> Iterator[None]:
    """Leave the handlers of pytest as they were."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    root.handlers.clear()
    yield
    for handler in root.handlers:
        handler.close()
    root.handlers[:] = before
    root.setLevel(level)


@pytest.mark.usefixtures("_own_root_logger")
@pytest.mark.parametrize("where", ["archivos", "terminal"])
def test_the_log_is_in_one_place(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    monkeypatch.setenv("CLIENTES_LOG_SALIDA", where)
    monkeypatch.setenv("CLIENTES_LOG", "json")
    log_of_service("web")
    logging.getLogger("clientes_app.x").warning("Something")
    file = tmp_path / "registro" / "web.log"
    written = {"archivos": file.read_text() if file.exists() else ""}
    written["terminal"] = capsys.readouterr().err
    said = written.pop(where)
    assert '"part": "web"' in said
    assert '"message": "Something"' in said
    assert set(written.values()) == {""}


def test_without_a_folder_a_child_speaks_on_our_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    child = _Hijo("eco", [sys.executable, "-c", "print('hola')"], None)
    child.arrancar()
    assert child.proceso is not None
    child.proceso.wait()
    assert capfd.readouterr().err == "hola\n"
    assert "las líneas de arriba" in str(NoSeSostiene("eco", None))


@pytest.mark.parametrize("part", ["web", "worker"])
def test_an_address_of_prometheus_that_is_taken_is_told(
    monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    monkeypatch.setattr(serve, "_PACIENCIA_CON_EL_PUERTO", 0.0)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        of_web = port - serve._METRICAS_DE[part]
        monkeypatch.setenv("CLIENTES_METRICAS", f"127.0.0.1:{of_web}")
        with pytest.raises(CommandError, match=f"«{part}».*puerto {port}.*CLIENTES_METRICAS"):
            serve._exigir_metricas_libres(part)
    serve._exigir_metricas_libres(part)
