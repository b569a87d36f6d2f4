"""The services' queue, made of DBOS: what the web process hands its work to."""

from dbos import DBOSClient, EnqueueOptions

from clientes_app.config import Settings
from clientes_app.services.carga import queue
from clientes_app.worker import dbos_system


class Encolador:
    """Hands a process to the worker under a workflow id made from its own id.

    DBOS starts one run for one id however often it is enqueued. `intento` makes another
    id, for a run that was lost.
    """

    def __init__(self, cliente: DBOSClient) -> None:
        """Use an open client."""
        self._cliente = cliente

    def vista(self, cuenta_id: int, proceso_id: int, *, intento: str = "") -> None:
        """Ask for the preview of a file that was received."""
        opciones: EnqueueOptions = {
            "queue_name": dbos_system.COLA_DE_VISTAS,
            "workflow_name": dbos_system.FLUJO_VISTA,
            "workflow_id": _id(dbos_system.FLUJO_VISTA, proceso_id, intento),
        }
        self._cliente.enqueue(opciones, cuenta_id, proceso_id)

    def carga(self, cuenta_id: int, proceso_id: int, *, intento: str = "") -> None:
        """Ask for the run of a process that is waiting."""
        self._en_fila(dbos_system.FLUJO_CARGA, cuenta_id, proceso_id, intento)

    def deshacer(self, cuenta_id: int, proceso_id: int, *, intento: str = "") -> None:
        """Ask for the undoing of a process that was marked for it."""
        self._en_fila(dbos_system.FLUJO_DESHACER, cuenta_id, proceso_id, intento)

    def cerrar(self) -> None:
        """Close the connections to the queues."""
        self._cliente.destroy()

    def _en_fila(self, flujo: str, cuenta_id: int, proceso_id: int, intento: str) -> None:
        opciones: EnqueueOptions = {
            "queue_name": dbos_system.COLA_DE_CARGAS,
            "workflow_name": flujo,
            "workflow_id": _id(flujo, proceso_id, intento),
            # One partition an account: loads of one account run one after the other.
            "queue_partition_key": str(cuenta_id),
        }
        self._cliente.enqueue(opciones, cuenta_id, proceso_id)


def _id(flujo: str, proceso_id: int, intento: str) -> str:
    return f"{flujo}-{proceso_id}" + (f"-{intento}" if intento else "")


def conectar(settings: Settings) -> Encolador:
    """Make the services of this operating system process hand their work to the queues."""
    encolador = Encolador(dbos_system.cliente(settings))
    queue.usar(encolador)
    return encolador
