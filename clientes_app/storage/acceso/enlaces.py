"""One-time links. By its token a link is found everywhere; else only within its account."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.orm import Session

from clientes_app.domain.roles import Rol
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.tables_acceso import ENLACE, USUARIO


@dataclass(frozen=True, slots=True)
class EnlaceGuardado:
    """A link that can still be used."""

    id: int
    tipo: str
    usuario_id: int | None
    cuenta_id: int | None
    email: str
    rol: Rol | None


@dataclass(frozen=True, slots=True)
class EnlacePendiente:
    """A link of an account that nobody has used yet; `creado_por` is a name, or ""."""

    id: int
    tipo: str
    email: str
    rol: Rol | None
    creado_por: str
    creado_en: datetime
    vence_en: datetime


class EnlaceRepository:
    """Makes links, finds them by their token's fingerprint, and uses them up."""

    def __init__(self, tx: Session) -> None:
        self._tx = tx

    def crear(  # noqa: PLR0913 (a link has this many parts)
        self,
        huella: str,
        *,
        tipo: str,
        vence_en: datetime,
        usuario_id: int | None = None,
        cuenta_id: int | None = None,
        email: str = "",
        rol: Rol | None = None,
        creado_por: int | None = None,
    ) -> None:
        """Store a link."""
        valores: dict[str, Any] = {
            "huella": huella,
            "tipo": tipo,
            "usuario_id": usuario_id,
            "cuenta_id": cuenta_id,
            "email": email,
            "rol": "" if rol is None else rol.value,
            "creado_por": creado_por,
            "creado_en": utc_now(),
            "vence_en": vence_en,
        }
        self._tx.execute(insert(ENLACE).values(valores))

    def vigente(self, huella: str, momento: datetime) -> EnlaceGuardado | None:
        """Return a link that was not used and has not run out, or None."""
        consulta = select(
            ENLACE.c.id,
            ENLACE.c.tipo,
            ENLACE.c.usuario_id,
            ENLACE.c.cuenta_id,
            ENLACE.c.email,
            ENLACE.c.rol,
        ).where(ENLACE.c.huella == huella, *_vigente(momento))
        fila = self._tx.execute(consulta).first()
        if fila is None:
            return None
        return EnlaceGuardado(
            id=fila.id,
            tipo=fila.tipo,
            usuario_id=fila.usuario_id,
            cuenta_id=fila.cuenta_id,
            email=fila.email,
            rol=_rol(fila.rol),
        )

    def gastar(self, enlace_id: int, momento: datetime) -> bool:
        """Use a link up; of several at once one gets True."""
        orden = (
            update(ENLACE)
            .where(ENLACE.c.id == enlace_id, *_vigente(momento))
            .values(usado_en=momento)
            .returning(ENLACE.c.id)
        )
        return self._tx.execute(orden).first() is not None

    def anular_tipo(self, tipo: str) -> None:
        """Drop the unused links of a kind."""
        self._anular(ENLACE.c.tipo == tipo)

    def anular_de_usuario(self, usuario_id: int, *, solo_de_personas: bool = False) -> None:
        """Drop the unused links for a user's password, or only those that somebody made."""
        condiciones = [ENLACE.c.usuario_id == usuario_id]
        if solo_de_personas:
            condiciones.append(ENLACE.c.creado_por.is_not(None))
        self._anular(*condiciones)

    def anular_claves_hechas_por(self, usuario_id: int) -> None:
        """Drop the unused links for passwords that a user made, in whatever account."""
        self._anular(ENLACE.c.creado_por == usuario_id, ENLACE.c.usuario_id.is_not(None))

    def limpiar(self, momento: datetime) -> None:
        """Drop the links that were used or have run out."""
        usado = ENLACE.c.usado_en.is_not(None)
        self._tx.execute(delete(ENLACE).where(usado | (ENLACE.c.vence_en <= momento)))

    def _anular(self, *condiciones: ColumnElement[bool]) -> None:
        self._tx.execute(delete(ENLACE).where(ENLACE.c.usado_en.is_(None), *condiciones))


class EnlaceDeCuentaRepository:
    """The unused links of one account."""

    def __init__(self, tx: Session, cuenta_id: int) -> None:
        self._tx = tx
        self._de_la_cuenta = (ENLACE.c.cuenta_id == cuenta_id, ENLACE.c.usado_en.is_(None))

    def pendientes(self, momento: datetime) -> tuple[EnlacePendiente, ...]:
        """Return those that have not run out, the newest first."""
        consulta = (
            select(
                ENLACE.c.id,
                ENLACE.c.tipo,
                ENLACE.c.email,
                ENLACE.c.rol,
                USUARIO.c.nombre.label("creado_por"),
                ENLACE.c.creado_en,
                ENLACE.c.vence_en,
            )
            .outerjoin(USUARIO, USUARIO.c.id == ENLACE.c.creado_por)
            .where(*self._de_la_cuenta, ENLACE.c.vence_en > momento)
            .order_by(ENLACE.c.id.desc())
        )
        return tuple(
            EnlacePendiente(
                id=fila.id,
                tipo=fila.tipo,
                email=fila.email,
                rol=_rol(fila.rol),
                creado_por=fila.creado_por or "",
                creado_en=fila.creado_en,
                vence_en=fila.vence_en,
            )
            for fila in self._tx.execute(consulta)
        )

    def anular(self, enlace_id: int) -> bool:
        """Drop one; return whether there was one."""
        orden = delete(ENLACE).where(ENLACE.c.id == enlace_id, *self._de_la_cuenta)
        return self._tx.execute(orden.returning(ENLACE.c.id)).first() is not None

    def anular_invitacion(self, email: str) -> None:
        """Drop the invitations of an address."""
        self._tx.execute(
            delete(ENLACE).where(
                *self._de_la_cuenta, ENLACE.c.usuario_id.is_(None), ENLACE.c.email == email
            )
        )

    def anular_hechos_por(self, usuario_id: int) -> None:
        """Drop those that a user made: with the authority the means to get it back goes, too."""
        self._tx.execute(
            delete(ENLACE).where(*self._de_la_cuenta, ENLACE.c.creado_por == usuario_id)
        )

    def anular_de(self, usuario_id: int) -> None:
        """Drop those for a user's password."""
        self._tx.execute(
            delete(ENLACE).where(*self._de_la_cuenta, ENLACE.c.usuario_id == usuario_id)
        )


def _vigente(momento: datetime) -> tuple[ColumnElement[bool], ...]:
    return (ENLACE.c.usado_en.is_(None), ENLACE.c.vence_en > momento)


def _rol(texto: str) -> Rol | None:
    return Rol(texto) if texto else None
