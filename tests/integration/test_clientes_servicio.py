"""Adding, editing, deleting and bringing back, as drawer, API and command line do it."""

import pytest
from sqlalchemy import Engine, text

from clientes_app.domain.columnas import CAMPOS
from clientes_app.services.acceso import cuentas
from clientes_app.services.clientes import clientes
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


def encontrados(motor: Engine, actor: Actor, texto: str, *, papelera: bool = False) -> list[int]:
    consulta = Consulta(texto=texto, papelera=papelera)
    return [fila.id for fila in clientes.buscar(motor, actor.cuenta_id, consulta).filas]


def test_what_is_added_is_stored_normalised_and_found(motor: Engine, actor: Actor) -> None:
    guardado = clientes.alta(motor, actor, un_cliente(nombre="  Cafetería   El Ñandú "))
    assert guardado.datos.nombre == "CAFETERÍA EL ÑANDÚ"
    assert guardado.version == 1
    assert clientes.obtener(motor, actor.cuenta_id, guardado.id) == guardado
    assert encontrados(motor, actor, "nandu") == [guardado.id]
    assert clientes.por_rfc(motor, actor.cuenta_id, guardado.datos.rfc) == guardado


def test_what_the_rules_refuse_is_not_stored(motor: Engine, actor: Actor) -> None:
    with pytest.raises(DatosInvalidos) as error:
        clientes.alta(motor, actor, un_cliente(codigo_postal="123", email=""))
    assert {p.campo for p in error.value.problemas if p.es_error} == {"codigo_postal", "email"}
    assert clientes.revision(motor, actor.cuenta_id) == 0


def test_an_rfc_is_added_once_and_the_error_names_the_one_who_has_it(
    motor: Engine, actor: Actor
) -> None:
    primero = clientes.alta(motor, actor, un_cliente(nombre="LA PRIMERA"))
    with pytest.raises(ClienteRepetido) as error:
        clientes.alta(motor, actor, un_cliente(rfc=primero.datos.rfc))
    assert (error.value.cliente_id, error.value.nombre) == (primero.id, "LA PRIMERA")


def test_generic_rfcs_belong_to_many(motor: Engine, actor: Actor) -> None:
    for nombre in ("PUBLICO EN GENERAL", "OTRO SIN RFC", "OTRO SIN RFC"):
        clientes.alta(motor, actor, un_cliente(nombre=nombre, **GENERICO))
    assert clientes.buscar(motor, actor.cuenta_id, Consulta()).total == 3


def test_an_edit_changes_rows_index_and_version(motor: Engine, actor: Actor) -> None:
    guardado = clientes.alta(motor, actor, un_cliente(nombre="ANTES TAL"))
    valores = guardado.datos.como_dict() | {"nombre": "DESPUES CUAL", "calle": "Juárez 1"}
    editado = clientes.editar(motor, actor, guardado.id, 1, valores)
    assert editado.version == 2
    assert editado.datos == guardado.datos._replace(nombre="DESPUES CUAL", calle="Juárez 1")
    assert editado.creado_en == guardado.creado_en
    assert editado.actualizado_en > guardado.actualizado_en
    assert encontrados(motor, actor, "despues") == [guardado.id]
    assert encontrados(motor, actor, "antes") == []


def test_an_edit_that_changes_nothing_writes_nothing(motor: Engine, actor: Actor) -> None:
    guardado = clientes.alta(motor, actor, un_cliente())
    igual = clientes.editar(motor, actor, guardado.id, 1, guardado.datos.como_dict())
    assert igual == guardado
    assert clientes.revision(motor, actor.cuenta_id) == 1


def test_the_second_of_two_editors_is_told(motor: Engine, actor: Actor) -> None:
    guardado = clientes.alta(motor, actor, un_cliente())
    valores = guardado.datos.como_dict()
    clientes.editar(motor, actor, guardado.id, 1, valores | {"calle": "Uno"})
    with pytest.raises(EdicionSimultanea) as error:
        clientes.editar(motor, actor, guardado.id, 1, valores | {"calle": "Dos"})
    assert error.value.version_actual == 2
    assert clientes.obtener(motor, actor.cuenta_id, guardado.id).datos.calle == "Uno"


def test_an_edit_cannot_take_the_rfc_of_another(motor: Engine, actor: Actor) -> None:
    uno = clientes.alta(motor, actor, un_cliente())
    otro = clientes.alta(motor, actor, un_cliente())
    with pytest.raises(ClienteRepetido) as error:
        clientes.editar(motor, actor, otro.id, 1, otro.datos.como_dict() | {"rfc": uno.datos.rfc})
    assert error.value.cliente_id == uno.id


def test_deleted_clients_leave_the_list_for_the_papelera_and_come_back(
    motor: Engine, actor: Actor
) -> None:
    guardado = clientes.alta(motor, actor, un_cliente(nombre="SE VA Y VUELVE"))
    assert clientes.borrar(motor, actor, guardado.id).borrado
    assert encontrados(motor, actor, "vuelve") == encontrados(motor, actor, "") == []
    assert encontrados(motor, actor, "vuelve", papelera=True) == [guardado.id]
    assert clientes.por_rfc(motor, actor.cuenta_id, guardado.datos.rfc) is None
    restaurado = clientes.restaurar(motor, actor, guardado.id)
    assert restaurado.datos == guardado.datos
    assert restaurado.version == 3
    assert encontrados(motor, actor, "vuelve") == [guardado.id]
    assert encontrados(motor, actor, "", papelera=True) == []


def test_deleting_and_restoring_twice_write_once(motor: Engine, actor: Actor) -> None:
    guardado = clientes.alta(motor, actor, un_cliente())
    clientes.borrar(motor, actor, guardado.id)
    clientes.borrar(motor, actor, guardado.id)
    clientes.restaurar(motor, actor, guardado.id)
    clientes.restaurar(motor, actor, guardado.id)
    acciones = [c.accion for c in clientes.historial(motor, actor.cuenta_id, guardado.id)]
    assert acciones == ["restauracion", "borrado", "alta"]


def test_a_deleted_client_is_not_edited(motor: Engine, actor: Actor) -> None:
    guardado = clientes.alta(motor, actor, un_cliente())
    clientes.borrar(motor, actor, guardado.id)
    with pytest.raises(ClienteBorrado):
        clientes.editar(motor, actor, guardado.id, 2, un_cliente())


def test_a_client_does_not_come_back_onto_a_taken_rfc(motor: Engine, actor: Actor) -> None:
    viejo = clientes.alta(motor, actor, un_cliente())
    clientes.borrar(motor, actor, viejo.id)
    nuevo = clientes.alta(motor, actor, un_cliente(rfc=viejo.datos.rfc))
    with pytest.raises(ClienteRepetido) as error:
        clientes.restaurar(motor, actor, viejo.id)
    assert error.value.cliente_id == nuevo.id


def test_the_history_says_who_what_and_through_which_door(motor: Engine, actor: Actor) -> None:
    guardado = clientes.alta(motor, actor, un_cliente(calle="Uno"))
    otra = Actor(actor.cuenta_id, "Beto", "api", usuario_id=7)
    valores = guardado.datos.como_dict() | {"calle": "", "colonia": "Centro"}
    clientes.editar(motor, otra, guardado.id, 1, valores)
    edicion, alta = clientes.historial(motor, actor.cuenta_id, guardado.id)
    assert (alta.accion, alta.quien, alta.origen, alta.version) == ("alta", "Ana", "formulario", 1)
    assert alta.despues == {c: v for c, v in guardado.datos.como_dict().items() if v}
    assert (edicion.quien, edicion.origen, edicion.version) == ("Beto", "api", 2)
    assert edicion.antes == {"calle": "Uno", "colonia": ""}
    assert edicion.despues == {"calle": "", "colonia": "Centro"}


def test_the_counts_of_the_account_follow(motor: Engine, actor: Actor) -> None:
    guardados = [clientes.alta(motor, actor, un_cliente()) for _ in range(3)]
    clientes.borrar(motor, actor, guardados[0].id)
    clientes.borrar(motor, actor, guardados[1].id)
    clientes.restaurar(motor, actor, guardados[0].id)
    cuenta = cuentas.obtener(motor, actor.cuenta_id)
    assert (cuenta.clientes, cuenta.borrados) == (2, 1)
    with motor.connect() as conexion:
        contados = conexion.execute(
            text("SELECT borrado_en IS NOT NULL, count(*) FROM cliente GROUP BY 1")
        ).all()
    assert {bool(borrado): cuantos for borrado, cuantos in contados} == {False: 2, True: 1}


def test_nothing_of_one_account_is_seen_from_another(motor: Engine, actor: Actor) -> None:
    otra = Actor(cuentas.crear(motor, "Otra").id, "Eva", "formulario")
    ajeno = clientes.alta(motor, otra, un_cliente(nombre="SECRETO AJENO"))
    propio = clientes.alta(motor, actor, un_cliente(rfc=ajeno.datos.rfc))
    assert encontrados(motor, actor, "secreto") == []
    assert encontrados(motor, actor, "") == [propio.id]
    assert [fila[1] for fila in clientes.exportar(motor, otra.cuenta_id)] == [ajeno.datos.rfc]
    valores = ajeno.datos.como_dict()
    for intento in (
        lambda: clientes.obtener(motor, actor.cuenta_id, ajeno.id),
        lambda: clientes.editar(motor, actor, ajeno.id, 1, valores),
        lambda: clientes.borrar(motor, actor, ajeno.id),
        lambda: clientes.restaurar(motor, actor, ajeno.id),
        lambda: clientes.historial(motor, actor.cuenta_id, ajeno.id),
    ):
        with pytest.raises(NoEncontrado):
            intento()
    assert clientes.obtener(motor, otra.cuenta_id, ajeno.id) == ajeno


def test_the_export_holds_the_template_in_the_order_of_names(motor: Engine, actor: Actor) -> None:
    for nombre in ("ÑU", "NZ", "ÁRBOL", "ARBUSTO"):
        clientes.alta(motor, actor, un_cliente(nombre=nombre))
    filas = list(clientes.exportar(motor, actor.cuenta_id))
    assert [fila[0] for fila in filas] == ["ÁRBOL", "ARBUSTO", "NZ", "ÑU"]
    assert {len(fila) for fila in filas} == {len(CAMPOS)}
