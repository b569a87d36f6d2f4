"""Bulk loads that are stopped, stolen, killed, cancelled or undone."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from clientes_app.domain.columnas import CAMPOS
from clientes_app.judging.plan import Opciones
from clientes_app.services.acceso import cuentas
from clientes_app.services.carga import pace, procesos, upkeep
from clientes_app.services.carga.procesos import RunControl
from clientes_app.services.carga.runs import alone_in_account
from clientes_app.services.clientes import clientes
from clientes_app.services.context import Actor
from clientes_app.storage.db.process_lock import process_lock
from clientes_app.storage.db.tables import CAMBIO, CLIENTE
from tests.integration.pasos_procesos import (
    FILAS,
    almacenado,
    cargar,
    cuantos_hay,
    en_espera,
    poner,
    un_archivo,
    varios,
)


@pytest.mark.usefixtures("transacciones_cortas")
def test_interrupted_anywhere_ends_like_undisturbed(engine: Engine, actor: Actor) -> None:
    filas = varios(FILAS, malos=130)
    filas.append(filas[-1])
    otra = cuentas.crear(engine, "Otra").id
    entera = cargar(engine, Actor(otra, "Ana", "carga"), filas)
    proceso_id = en_espera(engine, actor, filas)
    corridas = 0
    desenlace = None
    while desenlace is not procesos.Outcome.DONE:
        avances: list[int] = []
        desenlace = procesos.ejecutar(
            engine,
            proceso_id,
            on_progress=lambda hechas, _todas, avances=avances: avances.append(hechas),
            control=RunControl(stop=lambda avances=avances: bool(avances)),
        )
        corridas += 1
        assert corridas < 10
        if corridas == 2:
            poner(engine, proceso_id, run_token="de quien murió")
    hecho = procesos.detalle(engine, actor.cuenta_id, proceso_id)

    assert corridas == 3
    assert almacenado(engine, actor.cuenta_id) == almacenado(engine, otra)
    for numero in ("filas", "creados", "actualizados", "iguales", "rechazados", "estado"):
        assert getattr(hecho, numero) == getattr(entera, numero)
    assert cuantos_hay(engine, CAMBIO) == cuantos_hay(engine, CLIENTE) == 2 * (FILAS - 130)
    assert cuentas.obtener(engine, actor.cuenta_id).clientes == FILAS - 130


def test_the_rows_that_come_last_end_the_process(
    engine: Engine, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "SECONDS", 600.0)
    proceso_id = en_espera(engine, actor, varios(FILAS, malos=3))
    vistos: list[tuple[int, procesos.Estado]] = []

    def mirar(hechas: int, _todas: int) -> None:
        vistos.append((hechas, procesos.detalle(engine, actor.cuenta_id, proceso_id).estado))

    procesos.ejecutar(engine, proceso_id, on_progress=mirar)
    assert vistos == [(FILAS, procesos.Estado.TERMINADO_CON_RECHAZOS)]


@pytest.mark.usefixtures("transacciones_cortas")
def test_who_was_only_slow_stores_nothing_more(engine: Engine, actor: Actor) -> None:
    proceso_id = en_espera(engine, actor, varios(FILAS))

    def robar(hechas: int, _todas: int) -> None:
        if hechas == 2_000:
            poner(engine, proceso_id, run_token="de quien vino después")

    assert procesos.ejecutar(engine, proceso_id, on_progress=robar) is procesos.Outcome.BUSY
    assert len(almacenado(engine, actor.cuenta_id)) == 2_000
    assert procesos.detalle(engine, actor.cuenta_id, proceso_id).filas_hechas == 2_000


def test_one_process_of_an_account_at_a_time(engine: Engine, actor: Actor) -> None:
    primero = en_espera(engine, actor, varios(3))
    segundo = en_espera(engine, actor, varios(3))
    hecho = cargar(engine, Actor(cuentas.crear(engine, "Otra").id, "Eva", "carga"), varios(3))
    ajeno = Actor(cuentas.crear(engine, "Una más").id, "Eva", "carga")

    with alone_in_account(engine, actor.cuenta_id) as lock:
        assert lock is not None
        assert not upkeep.is_account_free(engine, actor.cuenta_id)
        for proceso_id in (primero, segundo):
            assert procesos.ejecutar(engine, proceso_id) is procesos.Outcome.BUSY
            assert (
                procesos.seguir_deshaciendo(engine, actor.cuenta_id, proceso_id)
                is procesos.Outcome.BUSY
            )
        assert procesos.ejecutar(engine, hecho.id) is procesos.Outcome.DONE
        assert cargar(engine, ajeno, varios(3)).creados == 3
    assert upkeep.is_account_free(engine, actor.cuenta_id)
    assert procesos.ejecutar(engine, segundo) is procesos.Outcome.DONE


def test_what_waits_is_found_in_its_order(engine: Engine, actor: Actor) -> None:
    hecho = cargar(engine, actor, varios(3))
    primero = en_espera(engine, actor, varios(3))
    subido = procesos.recibir(engine, actor, "a.csv", [un_archivo(varios(3))])
    segundo = en_espera(engine, actor, varios(3))
    poner(engine, segundo, estado="procesando")
    procesos.pedir_deshacer(engine, actor, hecho.id)

    assert [
        (work.kind, work.proceso_id) for work in upkeep.waiting(engine, patience=timedelta(0))
    ] == [("vista", subido), ("carga", primero), ("carga", segundo), ("deshacer", hecho.id)]
    assert all(
        work.kind != "vista" for work in upkeep.waiting(engine, patience=timedelta(minutes=1))
    )


def test_a_lock_that_was_lost_ends_the_run(
    engine: Engine, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is lost where the server ends its connection, and then another run may begin."""
    proceso_id = en_espera(engine, actor, varios(3))
    clase = type(process_lock(engine, "cualquiera"))
    monkeypatch.setattr(clase, "is_held", lambda _lock: False)

    assert procesos.ejecutar(engine, proceso_id) is procesos.Outcome.BUSY
    assert almacenado(engine, actor.cuenta_id) == []


def test_a_file_that_kills_three_times_is_stopped(engine: Engine, actor: Actor) -> None:
    proceso_id = en_espera(engine, actor, varios(3))
    poner(engine, proceso_id, estado="procesando", intentos=3)

    assert procesos.ejecutar(engine, proceso_id) is procesos.Outcome.DONE
    hecho = procesos.detalle(engine, actor.cuenta_id, proceso_id)
    assert hecho.estado is procesos.Estado.NO_CARGADO
    assert "3 intentos" in hecho.motivo_mensaje
    assert "No se guardó nada" in hecho.motivo_mensaje
    assert almacenado(engine, actor.cuenta_id) == []


def test_a_file_whose_preview_kills_three_times_is_refused(engine: Engine, actor: Actor) -> None:
    proceso_id = procesos.recibir(engine, actor, "a.csv", [un_archivo(varios(3))])
    poner(engine, proceso_id, intentos=3)

    vista = procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
    assert vista is not None
    assert vista.motivo is not None
    assert vista.motivo.codigo == "demasiados_intentos"


def test_an_undoing_that_kills_three_times_is_stopped_and_may_be_asked_for_again(
    engine: Engine, actor: Actor
) -> None:
    hecho = cargar(engine, actor, varios(3))
    procesos.pedir_deshacer(engine, actor, hecho.id)
    poner(engine, hecho.id, intentos=3)

    desenlace = procesos.seguir_deshaciendo(engine, actor.cuenta_id, hecho.id)
    assert desenlace is procesos.Outcome.DONE
    parado = procesos.detalle(engine, actor.cuenta_id, hecho.id)
    assert (parado.estado, parado.deshaciendo) == (procesos.Estado.TERMINADO, False)
    assert "3 intentos" in parado.motivo_mensaje
    assert procesos.pedir_deshacer(engine, actor, hecho.id).motivo_mensaje == ""
    poner(engine, hecho.id, intentos=3)
    with pytest.raises(procesos.NoSeDeshizo, match="3 intentos"):
        procesos.deshacer(engine, actor, hecho.id)
    assert procesos.deshacer(engine, actor, hecho.id).borrados == 3


def test_being_asked_to_stop_is_no_attempt(engine: Engine, actor: Actor) -> None:
    proceso_id = en_espera(engine, actor, varios(3))
    for _ in range(5):
        control = RunControl(stop=lambda: True)
        desenlace = procesos.ejecutar(engine, proceso_id, control=control)
        assert desenlace is procesos.Outcome.STOPPED

    assert procesos.ejecutar(engine, proceso_id) is procesos.Outcome.DONE
    assert procesos.detalle(engine, actor.cuenta_id, proceso_id).creados == 3


def test_a_fault_in_the_last_line_stores_nothing(engine: Engine, actor: Actor) -> None:
    contenido = un_archivo(varios(2_500)) + b'"sin cerrar,,,\n'
    proceso_id = procesos.recibir(engine, actor, "a.csv", [contenido])
    procesos.poner_en_espera(engine, actor, proceso_id, Opciones())
    procesos.ejecutar(engine, proceso_id)
    hecho = procesos.detalle(engine, actor.cuenta_id, proceso_id)

    assert hecho.estado is procesos.Estado.NO_CARGADO
    assert "2502" in hecho.motivo_mensaje.replace(",", "")
    assert almacenado(engine, actor.cuenta_id) == []
    with pytest.raises(procesos.NadaQueDeshacer if hecho.creados else procesos.AccionNoPosible):
        procesos.deshacer(engine, actor, proceso_id)


@pytest.mark.usefixtures("transacciones_cortas")
def test_cancel_while_waiting_and_while_running(engine: Engine, actor: Actor) -> None:
    esperando = en_espera(engine, actor, varios(3))
    assert procesos.cancelar(engine, actor, esperando).estado is procesos.Estado.CANCELADO
    with pytest.raises(procesos.AccionNoPosible, match="Cancelado"):
        procesos.cancelar(engine, actor, esperando)

    corriendo = en_espera(engine, actor, varios(FILAS))
    procesos.ejecutar(
        engine,
        corriendo,
        on_progress=lambda *_: procesos.cancelar(engine, actor, corriendo) and None,
    )
    hecho = procesos.detalle(engine, actor.cuenta_id, corriendo)
    assert (hecho.estado, hecho.creados) == (procesos.Estado.CANCELADO, 2_000)
    assert len(almacenado(engine, actor.cuenta_id)) == 2_000
    assert procesos.deshacer(engine, actor, corriendo) == procesos.ResultadoDeDeshacer(2_000, 0, 0)
    assert almacenado(engine, actor.cuenta_id) == []


def test_undo_leaves_alone_what_somebody_changed_since(engine: Engine, actor: Actor) -> None:
    viejas = varios(30)
    cargar(engine, actor, viejas)
    antes = almacenado(engine, actor.cuenta_id)
    nuevas = varios(20)
    hecho = cargar(engine, actor, [*[{**f, "calle": "Otra"} for f in viejas], *nuevas])
    tocado = clientes.por_rfc(engine, actor.cuenta_id, viejas[3]["rfc"])
    borrado = clientes.por_rfc(engine, actor.cuenta_id, nuevas[5]["rfc"])
    assert tocado is not None
    assert borrado is not None
    clientes.editar(engine, actor, tocado.id, tocado.version, {**viejas[3], "calle": "La mía"})
    clientes.borrar(engine, actor, borrado.id)

    procesos.pedir_deshacer(engine, actor, hecho.id)
    a_medias = procesos.seguir_deshaciendo(
        engine, actor.cuenta_id, hecho.id, control=RunControl(stop=lambda: True)
    )
    resultado = procesos.deshacer(engine, actor, hecho.id)
    dejados = procesos.dejados(engine, actor.cuenta_id, hecho.id)

    assert a_medias is procesos.Outcome.STOPPED
    assert resultado == procesos.ResultadoDeDeshacer(borrados=19, restaurados=29, dejados=2)
    assert {viejas[3]["rfc"], nuevas[5]["rfc"]} == {dejado.rfc for dejado in dejados.filas}
    ahora_mismo = {fila[1]: fila for fila in almacenado(engine, actor.cuenta_id)}
    for fila in antes:
        if fila[1] == viejas[3]["rfc"]:
            assert ahora_mismo.pop(fila[1])[CAMPOS.index("calle")] == "La mía"
        else:
            assert ahora_mismo.pop(fila[1]) == fila
    assert ahora_mismo == {}
    cuenta = cuentas.obtener(engine, actor.cuenta_id)
    assert (cuenta.clientes, cuenta.borrados) == (30, 20)
    assert procesos.detalle(engine, actor.cuenta_id, hecho.id).estado is procesos.Estado.DESHECHO
    assert procesos.deshacer(engine, actor, hecho.id) == resultado
