"""Giving a process back, even while the database is in trouble."""

import logging
import time

from clientes_app.storage.carga.procesos import CicloRepository
from clientes_app.storage.db.base import Engine, SinConexion
from clientes_app.storage.db.engine import write_transaction

_log = logging.getLogger(__name__)

# A run that the database ended is no attempt of the file, and only giving it back says so: worth
# waiting until a server that starts again answers. Seconds.
_INSISTENCIA = 10.0
_PAUSA = 0.5


def soltar(  # noqa: PLR0913 - what, whose, since when, why
    engine: Engine,
    cuenta_id: int,
    proceso_id: int,
    *,
    trabajador: str,
    espera: float = 0,
    sin_culpa: bool = False,
) -> None:
    """Give a process back; others may take it after `espera` seconds.

    `sin_culpa` takes back the attempt. While the database cannot be used this tries for some
    seconds; after that the lease runs out by itself.
    """
    limite = time.monotonic() + _INSISTENCIA
    while True:
        try:
            with write_transaction(engine) as tx:
                CicloRepository(tx, cuenta_id).soltar(
                    proceso_id, trabajador=trabajador, segundos=espera, sin_culpa=sin_culpa
                )
        except SinConexion:
            if time.monotonic() > limite:
                _log.exception("Process %s could not be given back", proceso_id)
                return
            time.sleep(_PAUSA)
        else:
            return
