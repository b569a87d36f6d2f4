"""What undoing a process needs: its changes beside what became of them since; many deletes.

A change that undoing writes names the version that it takes back. Both then count for nothing:
what stands are the changes that neither undo nor are undone.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping, exists, insert, select, update
from sqlalchemy.orm import Session

from clientes_app.domain.cliente import DatosCliente
from clientes_app.domain.columnas import CAMPOS
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.clientes.derived import diferencia_de_json
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.tables import CAMBIO, CLIENTE, COLUMNAS_DE_CAMPOS, PROCESO
from clientes_app.storage.errors import VersionVieja
from clientes_app.storage.values import Autoria


@dataclass(frozen=True, slots=True)
class Posterior:
    """A change that stands and was made after that of a process; `archivo` is "" by hand."""

    version: int
    quien: str
    archivo: str
    campos: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Huella:
    """What a process did to a client and has not taken back, and how the client is now.

    `version` is the one that the process made, `actual` the one it has now; `posteriores` are the
    changes since that stand, the latest last.
    """

    cambio_id: int
    cliente_id: int
    accion: str
    version: int
    antes: dict[str, str]
    despues: dict[str, str]
    actual: int
    borrado: bool
    datos: DatosCliente
    posteriores: tuple[Posterior, ...]


class DeshacerRepository:
    """Undoing for one account. Whoever writes holds it (`ClienteRepository.bloquear`)."""

    def __init__(self, tx: Session, cuenta_id: int) -> None:
        """Bind it to an account."""
        self._tx = tx
        self._cuenta_id = cuenta_id

    def huellas(
        self, proceso_id: int, *, despues_de: int = 0, salta: int = 0, cuantas: int
    ) -> list[Huella]:
        """Return what a process did after that change and has not taken back, in its order.

        A process changes a client once. `salta` leaves out so many.
        """
        deshace = CAMBIO.alias()
        filas = (
            self._tx.execute(
                select(
                    CAMBIO.c.id,
                    CAMBIO.c.cliente_id,
                    CAMBIO.c.accion,
                    CAMBIO.c.version,
                    CAMBIO.c.antes,
                    CAMBIO.c.despues,
                    CLIENTE.c.version.label("actual"),
                    CLIENTE.c.borrado_en,
                    *COLUMNAS_DE_CAMPOS,
                )
                .join(CLIENTE, CLIENTE.c.id == CAMBIO.c.cliente_id)
                .where(
                    # The account is asked of the client: so the index by process is taken.
                    CLIENTE.c.cuenta_id == self._cuenta_id,
                    CAMBIO.c.proceso_id == proceso_id,
                    CAMBIO.c.id > despues_de,
                    CAMBIO.c.deshace_version.is_(None),
                    ~exists().where(
                        deshace.c.cliente_id == CAMBIO.c.cliente_id,
                        deshace.c.deshace_version == CAMBIO.c.version,
                    ),
                )
                .order_by(CAMBIO.c.id)
                .offset(salta)
                .limit(cuantas)
            )
            .mappings()
            .all()
        )
        cambiados = [fila["cliente_id"] for fila in filas if fila["actual"] != fila["version"]]
        en_pie = self._en_pie(cambiados)
        return [_huella(fila, en_pie[fila["cliente_id"]]) for fila in filas]

    def _en_pie(self, ids: Sequence[int]) -> defaultdict[int, list[Posterior]]:
        """Return the changes of some clients that stand, in their order."""
        en_pie: defaultdict[int, list[Posterior]] = defaultdict(list)
        if not ids:
            return en_pie
        filas = self._tx.execute(
            select(
                CAMBIO.c.cliente_id,
                CAMBIO.c.version,
                CAMBIO.c.quien,
                CAMBIO.c.despues,
                CAMBIO.c.deshace_version,
                PROCESO.c.archivo,
            )
            .outerjoin(PROCESO, PROCESO.c.id == CAMBIO.c.proceso_id)
            .where(CAMBIO.c.cuenta_id == self._cuenta_id, CAMBIO.c.cliente_id.in_(ids))
            .order_by(CAMBIO.c.cliente_id, CAMBIO.c.version)
        ).all()
        deshechas = {(fila.cliente_id, fila.deshace_version) for fila in filas}
        for fila in filas:
            if fila.deshace_version is None and (fila.cliente_id, fila.version) not in deshechas:
                campos = frozenset(diferencia_de_json(fila.despues))
                posterior = Posterior(fila.version, fila.quien, fila.archivo or "", campos)
                en_pie[fila.cliente_id].append(posterior)
        return en_pie

    def borrar(self, huellas: Sequence[Huella], autoria: Autoria) -> None:
        """Put clients into the papelera, each with a change that takes back the process's."""
        if not huellas:
            return
        momento = utc_now()
        borrados = self._tx.execute(
            update(CLIENTE)
            .where(
                CLIENTE.c.cuenta_id == self._cuenta_id,
                CLIENTE.c.id.in_([huella.cliente_id for huella in huellas]),
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
        if len(borrados) != len(huellas):
            raise VersionVieja(huellas[0].cliente_id, huellas[0].actual)
        self._tx.connection().execute(
            insert(CAMBIO),
            [
                {
                    "cuenta_id": self._cuenta_id,
                    "cliente_id": huella.cliente_id,
                    "version": huella.actual + 1,
                    "deshace_version": huella.version,
                    "accion": "borrado",
                    "origen": autoria.origen,
                    "quien": autoria.quien,
                    "usuario_id": autoria.usuario_id,
                    "proceso_id": autoria.proceso_id,
                    "antes": "{}",
                    "despues": "{}",
                    "creado_en": momento,
                }
                for huella in huellas
            ],
        )
        cuantos = len(huellas)
        ClienteRepository(self._tx, self._cuenta_id).contar(clientes=-cuantos, borrados=cuantos)


def _huella(fila: RowMapping, en_pie: Sequence[Posterior]) -> Huella:
    return Huella(
        cambio_id=fila["id"],
        cliente_id=fila["cliente_id"],
        accion=fila["accion"],
        version=fila["version"],
        antes=diferencia_de_json(fila["antes"]),
        despues=diferencia_de_json(fila["despues"]),
        actual=fila["actual"],
        borrado=fila["borrado_en"] is not None,
        datos=DatosCliente(**{campo: fila[campo] for campo in CAMPOS}),
        posteriores=tuple(p for p in en_pie if p.version > fila["version"]),
    )
