"""The account stands in the address: short names of accounts, and sessions without an account."""

import sqlalchemy as sa
from alembic import op

from clientes_app.domain.nombre_corto import nombre_corto_de, numerado

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_LARGO = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXTO = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Give every account a short name, the oldest ones first; forget where sessions work."""
    op.add_column("cuenta", sa.Column("nombre_corto", _TEXTO, nullable=False, server_default=""))
    nombres = op.create_table(
        "nombre_corto",
        sa.Column("nombre", _TEXTO, nullable=False),
        sa.Column("cuenta_id", _LARGO, nullable=False),
        sa.ForeignKeyConstraint(["cuenta_id"], ["cuenta.id"]),
        sa.PrimaryKeyConstraint("nombre"),
    )
    op.create_index("ix_nombre_corto_cuenta", "nombre_corto", ["cuenta_id"])
    cuenta = sa.table("cuenta", sa.column("id"), sa.column("nombre"), sa.column("nombre_corto"))
    conexion = op.get_bind()
    usados: set[str] = set()
    consulta = sa.select(cuenta.c.id, cuenta.c.nombre).order_by(cuenta.c.id)
    for cuenta_id, nombre in conexion.execute(consulta).all():
        corto, numero = nombre_corto_de(nombre), 1
        while corto in usados:
            numero += 1
            corto = numerado(nombre_corto_de(nombre), numero)
        usados.add(corto)
        suya = cuenta.update().where(cuenta.c.id == cuenta_id)
        conexion.execute(suya.values(nombre_corto=corto))
        conexion.execute(nombres.insert().values(nombre=corto, cuenta_id=cuenta_id))
    op.create_index("uq_cuenta_nombre_corto", "cuenta", ["nombre_corto"], unique=True)
    with op.batch_alter_table("sesion", table_kwargs={"sqlite_autoincrement": True}) as sesion:
        sesion.drop_column("cuenta_id")


def downgrade() -> None:
    """Have the column of sessions again, empty, and no short names."""
    with op.batch_alter_table("sesion", table_kwargs={"sqlite_autoincrement": True}) as sesion:
        sesion.add_column(sa.Column("cuenta_id", _LARGO, nullable=True))
        sesion.create_foreign_key("sesion_cuenta_id_fkey", "cuenta", ["cuenta_id"], ["id"])
    op.drop_index("uq_cuenta_nombre_corto", table_name="cuenta")
    op.drop_table("nombre_corto")
    op.drop_column("cuenta", "nombre_corto")
