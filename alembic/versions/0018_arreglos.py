"""A load may mend all names of its file: which mends were chosen."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_TEXTO = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the column; nothing was chosen for the loads that are there."""
    op.add_column("proceso", sa.Column("arreglos", _TEXTO, nullable=False, server_default=""))


def downgrade() -> None:
    """Forget which mends were chosen."""
    op.drop_column("proceso", "arreglos")
