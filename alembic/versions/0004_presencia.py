"""Who has which client open: what the lists and drawers of the others show of it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_LARGO = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXTO = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the table, empty."""
    op.create_table(
        "presencia",
        sa.Column("estancia", sa.String(40), nullable=False),
        sa.Column("cuenta_id", _LARGO, nullable=False),
        sa.Column("cliente_id", _LARGO, nullable=False),
        sa.Column("pestana", _TEXTO, nullable=False),
        sa.Column("usuario_id", _LARGO, nullable=True),
        sa.Column("nombre", _TEXTO, nullable=False),
        sa.Column("editando", sa.Boolean(), nullable=False),
        sa.Column("vence_en", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cuenta_id"], ["cuenta.id"]),
        sa.PrimaryKeyConstraint("estancia"),
    )
    op.create_index("ix_presencia_cuenta", "presencia", ["cuenta_id", "vence_en"])


def downgrade() -> None:
    """Drop it; whoever has something open says so again."""
    op.drop_table("presencia")
