"""A process knows that its pieces are the table of documents, and how much of a file was read."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two columns; the pieces of before are the files that were uploaded."""
    op.add_column(
        "proceso", sa.Column("documento", sa.String(40), nullable=False, server_default="")
    )
    op.add_column("proceso", sa.Column("leido", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Take the columns away, and the tables of documents, which nobody could read any more."""
    op.execute(
        "DELETE FROM proceso_pieza WHERE proceso_id IN "
        "(SELECT id FROM proceso WHERE documento <> '')"
    )
    op.drop_column("proceso", "leido")
    op.drop_column("proceso", "documento")
