"""How often somebody failed to prove who they are, and until when they have to wait."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from clientes_app.storage.db.engine import is_sqlite
from clientes_app.storage.db.tables_acceso import INTENTO


class IntentoRepository:
    """Counts tries. `clave` is the fingerprint of who tries from where."""

    def __init__(self, tx: Session) -> None:
        self._tx = tx

    def contar(
        self,
        clave: str,
        *,
        momento: datetime,
        forget_after: timedelta,
        delay: Callable[[int], timedelta],
    ) -> timedelta:
        """Count a try as failed and return zero, or how long to wait before it may be made.

        `delay` says how long to wait after so many failures; those older than `forget_after` do not
        count. Of several tries at once each one is counted before the next one is judged.
        """
        fila = self._bloquear(clave, momento)
        if fila.bloqueado_hasta > momento:
            espera: timedelta = fila.bloqueado_hasta - momento
            return espera
        fallos = 1 if fila.ultimo_en < momento - forget_after else fila.fallos + 1
        self._tx.execute(
            update(INTENTO)
            .where(INTENTO.c.clave == clave)
            .values(fallos=fallos, ultimo_en=momento, bloqueado_hasta=momento + delay(fallos))
        )
        return timedelta()

    def perdonar(self, clave: str) -> None:
        """Forget the failures: the right password came."""
        self._tx.execute(delete(INTENTO).where(INTENTO.c.clave == clave))

    def limpiar(self, antes_de: datetime) -> None:
        """Drop what was last tried before a moment."""
        self._tx.execute(delete(INTENTO).where(INTENTO.c.ultimo_en < antes_de))

    def _bloquear(self, clave: str, momento: datetime) -> Row[Any]:
        """Return the row, made if need be, and keep others off it: all in one statement.

        Between two of them somebody who gets in could delete it.
        """
        insertar = sqlite.insert if is_sqlite(self._tx) else postgresql.insert
        orden = insertar(INTENTO).values(
            clave=clave, fallos=0, ultimo_en=momento, bloqueado_hasta=momento
        )
        orden = orden.on_conflict_do_update(
            index_elements=[INTENTO.c.clave], set_={"fallos": INTENTO.c.fallos}
        )
        return self._tx.execute(orden.returning(INTENTO)).one()
