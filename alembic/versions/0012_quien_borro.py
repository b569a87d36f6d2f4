"""The papelera knows by the undoing of which load a client came into it, and is walked by that."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_LARGO = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BORRADO = sa.text("borrado_en IS NOT NULL")


def upgrade() -> None:
    """Add the column, filled from the last change of each client in the papelera."""
    op.add_column("cliente", sa.Column("borrado_proceso_id", _LARGO, nullable=True))
    op.execute(
        "UPDATE cliente SET borrado_proceso_id = (SELECT cambio.proceso_id FROM cambio "
        "WHERE cambio.cliente_id = cliente.id AND cambio.version = cliente.version) "
        "WHERE borrado_en IS NOT NULL"
    )
    op.create_index(
        "ix_cliente_borrado_proceso",
        "cliente",
        ["cuenta_id", "borrado_proceso_id", "borrado_en", "id"],
        sqlite_where=_BORRADO,
        postgresql_where=_BORRADO,
    )


def downgrade() -> None:
    """Forget it; the history still says it."""
    op.drop_index("ix_cliente_borrado_proceso", "cliente")
    op.drop_column("cliente", "borrado_proceso_id")
