"""A refused row may be mended on the page: who did it, when, and which client came of it."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_LARGO = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXTO = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_HECHAS = sa.text("cliente_id IS NOT NULL")


def upgrade() -> None:
    """Add the columns; no row was mended so far."""
    op.add_column(
        "proceso", sa.Column("corregidos", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("proceso_rechazo", sa.Column("corregido_en", sa.DateTime(timezone=True)))
    op.add_column(
        "proceso_rechazo",
        sa.Column("corregido_por", _TEXTO, nullable=False, server_default=""),
    )
    op.add_column("proceso_rechazo", sa.Column("cliente_id", _LARGO))
    op.add_column("proceso_rechazo", sa.Column("version", sa.Integer()))
    op.create_index(
        "ix_proceso_rechazo_cliente",
        "proceso_rechazo",
        ["cuenta_id", "cliente_id"],
        sqlite_where=_HECHAS,
        postgresql_where=_HECHAS,
    )


def downgrade() -> None:
    """Forget which rows were mended; the clients stay."""
    op.drop_index("ix_proceso_rechazo_cliente", "proceso_rechazo")
    for columna in ("version", "cliente_id", "corregido_por", "corregido_en"):
        op.drop_column("proceso_rechazo", columna)
    op.drop_column("proceso", "corregidos")
