"""A preview whose rows are judged by two is the preview of one."""

import errno
import io
import multiprocessing
import os
import pickle
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine

from clientes_app.judging.rows import Juzgar, en_lotes, juzgar, validar_filas
from clientes_app.readers.csv.dialect import detectar
from clientes_app.services.carga import helper, procesos, shared_judging
from clientes_app.services.carga.read_ahead import Pedido
from clientes_app.services.carga.shared_judging import juzgando
from clientes_app.services.context import Actor, contexto_de_reglas
from clientes_app.storage.db.engine import abrir
from tests.integration.pasos_procesos import un_archivo, varios

FILAS = 9_000
CONTEXTO = contexto_de_reglas("")
NOMBRE = "clientes.csv"


@pytest.fixture
def con_ayuda(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have help however small the file and however few the processors."""
    monkeypatch.setattr(helper, "hay", lambda: True)
    monkeypatch.setattr(shared_judging, "MINIMO_DE_BYTES", 0)


def _archivo() -> bytes:
    """All kinds of rows: faulty, mended, said twice with the same and with other data."""
    filas = varios(FILAS, malos=2_000)
    for i in range(0, FILAS, 7):
        filas[i]["nombre"] = f"  Peña & Núñez {i} "
    return un_archivo(filas + filas[-40:] + [fila | {"calle": "Otra"} for fila in filas[:40]])


@contextmanager
def _reparto(engine: Engine, actor: Actor, contenido: bytes) -> Iterator[Juzgar]:
    proceso_id = procesos.recibir(engine, actor, NOMBRE, [contenido])
    pedido = Pedido(actor.cuenta_id, proceso_id, NOMBRE, CONTEXTO)
    dialecto = detectar(io.BytesIO(contenido), NOMBRE)
    with juzgando(engine, pedido, dialecto, tamano=len(contenido)) as reparto:
        yield reparto


@pytest.mark.usefixtures("con_ayuda")
def test_two_say_what_one_says(
    engine: Engine, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    contenido = _archivo()
    solo = list(validar_filas(io.BytesIO(contenido), NOMBRE, CONTEXTO))
    aqui: list[int] = []

    def contando(*args: object, **kwargs: object) -> object:
        filas = juzgar(*args, **kwargs)  # pyright: ignore[reportArgumentType, reportCallIssue]
        aqui.append(len(filas))
        return filas

    monkeypatch.setattr(shared_judging, "juzgar", contando)
    with _reparto(engine, actor, contenido) as reparto:
        de_dos = list(validar_filas(io.BytesIO(contenido), NOMBRE, CONTEXTO, juzgar_lote=reparto))
    assert de_dos == solo
    # Of the batches behind the first ones at most every second was judged here.
    primeros = shared_judging._PRIMEROS
    assert primeros <= len(aqui) <= primeros + (len(solo) - primeros + 1) // 2


@pytest.mark.parametrize("lee", [False, True])
def test_a_batch_is_left_only_to_who_has_read_everything(
    engine: Engine, actor: Actor, monkeypatch: pytest.MonkeyPatch, *, lee: bool
) -> None:
    """Who reads each answer at once is left every second batch, who does not only the first."""
    contenido = _archivo()
    proceso_id = procesos.recibir(engine, actor, NOMBRE, [contenido])
    pedido = Pedido(actor.cuenta_id, proceso_id, NOMBRE, CONTEXTO)
    dialecto = detectar(io.BytesIO(contenido), NOMBRE)
    entrada, salida = multiprocessing.Pipe(duplex=False)
    dichas: list[bytes] = []
    enviar = salida.send_bytes

    def enviar_y_leer(mensaje: bytes) -> None:
        # So little that all of them fit into the pipe.
        enviar(b".")
        dichas.append(mensaje)
        if lee:
            entrada.recv_bytes()

    monkeypatch.setattr(salida, "send_bytes", enviar_y_leer)
    # It would open one of its own, which ends with its process.
    monkeypatch.setattr(shared_judging.puerta, "abrir", lambda _url: engine)
    shared_judging._juzgar_lo_ajeno(salida, "", pedido, dialecto)
    cedidas = [i for i, dicha in enumerate(dichas) if dicha == pickle.dumps(None)]
    assert len(dichas) > 5
    assert cedidas == (list(range(0, len(dichas), 2)) if lee else [0])
    entrada.close()
    salida.close()


@pytest.mark.usefixtures("con_ayuda")
def test_without_an_answer_one_goes_on_alone(engine: Engine, actor: Actor) -> None:
    contenido = _archivo()
    dialecto = detectar(io.BytesIO(contenido), NOMBRE)
    lotes = list(en_lotes(io.BytesIO(contenido), dialecto))
    with _reparto(engine, actor, contenido) as reparto:
        (otro,) = multiprocessing.active_children()
        os.kill(otro.pid or 0, signal.SIGKILL)
        dichas = [reparto(registros) for registros in lotes]
    assert dichas == [juzgar(registros, CONTEXTO) for registros in lotes]


@pytest.mark.usefixtures("con_ayuda")
def test_where_no_process_can_be_started_one_goes_on_alone(
    engine: Engine, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sin_memoria(_proceso: object) -> None:
        raise OSError(errno.ENOMEM, "No memory")

    monkeypatch.setattr("multiprocessing.context.ForkServerProcess.start", sin_memoria)
    contenido = _archivo()
    proceso_id = procesos.recibir(engine, actor, NOMBRE, [contenido])
    vista = procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
    assert vista is not None
    assert vista.es_cargable
    assert vista.filas == FILAS + 80


@pytest.mark.usefixtures("con_ayuda")
def test_what_helps_ends_with_the_preview(engine: Engine, actor: Actor) -> None:
    with _reparto(engine, actor, _archivo()):
        (otro,) = multiprocessing.active_children()
        assert otro.is_alive()
    assert not otro.is_alive()


@pytest.mark.usefixtures("con_ayuda")
def test_a_helper_that_finds_no_database_says_nothing() -> None:
    engine = abrir("postgresql://nadie@127.0.0.1:1/nada")
    contenido = _archivo()
    dialecto = detectar(io.BytesIO(contenido), NOMBRE)
    registros = next(en_lotes(io.BytesIO(contenido), dialecto))
    with juzgando(
        engine, Pedido(1, 1, NOMBRE, CONTEXTO), dialecto, tamano=len(contenido)
    ) as reparto:
        for _ in range(6):
            assert reparto(registros) == juzgar(registros, CONTEXTO)
    engine.dispose()


@pytest.mark.usefixtures("con_ayuda")
def test_a_quote_that_never_closes_refuses_the_file_all_the_same(
    engine: Engine, actor: Actor
) -> None:
    proceso_id = procesos.recibir(engine, actor, NOMBRE, [_archivo() + b'"sin cerrar,,,\n'])
    vista = procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
    assert vista is not None
    assert vista.motivo is not None
    assert vista.motivo.codigo == "comilla_sin_cerrar"
    assert procesos.problemas(engine, actor.cuenta_id, proceso_id).total == 0


def test_the_preview_and_its_findings_are_the_same(
    engine: Engine, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    contenido, vistas = _archivo(), []
    for hay in (False, True):
        monkeypatch.setattr(helper, "hay", lambda hay=hay: hay)
        monkeypatch.setattr(shared_judging, "MINIMO_DE_BYTES", 0)
        proceso_id = procesos.recibir(engine, actor, NOMBRE, [contenido])
        vista = procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
        hallados = list(procesos.cada_problema(engine, actor.cuenta_id, proceso_id))
        vistas.append((vista, hallados))
    assert vistas[0] == vistas[1]
    assert vistas[0][0].rechazadas > 0
