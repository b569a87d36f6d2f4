"""Alembic's environment: the connection that `storage.db.migrate` opened, or our own."""

from alembic import context
from sqlalchemy import Connection, Index

from clientes_app.config import settings
from clientes_app.storage.db.engine import open_engine, write_connection
from clientes_app.storage.db.tables import METADATA


def _is_ours(thing: object, name: str | None, kind: str, *_rest: object) -> bool:
    """Leave out what cannot be compared with a model.

    On SQLite the search index is a virtual table, with shadow tables that are no concern of ours,
    and the GIN index of the model does not exist there. Of an index of an expression SQLite tells
    nothing but its text, and PostgreSQL another than it was given.
    """
    if kind == "table":
        return not (name or "").startswith("cliente_fts")
    if not isinstance(thing, Index):
        return True
    return name != "uq_cliente_rfc" and not (name == "ix_cliente_busqueda" and _on_sqlite())


def _on_sqlite() -> bool:
    return context.get_context().dialect.name == "sqlite"


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        include_object=_is_ours,
        compare_type=True,
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=False,
    )
    context.run_migrations()


def _main() -> None:
    connection: Connection | None = context.config.attributes.get("connection")
    if connection is not None:
        _migrate(connection)
        return
    engine = open_engine(settings().database_url)
    with write_connection(engine) as own:
        _migrate(own)
    engine.dispose()


_main()
