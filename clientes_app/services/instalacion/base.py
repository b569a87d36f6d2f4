"""What an administrator wants to know of the database, which is looked at as it is.

It is neither made nor migrated here.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from clientes_app.config import Settings
from clientes_app.services.instalacion.chequeo import Chequeo, aviso, bien, falla
from clientes_app.services.resources import database_address
from clientes_app.storage.db.base import Engine
from clientes_app.storage.db.engine import open_engine
from clientes_app.storage.db.migrate import current_revision, known_revisions, newest_revision
from clientes_app.storage.instalacion.soundness import (
    UNUSABLE,
    EnMarcha,
    broken_parts,
    procesos_en_marcha,
)

Workers = Callable[[Engine], Mapping[str, datetime]]
"""Tells which workers live, and since when."""

_CONNECT_S = "5"
_WAITS_LONG = timedelta(minutes=10)
_MANY_ATTEMPTS = 2


def base_de_datos(ajustes: Settings, *, workers: Workers) -> Iterator[Chequeo]:
    """Look at the database: whether it answers, is up to date, holds together; at its processes."""
    url = database_address(ajustes.database_url)
    donde = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite":
        donde = str(url.database)
        if not Path(donde).exists():
            yield aviso("base de datos", f"{donde} no existe todavía: se hace al arrancar.")
            return
    else:
        url = url.update_query_dict({"connect_timeout": _CONNECT_S})
    engine = open_engine(url)
    try:
        revision = current_revision(engine)
        yield bien("base de datos", f"{donde} responde.")
        yield _revision(revision)
        yield _integridad(engine)
        if revision == newest_revision():
            yield from _procesos(engine, workers(engine))
    except UNUSABLE:
        frase = (
            f"No se puede usar {donde}. Revise CLIENTES_DATABASE_URL, los permisos, y que el "
            "servidor esté en marcha."
        )
        yield falla("base de datos", frase)
    finally:
        engine.dispose()


def _revision(revision: str | None) -> Chequeo:
    nueva = newest_revision()
    if revision == nueva:
        return bien("revisión", f"{revision}, la de este programa.")
    if revision is None:
        return aviso("revisión", "Está vacía: se prepara al arrancar, o con «clientes migrar».")
    if revision in known_revisions():
        frase = f"Es la {revision} y este programa usa la {nueva}: se pone al día al arrancar."
        return aviso("revisión", frase)
    frase = f"Es la {revision}, de una versión más nueva de Clientes: instale esa, o una posterior."
    return falla("revisión", frase)


def _integridad(engine: Engine) -> Chequeo:
    try:
        with engine.connect() as conexion:
            rotas = broken_parts(conexion)
    except UNUSABLE:
        rotas = ["no se puede leer entera"]
    if rotas:
        frase = f"Está dañada ({'; '.join(rotas)}): detenga Clientes y vuelva al último respaldo."
        return falla("integridad", frase)
    return bien("integridad", "Sin daños.")


def _procesos(engine: Engine, vivos: Mapping[str, datetime]) -> Iterator[Chequeo]:
    with engine.connect() as conexion:
        todos = procesos_en_marcha(conexion)
    yield _worker(vivos, por_hacer=len(todos))
    if not todos:
        yield bien("procesos", "Ninguno espera.")
        return
    atascados = ", ".join(str(proceso.proceso_id) for proceso in _atascados(todos))
    if atascados:
        frase = (
            f"No avanzan: {atascados}. El registro de «worker», en la carpeta de datos, dice más."
        )
        yield aviso("procesos", frase)
        return
    corren = sum(1 for proceso in todos if proceso.procesando)
    yield bien("procesos", f"{corren} en marcha, {len(todos) - corren} en espera.")


def _worker(vivos: Mapping[str, datetime], *, por_hacer: int) -> Chequeo:
    if vivos:
        desde = min(vivos.values())
        cuantos = "1 trabaja" if len(vivos) == 1 else f"{len(vivos)} trabajan"
        return bien("worker", f"{cuantos}, desde el {desde:%Y-%m-%d %H:%M} UTC.")
    remedio = "arranque «clientes servir» o «clientes worker»."
    if por_hacer:
        return falla("worker", f"Ninguno trabaja y hay procesos por hacer ({por_hacer}): {remedio}")
    return aviso("worker", f"Ninguno trabaja, ni hace falta ahora; para cargar archivos, {remedio}")


def _atascados(todos: list[EnMarcha]) -> list[EnMarcha]:
    """Give what was tried again and again, and what waits though nothing of its account runs."""
    ahora = datetime.now(UTC)
    ocupadas = {proceso.cuenta_id for proceso in todos if proceso.procesando}
    return [
        proceso
        for proceso in todos
        if proceso.intentos >= _MANY_ATTEMPTS
        or (proceso.cuenta_id not in ocupadas and ahora - proceso.creado_en > _WAITS_LONG)
    ]
