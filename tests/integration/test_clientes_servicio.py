"""Adding, editing, deleting and bringing back, as drawer, API and command line do it."""

import pytest
from sqlalchemy import Engine, text

from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.rfc.rfc import GENERICO_EXTRANJERO
from clientes_app.services.acceso import cuentas
from clientes_app.services.clientes import clientes, merge
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.services.context import Actor
from clientes_app.services.errors import (
    ClienteBorrado,
    ClienteRepetido,
    DatosInvalidos,
    EdicionSimultanea,
    NoEncontrado,
)
from tests.builders import un_cliente

GENERICO = {"rfc": "XAXX010101000", "regimen_fiscal": "616", "uso_cfdi": "S01"}


def encontrados(engine: Engine, actor: Actor, texto: str, *, papelera: bool = False) -> list[int]:
    consulta = Consulta(texto=texto, papelera=papelera)
    return [fila.id for fila in clientes.buscar(engine, actor.cuenta_id, consulta).filas]


def test_what_is_added_is_stored_normalised_and_found(engine: Engine, actor: Actor) -> None:
    guardado = clientes.alta(engine, actor, un_cliente(nombre="  Cafetería   El Ñandú "))
    assert guardado.datos.nombre == "CAFETERÍA EL ÑANDÚ"
    assert guardado.version == 1
    assert clientes.obtener(engine, actor.cuenta_id, guardado.id) == guardado
    assert encontrados(engine, actor, "nandu") == [guardado.id]
    assert clientes.por_rfc(engine, actor.cuenta_id, guardado.datos.rfc) == guardado


def test_what_the_rules_refuse_is_not_stored(engine: Engine, actor: Actor) -> None:
    with pytest.raises(DatosInvalidos) as error:
        clientes.alta(engine, actor, un_cliente(codigo_postal="123", email=""))
    assert {p.campo for p in error.value.problemas if p.es_error} == {"codigo_postal", "email"}
    assert clientes.revision(engine, actor.cuenta_id) == 0


def test_an_rfc_is_added_once_and_the_error_names_the_one_who_has_it(
    engine: Engine, actor: Actor
) -> None:
    primero = clientes.alta(engine, actor, un_cliente(nombre="LA PRIMERA"))
    with pytest.raises(ClienteRepetido) as error:
        clientes.alta(engine, actor, un_cliente(rfc=primero.datos.rfc))
    assert (error.value.cliente_id, error.value.nombre) == (primero.id, "LA PRIMERA")


def test_generic_rfcs_belong_to_many(engine: Engine, actor: Actor) -> None:
    for nombre in ("PUBLICO EN GENERAL", "OTRO SIN RFC", "OTRA SIN RFC"):
        clientes.alta(engine, actor, un_cliente(nombre=nombre, **GENERICO))
    assert clientes.buscar(engine, actor.cuenta_id, Consulta()).total == 3


def test_an_edit_changes_rows_index_and_version(engine: Engine, actor: Actor) -> None:
    guardado = clientes.alta(engine, actor, un_cliente(nombre="ANTES TAL"))
    valores = guardado.datos.como_dict() | {"nombre": "DESPUES CUAL", "calle": "Juárez 1"}
    editado = clientes.editar(engine, actor, guardado.id, 1, valores)
    assert editado.version == 2
    assert editado.datos == guardado.datos._replace(nombre="DESPUES CUAL", calle="Juárez 1")
    assert editado.creado_en == guardado.creado_en
    assert editado.actualizado_en > guardado.actualizado_en
    assert encontrados(engine, actor, "despues") == [guardado.id]
    assert encontrados(engine, actor, "antes") == []


def test_an_edit_that_changes_nothing_writes_nothing(engine: Engine, actor: Actor) -> None:
    guardado = clientes.alta(engine, actor, un_cliente())
    igual = clientes.editar(engine, actor, guardado.id, 1, guardado.datos.como_dict())
    assert igual == guardado
    assert clientes.revision(engine, actor.cuenta_id) == 1


def test_the_second_of_two_editors_is_told(engine: Engine, actor: Actor) -> None:
    guardado = clientes.alta(engine, actor, un_cliente())
    valores = guardado.datos.como_dict()
    clientes.editar(engine, actor, guardado.id, 1, valores | {"calle": "Uno"})
    with pytest.raises(EdicionSimultanea) as error:
        clientes.editar(engine, actor, guardado.id, 1, valores | {"calle": "Dos"})
    assert error.value.version_actual == 2
    assert clientes.obtener(engine, actor.cuenta_id, guardado.id).datos.calle == "Uno"


def test_an_edit_cannot_take_the_rfc_of_another(engine: Engine, actor: Actor) -> None:
    uno = clientes.alta(engine, actor, un_cliente())
    otro = clientes.alta(engine, actor, un_cliente())
    with pytest.raises(ClienteRepetido) as error:
        clientes.editar(engine, actor, otro.id, 1, otro.datos.como_dict() | {"rfc": uno.datos.rfc})
    assert error.value.cliente_id == uno.id


def test_deleted_clients_leave_the_list_for_the_papelera_and_come_back(
    engine: Engine, actor: Actor
) -> None:
    guardado = clientes.alta(engine, actor, un_cliente(nombre="SE VA Y VUELVE"))
    assert clientes.borrar(engine, actor, guardado.id).borrado
    assert encontrados(engine, actor, "vuelve") == encontrados(engine, actor, "") == []
    assert encontrados(engine, actor, "vuelve", papelera=True) == [guardado.id]
    assert clientes.por_rfc(engine, actor.cuenta_id, guardado.datos.rfc) is None
    restaurado = clientes.restaurar(engine, actor, guardado.id)
    assert restaurado.datos == guardado.datos
    assert restaurado.version == 3
    assert encontrados(engine, actor, "vuelve") == [guardado.id]
    assert encontrados(engine, actor, "", papelera=True) == []


def test_deleting_and_restoring_twice_write_once(engine: Engine, actor: Actor) -> None:
    guardado = clientes.alta(engine, actor, un_cliente())
    clientes.borrar(engine, actor, guardado.id)
    clientes.borrar(engine, actor, guardado.id)
    clientes.restaurar(engine, actor, guardado.id)
    clientes.restaurar(engine, actor, guardado.id)
    acciones = [c.accion for c in clientes.historial(engine, actor.cuenta_id, guardado.id)]
    assert acciones == ["restauracion", "borrado", "alta"]


def test_a_deleted_client_is_not_edited(engine: Engine, actor: Actor) -> None:
    guardado = clientes.alta(engine, actor, un_cliente())
    clientes.borrar(engine, actor, guardado.id)
    with pytest.raises(ClienteBorrado):
        clientes.editar(engine, actor, guardado.id, 2, un_cliente())


def test_a_client_does_not_come_back_onto_a_taken_rfc(engine: Engine, actor: Actor) -> None:
    viejo = clientes.alta(engine, actor, un_cliente())
    clientes.borrar(engine, actor, viejo.id)
    nuevo = clientes.alta(engine, actor, un_cliente(rfc=viejo.datos.rfc))
    with pytest.raises(ClienteRepetido) as error:
        clientes.restaurar(engine, actor, viejo.id)
    assert error.value.cliente_id == nuevo.id


def test_the_history_says_who_what_and_through_which_door(engine: Engine, actor: Actor) -> None:
    guardado = clientes.alta(engine, actor, un_cliente(calle="Uno"))
    otra = Actor(actor.cuenta_id, "Beto", "api", usuario_id=7)
    valores = guardado.datos.como_dict() | {"calle": "", "colonia": "Centro"}
    clientes.editar(engine, otra, guardado.id, 1, valores)
    edicion, alta = clientes.historial(engine, actor.cuenta_id, guardado.id)
    assert (alta.accion, alta.quien, alta.origen, alta.version) == ("alta", "Ana", "formulario", 1)
    assert alta.despues == {c: v for c, v in guardado.datos.como_dict().items() if v}
    assert (edicion.quien, edicion.origen, edicion.version) == ("Beto", "api", 2)
    assert edicion.antes == {"calle": "Uno", "colonia": ""}
    assert edicion.despues == {"calle": "", "colonia": "Centro"}


def test_the_counts_of_the_account_follow(engine: Engine, actor: Actor) -> None:
    guardados = [clientes.alta(engine, actor, un_cliente()) for _ in range(3)]
    clientes.borrar(engine, actor, guardados[0].id)
    clientes.borrar(engine, actor, guardados[1].id)
    clientes.restaurar(engine, actor, guardados[0].id)
    cuenta = cuentas.obtener(engine, actor.cuenta_id)
    assert (cuenta.clientes, cuenta.borrados) == (2, 1)
    with engine.connect() as conexion:
        contados = conexion.execute(
            text("SELECT borrado_en IS NOT NULL, count(*) FROM cliente GROUP BY 1")
        ).all()
    assert {bool(borrado): cuantos for borrado, cuantos in contados} == {False: 2, True: 1}


def test_nothing_of_one_account_is_seen_from_another(engine: Engine, actor: Actor) -> None:
    otra = Actor(cuentas.crear(engine, "Otra").id, "Eva", "formulario")
    ajeno = clientes.alta(engine, otra, un_cliente(nombre="SECRETO AJENO"))
    propio = clientes.alta(engine, actor, un_cliente(rfc=ajeno.datos.rfc))
    assert encontrados(engine, actor, "secreto") == []
    assert encontrados(engine, actor, "") == [propio.id]
    assert [fila[1] for fila in clientes.exportar(engine, otra.cuenta_id)] == [ajeno.datos.rfc]
    valores = ajeno.datos.como_dict()
    for intento in (
        lambda: clientes.obtener(engine, actor.cuenta_id, ajeno.id),
        lambda: clientes.editar(engine, actor, ajeno.id, 1, valores),
        lambda: clientes.borrar(engine, actor, ajeno.id),
        lambda: clientes.restaurar(engine, actor, ajeno.id),
        lambda: clientes.historial(engine, actor.cuenta_id, ajeno.id),
    ):
        with pytest.raises(NoEncontrado):
            intento()
    assert clientes.obtener(engine, otra.cuenta_id, ajeno.id) == ajeno


def test_the_export_holds_the_template_in_the_order_of_names(engine: Engine, actor: Actor) -> None:
    for nombre in ("ÑU", "NZ", "ÁRBOL", "ARBUSTO"):
        clientes.alta(engine, actor, un_cliente(nombre=nombre))
    filas = list(clientes.exportar(engine, actor.cuenta_id))
    assert [fila[0] for fila in filas] == ["ÁRBOL", "ARBUSTO", "NZ", "ÑU"]
    assert {len(fila) for fila in filas} == {len(CAMPOS)}


def test_the_export_of_a_search_holds_what_it_finds(engine: Engine, actor: Actor) -> None:
    for nombre in ("ZAPATERÍA ÑANDÚ", "ABARROTES", "NANDÚ Y CÍA", "BORRADO ÑANDÚ"):
        guardado = clientes.alta(engine, actor, un_cliente(nombre=nombre))
    clientes.borrar(engine, actor, guardado.id)
    for texto, hallados in (
        ("nandu", ["NANDÚ Y CÍA", "ZAPATERÍA ÑANDÚ"]),
        ("  ", ["ABARROTES", "NANDÚ Y CÍA", "ZAPATERÍA ÑANDÚ"]),
        ("nadie", []),
    ):
        filas = clientes.exportar(engine, actor.cuenta_id, texto)
        assert [fila[0] for fila in filas] == hallados


def _generico(nombre: str) -> dict[str, str]:
    return un_cliente(**GENERICO, nombre=nombre)


def test_a_generic_rfc_has_each_name_once(engine: Engine, actor: Actor) -> None:
    jose = clientes.alta(engine, actor, _generico("JOSE LOPEZ"))
    otro = clientes.alta(engine, actor, _generico("OTRO"))
    foreign = _generico("JOSE LOPEZ") | {"rfc": GENERICO_EXTRANJERO}
    assert clientes.alta(engine, actor, foreign)
    repetida = _generico("José  López")
    for repetir in (
        lambda: clientes.alta(engine, actor, repetida),
        lambda: clientes.editar(engine, actor, otro.id, 1, repetida),
        lambda: merge.guardar(
            engine, actor, otro.id, base=otro.datos.como_dict(), propios=repetida
        ),
    ):
        with pytest.raises(ClienteRepetido) as error:
            repetir()
        assert (error.value.cliente_id, error.value.nombre) == (jose.id, "JOSE LOPEZ")
    assert clientes.editar(engine, actor, jose.id, 1, repetida).datos.nombre == "JOSÉ LÓPEZ"


def test_a_generic_client_does_not_come_back_beside_one_of_its_name(
    engine: Engine, actor: Actor
) -> None:
    viejo = clientes.alta(engine, actor, _generico("JOSE LOPEZ"))
    clientes.borrar(engine, actor, viejo.id)
    nuevo = clientes.alta(engine, actor, _generico("JOSÉ LÓPEZ"))
    with pytest.raises(ClienteRepetido) as error:
        clientes.restaurar(engine, actor, viejo.id)
    assert error.value.cliente_id == nuevo.id
    clientes.borrar(engine, actor, nuevo.id)
    assert not clientes.restaurar(engine, actor, viejo.id).borrado
