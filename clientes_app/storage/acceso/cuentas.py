"""Accounts: the one repository that is bound to none."""

from sqlalchemy import ColumnElement, RowMapping, delete, insert, select, update
from sqlalchemy.orm import Session

from clientes_app.storage.acceso.authority import AutoridadRepository
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.tables import CUENTA, NOMBRE_CORTO
from clientes_app.storage.db.tables_acceso import ENLACE, MEMBRESIA
from clientes_app.storage.values import CuentaGuardada

_COLUMNAS = (
    CUENTA.c.id,
    CUENTA.c.nombre,
    CUENTA.c.nombre_corto,
    CUENTA.c.cp_expedicion,
    CUENTA.c.rfc_propio,
    CUENTA.c.clientes,
    CUENTA.c.borrados,
    CUENTA.c.de_ejemplo,
)


class CuentaRepository:
    """Reads and makes accounts."""

    def __init__(self, tx: Session) -> None:
        self._tx = tx

    def crear(
        self,
        nombre: str,
        *,
        nombre_corto: str,
        cp_expedicion: str = "",
        rfc_propio: str = "",
        de_ejemplo: bool = False,
    ) -> int:
        """Store a new account and return its id.

        A second one of that name is an IntegrityError, and so is a short name that one has or had.
        """
        cuenta_id = AutoridadRepository(self._tx).nueva_cuenta()
        orden = insert(CUENTA).values(
            id=cuenta_id,
            nombre=nombre,
            nombre_corto=nombre_corto,
            cp_expedicion=cp_expedicion,
            rfc_propio=rfc_propio,
            clientes=0,
            borrados=0,
            de_ejemplo=de_ejemplo,
            creada_en=utc_now(),
        )
        self._tx.execute(orden)
        self._reservar(cuenta_id, nombre_corto)
        return cuenta_id

    def cambiar(self, cuenta_id: int, *, nombre: str, cp_expedicion: str, rfc_propio: str) -> bool:
        """Write name, postal code and RFC; return whether there is such an account.

        The name of another account is an IntegrityError.
        """
        orden = (
            update(CUENTA)
            .where(CUENTA.c.id == cuenta_id)
            .values(nombre=nombre, cp_expedicion=cp_expedicion, rfc_propio=rfc_propio)
        )
        return self._tx.execute(orden.returning(CUENTA.c.id)).first() is not None

    def fijar_rfc_propio(self, cuenta_id: int, rfc_propio: str) -> None:
        """Write the RFC of an account that has none, and nothing else of it."""
        orden = update(CUENTA).where(CUENTA.c.id == cuenta_id, CUENTA.c.rfc_propio == "")
        self._tx.execute(orden.values(rfc_propio=rfc_propio))

    def cambiar_nombre_corto(self, cuenta_id: int, nombre_corto: str) -> None:
        """Give an account another short name; the one until now goes on leading to it.

        The name must be nobody's, or one that the account had before.
        """
        if self.de_nombre_corto(nombre_corto) is None:
            self._reservar(cuenta_id, nombre_corto)
        orden = update(CUENTA).where(CUENTA.c.id == cuenta_id)
        self._tx.execute(orden.values(nombre_corto=nombre_corto))

    def quitar(self, cuenta_id: int) -> None:
        """Remove an account that holds nothing any more, with its members and its links."""
        for tabla in (ENLACE, MEMBRESIA, NOMBRE_CORTO):
            self._tx.execute(delete(tabla).where(tabla.c.cuenta_id == cuenta_id))
        self._tx.execute(delete(CUENTA).where(CUENTA.c.id == cuenta_id))

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

    def de_nombre_corto(self, nombre_corto: str) -> CuentaGuardada | None:
        """Return the account that has or had that short name, or None."""
        de_quien = select(NOMBRE_CORTO.c.cuenta_id).where(NOMBRE_CORTO.c.nombre == nombre_corto)
        return self._una(CUENTA.c.id == de_quien.scalar_subquery())

    def _reservar(self, cuenta_id: int, nombre_corto: str) -> None:
        valores = {"nombre": nombre_corto, "cuenta_id": cuenta_id}
        self._tx.execute(insert(NOMBRE_CORTO).values(valores))

    def _una(self, condicion: ColumnElement[bool]) -> CuentaGuardada | None:
        fila = self._tx.execute(select(*_COLUMNAS).where(condicion)).mappings().first()
        return None if fila is None else _cuenta(fila)


def _cuenta(fila: RowMapping) -> CuentaGuardada:
    return CuentaGuardada(
        id=fila["id"],
        nombre=fila["nombre"],
        nombre_corto=fila["nombre_corto"],
        cp_expedicion=fila["cp_expedicion"],
        rfc_propio=fila["rfc_propio"],
        clientes=fila["clientes"],
        borrados=fila["borrados"],
        de_ejemplo=fila["de_ejemplo"],
    )
