"""Generic RFCs are told apart by name, search text is folded anew, findings keep the SAT's code.

Clients of a generic RFC whose name another one has already are named in the log and left as they
are. The search text is made by the application's own function: with another one the queries of
the application would not find it, whichever version it is that migrates.
"""

import logging
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from clientes_app.domain.cliente import DatosCliente
from clientes_app.storage.clientes.derived import busqueda

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_log = logging.getLogger("alembic.runtime.migration")

_GENERICOS = "'XAXX010101000', 'XEXX010101000'"
_GUARDADO = sa.text(f"borrado_en IS NULL AND rfc IN ({_GENERICOS}) AND NOT doble_anterior")
_DOBLES = sa.text(
    "SELECT id, cuenta_id, rfc, nombre FROM cliente AS este "  # noqa: S608 (our own names)
    f"WHERE borrado_en IS NULL AND rfc IN ({_GENERICOS}) AND EXISTS ("
    "SELECT 1 FROM cliente AS otro WHERE otro.cuenta_id = este.cuenta_id AND otro.rfc = este.rfc "
    "AND otro.nombre_orden = este.nombre_orden AND otro.borrado_en IS NULL AND otro.id < este.id"
    ") ORDER BY id"
)
_BUSCADOS = ("nombre", "rfc", "email", "email_adicional_1", "email_adicional_2", "codigo_postal")
# Only what is no plain ASCII, a backtick, and a domain in Punycode are folded otherwise now.
_POR_PLEGAR = (
    f"SELECT id, busqueda, {', '.join(_BUSCADOS)} FROM cliente WHERE id > :ultimo AND ("  # noqa: S608
    "length(busqueda) <> {bytes} OR busqueda LIKE '%`%' OR busqueda LIKE '%XN--%') "
    "ORDER BY id LIMIT 5000"
)
_BYTES = {"sqlite": "length(CAST(busqueda AS BLOB))", "postgresql": "octet_length(busqueda)"}
_PLEGAR = sa.text("UPDATE cliente SET busqueda = :despues WHERE id = :id")
_INDICE = "INSERT INTO cliente_fts"
_SACAR = sa.text(f"{_INDICE}(cliente_fts, rowid, busqueda) VALUES ('delete', :id, :antes)")
_METER = sa.text(f"{_INDICE}(rowid, busqueda) VALUES (:id, :despues)")


def upgrade() -> None:
    """Guard generic RFCs by name, fold the search text, give findings the SAT's code."""
    falso = sa.false()
    op.add_column(
        "cliente", sa.Column("doble_anterior", sa.Boolean(), nullable=False, server_default=falso)
    )
    _dejar_los_dobles()
    op.create_index(
        "uq_cliente_generico",
        "cliente",
        ["cuenta_id", "rfc", "nombre_orden"],
        unique=True,
        sqlite_where=_GUARDADO,
        postgresql_where=_GUARDADO,
    )
    op.add_column(
        "proceso_problema", sa.Column("sat", sa.String(40), nullable=False, server_default="")
    )
    for cambiados in _plegados():
        _plegar(cambiados)


def downgrade() -> None:
    """Let generic RFCs have a name twice again; the search text stays as it is folded."""
    op.drop_column("proceso_problema", "sat")
    op.drop_index("uq_cliente_generico", "cliente")
    op.drop_column("cliente", "doble_anterior")


def _dejar_los_dobles() -> None:
    """Mark those who have the name of an older one, and name them in the log."""
    conexion = op.get_bind()
    dobles = conexion.execute(_DOBLES).all()
    for cliente_id, cuenta_id, rfc, nombre in dobles:
        _log.warning(
            "Cuenta %s: el cliente %s, %s (%s), tiene el nombre de otro con ese RFC genérico; "
            "se deja como está.",
            *(cuenta_id, cliente_id, nombre, rfc),
        )
    if dobles:
        marcar = sa.text("UPDATE cliente SET doble_anterior = :cierto WHERE id = :id")
        conexion.execute(marcar, [{"id": doble.id, "cierto": True} for doble in dobles])


def _plegados() -> Iterator[list[dict[str, object]]]:
    """Give the clients whose search text is another one now, some thousand rows at a time."""
    conexion, ultimo = op.get_bind(), 0
    por_plegar = sa.text(_POR_PLEGAR.replace("{bytes}", _BYTES[conexion.dialect.name]))
    while filas := conexion.execute(por_plegar, {"ultimo": ultimo}).mappings().all():
        ultimo = filas[-1]["id"]
        pares = (
            (fila, busqueda(DatosCliente(**{campo: fila[campo] for campo in _BUSCADOS})))
            for fila in filas
        )
        yield [
            {"id": fila["id"], "antes": fila["busqueda"], "despues": despues}
            for fila, despues in pares
            if despues != fila["busqueda"]
        ]


def _plegar(cambiados: list[dict[str, object]]) -> None:
    if not cambiados:
        return
    conexion = op.get_bind()
    conexion.execute(_PLEGAR, cambiados)
    if conexion.dialect.name == "sqlite":
        # The index holds no copy of the text and must be told what it knew.
        conexion.execute(_SACAR, cambiados)
        conexion.execute(_METER, cambiados)
