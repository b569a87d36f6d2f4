"""Serve page, socket and API of the built application on one port."""

import os
import signal
from importlib import import_module

from starlette.types import ASGIApp

from clientes_app.config import settings
from clientes_app.services import resources
from clientes_app.web.build import ROOT, build_front_end, reflex_environment
from clientes_app.web.parent_process import PARENT, die_with_parent


def _prepare_environment() -> None:
    # The two with underscores are internal to Reflex: no compiling at start, and the built
    # files served by the same application.
    os.environ.update(
        reflex_environment(),
        __REFLEX_SKIP_COMPILE="true",
        __REFLEX_MOUNT_FRONTEND_COMPILED_APP="true",
        # Reflex reads rxconfig.py from the working folder, so the server moves there:
        # paths that were relative to the caller's folder must be fixed before.
        CLIENTES_DATOS=str(settings().datos),
        CLIENTES_DATABASE_URL=settings().database_url,
    )
    # Seconds. A network that is gone closes no socket: page and server notice it by an answer that
    # does not come, by Reflex's own values only after 145.
    os.environ.setdefault("REFLEX_SOCKET_INTERVAL", "15")
    os.environ.setdefault("REFLEX_SOCKET_TIMEOUT", "20")


def create_asgi() -> ASGIApp:
    """Make the ASGI application of the built front end (a factory for granian).

    granian calls it in a process of its own, which would outlive a killed server and keep its port.
    """
    die_with_parent(signal.SIGKILL)
    _prepare_environment()
    os.chdir(ROOT)
    resources.map_database_file()
    # Now, and not when somebody already waits for the first answer.
    resources.shared_engine()
    # By name, since this module stands below the composition root.
    return import_module("clientes_app.clientes_app").app()


def serve_web(host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; builds first if the sources changed.

    Raises BuildFailed.
    """
    from granian.constants import Interfaces
    from granian.server import Server

    build_front_end()
    _prepare_environment()
    os.environ[PARENT] = str(os.getpid())
    # granian forks: a connection carried along would be one of SQLite that holds no lock, or one
    # of PostgreSQL that two processes speak on.
    resources.close()
    Server(
        "clientes_app.web.server:create_asgi",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        factory=True,
    ).serve()
