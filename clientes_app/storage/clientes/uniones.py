"""Who was joined to whom in one account, and which of that still holds."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, insert, or_, select, update
from sqlalchemy.orm import Session

from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.tables import CAMBIO, CLIENTE, UNIDO, UNION
from clientes_app.storage.values import Autoria, Identificado


class UnionGuardada(NamedTuple):
    """A union: `version` is the one that the client who stays got by it.

    `version_de_etiquetas` is the one by which it got the others' etiquetas, None if it got none.
    """

    id: int
    queda: Identificado
    version: int
    version_de_etiquetas: int | None
    quien: str
    origen: str
    creada_en: datetime
    separada: bool


class Unido(NamedTuple):
    """A client that a union put into the papelera, by which it got `version`."""

    quien: Identificado
    version: int


class NotaDeUnion(NamedTuple):
    """What a version of a client has to do with a union, and with whom.

    `queda` says that it is the client who stays.
    """

    queda: bool
    con: tuple[Identificado, ...]


class UnionRepository:
    """Reads and writes the unions of one account."""

    def __init__(self, tx: Session, cuenta_id: int) -> None:
        """Bind it to an account."""
        self._tx = tx
        self._cuenta_id = cuenta_id

    def anotar(
        self,
        queda_id: int,
        version: int,
        unidos: Mapping[int, int],
        autoria: Autoria,
        *,
        version_de_etiquetas: int | None,
    ) -> int:
        """Store a union and return its id; `unidos` are the others' ids and their versions."""
        union_id: int = self._tx.execute(
            insert(UNION)
            .values(
                cuenta_id=self._cuenta_id,
                queda_id=queda_id,
                version=version,
                version_de_etiquetas=version_de_etiquetas,
                quien=autoria.quien,
                origen=autoria.origen,
                usuario_id=autoria.usuario_id,
                creada_en=utc_now(),
            )
            .returning(UNION.c.id)
        ).scalar_one()
        filas = [
            {
                "union_id": union_id,
                "cliente_id": cliente_id,
                "cuenta_id": self._cuenta_id,
                "version": suya,
            }
            for cliente_id, suya in unidos.items()
        ]
        self._tx.execute(insert(UNIDO), filas)
        return union_id

    def obtener(self, union_id: int) -> UnionGuardada | None:
        """Return a union, None when the account has no such one."""
        return next(iter(self._uniones(UNION.c.id == union_id, limite=1)), None)

    def recientes(self, *, limite: int) -> Sequence[UnionGuardada]:
        """Return the last unions that nobody took back, the newest first."""
        return self._uniones(UNION.c.separada_en.is_(None), limite=limite)

    def en_pie(self, queda_id: int) -> Sequence[UnionGuardada]:
        """Return the unions into a client that nobody took back, the newest first."""
        return self._uniones(
            UNION.c.separada_en.is_(None), UNION.c.queda_id == queda_id, limite=None
        )

    def _uniones(
        self, *condiciones: ColumnElement[bool], limite: int | None
    ) -> list[UnionGuardada]:
        filas = self._tx.execute(
            select(UNION, CLIENTE.c.rfc, CLIENTE.c.nombre)
            .join(CLIENTE, CLIENTE.c.id == UNION.c.queda_id)
            .where(UNION.c.cuenta_id == self._cuenta_id, *condiciones)
            .order_by(UNION.c.id.desc())
            .limit(limite)
        )
        return [
            UnionGuardada(
                fila.id,
                Identificado(fila.queda_id, fila.rfc, fila.nombre),
                fila.version,
                fila.version_de_etiquetas,
                fila.quien,
                fila.origen,
                fila.creada_en,
                fila.separada_en is not None,
            )
            for fila in filas
        ]

    def unidos(self, union_ids: Iterable[int]) -> dict[int, tuple[Unido, ...]]:
        """Return by union those that it put into the papelera, also where they are back."""
        por_union: defaultdict[int, tuple[Unido, ...]] = defaultdict(tuple)
        filas = self._tx.execute(
            select(UNIDO, CLIENTE.c.rfc, CLIENTE.c.nombre)
            .join(CLIENTE, CLIENTE.c.id == UNIDO.c.cliente_id)
            .where(UNIDO.c.cuenta_id == self._cuenta_id, UNIDO.c.union_id.in_(tuple(union_ids)))
            .order_by(UNIDO.c.cliente_id)
        )
        for fila in filas:
            quien = Identificado(fila.cliente_id, fila.rfc, fila.nombre)
            por_union[fila.union_id] += (Unido(quien, fila.version),)
        return por_union

    def separar(self, union_id: int) -> None:
        """Store that a union was taken back."""
        self._tx.execute(
            update(UNION)
            .where(UNION.c.cuenta_id == self._cuenta_id, UNION.c.id == union_id)
            .values(separada_en=utc_now())
        )

    def esta_deshecho(self, cliente_id: int, version: int) -> bool:
        """Whether a change of a client was taken back by a later one."""
        deshace = exists().where(
            CAMBIO.c.cuenta_id == self._cuenta_id,
            CAMBIO.c.cliente_id == cliente_id,
            CAMBIO.c.deshace_version == version,
        )
        return bool(self._tx.execute(select(deshace)).scalar())

    def con_quien(self, ids: Iterable[int]) -> dict[int, Identificado]:
        """Return of clients that lie in the papelera because of a union whom each was joined to."""
        filas = self._tx.execute(
            select(UNIDO.c.cliente_id, UNION.c.queda_id)
            .join(UNION, UNION.c.id == UNIDO.c.union_id)
            .join(
                CLIENTE,
                (CLIENTE.c.id == UNIDO.c.cliente_id) & (CLIENTE.c.version == UNIDO.c.version),
            )
            .where(UNIDO.c.cuenta_id == self._cuenta_id, UNIDO.c.cliente_id.in_(tuple(ids)))
        ).all()
        quienes = self._quienes(fila.queda_id for fila in filas)
        return {fila.cliente_id: quienes[fila.queda_id] for fila in filas}

    def unidos_a(self, queda_id: int) -> tuple[Identificado, ...]:
        """Return who lies in the papelera because of having been joined to a client."""
        filas = self._tx.execute(
            select(CLIENTE.c.id, CLIENTE.c.rfc, CLIENTE.c.nombre)
            .join(
                UNIDO, (CLIENTE.c.id == UNIDO.c.cliente_id) & (CLIENTE.c.version == UNIDO.c.version)
            )
            .join(UNION, UNION.c.id == UNIDO.c.union_id)
            .where(UNION.c.cuenta_id == self._cuenta_id, UNION.c.queda_id == queda_id)
            .order_by(CLIENTE.c.id)
        )
        return tuple(Identificado(fila.id, fila.rfc, fila.nombre) for fila in filas)

    def notas(self, cliente_id: int) -> dict[int, NotaDeUnion]:
        """Return by version what a client's history has to do with unions."""
        filas = self._tx.execute(
            select(
                UNION.c.queda_id,
                UNION.c.version.label("de_quien_queda"),
                UNIDO.c.cliente_id,
                UNIDO.c.version,
            )
            .join(UNIDO, UNIDO.c.union_id == UNION.c.id)
            .where(
                UNION.c.cuenta_id == self._cuenta_id,
                or_(UNION.c.queda_id == cliente_id, UNIDO.c.cliente_id == cliente_id),
            )
            .order_by(UNIDO.c.cliente_id)
        ).all()
        quienes = self._quienes(i for fila in filas for i in (fila.queda_id, fila.cliente_id))
        notas: dict[int, NotaDeUnion] = {}
        for fila in filas:
            if fila.queda_id == cliente_id:
                antes = notas.get(fila.de_quien_queda, NotaDeUnion(queda=True, con=()))
                con = (*antes.con, quienes[fila.cliente_id])
                notas[fila.de_quien_queda] = NotaDeUnion(queda=True, con=con)
            else:
                notas[fila.version] = NotaDeUnion(queda=False, con=(quienes[fila.queda_id],))
        return notas

    def _quienes(self, ids: Iterable[int]) -> dict[int, Identificado]:
        filas = self._tx.execute(
            select(CLIENTE.c.id, CLIENTE.c.rfc, CLIENTE.c.nombre).where(
                CLIENTE.c.cuenta_id == self._cuenta_id, CLIENTE.c.id.in_(set(ids))
            )
        )
        return {fila.id: Identificado(fila.id, fila.rfc, fila.nombre) for fila in filas}
