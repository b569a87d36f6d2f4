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
def test_interrupted_anywhere_ends_like_undisturbed(motor: Engine, actor: Actor) -> None:
    filas = varios(FILAS, malos=130)
    filas.append(filas[-1])
    otra = cuentas.crear(motor, "Otra").id
    entera = cargar(motor, Actor(otra, "Ana", "carga"), filas)
    proceso_id = en_espera(motor, actor, filas)
    corridas = 0
    desenlace = None
    while desenlace is not procesos.Desenlace.TERMINADO:
        avances: list[int] = []
        desenlace = procesos.ejecutar(
            motor,
            proceso_id,
            al_avanzar=lambda hechas, _todas, avances=avances: avances.append(hechas),
            control=RunControl(stop=lambda avances=avances: bool(avances)),
        )
        corridas += 1
        assert corridas < 10
        if corridas == 2:
            poner(motor, proceso_id, run_token="de quien murió")
    hecho = procesos.detalle(motor, actor.cuenta_id, proceso_id)

    assert corridas == 3
    assert almacenado(motor, actor.cuenta_id) == almacenado(motor, otra)
    for numero in ("filas", "creados", "actualizados", "iguales", "rechazados", "estado"):
        assert getattr(hecho, numero) == getattr(entera, numero)
    assert cuantos_hay(motor, CAMBIO) == cuantos_hay(motor, CLIENTE) == 2 * (FILAS - 130)
    assert cuentas.obtener(motor, actor.cuenta_id).clientes == FILAS - 130


def test_the_rows_that_come_last_end_the_process(
    motor: Engine, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "SEGUNDOS_POR_TRANSACCION", 600.0)
    proceso_id = en_espera(motor, actor, varios(FILAS, malos=3))
    vistos: list[tuple[int, procesos.Estado]] = []

    def mirar(hechas: int, _todas: int) -> None:
        vistos.append((hechas, procesos.detalle(motor, actor.cuenta_id, proceso_id).estado))

    procesos.ejecutar(motor, proceso_id, al_avanzar=mirar)
    assert vistos == [(FILAS, procesos.Estado.TERMINADO_CON_RECHAZOS)]


@pytest.mark.usefixtures("transacciones_cortas")
def test_who_was_only_slow_stores_nothing_more(motor: Engine, actor: Actor) -> None:
    proceso_id = en_espera(motor, actor, varios(FILAS))

    def robar(hechas: int, _todas: int) -> None:
        if hechas == 2_000:
            poner(motor, proceso_id, run_token="de quien vino después")

    assert procesos.ejecutar(motor, proceso_id, al_avanzar=robar) is procesos.Desenlace.OCUPADO
    assert len(almacenado(motor, actor.cuenta_id)) == 2_000
    assert procesos.detalle(motor, actor.cuenta_id, proceso_id).filas_hechas == 2_000


def test_one_process_of_an_account_at_a_time(motor: Engine, actor: Actor) -> None:
    primero = en_espera(motor, actor, varios(3))
    segundo = en_espera(motor, actor, varios(3))
    hecho = cargar(motor, Actor(cuentas.crear(motor, "Otra").id, "Eva", "carga"), varios(3))
    ajeno = Actor(cuentas.crear(motor, "Una más").id, "Eva", "carga")

    with alone_in_account(motor, actor.cuenta_id) as lock:
        assert lock is not None
        assert not upkeep.is_account_free(motor, actor.cuenta_id)
        for proceso_id in (primero, segundo):
            assert procesos.ejecutar(motor, proceso_id) is procesos.Desenlace.OCUPADO
            assert (
                procesos.seguir_deshaciendo(motor, actor.cuenta_id, proceso_id)
                is procesos.Desenlace.OCUPADO
            )
        assert procesos.ejecutar(motor, hecho.id) is procesos.Desenlace.TERMINADO
        assert cargar(motor, ajeno, varios(3)).creados == 3
    assert upkeep.is_account_free(motor, actor.cuenta_id)
    assert procesos.ejecutar(motor, segundo) is procesos.Desenlace.TERMINADO


def test_what_waits_is_found_in_its_order(motor: Engine, actor: Actor) -> None:
    hecho = cargar(motor, actor, varios(3))
    primero = en_espera(motor, actor, varios(3))
    subido = procesos.recibir(motor, actor, "a.csv", [un_archivo(varios(3))])
    segundo = en_espera(motor, actor, varios(3))
    poner(motor, segundo, estado="procesando")
    procesos.pedir_deshacer(motor, actor, hecho.id)

    assert [
        (work.kind, work.proceso_id) for work in upkeep.waiting(motor, patience=timedelta(0))
    ] == [("vista", subido), ("carga", primero), ("carga", segundo), ("deshacer", hecho.id)]
    assert all(
        work.kind != "vista" for work in upkeep.waiting(motor, patience=timedelta(minutes=1))
    )


def test_a_lock_that_was_lost_ends_the_run(
    motor: Engine, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is lost where the server ends its connection, and then another run may begin."""
    proceso_id = en_espera(motor, actor, varios(3))
    clase = type(process_lock(motor, "cualquiera"))
    monkeypatch.setattr(clase, "is_held", lambda _lock: False)

    assert procesos.ejecutar(motor, proceso_id) is procesos.Desenlace.OCUPADO
    assert almacenado(motor, actor.cuenta_id) == []


def test_a_file_that_kills_three_times_is_stopped(motor: Engine, actor: Actor) -> None:
    proceso_id = en_espera(motor, actor, varios(3))
    poner(motor, proceso_id, estado="procesando", intentos=3)

    assert procesos.ejecutar(motor, proceso_id) is procesos.Desenlace.TERMINADO
    hecho = procesos.detalle(motor, actor.cuenta_id, proceso_id)
    assert hecho.estado is procesos.Estado.NO_CARGADO
    assert "3 intentos" in hecho.motivo_mensaje
    assert "No se guardó nada" in hecho.motivo_mensaje
    assert almacenado(motor, actor.cuenta_id) == []


def test_a_file_whose_preview_kills_three_times_is_refused(motor: Engine, actor: Actor) -> None:
    proceso_id = procesos.recibir(motor, actor, "a.csv", [un_archivo(varios(3))])
    poner(motor, proceso_id, intentos=3)

    vista = procesos.previsualizar(motor, actor.cuenta_id, proceso_id)
    assert vista is not None
    assert vista.motivo is not None
    assert vista.motivo.codigo == "demasiados_intentos"


def test_an_undoing_that_kills_three_times_is_stopped_and_may_be_asked_for_again(
    motor: Engine, actor: Actor
) -> None:
    hecho = cargar(motor, actor, varios(3))
    procesos.pedir_deshacer(motor, actor, hecho.id)
    poner(motor, hecho.id, intentos=3)

    desenlace = procesos.seguir_deshaciendo(motor, actor.cuenta_id, hecho.id)
    assert desenlace is procesos.Desenlace.TERMINADO
    parado = procesos.detalle(motor, actor.cuenta_id, hecho.id)
    assert (parado.estado, parado.deshaciendo) == (procesos.Estado.TERMINADO, False)
    assert "3 intentos" in parado.motivo_mensaje
    assert procesos.pedir_deshacer(motor, actor, hecho.id).motivo_mensaje == ""
    poner(motor, hecho.id, intentos=3)
    with pytest.raises(procesos.NoSeDeshizo, match="3 intentos"):
        procesos.deshacer(motor, actor, hecho.id)
    assert procesos.deshacer(motor, actor, hecho.id).borrados == 3


def test_being_asked_to_stop_is_no_attempt(motor: Engine, actor: Actor) -> None:
    proceso_id = en_espera(motor, actor, varios(3))
    for _ in range(5):
        control = RunControl(stop=lambda: True)
        desenlace = procesos.ejecutar(motor, proceso_id, control=control)
        assert desenlace is procesos.Desenlace.INTERRUMPIDO

    assert procesos.ejecutar(motor, proceso_id) is procesos.Desenlace.TERMINADO
    assert procesos.detalle(motor, actor.cuenta_id, proceso_id).creados == 3


def test_a_fault_in_the_last_line_stores_nothing(motor: Engine, actor: Actor) -> None:
    contenido = un_archivo(varios(2_500)) + b'"sin cerrar,,,\n'
    proceso_id = procesos.recibir(motor, actor, "a.csv", [contenido])
    procesos.poner_en_espera(motor, actor, proceso_id, Opciones())
    procesos.ejecutar(motor, proceso_id)
    hecho = procesos.detalle(motor, actor.cuenta_id, proceso_id)

    assert hecho.estado is procesos.Estado.NO_CARGADO
    assert "2502" in hecho.motivo_mensaje.replace(",", "")
    assert almacenado(motor, actor.cuenta_id) == []
    with pytest.raises(procesos.NadaQueDeshacer if hecho.creados else procesos.AccionNoPosible):
        procesos.deshacer(motor, actor, proceso_id)


@pytest.mark.usefixtures("transacciones_cortas")
def test_cancel_while_waiting_and_while_running(motor: Engine, actor: Actor) -> None:
    esperando = en_espera(motor, actor, varios(3))
    assert procesos.cancelar(motor, actor, esperando).estado is procesos.Estado.CANCELADO
    with pytest.raises(procesos.AccionNoPosible, match="Cancelado"):
        procesos.cancelar(motor, actor, esperando)

    corriendo = en_espera(motor, actor, varios(FILAS))
    procesos.ejecutar(
        motor,
        corriendo,
        al_avanzar=lambda *_: procesos.cancelar(motor, actor, corriendo) and None,
    )
    hecho = procesos.detalle(motor, actor.cuenta_id, corriendo)
    assert (hecho.estado, hecho.creados) == (procesos.Estado.CANCELADO, 2_000)
    assert len(almacenado(motor, actor.cuenta_id)) == 2_000
    assert procesos.deshacer(motor, actor, corriendo) == procesos.ResultadoDeDeshacer(2_000, 0, 0)
    assert almacenado(motor, actor.cuenta_id) == []


def test_undo_leaves_alone_what_somebody_changed_since(motor: Engine, actor: Actor) -> None:
    viejas = varios(30)
    cargar(motor, actor, viejas)
    antes = almacenado(motor, actor.cuenta_id)
    nuevas = varios(20)
    hecho = cargar(motor, actor, [*[{**f, "calle": "Otra"} for f in viejas], *nuevas])
    tocado = clientes.por_rfc(motor, actor.cuenta_id, viejas[3]["rfc"])
    borrado = clientes.por_rfc(motor, actor.cuenta_id, nuevas[5]["rfc"])
    assert tocado is not None
    assert borrado is not None
    clientes.editar(motor, actor, tocado.id, tocado.version, {**viejas[3], "calle": "La mía"})
    clientes.borrar(motor, actor, borrado.id)

    procesos.pedir_deshacer(motor, actor, hecho.id)
    a_medias = procesos.seguir_deshaciendo(
        motor, actor.cuenta_id, hecho.id, control=RunControl(stop=lambda: True)
    )
    resultado = procesos.deshacer(motor, actor, hecho.id)
    dejados = procesos.problemas(motor, actor.cuenta_id, hecho.id, codigo=procesos.CAMBIADO_DESPUES)

    assert a_medias is procesos.Desenlace.INTERRUMPIDO
    assert resultado == procesos.ResultadoDeDeshacer(borrados=19, restaurados=29, dejados=2)
    assert {viejas[3]["rfc"], nuevas[5]["rfc"]} == {
        fila.valor.rpartition("(")[2].rstrip(")") for fila in dejados.filas
    }
    ahora_mismo = {fila[1]: fila for fila in almacenado(motor, actor.cuenta_id)}
    for fila in antes:
        if fila[1] == viejas[3]["rfc"]:
            assert ahora_mismo.pop(fila[1])[CAMPOS.index("calle")] == "La mía"
        else:
            assert ahora_mismo.pop(fila[1]) == fila
    assert ahora_mismo == {}
    cuenta = cuentas.obtener(motor, actor.cuenta_id)
    assert (cuenta.clientes, cuenta.borrados) == (30, 20)
    assert procesos.detalle(motor, actor.cuenta_id, hecho.id).estado is procesos.Estado.DESHECHO
    with pytest.raises(procesos.AccionNoPosible, match="Deshecho"):
        procesos.deshacer(motor, actor, hecho.id)
