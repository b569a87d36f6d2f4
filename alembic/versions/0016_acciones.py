"""A process may be an action on many clients: which one, with which key, at which revision."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_LARGO = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_CODIGO = sa.String(40).with_variant(sa.String(40, collation="C"), "postgresql")
_TEXTO = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the columns; every process that is there is a load."""
    op.add_column("proceso", sa.Column("accion", _CODIGO, nullable=False, server_default=""))
    op.add_column("proceso", sa.Column("accion_valor", _TEXTO, nullable=False, server_default=""))
    op.add_column(
        "proceso", sa.Column("accion_revision", _LARGO, nullable=False, server_default="0")
    )


def downgrade() -> None:
    """Forget what actions did beside their changes, which the history keeps."""
    op.drop_column("proceso", "accion_revision")
    op.drop_column("proceso", "accion_valor")
    op.drop_column("proceso", "accion")
