"""A document of the SAT is read and not kept: what stays of it, when, and whoever is killed."""

import logging
import re
import zlib
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from clientes_app.judging.plan import Opciones
from clientes_app.services.acceso import cuentas
from clientes_app.services.carga import preview, procesos, upkeep
from clientes_app.services.carga.reading import TableToKeep
from clientes_app.services.carga.values import Estado
from clientes_app.services.context import Actor
from clientes_app.services.errors import NoEncontrado
from clientes_app.storage.db.engine import read_transaction
from clientes_app.storage.db.tables import PROCESO_PIEZA
from tests.builders import un_cliente, un_rfc
from tests.facturas import PROPIO, un_zip, una_factura
from tests.integration.pasos_procesos import cargar, poner

CONSTANCIAS = Path(__file__).parents[1] / "data" / "documentos" / "constancias"
SECRETO = "SOLO ESTA EN EL DOCUMENTO"


def las_facturas(*rfcs: str, emisor: str = PROPIO) -> bytes:
    """Invoices with a concept that no client has."""
    return un_zip(
        [
            (
                f"factura {n}.xml",
                una_factura(
                    numero=n,
                    emisor=emisor,
                    receptor={"Rfc": rfc, "Nombre": "NUEVO"},
                    addenda=f"<a>{SECRETO}</a>",
                ).encode(),
            )
            for n, rfc in enumerate(rfcs)
        ]
    ).getvalue()


def lo_que_hay(engine: Engine, proceso_id: int) -> bytes:
    """The bytes that are stored in the place of an uploaded file."""
    consulta = (
        select(PROCESO_PIEZA.c.contenido)
        .where(PROCESO_PIEZA.c.proceso_id == proceso_id)
        .order_by(PROCESO_PIEZA.c.orden)
    )
    with read_transaction(engine) as tx:
        return b"".join(zlib.decompress(bytes(pieza)) for pieza in tx.execute(consulta).scalars())


def test_the_table_takes_the_place_of_the_document_with_the_preview(
    engine: Engine, actor: Actor
) -> None:
    guardado = un_cliente(nombre="VIEJO")
    cargar(engine, actor, [guardado])
    datos = las_facturas(guardado["rfc"], un_rfc())
    proceso_id = procesos.recibir(engine, actor, "facturas.zip", [datos])
    assert lo_que_hay(engine, proceso_id) == datos

    vista = procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
    assert vista is not None
    assert (vista.documento, vista.filas, vista.validas) == ("facturas", 2, 1)
    queda = lo_que_hay(engine, proceso_id)
    assert guardado["rfc"].encode() in queda
    assert b"<cfdi" not in queda
    assert SECRETO.encode() not in queda
    with pytest.raises(NoEncontrado):
        list(procesos.original(engine, actor.cuenta_id, proceso_id))

    procesos.encolar(engine, actor, proceso_id, Opciones())
    assert procesos.ejecutar(engine, proceso_id) is procesos.Outcome.DONE
    hecho = procesos.detalle(engine, actor.cuenta_id, proceso_id)
    assert (hecho.actualizados, hecho.rechazados, hecho.tiene_original) == (1, 1, False)
    deshecho = procesos.deshacer(engine, actor, proceso_id)
    assert deshecho.restaurados == 1


def test_a_document_that_is_called_a_csv_is_not_handed_out_either(
    engine: Engine, actor: Actor
) -> None:
    proceso_id = procesos.recibir(engine, actor, "facturas.csv", [las_facturas(un_rfc())])
    procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
    assert not procesos.detalle(engine, actor.cuenta_id, proceso_id).tiene_original
    with pytest.raises(NoEncontrado):
        list(procesos.original(engine, actor.cuenta_id, proceso_id))


def test_looked_into_again_it_is_read_from_the_table(engine: Engine, actor: Actor) -> None:
    proceso_id = procesos.recibir(engine, actor, "facturas.zip", [las_facturas(un_rfc())])
    antes = procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
    tabla = lo_que_hay(engine, proceso_id)
    poner(engine, proceso_id, vista_previa=None)
    assert procesos.previsualizar(engine, actor.cuenta_id, proceso_id) == antes
    assert lo_que_hay(engine, proceso_id) == tabla


def test_killed_while_it_keeps_the_table_the_next_one_reads_the_document(
    engine: Engine, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    datos = las_facturas(un_rfc(), un_rfc())
    proceso_id = procesos.recibir(engine, actor, "facturas.zip", [datos])

    def muere(*_todo: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as parche:
        # The table is in the transaction already when whoever holds it is gone.
        parche.setattr(TableToKeep, "put", _put_and(TableToKeep.put, muere))
        with pytest.raises(KeyboardInterrupt):
            preview.revisar(engine, actor.cuenta_id, proceso_id)
    assert lo_que_hay(engine, proceso_id) == datos
    assert procesos.vista_previa(engine, actor.cuenta_id, proceso_id) is None

    vista = procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
    assert vista is not None
    assert vista.filas == 2
    assert b"<cfdi" not in lo_que_hay(engine, proceso_id)


def _put_and(put: object, then: object) -> object:
    def both(*todo: object) -> None:
        put(*todo)  # type: ignore[operator]
        then(*todo)  # type: ignore[operator]

    return both


def test_without_a_preview_it_is_read_once_too(engine: Engine, actor: Actor) -> None:
    guardado = un_cliente(nombre="VIEJO")
    cargar(engine, actor, [guardado])
    proceso_id = procesos.recibir(engine, actor, "facturas.zip", [las_facturas(guardado["rfc"])])
    procesos.poner_en_espera(engine, actor, proceso_id, Opciones())
    assert procesos.ejecutar(engine, proceso_id) is procesos.Outcome.DONE
    assert procesos.detalle(engine, actor.cuenta_id, proceso_id).actualizados == 1
    assert b"<cfdi" not in lo_que_hay(engine, proceso_id)


@pytest.mark.parametrize("nombre", ["dañado.zip", "foto.pdf", "otra.xml"])
def test_what_does_not_load_is_not_kept_either(engine: Engine, actor: Actor, nombre: str) -> None:
    contenido = b"PK\x03\x04" + SECRETO.encode() if nombre.endswith("zip") else SECRETO.encode()
    proceso_id = procesos.recibir(engine, actor, nombre, [contenido])
    vista = procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
    assert vista is not None
    assert vista.resultado == "no_cargable"
    assert lo_que_hay(engine, proceso_id) == b""


_EN_UTF_16 = "Uuid~RfcReceptor~NombreReceptor\r\n".encode("utf-16")


@pytest.mark.parametrize(
    "contenido",
    [
        b"%PDF-1.4 " + SECRETO.encode(),
        b"\xef\xbb\xbf\r\n%PDF-1.4 " + SECRETO.encode(),
        b"PK\x03\x04" + SECRETO.encode(),
        un_zip([("leeme.txt", SECRETO.encode())]).getvalue(),
        un_zip([("a.pdf", b"%PDF-1.4 " + SECRETO.encode())]).getvalue()[:-9],
        f"<cfdi:Comprobante a='{SECRETO}'".encode(),
        b"\xef\xbb\xbf  <Acuse>" + SECRETO.encode(),
        f"<cfdi:Comprobante a='{SECRETO}'".encode("utf-16"),
        f"Uuid~RfcReceptor~\r\n{SECRETO}".encode(),
        _EN_UTF_16 + SECRETO.encode("utf-16-le"),
        b"\x89PNG\r\n" + SECRETO.encode(),
    ],
    ids=[
        *("pdf", "pdf behind something", "zip cut", "zip", "zip without end", "cfdi cut"),
        *("another xml", "utf-16", "metadata", "metadata utf-16", "photo"),
    ],
)
@pytest.mark.parametrize("con_vista", [True, False])
def test_what_is_only_called_a_csv_is_not_kept_when_it_does_not_load(
    engine: Engine, actor: Actor, contenido: bytes, *, con_vista: bool
) -> None:
    proceso_id = procesos.recibir(engine, actor, "clientes.csv", [contenido])
    if con_vista:
        procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
    else:
        procesos.poner_en_espera(engine, actor, proceso_id, Opciones())
        assert procesos.ejecutar(engine, proceso_id) is procesos.Outcome.DONE
    hecho = procesos.detalle(engine, actor.cuenta_id, proceso_id)
    assert (hecho.estado, hecho.tiene_original) == (Estado.NO_CARGADO, False)
    assert hecho.tamano == len(contenido)
    assert lo_que_hay(engine, proceso_id) == b""
    with pytest.raises(NoEncontrado):
        list(procesos.original(engine, actor.cuenta_id, proceso_id))
    assert procesos.lugares(engine, actor.cuenta_id, proceso_id, {1}) == {}


@pytest.mark.parametrize(
    "contenido",
    [b"Nombre;RFC\n", "Nombre,RFC\n".encode("utf-32"), "Nombre,RFC\n".encode("utf-16-le"), b""],
    ids=["header", "utf-32", "utf-16 without mark", "empty"],
)
def test_a_csv_that_does_not_load_is_kept_to_be_mended(
    engine: Engine, actor: Actor, contenido: bytes
) -> None:
    proceso_id = procesos.recibir(engine, actor, "clientes.csv", [contenido])
    procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
    hecho = procesos.detalle(engine, actor.cuenta_id, proceso_id)
    assert (hecho.estado, hecho.tiene_original) == (Estado.NO_CARGADO, True)
    assert b"".join(procesos.original(engine, actor.cuenta_id, proceso_id)) == contenido


def test_a_csv_is_kept_as_it_was_uploaded(engine: Engine, actor: Actor) -> None:
    proceso_id = procesos.recibir(engine, actor, "otro.CSV", [b"Nombre,RFC\n"])
    procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
    assert b"".join(procesos.original(engine, actor.cuenta_id, proceso_id)) == b"Nombre,RFC\n"


def test_what_never_arrived_whole_goes_after_an_hour(engine: Engine, actor: Actor) -> None:
    recepcion = procesos.Recepcion(engine, actor, "facturas.zip")
    recepcion.agregar(b"x" * 600_000)
    assert upkeep.limpiar(engine, dias=90) == 0
    hace_rato = procesos.detalle(engine, actor.cuenta_id, recepcion.proceso_id).creado_en
    poner(engine, recepcion.proceso_id, creado_en=hace_rato.replace(year=hace_rato.year - 1))
    assert upkeep.limpiar(engine, dias=90) == 1
    assert lo_que_hay(engine, recepcion.proceso_id) == b""


def test_nothing_of_a_document_is_logged(
    engine: Engine, actor: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    rfc = un_rfc()
    with caplog.at_level(logging.DEBUG, logger="clientes_app"):
        for nombre, datos in {
            "facturas.zip": las_facturas(rfc),
            "rota.xml": f"<cfdi:Comprobante><{rfc}".encode(),
        }.items():
            proceso_id = procesos.recibir(engine, actor, nombre, [datos])
            procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
            if procesos.detalle(engine, actor.cuenta_id, proceso_id).estado is Estado.RECIBIDO:
                procesos.encolar(engine, actor, proceso_id, Opciones())
                procesos.ejecutar(engine, proceso_id)
    dicho = "\n".join(registro.getMessage() for registro in caplog.records)
    assert not re.search(rf"{rfc}|NUEVO|{SECRETO}|facturas\.zip|rota\.xml", dicho)


def test_each_row_of_a_zip_of_constancias_says_its_file(engine: Engine, actor: Actor) -> None:
    nombres = ("p01_moral_simple.pdf", "p24_no_es_pdf.pdf")
    datos = un_zip([(n, (CONSTANCIAS / n).read_bytes()) for n in nombres]).getvalue()
    proceso_id = procesos.recibir(engine, actor, "constancias.zip", [datos])
    vista = procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
    assert vista is not None
    assert (vista.documento, vista.filas) == ("constancias", 2)
    assert procesos.lugares(engine, actor.cuenta_id, proceso_id, {1, 2, 9}) == {
        1: nombres[0],
        2: nombres[1],
    }
    assert b"%PDF" not in lo_que_hay(engine, proceso_id)


def test_nobody_knows_who_issued_until_the_account_says_it(engine: Engine, actor: Actor) -> None:
    uno, otro, cliente = un_rfc(), un_rfc(), un_rfc()
    zip_ = un_zip(
        [
            ("a.xml", una_factura(numero=1, emisor=uno, receptor={"Rfc": cliente}).encode()),
            ("b.xml", una_factura(numero=2, emisor=otro, receptor={"Rfc": uno}).encode()),
            ("c.xml", una_factura(numero=3, emisor=otro, receptor={"Rfc": cliente}).encode()),
        ]
    ).getvalue()
    proceso_id = procesos.recibir(engine, actor, "facturas.zip", [zip_])
    vista = procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
    assert vista is not None
    assert (vista.emisores, vista.filas) == ((otro, uno), 2)

    cuentas.editar(engine, actor, nombre="Norte", cp_expedicion="", rfc_propio=uno)
    poner(engine, proceso_id, vista_previa=None)
    vista = procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
    assert vista is not None
    assert (vista.emisores, vista.filas) == ((), 1)
