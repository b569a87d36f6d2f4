"""Etiquetas of an account, and which clients have them."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_LARGO = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXTO = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_EN_USO = sa.text("borrada_en IS NULL")


def upgrade() -> None:
    """Make the tables; no client has any. What they refer to needs an index of its own."""
    op.add_column(
        "cuenta",
        sa.Column("cambios_de_etiquetas", _LARGO, nullable=False, server_default="0"),
    )
    op.create_index("uq_cliente_de_cuenta", "cliente", ["id", "cuenta_id"], unique=True)
    op.create_table(
        "etiqueta",
        sa.Column("id", _LARGO, primary_key=True, autoincrement=True),
        sa.Column("cuenta_id", _LARGO, sa.ForeignKey("cuenta.id"), nullable=False),
        sa.Column("nombre", _TEXTO, nullable=False),
        sa.Column("clave", _TEXTO, nullable=False),
        sa.Column("color", sa.String(40), nullable=False),
        sa.Column("creada_en", sa.DateTime(timezone=True), nullable=False),
        sa.Column("borrada_en", sa.DateTime(timezone=True), nullable=True),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_etiqueta_clave",
        "etiqueta",
        ["cuenta_id", "clave"],
        unique=True,
        sqlite_where=_EN_USO,
        postgresql_where=_EN_USO,
    )
    op.create_index("uq_etiqueta_de_cuenta", "etiqueta", ["id", "cuenta_id"], unique=True)
    op.create_table(
        "cliente_etiqueta",
        sa.Column("cliente_id", _LARGO, primary_key=True, autoincrement=False),
        sa.Column("etiqueta_id", _LARGO, primary_key=True, autoincrement=False),
        sa.Column("cuenta_id", _LARGO, sa.ForeignKey("cuenta.id"), nullable=False),
        sa.ForeignKeyConstraint(
            ["cliente_id", "cuenta_id"],
            ["cliente.id", "cliente.cuenta_id"],
            name="fk_cliente_etiqueta_cliente",
        ),
        sa.ForeignKeyConstraint(
            ["etiqueta_id", "cuenta_id"],
            ["etiqueta.id", "etiqueta.cuenta_id"],
            name="fk_cliente_etiqueta_etiqueta",
        ),
    )
    op.create_index(
        "ix_cliente_etiqueta", "cliente_etiqueta", ["cuenta_id", "etiqueta_id", "cliente_id"]
    )


def downgrade() -> None:
    """Forget the etiquetas."""
    op.drop_table("cliente_etiqueta")
    op.drop_table("etiqueta")
    op.drop_index("uq_cliente_de_cuenta", "cliente")
    op.drop_column("cuenta", "cambios_de_etiquetas")
