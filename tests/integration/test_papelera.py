"""The papelera: newest first, with who deleted it and by what, searched and filtered by that."""

from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from clientes_app.services.carga import deshacer
from clientes_app.services.clientes import clientes, papelera
from clientes_app.services.clientes.clientes import ClienteGuardado, Consulta
from clientes_app.services.context import Actor
from clientes_app.storage.clientes.search import Buscador
from clientes_app.storage.db.engine import read_transaction, write_connection
from tests.builders import un_cliente
from tests.integration.pasos_procesos import cargar, varios
from tests.integration.test_busqueda import EXPLICAR

EVA = "Eva"


@pytest.fixture
def a_mano(engine: Engine, actor: Actor) -> list[ClienteGuardado]:
    """Two clients that Eva deleted, one after the other."""
    eva = Actor(actor.cuenta_id, EVA, "formulario")
    guardados = [clientes.alta(engine, actor, un_cliente(nombre=n)) for n in ("ALFA", "BETA")]
    return [clientes.borrar(engine, eva, guardado.id) for guardado in guardados]


@pytest.fixture
def deshecha(engine: Engine, actor: Actor) -> int:
    """A load of three clients that was undone."""
    proceso = cargar(engine, actor, [fila | {"nombre": "CARGADO"} for fila in varios(3)])
    deshacer.deshacer(engine, actor, proceso.id)
    return proceso.id


def vista(engine: Engine, actor: Actor, **consulta: Any) -> papelera.VistaDePapelera:
    return papelera.mirar(engine, actor.cuenta_id, Consulta(papelera=True, **consulta))


def nombres(hallada: papelera.VistaDePapelera) -> list[str]:
    return [fila.datos.nombre for fila in hallada.vista.pagina.filas]


def test_the_newest_come_first_with_who_deleted_them_and_by_what(
    engine: Engine, actor: Actor, a_mano: list[ClienteGuardado], deshecha: int
) -> None:
    todo = vista(engine, actor, orden="rfc")
    assert nombres(todo) == ["CARGADO"] * 3 + ["BETA", "ALFA"]
    dicho = [todo.borrados[fila.id] for fila in todo.vista.pagina.filas]
    assert [(b.quien, b.proceso_id) for b in dicho[2:]] == [("Ana", deshecha), *[(EVA, None)] * 2]
    assert [b.archivo for b in dicho[2:4]] == ["prueba.csv", ""]
    assert [(o.proceso_id, o.cuantos) for o in todo.origenes] == [(0, 2), (deshecha, 3)]


def test_search_and_filter_go_together(
    engine: Engine, actor: Actor, a_mano: list[ClienteGuardado], deshecha: int
) -> None:
    assert nombres(vista(engine, actor, texto="beta")) == ["BETA"]
    assert nombres(vista(engine, actor, borrado_por=papelera.BY_HAND)) == ["BETA", "ALFA"]
    assert nombres(vista(engine, actor, borrado_por=deshecha)) == ["CARGADO"] * 3
    assert nombres(vista(engine, actor, borrado_por=deshecha, texto="beta")) == []
    cargados = vista(engine, actor, borrado_por=deshecha, texto="cargado")
    assert (cargados.vista.pagina.total, cargados.vista.total) == (3, 5)
    assert nombres(vista(engine, actor, borrado_por=deshecha + 1)) == []


def test_who_comes_back_leaves_no_trace_in_it(
    engine: Engine, actor: Actor, a_mano: list[ClienteGuardado], deshecha: int
) -> None:
    cargado = vista(engine, actor, borrado_por=deshecha).vista.pagina.filas[0]
    clientes.restaurar(engine, actor, cargado.id)
    clientes.borrar(engine, actor, cargado.id)
    todo = vista(engine, actor)
    assert nombres(todo)[0] == "CARGADO"
    assert todo.borrados[cargado.id].proceso_id is None
    assert [(o.proceso_id, o.cuantos) for o in todo.origenes] == [(0, 3), (deshecha, 2)]


@pytest.mark.parametrize("filtrada", [False, True])
def test_a_page_is_walked_along_an_index(
    engine: Engine, actor: Actor, a_mano: list[ClienteGuardado], deshecha: int, *, filtrada: bool
) -> None:
    """Of 80,000 deleted ones fifty are sorted, and none is read that is not shown."""
    with write_connection(engine) as conexion:
        # Few rows are quicker sorted than walked; what is asked is whether an index has the order.
        if engine.dialect.name == "postgresql":
            conexion.exec_driver_sql("ANALYZE cliente")
    dichos: list[tuple[str, Any]] = []

    def anotar(_c: object, _cur: object, dicho: str, valores: object, *_: object) -> None:
        if "LIMIT" in dicho:
            dichos.append((dicho, valores))

    event.listen(engine, "before_cursor_execute", anotar)
    with read_transaction(engine) as tx:
        if engine.dialect.name == "postgresql":
            tx.execute(text("SET LOCAL enable_seqscan = off"))
            tx.execute(text("SET LOCAL enable_bitmapscan = off"))
        buscador = Buscador(
            tx, actor.cuenta_id, papelera=True, borrado_por=deshecha if filtrada else None
        )
        buscador.pagina("", orden="borrado_en", descendente=True)
        event.remove(engine, "before_cursor_execute", anotar)
        ((dicho, valores),) = dichos
        plan = tx.connection().exec_driver_sql(EXPLICAR[engine.dialect.name] + dicho, valores)
        pasos = [str(paso) for paso in plan]
    indice = "ix_cliente_borrado_proceso" if filtrada else "ix_cliente_borrado"
    assert any(f"{indice} " in paso or f"{indice}'" in paso for paso in pasos), pasos
    assert len([p for p in pasos if "TEMP B-TREE" in p or "Sort Key" in p]) <= 1, pasos
