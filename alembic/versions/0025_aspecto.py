"""How somebody sees the list of clients."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_TEXTO = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the column; everybody sees the list as in the beginning."""
    op.add_column("usuario", sa.Column("aspecto", _TEXTO, nullable=False, server_default=""))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("usuario", "aspecto")
