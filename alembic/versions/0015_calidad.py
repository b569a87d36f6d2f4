"""Clients know their kinds of trouble; who may be the same one is known, and who is not.

The kinds are computed by the worker, which does so whenever the rules are others than those that
`reglas` names: with rules that were frozen here they would be wrong after the next change.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_LARGO = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXTO = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_CODIGO = sa.String(40)
_VIVO = sa.text("borrado_en IS NULL")


def upgrade() -> None:
    """Add the column that the worker fills, what it needs for that, and the two tables of pairs."""
    op.add_column(
        "cliente", sa.Column("observaciones", sa.Integer(), nullable=False, server_default="0")
    )
    for nombre, columna in (("observaciones", "observaciones"), ("creado", "creado_en")):
        op.create_index(
            f"ix_cliente_{nombre}",
            "cliente",
            ["cuenta_id", columna],
            sqlite_where=_VIVO,
            postgresql_where=_VIVO,
        )
    op.add_column("cuenta", sa.Column("cp_observado", _TEXTO, nullable=False, server_default=""))
    reglas = op.create_table(
        "reglas",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("version", _CODIGO, nullable=False),
        sa.Column("en_curso", _CODIGO, nullable=False),
        sa.Column("hasta", _LARGO, nullable=False),
    )
    op.bulk_insert(reglas, [{"id": 1, "version": "", "en_curso": "", "hasta": 0}])
    _distintos()
    op.create_table(
        "duplicados",
        sa.Column("cuenta_id", _LARGO, sa.ForeignKey("cuenta.id"), primary_key=True),
        sa.Column("revision", _LARGO, nullable=False),
        sa.Column("grupos", _TEXTO, nullable=False),
    )


def downgrade() -> None:
    """Forget the kinds of trouble, and who may be whom."""
    for tabla in ("duplicados", "distintos", "reglas"):
        op.drop_table(tabla)
    op.drop_column("cuenta", "cp_observado")
    for nombre in ("creado", "observaciones"):
        op.drop_index(f"ix_cliente_{nombre}", "cliente")
    op.drop_column("cliente", "observaciones")


def _distintos() -> None:
    op.create_table(
        "distintos",
        sa.Column("uno_id", _LARGO, sa.ForeignKey("cliente.id"), primary_key=True),
        sa.Column("otro_id", _LARGO, sa.ForeignKey("cliente.id"), primary_key=True),
        sa.Column("cuenta_id", _LARGO, sa.ForeignKey("cuenta.id"), nullable=False),
        sa.Column("quien", _TEXTO, nullable=False),
        sa.Column("usuario_id", _LARGO),
        sa.Column("creado_en", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_distintos_cuenta", "distintos", ["cuenta_id"])
