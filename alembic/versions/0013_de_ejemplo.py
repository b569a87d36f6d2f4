"""An account may be one to look around in, that can be removed; its id is not given again."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_LARGO = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the mark, which no account that is there has, and the highest id of an account."""
    op.add_column(
        "cuenta", sa.Column("de_ejemplo", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "autoridad", sa.Column("ultima_cuenta", _LARGO, nullable=False, server_default="0")
    )
    op.execute("UPDATE autoridad SET ultima_cuenta = (SELECT coalesce(max(id), 0) FROM cuenta)")


def downgrade() -> None:
    """Forget which accounts are examples, and which ids were given."""
    op.drop_column("autoridad", "ultima_cuenta")
    op.drop_column("cuenta", "de_ejemplo")
