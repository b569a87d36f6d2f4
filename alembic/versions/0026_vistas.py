"""Views of the list, of an account and of each person in it."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_LARGO = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXTO = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_DE_CUENTA = sa.text("usuario_id IS NULL AND borrada_en IS NULL")
_DE_USUARIO = sa.text("usuario_id IS NOT NULL AND borrada_en IS NULL")


def upgrade() -> None:
    """Make the table; nobody has any."""
    op.add_column(
        "cuenta", sa.Column("cambios_de_vistas", _LARGO, nullable=False, server_default="0")
    )
    op.create_table(
        "vista",
        sa.Column("id", _LARGO, primary_key=True, autoincrement=True),
        sa.Column("cuenta_id", _LARGO, sa.ForeignKey("cuenta.id"), nullable=False),
        sa.Column("usuario_id", _LARGO, nullable=True),
        sa.Column("nombre", _TEXTO, nullable=False),
        sa.Column("clave", _TEXTO, nullable=False),
        sa.Column("consulta", _TEXTO, nullable=False),
        sa.Column("columnas", _TEXTO, nullable=False),
        sa.Column("creada_en", sa.DateTime(timezone=True), nullable=False),
        sa.Column("borrada_en", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["usuario_id", "cuenta_id"],
            ["membresia.usuario_id", "membresia.cuenta_id"],
            name="fk_vista_membresia",
            ondelete="CASCADE",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_vista_de_cuenta",
        "vista",
        ["cuenta_id", "clave"],
        unique=True,
        sqlite_where=_DE_CUENTA,
        postgresql_where=_DE_CUENTA,
    )
    op.create_index(
        "uq_vista_de_usuario",
        "vista",
        ["cuenta_id", "usuario_id", "clave"],
        unique=True,
        sqlite_where=_DE_USUARIO,
        postgresql_where=_DE_USUARIO,
    )
    op.create_index("ix_vista_usuario", "vista", ["usuario_id", "cuenta_id"])


def downgrade() -> None:
    """Forget the views."""
    op.drop_table("vista")
    op.drop_column("cuenta", "cambios_de_vistas")
