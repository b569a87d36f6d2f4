"""From SQLite to PostgreSQL, when an installation has outgrown one machine.

Processes that wait or were under way are rows like all others, with the file that they load: the
worker that starts on the new database queues them again and goes on after the last row that is
stored. The queues of DBOS themselves stay behind.
"""

from pathlib import Path

from clientes_app.config import settings
from clientes_app.services import resources
from clientes_app.storage.instalacion.mudanza import (
    MotivoDeMudanza,
    MudanzaRechazada,
    Progress,
    address_of_postgresql,
    mudar_filas,
)

__all__ = ["MotivoDeMudanza", "MudanzaRechazada", "Progress", "mudar"]


def mudar(destino: str, *, on_progress: Progress) -> dict[str, int]:
    """Move everything from the database of this installation to another one; return rows by table.

    The one it had is brought up to date first, and else stays as it is.
    Raises MudanzaRechazada, NewerSchema.
    """
    source = resources.database_address(settings().database_url)
    if source.get_backend_name() != "sqlite":
        raise MudanzaRechazada(MotivoDeMudanza.YA_MUDADA)
    if not source.database or not Path(source.database).is_file():
        raise MudanzaRechazada(MotivoDeMudanza.NADA)
    target = address_of_postgresql(destino)
    resources.shared_engine()
    # Our own connection would be somebody who has it open.
    resources.close()
    return mudar_filas(Path(source.database), target, on_progress=on_progress)
