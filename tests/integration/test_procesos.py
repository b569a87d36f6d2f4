"""Bulk loads: received, previewed, run to the end, kept apart, cleaned away."""

import os
import random
from datetime import timedelta
from typing import Literal

import pytest
from sqlalchemy import Engine

from clientes_app.judging.plan import Opciones
from clientes_app.services.acceso import cuentas
from clientes_app.services.carga import procesos, upkeep
from clientes_app.services.carga.archivo import abrir
from clientes_app.services.context import Actor
from clientes_app.services.errors import NoEncontrado
from clientes_app.storage.db.column_types import ahora
from clientes_app.storage.db.tables import PROCESO, PROCESO_PIEZA
from tests.integration.pasos_procesos import (
    almacenado,
    cargar,
    cuantos_hay,
    poner,
    un_archivo,
    varios,
)


def test_a_file_comes_back_byte_for_byte(motor: Engine, actor: Actor) -> None:
    azar = random.Random(7)
    contenido = azar.randbytes(1_300_000)
    trozos = [contenido[i : i + 99_991] for i in range(0, len(contenido), 99_991)]
    proceso_id = procesos.recibir(motor, actor, "C:\\fotos\\lista\n.csv", trozos)

    assert b"".join(procesos.original(motor, actor.cuenta_id, proceso_id)) == contenido
    assert procesos.detalle(motor, actor.cuenta_id, proceso_id).archivo == "lista.csv"
    assert cuantos_hay(motor, PROCESO_PIEZA) == 3
    with abrir(motor, actor.cuenta_id, proceso_id) as archivo:
        assert archivo.read() == contenido
        for _ in range(20):
            lugar = azar.randrange(len(contenido))
            archivo.seek(lugar)
            assert archivo.read(777) == contenido[lugar : lugar + 777]
        archivo.seek(-5, os.SEEK_END)
        assert archivo.read() == contenido[-5:]


def test_too_large_a_file_leaves_nothing(motor: Engine, actor: Actor) -> None:
    with procesos.Recepcion(motor, actor, "a.csv", maximo_mb=2) as recepcion:
        recepcion.agregar(bytes(1_500_000))
        with pytest.raises(procesos.ArchivoDemasiadoGrande, match="2 MB"):
            recepcion.agregar(bytes(1_000_000))

    assert cuantos_hay(motor, PROCESO) == cuantos_hay(motor, PROCESO_PIEZA) == 0


def test_preview_and_run_count_alike(motor: Engine, actor: Actor) -> None:
    viejas = varios(30)
    cargar(motor, actor, viejas)
    nuevas = varios(20, malos=3)
    cambiadas = [{**fila, "calle": "Otra"} for fila in viejas[:5]]
    en_blanco = [{**fila, "calle": ""} for fila in viejas[5:9]]
    filas = [*nuevas, *cambiadas, *en_blanco, *viejas[9:], nuevas[-1]]
    proceso_id = procesos.recibir(motor, actor, "prueba.csv", [un_archivo(filas)])

    assert procesos.vista_previa(motor, actor.cuenta_id, proceso_id) is None
    vista = procesos.previsualizar(motor, actor.cuenta_id, proceso_id)
    assert vista == procesos.vista_previa(motor, actor.cuenta_id, proceso_id)
    assert vista is not None
    assert (vista.filas, vista.validas, vista.rechazadas, vista.repetidas) == (51, 48, 3, 1)
    assert vista.conservar == procesos.Efecto(nuevas=17, se_actualizarian=5, iguales=26)
    assert vista.borrar == procesos.Efecto(nuevas=17, se_actualizarian=9, iguales=22)
    assert [fila.linea for fila in vista.primeras] == list(range(5, 15))
    antes = procesos.problemas(motor, actor.cuenta_id, proceso_id)

    for _ in range(10):
        procesos.encolar(motor, actor, proceso_id, Opciones(blancos="borrar"))
    procesos.ejecutar(motor, proceso_id)
    hecho = procesos.detalle(motor, actor.cuenta_id, proceso_id)
    assert hecho.estado is procesos.Estado.TERMINADO_CON_RECHAZOS
    assert (hecho.creados, hecho.actualizados, hecho.iguales) == (17, 9, 22)
    assert (hecho.filas, hecho.rechazados) == (51, 3)
    assert procesos.problemas(motor, actor.cuenta_id, proceso_id) == antes
    grupos = procesos.resumen_de_problemas(motor, actor.cuenta_id, proceso_id)
    assert sum(grupo.cuantos for grupo in grupos) == antes.total
    assert procesos.encolar(motor, actor, proceso_id, Opciones()) == hecho


@pytest.mark.parametrize("existentes", ["omitir", "rechazar"])
def test_existing_clients_left_alone(
    motor: Engine, actor: Actor, existentes: Literal["omitir", "rechazar"]
) -> None:
    viejas = varios(4)
    cargar(motor, actor, viejas)
    antes = almacenado(motor, actor.cuenta_id)
    hecho = cargar(
        motor,
        actor,
        [{**fila, "calle": "Otra"} for fila in viejas],
        Opciones(existentes=existentes),
    )

    assert almacenado(motor, actor.cuenta_id) == antes
    assert hecho.rechazados == (4 if existentes == "rechazar" else 0)
    assert hecho.filas == hecho.iguales + hecho.rechazados == 4


def test_refused_rows_mended_load_as_they_are(motor: Engine, actor: Actor) -> None:
    hecho = cargar(motor, actor, varios(10, malos=4))
    rechazado = b"".join(procesos.rechazados_csv(motor, actor.cuenta_id, hecho.id))
    arreglado = rechazado.replace(b"no es un correo", b"ya@correo.example")
    proceso_id = procesos.recibir(motor, actor, "rechazados.csv", [arreglado])
    procesos.poner_en_espera(motor, actor, proceso_id, Opciones())
    procesos.ejecutar(motor, proceso_id)

    assert procesos.detalle(motor, actor.cuenta_id, proceso_id).creados == 4
    assert len(almacenado(motor, actor.cuenta_id)) == 10


def test_another_account_sees_nothing_of_it(motor: Engine, actor: Actor) -> None:
    hecho = cargar(motor, actor, varios(3, malos=1))
    otra = cuentas.crear(motor, "Otra").id

    assert procesos.lista(motor, otra).total == 0
    assert procesos.problemas(motor, otra, hecho.id).total == 0
    for preguntar in (procesos.detalle, procesos.vista_previa):
        with pytest.raises(NoEncontrado):
            preguntar(motor, otra, hecho.id)
    with pytest.raises(NoEncontrado):
        list(procesos.original(motor, otra, hecho.id))
    for ordenar in (procesos.cancelar, procesos.deshacer):
        with pytest.raises(NoEncontrado):
            ordenar(motor, Actor(otra, "Eva", "carga"), hecho.id)
    procesos.descartar(motor, otra, hecho.id)
    assert procesos.lista(motor, actor.cuenta_id).total == 1


def test_old_files_go_and_their_processes_stay(motor: Engine, actor: Actor) -> None:
    hecho = cargar(motor, actor, varios(3))
    olvidado = procesos.recibir(motor, actor, "b.csv", [b"x"])
    reciente = procesos.recibir(motor, actor, "c.csv", [b"x"])
    poner(motor, hecho.id, terminado_en=ahora() - timedelta(days=91))
    poner(motor, olvidado, creado_en=ahora() - timedelta(days=2))

    assert upkeep.limpiar(motor, dias=90) == 2
    assert upkeep.limpiar(motor, dias=90) == 0
    assert procesos.detalle(motor, actor.cuenta_id, hecho.id).creados == 3
    with pytest.raises(NoEncontrado):
        list(procesos.original(motor, actor.cuenta_id, hecho.id))
    assert list(procesos.original(motor, actor.cuenta_id, reciente)) == [b"x"]
    with pytest.raises(NoEncontrado):
        procesos.detalle(motor, actor.cuenta_id, olvidado)
