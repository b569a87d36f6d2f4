"""The clients of one account. Queries have their home here and never commit."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, insert, select, update
from sqlalchemy.orm import Session

from clientes_app.domain.cliente import DatosCliente, IdentidadDeCliente, identidad
from clientes_app.domain.edicion import Edicion, Existente
from clientes_app.domain.revision_sat import sin_revision
from clientes_app.domain.rfc.rfc import GENERICOS
from clientes_app.storage.clientes import bulk, search_index
from clientes_app.storage.clientes.cambios import CambioRepository
from clientes_app.storage.clientes.derived import (
    busqueda,
    json_completo,
    json_de_diferencia,
    valores,
)
from clientes_app.storage.clientes.observed import observadas
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.engine import is_sqlite
from clientes_app.storage.db.tables import CLIENTE, COLUMNAS_DE_CAMPOS, CUENTA
from clientes_app.storage.errors import EstaBorrado, RfcOcupado, VersionVieja
from clientes_app.storage.values import Autoria, ClienteGuardado, cliente_de_fila

COLUMNAS_DE_CLIENTE = (
    CLIENTE.c.id,
    CLIENTE.c.version,
    CLIENTE.c.borrado_en,
    CLIENTE.c.creado_en,
    CLIENTE.c.actualizado_en,
    CLIENTE.c.revision_dicha,
    CLIENTE.c.revision_de,
    CLIENTE.c.revision_en,
    *COLUMNAS_DE_CAMPOS,
)


class ClienteRepository:
    """Reads and writes the clients of one account, each write with its change and its index."""

    def __init__(self, tx: Session, cuenta_id: int) -> None:
        self._tx = tx
        self._cuenta_id = cuenta_id
        self._cambios = CambioRepository(tx, cuenta_id)

    def obtener(self, cliente_id: int) -> ClienteGuardado | None:
        """Return a client, deleted or not, or None when the account has no such one."""
        return self._uno(CLIENTE.c.id == cliente_id)

    def por_rfc(self, rfc: str, nombre: str = "") -> ClienteGuardado | None:
        """Return the living client with that RFC, of a generic one the one of that name, or None.

        Of two that were there before the database refused that, it is the older one.
        """
        rfc, orden = identidad(DatosCliente(rfc=rfc, nombre=nombre))
        del_nombre = (CLIENTE.c.nombre_orden == orden,) if rfc in GENERICOS else ()
        return self._uno(CLIENTE.c.rfc == rfc, CLIENTE.c.borrado_en.is_(None), *del_nombre)

    def alta(self, datos: DatosCliente, autoria: Autoria) -> ClienteGuardado:
        """Store a new client. Raises RfcOcupado."""
        self.contar(clientes=1)
        self._exigir_que_no_este(datos)
        momento = utc_now()
        derivados = valores(datos)
        fila: dict[str, Any] = {
            **derivados,
            **self._observaciones(datos),
            "revision_sat": sin_revision(datos.rfc),
            "cuenta_id": self._cuenta_id,
            "version": 1,
            "proceso_id": autoria.proceso_id,
            "creado_en": momento,
            "actualizado_en": momento,
        }
        orden = insert(CLIENTE).values(fila).returning(CLIENTE.c.id)
        cliente_id = self._tx.execute(orden).scalar_one()
        search_index.indexar(self._tx, cliente_id, derivados["busqueda"])
        self._cambios.anotar(
            cliente_id, version=1, accion="alta", autoria=autoria, despues=json_completo(datos)
        )
        return ClienteGuardado(
            id=cliente_id,
            version=1,
            datos=datos,
            borrado=False,
            creado_en=momento,
            actualizado_en=momento,
        )

    def editar(
        self, cliente_id: int, *, version: int, datos: DatosCliente, autoria: Autoria
    ) -> ClienteGuardado | None:
        """Store new data over that version; None when there is no such client.

        Data equal to what is stored write nothing. Raises EstaBorrado, VersionVieja, RfcOcupado.
        """
        self.bloquear()
        actual = self.obtener(cliente_id)
        if actual is None:
            return None
        if actual.borrado:
            raise EstaBorrado(cliente_id)
        if actual.version != version:
            raise VersionVieja(cliente_id, actual.version)
        return self.guardar(actual, datos, autoria)

    def guardar(
        self,
        actual: ClienteGuardado,
        datos: DatosCliente,
        autoria: Autoria,
        *,
        aunque_sean_iguales: bool = False,
        deshace: int | None = None,
    ) -> ClienteGuardado:
        """Store new data over a client that was read in this transaction, after `bloquear`.

        Data equal to what is stored write nothing, unless a change is to say what happened.
        `deshace` is the version whose change is taken back. Raises RfcOcupado.
        """
        if datos == actual.datos and not aunque_sean_iguales:
            return actual
        nuevos = valores(datos)
        cambiado = replace(actual, version=actual.version + 1, datos=datos)
        revision = {"revision_sat": cambiado.revision_sat}
        cambios: dict[str, Any] = {**nuevos, **self._observaciones(datos), **revision}
        if identidad(datos) != identidad(actual.datos):
            self._exigir_que_no_este(datos)
            cambios["doble_anterior"] = False
        momento = self._cambiar(actual, cambios)
        search_index.reindexar(self._tx, [(actual.id, busqueda(actual.datos), nuevos["busqueda"])])
        antes, despues = json_de_diferencia(actual.datos, datos)
        self._cambios.anotar(
            actual.id,
            version=actual.version + 1,
            accion="edicion",
            autoria=autoria,
            antes=antes,
            despues=despues,
            deshace=deshace,
        )
        return replace(cambiado, actualizado_en=momento)

    def borrar(self, cliente_id: int, autoria: Autoria) -> ClienteGuardado | None:
        """Put a client into the papelera; None when there is no such client.

        One that lies there already stays as it is.
        """
        self.bloquear()
        actual = self.obtener(cliente_id)
        if actual is None or actual.borrado:
            return actual
        self.contar(clientes=-1, borrados=1)
        self._cambiar(actual, {"borrado_en": utc_now(), "borrado_proceso_id": autoria.proceso_id})
        self._cambios.anotar(
            cliente_id, version=actual.version + 1, accion="borrado", autoria=autoria
        )
        return self.obtener(cliente_id)

    def restaurar(self, cliente_id: int, autoria: Autoria) -> ClienteGuardado | None:
        """Bring a client back from the papelera; None when there is no such client.

        One that lives already stays as it is. Raises RfcOcupado.
        """
        self.bloquear()
        actual = self.obtener(cliente_id)
        if actual is None or not actual.borrado:
            return actual
        self._exigir_que_no_este(actual.datos)
        self.contar(clientes=1, borrados=-1)
        vivo = {"borrado_en": None, "borrado_proceso_id": None, "doble_anterior": False}
        # The rules may be others than when it was deleted.
        self._cambiar(actual, {**vivo, **self._observaciones(actual.datos)})
        self._cambios.anotar(
            cliente_id, version=actual.version + 1, accion="restauracion", autoria=autoria
        )
        return self.obtener(cliente_id)

    def existentes(
        self, identidades: Iterable[IdentidadDeCliente]
    ) -> dict[IdentidadDeCliente, Existente]:
        """Return the living clients of these identities."""
        return bulk.existentes(self._tx, self._cuenta_id, identidades=identidades)

    def aplicar(
        self,
        *,
        altas: Sequence[DatosCliente],
        ediciones: Sequence[Edicion],
        autoria: Autoria,
    ) -> Sequence[int]:
        """Carry out what a plan decided; return the ids of the new clients, in their order.

        The plan must rest on what `existentes` said after `bloquear` in the same transaction;
        otherwise VersionVieja, or the database's IntegrityError, undoes it.
        """
        self.contar(clientes=len(altas))
        bulk.editar(self._tx, self._cuenta_id, ediciones=ediciones, autoria=autoria)
        return bulk.dar_de_alta(self._tx, self._cuenta_id, altas=altas, autoria=autoria)

    def bloquear(self) -> None:
        """Wait until no other transaction writes into the account.

        On SQLite the transaction itself did that when it began.
        """
        if not is_sqlite(self._tx):
            consulta = select(CUENTA.c.id).where(CUENTA.c.id == self._cuenta_id)
            self._tx.execute(consulta.with_for_update(key_share=True))

    def hay(self) -> bool:
        """Whether the account has any client that is not in the papelera."""
        consulta = select(CUENTA.c.clientes > 0).where(CUENTA.c.id == self._cuenta_id)
        return bool(self._tx.execute(consulta).scalar())

    def contar(self, *, clientes: int = 0, borrados: int = 0) -> None:
        """Change the account's counts by so many; this also waits as `bloquear` does."""
        orden = (
            update(CUENTA)
            .where(CUENTA.c.id == self._cuenta_id)
            .values(
                clientes=CUENTA.c.clientes + clientes,
                borrados=CUENTA.c.borrados + borrados,
            )
        )
        self._tx.execute(orden)

    def _uno(self, *condiciones: ColumnElement[bool]) -> ClienteGuardado | None:
        consulta = (
            select(*COLUMNAS_DE_CLIENTE)
            .where(CLIENTE.c.cuenta_id == self._cuenta_id, *condiciones)
            .order_by(CLIENTE.c.id)
            .limit(1)
        )
        fila = self._tx.execute(consulta).mappings().first()
        return None if fila is None else cliente_de_fila(fila)

    def _observaciones(self, datos: DatosCliente) -> dict[str, int]:
        (bits,) = observadas(self._tx, self._cuenta_id, [datos])
        return {"observaciones": bits}

    def _exigir_que_no_este(self, datos: DatosCliente) -> None:
        otro = self.por_rfc(datos.rfc, datos.nombre)
        if otro is not None:
            raise RfcOcupado(otro.id, otro.datos.nombre)

    def _cambiar(self, actual: ClienteGuardado, nuevos: dict[str, Any]) -> datetime:
        """Change columns of a client if it is at that version still, and return when."""
        momento = utc_now()
        orden = (
            update(CLIENTE)
            .where(
                CLIENTE.c.cuenta_id == self._cuenta_id,
                CLIENTE.c.id == actual.id,
                CLIENTE.c.version == actual.version,
            )
            .values(**nuevos, version=actual.version + 1, actualizado_en=momento)
        )
        resultado = self._tx.execute(orden)
        if isinstance(resultado, CursorResult) and resultado.rowcount != 1:
            raise VersionVieja(actual.id, actual.version)
        return momento
