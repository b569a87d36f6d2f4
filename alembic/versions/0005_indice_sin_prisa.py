"""SQLite's search index merges its pieces later: at once, they cost a load a third more."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_PONER = "INSERT INTO cliente_fts(cliente_fts, rank) VALUES ('automerge', {})"


def upgrade() -> None:
    """Merge sixteen pieces at a time; the worker merges the rest when nobody waits."""
    _poner("16")


def downgrade() -> None:
    """Merge four at a time, as FTS5 does unless it is told otherwise."""
    _poner("4")


def _poner(piezas: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_PONER.format(piezas))
