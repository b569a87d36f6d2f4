"""One index guards the RFC and is the order by it; there were two.

A third part, which is 0 but for the generic RFCs, lets these stand in it as often as they like.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_GENERICOS = "'XAXX010101000', 'XEXX010101000'"
_VIVO = sa.text("borrado_en IS NULL")
_CON_RFC_PROPIO = sa.text(f"borrado_en IS NULL AND rfc NOT IN ({_GENERICOS})")
_DESEMPATE = sa.text(f"(CASE WHEN rfc IN ({_GENERICOS}) THEN id ELSE 0 END)")


def upgrade() -> None:
    """Put one index in the place of two."""
    op.drop_index("uq_cliente_rfc", "cliente")
    _unico(["cuenta_id", "rfc", _DESEMPATE], donde=_VIVO, postgresql_include=["id"])
    op.drop_index("ix_cliente_rfc", "cliente")


def downgrade() -> None:
    """Have two again."""
    op.create_index(
        "ix_cliente_rfc",
        "cliente",
        ["cuenta_id", "rfc", "id"],
        sqlite_where=_VIVO,
        postgresql_where=_VIVO,
    )
    op.drop_index("uq_cliente_rfc", "cliente")
    _unico(["cuenta_id", "rfc"], donde=_CON_RFC_PROPIO)


def _unico(
    columnas: list[str | sa.TextClause],
    *,
    donde: sa.TextClause,
    postgresql_include: list[str] | None = None,
) -> None:
    op.create_index(
        "uq_cliente_rfc",
        "cliente",
        columnas,
        unique=True,
        sqlite_where=donde,
        postgresql_where=donde,
        postgresql_include=postgresql_include,
    )
