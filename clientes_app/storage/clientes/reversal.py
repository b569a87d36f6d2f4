"""What undoing a process needs: its changes beside what the clients are now; many deletes."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping, func, insert, select, update
from sqlalchemy.orm import Session

from clientes_app.domain.cliente import DatosCliente
from clientes_app.domain.columnas import CAMPOS
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.clientes.derived import diferencia_de_json
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.tables import CAMBIO, CLIENTE, COLUMNAS_DE_CAMPOS
from clientes_app.storage.errors import VersionVieja
from clientes_app.storage.values import Autoria


@dataclass(frozen=True, slots=True)
class Huella:
    """What a process did to a client, and how the client is now.

    `version` is the one that the process made, `actual` the one it has now; `deshecha` says that
    undoing has passed here before.
    """

    cliente_id: int
    accion: str
    version: int
    antes: dict[str, str]
    actual: int
    borrado: bool
    datos: DatosCliente
    deshecha: bool


class DeshacerRepository:
    """Undoing for one account. The caller holds the account (`ClienteRepository.bloquear`)."""

    def __init__(self, tx: Session, cuenta_id: int) -> None:
        """Bind it to an account."""
        self._tx = tx
        self._cuenta_id = cuenta_id

    def huellas(self, proceso_id: int, *, despues_de: int, cuantos: int) -> list[Huella]:
        """Return what a process did to the next clients, in the order of their id.

        The changes that undoing writes carry the number of the process too: a client with
        more than one change of it has been undone.
        """
        veces = (
            select(
                CAMBIO.c.cliente_id,
                func.min(CAMBIO.c.version).label("version"),
                func.count().label("veces"),
            )
            .where(
                CAMBIO.c.cuenta_id == self._cuenta_id,
                CAMBIO.c.proceso_id == proceso_id,
                CAMBIO.c.cliente_id > despues_de,
            )
            .group_by(CAMBIO.c.cliente_id)
            .order_by(CAMBIO.c.cliente_id)
            .limit(cuantos)
            .subquery()
        )
        filas = self._tx.execute(
            select(
                veces.c.cliente_id,
                CAMBIO.c.accion,
                veces.c.version,
                CAMBIO.c.antes,
                CLIENTE.c.version.label("actual"),
                CLIENTE.c.borrado_en,
                veces.c.veces,
                *COLUMNAS_DE_CAMPOS,
            )
            .join(
                CAMBIO,
                (CAMBIO.c.cliente_id == veces.c.cliente_id) & (CAMBIO.c.version == veces.c.version),
            )
            .join(CLIENTE, CLIENTE.c.id == veces.c.cliente_id)
            .order_by(veces.c.cliente_id)
        ).mappings()
        return [_huella(fila) for fila in filas]

    def borrados(self, proceso_id: int) -> int:
        """Return how many clients of a process undoing has put into the papelera."""
        return self._tx.execute(
            select(func.count())
            .select_from(CAMBIO)
            .where(
                CAMBIO.c.cuenta_id == self._cuenta_id,
                CAMBIO.c.proceso_id == proceso_id,
                CAMBIO.c.accion == "borrado",
            )
        ).scalar_one()

    def borrar(self, clientes: Sequence[tuple[int, int]], autoria: Autoria) -> None:
        """Put clients, given as (id, version), into the papelera, with their changes."""
        if not clientes:
            return
        momento = utc_now()
        ids = [cliente_id for cliente_id, _ in clientes]
        borrados = self._tx.execute(
            update(CLIENTE)
            .where(
                CLIENTE.c.cuenta_id == self._cuenta_id,
                CLIENTE.c.id.in_(ids),
                CLIENTE.c.borrado_en.is_(None),
            )
            .values(
                borrado_en=momento,
                borrado_proceso_id=autoria.proceso_id,
                version=CLIENTE.c.version + 1,
                actualizado_en=momento,
            )
            .returning(CLIENTE.c.id)
        ).all()
        if len(borrados) != len(ids):
            raise VersionVieja(*clientes[0])
        self._tx.connection().execute(
            insert(CAMBIO),
            [
                {
                    "cuenta_id": self._cuenta_id,
                    "cliente_id": cliente_id,
                    "version": version + 1,
                    "accion": "borrado",
                    "origen": autoria.origen,
                    "quien": autoria.quien,
                    "usuario_id": autoria.usuario_id,
                    "proceso_id": autoria.proceso_id,
                    "antes": "{}",
                    "despues": "{}",
                    "creado_en": momento,
                }
                for cliente_id, version in clientes
            ],
        )
        ClienteRepository(self._tx, self._cuenta_id).contar(clientes=-len(ids), borrados=len(ids))


def _huella(fila: RowMapping) -> Huella:
    return Huella(
        cliente_id=fila["cliente_id"],
        accion=fila["accion"],
        version=fila["version"],
        antes=diferencia_de_json(fila["antes"]),
        actual=fila["actual"],
        borrado=fila["borrado_en"] is not None,
        datos=DatosCliente(**{campo: fila[campo] for campo in CAMPOS}),
        deshecha=fila["veces"] > 1,
    )
