"""Refused rows of a load, mended on the page: stored once, counted, and told."""

import csv
import io
import threading

import pytest
from sqlalchemy import Engine

from clientes_app.domain.acciones import Accion
from clientes_app.domain.cliente import DatosCliente
from clientes_app.domain.columnas import CAMPOS, ENCABEZADO
from clientes_app.judging.plan import Opciones
from clientes_app.services.acceso import cuentas
from clientes_app.services.carga import procesos
from clientes_app.services.clientes import clientes, historial
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.services.context import Actor
from clientes_app.services.errors import CamposEnChoque, DatosInvalidos, NoEncontrado
from clientes_app.services.rechazos import correccion
from clientes_app.services.rechazos.fila import FilaPorCorregir
from clientes_app.services.rechazos.refusals import (
    CargaSinCorreccion,
    FilaDescuadrada,
    FilaSinGuardar,
    FilaYaCorregida,
)
from tests.builders import un_cliente
from tests.integration.pasos_procesos import almacenado, cargar, en_espera, varios

BLANK = DatosCliente().como_dict()


@pytest.fixture
def carga(engine: Engine, actor: Actor) -> procesos.ProcesoGuardado:
    """A load of four rows, of which the first two (lines 2 and 3) have a wrong e-mail."""
    return cargar(engine, actor, varios(4, malos=2))


@pytest.fixture
def otro_actor(engine: Engine) -> Actor:
    """Somebody of another account."""
    return Actor(cuentas.crear(engine, "Otra").id, "Carla", "formulario")


def corregir(
    engine: Engine, actor: Actor, proceso_id: int, linea: int, **campos: str
) -> correccion.Fusionado:
    """Mend a row as the drawer does: what the row says, over what is stored of its client."""
    fila = correccion.leer(engine, actor.cuenta_id, proceso_id, linea)
    valores = fila.valores | campos
    return correccion.guardar(
        engine, actor, proceso_id, linea, cliente_id=0, base=BLANK, propios=valores
    )


def lineas_rechazadas(engine: Engine, actor: Actor, proceso_id: int) -> list[dict[str, str]]:
    contenido = b"".join(procesos.rechazados_csv(engine, actor.cuenta_id, proceso_id))
    return list(csv.DictReader(io.StringIO(contenido.decode("utf-8-sig"))))


def test_a_mended_row_is_a_client_and_is_counted(
    engine: Engine, actor: Actor, carga: procesos.ProcesoGuardado
) -> None:
    hecho = corregir(engine, actor, carga.id, 2, email="bien@cliente.example")
    assert hecho.cliente.datos.email == "bien@cliente.example"
    assert len(almacenado(engine, actor.cuenta_id)) == 3
    visto = procesos.detalle(engine, actor.cuenta_id, carga.id)
    assert (visto.rechazados, visto.corregidos, visto.por_corregir) == (2, 1, 1)
    (en_la_lista,) = procesos.lista(engine, actor.cuenta_id).filas
    assert en_la_lista == visto
    pagina = procesos.problemas(engine, actor.cuenta_id, carga.id)
    assert pagina.rechazadas == {2: actor.quien, 3: None}


def test_the_file_of_refused_rows_leaves_out_what_was_mended(
    engine: Engine, actor: Actor, carga: procesos.ProcesoGuardado
) -> None:
    tercera = correccion.leer(engine, actor.cuenta_id, carga.id, 3).valores["rfc"]
    corregir(engine, actor, carga.id, 2, email="bien@cliente.example")
    assert [fila["RFC"] for fila in lineas_rechazadas(engine, actor, carga.id)] == [tercera]
    corregir(engine, actor, carga.id, 3, email="bien@cliente.example")
    assert lineas_rechazadas(engine, actor, carga.id) == []


def test_what_the_rules_refuse_stays_to_be_mended(
    engine: Engine, actor: Actor, carga: procesos.ProcesoGuardado
) -> None:
    with pytest.raises(DatosInvalidos):
        corregir(engine, actor, carga.id, 2)
    assert procesos.detalle(engine, actor.cuenta_id, carga.id).corregidos == 0
    assert correccion.leer(engine, actor.cuenta_id, carga.id, 2).quedan == 2


def test_the_history_leads_to_the_load_and_its_line(
    engine: Engine, actor: Actor, carga: procesos.ProcesoGuardado
) -> None:
    hecho = corregir(engine, actor, carga.id, 3, email="bien@cliente.example")
    (version,) = historial.leer(engine, actor.cuenta_id, hecho.cliente.id).versiones
    assert (version.proceso_id, version.archivo, version.linea) == (carga.id, "prueba.csv", 3)
    assert version.origen == "formulario"
    assert not version.deshace


def test_of_two_who_mend_one_row_the_second_is_told(
    engine: Engine, actor: Actor, carga: procesos.ProcesoGuardado
) -> None:
    beto = Actor(actor.cuenta_id, "Beto", "formulario")
    fila = correccion.leer(engine, actor.cuenta_id, carga.id, 2)
    corregir(engine, beto, carga.id, 2, email="de.beto@cliente.example")
    otro = fila.valores | un_cliente(nombre="OTRO")
    with pytest.raises(FilaYaCorregida, match="Beto ya corrigió la línea 2") as dicho:
        correccion.guardar(engine, actor, carga.id, 2, cliente_id=0, base=BLANK, propios=otro)
    assert dicho.value.quien == "Beto"
    with pytest.raises(FilaYaCorregida):
        correccion.leer(engine, actor.cuenta_id, carga.id, 2)
    assert clientes.por_rfc(engine, actor.cuenta_id, otro["rfc"]) is None
    assert procesos.detalle(engine, actor.cuenta_id, carga.id).corregidos == 1


def test_at_the_same_moment_one_row_is_mended_once(
    engine: Engine, actor: Actor, carga: procesos.ProcesoGuardado
) -> None:
    fila = correccion.leer(engine, actor.cuenta_id, carga.id, 2)
    todos, salidas = threading.Barrier(4), list[str]()

    def uno() -> None:
        valores = fila.valores | un_cliente()
        todos.wait()
        try:
            correccion.guardar(
                engine, actor, carga.id, 2, cliente_id=0, base=BLANK, propios=valores
            )
        except FilaYaCorregida:
            salidas.append("tarde")
        else:
            salidas.append("guardado")

    hilos = [threading.Thread(target=uno) for _ in range(4)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert sorted(salidas) == ["guardado", "tarde", "tarde", "tarde"]
    assert procesos.detalle(engine, actor.cuenta_id, carga.id).corregidos == 1
    assert len(almacenado(engine, actor.cuenta_id)) == 3


def test_whoever_is_there_already_is_updated_and_never_unseen(engine: Engine, actor: Actor) -> None:
    guardado = clientes.alta(engine, actor, un_cliente(calle="LA DE SIEMPRE"))
    fila = guardado.datos.como_dict() | {"email": "mal", "calle": "", "colonia": "CENTRO"}
    carga = cargar(engine, actor, [fila])
    leida = correccion.leer(engine, actor.cuenta_id, carga.id, 2)
    propios = leida.valores | {"email": "nuevo@cliente.example"}

    def guardar(base: dict[str, str]) -> correccion.Fusionado:
        return correccion.guardar(
            engine, actor, carga.id, 2, cliente_id=guardado.id, base=base, propios=propios
        )

    with pytest.raises(CamposEnChoque) as choque:
        guardar(BLANK)
    assert {uno.campo for uno in choque.value.choques} == {"email"}
    assert procesos.detalle(engine, actor.cuenta_id, carga.id).corregidos == 0
    hecho = guardar(BLANK | {"email": guardado.datos.email})
    assert hecho.cliente.id == guardado.id
    assert hecho.cliente.datos.email == "nuevo@cliente.example"
    assert (hecho.cliente.datos.calle, hecho.cliente.datos.colonia) == ("LA DE SIEMPRE", "CENTRO")
    ultima = historial.leer(engine, actor.cuenta_id, guardado.id).versiones[0]
    assert (ultima.proceso_id, ultima.linea) == (carga.id, 2)


def test_a_row_that_says_what_is_stored_is_mended_without_a_change(
    engine: Engine, actor: Actor
) -> None:
    guardado = clientes.alta(engine, actor, un_cliente())
    datos = guardado.datos.como_dict()
    carga = cargar(engine, actor, [datos | {"email": "mal"}])
    hecho = correccion.guardar(
        engine, actor, carga.id, 2, cliente_id=guardado.id, base=datos, propios=datos
    )
    assert hecho.cliente.version == guardado.version
    assert procesos.detalle(engine, actor.cuenta_id, carga.id).corregidos == 1
    (version,) = historial.leer(engine, actor.cuenta_id, guardado.id).versiones
    assert version.linea is None


def test_undoing_the_load_leaves_what_was_mended_by_hand(
    engine: Engine, actor: Actor, carga: procesos.ProcesoGuardado
) -> None:
    hecho = corregir(engine, actor, carga.id, 2, email="bien@cliente.example")
    deshecho = procesos.deshacer(engine, actor, carga.id)
    assert (deshecho.borrados, deshecho.dejados) == (2, 0)
    (queda,) = almacenado(engine, actor.cuenta_id)
    assert queda == tuple(hecho.cliente.datos)
    assert procesos.problemas(engine, actor.cuenta_id, carga.id).rechazadas == {2: actor.quien}
    with pytest.raises(CargaSinCorreccion, match="«Deshecho»"):
        correccion.leer(engine, actor.cuenta_id, carga.id, 3)


def test_undoing_leaves_alone_whom_a_mended_row_changed(engine: Engine, actor: Actor) -> None:
    primera = un_cliente()
    carga = cargar(engine, actor, [primera, primera | {"calle": "OTRA"}])
    (cliente,) = clientes.buscar(engine, actor.cuenta_id, Consulta()).filas
    correccion.guardar(
        engine,
        actor,
        carga.id,
        3,
        cliente_id=cliente.id,
        base=cliente.datos.como_dict(),
        propios=cliente.datos.como_dict() | {"calle": "OTRA"},
    )
    assert procesos.deshacer(engine, actor, carga.id).dejados == 1
    (dejado,) = procesos.dejados(engine, actor.cuenta_id, carga.id).filas
    assert dejado.cliente_id == cliente.id


def test_the_next_row_comes_behind_and_then_from_the_beginning(
    engine: Engine, actor: Actor
) -> None:
    carga = cargar(engine, actor, varios(4, malos=3))

    def despues_de(linea: int) -> int | None:
        return correccion.siguiente(engine, actor.cuenta_id, carga.id, linea)

    assert [despues_de(linea) for linea in (2, 3, 4)] == [3, 4, 2]
    corregir(engine, actor, carga.id, 3, email="bien@cliente.example")
    assert [despues_de(linea) for linea in (2, 3, 4)] == [4, 4, 2]
    corregir(engine, actor, carga.id, 4, email="bien@cliente.example")
    assert despues_de(2) is None


def test_a_row_is_shown_as_the_load_would_have_stored_it(engine: Engine, actor: Actor) -> None:
    fila = un_cliente(nombre="  josé  núñez ", codigo_postal="1000.0", email="mal@")
    fila["regimen_fiscal"] = "601 - General de Ley Personas Morales"
    proceso_id = procesos.recibir(engine, actor, "a.csv", [_archivo([list(fila.values())])])
    procesos.elegir_arreglo(
        engine, actor.cuenta_id, proceso_id, Accion.QUITAR_ACENTOS, elegido=True
    )
    procesos.poner_en_espera(engine, actor, proceso_id, Opciones())
    procesos.ejecutar(engine, proceso_id)
    valores = correccion.leer(engine, actor.cuenta_id, proceso_id, 2).valores
    assert (valores["nombre"], valores["codigo_postal"]) == ("JOSE NUÑEZ", "01000")
    assert (valores["regimen_fiscal"], valores["email"]) == ("601", "mal@")


def test_a_row_of_wrong_structure_is_shown_only_where_nothing_slipped(
    engine: Engine, actor: Actor
) -> None:
    cortada, larga, corrida = un_cliente(calle="A"), un_cliente(), un_cliente(nombre="UNO, DOS")
    valores = [
        list(cortada.values())[:12],
        [*larga.values(), "nota"],
        ["UNO", "DOS", *list(corrida.values())[1:]],
    ]
    proceso_id = procesos.recibir(engine, actor, "a.csv", [_archivo(valores)])
    procesos.poner_en_espera(engine, actor, proceso_id, Opciones())
    procesos.ejecutar(engine, proceso_id)

    def leer(linea: int) -> FilaPorCorregir:
        return correccion.leer(engine, actor.cuenta_id, proceso_id, linea)

    assert leer(2).valores == cortada
    assert "trae 12 valores" in leer(2).aviso
    assert leer(3).valores == larga
    assert "«nota»" in leer(3).aviso
    with pytest.raises(FilaDescuadrada, match="trae 21 valores en vez de 20"):
        leer(4)
    assert correccion.siguiente(engine, actor.cuenta_id, proceso_id, 3) == 2
    corregir(engine, actor, proceso_id, 2)
    assert clientes.por_rfc(engine, actor.cuenta_id, cortada["rfc"]) is not None


def test_what_is_no_refused_row_cannot_be_mended(
    engine: Engine, actor: Actor, carga: procesos.ProcesoGuardado
) -> None:
    for linea in (1, 4, 99):
        with pytest.raises(FilaSinGuardar):
            correccion.leer(engine, actor.cuenta_id, carga.id, linea)
    with pytest.raises(NoEncontrado):
        correccion.leer(engine, actor.cuenta_id, carga.id + 1, 2)
    corriendo = en_espera(engine, actor, varios(1, malos=1))
    with pytest.raises(CargaSinCorreccion):
        correccion.leer(engine, actor.cuenta_id, corriendo, 2)


def test_another_account_sees_and_mends_nothing_of_it(
    engine: Engine, actor: Actor, otro_actor: Actor, carga: procesos.ProcesoGuardado
) -> None:
    with pytest.raises(NoEncontrado):
        correccion.leer(engine, otro_actor.cuenta_id, carga.id, 2)
    with pytest.raises(NoEncontrado):
        correccion.siguiente(engine, otro_actor.cuenta_id, carga.id, 2)
    with pytest.raises(NoEncontrado):
        correccion.guardar(
            engine, otro_actor, carga.id, 2, cliente_id=0, base=BLANK, propios=un_cliente()
        )
    assert almacenado(engine, otro_actor.cuenta_id) == []
    assert procesos.problemas(engine, otro_actor.cuenta_id, carga.id).rechazadas == {}


def _archivo(filas: list[list[str]]) -> bytes:
    texto = io.StringIO(newline="")
    csv.writer(texto).writerows([ENCABEZADO, *filas])
    assert len(CAMPOS) == len(ENCABEZADO)
    return texto.getvalue().encode()
