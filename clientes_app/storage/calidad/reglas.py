"""Which rules the stored kinds of trouble follow, and storing them anew for many clients."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, RowMapping, bindparam, exists, select, update
from sqlalchemy.orm import Session

from clientes_app.domain.cliente import DatosCliente
from clientes_app.domain.observaciones import CAMPOS_OBSERVADOS
from clientes_app.domain.rfc.rfc import GENERICOS
from clientes_app.storage.db.tables import CLIENTE, CUENTA, PROCESO, REGLAS

_PROCESANDO = "procesando"
"""The state of a load that runs (`services.carga.values.Estado`)."""


@dataclass(frozen=True, slots=True)
class AvanceDeReglas:
    """All clients follow `version`; those up to the id `hasta` follow `en_curso`, "" for none."""

    version: str
    en_curso: str = ""
    hasta: int = 0


@dataclass(frozen=True, slots=True)
class ClienteObservado:
    """A client with what its kinds of trouble depend on, and what is stored of them."""

    id: int
    cuenta_id: int
    observaciones: int
    datos: DatosCliente


class ReglasRepository:
    """Reads and writes what follows the rules, of all accounts: no person asks for it."""

    def __init__(self, tx: Session) -> None:
        self._tx = tx

    def avance(self) -> AvanceDeReglas:
        """Return how far the clients follow which rules."""
        consulta = select(REGLAS.c.version, REGLAS.c.en_curso, REGLAS.c.hasta)
        return AvanceDeReglas(*self._tx.execute(consulta).one())

    def guardar(self, avance: AvanceDeReglas) -> None:
        """Store how far the clients follow which rules."""
        orden = update(REGLAS).values(
            version=avance.version, en_curso=avance.en_curso, hasta=avance.hasta
        )
        self._tx.execute(orden)

    def cps(self) -> dict[int, str]:
        """Return the postal code of every account by its id."""
        filas = self._tx.execute(select(CUENTA.c.id, CUENTA.c.cp_expedicion))
        return {fila["id"]: fila["cp_expedicion"] for fila in filas.mappings()}

    def cuentas_con_otro_cp(self) -> Sequence[int]:
        """Return the accounts whose generic RFCs follow another postal code than they have now.

        One in which a load is running is left for later: the load follows the one of before.
        """
        cargando = exists().where(
            PROCESO.c.cuenta_id == CUENTA.c.id, PROCESO.c.estado == _PROCESANDO
        )
        return (
            self._tx.execute(
                select(CUENTA.c.id)
                .where(CUENTA.c.cp_observado != CUENTA.c.cp_expedicion, ~cargando)
                .order_by(CUENTA.c.id)
            )
            .scalars()
            .all()
        )

    def sigue_el_cp(self, cuenta_id: int, cp: str) -> None:
        """Store that the generic RFCs of an account follow that postal code."""
        orden = update(CUENTA).where(CUENTA.c.id == cuenta_id).values(cp_observado=cp)
        self._tx.execute(orden)

    def tramo(self, *, despues_de: int, cuantos: int) -> list[ClienteObservado]:
        """Return the next clients of all accounts by id, those of the papelera too."""
        return self._observados(CLIENTE.c.id > despues_de, cuantos=cuantos)

    def genericos(self, cuenta_id: int, *, despues_de: int, cuantos: int) -> list[ClienteObservado]:
        """Return the next clients of an account that have a generic RFC, by id.

        Those of the papelera too: they come back as they are.
        """
        suyos = (CLIENTE.c.cuenta_id == cuenta_id) & CLIENTE.c.rfc.in_(sorted(GENERICOS))
        # Each half has an index.
        vivos, borrados = suyos & CLIENTE.c.borrado_en.is_(None), CLIENTE.c.borrado_en.is_not(None)
        condicion = (vivos | (suyos & borrados)) & (CLIENTE.c.id > despues_de)
        return self._observados(condicion, cuantos=cuantos)

    def cambiar(self, cambios: Sequence[tuple[ClienteObservado, int]]) -> None:
        """Store other kinds of trouble of clients that are still what was judged.

        One that got other values meanwhile got its kinds of trouble with them. The version would
        not do: it also rises by changes that leave what was judged, and what is stored of it. This
        is no change of the client.
        """
        if not cambios:
            return
        orden = (
            update(CLIENTE)
            .where(
                CLIENTE.c.id == bindparam("b_id"),
                *(CLIENTE.c[campo] == bindparam(f"b_{campo}") for campo in CAMPOS_OBSERVADOS),
            )
            .values(observaciones=bindparam("bits"))
        )
        self._tx.connection().execute(
            orden,
            [
                {"b_id": cliente.id, "bits": bits}
                | {f"b_{campo}": getattr(cliente.datos, campo) for campo in CAMPOS_OBSERVADOS}
                for cliente, bits in cambios
            ],
        )

    def _observados(
        self, condicion: ColumnElement[bool], *, cuantos: int
    ) -> list[ClienteObservado]:
        columnas = (CLIENTE.c.id, CLIENTE.c.cuenta_id, CLIENTE.c.observaciones)
        campos = [CLIENTE.c[campo] for campo in CAMPOS_OBSERVADOS]
        consulta = select(*columnas, *campos).where(condicion).order_by(CLIENTE.c.id).limit(cuantos)
        return [_observado(fila) for fila in self._tx.execute(consulta).mappings()]


def _observado(fila: RowMapping) -> ClienteObservado:
    return ClienteObservado(
        fila["id"],
        fila["cuenta_id"],
        fila["observaciones"],
        DatosCliente(**{campo: fila[campo] for campo in CAMPOS_OBSERVADOS}),
    )
