"""Alembic's environment: the connection that `clientes_app.storage.migrate` opened, or our own."""

from alembic import context
from sqlalchemy import Connection, Index

from clientes_app.config import ajustes
from clientes_app.storage.engine import abrir, conexion_de_escritura
from clientes_app.storage.tables import METADATA


def _es_nuestro(objeto: object, nombre: str | None, tipo: str, *_resto: object) -> bool:
    """Leave the search index out where no model can describe it.

    On SQLite it is a virtual table, with shadow tables that are no concern of ours, and the GIN
    index of the model does not exist there.
    """
    if tipo == "table":
        return not (nombre or "").startswith("cliente_fts")
    return not (isinstance(objeto, Index) and nombre == "ix_cliente_busqueda" and _en_sqlite())


def _en_sqlite() -> bool:
    return context.get_context().dialect.name == "sqlite"


def _migrar(conexion: Connection) -> None:
    context.configure(
        connection=conexion,
        target_metadata=METADATA,
        include_object=_es_nuestro,
        compare_type=True,
        render_as_batch=conexion.dialect.name == "sqlite",
        transactional_ddl=False,
    )
    context.run_migrations()


def _principal() -> None:
    conexion: Connection | None = context.config.attributes.get("connection")
    if conexion is not None:
        _migrar(conexion)
        return
    motor = abrir(ajustes().database_url)
    with conexion_de_escritura(motor) as propia:
        _migrar(propia)
    motor.dispose()


_principal()
