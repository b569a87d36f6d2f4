"""Undoing can be repeated: a change names the one it takes back, a process says what was undone.

What was undone before is told by what it left: of two changes of one process to one client the
later one took the earlier one back.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_NUMERO = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Grouped once: with a query for each change PostgreSQL walked the whole load each time.
_QUE_DESHACE = """
UPDATE cambio SET deshace_version = suyo.primera
FROM (
    SELECT cliente_id, proceso_id, min(version) AS primera FROM cambio
    WHERE proceso_id IS NOT NULL GROUP BY cliente_id, proceso_id HAVING count(*) > 1
) AS suyo
WHERE cambio.cliente_id = suyo.cliente_id AND cambio.proceso_id = suyo.proceso_id
AND cambio.version > suyo.primera
"""
_CUANTOS = """
UPDATE proceso SET
    borrados = (SELECT count(*) FROM cambio WHERE cambio.proceso_id = proceso.id
                AND cambio.deshace_version IS NOT NULL AND cambio.accion = 'borrado'),
    restaurados = (SELECT count(*) FROM cambio WHERE cambio.proceso_id = proceso.id
                   AND cambio.deshace_version IS NOT NULL AND cambio.accion = 'edicion'),
    deshace_en = (SELECT max(cambio.creado_en) FROM cambio WHERE cambio.proceso_id = proceso.id
                  AND cambio.deshace_version IS NOT NULL)
WHERE deshacer OR estado = 'deshecho' OR motivo_codigo = 'deshacer_detenido'
"""
_DEJADOS = """
UPDATE proceso SET dejados = creados + actualizados - borrados - restaurados
WHERE estado = 'deshecho'
"""


def upgrade() -> None:
    """Add the columns and fill them; the list of what was left alone is no longer a finding."""
    op.add_column("cambio", sa.Column("deshace_version", sa.Integer(), nullable=True))
    op.add_column("proceso", sa.Column("deshace_usuario_id", _NUMERO, nullable=True))
    op.add_column("proceso", sa.Column("deshace_en", sa.DateTime(timezone=True), nullable=True))
    for cuenta in ("borrados", "restaurados", "dejados"):
        op.add_column(
            "proceso", sa.Column(cuenta, sa.Integer(), nullable=False, server_default="0")
        )
    for orden in (_QUE_DESHACE, _CUANTOS, _DEJADOS):
        op.execute(orden)
    op.execute("DELETE FROM proceso_problema WHERE codigo = 'cambiado_despues'")


def downgrade() -> None:
    """Forget what takes back what; that can be told again from the changes of a process."""
    for columna in ("dejados", "restaurados", "borrados", "deshace_en", "deshace_usuario_id"):
        op.drop_column("proceso", columna)
    op.drop_column("cambio", "deshace_version")
