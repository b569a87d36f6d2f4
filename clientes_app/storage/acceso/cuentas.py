"""Accounts: the one repository that is bound to none."""

from sqlalchemy import ColumnElement, RowMapping, insert, select, update
from sqlalchemy.orm import Session

from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.tables import CUENTA
from clientes_app.storage.values import CuentaGuardada

_COLUMNAS = (
    CUENTA.c.id,
    CUENTA.c.nombre,
    CUENTA.c.cp_expedicion,
    CUENTA.c.clientes,
    CUENTA.c.borrados,
)


class CuentaRepository:
    """Reads and makes accounts."""

    def __init__(self, tx: Session) -> None:
        self._tx = tx

    def crear(self, nombre: str, *, cp_expedicion: str = "") -> int:
        """Store a new account and return its id; a second one of that name is an IntegrityError."""
        orden = insert(CUENTA).values(
            nombre=nombre,
            cp_expedicion=cp_expedicion,
            clientes=0,
            borrados=0,
            creada_en=utc_now(),
        )
        return self._tx.execute(orden.returning(CUENTA.c.id)).scalar_one()

    def cambiar(self, cuenta_id: int, *, nombre: str, cp_expedicion: str) -> bool:
        """Write name and postal code; return whether there is such an account.

        The name of another account is an IntegrityError.
        """
        orden = (
            update(CUENTA)
            .where(CUENTA.c.id == cuenta_id)
            .values(nombre=nombre, cp_expedicion=cp_expedicion)
        )
        return self._tx.execute(orden.returning(CUENTA.c.id)).first() is not None

    def lista(self) -> tuple[CuentaGuardada, ...]:
        """Return all accounts, by name."""
        filas = self._tx.execute(select(*_COLUMNAS).order_by(CUENTA.c.nombre)).mappings()
        return tuple(_cuenta(fila) for fila in filas)

    def obtener(self, cuenta_id: int) -> CuentaGuardada | None:
        """Return an account, or None."""
        return self._una(CUENTA.c.id == cuenta_id)

    def por_nombre(self, nombre: str) -> CuentaGuardada | None:
        """Return the account of that name (to the letter), or None."""
        return self._una(CUENTA.c.nombre == nombre)

    def _una(self, condicion: ColumnElement[bool]) -> CuentaGuardada | None:
        fila = self._tx.execute(select(*_COLUMNAS).where(condicion)).mappings().first()
        return None if fila is None else _cuenta(fila)


def _cuenta(fila: RowMapping) -> CuentaGuardada:
    return CuentaGuardada(
        id=fila["id"],
        nombre=fila["nombre"],
        cp_expedicion=fila["cp_expedicion"],
        clientes=fila["clientes"],
        borrados=fila["borrados"],
    )
