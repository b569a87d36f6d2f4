"""Browsers are known again, and people whose names look alike are found.

The folded name is made by the application's own function, whichever version it is that migrates.
"""

import sqlalchemy as sa
from alembic import op

from clientes_app.domain.usuario import nombre_plegado

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_LARGO = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXTO = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table of browsers; fold the names that are there."""
    op.create_table(
        "navegador",
        sa.Column("id", _LARGO, primary_key=True, autoincrement=True),
        sa.Column("huella", _TEXTO, nullable=False),
        sa.Column("usuario_id", _LARGO, sa.ForeignKey("usuario.id"), nullable=False),
        sa.Column("usado_en", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("huella", "usuario_id", name="uq_navegador_huella"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_navegador_usuario", "navegador", ["usuario_id"])
    op.add_column("usuario", sa.Column("nombre_plegado", _TEXTO, nullable=False, server_default=""))
    conexion = op.get_bind()
    plegados = [
        {"id": usuario_id, "plegado": nombre_plegado(nombre)}
        for usuario_id, nombre in conexion.execute(sa.text("SELECT id, nombre FROM usuario"))
    ]
    if plegados:
        plegar = sa.text("UPDATE usuario SET nombre_plegado = :plegado WHERE id = :id")
        conexion.execute(plegar, plegados)


def downgrade() -> None:
    """Forget both."""
    op.drop_column("usuario", "nombre_plegado")
    op.drop_table("navegador")
