"""Restoring a backup at once, as whoever has the machine does."""

from pathlib import Path

from clientes_app.config import Settings
from clientes_app.domain.plurales import cuantos
from clientes_app.services import resources
from clientes_app.services.respaldo.respaldos import folder_of
from clientes_app.storage.db.usage import DatabaseInUse
from clientes_app.storage.respaldo import restoring
from clientes_app.storage.respaldo.errors import ErrorDeRespaldo
from clientes_app.storage.respaldo.manifest import Manifiesto
from clientes_app.storage.respaldo.restoring import Restaurado

__all__ = ["BaseEnUso", "Restaurado", "contenido_de", "exigir_que_sirva", "restaurar"]


class BaseEnUso(ErrorDeRespaldo):
    """The database is open in another process, so nothing may take its place."""

    def __init__(self) -> None:
        super().__init__(
            "La base de datos está en uso. Termine «clientes servir», «web», «worker» y lo demás "
            "que la tenga abierta, en todas las máquinas, e intente de nuevo."
        )


def exigir_que_sirva(origen: Path, settings: Settings) -> Manifiesto:
    """Read a whole backup, and return what it says of itself if it can be restored here.

    Raises RespaldoInservible, NoSePuedeRestaurar, and OSError.
    """
    return restoring.check_fits(origen, settings.database_url)


def restaurar(origen: Path, settings: Settings, *, queue: str) -> Restaurado:
    """Put a backup into the place of the database, whole or not at all.

    What was there is kept in the folder of the backups. `queue` is where the worker keeps its
    queues. This process closes its connections first. Raises BaseEnUso while another one has the
    database open, ErrorDeRespaldo, errors of DatabaseFault, and OSError.
    """
    resources.close()
    try:
        return restoring.restore(
            origen, settings.database_url, folder=folder_of(settings), queue=queue
        )
    except DatabaseInUse as error:
        raise BaseEnUso from error


def contenido_de(manifest: Manifiesto) -> str:
    """Say how much a backup holds: «2 cuentas, 1,234 clientes, 3 usuarios»."""
    return ", ".join(
        (
            cuantos(manifest.contar("cuenta"), "cuenta", "cuentas"),
            cuantos(manifest.contar("cliente"), "cliente", "clientes"),
            cuantos(manifest.contar("usuario"), "usuario", "usuarios"),
        )
    )
