"""Clients are joined into one and separated again: who was joined to whom, and when."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_LARGO = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXTO = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_MOMENTO = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the two tables; nobody was joined before."""
    op.create_table(
        "union_de_clientes",
        sa.Column("id", _LARGO, primary_key=True, autoincrement=True),
        sa.Column("cuenta_id", _LARGO, sa.ForeignKey("cuenta.id"), nullable=False),
        sa.Column("queda_id", _LARGO, sa.ForeignKey("cliente.id"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("version_de_etiquetas", sa.Integer()),
        sa.Column("quien", _TEXTO, nullable=False),
        sa.Column("origen", sa.String(40), nullable=False),
        sa.Column("usuario_id", _LARGO),
        sa.Column("creada_en", _MOMENTO, nullable=False),
        sa.Column("separada_en", _MOMENTO),
    )
    op.create_index("ix_union_cuenta", "union_de_clientes", ["cuenta_id", "id"])
    op.create_index("uq_union_version", "union_de_clientes", ["queda_id", "version"], unique=True)
    op.create_table(
        "cliente_unido",
        sa.Column("union_id", _LARGO, sa.ForeignKey("union_de_clientes.id"), primary_key=True),
        sa.Column("cliente_id", _LARGO, sa.ForeignKey("cliente.id"), primary_key=True),
        sa.Column("cuenta_id", _LARGO, sa.ForeignKey("cuenta.id"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_cliente_unido_cuenta", "cliente_unido", ["cuenta_id"])
    op.create_index(
        "uq_cliente_unido_version", "cliente_unido", ["cliente_id", "version"], unique=True
    )


def downgrade() -> None:
    """Forget who was joined; those who were stay in the papelera, with their history."""
    op.drop_table("cliente_unido")
    op.drop_table("union_de_clientes")
