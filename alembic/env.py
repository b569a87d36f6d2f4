"""Alembic's environment: the connection that `clientes_app.storage.migrate` opened, or our own."""

from alembic import context
from sqlalchemy import Connection, Index

from clientes_app.config import settings
from clientes_app.storage.db.engine import abrir, write_connection
from clientes_app.storage.db.tables import METADATA


def _es_nuestro(objeto: object, nombre: str | None, tipo: str, *_resto: object) -> bool:
    """Leave out what cannot be compared with a model.

    On SQLite the search index is a virtual table, with shadow tables that are no concern of ours,
    and the GIN index of the model does not exist there. Of an index of an expression SQLite tells
    nothing but its text, and PostgreSQL another than it was given.
    """
    if tipo == "table":
        return not (nombre or "").startswith("cliente_fts")
    if not isinstance(objeto, Index):
        return True
    return nombre != "uq_cliente_rfc" and not (nombre == "ix_cliente_busqueda" and _en_sqlite())


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
    motor = abrir(settings().database_url)
    with write_connection(motor) as propia:
        _migrar(propia)
    motor.dispose()


_principal()
