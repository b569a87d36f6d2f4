"""Bulk loads: received, previewed, run, cut off anywhere, cancelled, undone."""

import csv
import io
import os
import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Literal

import pytest
from sqlalchemy import Engine, Table, func, select, update

from clientes_app.csv_import.planning import Opciones
from clientes_app.domain.columnas import CAMPOS, ENCABEZADO
from clientes_app.services import clientes, cuentas, procesos, procesos_vigilancia
from clientes_app.services.contexto import Actor
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.procesos_archivo import abrir
from clientes_app.services.procesos_trabajador import ha_muerto, nombre_de_trabajador
from clientes_app.storage.engine import escritura, lectura
from clientes_app.storage.tables import CAMBIO, CLIENTE, PROCESO, PROCESO_PIEZA
from clientes_app.storage.tipos import ahora
from tests.builders import un_cliente

YO = "prueba"
FILAS = 4_500


def _csv(filas: Sequence[dict[str, str]]) -> bytes:
    texto = io.StringIO(newline="")
    escritor = csv.writer(texto)
    escritor.writerow(ENCABEZADO)
    escritor.writerows([fila[campo] for campo in CAMPOS] for fila in filas)
    return texto.getvalue().encode()


def _varios(cuantos: int, *, malos: int = 0) -> list[dict[str, str]]:
    filas = [un_cliente(calle=f"Calle {i}") for i in range(cuantos)]
    for fila in filas[:malos]:
        fila["email"] = "no es un correo"
    return filas


def _en_espera(
    motor: Engine, actor: Actor, filas: Sequence[dict[str, str]], opciones: Opciones | None = None
) -> int:
    proceso_id = procesos.recibir(motor, actor, "prueba.csv", [_csv(filas)])
    procesos.poner_en_espera(motor, actor, proceso_id, opciones or Opciones())
    return proceso_id


def _cargar(
    motor: Engine, actor: Actor, filas: Sequence[dict[str, str]], opciones: Opciones | None = None
) -> procesos.ProcesoGuardado:
    proceso_id = _en_espera(motor, actor, filas, opciones)
    assert procesos.ejecutar(motor, proceso_id, trabajador=YO) is procesos.Desenlace.TERMINADO
    return procesos.detalle(motor, actor.cuenta_id, proceso_id)


def _contenido(motor: Engine, cuenta_id: int) -> list[tuple[str, ...]]:
    return sorted(tuple(fila) for fila in clientes.exportar(motor, cuenta_id))


def _cuantos(motor: Engine, tabla: Table) -> int:
    with lectura(motor) as sesion:
        return sesion.execute(select(func.count()).select_from(tabla)).scalar_one()


def _poner(motor: Engine, proceso_id: int, **valores: Any) -> None:
    with escritura(motor) as sesion:
        sesion.execute(update(PROCESO).where(PROCESO.c.id == proceso_id).values(**valores))


def test_a_file_comes_back_byte_for_byte(motor: Engine, actor: Actor) -> None:
    azar = random.Random(7)
    contenido = azar.randbytes(1_300_000)
    trozos = [contenido[i : i + 99_991] for i in range(0, len(contenido), 99_991)]
    proceso_id = procesos.recibir(motor, actor, "C:\\fotos\\lista\n.csv", trozos)

    assert b"".join(procesos.original(motor, actor.cuenta_id, proceso_id)) == contenido
    assert procesos.detalle(motor, actor.cuenta_id, proceso_id).archivo == "lista.csv"
    assert _cuantos(motor, PROCESO_PIEZA) == 3
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

    assert _cuantos(motor, PROCESO) == _cuantos(motor, PROCESO_PIEZA) == 0


def test_preview_and_run_count_alike(motor: Engine, actor: Actor) -> None:
    viejas = _varios(30)
    _cargar(motor, actor, viejas)
    nuevas = _varios(20, malos=3)
    cambiadas = [{**fila, "calle": "Otra"} for fila in viejas[:5]]
    en_blanco = [{**fila, "calle": ""} for fila in viejas[5:9]]
    filas = [*nuevas, *cambiadas, *en_blanco, *viejas[9:], nuevas[-1]]
    proceso_id = procesos.recibir(motor, actor, "prueba.csv", [_csv(filas)])

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
    procesos.ejecutar(motor, proceso_id, trabajador=YO)
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
    viejas = _varios(4)
    _cargar(motor, actor, viejas)
    antes = _contenido(motor, actor.cuenta_id)
    hecho = _cargar(
        motor,
        actor,
        [{**fila, "calle": "Otra"} for fila in viejas],
        Opciones(existentes=existentes),
    )

    assert _contenido(motor, actor.cuenta_id) == antes
    assert hecho.rechazados == (4 if existentes == "rechazar" else 0)
    assert hecho.filas == hecho.iguales + hecho.rechazados == 4


def test_refused_rows_mended_load_as_they_are(motor: Engine, actor: Actor) -> None:
    hecho = _cargar(motor, actor, _varios(10, malos=4))
    rechazado = b"".join(procesos.rechazados_csv(motor, actor.cuenta_id, hecho.id))
    arreglado = rechazado.replace(b"no es un correo", b"ya@correo.example")
    proceso_id = procesos.recibir(motor, actor, "rechazados.csv", [arreglado])
    procesos.poner_en_espera(motor, actor, proceso_id, Opciones())
    procesos.ejecutar(motor, proceso_id, trabajador=YO)

    assert procesos.detalle(motor, actor.cuenta_id, proceso_id).creados == 4
    assert len(_contenido(motor, actor.cuenta_id)) == 10


def test_interrupted_anywhere_ends_like_undisturbed(motor: Engine, actor: Actor) -> None:
    filas = _varios(FILAS, malos=130)
    filas.append(filas[-1])
    otra = cuentas.crear(motor, "Otra").id
    entera = _cargar(motor, Actor(otra, "Ana", "carga"), filas)
    proceso_id = _en_espera(motor, actor, filas)
    corridas = 0
    desenlace = None
    while desenlace is not procesos.Desenlace.TERMINADO:
        avances: list[int] = []
        desenlace = procesos.ejecutar(
            motor,
            proceso_id,
            trabajador=f"{YO}{corridas}",
            al_avanzar=lambda hechas, _todas, avances=avances: avances.append(hechas),
            parar=lambda avances=avances: bool(avances),
        )
        corridas += 1
        assert corridas < 10
        if corridas == 2:
            _poner(motor, proceso_id, arrendado_por="muerto", arrendado_hasta=ahora())
    hecho = procesos.detalle(motor, actor.cuenta_id, proceso_id)

    assert corridas == 3
    assert _contenido(motor, actor.cuenta_id) == _contenido(motor, otra)
    for numero in ("filas", "creados", "actualizados", "iguales", "rechazados", "estado"):
        assert getattr(hecho, numero) == getattr(entera, numero)
    assert _cuantos(motor, CAMBIO) == _cuantos(motor, CLIENTE) == 2 * (FILAS - 130)
    assert cuentas.obtener(motor, actor.cuenta_id).clientes == FILAS - 130


def test_who_lost_the_lease_stores_nothing_more(motor: Engine, actor: Actor) -> None:
    proceso_id = _en_espera(motor, actor, _varios(FILAS))

    def robar(hechas: int, _todas: int) -> None:
        if hechas == 2_000:
            _poner(motor, proceso_id, arrendado_por="otro")

    assert (
        procesos.ejecutar(motor, proceso_id, trabajador=YO, al_avanzar=robar)
        is procesos.Desenlace.OCUPADO
    )
    assert len(_contenido(motor, actor.cuenta_id)) == 2_000
    assert procesos.detalle(motor, actor.cuenta_id, proceso_id).filas_hechas == 2_000


def test_one_process_of_an_account_at_a_time(motor: Engine, actor: Actor) -> None:
    primero = _en_espera(motor, actor, _varios(3))
    segundo = _en_espera(motor, actor, _varios(3))
    otra = Actor(cuentas.crear(motor, "Otra").id, "Eva", "carga")
    ajeno = _en_espera(motor, otra, _varios(3))
    _poner(
        motor,
        primero,
        estado="procesando",
        arrendado_por="otra/1/1",
        arrendado_hasta=ahora() + timedelta(seconds=60),
    )

    assert procesos.ejecutar(motor, primero, trabajador=YO) is procesos.Desenlace.OCUPADO
    assert procesos.ejecutar(motor, segundo, trabajador=YO) is procesos.Desenlace.OCUPADO
    assert procesos.ejecutar(motor, ajeno, trabajador=YO) is procesos.Desenlace.TERMINADO
    assert procesos_vigilancia.perdidos(motor, paciencia=timedelta(0))["carga"] == []
    _poner(motor, primero, arrendado_hasta=ahora() - timedelta(seconds=1))
    perdidas = procesos_vigilancia.perdidos(motor, paciencia=timedelta(0))["carga"]
    assert [perdida.proceso_id for perdida in perdidas] == [primero]


def test_what_a_dead_worker_held_is_free_at_once(motor: Engine, actor: Actor) -> None:
    yo = nombre_de_trabajador()
    maquina, _, resto = yo.partition("/")
    muerto = f"{maquina}/{resto.partition('/')[0]}/1"
    proceso_id = _en_espera(motor, actor, _varios(3))
    for quien, sueltos in ((yo, 0), ("otra-maquina/1/1", 0), (muerto, 1)):
        _poner(
            motor,
            proceso_id,
            arrendado_por=quien,
            arrendado_hasta=ahora() + timedelta(seconds=60),
        )
        assert procesos_vigilancia.soltar_de_muertos(motor) == sueltos

    assert ha_muerto(muerto)
    assert procesos.ejecutar(motor, proceso_id, trabajador=YO) is procesos.Desenlace.TERMINADO


def test_a_file_that_kills_three_times_is_stopped(motor: Engine, actor: Actor) -> None:
    proceso_id = _en_espera(motor, actor, _varios(3))
    _poner(motor, proceso_id, estado="procesando", intentos=3)

    assert procesos.ejecutar(motor, proceso_id, trabajador=YO) is procesos.Desenlace.TERMINADO
    hecho = procesos.detalle(motor, actor.cuenta_id, proceso_id)
    assert hecho.estado is procesos.Estado.NO_CARGADO
    assert "3 intentos" in hecho.motivo_mensaje
    assert "No se guardó nada" in hecho.motivo_mensaje
    assert _contenido(motor, actor.cuenta_id) == []


def test_being_asked_to_stop_is_no_attempt(motor: Engine, actor: Actor) -> None:
    proceso_id = _en_espera(motor, actor, _varios(3))
    for _ in range(5):
        desenlace = procesos.ejecutar(motor, proceso_id, trabajador=YO, parar=lambda: True)
        assert desenlace is procesos.Desenlace.INTERRUMPIDO

    assert procesos.ejecutar(motor, proceso_id, trabajador=YO) is procesos.Desenlace.TERMINADO
    assert procesos.detalle(motor, actor.cuenta_id, proceso_id).creados == 3


def test_a_fault_in_the_last_line_stores_nothing(motor: Engine, actor: Actor) -> None:
    contenido = _csv(_varios(2_500)) + b'"sin cerrar,,,\n'
    proceso_id = procesos.recibir(motor, actor, "a.csv", [contenido])
    procesos.poner_en_espera(motor, actor, proceso_id, Opciones())
    procesos.ejecutar(motor, proceso_id, trabajador=YO)
    hecho = procesos.detalle(motor, actor.cuenta_id, proceso_id)

    assert hecho.estado is procesos.Estado.NO_CARGADO
    assert "2502" in hecho.motivo_mensaje.replace(",", "")
    assert _contenido(motor, actor.cuenta_id) == []
    with pytest.raises(procesos.NadaQueDeshacer if hecho.creados else procesos.AccionNoPosible):
        procesos.deshacer(motor, actor, proceso_id)


def test_cancel_while_waiting_and_while_running(motor: Engine, actor: Actor) -> None:
    esperando = _en_espera(motor, actor, _varios(3))
    assert procesos.cancelar(motor, actor, esperando).estado is procesos.Estado.CANCELADO
    with pytest.raises(procesos.AccionNoPosible, match="Cancelado"):
        procesos.cancelar(motor, actor, esperando)

    corriendo = _en_espera(motor, actor, _varios(FILAS))
    procesos.ejecutar(
        motor,
        corriendo,
        trabajador=YO,
        al_avanzar=lambda *_: procesos.cancelar(motor, actor, corriendo) and None,
    )
    hecho = procesos.detalle(motor, actor.cuenta_id, corriendo)
    assert (hecho.estado, hecho.creados) == (procesos.Estado.CANCELADO, 2_000)
    assert len(_contenido(motor, actor.cuenta_id)) == 2_000
    assert procesos.deshacer(motor, actor, corriendo) == procesos.ResultadoDeDeshacer(2_000, 0, 0)
    assert _contenido(motor, actor.cuenta_id) == []


def test_undo_leaves_alone_what_somebody_changed_since(motor: Engine, actor: Actor) -> None:
    viejas = _varios(30)
    _cargar(motor, actor, viejas)
    antes = _contenido(motor, actor.cuenta_id)
    nuevas = _varios(20)
    hecho = _cargar(motor, actor, [*[{**f, "calle": "Otra"} for f in viejas], *nuevas])
    tocado = clientes.por_rfc(motor, actor.cuenta_id, viejas[3]["rfc"])
    borrado = clientes.por_rfc(motor, actor.cuenta_id, nuevas[5]["rfc"])
    assert tocado is not None
    assert borrado is not None
    clientes.editar(motor, actor, tocado.id, tocado.version, {**viejas[3], "calle": "La mía"})
    clientes.borrar(motor, actor, borrado.id)

    procesos.pedir_deshacer(motor, actor, hecho.id)
    a_medias = procesos.seguir_deshaciendo(
        motor, actor.cuenta_id, hecho.id, trabajador=YO, parar=lambda: True
    )
    resultado = procesos.seguir_deshaciendo(motor, actor.cuenta_id, hecho.id, trabajador=YO)
    dejados = procesos.problemas(motor, actor.cuenta_id, hecho.id, codigo=procesos.CAMBIADO_DESPUES)

    assert a_medias is None
    assert resultado == procesos.ResultadoDeDeshacer(borrados=19, restaurados=29, dejados=2)
    assert {viejas[3]["rfc"], nuevas[5]["rfc"]} == {
        fila.valor.rpartition("(")[2].rstrip(")") for fila in dejados.filas
    }
    ahora_mismo = {fila[1]: fila for fila in _contenido(motor, actor.cuenta_id)}
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


def test_another_account_sees_nothing_of_it(motor: Engine, actor: Actor) -> None:
    hecho = _cargar(motor, actor, _varios(3, malos=1))
    otra = cuentas.crear(motor, "Otra").id

    assert procesos.lista(motor, otra).total == 0
    assert procesos.problemas(motor, otra, hecho.id).total == 0
    assert list(procesos.original(motor, otra, hecho.id)) == []
    for preguntar in (procesos.detalle, procesos.vista_previa):
        with pytest.raises(NoEncontrado):
            preguntar(motor, otra, hecho.id)
    for ordenar in (procesos.cancelar, procesos.deshacer):
        with pytest.raises(NoEncontrado):
            ordenar(motor, Actor(otra, "Eva", "carga"), hecho.id)
    procesos.descartar(motor, otra, hecho.id)
    assert procesos.lista(motor, actor.cuenta_id).total == 1


def test_old_files_go_and_their_processes_stay(motor: Engine, actor: Actor) -> None:
    hecho = _cargar(motor, actor, _varios(3))
    olvidado = procesos.recibir(motor, actor, "b.csv", [b"x"])
    reciente = procesos.recibir(motor, actor, "c.csv", [b"x"])
    _poner(motor, hecho.id, terminado_en=ahora() - timedelta(days=91))
    _poner(motor, olvidado, creado_en=ahora() - timedelta(days=2))

    assert procesos_vigilancia.limpiar(motor, dias=90) == 2
    assert procesos_vigilancia.limpiar(motor, dias=90) == 0
    assert procesos.detalle(motor, actor.cuenta_id, hecho.id).creados == 3
    assert list(procesos.original(motor, actor.cuenta_id, reciente)) == [b"x"]
    with pytest.raises(NoEncontrado):
        procesos.detalle(motor, actor.cuenta_id, olvidado)
