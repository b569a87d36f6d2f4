"""Undoing a large load whose clients people touched since, killed in the middle of it."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from bench.caidas import base_nueva, preparar
from bench.caidas_huella import comparar_indice, no_hallados
from bench.caidas_instalacion import esperar, instalacion
from clientes_app.domain.columnas import CAMPOS
from clientes_app.judging.plan import Opciones
from clientes_app.services.acceso import cuentas
from clientes_app.services.carga import procesos
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.demo import filas_inventadas
from clientes_app.services.context import Actor
from clientes_app.services.resources import shared_engine as motor_propio
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.storage.db.tables import CAMBIO
from clientes_app.storage.values import Autoria
from tests.conftest import POSTGRESQL, SQLITE
from tests.integration.pasos_procesos import almacenado, un_archivo
from tests.ordenes import abrir_consola, olvidar

FILAS = 20_000
"""Half of them are stored before, with another street and another name."""


@pytest.fixture
def instalado(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A folder; the settings that the test changes are put back."""
    abrir_consola(monkeypatch, tmp_path, "")
    yield tmp_path
    olvidar()


def _cargar(engine: Engine, actor: Actor) -> tuple[int, list[dict[str, str]], list[dict[str, str]]]:
    """Load FILAS rows; return the process, the rows updated and the rows created."""
    filas = [datos.como_dict() for datos in filas_inventadas(FILAS)]
    viejas, nuevas = filas[: FILAS // 2], filas[FILAS // 2 :]
    previos = [
        datos._replace(calle="Antigua 1", nombre=f"{datos.nombre} ANTES")
        for _, datos in zip(viejas, filas_inventadas(FILAS), strict=False)
    ]
    with write_transaction(engine) as tx:
        ClienteRepository(tx, actor.cuenta_id).aplicar(
            altas=previos, ediciones=(), autoria=Autoria("antes", "carga")
        )
    for fila in viejas:
        fila["calle"] = "Nueva 2"
    proceso_id = procesos.recibir(engine, actor, "a.csv", [un_archivo([*viejas, *nuevas])])
    procesos.poner_en_espera(engine, actor, proceso_id, Opciones())
    procesos.ejecutar(engine, proceso_id)
    hecho = procesos.detalle(engine, actor.cuenta_id, proceso_id)
    assert (hecho.creados, hecho.actualizados) == (FILAS // 2, FILAS // 2)
    return proceso_id, viejas, nuevas


def _tocar(
    engine: Engine, actor: Actor, viejas: list[dict[str, str]], nuevas: list[dict[str, str]]
) -> set[str]:
    """Do by hand what people do after a load; return the RFCs of whom undoing must leave alone."""
    ana = Actor(actor.cuenta_id, "Ana", "formulario")

    def de(fila: dict[str, str]) -> clientes.ClienteGuardado:
        hallado = clientes.por_rfc(engine, ana.cuenta_id, fila["rfc"])
        assert hallado is not None
        return hallado

    editados = [*viejas[10:5_000:700], *nuevas[7:9_000:900]]
    for fila in editados:
        guardado = de(fila)
        clientes.editar(engine, ana, guardado.id, guardado.version, {**fila, "calle": "A MANO"})
    borrados = [viejas[6_000], nuevas[9_500]]
    ocupado = viejas[7_000]
    for fila in (*borrados, ocupado):
        clientes.borrar(engine, ana, de(fila).id)
    clientes.alta(engine, ana, {**ocupado, "calle": "DE OTRO"})
    ida_y_vuelta = de(nuevas[9_700])
    clientes.borrar(engine, ana, ida_y_vuelta.id)
    clientes.restaurar(engine, ana, ida_y_vuelta.id)
    return {fila["rfc"] for fila in (*editados, *borrados, ocupado, nuevas[9_700])}


@pytest.mark.parametrize("base", [SQLITE, POSTGRESQL])
def test_killed_undoing_restores_all_but_what_people_touched(instalado: Path, base: str) -> None:
    with base_nueva(base, instalado) as url, preparar(instalado, url) as engine:
        actor = Actor(cuentas.asegurar_cuenta(engine), "Eva", "carga")
        proceso_id, viejas, nuevas = _cargar(engine, actor)
        antes = {f["rfc"]: (f"{f['nombre']} ANTES", "Antigua 1") for f in viejas}
        tocados = _tocar(engine, actor, viejas, nuevas)
        a_mano = {fila[1]: fila for fila in almacenado(engine, actor.cuenta_id)}
        procesos.pedir_deshacer(engine, actor, proceso_id)

        with instalacion(instalado, url, parte="worker") as casa:
            for deshechos in (2_000, 12_000):
                casa.arrancar()
                esperar(lambda n=deshechos: _deshechos(engine, proceso_id) > n, "no deshace")
                casa.matar("worker")
                visto = procesos.detalle(engine, actor.cuenta_id, proceso_id)
                assert visto.deshaciendo
                assert visto.estado is procesos.Estado.TERMINADO
            casa.arrancar()
            esperar(
                lambda: (
                    procesos.detalle(engine, actor.cuenta_id, proceso_id).estado
                    is procesos.Estado.DESHECHO
                ),
                "no acaba de deshacer",
            )

        ahora = {fila[1]: fila for fila in almacenado(engine, actor.cuenta_id)}
        nombre, calle = CAMPOS.index("nombre"), CAMPOS.index("calle")
        for rfc, fila in ahora.items():
            if rfc in tocados:
                assert fila == a_mano[rfc]
            else:
                assert (fila[nombre], fila[calle]) == antes[rfc]
        assert set(ahora) == (set(antes) - tocados) | (set(a_mano) & tocados)
        dejados = [
            dejado.rfc for dejado in procesos.cada_dejado(engine, actor.cuenta_id, proceso_id)
        ]
        assert Counter(dejados) == Counter(dict.fromkeys(tocados, 1))
        veces = Counter(_versiones(engine, proceso_id).values())
        assert veces == {1: len(tocados), 2: FILAS - len(tocados)}
        assert no_hallados(engine, actor.cuenta_id, cada=31) == []
        comparar_indice(engine)


def test_the_command_lists_whom_it_left_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    consola = abrir_consola(monkeypatch, tmp_path / "datos", "")
    archivo = tmp_path / "a.csv"
    filas = [datos.como_dict() for datos in filas_inventadas(5)]
    archivo.write_bytes(un_archivo(filas))
    assert consola("importar", archivo).exit_code == 0
    actor = Actor(cuentas.asegurar_cuenta(motor_propio()), "Ana", "formulario")
    guardado = clientes.por_rfc(motor_propio(), actor.cuenta_id, filas[2]["rfc"])
    assert guardado is not None
    clientes.editar(
        motor_propio(), actor, guardado.id, guardado.version, {**filas[2], "calle": "MÍA"}
    )

    resultado = consola("deshacer", "1")
    olvidar()
    assert resultado.exit_code == 0
    assert "4 clientes borrados, 0 restaurados, 1 se dejó como estaba" in resultado.stdout
    dicho = f"{filas[2]['nombre']} ({filas[2]['rfc']}): Ana lo cambió después. Calle: en la carga"
    assert dicho in resultado.stdout


def _deshechos(engine: Engine, proceso_id: int) -> int:
    return sum(n - 1 for n in _versiones(engine, proceso_id).values())


def _versiones(engine: Engine, proceso_id: int) -> Counter[int]:
    """How many changes of a process each client has: a second one is its undoing."""
    with read_transaction(engine) as tx:
        return Counter(
            tx.execute(
                select(CAMBIO.c.cliente_id).where(CAMBIO.c.proceso_id == proceso_id)
            ).scalars()
        )
