"""How many processes of all accounts are in which state."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from clientes_app.storage.db.tables import PROCESO


def procesos_por_estado(tx: Session) -> dict[str, int]:
    """Return how many processes there are in each state; states without any are left out."""
    filas = tx.execute(select(PROCESO.c.estado, func.count()).group_by(PROCESO.c.estado))
    return {str(estado): int(cuantos) for estado, cuantos in filas}
