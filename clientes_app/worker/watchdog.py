"""The watchdog: finds work that was lost between two processes and hands it out again.

Lost work is a row that waits while nobody holds its lease: the enqueuing failed, the
worker was killed, or it gave up after an error.
"""

import logging
import time
from datetime import timedelta

from clientes_app.services.carga import upkeep
from clientes_app.services.resources import Engine
from clientes_app.worker.enqueuer import Encolador

_log = logging.getLogger(__name__)
# A preview is asked for right after the upload; only one that nobody took by then is lost.
_PACIENCIA = timedelta(seconds=3)
ENTRE_ENTREGAS = 5.0
"""Seconds that one handing-out of a process is given before the next."""


class Vigilante:
    """Looks for lost work. One handing-out of a process is given time before the next."""

    def __init__(
        self, engine: Engine, encolador: Encolador, *, pausa: float = ENTRE_ENTREGAS
    ) -> None:
        """Watch a database; the same process is handed out at most once in `pausa` seconds."""
        self._engine = engine
        self._encolador = encolador
        self._pausa = pausa
        self._ultimas: dict[tuple[str, int], float] = {}

    def mirar(self) -> int:
        """Look once; return how many processes were handed out again."""
        upkeep.soltar_de_muertos(self._engine)
        perdidos = upkeep.perdidos(self._engine, paciencia=_PACIENCIA)
        entregados = 0
        for que, entregar in (
            ("vista", self._encolador.vista),
            ("carga", self._encolador.carga),
            ("deshacer", self._encolador.deshacer),
        ):
            for pendiente in perdidos[que]:
                clave = (que, pendiente.proceso_id)
                ahora = time.monotonic()
                if ahora - self._ultimas.get(clave, -self._pausa) < self._pausa:
                    continue
                self._ultimas[clave] = ahora
                entregar(pendiente.cuenta_id, pendiente.proceso_id, intento=str(time.time_ns()))
                entregados += 1
                _log.info("Process %s (%s) handed out again", pendiente.proceso_id, que)
        return entregados
