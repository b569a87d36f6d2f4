"""Bulk loads: received, previewed, run to the end, kept apart, cleaned away."""

import os
import random
from dataclasses import replace
from datetime import timedelta
from typing import Literal

import pytest
from sqlalchemy import Engine

from clientes_app.domain.acciones import Accion
from clientes_app.judging.plan import Opciones
from clientes_app.services.acceso import cuentas
from clientes_app.services.carga import procesos, upkeep
from clientes_app.services.carga.archivo import abrir
from clientes_app.services.carga.refusals import SinVistaPrevia
from clientes_app.services.clientes.clientes import Consulta, buscar
from clientes_app.services.context import Actor
from clientes_app.services.errors import NoEncontrado
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.tables import PROCESO, PROCESO_PIEZA
from tests.builders import un_cliente
from tests.integration.pasos_procesos import (
    almacenado,
    cargar,
    cuantos_hay,
    poner,
    un_archivo,
    varios,
)


def test_a_file_comes_back_byte_for_byte(engine: Engine, actor: Actor) -> None:
    azar = random.Random(7)
    contenido = azar.randbytes(1_300_000)
    trozos = [contenido[i : i + 99_991] for i in range(0, len(contenido), 99_991)]
    proceso_id = procesos.recibir(engine, actor, "C:\\fotos\\lista\n.csv", trozos)

    assert b"".join(procesos.original(engine, actor.cuenta_id, proceso_id)) == contenido
    assert procesos.detalle(engine, actor.cuenta_id, proceso_id).archivo == "lista.csv"
    assert cuantos_hay(engine, PROCESO_PIEZA) == 3
    with abrir(engine, actor.cuenta_id, proceso_id) as archivo:
        assert archivo.read() == contenido
        for _ in range(20):
            lugar = azar.randrange(len(contenido))
            archivo.seek(lugar)
            assert archivo.read(777) == contenido[lugar : lugar + 777]
        archivo.seek(-5, os.SEEK_END)
        assert archivo.read() == contenido[-5:]


def test_too_large_a_file_leaves_nothing(engine: Engine, actor: Actor) -> None:
    with procesos.Recepcion(engine, actor, "a.csv", maximo_mb=2) as recepcion:
        recepcion.agregar(bytes(1_500_000))
        with pytest.raises(procesos.ArchivoDemasiadoGrande, match="2 MB"):
            recepcion.agregar(bytes(1_000_000))

    assert cuantos_hay(engine, PROCESO) == cuantos_hay(engine, PROCESO_PIEZA) == 0


def test_preview_and_run_count_alike(engine: Engine, actor: Actor) -> None:
    viejas = varios(30)
    cargar(engine, actor, viejas)
    nuevas = varios(20, malos=3)
    cambiadas = [{**fila, "calle": "Otra"} for fila in viejas[:5]]
    en_blanco = [{**fila, "calle": ""} for fila in viejas[5:9]]
    filas = [*nuevas, *cambiadas, *en_blanco, *viejas[9:], nuevas[-1]]
    proceso_id = procesos.recibir(engine, actor, "prueba.csv", [un_archivo(filas)])

    assert procesos.vista_previa(engine, actor.cuenta_id, proceso_id) is None
    vista = procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
    assert vista == procesos.vista_previa(engine, actor.cuenta_id, proceso_id)
    assert vista is not None
    assert (vista.filas, vista.validas, vista.rechazadas, vista.repetidas) == (51, 48, 3, 1)
    assert vista.conservar == procesos.Efecto(nuevas=17, se_actualizarian=5, iguales=26)
    assert vista.borrar == procesos.Efecto(nuevas=17, se_actualizarian=9, iguales=22)
    assert [fila.linea for fila in vista.primeras] == list(range(5, 15))
    antes = procesos.problemas(engine, actor.cuenta_id, proceso_id)

    for _ in range(10):
        procesos.encolar(engine, actor, proceso_id, Opciones(blancos="borrar"))
    procesos.ejecutar(engine, proceso_id)
    hecho = procesos.detalle(engine, actor.cuenta_id, proceso_id)
    assert hecho.estado is procesos.Estado.TERMINADO_CON_RECHAZOS
    assert (hecho.creados, hecho.actualizados, hecho.iguales) == (17, 9, 22)
    assert (hecho.filas, hecho.rechazados) == (51, 3)
    despues = procesos.problemas(engine, actor.cuenta_id, proceso_id)
    assert replace(despues, rechazadas={}) == antes
    assert set(despues.rechazadas.values()) == {None}
    grupos = procesos.resumen_de_problemas(engine, actor.cuenta_id, proceso_id)
    assert sum(grupo.cuantos for grupo in grupos) == antes.total
    assert procesos.encolar(engine, actor, proceso_id, Opciones()) == hecho


def test_chosen_mends_hold_for_preview_and_run(engine: Engine, actor: Actor) -> None:
    filas = [un_cliente(nombre="CAFÉ UNO"), un_cliente(nombre="JOSÉ DOS"), un_cliente()]
    proceso_id = procesos.recibir(engine, actor, "a.csv", [un_archivo(filas)])
    antes = procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
    assert antes is not None
    assert antes.por_arreglar == {"quitar_acentos": 2, "quitar_regimen_societario": 0}
    assert antes.con_aviso == 2
    place = (engine, actor.cuenta_id, proceso_id)
    assert procesos.elegir_arreglo(*place, Accion.QUITAR_ACENTOS, elegido=True)
    with pytest.raises(SinVistaPrevia):
        procesos.encolar(engine, actor, proceso_id, Opciones())
    vista = procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
    assert vista is not None
    assert vista.por_arreglar == antes.por_arreglar
    assert [fila.datos["Nombre o Razón Social"] for fila in vista.primeras][:2] == [
        "CAFE UNO",
        "JOSE DOS",
    ]
    # What is chosen already is not looked into anew.
    assert not procesos.elegir_arreglo(*place, Accion.QUITAR_ACENTOS, elegido=True)
    assert procesos.vista_previa(engine, actor.cuenta_id, proceso_id) == vista
    procesos.encolar(engine, actor, proceso_id, Opciones())
    procesos.ejecutar(engine, proceso_id)
    hecho = procesos.detalle(engine, actor.cuenta_id, proceso_id)
    assert (hecho.creados, hecho.arreglos) == (3, (Accion.QUITAR_ACENTOS,))
    guardados = {uno.datos.nombre for uno in buscar(engine, actor.cuenta_id, Consulta()).filas}
    assert {"CAFE UNO", "JOSE DOS"} <= guardados
    # Once it was started nothing is chosen any more.
    assert not procesos.elegir_arreglo(*place, Accion.QUITAR_ACENTOS, elegido=False)
    assert procesos.detalle(engine, actor.cuenta_id, proceso_id) == hecho


def test_two_people_choose_one_mend_each(engine: Engine, actor: Actor) -> None:
    """Neither takes the other's away, whatever their pages show."""
    proceso_id = procesos.recibir(engine, actor, "a.csv", [un_archivo(varios(1))])
    for accion in (Accion.QUITAR_ACENTOS, Accion.QUITAR_REGIMEN_SOCIETARIO):
        assert procesos.elegir_arreglo(engine, actor.cuenta_id, proceso_id, accion, elegido=True)
    hecho = procesos.detalle(engine, actor.cuenta_id, proceso_id)
    assert hecho.arreglos == (Accion.QUITAR_ACENTOS, Accion.QUITAR_REGIMEN_SOCIETARIO)


def test_a_look_at_other_names_ends(engine: Engine, actor: Actor) -> None:
    """A preview that is under way when other mends are chosen keeps nothing."""
    proceso_id = procesos.recibir(engine, actor, "a.csv", [un_archivo([un_cliente(nombre="CAFÉ")])])

    def choose() -> bool:
        place = (engine, actor.cuenta_id, proceso_id)
        procesos.elegir_arreglo(*place, Accion.QUITAR_ACENTOS, elegido=True)
        return False

    control = procesos.RunControl(stop=choose)
    procesos.revisar(engine, actor.cuenta_id, proceso_id, control=control)
    assert procesos.vista_previa(engine, actor.cuenta_id, proceso_id) is None
    vista = procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
    assert vista is not None
    assert vista.primeras[0].datos["Nombre o Razón Social"] == "CAFE"


@pytest.mark.parametrize("existentes", ["omitir", "rechazar"])
def test_existing_clients_left_alone(
    engine: Engine, actor: Actor, existentes: Literal["omitir", "rechazar"]
) -> None:
    viejas = varios(4)
    cargar(engine, actor, viejas)
    antes = almacenado(engine, actor.cuenta_id)
    hecho = cargar(
        engine,
        actor,
        [{**fila, "calle": "Otra"} for fila in viejas],
        Opciones(existentes=existentes),
    )

    assert almacenado(engine, actor.cuenta_id) == antes
    assert hecho.rechazados == (4 if existentes == "rechazar" else 0)
    assert hecho.filas == hecho.iguales + hecho.rechazados == 4


def test_refused_rows_mended_load_as_they_are(engine: Engine, actor: Actor) -> None:
    hecho = cargar(engine, actor, varios(10, malos=4))
    rechazado = b"".join(procesos.rechazados_csv(engine, actor.cuenta_id, hecho.id))
    arreglado = rechazado.replace(b"no es un correo", b"ya@correo.example")
    proceso_id = procesos.recibir(engine, actor, "rechazados.csv", [arreglado])
    procesos.poner_en_espera(engine, actor, proceso_id, Opciones())
    procesos.ejecutar(engine, proceso_id)

    assert procesos.detalle(engine, actor.cuenta_id, proceso_id).creados == 4
    assert len(almacenado(engine, actor.cuenta_id)) == 10


def test_another_account_sees_nothing_of_it(engine: Engine, actor: Actor) -> None:
    hecho = cargar(engine, actor, varios(3, malos=1))
    otra = cuentas.crear(engine, "Otra").id

    assert procesos.lista(engine, otra).total == 0
    assert procesos.problemas(engine, otra, hecho.id).total == 0
    for preguntar in (procesos.detalle, procesos.vista_previa):
        with pytest.raises(NoEncontrado):
            preguntar(engine, otra, hecho.id)
    with pytest.raises(NoEncontrado):
        list(procesos.original(engine, otra, hecho.id))
    for ordenar in (procesos.cancelar, procesos.deshacer):
        with pytest.raises(NoEncontrado):
            ordenar(engine, Actor(otra, "Eva", "carga"), hecho.id)
    procesos.descartar(engine, otra, hecho.id)
    assert procesos.lista(engine, actor.cuenta_id).total == 1


def test_old_files_go_and_their_processes_stay(engine: Engine, actor: Actor) -> None:
    hecho = cargar(engine, actor, varios(3))
    olvidado = procesos.recibir(engine, actor, "b.csv", [b"x"])
    reciente = procesos.recibir(engine, actor, "c.csv", [b"x"])
    poner(engine, hecho.id, terminado_en=utc_now() - timedelta(days=91))
    poner(engine, olvidado, creado_en=utc_now() - timedelta(days=2))

    assert upkeep.limpiar(engine, dias=90) == 2
    assert upkeep.limpiar(engine, dias=90) == 0
    assert procesos.detalle(engine, actor.cuenta_id, hecho.id).creados == 3
    with pytest.raises(NoEncontrado):
        list(procesos.original(engine, actor.cuenta_id, hecho.id))
    assert list(procesos.original(engine, actor.cuenta_id, reciente)) == [b"x"]
    with pytest.raises(NoEncontrado):
        procesos.detalle(engine, actor.cuenta_id, olvidado)
