"""Figures for Prometheus: what is counted and timed, and the port on which it is asked for.

Labels are taken from short lists that the program knows: patterns of addresses, names of handlers.
Nothing that a stranger writes becomes one, and no id.
"""

from typing import Final

from prometheus_client import (
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    start_http_server,
)

_BUCKETS: Final = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_BUCKETS_OF_RUNS: Final = (0.1, 1.0, 5.0, 15.0, 60.0, 300.0, 1800.0)

# When a series was begun nobody asks, and it would double their number.
disable_created_metrics()

REQUESTS: Final = Counter(
    "clientes_requests", "HTTP requests that were answered.", ["route", "method", "status"]
)
REQUEST_SECONDS: Final = Histogram(
    "clientes_request_seconds",
    "Seconds until an answer began; of an upload, with the time that it took to arrive.",
    ["route"],
    buckets=_BUCKETS,
)
SOCKETS: Final = Gauge("clientes_sockets_open", "Web sockets that are open: about one a tab.")

HANDLER_CALLS: Final = Counter(
    "clientes_handler_calls", "Calls of handlers by pages, refused ones too.", ["handler"]
)
HANDLER_REFUSALS: Final = Counter(
    "clientes_handler_refusals",
    "Calls that were not let through: not signed in, no such role, not understood.",
    ["handler"],
)
HANDLER_ERRORS: Final = Counter(
    "clientes_handler_errors", "Calls that ended in an error nobody expected.", ["handler"]
)
HANDLER_SECONDS: Final = Histogram(
    "clientes_handler_seconds",
    "Seconds that a handler took; those that follow a page for as long as it is open do not count.",
    ["handler"],
    buckets=_BUCKETS,
)

RUNS: Final = Counter(
    "clientes_runs", "Runs of durable work by how they ended.", ["what", "outcome"]
)
RUN_SECONDS: Final = Histogram(
    "clientes_run_seconds",
    "Seconds that a run of durable work took.",
    ["what"],
    buckets=_BUCKETS_OF_RUNS,
)
ROWS: Final = Counter("clientes_rows_loaded", "Rows of files that loads are done with.")


def serve_metrics(host: str, port: int) -> None:
    """Answer Prometheus on an address, from a thread that ends with the process.

    Raises OSError when the address cannot be listened on.
    """
    start_http_server(port, addr=host)
