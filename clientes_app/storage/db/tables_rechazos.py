"""The table of the rows that a load refused, and of who mended them on the page."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, text
from sqlmodel import Field, SQLModel

from clientes_app.storage.db.column_types import ENTERO_LARGO, TEXTO, Instante


class ProcesoRechazo(SQLModel, table=True):
    """A refused row as it stood in the file: a JSON array of its values, and why.

    Once somebody mended it on the page, `corregido_en` and `corregido_por` say when and who, and
    `cliente_id` who came of it, at `version`, which is NULL where the client said all that already.
    """

    __tablename__ = "proceso_rechazo"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "ix_proceso_rechazo_cliente",
            "cuenta_id",
            "cliente_id",
            sqlite_where=text("cliente_id IS NOT NULL"),
            postgresql_where=text("cliente_id IS NOT NULL"),
        ),
    )

    proceso_id: int = Field(
        sa_column=Column(
            "proceso_id",
            ENTERO_LARGO,
            ForeignKey("proceso.id", ondelete="CASCADE"),
            nullable=False,
            primary_key=True,
        )
    )
    linea: int = Field(primary_key=True)
    cuenta_id: int = Field(
        sa_column=Column("cuenta_id", ENTERO_LARGO, ForeignKey("cuenta.id"), nullable=False)
    )
    valores: str = Field(sa_type=TEXTO)
    errores: str = Field(sa_type=TEXTO)
    corregido_en: datetime | None = Field(default=None, sa_type=Instante)
    corregido_por: str = Field(default="", sa_type=TEXTO, sa_column_kwargs={"server_default": ""})
    cliente_id: int | None = Field(default=None, sa_type=ENTERO_LARGO)
    version: int | None = None


METADATA = SQLModel.metadata
PROCESO_RECHAZO = METADATA.tables["proceso_rechazo"]
