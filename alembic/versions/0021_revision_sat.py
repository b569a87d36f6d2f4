"""What the SAT's bulk validator said of each client, and whether that holds."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_TEXTO = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_VIVO = sa.text("borrado_en IS NULL")


def upgrade() -> None:
    """Add the columns; nobody was asked about yet, and of generic RFCs the SAT says nothing."""
    for columna in ("revision_sat", "revision_dicha"):
        op.add_column(
            "cliente", sa.Column(columna, sa.String(40), nullable=False, server_default="")
        )
    op.add_column("cliente", sa.Column("revision_de", _TEXTO, nullable=False, server_default=""))
    op.add_column("cliente", sa.Column("revision_en", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE cliente SET revision_sat = 'no_aplica' "
        "WHERE rfc IN ('XAXX010101000', 'XEXX010101000')"
    )
    op.create_index(
        "ix_cliente_revision",
        "cliente",
        ["cuenta_id", "revision_sat", "observaciones", "id"],
        sqlite_where=_VIVO,
        postgresql_where=_VIVO,
    )


def downgrade() -> None:
    """Forget what the SAT said."""
    op.drop_index("ix_cliente_revision", "cliente")
    for columna in ("revision_en", "revision_de", "revision_dicha", "revision_sat"):
        op.drop_column("cliente", columna)
