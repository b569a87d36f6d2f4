"""Users, who belong to no account by nature: they are members of some."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, insert, select, update
from sqlalchemy.orm import Session

from clientes_app.domain.roles import Rol
from clientes_app.domain.texto import clave_orden
from clientes_app.domain.usuario import nombre_plegado
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.tables import CUENTA
from clientes_app.storage.db.tables_acceso import MEMBRESIA, USUARIO


@dataclass(frozen=True, slots=True)
class UsuarioGuardado:
    """A user; `clave` is the hash of the password, or "" while there is none."""

    id: int
    email: str
    nombre: str
    clave: str


@dataclass(frozen=True, slots=True)
class CuentaDeUsuario:
    """An account of a user's, and what they may do in it.

    `de_ejemplo`: its data are invented. With `hay_tocayo` somebody else in it has a name that looks
    like theirs.
    """

    id: int
    nombre: str
    nombre_corto: str
    rol: Rol
    de_ejemplo: bool = False
    hay_tocayo: bool = False


def por_nombre(cuentas: Iterable[CuentaDeUsuario]) -> tuple[CuentaDeUsuario, ...]:
    """Sort accounts as a Mexican reader does, which no database does by itself."""
    return tuple(sorted(cuentas, key=lambda cuenta: (clave_orden(cuenta.nombre), cuenta.id)))


class UsuarioRepository:
    """Reads and writes users."""

    def __init__(self, tx: Session) -> None:
        self._tx = tx

    def obtener(self, usuario_id: int) -> UsuarioGuardado | None:
        """Return a user, or None."""
        return self._uno(USUARIO.c.id == usuario_id)

    def por_email(self, email: str) -> UsuarioGuardado | None:
        """Return the user with that (normal) address, or None."""
        return self._uno(USUARIO.c.email == email)

    def bloquear(self, usuario_id: int) -> UsuarioGuardado | None:
        """Return a user whose password nobody can change until the transaction ends."""
        return self._uno(USUARIO.c.id == usuario_id, bloqueado=True)

    def hay_con_clave(self) -> bool:
        """Whether anybody could sign in."""
        consulta = select(exists().where(USUARIO.c.clave != ""))
        return bool(self._tx.execute(consulta).scalar_one())

    def crear(self, *, email: str, nombre: str, clave: str = "") -> int:
        """Store a user and return the id. Raises DuplicateRow for an address that is taken."""
        orden = insert(USUARIO).values(
            email=email,
            nombre=nombre,
            nombre_plegado=nombre_plegado(nombre),
            clave=clave,
            creado_en=utc_now(),
        )
        return self._tx.execute(orden.returning(USUARIO.c.id)).scalar_one()

    def aspecto(self, usuario_id: int, *, bloqueado: bool = False) -> str:
        """Return how a user sees the list; `bloqueado`: until the transaction ends it stays so."""
        consulta = select(USUARIO.c.aspecto).where(USUARIO.c.id == usuario_id)
        if bloqueado:
            consulta = consulta.with_for_update(key_share=True)
        return self._tx.execute(consulta).scalar_one_or_none() or ""

    def cambiar(self, usuario_id: int, **valores: Any) -> bool:
        """Write `nombre`, `clave` or `aspecto` of a user; return whether there is one."""
        if "nombre" in valores:
            valores["nombre_plegado"] = nombre_plegado(valores["nombre"])
        orden = update(USUARIO).where(USUARIO.c.id == usuario_id).values(valores)
        return self._tx.execute(orden.returning(USUARIO.c.id)).first() is not None

    def cuentas(self, usuario_id: int) -> tuple[CuentaDeUsuario, ...]:
        """Return the accounts of a user, by name."""
        consulta = (
            select(
                CUENTA.c.id,
                CUENTA.c.nombre,
                CUENTA.c.nombre_corto,
                MEMBRESIA.c.rol,
                CUENTA.c.de_ejemplo,
            )
            .join(MEMBRESIA, MEMBRESIA.c.cuenta_id == CUENTA.c.id)
            .where(MEMBRESIA.c.usuario_id == usuario_id)
        )
        return por_nombre(
            CuentaDeUsuario(
                fila.id, fila.nombre, fila.nombre_corto, Rol(fila.rol), bool(fila.de_ejemplo)
            )
            for fila in self._tx.execute(consulta)
        )

    def ultima_cuenta(self, usuario_id: int) -> tuple[int, datetime] | None:
        """Return the account that a user used last and when, None when they used none yet."""
        consulta = (
            select(MEMBRESIA.c.cuenta_id, MEMBRESIA.c.usada_en)
            .where(MEMBRESIA.c.usuario_id == usuario_id, MEMBRESIA.c.usada_en.is_not(None))
            .order_by(MEMBRESIA.c.usada_en.desc())
            .limit(1)
        )
        fila = self._tx.execute(consulta).first()
        return None if fila is None else (fila.cuenta_id, fila.usada_en)

    def _uno(
        self, condicion: ColumnElement[bool], *, bloqueado: bool = False
    ) -> UsuarioGuardado | None:
        consulta = select(USUARIO.c.id, USUARIO.c.email, USUARIO.c.nombre, USUARIO.c.clave).where(
            condicion
        )
        if bloqueado:
            consulta = consulta.with_for_update(key_share=True)
        fila = self._tx.execute(consulta).mappings().first()
        return None if fila is None else UsuarioGuardado(**fila)
