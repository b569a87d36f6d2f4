"""What the filters of the list ask for has indexes: last change, address, who changed by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_VIVO = "borrado_en IS NULL"
_CON_ENVIO = (
    "(calle || numero_exterior || numero_interior || colonia || codigo_postal_envio || "
    "localidad || municipio || estado || pais || referencias) <> ''"
)


_JUNTAS = ["codigo_postal", "regimen_fiscal", "uso_cfdi", "observaciones", "rfc"]


def upgrade() -> None:
    """Add the indexes; no row changes."""
    op.create_index(
        "ix_cliente_filtros",
        "cliente",
        ["cuenta_id", *_JUNTAS],
        sqlite_where=sa.text(_VIVO),
        postgresql_where=sa.text(_VIVO),
        postgresql_include=["id"],
    )
    for nombre, tabla, columnas, donde in (
        ("ix_cliente_actualizado", "cliente", ["cuenta_id", "actualizado_en", "id"], _VIVO),
        ("ix_cliente_envio", "cliente", ["cuenta_id", "id"], f"{_VIVO} AND {_CON_ENVIO}"),
        (
            "ix_cambio_quien",
            "cambio",
            ["cuenta_id", "quien", "cliente_id"],
            "proceso_id IS NULL",
        ),
    ):
        op.create_index(
            nombre, tabla, columnas, sqlite_where=sa.text(donde), postgresql_where=sa.text(donde)
        )


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_cambio_quien", "cambio")
    op.drop_index("ix_cliente_envio", "cliente")
    op.drop_index("ix_cliente_actualizado", "cliente")
    op.drop_index("ix_cliente_filtros", "cliente")
