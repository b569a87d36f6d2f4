"""What a process of its own reads ahead is what the worker would have read itself."""

import io
import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from clientes_app.judging.rows import Fila
from clientes_app.readers.motivos import NoCargableError
from clientes_app.services.carga import helper, procesos, read_ahead
from clientes_app.services.carga.read_ahead import LecturaRota, Pedido, leyendo
from clientes_app.services.context import Actor, contexto_de_reglas
from clientes_app.storage.clientes.derived import renglon
from clientes_app.storage.db.base import SinConexion
from clientes_app.storage.db.engine import abrir
from tests.integration.pasos_procesos import (
    FILAS,
    almacenado,
    cargar,
    en_espera,
    un_archivo,
    varios,
)

Desde = Callable[[int], None]
SIEMPRE, NUNCA = 0, 1_000_000


@pytest.fixture
def adelantada(monkeypatch: pytest.MonkeyPatch) -> Desde:
    """Read ahead however small the file; give the switch for the number of rows."""

    def desde(filas: int) -> None:
        monkeypatch.setattr(read_ahead, "MINIMO_DE_FILAS", filas)

    monkeypatch.setattr(helper, "hay", lambda: True)
    desde(SIEMPRE)
    return desde


def _pedido(engine: Engine, actor: Actor, contenido: bytes) -> Pedido:
    proceso_id = procesos.recibir(engine, actor, "clientes.csv", [contenido])
    return Pedido(actor.cuenta_id, proceso_id, "clientes.csv", contexto_de_reglas(""))


def _leidas(engine: Engine, pedido: Pedido) -> list[Fila]:
    with leyendo(engine, pedido, filas=FILAS) as tandas:
        todas = list(tandas)
    for tanda in todas:
        for fila in tanda.salvo(()):
            hecho = tanda.buenas.get(fila.linea)
            assert hecho is None or (fila.datos is not None and hecho == renglon(fila.datos))
    return [fila for tanda in todas for fila in tanda.salvo(())]


def test_the_rows_are_the_same(engine: Engine, actor: Actor, adelantada: Desde) -> None:
    filas = varios(FILAS, malos=300)
    filas[1_000]["nombre"] = "Peña & Núñez"
    # Said again by rows of the helper's: its own ones, and the first ones, which the worker judged.
    for otra in (-1, 400):
        filas += [filas[otra], filas[otra - 1] | {"calle": "Otra"}]
    pedido = _pedido(engine, actor, un_archivo(filas))
    de_otro = _leidas(engine, pedido)
    adelantada(NUNCA)
    assert de_otro == _leidas(engine, pedido)
    assert len(de_otro) == FILAS + 4
    ultimas = de_otro[-4:]
    assert [fila.repetida for fila in ultimas] == [True, False, True, False]
    assert [fila.es_valida for fila in ultimas] == [True, False, True, False]


def test_why_a_file_is_refused_is_the_same(engine: Engine, actor: Actor, adelantada: Desde) -> None:
    pedido = _pedido(engine, actor, un_archivo(varios(2_500)) + b'"sin cerrar,,,\n')
    motivos = []
    for desde in (SIEMPRE, NUNCA):
        adelantada(desde)
        with pytest.raises(NoCargableError) as error:
            _leidas(engine, pedido)
        motivos.append(error.value.motivo)
    assert motivos[0] == motivos[1]


@pytest.mark.usefixtures("adelantada")
@pytest.mark.parametrize("donde", ["sqlite:///{}", "postgresql://nadie@127.0.0.1:1/{}"])
def test_what_the_database_did_wrong_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, donde: str
) -> None:
    engine = abrir(donde.format(tmp_path))
    pedido = Pedido(1, 1, "clientes.csv", contexto_de_reglas(""))
    with pytest.raises(SinConexion), leyendo(engine, pedido, filas=FILAS):
        pass
    # Now it is the helper alone who meets it.
    contenido = io.BytesIO(un_archivo(varios(FILAS)))
    monkeypatch.setattr(read_ahead, "abrir", lambda *_de_que: contenido)
    with leyendo(engine, pedido, filas=FILAS) as tandas:
        assert next(tandas).lineas()
        with pytest.raises(SinConexion):
            list(tandas)
    engine.dispose()


@pytest.mark.usefixtures("adelantada")
def test_the_reader_ends_with_whoever_takes_its_rows(engine: Engine, actor: Actor) -> None:
    pedido = _pedido(engine, actor, un_archivo(varios(FILAS)))
    with leyendo(engine, pedido, filas=FILAS) as tandas:
        next(tandas)
        (lector,) = multiprocessing.active_children()
    assert not lector.is_alive()


@pytest.mark.usefixtures("adelantada", "transacciones_cortas")
def test_a_killed_reader_is_one_attempt_and_loses_nothing(engine: Engine, actor: Actor) -> None:
    # So large that it cannot all lie in the pipe.
    proceso_id = en_espera(engine, actor, varios(3 * FILAS))

    def matar(hechas: int, _todas: int) -> None:
        if hechas >= 2_000:
            for lector in multiprocessing.active_children():
                os.kill(lector.pid or 0, signal.SIGKILL)

    hecho = procesos.ejecutar(engine, proceso_id, al_avanzar=matar)
    assert hecho is procesos.Desenlace.FALLIDO
    assert 2_000 <= len(almacenado(engine, actor.cuenta_id)) < 3 * FILAS
    hecho = procesos.ejecutar(engine, proceso_id)
    assert hecho is procesos.Desenlace.TERMINADO
    assert procesos.detalle(engine, actor.cuenta_id, proceso_id).creados == 3 * FILAS
    assert len(almacenado(engine, actor.cuenta_id)) == 3 * FILAS


@pytest.mark.usefixtures("adelantada")
def test_a_broken_pipe_says_so(engine: Engine, actor: Actor) -> None:
    pedido = _pedido(engine, actor, un_archivo(varios(3 * FILAS)))
    with leyendo(engine, pedido, filas=FILAS) as tandas:
        next(tandas)
        (lector,) = multiprocessing.active_children()
        lector.kill()
        with pytest.raises(LecturaRota):
            list(tandas)


def test_loaded_is_the_same(engine: Engine, actor: Actor, adelantada: Desde) -> None:
    filas, guardados = varios(FILAS, malos=100), []
    for desde in (SIEMPRE, NUNCA):
        adelantada(desde)
        hecho = cargar(engine, actor, filas)
        guardados.append((hecho.creados, hecho.iguales, hecho.rechazados))
    assert guardados == [(FILAS - 100, 0, 100), (0, FILAS - 100, 100)]
