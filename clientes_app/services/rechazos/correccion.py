"""Mending a refused row on the page: read it, store what came of it, go to the next one.

The row and the client are written in one transaction, so that a row is mended once, whoever was
quicker, and the process never counts what is not stored.
"""

import json
from collections.abc import Mapping
from typing import cast

from clientes_app.domain.cliente import Contexto
from clientes_app.services.carga.queries import arreglos_de, existente, guardado
from clientes_app.services.clientes import clientes, merge
from clientes_app.services.clientes.merge import Fusionado
from clientes_app.services.context import Actor, autoria, contexto_de_reglas
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.rechazos.fila import FilaPorCorregir, en_campos
from clientes_app.services.rechazos.refusals import (
    CargaSinCorreccion,
    FilaDescuadrada,
    FilaSinGuardar,
    FilaYaCorregida,
)
from clientes_app.storage.acceso.cuentas import CuentaRepository
from clientes_app.storage.carga.procesos import LifecycleRepository
from clientes_app.storage.carga.rechazos import RechazoGuardado, RechazoRepository
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.db.base import Engine, Session
from clientes_app.storage.db.engine import read_transaction
from clientes_app.storage.db.tables import Proceso

_POR_LECTURA = 200


def leer(engine: Engine, cuenta_id: int, proceso_id: int, linea: int) -> FilaPorCorregir:
    """Return a refused row of a load as it is mended.

    Raises NoEncontrado where there is no such process; CargaSinCorreccion, FilaYaCorregida,
    FilaSinGuardar, FilaDescuadrada.
    """
    with read_transaction(engine) as tx:
        proceso = existente(LifecycleRepository(tx, cuenta_id), proceso_id)
        quedan = _por_corregir(proceso)
        fila = _pendiente(tx, cuenta_id, proceso_id, linea)
        contexto = _contexto(tx, cuenta_id)
    campos, aviso = _en_campos(fila, proceso, contexto)
    return FilaPorCorregir(proceso_id, linea, proceso.archivo, campos, aviso, quedan)


def siguiente(engine: Engine, cuenta_id: int, proceso_id: int, linea: int) -> int | None:
    """Return the line of the next row that can be mended on the page, first behind this one.

    None when there is no other one; rows of wrong structure that are mended in the file only are
    passed over. Raises NoEncontrado, CargaSinCorreccion.
    """
    with read_transaction(engine) as tx:
        proceso = existente(LifecycleRepository(tx, cuenta_id), proceso_id)
        _por_corregir(proceso)
        contexto = _contexto(tx, cuenta_id)
        rechazos = RechazoRepository(tx, cuenta_id, proceso_id)
        for desde in (linea, 0):
            while filas := rechazos.pendientes(despues_de=desde, cuantos=_POR_LECTURA):
                for fila in filas:
                    if fila.linea != linea and _se_muestra(fila, proceso, contexto):
                        return fila.linea
                desde = filas[-1].linea  # noqa: PLW2901 (the page goes on behind its last row)
        return None


def guardar(  # noqa: PLR0913 - the row, and what `merge.guardar` takes
    engine: Engine,
    actor: Actor,
    proceso_id: int,
    linea: int,
    *,
    cliente_id: int,
    base: Mapping[str, str],
    propios: Mapping[str, str],
) -> Fusionado:
    """Store what somebody made of a refused row, and note that the row is mended.

    `cliente_id` 0 stores a new client; else that one, merged as `merge.guardar` does: `base` holds
    what the person saw of each of its fields, so that nothing is overwritten that they had not
    seen. Raises what `clientes.alta` and `merge.guardar` raise, and what `leer` raises but for
    FilaDescuadrada; then nothing is stored.
    """
    datos = None if cliente_id else clientes.validos(engine, actor, propios)
    with clientes.storing(engine, actor) as (tx, buscados):
        repositorio = ClienteRepository(tx, actor.cuenta_id)
        repositorio.bloquear()
        lifecycle = LifecycleRepository(tx, actor.cuenta_id)
        _por_corregir(existente(lifecycle, proceso_id))
        _pendiente(tx, actor.cuenta_id, proceso_id, linea)
        if datos is not None:
            buscados.append(datos)
            hecho, version = Fusionado(repositorio.alta(datos, autoria(actor)), ()), 0
        else:
            antes = repositorio.obtener(cliente_id)
            version = antes.version if antes else 0
            hecho = merge.fusionar(
                tx, actor, cliente_id, base=base, propios=propios, buscados=buscados
            )
        nueva = hecho.cliente.version
        RechazoRepository(tx, actor.cuenta_id, proceso_id).marcar(
            linea,
            quien=actor.quien,
            cliente_id=hecho.cliente.id,
            version=nueva if nueva != version else None,
        )
        lifecycle.contar_corregido(proceso_id)
        return hecho


def _por_corregir(proceso: Proceso) -> int:
    """Return how many rows can be mended. Raises CargaSinCorreccion, NoEncontrado of an action."""
    visto = guardado(proceso)
    if visto.pedida is not None:
        raise NoEncontrado(visto.id)
    if not visto.se_corrige:
        raise CargaSinCorreccion(visto.etiqueta)
    return visto.por_corregir


def _pendiente(tx: Session, cuenta_id: int, proceso_id: int, linea: int) -> RechazoGuardado:
    fila = RechazoRepository(tx, cuenta_id, proceso_id).uno(linea)
    if fila is None:
        raise FilaSinGuardar(linea)
    if fila.corregido_en is not None:
        raise FilaYaCorregida(linea, fila.corregido_por, fila.corregido_en)
    return fila


def _contexto(tx: Session, cuenta_id: int) -> Contexto:
    cuenta = CuentaRepository(tx).obtener(cuenta_id)
    if cuenta is None:
        raise NoEncontrado(cuenta_id)
    return contexto_de_reglas(cuenta.cp_expedicion)


def _en_campos(
    fila: RechazoGuardado, proceso: Proceso, contexto: Contexto
) -> tuple[dict[str, str], str]:
    valores = cast("list[str]", json.loads(fila.valores))
    return en_campos(fila.linea, valores, contexto, arreglos_de(proceso))


def _se_muestra(fila: RechazoGuardado, proceso: Proceso, contexto: Contexto) -> bool:
    try:
        _en_campos(fila, proceso, contexto)
    except FilaDescuadrada:
        return False
    return True
