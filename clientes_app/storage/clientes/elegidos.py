"""Clients that were chosen one by one, many at once: reading them, the papelera and back."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, insert, or_, select, update
from sqlalchemy.orm import Session

from clientes_app.domain.cliente import DatosCliente
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.clientes.derived import diferencia_de_json
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.tables import CAMBIO, CLIENTE, COLUMNAS_DE_CAMPOS
from clientes_app.storage.errors import VersionVieja
from clientes_app.storage.values import Autoria


class Elegido(NamedTuple):
    """A client that was chosen, as it is now; `borrado` says that it lies in the papelera."""

    id: int
    version: int
    borrado: bool
    datos: DatosCliente


class Traslado(NamedTuple):
    """A client that goes into the papelera, or comes back, from the version that it has.

    `deshace` is the version whose change is taken back by that, if it does that.
    """

    id: int
    version: int
    deshace: int | None = None


def _elegido(fila: Row[Any]) -> Elegido:
    valores = tuple[Any, ...](fila)
    return Elegido(valores[0], valores[1], valores[2] is not None, DatosCliente._make(valores[3:]))


class ElegidosRepository:
    """The chosen clients of one account. Whoever writes holds it (`ClienteRepository.bloquear`)."""

    def __init__(self, tx: Session, cuenta_id: int) -> None:
        """Bind it to an account."""
        self._tx = tx
        self._cuenta_id = cuenta_id

    def leer(self, ids: Sequence[int]) -> dict[int, Elegido]:
        """Return those of these clients that the account has, by id; some thousand at once."""
        columnas = (CLIENTE.c.id, CLIENTE.c.version, CLIENTE.c.borrado_en, *COLUMNAS_DE_CAMPOS)
        filas = self._tx.execute(
            select(*columnas).where(
                CLIENTE.c.cuenta_id == self._cuenta_id, CLIENTE.c.id.in_(list(ids))
            )
        )
        return {elegido.id: elegido for elegido in map(_elegido, filas)}

    def tocados(
        self, ids: Sequence[int], *, desde: int, campo: str | None, menos: int
    ) -> Mapping[int, str]:
        """Return by id who changed these clients after the revision `desde`, the latest of them.

        With a field only who changed that. What the process `menos` did does not count.
        """
        filas = self._tx.execute(
            select(CAMBIO.c.cliente_id, CAMBIO.c.quien, CAMBIO.c.despues)
            .where(
                CAMBIO.c.cuenta_id == self._cuenta_id,
                CAMBIO.c.cliente_id.in_(list(ids)),
                CAMBIO.c.id > desde,
                CAMBIO.c.accion != "revision_sat",
                or_(CAMBIO.c.proceso_id.is_(None), CAMBIO.c.proceso_id != menos),
            )
            .order_by(CAMBIO.c.id)
        )
        return {
            cliente_id: quien
            for cliente_id, quien, despues in filas
            if campo is None or campo in diferencia_de_json(despues)
        }

    def borrar(self, traslados: Sequence[Traslado], autoria: Autoria) -> None:
        """Put clients into the papelera. Raises VersionVieja when one is not as was said."""
        proceso_id = autoria.proceso_id
        valores = {"borrado_en": utc_now(), "borrado_proceso_id": proceso_id}
        self._trasladar(traslados, autoria, accion="borrado", valores=valores)
        cuantos = len(traslados)
        ClienteRepository(self._tx, self._cuenta_id).contar(clientes=-cuantos, borrados=cuantos)

    def restaurar(self, traslados: Sequence[Traslado], autoria: Autoria) -> None:
        """Bring clients back whose identities no living one has. Raises VersionVieja.

        `doble_anterior` stays as it is: two who had one name may come back together.
        """
        valores = {"borrado_en": None, "borrado_proceso_id": None}
        self._trasladar(traslados, autoria, accion="restauracion", valores=valores)
        cuantos = len(traslados)
        ClienteRepository(self._tx, self._cuenta_id).contar(clientes=cuantos, borrados=-cuantos)

    def _trasladar(
        self,
        traslados: Sequence[Traslado],
        autoria: Autoria,
        *,
        accion: str,
        valores: dict[str, Any],
    ) -> None:
        if not traslados:
            return
        estaban = CLIENTE.c.borrado_en.is_(None)
        movidos = self._tx.execute(
            update(CLIENTE)
            .where(
                CLIENTE.c.cuenta_id == self._cuenta_id,
                CLIENTE.c.id.in_([traslado.id for traslado in traslados]),
                estaban if accion == "borrado" else ~estaban,
            )
            .values(**valores, version=CLIENTE.c.version + 1, actualizado_en=utc_now())
            .returning(CLIENTE.c.id, CLIENTE.c.version)
        ).all()
        son = {(traslado.id, traslado.version + 1) for traslado in traslados}
        if {(fila.id, fila.version) for fila in movidos} != son:
            raise VersionVieja(traslados[0].id, traslados[0].version)
        comunes = {
            "cuenta_id": self._cuenta_id,
            "accion": accion,
            "origen": autoria.origen,
            "quien": autoria.quien,
            "usuario_id": autoria.usuario_id,
            "proceso_id": autoria.proceso_id,
            "antes": "{}",
            "despues": "{}",
            "creado_en": utc_now(),
        }
        self._tx.connection().execute(
            insert(CAMBIO),
            [
                {
                    "cliente_id": traslado.id,
                    "version": traslado.version + 1,
                    "deshace_version": traslado.deshace,
                }
                | comunes
                for traslado in traslados
            ],
        )
