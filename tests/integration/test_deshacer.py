"""Undoing loads one after the other, around what people changed by hand meanwhile."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Engine

from clientes_app.services.carga import procesos
from clientes_app.services.carga.procesos import MotivoDeDejar
from clientes_app.services.clientes import clientes, historial
from clientes_app.services.clientes.clientes import ClienteGuardado
from clientes_app.services.context import Actor
from tests.builders import un_cliente, un_rfc
from tests.integration.pasos_procesos import almacenado, cargar, en_espera
from tests.integration.test_historial import cambia

Fila = dict[str, str]


def suyo(engine: Engine, actor: Actor, rfc: str) -> ClienteGuardado:
    """The living client of that RFC."""
    hallado = clientes.por_rfc(engine, actor.cuenta_id, rfc)
    assert hallado is not None
    return hallado


def tres_cargas(engine: Engine, actor: Actor, base: Fila) -> Sequence[int]:
    """One load creates a client, two more change its e-mail."""
    filas = [base, base | {"email": "a@correo.example"}, base | {"email": "b@correo.example"}]
    return [cargar(engine, actor, [fila]).id for fila in filas]


def test_loads_of_one_client_are_undone_latest_first_to_the_beginning(
    engine: Engine, actor: Actor
) -> None:
    base = un_cliente(email="cero@correo.example")
    primera, segunda, tercera = tres_cargas(engine, actor, base)

    for proceso_id, queda in ((tercera, "a@correo.example"), (segunda, "cero@correo.example")):
        hecho = procesos.deshacer(engine, actor, proceso_id)
        assert hecho == procesos.ResultadoDeDeshacer(borrados=0, restaurados=1, dejados=0)
        assert suyo(engine, actor, base["rfc"]).datos.email == queda
    assert procesos.deshacer(engine, actor, primera).borrados == 1
    assert almacenado(engine, actor.cuenta_id) == []


def test_what_was_left_alone_can_be_undone_later(engine: Engine, actor: Actor) -> None:
    base = un_cliente(email="cero@correo.example")
    primera, segunda, tercera = tres_cargas(engine, actor, base)

    for proceso_id in (primera, segunda):
        assert procesos.deshacer(engine, actor, proceso_id).dejados == 1
        hecho = procesos.detalle(engine, actor.cuenta_id, proceso_id)
        assert (hecho.estado, hecho.puede_deshacerse) == (procesos.Estado.DESHECHO, True)
    assert suyo(engine, actor, base["rfc"]).datos.email == "b@correo.example"
    (dejado,) = procesos.dejados(engine, actor.cuenta_id, segunda).filas
    assert dejado.frase == "La carga «prueba.csv» lo cambió después: deshaga primero esa."
    assert (dejado.nombre, dejado.rfc) == (base["nombre"], base["rfc"])
    assert [(v.campo, v.otro, v.ahora) for v in dejado.valores] == [
        ("email", "cero@correo.example", "b@correo.example")
    ]

    procesos.deshacer(engine, actor, tercera)
    (dejado,) = procesos.dejados(engine, actor.cuenta_id, segunda).filas
    assert dejado.motivo is None
    for proceso_id in (segunda, primera):
        assert procesos.deshacer(engine, actor, proceso_id).dejados == 0
        assert procesos.dejados(engine, actor.cuenta_id, proceso_id).total == 0
        assert not procesos.detalle(engine, actor.cuenta_id, proceso_id).puede_deshacerse
        with pytest.raises(procesos.AccionNoPosible, match="Deshecho"):
            procesos.pedir_deshacer(engine, actor, proceso_id)
    assert almacenado(engine, actor.cuenta_id) == []


def test_loads_that_changed_different_fields_are_undone_in_any_order(
    engine: Engine, actor: Actor
) -> None:
    base = un_cliente(email="cero@correo.example", calle="UNO")
    cargar(engine, actor, [base])
    antes = almacenado(engine, actor.cuenta_id)
    correo = cargar(engine, actor, [base | {"email": "a@correo.example"}]).id
    calle = cargar(engine, actor, [base | {"email": "a@correo.example", "calle": "DOS"}]).id

    assert procesos.deshacer(engine, actor, correo).restaurados == 1
    assert suyo(engine, actor, base["rfc"]).datos.calle == "DOS"
    assert procesos.deshacer(engine, actor, calle).restaurados == 1
    assert almacenado(engine, actor.cuenta_id) == antes


def test_a_field_changed_by_hand_stays_and_the_others_come_back(
    engine: Engine, actor: Actor
) -> None:
    base = un_cliente(email="cero@correo.example", calle="UNO")
    cliente = clientes.alta(engine, actor, base)
    carga = cargar(engine, actor, [base | {"email": "a@correo.example"}]).id
    cambia(engine, actor, cliente.id, calle="A MANO")

    assert procesos.deshacer(engine, actor, carga).restaurados == 1
    datos = suyo(engine, actor, base["rfc"]).datos
    assert (datos.email, datos.calle) == ("cero@correo.example", "A MANO")


def test_fields_that_do_not_go_with_what_was_changed_by_hand_do_not_come_back(
    engine: Engine, actor: Actor
) -> None:
    base = un_cliente(rfc=un_rfc(persona="fisica"), regimen_fiscal="605", uso_cfdi="S01")
    cliente = clientes.alta(engine, actor, base)
    carga = cargar(engine, actor, [base | {"regimen_fiscal": "612"}]).id
    cambia(engine, actor, cliente.id, uso_cfdi="G03")

    assert procesos.deshacer(engine, actor, carga).dejados == 1
    (dejado,) = procesos.dejados(engine, actor.cuenta_id, carga).filas
    assert dejado.motivo is MotivoDeDejar.NO_CABE
    assert [(v.campo, v.otro, v.ahora) for v in dejado.valores] == [
        ("regimen_fiscal", "605", "612")
    ]
    cambia(engine, actor, cliente.id, uso_cfdi="S01")
    assert procesos.deshacer(engine, actor, carga).restaurados == 1


def test_a_created_client_that_somebody_changed_or_deleted_is_left_and_says_by_whom(
    engine: Engine, actor: Actor
) -> None:
    filas = [un_cliente(calle="UNO"), un_cliente(), un_cliente()]
    carga = cargar(engine, actor, filas).id
    beto = Actor(actor.cuenta_id, "Beto", "formulario")
    cambiado, borrado = (suyo(engine, actor, fila["rfc"]) for fila in filas[:2])
    cambia(engine, beto, cambiado.id, calle="DOS")
    clientes.borrar(engine, beto, borrado.id)

    resultado = procesos.deshacer(engine, actor, carga)
    assert resultado == procesos.ResultadoDeDeshacer(borrados=1, restaurados=0, dejados=2)
    dichos = {d.cliente_id: d for d in procesos.cada_dejado(engine, actor.cuenta_id, carga)}
    assert dichos[cambiado.id].frase == "Beto lo cambió después."
    assert [(v.campo, v.otro, v.ahora) for v in dichos[cambiado.id].valores] == [
        ("calle", "UNO", "DOS")
    ]
    assert dichos[borrado.id].frase == "Beto lo borró después."
    assert dichos[borrado.id].valores == ()


def test_the_process_says_who_undid_it_when_and_how_many(engine: Engine, actor: Actor) -> None:
    filas = [un_cliente(), un_cliente()]
    cargar(engine, actor, filas[:1])
    hecho = cargar(engine, actor, [filas[0] | {"calle": "DOS"}, filas[1]])
    raiz = Actor(actor.cuenta_id, "root", "cli", usuario_id=None)
    pedido = procesos.pedir_deshacer(engine, raiz, hecho.id)
    assert (pedido.avance, pedido.deshecho_en, pedido.puede_deshacerse) == (0.0, None, False)
    procesos.deshacer(engine, raiz, hecho.id)

    visto = procesos.detalle(engine, actor.cuenta_id, hecho.id)
    assert visto.deshace_quien == "root"
    assert visto.deshace_en is not None
    assert visto.deshecho_en is not None
    assert pedido.deshace_en is not None
    assert visto.deshecho_en > pedido.deshace_en
    assert (visto.borrados, visto.restaurados, visto.dejados) == (1, 1, 0)


def test_the_history_tells_a_load_from_its_undoing(engine: Engine, actor: Actor) -> None:
    raiz = Actor(actor.cuenta_id, "root", "cli")
    base = un_cliente(calle="UNO")
    cargar(engine, raiz, [base])
    segunda = cargar(engine, raiz, [base | {"calle": "DOS"}]).id
    procesos.deshacer(engine, actor, segunda)

    cliente = suyo(engine, actor, base["rfc"])
    versiones = historial.leer(engine, actor.cuenta_id, cliente.id).versiones
    assert [(v.quien, v.origen, v.archivo, v.deshace) for v in versiones] == [
        ("Ana", "formulario", "prueba.csv", True),
        ("root", "cli", "prueba.csv", False),
        ("root", "cli", "prueba.csv", False),
    ]


def test_progress_of_undoing_is_seen_batch_by_batch(
    engine: Engine, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clientes_app.services.carga.deshacer._BATCH", 2)
    hecho = cargar(engine, actor, [un_cliente() for _ in range(5)])
    procesos.pedir_deshacer(engine, actor, hecho.id)
    vistos: list[float] = []

    def parar() -> bool:
        vistos.append(procesos.detalle(engine, actor.cuenta_id, hecho.id).avance)
        return False

    control = procesos.RunControl(stop=parar)
    procesos.seguir_deshaciendo(engine, actor.cuenta_id, hecho.id, control=control)
    assert vistos == [0.0, 0.4, 0.8, 1.0]


def test_a_load_that_only_waits_is_not_undone(engine: Engine, actor: Actor) -> None:
    proceso_id = en_espera(engine, actor, [un_cliente()])
    with pytest.raises(procesos.AccionNoPosible, match="En espera"):
        procesos.deshacer(engine, actor, proceso_id)
