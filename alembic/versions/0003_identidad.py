"""Users, their roles in accounts, sessions, one-time links, and the revision of authority."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_LARGO = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXTO = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_CODIGO = sa.String(40)
_INSTANTE = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables, empty but for the revision of authority."""
    for crear in (_usuario, _membresia, _tx, _enlace, _intento, _autoridad):
        crear()


def downgrade() -> None:
    """Drop everything about users; clients and accounts stay."""
    for nombre in ("autoridad", "intento", "enlace", "sesion", "membresia", "usuario"):
        op.drop_table(nombre)


def _usuario() -> None:
    op.create_table(
        "usuario",
        sa.Column("id", _LARGO, autoincrement=True, nullable=False),
        sa.Column("email", _TEXTO, nullable=False),
        sa.Column("nombre", _TEXTO, nullable=False),
        sa.Column("clave", _TEXTO, nullable=False),
        sa.Column("creado_en", _INSTANTE, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email", name="uq_usuario_email"),
    )


def _membresia() -> None:
    op.create_table(
        "membresia",
        sa.Column("usuario_id", _LARGO, autoincrement=False, nullable=False),
        sa.Column("cuenta_id", _LARGO, autoincrement=False, nullable=False),
        sa.Column("rol", _CODIGO, nullable=False),
        sa.Column("creada_en", _INSTANTE, nullable=False),
        sa.Column("usada_en", _INSTANTE, nullable=True),
        sa.ForeignKeyConstraint(["usuario_id"], ["usuario.id"]),
        sa.ForeignKeyConstraint(["cuenta_id"], ["cuenta.id"]),
        sa.PrimaryKeyConstraint("usuario_id", "cuenta_id"),
    )
    op.create_index("ix_membresia_cuenta", "membresia", ["cuenta_id"])


def _tx() -> None:
    op.create_table(
        "sesion",
        sa.Column("id", _LARGO, autoincrement=True, nullable=False),
        sa.Column("huella", _TEXTO, nullable=False),
        sa.Column("usuario_id", _LARGO, nullable=False),
        sa.Column("cuenta_id", _LARGO, nullable=True),
        sa.Column("creada_en", _INSTANTE, nullable=False),
        sa.Column("usada_en", _INSTANTE, nullable=False),
        sa.Column("vence_en", _INSTANTE, nullable=False),
        sa.Column("agente", _TEXTO, nullable=False),
        sa.ForeignKeyConstraint(["usuario_id"], ["usuario.id"]),
        sa.ForeignKeyConstraint(["cuenta_id"], ["cuenta.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("huella", name="uq_sesion_huella"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sesion_usuario", "sesion", ["usuario_id"])


def _enlace() -> None:
    op.create_table(
        "enlace",
        sa.Column("id", _LARGO, autoincrement=True, nullable=False),
        sa.Column("huella", _TEXTO, nullable=False),
        sa.Column("tipo", _CODIGO, nullable=False),
        sa.Column("usuario_id", _LARGO, nullable=True),
        sa.Column("cuenta_id", _LARGO, nullable=True),
        sa.Column("email", _TEXTO, nullable=False),
        sa.Column("rol", _CODIGO, nullable=False),
        sa.Column("creado_por", _LARGO, nullable=True),
        sa.Column("creado_en", _INSTANTE, nullable=False),
        sa.Column("vence_en", _INSTANTE, nullable=False),
        sa.Column("usado_en", _INSTANTE, nullable=True),
        sa.ForeignKeyConstraint(["usuario_id"], ["usuario.id"]),
        sa.ForeignKeyConstraint(["cuenta_id"], ["cuenta.id"]),
        sa.ForeignKeyConstraint(["creado_por"], ["usuario.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("huella", name="uq_enlace_huella"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_enlace_cuenta", "enlace", ["cuenta_id"])
    op.create_index("ix_enlace_usuario", "enlace", ["usuario_id"])


def _intento() -> None:
    op.create_table(
        "intento",
        sa.Column("clave", _TEXTO, nullable=False),
        sa.Column("fallos", sa.Integer(), nullable=False),
        sa.Column("ultimo_en", _INSTANTE, nullable=False),
        sa.Column("bloqueado_hasta", _INSTANTE, nullable=False),
        sa.PrimaryKeyConstraint("clave"),
    )


def _autoridad() -> None:
    tabla = op.create_table(
        "autoridad",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", _LARGO, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.bulk_insert(tabla, [{"id": 1, "revision": 0}])
