"""SQLite's search index merges its pieces little by little, and never all of a size at once.

With sixteen pieces for both limits the one at which it merges without a pause always came first: of
the small transactions of a load beside which people work, 256 made a merge of a second.
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_PONER = "INSERT INTO cliente_fts(cliente_fts, rank) VALUES ('crisismerge', {})"


def upgrade() -> None:
    """Let 64 pieces of one size be before all of them are merged at once."""
    _poner("64")


def downgrade() -> None:
    """Let 16 be, as FTS5 does unless it is told otherwise."""
    _poner("16")


def _poner(piezas: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_PONER.format(piezas))
