"""What the SAT's validator said of the clients of one account, and of whom to ask it."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import RowMapping, bindparam, insert, select, update
from sqlalchemy.orm import Session

from clientes_app.domain.cliente import DatosCliente
from clientes_app.domain.revision_sat import CAMPOS_REVISADOS, vigente
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.tables import CAMBIO, CLIENTE
from clientes_app.storage.errors import VersionVieja
from clientes_app.storage.values import Autoria, RevisionGuardada

_ROWS_PER_TRIP = 2000
_DICHO = ("revision_dicha", "revision_de", "revision_en")


class ClienteRevisable(NamedTuple):
    """A client with the three values that the SAT compares, and what it last said of it."""

    id: int
    version: int
    datos: DatosCliente
    revision: RevisionGuardada


class RevisionNueva(NamedTuple):
    """A client of whose values `de` the SAT says `dicha` now."""

    cliente: ClienteRevisable
    dicha: str
    de: str


class RevisionRepository:
    """The reviews of one account's living clients. Whoever writes holds the account."""

    def __init__(self, tx: Session, cuenta_id: int) -> None:
        """Bind it to an account."""
        self._tx = tx
        self._cuenta_id = cuenta_id
        self._vivos = (CLIENTE.c.cuenta_id == cuenta_id, CLIENTE.c.borrado_en.is_(None))

    def preguntables(self, *, solo_sin_revisar: bool) -> Iterator[DatosCliente]:
        """Give what the SAT compares of each client, by id, in bounded memory."""
        sin = (CLIENTE.c.revision_sat == "",) if solo_sin_revisar else ()
        consulta = (
            select(*[CLIENTE.c[campo] for campo in CAMPOS_REVISADOS])
            .where(*self._vivos, *sin)
            .order_by(CLIENTE.c.id)
            .execution_options(yield_per=_ROWS_PER_TRIP)
        )
        for fila in self._tx.execute(consulta):
            yield DatosCliente(**dict(zip(CAMPOS_REVISADOS, fila, strict=True)))

    def de_rfcs(self, rfcs: Sequence[str]) -> dict[str, ClienteRevisable]:
        """Return the clients of these RFCs, none of them generic, by RFC; some thousand at once."""
        columnas = [CLIENTE.c[nombre] for nombre in ("id", "version", *CAMPOS_REVISADOS, *_DICHO)]
        filas = self._tx.execute(select(*columnas).where(*self._vivos, CLIENTE.c.rfc.in_(rfcs)))
        return {fila["rfc"]: _revisable(fila) for fila in filas.mappings()}

    def fijar(self, nuevas: Sequence[RevisionNueva], *, en: datetime, autoria: Autoria) -> None:
        """Store what the SAT says, with the history of each client. Raises VersionVieja."""
        if not nuevas:
            return
        orden = (
            update(CLIENTE)
            .where(
                CLIENTE.c.id == bindparam("b_id"),
                CLIENTE.c.version == bindparam("b_version"),
                CLIENTE.c.cuenta_id == self._cuenta_id,
            )
            .values(
                version=CLIENTE.c.version + 1,
                revision_sat=bindparam("b_dicha"),
                revision_dicha=bindparam("b_dicha"),
                revision_de=bindparam("b_de"),
                revision_en=en,
                actualizado_en=utc_now(),
            )
        )
        valores = [
            {"b_id": n.cliente.id, "b_version": n.cliente.version, "b_dicha": n.dicha, "b_de": n.de}
            for n in nuevas
        ]
        resultado = self._tx.connection().execute(orden, valores)
        if resultado.rowcount != len(nuevas):
            raise VersionVieja(nuevas[0].cliente.id, nuevas[0].cliente.version)
        self._anotar(nuevas, autoria)

    def _anotar(self, nuevas: Sequence[RevisionNueva], autoria: Autoria) -> None:
        comunes = {
            "cuenta_id": self._cuenta_id,
            "accion": "revision_sat",
            "origen": autoria.origen,
            "quien": autoria.quien,
            "usuario_id": autoria.usuario_id,
            "proceso_id": autoria.proceso_id,
            "creado_en": utc_now(),
        }
        self._tx.connection().execute(
            insert(CAMBIO),
            [
                {
                    "cliente_id": cliente.id,
                    "version": cliente.version + 1,
                    "antes": _dicha(
                        vigente(cliente.revision.dicha, cliente.revision.de, cliente.datos)
                    ),
                    "despues": _dicha(dicha),
                }
                | comunes
                for cliente, dicha, _ in nuevas
            ],
        )


def _revisable(fila: RowMapping) -> ClienteRevisable:
    return ClienteRevisable(
        fila["id"],
        fila["version"],
        DatosCliente(**{campo: fila[campo] for campo in CAMPOS_REVISADOS}),
        RevisionGuardada(*(fila[nombre] for nombre in _DICHO)),
    )


def _dicha(revision: str) -> str:
    return json.dumps({"revision_sat": revision})
