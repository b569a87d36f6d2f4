"""A run of a process is known by its token; nobody holds a process for a time any more."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TEXTO = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Put the token in the place of who held a process, and until when."""
    op.add_column("proceso", sa.Column("run_token", _TEXTO, nullable=True))
    op.drop_column("proceso", "arrendado_por")
    op.drop_column("proceso", "arrendado_hasta")


def downgrade() -> None:
    """Have both columns again; nobody holds anything."""
    op.add_column("proceso", sa.Column("arrendado_por", _TEXTO, nullable=True))
    op.add_column(
        "proceso", sa.Column("arrendado_hasta", sa.DateTime(timezone=True), nullable=True)
    )
    op.drop_column("proceso", "run_token")
