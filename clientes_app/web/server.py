"""Serve page, socket and API of the built application on one port."""

import logging
import os
import signal
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from starlette.types import ASGIApp

from clientes_app.config import settings
from clientes_app.services import resources
from clientes_app.web import subpath
from clientes_app.web.build import ROOT, build_front_end, reflex_environment
from clientes_app.web.parent_process import PARENT, die_with_parent

_log = logging.getLogger(__name__)

_LOG_OF_GRANIAN: Final[dict[str, Any]] = {
    "loggers": {
        # Into our log, in the form that it has.
        name: {"handlers": [], "level": "INFO", "propagate": True}
        for name in ("_granian", "granian.access")
    }
}


def _prepare_environment() -> None:
    # The two with underscores are internal to Reflex: no compiling at start, and the built
    # files served by the same application.
    os.environ.update(
        reflex_environment(),
        __REFLEX_SKIP_COMPILE="true",
        __REFLEX_MOUNT_FRONTEND_COMPILED_APP="true",
        REFLEX_WEB_WORKDIR=str(subpath.served_folder(settings())),
        # Reflex reads rxconfig.py from the working folder, so the server moves there:
        # paths that were relative to the caller's folder must be fixed before.
        CLIENTES_DATOS=str(settings().datos),
    )
    if "CLIENTES_DATABASE_URL_FILE" not in os.environ:
        # Whoever keeps it in a file wants it in no environment, where others may read it.
        os.environ["CLIENTES_DATABASE_URL"] = settings().database_url
    for name in ("CLIENTES_DATABASE_URL_FILE", "CLIENTES_REDIS_URL_FILE"):
        if os.environ.get(name):
            os.environ[name] = str(Path(os.environ[name]).expanduser().resolve())
    if settings().subruta:
        # The page names the channel of its socket by the path of this address.
        os.environ["REFLEX_API_URL"] = f"http://localhost{settings().subruta}"
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
    _serve_metrics()
    # By name, since this module stands below the composition root.
    asgi: ASGIApp = import_module("clientes_app.clientes_app").app()
    for library in ("engineio.server", "socketio.server"):
        # They write to the terminal as well as to our log, and there nobody counts it.
        logging.getLogger(library).handlers.clear()
    return asgi


def _serve_metrics() -> None:
    where = settings().metricas
    if where is None:
        return
    from clientes_app.observing.metrics import serve_metrics
    from clientes_app.web.installation_figures import register_installation_figures

    register_installation_figures()
    try:
        serve_metrics(*where)
    except OSError:
        # Looked at before; whoever took the address since then keeps nobody from the pages.
        _log.exception("Prometheus cannot be answered")


def serve_web(host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; builds first if the sources changed.

    Raises BuildFailed.
    """
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    # Under `servir` the log of granian, which is English, goes to a file; here to a terminal.
    log_level = LogLevels.info if PARENT in os.environ else LogLevels.warning

    build_front_end()
    subpath.prepare(settings())
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
        log_level=log_level,
        log_dictconfig=_LOG_OF_GRANIAN,
    ).serve()
