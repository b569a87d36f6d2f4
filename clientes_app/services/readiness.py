"""How the installation is, as far as the database tells: its workers, its queue, its version."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from clientes_app.config import settings
from clientes_app.services.instalacion.entorno import version_instalada
from clientes_app.services.respaldo.respaldos import estado
from clientes_app.storage.carga.queue_counts import procesos_por_estado
from clientes_app.storage.db.base import DatabaseFault, Engine
from clientes_app.storage.db.engine import read_transaction
from clientes_app.storage.db.life_signs import last_sign

Workers = Callable[[Engine], Mapping[str, datetime]]
"""Tells which workers live, and since when (UTC)."""

# A worker leaves a sign at each of its looks, of which there are many in that time, unless it hangs
# or the machine does.
_SILENT_AFTER: Final = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class LivingWorker:
    """A worker that holds its number: since when it does, and when it last did something (UTC)."""

    nombre: str
    desde: datetime
    ultima_senal: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """How the installation is at this moment.

    `procesos` counts those of all accounts in each state (values of Estado); it is empty while the
    database does not answer (`base_de_datos`). `motor` is the kind of the database,
    `ultimo_respaldo` when the newest whole backup was made (UTC), None when there is none;
    `respaldos_por_ver` that the last scheduled one failed or is missing.
    """

    version: str
    motor: str
    base_de_datos: bool
    workers: tuple[LivingWorker, ...] = ()
    ultimo_respaldo: datetime | None = None
    respaldos_por_ver: bool = False
    procesos: Mapping[str, int]

    @property
    def en_espera(self) -> int:
        """How many processes wait for a worker."""
        return self.procesos.get("en_espera", 0)

    @property
    def en_marcha(self) -> int:
        """How many processes are running."""
        return self.procesos.get("procesando", 0)

    @property
    def avisos(self) -> list[str]:
        """What works and should still be looked at, a sentence each, with how to mend it."""
        if not self.base_de_datos:
            return []
        limite = datetime.now(UTC) - _SILENT_AFTER
        avisos = [
            f"«{worker.nombre}» no da señales de vida: vea su registro y arránquelo de nuevo."
            for worker in self.workers
            if worker.ultima_senal < limite
        ]
        if not self.workers:
            remedio = "Arranque «clientes worker», o vea su registro."
            avisos.append(f"Ningún worker está en marcha: los archivos esperan. {remedio}")
        if self.respaldos_por_ver:
            avisos.append("El último respaldo falló o es viejo: vea «clientes respaldos».")
        return avisos


def look(engine: Engine, *, workers: Workers) -> Readiness:
    """Look how everything is. A database that does not answer is part of the answer."""
    motor = engine.dialect.name
    try:
        with read_transaction(engine) as tx:
            procesos = procesos_por_estado(tx)
        living = tuple(
            LivingWorker(nombre=name, desde=since, ultima_senal=last_sign(engine, name) or since)
            for name, since in sorted(workers(engine).items())
        )
    except DatabaseFault:
        return Readiness(version=version_instalada(), motor=motor, base_de_datos=False, procesos={})
    backups = estado(settings())
    return Readiness(
        version=version_instalada(),
        motor=motor,
        base_de_datos=True,
        workers=living,
        procesos=procesos,
        ultimo_respaldo=None if backups.ultimo is None else backups.ultimo.creado_en,
        respaldos_por_ver=backups.hay_que_ver,
    )
