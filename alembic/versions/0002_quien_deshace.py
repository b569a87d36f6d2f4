"""Who asked for a bulk load to be undone, and from where: the history needs it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TEXTO = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the two columns; nothing was undone before."""
    op.add_column("proceso", sa.Column("deshace_quien", _TEXTO, nullable=False, server_default=""))
    op.add_column(
        "proceso",
        sa.Column("deshace_origen", sa.String(40), nullable=False, server_default=""),
    )


def downgrade() -> None:
    """Forget who it was."""
    op.drop_column("proceso", "deshace_origen")
    op.drop_column("proceso", "deshace_quien")
