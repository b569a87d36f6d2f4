"""Many clients at once: the same rows, history and index as one by one."""

import json

import pytest
from sqlalchemy import Engine, text, update

from clientes_app.domain.cliente import DatosCliente, identidad
from clientes_app.domain.edicion import Edicion
from clientes_app.services.acceso import cuentas
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.services.clientes.demo import filas_inventadas
from clientes_app.services.context import Actor
from clientes_app.storage.acceso.cuentas import CuentaRepository
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.clientes.search_index import compactar
from clientes_app.storage.db.engine import (
    read_transaction,
    write_connection,
    write_transaction,
)
from clientes_app.storage.db.tables import CLIENTE
from clientes_app.storage.errors import VersionVieja
from clientes_app.storage.values import Autoria
from tests.builders import un_cliente

CARGA = Autoria(quien="Ana", origen="carga", proceso_id=7)


def cargar(engine: Engine, cuenta_id: int, datos: list[DatosCliente]) -> list[int]:
    with write_transaction(engine) as tx:
        repo = ClienteRepository(tx, cuenta_id)
        repo.bloquear()
        return list(repo.aplicar(altas=datos, ediciones=(), autoria=CARGA))


def tabla(engine: Engine, consulta: str) -> list[tuple[object, ...]]:
    with engine.connect() as conexion:
        return [tuple(fila) for fila in conexion.execute(text(consulta))]


COMPARADAS = (
    (
        "SELECT cuenta_id, version, borrado_en, nombre_orden, nombre, rfc, uso_cfdi, "
        "regimen_fiscal, email, codigo_postal, busqueda, calle, estado FROM cliente ORDER BY id"
    ),
    "SELECT cliente_id, version, accion, quien, antes, despues FROM cambio ORDER BY id",
    "SELECT clientes, borrados FROM cuenta ORDER BY id",
)


def test_a_batch_stores_what_single_additions_store(engine: Engine, cuenta_id: int) -> None:
    datos = list(filas_inventadas(25))
    cargar(engine, cuenta_id, datos)
    en_lote = [tabla(engine, consulta) for consulta in COMPARADAS]
    otra = cuentas.crear(engine, "Otra").id
    actor = Actor(otra, "Ana", "formulario")
    for uno in datos:
        clientes.alta(engine, actor, uno.como_dict())
    de_una_en_una = [tabla(engine, consulta) for consulta in COMPARADAS]
    assert [fila[1:] for fila in de_una_en_una[0][25:]] == [fila[1:] for fila in en_lote[0]]
    assert [fila[1:] for fila in de_una_en_una[1][25:]] == [fila[1:] for fila in en_lote[1]]
    assert de_una_en_una[2] == [(25, 0), (25, 0)]


def test_a_loaded_client_is_read_with_its_moments(engine: Engine, cuenta_id: int) -> None:
    (dato,) = filas_inventadas(1)
    (cliente_id,) = cargar(engine, cuenta_id, [dato])
    guardado = clientes.obtener(engine, cuenta_id, cliente_id)
    assert guardado.datos == dato
    assert guardado.creado_en == guardado.actualizado_en
    assert guardado.creado_en.utcoffset() is not None


def test_ids_come_in_the_order_of_the_rows_and_batches_follow_each_other(
    engine: Engine, cuenta_id: int
) -> None:
    datos = list(filas_inventadas(30))
    ids = cargar(engine, cuenta_id, datos[:10]) + cargar(engine, cuenta_id, datos[10:])
    assert ids == sorted(set(ids))
    for cliente_id, dato in zip(ids, datos, strict=True):
        assert clientes.obtener(engine, cuenta_id, cliente_id).datos == dato


def test_edits_in_a_batch_change_rows_history_and_index(engine: Engine, cuenta_id: int) -> None:
    antes = list(filas_inventadas(3))
    ids = cargar(engine, cuenta_id, antes)
    despues = [
        antes[0]._replace(nombre="NOMBRE REVISADO"),
        antes[1]._replace(calle="Otra", email="nuevo@revisado.example"),
        antes[2]._replace(calle="Otra más"),
    ]
    with write_transaction(engine) as tx:
        ClienteRepository(tx, cuenta_id).aplicar(
            altas=(),
            ediciones=[
                Edicion(*partes) for partes in zip(ids, [1] * 3, antes, despues, strict=True)
            ],
            autoria=CARGA,
        )
    for cliente_id, nuevo in zip(ids, despues, strict=True):
        guardado = clientes.obtener(engine, cuenta_id, cliente_id)
        assert (guardado.datos, guardado.version) == (nuevo, 2)
    halladas = clientes.buscar(engine, cuenta_id, Consulta("revisado")).filas
    assert {fila.id for fila in halladas} == set(ids[:2])
    assert clientes.buscar(engine, cuenta_id, Consulta(antes[0].nombre)).total == 0
    edicion, _alta = clientes.historial(engine, cuenta_id, ids[1])
    assert edicion.proceso_id == 7
    assert edicion.antes == {"email": antes[1].email, "calle": antes[1].calle}
    assert edicion.despues == {"email": "nuevo@revisado.example", "calle": "Otra"}


def test_an_edit_of_another_version_undoes_the_batch(engine: Engine, cuenta_id: int) -> None:
    uno, otro = filas_inventadas(2)
    (cliente_id,) = cargar(engine, cuenta_id, [uno])
    edicion = Edicion(cliente_id, 4, uno, uno._replace(calle="Nueva"))

    def aplicar() -> None:
        with write_transaction(engine) as tx:
            ClienteRepository(tx, cuenta_id).aplicar(
                altas=[otro], ediciones=[edicion], autoria=CARGA
            )

    with pytest.raises(VersionVieja):
        aplicar()
    assert clientes.buscar(engine, cuenta_id, Consulta()).total == 1
    assert clientes.revision(engine, cuenta_id) == 1


def test_existing_clients_are_found_by_identity(engine: Engine, actor: Actor) -> None:
    generico = {"rfc": "XAXX010101000", "regimen_fiscal": "616", "uso_cfdi": "S01"}
    propio = clientes.alta(engine, actor, un_cliente())
    publico = clientes.alta(engine, actor, un_cliente(nombre="PÚBLICO EN GENERAL", **generico))
    doble = clientes.alta(engine, actor, un_cliente(nombre="OTRO", **generico))
    with write_connection(engine) as conexion:
        # As it was left by the migration that made the database refuse it.
        conexion.execute(
            update(CLIENTE)
            .where(CLIENTE.c.id == doble.id)
            .values(
                nombre="PUBLICO EN GENERAL", nombre_orden="PUBLICO EN GENERAL", doble_anterior=True
            )
        )
    borrado = clientes.alta(engine, actor, un_cliente())
    clientes.borrar(engine, actor, borrado.id)
    otra = Actor(cuentas.crear(engine, "Otra").id, "Eva", "formulario")
    ajeno = clientes.alta(engine, otra, un_cliente())
    preguntadas = [identidad(g.datos) for g in (propio, publico, borrado, ajeno)]
    preguntadas.append(("XEXX010101000", "PUBLICO EN GENERAL"))
    with read_transaction(engine) as tx:
        repo = ClienteRepository(tx, actor.cuenta_id)
        hallados = repo.existentes(preguntadas)
    assert hallados == {
        identidad(propio.datos): (propio.id, 1, propio.datos),
        identidad(publico.datos): (publico.id, 1, publico.datos),
    }


def test_thousands_of_identities_travel_at_once(engine: Engine, cuenta_id: int) -> None:
    datos = list(filas_inventadas(3_000))
    cargar(engine, cuenta_id, datos[:1_000])
    with read_transaction(engine) as tx:
        repo = ClienteRepository(tx, cuenta_id)
        hallados = repo.existentes(map(identidad, datos))
    assert {clave: hallado.datos for clave, hallado in hallados.items()} == {
        identidad(dato): dato for dato in datos[:1_000]
    }


def test_replaying_the_changes_gives_the_table(engine: Engine, actor: Actor) -> None:
    uno = clientes.alta(engine, actor, un_cliente(calle="Uno"))
    for paso in ({"calle": ""}, {"colonia": "Centro", "nombre": "OTRO"}, {"nombre": "EL TERCERO"}):
        actual = clientes.obtener(engine, actor.cuenta_id, uno.id)
        valores = actual.datos.como_dict() | paso
        clientes.editar(engine, actor, uno.id, actual.version, valores)
    repetidos = DatosCliente()
    for _antes, despues in tabla(engine, "SELECT antes, despues FROM cambio ORDER BY id"):
        repetidos = repetidos._replace(**json.loads(str(despues)))
    assert repetidos == clientes.obtener(engine, actor.cuenta_id, uno.id).datos


def test_the_index_agrees_with_the_rows_after_everything(engine: Engine, actor: Actor) -> None:
    ids = cargar(engine, actor.cuenta_id, list(filas_inventadas(50)))
    uno = clientes.obtener(engine, actor.cuenta_id, ids[0])
    clientes.editar(engine, actor, ids[0], 1, uno.datos.como_dict() | {"nombre": "RARO ZYXW"})
    clientes.borrar(engine, actor, ids[1])
    clientes.restaurar(engine, actor, ids[1])
    with write_transaction(engine) as tx:
        compactar(tx)
        if engine.dialect.name == "sqlite":
            # FTS5 compares every trigram with the text of the rows and raises when one differs.
            tx.execute(
                text("INSERT INTO cliente_fts(cliente_fts, rank) VALUES ('integrity-check', 1)")
            )
    halladas = clientes.buscar(engine, actor.cuenta_id, Consulta("zyxw")).filas
    assert [fila.id for fila in halladas] == ids[:1]


def test_accounts_are_listed_by_name_and_their_names_are_unique(engine: Engine) -> None:
    assert cuentas.asegurar_cuenta(engine) == cuentas.asegurar_cuenta(engine)
    otra = cuentas.crear(engine, " Despacho  Azul ", cp_expedicion="64000")
    assert [cuenta.nombre for cuenta in cuentas.lista(engine)] == ["Despacho Azul", "Negocio"]
    assert cuentas.por_nombre(engine, "Despacho Azul") == otra
    with pytest.raises(cuentas.CuentaRepetida):
        cuentas.crear(engine, "Despacho Azul")
    for nombre, cp, dicho in (
        ("", "", "Falta el nombre"),
        ("x" * 121, "", "pasa de 120 caracteres"),
        ("Bien", "00000", "00000 no está en el catálogo del SAT"),
        ("Bien", "99999", "99999 no está en el catálogo del SAT"),
        ("Bien", "930", "debe tener cinco dígitos; «930» no los tiene"),
    ):
        with pytest.raises(cuentas.DatosInvalidos) as refusal:
            cuentas.crear(engine, nombre, cp_expedicion=cp)
        assert dicho in refusal.value.problemas[0].mensaje
    for falta in (lambda: cuentas.por_nombre(engine, "Nadie"), lambda: cuentas.obtener(engine, 99)):
        with pytest.raises(cuentas.NoEncontrado):
            falta()
    with read_transaction(engine) as tx:
        assert CuentaRepository(tx).obtener(99) is None
