"""The revision of authority: by it whoever remembers an identity notices that it may be stale."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from clientes_app.storage.db.tables_acceso import AUTORIDAD


class AutoridadRepository:
    """Reads and raises the one number."""

    def __init__(self, tx: Session) -> None:
        self._tx = tx

    def revision(self) -> int:
        """Return how often authority changed."""
        return self._tx.execute(select(AUTORIDAD.c.revision)).scalar_one()

    def subir(self) -> None:
        """Raise the number, first thing in a transaction that changes somebody's authority.

        On PostgreSQL the row's lock puts all such transactions in a line, so that what each one
        reads afterwards (who else is an owner?) holds until it commits. On SQLite writers are in
        a line anyway.
        """
        self._tx.execute(update(AUTORIDAD).values(revision=AUTORIDAD.c.revision + 1))

    def esperar(self) -> None:
        """Wait for whoever changes authority, without changing any oneself; holds to the end."""
        self._tx.execute(select(AUTORIDAD.c.revision).with_for_update())

    def nueva_cuenta(self) -> int:
        """Return an id that no account has or had."""
        siguiente = AUTORIDAD.c.ultima_cuenta + 1
        orden = update(AUTORIDAD).values(ultima_cuenta=siguiente)
        return self._tx.execute(orden.returning(AUTORIDAD.c.ultima_cuenta)).scalar_one()
