"""Invoices loaded like a file of the template: previewed, processed, gone on with, completed."""

import csv
import io
from collections.abc import Iterable

import pytest
from sqlalchemy import Engine

from clientes_app.domain.cliente import DatosCliente
from clientes_app.judging.plan import Opciones
from clientes_app.services.acceso import cuentas
from clientes_app.services.carga import procesos
from clientes_app.services.carga.procesos import RunControl
from clientes_app.services.clientes import clientes
from clientes_app.services.context import Actor
from clientes_app.services.errors import NoEncontrado
from tests.builders import un_cliente, un_rfc
from tests.facturas import PROPIO, un_zip, una_factura
from tests.integration.pasos_procesos import almacenado, cargar, poner

RAPIDA = Opciones()


def un_ano(rfcs: Iterable[str], **receptor: str) -> bytes:
    """A zip with an invoice for each of them, and one that cannot be read."""
    facturas = [
        (f"{n}.xml", una_factura(numero=n, receptor={"Rfc": rfc} | receptor).encode())
        for n, rfc in enumerate(rfcs)
    ]
    return un_zip([*facturas, ("roto.xml", b"<cfdi:Comprobante")]).getvalue()


def subir(engine: Engine, actor: Actor, datos: bytes, nombre: str = "facturas.zip") -> int:
    return procesos.recibir(engine, actor, nombre, [datos])


def guardados_de(engine: Engine, actor: Actor) -> list[DatosCliente]:
    return list(map(DatosCliente._make, clientes.exportar(engine, actor.cuenta_id)))


def procesar(engine: Engine, actor: Actor, proceso_id: int) -> procesos.ProcesoGuardado:
    procesos.poner_en_espera(engine, actor, proceso_id, RAPIDA)
    assert procesos.ejecutar(engine, proceso_id) is procesos.Outcome.DONE
    return procesos.detalle(engine, actor.cuenta_id, proceso_id)


def test_new_clients_lack_an_e_mail_and_come_back_to_be_completed(
    engine: Engine, actor: Actor
) -> None:
    proceso_id = subir(engine, actor, un_ano([un_rfc(), un_rfc()]))
    vista = procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
    assert vista is not None
    assert (vista.resultado, vista.filas, vista.validas) == ("cargable", 3, 0)
    hecho = procesar(engine, actor, proceso_id)
    assert (hecho.creados, hecho.rechazados) == (0, 3)

    rechazado = b"".join(procesos.rechazados_csv(engine, actor.cuenta_id, proceso_id))
    filas = list(csv.DictReader(io.StringIO(rechazado.decode("utf-8-sig"), newline="")))
    assert [fila["Código Postal"] for fila in filas[:2]] == ["44160", "44160"]
    assert all("Falta «E-mail»" in fila["Errores"] for fila in filas[:2])
    assert "roto.xml" in filas[2]["Errores"]
    for fila in filas[:2]:
        fila["E-mail"] = "pagos@cliente.example"
    completado = io.StringIO(newline="")
    escritor = csv.DictWriter(completado, list(filas[0]))
    escritor.writeheader()
    escritor.writerows(filas[:2])
    otra = subir(engine, actor, completado.getvalue().encode(), "completado.csv")
    assert procesar(engine, actor, otra).creados == 2


def test_a_stored_client_keeps_what_no_invoice_says(engine: Engine, actor: Actor) -> None:
    guardado = un_cliente(nombre="VIEJO", codigo_postal="06600", referencias="Puerta azul")
    cargar(engine, actor, [guardado])
    datos = un_ano([guardado["rfc"]], Nombre="NUEVO", DomicilioFiscalReceptor="44160")
    proceso_id = subir(engine, actor, datos)
    vista = procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
    assert vista is not None
    assert (vista.validas, vista.conservar.se_actualizarian) == (1, 1)
    hecho = procesar(engine, actor, proceso_id)
    assert (hecho.actualizados, hecho.rechazados) == (1, 1)
    (ahora,) = guardados_de(engine, actor)
    assert (ahora.nombre, ahora.codigo_postal) == ("NUEVO", "44160")
    assert (ahora.email, ahora.referencias) == (guardado["email"], "Puerta azul")


@pytest.mark.parametrize("existentes", ["omitir", "rechazar"])
def test_an_existing_client_is_changed_only_by_choice(
    engine: Engine, actor: Actor, existentes: str
) -> None:
    guardado = un_cliente(nombre="VIEJO")
    cargar(engine, actor, [guardado])
    antes = almacenado(engine, actor.cuenta_id)
    proceso_id = subir(engine, actor, un_ano([guardado["rfc"]], Nombre="NUEVO"))
    opciones = Opciones(existentes="omitir" if existentes == "omitir" else "rechazar")
    procesos.poner_en_espera(engine, actor, proceso_id, opciones)
    assert procesos.ejecutar(engine, proceso_id) is procesos.Outcome.DONE
    assert almacenado(engine, actor.cuenta_id) == antes


def test_the_rfc_of_the_account_is_no_client_and_another_accounts_says_nothing(
    engine: Engine, actor: Actor
) -> None:
    otra = Actor(cuentas.crear(engine, "Otra", rfc_propio="TRN050806EE1").id, "Ana", "carga")
    cuentas.editar(engine, actor, nombre="Norte", cp_expedicion="64000", rfc_propio=PROPIO)
    recibida = una_factura(emisor="TRN050806EE1", receptor={"Rfc": PROPIO})
    zip_ = un_zip([("a", recibida.encode()), ("b", una_factura(numero=2).encode())]).getvalue()
    filas: dict[int, int] = {}
    for cada in (actor, otra):
        vista = procesos.previsualizar(engine, cada.cuenta_id, subir(engine, cada, zip_))
        assert vista is not None
        filas[cada.cuenta_id] = vista.filas
    assert filas == {actor.cuenta_id: 1, otra.cuenta_id: 2}


def test_a_file_that_holds_no_client_is_not_loaded_and_says_so(
    engine: Engine, actor: Actor
) -> None:
    nomina = una_factura(tipo="N").encode()
    vista = procesos.previsualizar(engine, actor.cuenta_id, subir(engine, actor, nomina, "n.xml"))
    assert vista is not None
    assert vista.motivo is not None
    assert (vista.resultado, vista.motivo.codigo) == ("no_cargable", "sin_clientes")


@pytest.mark.usefixtures("transacciones_cortas")
def test_killed_anywhere_it_goes_on_behind_what_is_stored(engine: Engine, actor: Actor) -> None:
    guardados = [un_cliente(nombre=f"VIEJO {n}") for n in range(2_200)]
    cargar(engine, actor, guardados)
    datos = un_ano([fila["rfc"] for fila in guardados], Nombre="NUEVO")
    proceso_id = subir(engine, actor, datos)
    procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
    procesos.poner_en_espera(engine, actor, proceso_id, RAPIDA)
    corridas, avances = 0, list[int]()
    desenlace = None
    while desenlace is not procesos.Outcome.DONE:
        hasta = len(avances)
        desenlace = procesos.ejecutar(
            engine,
            proceso_id,
            on_progress=lambda hechas, _todas: avances.append(hechas),
            control=RunControl(stop=lambda hasta=hasta: len(avances) > hasta),
        )
        corridas += 1
        assert corridas < 20
        if corridas == 1:
            poner(engine, proceso_id, run_token="de quien murió")
            # Whoever goes on knows the account's RFC, which whoever began had to learn.
            cuentas.editar(engine, actor, nombre="Norte", cp_expedicion="", rfc_propio=PROPIO)
    hecho = procesos.detalle(engine, actor.cuenta_id, proceso_id)
    assert corridas > 1
    assert avances == sorted(avances)
    assert (hecho.actualizados, hecho.rechazados, hecho.filas) == (2_200, 1, 2_201)
    assert {fila.nombre for fila in guardados_de(engine, actor)} == {"NUEVO"}


def test_the_preview_asks_who_we_are_and_is_read_again_with_the_answer(
    engine: Engine, actor: Actor
) -> None:
    """The invoices are gone by then: what was kept of them is enough."""
    proveedor, nosotros, cliente = un_rfc(), un_rfc(), un_rfc()
    facturas = [
        # A year in which one supplier alone billed us, and one invoice of his to himself.
        una_factura(numero=1, emisor=proveedor, receptor={"Rfc": nosotros}),
        una_factura(numero=2, emisor=proveedor, receptor={"Rfc": proveedor}),
        una_factura(numero=3, emisor=proveedor, receptor={"Rfc": cliente}),
    ]
    datos = un_zip([(f"{n}.xml", each.encode()) for n, each in enumerate(facturas)]).getvalue()
    proceso_id = subir(engine, actor, datos)
    vista = procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
    assert vista is not None
    assert (vista.supuesto, vista.emisores, vista.filas) == (proveedor, (proveedor,), 2)

    assert cuentas.fijar_rfc_propio(engine, actor, nosotros.lower()).rfc_propio == nosotros
    assert procesos.revisar_de_nuevo(engine, actor.cuenta_id, proceso_id)
    assert procesos.vista_previa(engine, actor.cuenta_id, proceso_id) is None
    vista = procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
    assert vista is not None
    assert (vista.supuesto, vista.emisores, vista.filas) == ("", (), 2)
    problemas = procesos.problemas(engine, actor.cuenta_id, proceso_id).filas
    lineas = {problema.linea for problema in problemas}
    lugares = procesos.lugares(engine, actor.cuenta_id, proceso_id, lineas)
    assert set(lugares.values()) == {f"{proveedor} · 1.xml", f"{cliente} · 2.xml"}
    procesos.encolar(engine, actor, proceso_id, RAPIDA)
    assert not procesos.revisar_de_nuevo(engine, actor.cuenta_id, proceso_id)


def test_only_a_file_of_ones_own_account_is_read_again(engine: Engine, actor: Actor) -> None:
    otra = cuentas.crear(engine, "Otra").id
    with pytest.raises(NoEncontrado):
        procesos.revisar_de_nuevo(engine, otra, subir(engine, actor, un_ano([un_rfc()])))


def test_the_first_rows_name_the_files_that_they_are_from(engine: Engine, actor: Actor) -> None:
    guardado = un_cliente()
    cargar(engine, actor, [guardado])
    proceso_id = subir(engine, actor, un_ano([guardado["rfc"], guardado["rfc"]]))
    vista = procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
    assert vista is not None
    assert [fila.lugar for fila in vista.primeras] == [f"{guardado['rfc']} · 0.xml y 1 factura más"]
    assert procesos.vista_previa(engine, actor.cuenta_id, proceso_id) == vista
