"""Browsers in which somebody has signed in before, found by the fingerprint of a token only."""

from datetime import datetime
from typing import Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from clientes_app.storage.db.tables_acceso import NAVEGADOR, USUARIO

_DE_UN_USUARIO: Final = 50


class NavegadorRepository:
    """Reads and writes them; several people may share a browser, each has a row."""

    def __init__(self, tx: Session) -> None:
        self._tx = tx

    def de_email(self, huella: str, email: str) -> int | None:
        """Return the id of a browser in which the user with that address has signed in."""
        consulta = (
            select(NAVEGADOR.c.id)
            .join(USUARIO, USUARIO.c.id == NAVEGADOR.c.usuario_id)
            .where(NAVEGADOR.c.huella == huella, USUARIO.c.email == email)
        )
        return self._tx.execute(consulta).scalar_one_or_none()

    def reconocer(self, huella: str, *, usuario_id: int, nueva: str, momento: datetime) -> None:
        """Note that a user signed in; the browser has another token from now on (`nueva`)."""
        suyo = update(NAVEGADOR).where(NAVEGADOR.c.huella == huella)
        self._tx.execute(suyo.values(huella=nueva))
        de_este = (NAVEGADOR.c.huella == nueva, NAVEGADOR.c.usuario_id == usuario_id)
        visto = update(NAVEGADOR).where(*de_este).values(usado_en=momento)
        if self._tx.execute(visto.returning(NAVEGADOR.c.id)).first() is None:
            valores = {"huella": nueva, "usuario_id": usuario_id, "usado_en": momento}
            self._tx.execute(insert(NAVEGADOR).values(valores))
            self._quedarse_con_los_ultimos(usuario_id)

    def _quedarse_con_los_ultimos(self, usuario_id: int) -> None:
        # A program that signs in again and again looks like a new browser each time.
        de_mas = (
            select(NAVEGADOR.c.id)
            .where(NAVEGADOR.c.usuario_id == usuario_id)
            .order_by(NAVEGADOR.c.usado_en.desc(), NAVEGADOR.c.id.desc())
            .offset(_DE_UN_USUARIO)
        )
        ids = self._tx.execute(de_mas).scalars().all()
        if ids:
            self._tx.execute(delete(NAVEGADOR).where(NAVEGADOR.c.id.in_(ids)))

    def limpiar(self, antes_de: datetime) -> None:
        """Drop those in which nobody has signed in since a moment."""
        self._tx.execute(delete(NAVEGADOR).where(NAVEGADOR.c.usado_en < antes_de))
