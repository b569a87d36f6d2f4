"""Possible duplicates of an account: what is kept of them, and what somebody said about a pair."""

from collections.abc import Iterable

import pytest
from sqlalchemy import Engine, select, update

from clientes_app.services.acceso import cuentas
from clientes_app.services.calidad import duplicados
from clientes_app.services.calidad.duplicados import Comparador, MotivoDeParecido
from clientes_app.services.calidad.parecidos import parecidos
from clientes_app.services.carga import procesos
from clientes_app.services.clientes import clientes
from clientes_app.services.context import Actor
from clientes_app.services.ejemplo import quitar, vacia
from clientes_app.services.errors import NoEncontrado
from clientes_app.storage.calidad.duplicados import Comparado
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.storage.db.tables import DUPLICADOS, PROCESO
from tests.builders import un_cliente, un_rfc
from tests.integration.pasos_procesos import cargar


@pytest.fixture
def pareja(engine: Engine, actor: Actor) -> tuple[int, int]:
    """Two clients whose names differ by little, beside others."""
    clientes.alta(engine, actor, un_cliente())
    uno, otro = (
        clientes.alta(engine, actor, un_cliente(nombre=nombre, rfc=un_rfc(lejos))).id
        for nombre, lejos in (("GRUPO CONSTRUCTOR ALBA", 2_969), ("GRUPO CONSTRUCTOR ALVA", 5_938))
    )
    return uno, otro


def _un_tocayo() -> dict[str, str]:
    return un_cliente(nombre="GRUPO CONSTRUCTOR ALBA", rfc=un_rfc(9_000))


def vistos(engine: Engine, cuenta_id: int) -> list[tuple[MotivoDeParecido, tuple[int, ...]]]:
    hecho = duplicados.ver(engine, cuenta_id)
    assert hecho.grupos == len(hecho.primeros)
    return [(uno.motivo, tuple(c.id for c in uno.clientes)) for uno in hecho.primeros]


def test_they_are_found_kept_and_told_with_who_they_are(
    engine: Engine, actor: Actor, pareja: tuple[int, int]
) -> None:
    assert not duplicados.ver(engine, actor.cuenta_id).al_dia
    duplicados.buscar(engine, actor.cuenta_id)
    hecho = duplicados.ver(engine, actor.cuenta_id)
    assert (hecho.grupos, hecho.clientes, hecho.al_dia) == (1, 2, True)
    (grupo,) = hecho.primeros
    assert grupo.motivo is MotivoDeParecido.NOMBRE
    assert [(c.id, c.nombre) for c in grupo.clientes] == [
        (pareja[0], "GRUPO CONSTRUCTOR ALBA"),
        (pareja[1], "GRUPO CONSTRUCTOR ALVA"),
    ]
    assert duplicados.ver(engine, actor.cuenta_id, limite=0).primeros == ()


def test_whoever_is_in_the_bin_is_told_no_more(
    engine: Engine, actor: Actor, pareja: tuple[int, int]
) -> None:
    duplicados.buscar(engine, actor.cuenta_id)
    clientes.borrar(engine, actor, pareja[1])
    hecho = duplicados.ver(engine, actor.cuenta_id)
    assert (hecho.primeros, hecho.al_dia) == ((), False)
    duplicados.buscar(engine, actor.cuenta_id)
    assert duplicados.ver(engine, actor.cuenta_id).grupos == 0


def test_who_is_not_the_same_is_remembered(
    engine: Engine, actor: Actor, pareja: tuple[int, int]
) -> None:
    duplicados.buscar(engine, actor.cuenta_id)
    uno, otro = pareja
    for una, otra in ((otro, uno), (uno, otro)):
        duplicados.no_son_el_mismo(engine, actor, una, otra)
        assert vistos(engine, actor.cuenta_id) == []
        assert duplicados.ver(engine, actor.cuenta_id).al_dia
    duplicados.buscar(engine, actor.cuenta_id)
    assert vistos(engine, actor.cuenta_id) == []
    # Others of the same name may still be either.
    tercero = clientes.alta(engine, actor, _un_tocayo()).id
    duplicados.buscar(engine, actor.cuenta_id)
    assert vistos(engine, actor.cuenta_id) == [(MotivoDeParecido.NOMBRE, (uno, otro, tercero))]
    duplicados.no_son_el_mismo(engine, actor, uno, tercero)
    assert not duplicados.ver(engine, actor.cuenta_id).al_dia
    duplicados.buscar(engine, actor.cuenta_id)
    assert vistos(engine, actor.cuenta_id) == [(MotivoDeParecido.NOMBRE, (otro, tercero))]


def test_who_is_told_apart_while_they_are_compared_is_not_found(
    engine: Engine, actor: Actor, pareja: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(comparados: Iterable[Comparado], distintos: frozenset[tuple[int, int]]) -> object:
        found = list(parecidos(comparados, distintos))
        duplicados.no_son_el_mismo(engine, actor, *pareja)
        return found

    monkeypatch.setattr(duplicados, "parecidos", slowly)
    duplicados.buscar(engine, actor.cuenta_id)
    assert vistos(engine, actor.cuenta_id) == []


def test_what_was_compared_later_stays(
    engine: Engine, actor: Actor, pareja: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker began before the third one came, and is done after somebody who saw all three."""

    def slowly(comparados: Iterable[Comparado], distintos: frozenset[tuple[int, int]]) -> object:
        monkeypatch.undo()
        clientes.alta(engine, actor, _un_tocayo())
        duplicados.buscar(engine, actor.cuenta_id)
        return parecidos(comparados, distintos)

    monkeypatch.setattr(duplicados, "parecidos", slowly)
    duplicados.buscar(engine, actor.cuenta_id)
    hecho = duplicados.ver(engine, actor.cuenta_id)
    assert (hecho.clientes, hecho.al_dia) == (len(pareja) + 1, True)


def test_nobody_says_anything_of_clients_of_another_account(
    engine: Engine, actor: Actor, pareja: tuple[int, int]
) -> None:
    otra = Actor(cuentas.crear(engine, "Sur").id, "Eva", "formulario")
    ajeno = clientes.alta(engine, otra, _un_tocayo()).id
    for cuenta_id in (actor.cuenta_id, otra.cuenta_id):
        duplicados.buscar(engine, cuenta_id)
    assert vistos(engine, actor.cuenta_id) == [(MotivoDeParecido.NOMBRE, pareja)]
    assert vistos(engine, otra.cuenta_id) == []
    uno = pareja[0]
    for quien, *ids in ((otra, *pareja), (actor, uno, ajeno), (actor, uno, uno), (actor, uno)):
        with pytest.raises(NoEncontrado):
            duplicados.no_son_el_mismo(engine, quien, *ids)
    assert vistos(engine, actor.cuenta_id) == [(MotivoDeParecido.NOMBRE, pareja)]


def test_the_worker_compares_what_changed_when_no_load_goes_on(
    engine: Engine, actor: Actor, pareja: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    hecha = cargar(engine, actor, [un_cliente()])
    suya = update(PROCESO).where(PROCESO.c.id == hecha.id)
    with write_transaction(engine) as tx:
        tx.execute(suya.values(estado=procesos.Estado.PROCESANDO))
    comparador = Comparador(engine)
    comparador.mirar()
    assert vistos(engine, actor.cuenta_id) == []
    with write_transaction(engine) as tx:
        tx.execute(suya.values(estado=procesos.Estado.TERMINADO))
    comparador.mirar(parar=lambda: True)
    assert vistos(engine, actor.cuenta_id) == []
    comparador.mirar()
    assert vistos(engine, actor.cuenta_id) == [(MotivoDeParecido.NOMBRE, pareja)]

    clientes.alta(engine, actor, un_cliente(nombre="GRUPO CONSTRUCTOR ALBAS", rfc=un_rfc(12_345)))
    monkeypatch.setattr(duplicados, "_REST", 1e9)
    descansa = Comparador(engine)
    descansa.mirar()
    assert duplicados.ver(engine, actor.cuenta_id).clientes == 3
    clientes.borrar(engine, actor, pareja[0])
    descansa.mirar()
    assert not duplicados.ver(engine, actor.cuenta_id).al_dia


def test_of_an_account_that_went_meanwhile_nothing_is_kept(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    ejemplo = vacia(engine).id

    def mientras(*_: object) -> list[object]:
        quitar(engine, ejemplo)
        return []

    monkeypatch.setattr(duplicados, "parecidos", mientras)
    duplicados.buscar(engine, ejemplo)
    with read_transaction(engine) as tx:
        assert tx.execute(select(DUPLICADOS.c.cuenta_id)).all() == []
