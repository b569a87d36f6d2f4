"""Bulk loads into an empty account, in which people begin to work meanwhile."""

import pytest
from sqlalchemy import Engine

from clientes_app.domain.cliente import DatosCliente
from clientes_app.domain.rfc.rfc import GENERICOS
from clientes_app.services.acceso import cuentas
from clientes_app.services.carga import procesos
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.services.context import Actor
from clientes_app.storage.db.tables import CLIENTE
from tests.builders import un_cliente
from tests.integration.pasos_procesos import FILAS, almacenado, cuantos_hay, en_espera, varios

_PROPIO, _GENERICO, _AJENO, _BORRADO = 3_000, 3_001, 3_002, 3_003
"""Rows of the second part of the file, all of which somebody says before it is stored."""


def _con_un_generico() -> list[dict[str, str]]:
    filas = varios(FILAS)
    filas[_GENERICO] = un_cliente(
        nombre="MOSTRADOR DOS",
        rfc="XAXX010101000",
        regimen_fiscal="616",
        uso_cfdi="S01",
        codigo_postal="64000",
        calle="Del archivo",
    )
    assert filas[_GENERICO]["rfc"] in GENERICOS
    return filas


@pytest.mark.usefixtures("transacciones_cortas")
def test_clients_that_people_add_meanwhile_are_found(engine: Engine, actor: Actor) -> None:
    filas = _con_un_generico()
    proceso_id = en_espera(engine, actor, filas)

    def trabajar(hechas: int, _todas: int) -> None:
        if hechas != 2_000:
            return
        for cual in (_PROPIO, _GENERICO, _BORRADO):
            puesto = clientes.alta(engine, actor, filas[cual] | {"calle": "De una persona"})
        clientes.borrar(engine, actor, puesto.id)
        cargado = clientes.buscar(engine, actor.cuenta_id, Consulta(filas[0]["rfc"])).filas[0]
        clientes.editar(
            engine, actor, cargado.id, cargado.version, filas[0] | {"rfc": filas[_AJENO]["rfc"]}
        )

    desenlace = procesos.ejecutar(engine, proceso_id, on_progress=trabajar)
    hecho = procesos.detalle(engine, actor.cuenta_id, proceso_id)

    assert desenlace is procesos.Outcome.DONE
    assert (hecho.creados, hecho.actualizados, hecho.rechazados) == (FILAS - 3, 3, 0)
    vivos = {
        fila.rfc: fila for fila in map(DatosCliente._make, almacenado(engine, actor.cuenta_id))
    }
    assert len(vivos) == FILAS - 1
    for cual in (_PROPIO, _GENERICO, _AJENO, _BORRADO):
        assert vivos[filas[cual]["rfc"]].calle == filas[cual]["calle"]
    assert filas[0]["rfc"] not in vivos
    assert cuentas.obtener(engine, actor.cuenta_id).clientes == FILAS - 1
    assert cuantos_hay(engine, CLIENTE) == FILAS


@pytest.mark.usefixtures("transacciones_cortas")
def test_a_run_that_goes_on_looks_for_what_is_there(engine: Engine, actor: Actor) -> None:
    filas = varios(FILAS)
    proceso_id = en_espera(engine, actor, filas)
    avances: list[int] = []
    procesos.ejecutar(
        engine,
        proceso_id,
        on_progress=lambda hechas, _todas: avances.append(hechas),
        control=procesos.RunControl(stop=lambda: bool(avances)),
    )
    clientes.alta(engine, actor, filas[_PROPIO] | {"calle": "De una persona"})
    procesos.ejecutar(engine, proceso_id)
    hecho = procesos.detalle(engine, actor.cuenta_id, proceso_id)

    assert avances == [2_000]
    assert (hecho.creados, hecho.actualizados) == (FILAS - 1, 1)
