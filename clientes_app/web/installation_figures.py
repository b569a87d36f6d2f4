"""Figures of the whole installation, looked up whenever Prometheus asks.

Every web process tells the same: whoever adds up several takes the greatest, not the sum.
"""

from collections.abc import Iterable

from prometheus_client import REGISTRY
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from clientes_app.services import readiness
from clientes_app.services.readiness import Readiness
from clientes_app.services.resources import shared_engine
from clientes_app.worker.number import living_workers


class InstallationFigures(Collector):
    """Tells how the database, the workers and the processes are."""

    def describe(self) -> Iterable[Metric]:
        """Return nothing: to name the figures the database would have to be asked."""
        return []

    def collect(self) -> Iterable[Metric]:
        """Look now."""
        return figures_of(readiness.look(shared_engine(), workers=living_workers))


def figures_of(found: Readiness) -> list[Metric]:
    """Return what was found as figures."""
    processes = GaugeMetricFamily(
        "clientes_processes", "Bulk loads of all accounts by state.", labels=["state"]
    )
    for state, count in sorted(found.procesos.items()):
        processes.add_metric([state], count)
    program = GaugeMetricFamily("clientes_info", "The version of the program.", labels=["version"])
    program.add_metric([found.version], 1)
    up = GaugeMetricFamily(
        "clientes_database_up", "Whether the database answers.", value=float(found.base_de_datos)
    )
    if not found.base_de_datos:
        return [program, up]
    workers = GaugeMetricFamily(
        "clientes_workers", "Workers that hold their number.", value=len(found.workers)
    )
    sign = GaugeMetricFamily(
        "clientes_worker_last_sign_timestamp_seconds",
        "When the worker that was silent longest last did something.",
    )
    if found.workers:
        sign.add_metric([], min(one.ultima_senal.timestamp() for one in found.workers))
    backup = GaugeMetricFamily(
        "clientes_last_backup_timestamp_seconds", "When the newest whole backup was made."
    )
    if found.ultimo_respaldo is not None:
        backup.add_metric([], found.ultimo_respaldo.timestamp())
    return [program, up, workers, sign, processes, backup]


def register_installation_figures() -> None:
    """Have these figures told beside those of this process."""
    REGISTRY.register(InstallationFigures())
