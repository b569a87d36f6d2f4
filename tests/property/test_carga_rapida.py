"""Whole files take the fast way and the slow one to the same end: clean, soiled, 40 % faulty."""

import json
import random
from datetime import date
from pathlib import Path

import pytest

from bench.archivos import escribir
from clientes_app.domain import cliente as regla
from clientes_app.domain import codigo_postal, correo
from clientes_app.domain.cliente import Contexto, DatosCliente, Validacion, callada, explicar
from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.rfc import structure
from clientes_app.judging.rows import Fila, validar_filas
from clientes_app.services.clientes.demo import filas_inventadas
from clientes_app.storage.clientes.derived import json_completo

HOY = Contexto(date(2026, 11, 25), "64000")
FILAS = 3_000
SUCIO = (
    lambda t: f" {t}",
    lambda t: t.lower(),
    lambda t: t.title().replace("A", "Á", 1),
    lambda t: f"{t}\u00a0",
    lambda t: f"{t} S.A. DE C.V.",
    lambda t: f"'={t}",
    lambda t: f'{t}"',
    lambda t: f"{t}\\",
    lambda t: f"{t}&amp;CÍA",
    lambda t: f"{t}%s",
    lambda t: f"Ã±{t}",
    lambda t: f"{t}|",
)


def _juzgadas(ruta: Path) -> list[Fila]:
    with ruta.open("rb") as archivo:
        return [fila for lote in validar_filas(archivo, "a.csv", HOY) for fila in lote.filas]


def _sin_atajos(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be accepted at a glance."""
    monkeypatch.setattr(regla.rapida, "tal_cual", lambda *_: None)
    monkeypatch.setattr(regla.rapida, "es_callado_el_resto", lambda *_: False)
    for modulo in (structure, correo, codigo_postal):
        monkeypatch.setattr(modulo, "es_callado", lambda *_: False)


@pytest.mark.parametrize("malas", [0.0, 0.4])
def test_a_file_is_judged_the_same_without_the_fast_ways(
    malas: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ruta = tmp_path / "a.csv"
    escribir(ruta, FILAS, malas=malas)
    rapidas = _juzgadas(ruta)
    _sin_atajos(monkeypatch)
    assert _juzgadas(ruta) == rapidas
    assert sum(fila.datos is None for fila in rapidas) == pytest.approx(FILAS * malas, abs=150)


def test_soiled_rows_are_judged_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    azar = random.Random(5)
    calladas = 0
    dichas: list[tuple[list[str], Validacion]] = []
    for datos in filas_inventadas(FILAS, semilla=9):
        fila = list(datos)
        if azar.random() < 0.7:
            lugar = azar.choice([i for i, valor in enumerate(fila) if valor or azar.random() < 0.1])
            fila[lugar] = azar.choice(SUCIO)(fila[lugar])
        rapido = callada(fila, HOY)
        calladas += rapido is not None
        dichas.append((fila, explicar(fila, HOY)))
        assert rapido is None or (rapido, ()) == dichas[-1][1]
    assert calladas > FILAS / 4
    _sin_atajos(monkeypatch)
    assert [explicar(fila, HOY) for fila, _ in dichas] == [dicho for _, dicho in dichas]


def test_the_mould_of_the_history_is_plain_json() -> None:
    azar = random.Random(6)
    for datos in filas_inventadas(FILAS // 3):
        fila = [
            azar.choice([valor, "", 'a"b', "a\\b", "%s %(x)s", "ñ\x01", "á"]) for valor in datos
        ]
        cliente = DatosCliente._make(fila)
        lleno = {campo: valor for campo, valor in zip(CAMPOS, fila, strict=True) if valor}
        assert json_completo(cliente) == json.dumps(
            lleno, ensure_ascii=False, separators=(",", ":")
        )
