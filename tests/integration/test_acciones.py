"""Actions on many clients: what is shown before is what is done, and can be taken back."""

import pytest
from sqlalchemy import Engine

from clientes_app.domain.acciones import Accion, AccionMasiva
from clientes_app.domain.rfc.rfc import GENERICO_NACIONAL
from clientes_app.services.acceso import cuentas
from clientes_app.services.carga import procesos
from clientes_app.services.carga.acciones import acciones
from clientes_app.services.clientes import clientes, historial, papelera
from clientes_app.services.context import Actor
from clientes_app.services.errors import NoEncontrado
from clientes_app.storage.db.tables import PROCESO_PIEZA
from tests.builders import un_cliente, un_rfc
from tests.integration.pasos_acciones import ACENTOS, BORRAR, RESTAURAR, guardados, hacer
from tests.integration.pasos_procesos import almacenado, cargar, cuantos_hay, poner
from tests.integration.test_historial import cambia

GENERICO = {"rfc": GENERICO_NACIONAL, "regimen_fiscal": "616", "uso_cfdi": "S01"}
USO = AccionMasiva(Accion.CAMBIAR_USO, "I08")
LETRAS = AccionMasiva(Accion.USAR_LETRAS_LATINAS)


def cuentas_de(proceso: procesos.ProcesoGuardado) -> tuple[int, int, int]:
    return proceso.actualizados, proceso.iguales, proceso.rechazados


def test_the_preview_says_what_the_process_does(engine: Engine, actor: Actor) -> None:
    filas = [
        un_cliente(nombre="CLÍNICA MUÑOZ"),
        un_cliente(nombre="BIEN ESCRITO"),
        un_cliente(nombre="PÚBLICO EN GENERAL"),
    ]
    ids = [*guardados(engine, actor.cuenta_id, filas), 10_000]
    antes = almacenado(engine, actor.cuenta_id)

    previa = acciones.previsualizar(engine, actor.cuenta_id, ACENTOS, ids)
    assert (previa.cambian, previa.iguales, previa.fuera) == (1, 1, 2)
    assert [(c.id, c.rfc, c.antes, c.despues) for c in previa.muestra] == [
        (ids[0], filas[0]["rfc"], "CLÍNICA MUÑOZ", "CLINICA MUÑOZ")
    ]
    assert [(f.lugar, f.nombre, f.motivo) for f in previa.fuera_muestra] == [
        (3, "PÚBLICO EN GENERAL", "«PUBLICO EN GENERAL» solo va con el RFC XAXX010101000."),
        (4, "", "Ya no está en la cuenta."),
    ]
    assert almacenado(engine, actor.cuenta_id) == antes

    hecho = hacer(engine, actor, ACENTOS, ids)
    assert cuentas_de(hecho) == (1, 1, 2)
    assert (hecho.estado, hecho.archivo) == (procesos.Estado.TERMINADO, "Quitar acentos")
    assert (hecho.filas, hecho.filas_hechas, hecho.pedida) == (4, 4, ACENTOS)
    assert clientes.obtener(engine, actor.cuenta_id, ids[0]).datos.nombre == "CLINICA MUÑOZ"
    (version, _) = historial.leer(engine, actor.cuenta_id, ids[0]).versiones
    assert (version.quien, version.proceso_id, version.archivo) == ("Ana", hecho.id, hecho.archivo)
    dichos = procesos.problemas(engine, actor.cuenta_id, hecho.id).filas
    assert [(d.linea, d.valor) for d in dichos] == [
        (3, f"PÚBLICO EN GENERAL ({filas[2]['rfc']})"),
        (4, ""),
    ]

    resultado = procesos.deshacer(engine, actor, hecho.id)
    assert resultado == procesos.ResultadoDeDeshacer(borrados=0, restaurados=1, dejados=0)
    assert almacenado(engine, actor.cuenta_id) == antes


def test_what_somebody_changed_after_the_preview_is_judged_anew_or_left(
    engine: Engine, actor: Actor
) -> None:
    filas = [un_cliente(nombre="ÁRBOL"), un_cliente(), un_cliente(), un_cliente()]
    ids = guardados(engine, actor.cuenta_id, filas)
    beto = Actor(actor.cuenta_id, "Beto", "formulario")
    previa = acciones.previsualizar(engine, actor.cuenta_id, USO, ids)
    assert previa.cambian == 4

    cambia(engine, beto, ids[0], nombre="ROBLÉ")
    cambia(engine, beto, ids[1], uso_cfdi="G01")
    clientes.borrar(engine, beto, ids[2])
    hecho = hacer(engine, actor, USO, ids, revision=previa.revision)
    assert cuentas_de(hecho) == (2, 0, 2)
    dichos = procesos.problemas(engine, actor.cuenta_id, hecho.id).filas
    assert [d.mensaje for d in dichos] == ["Beto lo cambió mientras tanto.", "Está en la papelera."]
    assert clientes.obtener(engine, actor.cuenta_id, ids[1]).datos.uso_cfdi == "G01"

    assert hacer(engine, actor, ACENTOS, ids, revision=previa.revision).actualizados == 1
    assert clientes.obtener(engine, actor.cuenta_id, ids[0]).datos.nombre == "ROBLE"
    # Who asks for it knowing that, means it.
    ahora = acciones.previsualizar(engine, actor.cuenta_id, USO, ids)
    assert hacer(engine, actor, USO, ids, revision=ahora.revision).actualizados == 1
    assert clientes.obtener(engine, actor.cuenta_id, ids[1]).datos.uso_cfdi == "I08"


def test_a_client_that_somebody_is_at_work_on_is_not_deleted_unseen(
    engine: Engine, actor: Actor
) -> None:
    ids = guardados(engine, actor.cuenta_id, [un_cliente(), un_cliente()])
    previa = acciones.previsualizar(engine, actor.cuenta_id, BORRAR, ids)
    cambia(engine, Actor(actor.cuenta_id, "Beto", "formulario"), ids[0], calle="NUEVA")
    hecho = hacer(engine, actor, BORRAR, ids, revision=previa.revision)
    assert cuentas_de(hecho) == (1, 0, 1)
    assert not clientes.obtener(engine, actor.cuenta_id, ids[0]).borrado


def test_deleting_fills_the_papelera_and_undoing_empties_it(engine: Engine, actor: Actor) -> None:
    ids = guardados(engine, actor.cuenta_id, [un_cliente() for _ in range(3)])
    antes = almacenado(engine, actor.cuenta_id)
    clientes.borrar(engine, actor, ids[0])

    hecho = hacer(engine, actor, BORRAR, ids)
    assert cuentas_de(hecho) == (2, 1, 0)
    vista = papelera.mirar(engine, actor.cuenta_id, clientes.Consulta(papelera=True))
    assert (vista.vista.total, vista.vista.pagina.total) == (3, 3)
    assert {(o.archivo, o.proceso_id, o.cuantos) for o in vista.origenes} == {
        ("", papelera.BY_HAND, 1),
        ("Borrar", hecho.id, 2),
    }
    assert clientes.mirar(engine, actor.cuenta_id, clientes.Consulta()).total == 0

    resultado = procesos.deshacer(engine, actor, hecho.id)
    assert resultado == procesos.ResultadoDeDeshacer(borrados=0, restaurados=2, dejados=0)
    clientes.restaurar(engine, actor, ids[0])
    assert almacenado(engine, actor.cuenta_id) == antes
    assert clientes.mirar(engine, actor.cuenta_id, clientes.Consulta()).total == 3


def test_whom_somebody_brought_back_or_took_the_place_of_is_left_in_undoing_a_deletion(
    engine: Engine, actor: Actor
) -> None:
    filas = [un_cliente(), un_cliente(), un_cliente()]
    ids = guardados(engine, actor.cuenta_id, filas)
    hecho = hacer(engine, actor, BORRAR, ids)
    beto = Actor(actor.cuenta_id, "Beto", "formulario")
    clientes.restaurar(engine, beto, ids[0])
    otro = clientes.alta(engine, beto, filas[1])

    assert procesos.deshacer(engine, actor, hecho.id) == procesos.ResultadoDeDeshacer(0, 1, 2)
    dichos = {
        d.cliente_id: d.frase for d in procesos.cada_dejado(engine, actor.cuenta_id, hecho.id)
    }
    assert dichos == {
        ids[0]: "Beto ya lo restauró.",
        ids[1]: "Otro cliente tiene ahora su RFC.",
    }
    clientes.borrar(engine, beto, otro.id)
    clientes.borrar(engine, beto, ids[0])
    # Whom somebody deleted again stays deleted.
    assert procesos.deshacer(engine, actor, hecho.id) == procesos.ResultadoDeDeshacer(0, 2, 1)
    (dejado,) = procesos.cada_dejado(engine, actor.cuenta_id, hecho.id)
    assert dejado.frase == "Beto lo borró después."


def test_bringing_back_leaves_out_whose_rfc_is_taken_and_is_undone(
    engine: Engine, actor: Actor
) -> None:
    filas = [un_cliente(), un_cliente(), un_cliente()]
    ids = guardados(engine, actor.cuenta_id, filas)
    for cliente_id in ids[:2]:
        clientes.borrar(engine, actor, cliente_id)
    nuevo = clientes.alta(engine, actor, filas[1] | {"nombre": "QUIEN LLEGO DESPUES"})

    hecho = hacer(engine, actor, RESTAURAR, ids)
    assert cuentas_de(hecho) == (1, 1, 1)
    previa = acciones.previsualizar(engine, actor.cuenta_id, RESTAURAR, ids)
    (fuera,) = previa.fuera_muestra
    assert fuera.motivo == "Ya hay un cliente con ese RFC: QUIEN LLEGO DESPUES."
    assert (fuera.id, fuera.otro_id) == (ids[1], nuevo.id)

    assert procesos.deshacer(engine, actor, hecho.id).borrados == 1
    assert clientes.obtener(engine, actor.cuenta_id, ids[0]).borrado


def test_of_two_in_the_papelera_with_one_rfc_one_comes_back(engine: Engine, actor: Actor) -> None:
    fila = un_cliente()
    ids: list[int] = []
    for _ in range(2):
        ids.append(clientes.alta(engine, actor, fila).id)
        clientes.borrar(engine, actor, ids[-1])
    previa = acciones.previsualizar(engine, actor.cuenta_id, RESTAURAR, ids)
    assert (previa.cambian, previa.fuera) == (1, 1)
    assert cuentas_de(hacer(engine, actor, RESTAURAR, ids)) == (1, 0, 1)


def test_a_mend_never_makes_two_of_one_generic_name(engine: Engine, actor: Actor) -> None:
    filas = [
        un_cliente(**GENERICO, nombre="АCEROS"),
        un_cliente(**GENERICO, nombre="ACEROS"),
        un_cliente(**GENERICO, nombre="ТUBOS"),
    ]
    ids = guardados(engine, actor.cuenta_id, filas)
    previa = acciones.previsualizar(engine, actor.cuenta_id, LETRAS, ids)
    assert (previa.cambian, previa.iguales, previa.fuera) == (1, 1, 1)
    assert previa.fuera_muestra[0].motivo == "Ya hay un cliente genérico que se llama ACEROS."
    hecho = hacer(engine, actor, LETRAS, ids)
    assert cuentas_de(hecho) == (1, 1, 1)

    # Who took the name meanwhile keeps it.
    otro = clientes.alta(engine, actor, filas[2])
    assert procesos.deshacer(engine, actor, hecho.id).dejados == 1
    clientes.borrar(engine, actor, otro.id)
    assert procesos.deshacer(engine, actor, hecho.id).restaurados == 1
    assert clientes.obtener(engine, actor.cuenta_id, ids[2]).datos.nombre == "ТUBOS"


def test_actions_and_loads_are_undone_around_each_other(engine: Engine, actor: Actor) -> None:
    fila = un_cliente(nombre="ÁRBOL")
    carga = cargar(engine, actor, [fila])
    (hallado,) = clientes.buscar(engine, actor.cuenta_id, clientes.Consulta()).filas
    accion = hacer(engine, actor, ACENTOS, [hallado.id])

    assert procesos.deshacer(engine, actor, carga.id).dejados == 1
    (dejado,) = procesos.dejados(engine, actor.cuenta_id, carga.id).filas
    assert dejado.frase == "La acción «Quitar acentos» lo cambió después: deshaga primero esa."
    procesos.deshacer(engine, actor, accion.id)
    assert procesos.deshacer(engine, actor, carga.id).borrados == 1
    assert almacenado(engine, actor.cuenta_id) == []


def test_a_field_changed_by_hand_since_is_left_in_undoing(engine: Engine, actor: Actor) -> None:
    ids = guardados(engine, actor.cuenta_id, [un_cliente(nombre="ÁRBOL"), un_cliente(nombre="CÓN")])
    hecho = hacer(engine, actor, ACENTOS, ids)
    cambia(engine, actor, ids[0], calle="OTRA")
    cambia(engine, actor, ids[1], nombre="A MANO")
    assert procesos.deshacer(engine, actor, hecho.id) == procesos.ResultadoDeDeshacer(0, 1, 1)
    datos = clientes.obtener(engine, actor.cuenta_id, ids[0]).datos
    assert (datos.nombre, datos.calle) == ("ÁRBOL", "OTRA")
    assert clientes.obtener(engine, actor.cuenta_id, ids[1]).datos.nombre == "A MANO"


def test_an_action_goes_on_behind_what_is_done_and_changes_each_once(
    engine: Engine, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clientes_app.services.carga.pace.ROWS", 2)
    monkeypatch.setattr("clientes_app.services.carga.pace.SECONDS", 0.0)
    filas = [un_cliente(nombre=f"ÁRBOL {n}") for n in range(5)]
    ids = guardados(engine, actor.cuenta_id, filas)
    pedido = acciones.encolar(engine, actor, ACENTOS, [*ids, *ids])
    assert (pedido.filas, pedido.estado) == (5, procesos.Estado.EN_ESPERA)
    veces = 0

    def parar() -> bool:
        nonlocal veces
        veces += 1
        return veces % 2 == 0

    vistos = []
    while procesos.ejecutar(engine, pedido.id, control=procesos.RunControl(stop=parar)) is (
        procesos.Outcome.STOPPED
    ):
        vistos.append(procesos.detalle(engine, actor.cuenta_id, pedido.id).filas_hechas)
    assert vistos == [2, 4]
    assert procesos.detalle(engine, actor.cuenta_id, pedido.id).actualizados == 5
    for cliente_id in ids:
        assert clientes.obtener(engine, actor.cuenta_id, cliente_id).version == 2


def test_an_action_is_cancelled_and_what_is_done_can_be_undone(
    engine: Engine, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clientes_app.services.carga.pace.ROWS", 2)
    monkeypatch.setattr("clientes_app.services.carga.pace.SECONDS", 0.0)
    filas = [un_cliente(nombre=f"ÁRBOL {n}") for n in range(5)]
    ids = guardados(engine, actor.cuenta_id, filas)
    antes = almacenado(engine, actor.cuenta_id)
    pedido = acciones.encolar(engine, actor, ACENTOS, ids)

    def cancelar(_hechas: int, _todas: int) -> None:
        procesos.cancelar(engine, actor, pedido.id)

    assert procesos.ejecutar(engine, pedido.id, on_progress=cancelar) is procesos.Outcome.DONE
    visto = procesos.detalle(engine, actor.cuenta_id, pedido.id)
    assert (visto.estado, visto.actualizados) == (procesos.Estado.CANCELADO, 2)
    assert procesos.deshacer(engine, actor, pedido.id).restaurados == 2
    assert almacenado(engine, actor.cuenta_id) == antes


def test_an_action_that_never_gets_any_further_is_stopped_and_says_so(
    engine: Engine, actor: Actor
) -> None:
    pedido = acciones.encolar(engine, actor, ACENTOS, [1])
    poner(engine, pedido.id, intentos=3)
    assert procesos.ejecutar(engine, pedido.id) is procesos.Outcome.DONE
    visto = procesos.detalle(engine, actor.cuenta_id, pedido.id)
    assert visto.etiqueta == "No se hizo"
    assert "No se cambió nada." in visto.motivo_mensaje


def test_clients_of_another_account_are_not_there(engine: Engine, actor: Actor) -> None:
    ajena = cuentas.crear(engine, "Ajena").id
    ids = guardados(engine, ajena, [un_cliente(nombre="ÁRBOL")])
    antes = almacenado(engine, ajena)
    for pedida in (ACENTOS, BORRAR, USO):
        assert acciones.previsualizar(engine, actor.cuenta_id, pedida, ids).fuera == 1
        assert cuentas_de(hacer(engine, actor, pedida, ids)) == (0, 0, 1)
    assert almacenado(engine, ajena) == antes


def test_what_is_no_action_is_refused(engine: Engine, actor: Actor) -> None:
    imposible = AccionMasiva(Accion.CAMBIAR_USO, "CP01")
    with pytest.raises(acciones.AccionDesconocida):
        acciones.previsualizar(engine, actor.cuenta_id, imposible, [])
    with pytest.raises(acciones.AccionDesconocida):
        acciones.encolar(engine, actor, imposible, [])
    with pytest.raises(acciones.SinCpDeExpedicion, match="código postal de expedición"):
        acciones.encolar(engine, actor, AccionMasiva(Accion.USAR_CP_DE_EXPEDICION), [])
    assert procesos.lista(engine, actor.cuenta_id).total == 0


def test_the_chosen_clients_are_no_file_to_be_downloaded(engine: Engine, actor: Actor) -> None:
    pedido = acciones.encolar(engine, actor, ACENTOS, range(1, 45_001))
    assert cuantos_hay(engine, PROCESO_PIEZA) == 3
    with pytest.raises(NoEncontrado):
        list(procesos.original(engine, actor.cuenta_id, pedido.id))


def test_a_key_is_changed_where_the_rules_allow_it(engine: Engine, actor: Actor) -> None:
    filas = [
        un_cliente(rfc=un_rfc(persona="fisica"), regimen_fiscal="612"),
        un_cliente(rfc=un_rfc(persona="fisica"), regimen_fiscal="626"),
        un_cliente(),
    ]
    ids = guardados(engine, actor.cuenta_id, filas)
    hecho = hacer(engine, actor, AccionMasiva(Accion.CAMBIAR_REGIMEN, "612"), ids)
    assert cuentas_de(hecho) == (1, 1, 1)
    (dicho,) = procesos.problemas(engine, actor.cuenta_id, hecho.id).filas
    assert dicho.columna == "Régimen Fiscal"
    assert dicho.mensaje == "612 es de personas físicas; este RFC es de una persona moral."
