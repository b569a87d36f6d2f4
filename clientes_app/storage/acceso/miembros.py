"""The members of one account."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.orm import Session

from clientes_app.domain.roles import Rol
from clientes_app.domain.texto import clave_orden
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.tables_acceso import MEMBRESIA, USUARIO


@dataclass(frozen=True, slots=True)
class Miembro:
    """A user in an account: since when, and when they were last seen in it (None: never)."""

    usuario_id: int
    nombre: str
    email: str
    rol: Rol
    desde: datetime
    ultima_vez: datetime | None


class MiembroRepository:
    """Reads and writes the members of one account."""

    def __init__(self, tx: Session, cuenta_id: int) -> None:
        self._tx = tx
        self._cuenta_id = cuenta_id

    def lista(self) -> tuple[Miembro, ...]:
        """Return the members, by name."""
        consulta = (
            select(
                USUARIO.c.id.label("usuario_id"),
                USUARIO.c.nombre,
                USUARIO.c.email,
                MEMBRESIA.c.rol,
                MEMBRESIA.c.creada_en.label("desde"),
                MEMBRESIA.c.usada_en.label("ultima_vez"),
            )
            .join(MEMBRESIA, MEMBRESIA.c.usuario_id == USUARIO.c.id)
            .where(MEMBRESIA.c.cuenta_id == self._cuenta_id)
        )
        miembros = (
            Miembro(
                usuario_id=fila.usuario_id,
                nombre=fila.nombre,
                email=fila.email,
                rol=Rol(fila.rol),
                desde=fila.desde,
                ultima_vez=fila.ultima_vez,
            )
            for fila in self._tx.execute(consulta)
        )
        return tuple(sorted(miembros, key=lambda uno: (clave_orden(uno.nombre), uno.usuario_id)))

    def rol(self, usuario_id: int) -> Rol | None:
        """Return the role of a user, or None for who is no member."""
        consulta = select(MEMBRESIA.c.rol).where(*self._uno(usuario_id))
        rol = self._tx.execute(consulta).scalar_one_or_none()
        return None if rol is None else Rol(rol)

    def propietarios(self) -> int:
        """Return how many owners there are."""
        consulta = select(func.count()).where(
            MEMBRESIA.c.cuenta_id == self._cuenta_id, MEMBRESIA.c.rol == Rol.PROPIETARIO.value
        )
        return self._tx.execute(consulta).scalar_one()

    def agregar(self, usuario_id: int, rol: Rol) -> None:
        """Make a user a member. Raises DuplicateRow for one who is a member already."""
        valores: dict[str, Any] = {
            "usuario_id": usuario_id,
            "cuenta_id": self._cuenta_id,
            "rol": rol.value,
            "creada_en": utc_now(),
        }
        self._tx.execute(insert(MEMBRESIA).values(valores))

    def cambiar_rol(self, usuario_id: int, rol: Rol) -> None:
        """Give a member another role."""
        self._tx.execute(update(MEMBRESIA).where(*self._uno(usuario_id)).values(rol=rol.value))

    def visto(self, usuario_id: int, momento: datetime) -> None:
        """Write down that a member works in the account at this moment."""
        self._tx.execute(update(MEMBRESIA).where(*self._uno(usuario_id)).values(usada_en=momento))

    def quitar(self, usuario_id: int) -> None:
        """Make somebody a member no more."""
        self._tx.execute(delete(MEMBRESIA).where(*self._uno(usuario_id)))

    def _uno(self, usuario_id: int) -> tuple[ColumnElement[bool], ...]:
        return (MEMBRESIA.c.cuenta_id == self._cuenta_id, MEMBRESIA.c.usuario_id == usuario_id)
