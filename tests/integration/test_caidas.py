"""Workers killed with -9 at random moments: what is stored equals an undisturbed load.

The full measure, with the whole tree and 40 deaths, is `python -m bench.caidas`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bench.caidas import ensayar
from bench.caidas_instalacion import Instalacion, instalacion
from clientes_app.config import ajustes
from clientes_app.jobs import sistema
from clientes_app.jobs.encolador import conectar
from clientes_app.services import cola
from tests.ordenes import abrir_consola, olvidar


@pytest.fixture
def casa(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url_base: str) -> Iterator[Instalacion]:
    """Give a worker that can be killed, and queues through which it gets its work."""
    abrir_consola(monkeypatch, tmp_path / "datos", url_base)
    (tmp_path / "datos").mkdir()
    sistema.migrar(ajustes())
    conexion = conectar(ajustes())
    with instalacion(tmp_path / "datos", url_base, parte="worker") as nueva:
        yield nueva
    cola.usar(None)
    conexion.cerrar()
    olvidar()


def test_killed_at_any_moment_every_row_is_stored_once(motor: Engine, casa: Instalacion) -> None:
    resultado = ensayar(motor, casa, filas=5_000, muertes=8)

    assert resultado.faltas == []
    assert resultado.muertes.total() == 8
    assert resultado.acabadas < 8
