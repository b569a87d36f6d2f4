"""Who is looking at or editing which client, in every tab of every web process."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from clientes_app.storage.clientes.presencia import PresenciaRepository, Presente
from clientes_app.storage.db.base import Engine
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.engine import read_transaction, write_transaction

__all__ = ["LATIDO", "VIGENCIA", "Presente", "asentar", "quienes"]

LATIDO: Final = timedelta(seconds=10)
"""How often a stay must be confirmed."""

VIGENCIA: Final = 3 * LATIDO
"""A stay that was not confirmed for so long is over: its process died."""


def asentar(
    engine: Engine, cuenta_id: int, *, presentes: Sequence[Presente], idos: Sequence[str]
) -> None:
    """Write down who is there (also to confirm it) and which stays have ended.

    It is no change of any client: `cambio` and the revision of the account know nothing of it.
    """
    momento = utc_now()
    with write_transaction(engine) as tx:
        estancias = PresenciaRepository(tx, cuenta_id)
        estancias.quitar(idos, vencidas=momento)
        estancias.asentar(presentes, vence_en=momento + VIGENCIA)


def quienes(engine: Engine, cuenta_id: int) -> tuple[Presente, ...]:
    """Return who is at which client of the account now."""
    with read_transaction(engine) as tx:
        return PresenciaRepository(tx, cuenta_id).vigentes(utc_now())
