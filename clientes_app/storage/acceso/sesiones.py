"""Browsers that are signed in. A session is found by the fingerprint of its token only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, delete, exists, insert, select, update
from sqlalchemy.orm import Session

from clientes_app.storage.db.tables import CUENTA
from clientes_app.storage.db.tables_acceso import MEMBRESIA, SESION, USUARIO


@dataclass(frozen=True, slots=True)
class SesionAbierta:
    """A browser in which somebody is signed in; `agente` is what it said that it is."""

    id: int
    agente: str
    usada_en: datetime


class SesionRepository:
    """Reads and writes sessions."""

    def __init__(self, tx: Session) -> None:
        self._tx = tx

    def crear(
        self,
        huella: str,
        *,
        usuario_id: int,
        momento: datetime,
        vence_en: datetime,
        agente: str,
    ) -> None:
        """Store a session that begins at `momento`."""
        valores: dict[str, Any] = {
            "huella": huella,
            "usuario_id": usuario_id,
            "creada_en": momento,
            "usada_en": momento,
            "vence_en": vence_en,
            "agente": agente,
        }
        self._tx.execute(insert(SESION).values(valores))

    def por_huella(self, huella: str, momento: datetime) -> Sequence[RowMapping]:
        """Return one row for each account of the user of a session that has not run out.

        The rows differ in `cuenta_id`, `cuenta`, `nombre_corto`, `de_ejemplo`, `rol` and
        `hay_tocayo` (somebody else in the account has a name that looks like theirs), and come in
        any order.
        """
        suya, tocayo = MEMBRESIA.alias(), USUARIO.alias()
        hay_tocayo = (
            exists()
            .where(suya.c.cuenta_id == CUENTA.c.id)
            .where(tocayo.c.id == suya.c.usuario_id, tocayo.c.id != USUARIO.c.id)
            .where(tocayo.c.nombre_plegado == USUARIO.c.nombre_plegado)
        )
        consulta = (
            select(
                SESION.c.id.label("sesion_id"),
                SESION.c.usuario_id,
                SESION.c.creada_en,
                SESION.c.usada_en,
                USUARIO.c.nombre,
                USUARIO.c.email,
                CUENTA.c.id.label("cuenta_id"),
                CUENTA.c.nombre.label("cuenta"),
                CUENTA.c.nombre_corto,
                CUENTA.c.de_ejemplo,
                MEMBRESIA.c.rol,
                hay_tocayo.label("hay_tocayo"),
            )
            .join(USUARIO, USUARIO.c.id == SESION.c.usuario_id)
            .join(MEMBRESIA, MEMBRESIA.c.usuario_id == USUARIO.c.id)
            .join(CUENTA, CUENTA.c.id == MEMBRESIA.c.cuenta_id)
            .where(*_viva(huella, momento))
        )
        return self._tx.execute(consulta).mappings().all()

    def usuario(self, huella: str, momento: datetime) -> int | None:
        """Return whose session it is, or None when it has run out or never was."""
        consulta = select(SESION.c.usuario_id).where(*_viva(huella, momento))
        return self._tx.execute(consulta).scalar_one_or_none()

    def abiertas(self, usuario_id: int, momento: datetime) -> tuple[SesionAbierta, ...]:
        """Return the sessions of a user that have not run out, the one used last first."""
        consulta = (
            select(SESION.c.id, SESION.c.agente, SESION.c.usada_en)
            .where(SESION.c.usuario_id == usuario_id, SESION.c.vence_en > momento)
            .order_by(SESION.c.usada_en.desc(), SESION.c.id.desc())
        )
        return tuple(SesionAbierta(*fila) for fila in self._tx.execute(consulta))

    def tocar(self, sesion_id: int, *, momento: datetime, vence_en: datetime) -> None:
        """Let a session that has not run out go on."""
        self._tx.execute(
            update(SESION)
            .where(SESION.c.id == sesion_id, SESION.c.vence_en > momento)
            .values(usada_en=momento, vence_en=vence_en)
        )

    def cerrar(self, huella: str) -> bool:
        """End a session; return whether there was one."""
        orden = delete(SESION).where(SESION.c.huella == huella)
        return self._tx.execute(orden.returning(SESION.c.id)).first() is not None

    def cerrar_una(self, usuario_id: int, sesion_id: int) -> bool:
        """End one session of a user; return whether there was one."""
        orden = delete(SESION).where(SESION.c.id == sesion_id, SESION.c.usuario_id == usuario_id)
        return self._tx.execute(orden.returning(SESION.c.id)).first() is not None

    def cerrar_de(self, usuario_id: int, *, salvo: str = "") -> int:
        """End the sessions of a user but for one (by its fingerprint); return how many."""
        orden = delete(SESION).where(SESION.c.usuario_id == usuario_id, SESION.c.huella != salvo)
        return len(self._tx.execute(orden.returning(SESION.c.id)).all())

    def limpiar(self, momento: datetime) -> None:
        """Drop the sessions that have run out."""
        self._tx.execute(delete(SESION).where(SESION.c.vence_en <= momento))


def _viva(huella: str, momento: datetime) -> tuple[ColumnElement[bool], ...]:
    return (SESION.c.huella == huella, SESION.c.vence_en > momento)
