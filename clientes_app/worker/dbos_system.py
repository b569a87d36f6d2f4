"""Where DBOS keeps its queues, and under which names web and worker meet there.

On SQLite that is a file of its own beside the database: the queues are polled several
times a second and must not compete with people for the one write lock. On PostgreSQL it
is the schema `dbos` of the same database.
"""

import logging
from pathlib import Path
from typing import Final

from dbos import DBOS, DBOSClient

from clientes_app.config import Settings
from clientes_app.services.resources import database_address, make_private_database

APPLICATION: Final = "clientes"
# Fixed: DBOS would else derive it from the source, and after an upgrade leave the work of
# the earlier version lying. Our work is safe to run again whatever the version.
VERSION: Final = "1"
PREVIEW_QUEUE: Final = "vistas"
LOAD_QUEUE: Final = "cargas"

_SCHEMA: Final = "dbos"
"""DBOS's own choice."""

RUNNING: Final = "PENDING"
ACTIVE: Final = (RUNNING, "ENQUEUED", "DELAYED")
"""The states of a workflow that has not ended."""

ENDED: Final = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")


def system_address(settings: Settings) -> str:
    """Return the address of DBOS's own database."""
    url = database_address(settings.database_url)
    if url.get_backend_name() != "sqlite":
        return url.render_as_string(hide_password=False)
    return f"sqlite:///{queue_place(settings)}"


def queue_place(settings: Settings) -> str:
    """Return what holds DBOS's own database, and nothing else: a file, or on PostgreSQL a schema.

    Without it nothing is lost: it is made anew, and the worker queues what waits in our tables.
    """
    url = database_address(settings.database_url)
    if url.get_backend_name() != "sqlite":
        return _SCHEMA
    base = url.database or str(settings.datos / "clientes.sqlite3")
    return f"{base.removesuffix('.sqlite3')}-procesos.sqlite3"


def migrate(settings: Settings) -> None:
    """Bring DBOS's tables up to date; several processes may do so at the same time."""
    silence()
    address = database_address(system_address(settings))
    if address.get_backend_name() == "sqlite" and address.database:
        make_private_database(Path(address.database))
    DBOS.migrate(system_address(settings))


def client(settings: Settings) -> DBOSClient:
    """Return a client that hands work to the queues and runs none."""
    silence()
    return DBOSClient(
        system_database_url=system_address(settings),
        application_name=APPLICATION,
        lazy=True,
        retry_connection_errors=False,
    )


def silence() -> None:
    """Keep DBOS's own talk in English out of stderr; what goes wrong is still said."""
    logging.getLogger("dbos").setLevel(logging.ERROR)
