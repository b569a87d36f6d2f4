"""The catalogue: accounts, clients, their changes, bulk loads, and the search index."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_LARGO = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXTO = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_CODIGO = sa.String(40)
_INSTANTE = sa.DateTime(timezone=True)
_VIVO = sa.text("borrado_en IS NULL")
_BORRADO = sa.text("borrado_en IS NOT NULL")
_DE_PROCESO = sa.text("proceso_id IS NOT NULL")
_CON_RFC_PROPIO = sa.text(
    "borrado_en IS NULL AND rfc NOT IN ('XAXX010101000', 'XEXX010101000')",
)


def upgrade() -> None:
    """Create everything."""
    for crear in (_cuenta, _cliente, _busqueda, _proceso, _cambio, _partes_de_proceso):
        crear()


def downgrade() -> None:
    """Drop everything, clients included."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE cliente_fts_vocab")
        op.execute("DROP TABLE cliente_fts")
    for nombre in (
        "proceso_rechazo",
        "proceso_problema",
        "proceso_pieza",
        "cambio",
        "proceso",
        "cliente",
        "cuenta",
    ):
        op.drop_table(nombre)


def _busqueda() -> None:
    """Create the trigram index over `cliente.busqueda`.

    On SQLite it holds no copy of the text (external content) nor the length of each row
    (columnsize=0), which only ranking needs. `busqueda` is folded, so case matters.
    """
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE cliente_fts USING fts5("
            "busqueda, content='cliente', content_rowid='id', columnsize=0, "
            "tokenize='trigram case_sensitive 1')",
        )
        # Which trigrams there are: words of one or two characters are looked up through it.
        op.execute("CREATE VIRTUAL TABLE cliente_fts_vocab USING fts5vocab('cliente_fts', 'row')")
        return
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.create_index(
        "ix_cliente_busqueda",
        "cliente",
        ["busqueda"],
        postgresql_using="gin",
        postgresql_ops={"busqueda": "gin_trgm_ops"},
    )


def _cuenta() -> None:
    op.create_table(
        "cuenta",
        sa.Column("id", _LARGO, autoincrement=True, nullable=False),
        sa.Column("nombre", _TEXTO, nullable=False),
        sa.Column("cp_expedicion", _TEXTO, nullable=False),
        sa.Column("clientes", sa.Integer(), nullable=False),
        sa.Column("borrados", sa.Integer(), nullable=False),
        sa.Column("creada_en", _INSTANTE, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("nombre", name="uq_cuenta_nombre"),
    )


def _cliente() -> None:
    op.create_table(
        "cliente",
        sa.Column("id", _LARGO, autoincrement=True, nullable=False),
        sa.Column("cuenta_id", _LARGO, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("borrado_en", _INSTANTE, nullable=True),
        sa.Column("nombre_orden", _TEXTO, nullable=False),
        sa.Column("nombre", _TEXTO, nullable=False),
        sa.Column("rfc", _TEXTO, nullable=False),
        sa.Column("uso_cfdi", _TEXTO, nullable=False),
        sa.Column("regimen_fiscal", _TEXTO, nullable=False),
        sa.Column("email", _TEXTO, nullable=False),
        sa.Column("email_adicional_1", _TEXTO, nullable=False),
        sa.Column("email_adicional_2", _TEXTO, nullable=False),
        sa.Column("codigo_postal", _TEXTO, nullable=False),
        sa.Column("busqueda", _TEXTO, nullable=False),
        sa.Column("calle", _TEXTO, nullable=False),
        sa.Column("numero_exterior", _TEXTO, nullable=False),
        sa.Column("numero_interior", _TEXTO, nullable=False),
        sa.Column("colonia", _TEXTO, nullable=False),
        sa.Column("codigo_postal_envio", _TEXTO, nullable=False),
        sa.Column("localidad", _TEXTO, nullable=False),
        sa.Column("municipio", _TEXTO, nullable=False),
        sa.Column("estado", _TEXTO, nullable=False),
        sa.Column("pais", _TEXTO, nullable=False),
        sa.Column("referencias", _TEXTO, nullable=False),
        sa.Column("residencia_fiscal", _TEXTO, nullable=False),
        sa.Column("num_reg_id_trib", _TEXTO, nullable=False),
        sa.Column("proceso_id", _LARGO, nullable=True),
        sa.Column("creado_en", _INSTANTE, nullable=False),
        sa.Column("actualizado_en", _INSTANTE, nullable=False),
        sa.ForeignKeyConstraint(["cuenta_id"], ["cuenta.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_cliente_borrado",
        "cliente",
        ["cuenta_id", "borrado_en", "id"],
        sqlite_where=_BORRADO,
        postgresql_where=_BORRADO,
    )
    op.create_index(
        "ix_cliente_codigo_postal",
        "cliente",
        ["cuenta_id", "codigo_postal", "id"],
        sqlite_where=_VIVO,
        postgresql_where=_VIVO,
    )
    op.create_index(
        "ix_cliente_email",
        "cliente",
        ["cuenta_id", "email", "id"],
        sqlite_where=_VIVO,
        postgresql_where=_VIVO,
    )
    op.create_index(
        "ix_cliente_nombre_orden",
        "cliente",
        ["cuenta_id", "nombre_orden", "id"],
        sqlite_where=_VIVO,
        postgresql_where=_VIVO,
    )
    op.create_index(
        "ix_cliente_regimen_fiscal",
        "cliente",
        ["cuenta_id", "regimen_fiscal", "id"],
        sqlite_where=_VIVO,
        postgresql_where=_VIVO,
    )
    op.create_index(
        "ix_cliente_rfc",
        "cliente",
        ["cuenta_id", "rfc", "id"],
        sqlite_where=_VIVO,
        postgresql_where=_VIVO,
    )
    op.create_index(
        "ix_cliente_uso_cfdi",
        "cliente",
        ["cuenta_id", "uso_cfdi", "id"],
        sqlite_where=_VIVO,
        postgresql_where=_VIVO,
    )
    op.create_index(
        "uq_cliente_rfc",
        "cliente",
        ["cuenta_id", "rfc"],
        unique=True,
        sqlite_where=_CON_RFC_PROPIO,
        postgresql_where=_CON_RFC_PROPIO,
    )


def _proceso() -> None:
    op.create_table(
        "proceso",
        sa.Column("id", _LARGO, autoincrement=True, nullable=False),
        sa.Column("cuenta_id", _LARGO, nullable=False),
        sa.Column("archivo", _TEXTO, nullable=False),
        sa.Column("tamano", _LARGO, nullable=False),
        sa.Column("sha256", _TEXTO, nullable=False),
        sa.Column("estado", _CODIGO, nullable=False),
        sa.Column("existentes", _CODIGO, nullable=False),
        sa.Column("blancos", _CODIGO, nullable=False),
        sa.Column("quien", _TEXTO, nullable=False),
        sa.Column("usuario_id", _LARGO, nullable=True),
        sa.Column("origen", _CODIGO, nullable=False),
        sa.Column("codificacion", _CODIGO, nullable=False),
        sa.Column("delimitador", _CODIGO, nullable=False),
        sa.Column("filas", sa.Integer(), nullable=False),
        sa.Column("filas_hechas", sa.Integer(), nullable=False),
        sa.Column("linea_hecha", sa.Integer(), nullable=False),
        sa.Column("creados", sa.Integer(), nullable=False),
        sa.Column("actualizados", sa.Integer(), nullable=False),
        sa.Column("iguales", sa.Integer(), nullable=False),
        sa.Column("rechazados", sa.Integer(), nullable=False),
        sa.Column("motivo_codigo", _CODIGO, nullable=False),
        sa.Column("motivo_mensaje", _TEXTO, nullable=False),
        sa.Column("vista_previa", _TEXTO, nullable=True),
        sa.Column("intentos", sa.Integer(), nullable=False),
        sa.Column("arrendado_por", _TEXTO, nullable=True),
        sa.Column("arrendado_hasta", _INSTANTE, nullable=True),
        sa.Column("cancelar", sa.Boolean(), nullable=False),
        sa.Column("deshacer", sa.Boolean(), nullable=False),
        sa.Column("creado_en", _INSTANTE, nullable=False),
        sa.Column("iniciado_en", _INSTANTE, nullable=True),
        sa.Column("terminado_en", _INSTANTE, nullable=True),
        sa.ForeignKeyConstraint(["cuenta_id"], ["cuenta.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_proceso_cuenta", "proceso", ["cuenta_id", "id"])
    op.create_index("ix_proceso_estado", "proceso", ["estado", "id"])
    op.create_index("ix_proceso_sha256", "proceso", ["cuenta_id", "sha256"])


def _cambio() -> None:
    op.create_table(
        "cambio",
        sa.Column("id", _LARGO, autoincrement=True, nullable=False),
        sa.Column("cuenta_id", _LARGO, nullable=False),
        sa.Column("cliente_id", _LARGO, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("accion", _CODIGO, nullable=False),
        sa.Column("origen", _CODIGO, nullable=False),
        sa.Column("quien", _TEXTO, nullable=False),
        sa.Column("usuario_id", _LARGO, nullable=True),
        sa.Column("proceso_id", _LARGO, nullable=True),
        sa.Column("antes", _TEXTO, nullable=False),
        sa.Column("despues", _TEXTO, nullable=False),
        sa.Column("creado_en", _INSTANTE, nullable=False),
        sa.ForeignKeyConstraint(["cliente_id"], ["cliente.id"]),
        sa.ForeignKeyConstraint(["cuenta_id"], ["cuenta.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_cambio_proceso",
        "cambio",
        ["proceso_id", "id"],
        sqlite_where=_DE_PROCESO,
        postgresql_where=_DE_PROCESO,
    )
    op.create_index("ix_cambio_revision", "cambio", ["cuenta_id", "id"])
    op.create_index("uq_cambio_version", "cambio", ["cliente_id", "version"], unique=True)


def _partes_de_proceso() -> None:
    op.create_table(
        "proceso_pieza",
        sa.Column("proceso_id", _LARGO, nullable=False),
        sa.Column("orden", sa.Integer(), nullable=False),
        sa.Column("cuenta_id", _LARGO, nullable=False),
        sa.Column("contenido", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["cuenta_id"], ["cuenta.id"]),
        sa.ForeignKeyConstraint(["proceso_id"], ["proceso.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("proceso_id", "orden"),
    )
    op.create_table(
        "proceso_problema",
        sa.Column("id", _LARGO, autoincrement=True, nullable=False),
        sa.Column("cuenta_id", _LARGO, nullable=False),
        sa.Column("proceso_id", _LARGO, nullable=False),
        sa.Column("linea", sa.Integer(), nullable=False),
        sa.Column("columna", _TEXTO, nullable=True),
        sa.Column("valor", _TEXTO, nullable=False),
        sa.Column("gravedad", _CODIGO, nullable=False),
        sa.Column("codigo", _CODIGO, nullable=False),
        sa.Column("mensaje", _TEXTO, nullable=False),
        sa.Column("sugerencia", _TEXTO, nullable=False),
        sa.ForeignKeyConstraint(["cuenta_id"], ["cuenta.id"]),
        sa.ForeignKeyConstraint(["proceso_id"], ["proceso.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_proceso_problema_clase",
        "proceso_problema",
        ["proceso_id", "gravedad", "columna", "codigo", "id"],
    )
    op.create_index("ix_proceso_problema_linea", "proceso_problema", ["proceso_id", "linea", "id"])
    op.create_table(
        "proceso_rechazo",
        sa.Column("proceso_id", _LARGO, nullable=False),
        sa.Column("linea", sa.Integer(), nullable=False),
        sa.Column("cuenta_id", _LARGO, nullable=False),
        sa.Column("valores", _TEXTO, nullable=False),
        sa.Column("errores", _TEXTO, nullable=False),
        sa.ForeignKeyConstraint(["cuenta_id"], ["cuenta.id"]),
        sa.ForeignKeyConstraint(["proceso_id"], ["proceso.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("proceso_id", "linea"),
    )
