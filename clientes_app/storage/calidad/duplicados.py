"""The possible duplicates of one account: what is compared, what was found, what was said of it."""

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import delete, exists, func, insert, select
from sqlalchemy.orm import Session

from clientes_app.storage.carga.procesos import EN_MARCHA
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.tables import CAMBIO, CLIENTE, CUENTA, DISTINTOS, DUPLICADOS, PROCESO
from clientes_app.storage.values import Autoria, Identificado

_ROWS_PER_TRIP = 2_000

GrupoGuardado = tuple[str, tuple[int, ...]]
"""Why some clients may be the same, and their ids."""


class Comparado(NamedTuple):
    """What of a client is compared; `correos` are its addresses, "" for none."""

    id: int
    rfc: str
    nombre: str
    correos: tuple[str, ...]


class Hallados(NamedTuple):
    """The groups that were found at a revision of the account."""

    revision: int
    grupos: tuple[GrupoGuardado, ...]


def cuentas_por_comparar(tx: Session) -> Sequence[int]:
    """Return the accounts that changed since they were compared, and in which no load goes on."""
    revision = (
        select(func.max(CAMBIO.c.id))
        .where(CAMBIO.c.cuenta_id == CUENTA.c.id)
        .correlate(CUENTA)
        .scalar_subquery()
    )
    cargando = exists().where(
        PROCESO.c.cuenta_id == CUENTA.c.id, PROCESO.c.estado.in_(EN_MARCHA) | PROCESO.c.deshacer
    )
    consulta = (
        select(CUENTA.c.id)
        .outerjoin(DUPLICADOS, DUPLICADOS.c.cuenta_id == CUENTA.c.id)
        .where(func.coalesce(DUPLICADOS.c.revision, 0) != func.coalesce(revision, 0), ~cargando)
        .order_by(CUENTA.c.id)
    )
    return tx.execute(consulta).scalars().all()


class DuplicadosRepository:
    """Reads and writes the possible duplicates of one account."""

    def __init__(self, tx: Session, cuenta_id: int) -> None:
        self._tx = tx
        self._cuenta_id = cuenta_id
        self._vivos = (CLIENTE.c.cuenta_id == cuenta_id, CLIENTE.c.borrado_en.is_(None))

    def comparados(self) -> Iterator[Comparado]:
        """Give all living clients as they are compared."""
        correos = (CLIENTE.c.email, CLIENTE.c.email_adicional_1, CLIENTE.c.email_adicional_2)
        consulta = (
            select(CLIENTE.c.id, CLIENTE.c.rfc, CLIENTE.c.nombre, *correos)
            .where(*self._vivos)
            .order_by(CLIENTE.c.id)
            .execution_options(yield_per=_ROWS_PER_TRIP)
        )
        for cliente_id, rfc, nombre, *suyos in self._tx.execute(consulta):
            yield Comparado(cliente_id, rfc, nombre, tuple(suyos))

    def distintos(self) -> frozenset[tuple[int, int]]:
        """Return the pairs of whom somebody said that they are not the same."""
        consulta = select(DISTINTOS.c.uno_id, DISTINTOS.c.otro_id)
        filas = self._tx.execute(consulta.where(DISTINTOS.c.cuenta_id == self._cuenta_id))
        return frozenset((fila.uno_id, fila.otro_id) for fila in filas)

    def son_distintos(self, uno_id: int, otro_id: int, autoria: Autoria) -> None:
        """Store that two clients are not the same; saying it again changes nothing."""
        uno_id, otro_id = sorted((uno_id, otro_id))
        if (uno_id, otro_id) in self.distintos():
            return
        valores = {
            "uno_id": uno_id,
            "otro_id": otro_id,
            "cuenta_id": self._cuenta_id,
            "quien": autoria.quien,
            "usuario_id": autoria.usuario_id,
            "creado_en": utc_now(),
        }
        self._tx.execute(insert(DISTINTOS).values(valores))

    def hallados(self) -> Hallados | None:
        """Return what was found last; None when nobody ever looked."""
        consulta = select(DUPLICADOS.c.revision, DUPLICADOS.c.grupos)
        fila = self._tx.execute(
            consulta.where(DUPLICADOS.c.cuenta_id == self._cuenta_id)
        ).one_or_none()
        if fila is None:
            return None
        grupos = ((motivo, tuple(ids)) for motivo, ids in json.loads(fila.grupos))
        return Hallados(fila.revision, tuple(grupos))

    def grupo_de(self, cliente_id: int) -> tuple[int, ...]:
        """Return the surest group that holds a client, of those who live; none if none does."""
        hallados = self.hallados()
        for _, ids in hallados.grupos if hallados else ():
            if cliente_id in ids:
                vivos = self.identificados(ids)
                restos = tuple(i for i in ids if i in vivos)
                if cliente_id in restos and len(restos) > 1:
                    return restos
        return ()

    def guardar(self, hallados: Hallados) -> None:
        """Store what was found in place of what was found before."""
        self._tx.execute(delete(DUPLICADOS).where(DUPLICADOS.c.cuenta_id == self._cuenta_id))
        valores = {
            "cuenta_id": self._cuenta_id,
            "revision": hallados.revision,
            "grupos": json.dumps(hallados.grupos, separators=(",", ":")),
        }
        self._tx.execute(insert(DUPLICADOS).values(valores))

    def identificados(self, ids: Sequence[int]) -> dict[int, Identificado]:
        """Return who the living ones of some clients are."""
        columnas = (CLIENTE.c.id, CLIENTE.c.rfc, CLIENTE.c.nombre)
        filas = self._tx.execute(select(*columnas).where(*self._vivos, CLIENTE.c.id.in_(ids)))
        return {fila.id: Identificado(fila.id, fila.rfc, fila.nombre) for fila in filas}
