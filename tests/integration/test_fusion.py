"""Two people save the same client, each from what they saw."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, event

from clientes_app.domain.cliente import Validacion, validar
from clientes_app.services.clientes import clientes, merge
from clientes_app.services.clientes.clientes import ClienteGuardado
from clientes_app.services.context import Actor
from clientes_app.services.errors import (
    CamposEnChoque,
    ClienteBorrado,
    ClienteRepetido,
    DatosInvalidos,
    MezclaInvalida,
    NoEncontrado,
)
from tests.builders import un_cliente, un_rfc


@pytest.fixture
def beto(actor: Actor) -> Actor:
    """A colleague of the one who works in the drawer."""
    return Actor(actor.cuenta_id, "Beto", "api")


@pytest.fixture
def cliente(engine: Engine, actor: Actor) -> ClienteGuardado:
    return clientes.alta(engine, actor, un_cliente(calle="UNO", colonia="CENTRO"))


def cambia(engine: Engine, actor: Actor, cliente_id: int, **campos: str) -> ClienteGuardado:
    """Change a client by its newest version, as the API does."""
    actual = clientes.obtener(engine, actor.cuenta_id, cliente_id)
    valores = actual.datos.como_dict() | campos
    return clientes.editar(engine, actor, cliente_id, actual.version, valores)


def guarda(engine: Engine, actor: Actor, visto: ClienteGuardado, **campos: str) -> merge.Fusionado:
    """Save as somebody who saw the client so and changed these fields."""
    base = visto.datos.como_dict()
    return merge.guardar(engine, actor, visto.id, base=base, propios=base | campos)


def test_different_fields_are_merged_and_the_other_one_is_named(
    engine: Engine, actor: Actor, beto: Actor, cliente: ClienteGuardado
) -> None:
    cambia(engine, beto, cliente.id, calle="DOS")
    hecho = guarda(engine, actor, cliente, colonia="SUR", nombre="  otro   nombre ")
    assert hecho.cliente.datos == cliente.datos._replace(
        calle="DOS", colonia="SUR", nombre="OTRO NOMBRE"
    )
    assert hecho.cliente.version == 3
    assert [(a.campo, a.guardado, a.quien) for a in hecho.ajenos] == [("calle", "DOS", "Beto")]
    ultimo = clientes.historial(engine, actor.cuenta_id, cliente.id)[0]
    assert ultimo.antes == {"nombre": cliente.datos.nombre, "colonia": "CENTRO"}
    assert ultimo.despues == {"nombre": "OTRO NOMBRE", "colonia": "SUR"}


def test_a_field_both_changed_stores_nothing_and_shows_both(
    engine: Engine, actor: Actor, beto: Actor, cliente: ClienteGuardado
) -> None:
    cambia(engine, beto, cliente.id, calle="DOS")
    cambia(engine, beto, cliente.id, pais="MX")
    _, suyo, _ = clientes.historial(engine, actor.cuenta_id, cliente.id)
    with pytest.raises(CamposEnChoque) as error:
        guarda(engine, actor, cliente, calle="TRES", colonia="SUR")
    (choque,) = error.value.choques
    assert (choque.campo, choque.base, choque.guardado, choque.propio, choque.quien) == (
        *("calle", "UNO", "DOS", "TRES"),
        "Beto",
    )
    assert choque.cuando == suyo.creado_en
    assert error.value.version == 3
    assert clientes.obtener(engine, actor.cuenta_id, cliente.id).datos.colonia == "CENTRO"


def test_a_choice_is_kept_only_against_the_value_that_was_seen(
    engine: Engine, actor: Actor, beto: Actor, cliente: ClienteGuardado
) -> None:
    cambia(engine, beto, cliente.id, calle="DOS")
    base = cliente.datos.como_dict() | {"calle": "DOS"}
    propios = base | {"calle": "TRES"}
    cambia(engine, beto, cliente.id, calle="CUATRO")
    with pytest.raises(CamposEnChoque) as error:
        merge.guardar(engine, actor, cliente.id, base=base, propios=propios)
    assert error.value.choques[0].guardado == "CUATRO"
    base["calle"] = "CUATRO"
    hecho = merge.guardar(engine, actor, cliente.id, base=base, propios=propios)
    assert hecho.cliente.datos.calle == "TRES"


def test_the_same_change_twice_is_no_conflict_and_writes_once(
    engine: Engine, actor: Actor, beto: Actor, cliente: ClienteGuardado
) -> None:
    cambia(engine, beto, cliente.id, calle="DOS")
    assert guarda(engine, actor, cliente, calle="DOS").cliente.version == 2


def test_what_fits_alone_but_not_together_is_refused_with_both(
    engine: Engine, actor: Actor, beto: Actor
) -> None:
    persona = un_rfc(persona="fisica")
    visto = clientes.alta(engine, actor, un_cliente(rfc=persona, uso_cfdi="D01"))
    cambia(engine, beto, visto.id, regimen_fiscal="605")
    with pytest.raises(MezclaInvalida) as error:
        guarda(engine, actor, visto, uso_cfdi="G03")
    assert {p.campo for p in error.value.problemas if p.es_error} == {"uso_cfdi"}
    assert [(a.campo, a.guardado, a.quien) for a in error.value.ajenos] == [
        ("regimen_fiscal", "605", "Beto")
    ]
    assert clientes.obtener(engine, actor.cuenta_id, visto.id).datos.uso_cfdi == "D01"


def test_ones_own_errors_are_ones_own_also_while_others_change_something(
    engine: Engine, actor: Actor, beto: Actor, cliente: ClienteGuardado
) -> None:
    cambia(engine, beto, cliente.id, calle="DOS")
    with pytest.raises(DatosInvalidos):
        guarda(engine, actor, cliente, codigo_postal="123")


def test_a_deleted_one_is_told_and_comes_back_with_what_was_typed(
    engine: Engine, actor: Actor, beto: Actor, cliente: ClienteGuardado
) -> None:
    clientes.borrar(engine, beto, cliente.id)
    with pytest.raises(ClienteBorrado):
        guarda(engine, actor, cliente, calle="DOS")
    clientes.restaurar(engine, actor, cliente.id)
    assert guarda(engine, actor, cliente, calle="DOS").cliente.datos.calle == "DOS"


def test_an_rfc_somebody_took_meanwhile_is_refused(
    engine: Engine, actor: Actor, beto: Actor, cliente: ClienteGuardado
) -> None:
    otro = clientes.alta(engine, beto, un_cliente(nombre="QUIEN LO TIENE"))
    with pytest.raises(ClienteRepetido) as error:
        guarda(engine, actor, cliente, rfc=otro.datos.rfc)
    assert error.value.nombre == "QUIEN LO TIENE"


def test_no_such_client_in_this_account(engine: Engine, cliente: ClienteGuardado) -> None:
    with pytest.raises(NoEncontrado):
        guarda(engine, Actor(10**6, "Intruso", "api"), cliente, calle="DOS")


def _a_la_vez(*quehaceres: Callable[[], object]) -> list[object]:
    """Run each in a thread of its own, all let go at once; give what they returned or raised."""
    salida = threading.Barrier(len(quehaceres))
    hecho: list[object] = [None] * len(quehaceres)

    def correr(lugar: int, quehacer: Callable[[], object]) -> None:
        salida.wait()
        try:
            hecho[lugar] = quehacer()
        except CamposEnChoque as error:
            hecho[lugar] = error

    hilos = [threading.Thread(target=correr, args=par) for par in enumerate(quehaceres)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    return hecho


def test_of_two_at_once_both_are_kept_where_they_differ(
    engine: Engine, actor: Actor, beto: Actor, cliente: ClienteGuardado
) -> None:
    hecho = _a_la_vez(
        lambda: guarda(engine, actor, cliente, calle="DOS"),
        lambda: guarda(engine, beto, cliente, colonia="SUR"),
    )
    assert all(isinstance(uno, merge.Fusionado) for uno in hecho)
    guardado = clientes.obtener(engine, actor.cuenta_id, cliente.id)
    assert guardado.datos == cliente.datos._replace(calle="DOS", colonia="SUR")
    assert guardado.version == 3


def test_of_two_at_once_on_one_field_the_second_is_asked(
    engine: Engine, actor: Actor, beto: Actor, cliente: ClienteGuardado
) -> None:
    hecho = _a_la_vez(
        lambda: guarda(engine, actor, cliente, calle="DE ANA"),
        lambda: guarda(engine, beto, cliente, calle="DE BETO"),
    )
    (choque,) = [uno for uno in hecho if isinstance(uno, CamposEnChoque)]
    (ganador,) = [uno for uno in hecho if isinstance(uno, merge.Fusionado)]
    assert choque.choques[0].guardado == ganador.cliente.datos.calle
    assert clientes.obtener(engine, actor.cuenta_id, cliente.id) == ganador.cliente


def test_a_save_judges_once_and_reads_the_client_once(
    engine: Engine, actor: Actor, cliente: ClienteGuardado, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[object] = []
    read: list[str] = []

    def judge(*args: Any) -> Validacion:
        judged.append(args)
        return validar(*args)

    def listen(*args: Any) -> None:
        if "FROM cliente" in str(args[2]):
            read.append(str(args[2]))

    monkeypatch.setattr(merge, "validar", judge)
    event.listen(engine, "before_cursor_execute", listen)
    hecho = guarda(engine, actor, cliente, calle="DOS")
    assert (len(judged), len(read)) == (1, 1)
    assert hecho.cliente == clientes.obtener(engine, actor.cuenta_id, cliente.id)
