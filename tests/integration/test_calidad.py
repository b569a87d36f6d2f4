"""The figures of «Calidad del catálogo», beside a count that knows what was put in."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from clientes_app.domain.observaciones import OBSERVACIONES
from clientes_app.services.acceso import cuentas
from clientes_app.services.calidad import al_dia, cifras
from clientes_app.services.clientes import clientes
from clientes_app.services.context import Actor
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.db.engine import write_connection, write_transaction
from clientes_app.storage.values import Autoria
from tests.builders import un_cliente, un_rfc
from tests.catalogo_sucio import CP_DE_LA_CUENTA, Sucio, catalogo_sucio
from tests.gente import ordenes_sql

CUANTOS = 3_000
_ESTADOS = {"44100": "JAL", "64000": "NLE", "97000": "YUC", "22000": "BCN", "00000": ""}


def guardar(engine: Engine, cuenta_id: int, sucios: list[Sucio]) -> None:
    """Store clients as they are, also those that no door would take today."""
    with write_transaction(engine) as tx:
        ClienteRepository(tx, cuenta_id).aplicar(
            altas=[datos for datos, _ in sucios], ediciones=(), autoria=Autoria("Ana", "carga")
        )


@pytest.fixture
def sucios(engine: Engine, actor: Actor) -> list[Sucio]:
    """A catalogue with known troubles, one of another account beside it, and some in the bin."""
    cuentas.editar(engine, actor, nombre="Norte", cp_expedicion=CP_DE_LA_CUENTA)
    otra = cuentas.crear(engine, "Sur", cp_expedicion="44100")
    guardar(engine, otra.id, list(catalogo_sucio(100, semilla=3)))
    suyos = list(catalogo_sucio(CUANTOS))
    guardar(engine, actor.cuenta_id, suyos)
    for _ in range(3):
        borrado = clientes.alta(engine, actor, un_cliente(nombre="JOSÉ", rfc=un_rfc(900_000)))
        clientes.borrar(engine, actor, borrado.id)
    return suyos


def test_the_figures_are_those_of_what_was_put_in(
    engine: Engine, actor: Actor, sucios: list[Sucio]
) -> None:
    assert al_dia.poner_al_dia(engine)
    hecho = cifras.contar(engine, actor.cuenta_id)

    assert (hecho.clientes, hecho.revisando) == (CUANTOS, False)
    assert hecho.listos == sum(not que for _, que in sucios)
    graves = {"clave_retirada", "regimen_persona", "uso_regimen", "cp_fuera"}
    assert hecho.rechazables == sum(bool(que & graves) for _, que in sucios)
    assert hecho.listos + hecho.con_avisos + hecho.rechazables == CUANTOS
    esperado = Counter(codigo for _, que in sucios for codigo in que)
    assert {cifra.codigo: cifra.cuantos for cifra in hecho.problemas} == esperado
    assert [cifra.codigo for cifra in hecho.problemas] == [o.codigo for o in OBSERVACIONES]
    assert min(esperado.values()) > 0
    regimenes = Counter(datos.regimen_fiscal for datos, _ in sucios)
    assert {cifra.codigo: cifra.cuantos for cifra in hecho.por_regimen} == regimenes
    estados = Counter(_ESTADOS.get(datos.codigo_postal, "CMX") for datos, _ in sucios)
    assert {cifra.codigo: cifra.cuantos for cifra in hecho.por_estado} == estados
    for barras in (hecho.por_regimen, hecho.por_estado):
        assert [b.cuantos for b in barras] == sorted((b.cuantos for b in barras), reverse=True)


def test_after_other_rules_they_are_the_same_and_say_that_they_are_not_yet(
    engine: Engine, actor: Actor, sucios: list[Sucio]
) -> None:
    assert al_dia.poner_al_dia(engine)
    antes = cifras.contar(engine, actor.cuenta_id)
    with write_connection(engine) as conexion:
        conexion.execute(text("UPDATE cliente SET observaciones = 0"))
        conexion.execute(text("UPDATE reglas SET version = 'otras'"))
    assert cifras.contar(engine, actor.cuenta_id).revisando
    assert al_dia.poner_al_dia(engine)
    assert cifras.contar(engine, actor.cuenta_id) == antes


def test_growth_is_told_by_month_of_what_is_still_there(engine: Engine, actor: Actor) -> None:
    hoy = datetime.now(UTC)
    cuando = [hoy, hoy, hoy - timedelta(days=62), hoy - timedelta(days=900)]
    creados = [clientes.alta(engine, actor, un_cliente()) for _ in (*cuando, None)]
    clientes.borrar(engine, actor, creados.pop().id)
    with write_connection(engine) as conexion:
        for cliente, momento in zip(creados, cuando, strict=True):
            conexion.execute(
                text("UPDATE cliente SET creado_en = :momento WHERE id = :id"),
                {"momento": f"{momento:%Y-%m-%d %H:%M:%S.%f}", "id": cliente.id},
            )
    meses = cifras.contar(engine, actor.cuenta_id).crecimiento
    assert len(meses) == cifras.MESES
    assert [mes.desde.day for mes in meses] == [1] * cifras.MESES
    assert (meses[0].total, meses[0].nuevos) == (1, 0)
    assert [mes.nuevos for mes in meses if mes.nuevos] == [1, 2]
    assert (meses[-1].nuevos, meses[-1].total) == (2, 4)
    totales = [mes.total for mes in meses]
    assert totales == sorted(totales)


def test_an_empty_account_has_figures_too(engine: Engine, actor: Actor) -> None:
    hecho = cifras.contar(engine, actor.cuenta_id)
    assert (hecho.clientes, hecho.listos, hecho.por_regimen, hecho.por_estado) == (0, 0, (), ())
    assert {cifra.cuantos for cifra in hecho.problemas} == {0}


def test_a_large_catalogue_costs_as_many_queries_as_a_small_one(
    engine: Engine, actor: Actor, sucios: list[Sucio]
) -> None:
    vacia = cuentas.crear(engine, "Vacía").id
    ordenes = ordenes_sql(engine)
    cifras.contar(engine, actor.cuenta_id)
    muchas = len(ordenes)
    cifras.contar(engine, vacia)
    assert len(ordenes) == 2 * muchas < 24
