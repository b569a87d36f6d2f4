"""The views of the list that one person has in one account, and those of the account."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, insert, select, update
from sqlalchemy.orm import Session

from clientes_app.domain.vistas import clave_de
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.tables import CUENTA, VISTA
from clientes_app.storage.values import VistaGuardada

_COLUMNAS = (
    VISTA.c.id,
    VISTA.c.nombre,
    VISTA.c.consulta,
    VISTA.c.columnas,
    VISTA.c.usuario_id.is_(None),
)
_EN_USO = VISTA.c.borrada_en.is_(None)


def cambios_de_vistas(tx: Session, cuenta_id: int) -> int:
    """Return how often views of an account changed, those of its members too."""
    consulta = select(CUENTA.c.cambios_de_vistas).where(CUENTA.c.id == cuenta_id)
    return tx.execute(consulta).scalar() or 0


class VistaRepository:
    """The views that a person sees in an account: its own, and theirs. Nobody else's."""

    def __init__(self, tx: Session, cuenta_id: int, usuario_id: int) -> None:
        """Bind it to a person in an account."""
        self._tx = tx
        self._cuenta_id = cuenta_id
        self._usuario_id = usuario_id

    def avisar(self) -> None:
        """Say that views change; nobody else changes any until the transaction ends."""
        self._tx.execute(
            update(CUENTA)
            .where(CUENTA.c.id == self._cuenta_id)
            .values(cambios_de_vistas=CUENTA.c.cambios_de_vistas + 1)
        )

    def todas(self) -> tuple[VistaGuardada, ...]:
        """Return those in use, by name."""
        return tuple(map(_guardada, self._tx.execute(self._suyas().where(_EN_USO))))

    def obtener(self, vista_id: int, *, borrada: bool = False) -> VistaGuardada | None:
        """Return one in use, or one that was deleted; None when there is no such one."""
        en_uso = ~_EN_USO if borrada else _EN_USO
        fila = self._tx.execute(self._suyas().where(en_uso, VISTA.c.id == vista_id)).first()
        return None if fila is None else _guardada(fila)

    def crear(
        self, nombre: str, *, consulta: str, columnas: str, de_la_cuenta: bool
    ) -> VistaGuardada:
        """Make one; whoever calls has looked whether there is one of that name."""
        valores = {
            "cuenta_id": self._cuenta_id,
            "usuario_id": None if de_la_cuenta else self._usuario_id,
            "nombre": nombre,
            "clave": clave_de(nombre),
            "consulta": consulta,
            "columnas": columnas,
            "creada_en": utc_now(),
        }
        orden = insert(VISTA).values(valores).returning(VISTA.c.id)
        vista_id = self._tx.execute(orden).scalar_one()
        return VistaGuardada(vista_id, nombre, consulta, columnas, de_la_cuenta)

    def renombrar(self, vista_id: int, nombre: str) -> None:
        """Give one another name."""
        self._poner(vista_id, nombre=nombre, clave=clave_de(nombre))

    def cambiar(self, vista_id: int, *, consulta: str, columnas: str) -> None:
        """Have one show something else."""
        self._poner(vista_id, consulta=consulta, columnas=columnas)

    def borrar(self, vista_id: int) -> None:
        """Take one away; for a while it can be brought back."""
        self._poner(vista_id, borrada_en=utc_now())

    def devolver(self, vista_id: int) -> None:
        """Bring one back that was deleted."""
        self._poner(vista_id, borrada_en=None)

    def olvidar(self, antes_de: datetime) -> None:
        """Remove for good those that were deleted before then, of everybody in the account."""
        self._tx.execute(
            delete(VISTA).where(VISTA.c.cuenta_id == self._cuenta_id, VISTA.c.borrada_en < antes_de)
        )

    def _poner(self, vista_id: int, **valores: object) -> None:
        suya = (*self._visible(), VISTA.c.id == vista_id)
        self._tx.execute(update(VISTA).where(*suya).values(**valores))

    def _visible(self) -> tuple[ColumnElement[bool], ...]:
        de_quien = VISTA.c.usuario_id.is_(None) | (VISTA.c.usuario_id == self._usuario_id)
        return (VISTA.c.cuenta_id == self._cuenta_id, de_quien)

    def _suyas(self) -> Select[int, str, str, str, bool]:
        return select(*_COLUMNAS).where(*self._visible()).order_by(VISTA.c.clave, VISTA.c.id)


def _guardada(fila: Sequence[Any]) -> VistaGuardada:
    *valores, de_la_cuenta = fila
    return VistaGuardada(*valores, de_la_cuenta=bool(de_la_cuenta))
