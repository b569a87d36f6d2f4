"""The RFC of the business whose account it is."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_TEXTO = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the column; no account has said its own."""
    op.add_column("cuenta", sa.Column("rfc_propio", _TEXTO, nullable=False, server_default=""))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("cuenta", "rfc_propio")
