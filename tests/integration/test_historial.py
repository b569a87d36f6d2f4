"""What a client's history says, and the way back to an earlier version."""

import pytest
from sqlalchemy import Engine

from clientes_app.judging.plan import Opciones
from clientes_app.services.carga import procesos
from clientes_app.services.clientes import clientes, historial, merge
from clientes_app.services.context import Actor
from clientes_app.services.errors import (
    ClienteBorrado,
    ClienteRepetido,
    DatosInvalidos,
    EdicionSimultanea,
    NoEncontrado,
)
from tests.builders import un_cliente, un_rfc
from tests.integration.pasos_procesos import un_archivo


def cambia(engine: Engine, actor: Actor, cliente_id: int, **campos: str) -> None:
    actual = clientes.obtener(engine, actor.cuenta_id, cliente_id)
    valores = actual.datos.como_dict() | campos
    clientes.editar(engine, actor, cliente_id, actual.version, valores)


def test_every_change_from_the_newest_on_with_fields_as_in_the_template(
    engine: Engine, actor: Actor
) -> None:
    cliente = clientes.alta(engine, actor, un_cliente(calle="UNO"))
    otro = Actor(actor.cuenta_id, "Beto", "api")
    cambia(engine, otro, cliente.id, calle="", nombre="NUEVO NOMBRE")
    clientes.borrar(engine, otro, cliente.id)
    clientes.restaurar(engine, actor, cliente.id)
    pagina = historial.leer(engine, actor.cuenta_id, cliente.id)
    assert [(v.version, v.accion, v.quien, v.origen) for v in pagina.versiones] == [
        (4, "restauracion", "Ana", "formulario"),
        (3, "borrado", "Beto", "api"),
        (2, "edicion", "Beto", "api"),
        (1, "alta", "Ana", "formulario"),
    ]
    assert [(c.campo, c.antes, c.despues) for c in pagina.versiones[2].campos] == [
        ("nombre", cliente.datos.nombre, "NUEVO NOMBRE"),
        ("calle", "UNO", ""),
    ]
    momentos = [version.cuando for version in pagina.versiones]
    assert momentos == sorted(momentos, reverse=True)
    assert momentos[3] >= cliente.creado_en
    assert (pagina.actual.version, pagina.hay_mas) == (4, False)


def test_a_load_and_its_undoing_are_told_apart_and_name_the_file(
    engine: Engine, actor: Actor
) -> None:
    fila = un_cliente(calle="UNO")
    cliente = clientes.alta(engine, actor, fila)
    consola = Actor(actor.cuenta_id, "root", "cli")
    proceso_id = procesos.recibir(engine, consola, "F.csv", [un_archivo([fila | {"calle": "DOS"}])])
    procesos.poner_en_espera(engine, consola, proceso_id, Opciones())
    procesos.ejecutar(engine, proceso_id)
    procesos.deshacer(engine, actor, proceso_id)
    versiones = historial.leer(engine, actor.cuenta_id, cliente.id).versiones
    assert [(v.quien, v.origen, v.archivo, v.deshace) for v in versiones] == [
        ("Ana", "formulario", "F.csv", True),
        ("root", "cli", "F.csv", False),
        ("Ana", "formulario", "", False),
    ]


def test_long_histories_come_in_pages(engine: Engine, actor: Actor) -> None:
    cliente = clientes.alta(engine, actor, un_cliente())
    for numero in range(6):
        cambia(engine, actor, cliente.id, calle=f"CALLE {numero}")
    vistas: list[int] = []
    hasta: int | None = None
    while True:
        pagina = historial.leer(engine, actor.cuenta_id, cliente.id, hasta=hasta, cuantas=3)
        vistas += [version.version for version in pagina.versiones]
        if not pagina.hay_mas:
            break
        hasta = vistas[-1] - 1
    assert vistas == [7, 6, 5, 4, 3, 2, 1]


def test_each_version_can_be_read_again(engine: Engine, actor: Actor) -> None:
    cliente = clientes.alta(engine, actor, un_cliente(calle="UNO"))
    datos = [cliente.datos]
    for campos in ({"calle": "DOS"}, {"calle": "", "pais": "MX"}, {"calle": "DOS"}):
        cambia(engine, actor, cliente.id, **campos)
        datos.append(clientes.obtener(engine, actor.cuenta_id, cliente.id).datos)
    leidas = [merge.en_version(engine, actor.cuenta_id, cliente.id, v) for v in (1, 2, 3, 4)]
    assert leidas == datos
    for ajena in (0, 5, -1):
        with pytest.raises(NoEncontrado):
            merge.en_version(engine, actor.cuenta_id, cliente.id, ajena)


def test_restoring_is_a_change_of_its_own(engine: Engine, actor: Actor) -> None:
    cliente = clientes.alta(engine, actor, un_cliente(calle="UNO"))
    cambia(engine, actor, cliente.id, calle="DOS", pais="MX")
    vuelto = historial.restaurar_version(engine, actor, cliente.id, 1, vista=2)
    assert (vuelto.datos, vuelto.version) == (cliente.datos, 3)
    ultima = historial.leer(engine, actor.cuenta_id, cliente.id).versiones[0]
    assert [(c.campo, c.antes, c.despues) for c in ultima.campos] == [
        ("calle", "DOS", "UNO"),
        ("pais", "MX", ""),
    ]


def test_what_somebody_changed_since_is_not_overwritten_unseen(
    engine: Engine, actor: Actor
) -> None:
    cliente = clientes.alta(engine, actor, un_cliente())
    cambia(engine, actor, cliente.id, calle="DOS")
    cambia(engine, actor, cliente.id, calle="TRES")
    with pytest.raises(EdicionSimultanea):
        historial.restaurar_version(engine, actor, cliente.id, 1, vista=2)
    assert clientes.obtener(engine, actor.cuenta_id, cliente.id).datos.calle == "TRES"


def test_a_version_that_rules_or_another_client_forbid_is_refused(
    engine: Engine, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    cliente = clientes.alta(engine, actor, un_cliente())
    viejo = cliente.datos.rfc
    cambia(engine, actor, cliente.id, rfc=un_rfc())
    clientes.alta(engine, actor, un_cliente(rfc=viejo, nombre="LO TIENE AHORA"))
    with pytest.raises(ClienteRepetido) as error:
        historial.restaurar_version(engine, actor, cliente.id, 1, vista=2)
    assert error.value.nombre == "LO TIENE AHORA"

    de_antes = cliente.datos._replace(codigo_postal="99999")
    monkeypatch.setattr(historial, "en_version", lambda *_: de_antes)
    with pytest.raises(DatosInvalidos):
        historial.restaurar_version(engine, actor, cliente.id, 1, vista=2)
    assert clientes.obtener(engine, actor.cuenta_id, cliente.id).version == 2


def test_a_deleted_client_must_come_back_first(engine: Engine, actor: Actor) -> None:
    cliente = clientes.alta(engine, actor, un_cliente())
    clientes.borrar(engine, actor, cliente.id)
    with pytest.raises(ClienteBorrado):
        historial.restaurar_version(engine, actor, cliente.id, 1, vista=2)


def test_nobody_reads_or_restores_through_another_account(engine: Engine, actor: Actor) -> None:
    cliente = clientes.alta(engine, actor, un_cliente())
    ajeno = Actor(actor.cuenta_id + 1, "Intruso", "api")
    with pytest.raises(NoEncontrado):
        historial.leer(engine, ajeno.cuenta_id, cliente.id)
    with pytest.raises(NoEncontrado):
        historial.restaurar_version(engine, ajeno, cliente.id, 1, vista=1)
    with pytest.raises(NoEncontrado):
        merge.en_version(engine, ajeno.cuenta_id, cliente.id, 1)
