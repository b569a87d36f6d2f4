"""The table of who has which client open: no history, and nothing in it lives for a minute."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index
from sqlmodel import Field, SQLModel

from clientes_app.storage.db.column_types import CODIGO, ENTERO_LARGO, TEXTO, Instante, utc_now


class Presencia(SQLModel, table=True):
    """Somebody at a client: `estancia` is one stay, `pestana` tells tabs apart and is no secret.

    A stay that is not confirmed until `vence_en` is over, however its process ended.
    """

    __tablename__ = "presencia"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("ix_presencia_cuenta", "cuenta_id", "vence_en"),)

    estancia: str = Field(sa_type=CODIGO, primary_key=True)
    cuenta_id: int = Field(
        sa_column=Column("cuenta_id", ENTERO_LARGO, ForeignKey("cuenta.id"), nullable=False)
    )
    cliente_id: int = Field(sa_type=ENTERO_LARGO)
    pestana: str = Field(sa_type=TEXTO)
    usuario_id: int | None = Field(default=None, sa_type=ENTERO_LARGO)
    nombre: str = Field(sa_type=TEXTO)
    editando: bool = False
    vence_en: datetime = Field(default_factory=utc_now, sa_type=Instante)


METADATA = SQLModel.metadata
PRESENCIA = METADATA.tables["presencia"]
