"""The worker: takes previews, loads and undoings from the queues until it is told to end.

Between two looks for lost work it judges stored clients by rules that are others now.
"""

import logging
import os
import threading
from datetime import timedelta

from dbos import DBOS, DBOSConfig

from clientes_app.config import Settings
from clientes_app.services.calidad import al_dia
from clientes_app.services.calidad.duplicados import Comparador
from clientes_app.services.resources import checkpoint, shared_engine
from clientes_app.worker import dbos_system, schedules, workflows
from clientes_app.worker.enqueuer import connect
from clientes_app.worker.number import WorkerNumber
from clientes_app.worker.sweep import Sweep

_log = logging.getLogger(__name__)

_POLLS_PER_LOOK = 8
_LOADS_AT_ONCE = 4
_PREVIEWS_AT_ONCE = 2
NICENESS = 10
"""How nice the worker is, of 19 (see nice(1))."""
_JUDGING_S = 1.0
"""For so long, between two looks, clients are judged by rules that are others now."""
# Seconds that a run gets to finish its batch after SIGTERM. A batch takes a fraction of one.
_GRACE = 5.0


class Worker:
    """DBOS and its queues in this process, under a number that no other worker has."""

    def __init__(self, settings: Settings) -> None:
        """Start working.

        Raises what the database says when it cannot be used; this may then be tried again.
        """
        dbos_system.silence()
        self._settings = settings
        self._number = WorkerNumber(shared_engine())
        DBOS(config=_config(settings, self._number.name))
        try:
            _launch(settings)
        except Exception:
            DBOS.destroy()
            self._number.release()
            raise
        self._sweep = Sweep(
            shared_engine(),
            client=dbos_system.client(settings),
            queue=connect(settings),
            name=self._number.name,
            patience=timedelta(milliseconds=settings.worker_pausa_ms),
        )

    def run(self) -> None:
        """Work until `workflows.stopping` is set; then let the batches in hand finish, and return.

        Nothing depends on it: whatever is cut off goes on at the next start. A worker whose number
        went to another one also ends.
        """
        # In a thread: whatever keeps a look from its end must not keep us from ours.
        for looking in (self._look_again_and_again, self._compare_again_and_again):
            threading.Thread(target=looking, daemon=True).start()
        workflows.stopping.wait()
        workflows.wait_until_idle(_GRACE)

    def _look_again_and_again(self) -> None:
        while not workflows.stopping.wait(self._settings.worker_pausa_ms / 1000):
            try:
                if not self._number.keep():
                    _log.error("Another worker is %s now; this one ends", self._number.name)
                    workflows.stopping.set()
                    return
                self._sweep.look()
                al_dia.poner_al_dia(
                    shared_engine(), segundos=_JUDGING_S, parar=workflows.stopping.is_set
                )
                checkpoint(shared_engine())
            except Exception:  # noqa: BLE001 - who stops looking leaves lost work lying for good
                _log.exception("The look for lost work failed")

    def _compare_again_and_again(self) -> None:
        """Look for possible duplicates; that may take longer than lost work may lie."""
        comparador = Comparador(shared_engine())
        while not workflows.stopping.wait(self._settings.worker_pausa_ms / 1000):
            try:
                comparador.mirar(parar=workflows.stopping.is_set)
            except Exception:  # noqa: BLE001 - see above
                _log.exception("The look for duplicates failed")


def _config(settings: Settings, name: str) -> DBOSConfig:
    return {
        "name": dbos_system.APPLICATION,
        "system_database_url": dbos_system.system_address(settings),
        "application_version": dbos_system.VERSION,
        "executor_id": name,
        "log_level": "ERROR",
        "enable_otlp": False,
    }


def _launch(settings: Settings) -> None:
    _yield_to_people()
    DBOS.launch()
    poll = settings.worker_pausa_ms / 1000 / _POLLS_PER_LOOK
    # The account of a dead worker's load waits until it is taken over, and that load comes first.
    DBOS.register_queue(
        dbos_system.LOAD_QUEUE,
        worker_concurrency=_LOADS_AT_ONCE,
        partition_concurrency=1,
        polling_interval_sec=poll,
        on_conflict="always_update",
    )
    DBOS.register_queue(
        dbos_system.PREVIEW_QUEUE,
        worker_concurrency=_PREVIEWS_AT_ONCE,
        polling_interval_sec=poll,
        on_conflict="always_update",
    )
    schedules.apply()


def _yield_to_people() -> None:
    """Let whoever serves people have a processor first; so does what is started from here on."""
    now = os.getpriority(os.PRIO_PROCESS, 0)
    os.setpriority(os.PRIO_PROCESS, 0, max(now, NICENESS))


def end_process() -> None:
    """End this process at once: DBOS's own way waits until its loads have run to their end."""
    os._exit(0)
