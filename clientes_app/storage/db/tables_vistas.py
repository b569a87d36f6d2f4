"""The table of views of the list."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Index, text
from sqlmodel import Field, SQLModel

from clientes_app.storage.db.column_types import ENTERO_LARGO, TEXTO, Instante, utc_now

_DE_CUENTA = text("usuario_id IS NULL AND borrada_en IS NULL")
_DE_USUARIO = text("usuario_id IS NOT NULL AND borrada_en IS NULL")


class Vista(SQLModel, table=True):
    """What the list shows, under a name; without a `usuario_id` it is the whole account's.

    `clave` is the name folded: an account has it once, and so has each person. `consulta` is what
    an address says of search, filters and order; `columnas` those that are shown, "" for any.
    A person's own go when they are a member of the account no more. One that was deleted keeps its
    row for a while, so that it can come back.
    """

    __tablename__ = "vista"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        ForeignKeyConstraint(
            ["usuario_id", "cuenta_id"],
            ["membresia.usuario_id", "membresia.cuenta_id"],
            name="fk_vista_membresia",
            ondelete="CASCADE",
        ),
        Index(
            "uq_vista_de_cuenta",
            "cuenta_id",
            "clave",
            unique=True,
            sqlite_where=_DE_CUENTA,
            postgresql_where=_DE_CUENTA,
        ),
        Index(
            "uq_vista_de_usuario",
            "cuenta_id",
            "usuario_id",
            "clave",
            unique=True,
            sqlite_where=_DE_USUARIO,
            postgresql_where=_DE_USUARIO,
        ),
        # By which the views of somebody who goes are found, the deleted ones too.
        Index("ix_vista_usuario", "usuario_id", "cuenta_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(
        default=None, sa_column=Column("id", ENTERO_LARGO, primary_key=True, autoincrement=True)
    )
    cuenta_id: int = Field(
        sa_column=Column("cuenta_id", ENTERO_LARGO, ForeignKey("cuenta.id"), nullable=False)
    )
    usuario_id: int | None = Field(default=None, sa_type=ENTERO_LARGO)
    nombre: str = Field(sa_type=TEXTO)
    clave: str = Field(sa_type=TEXTO)
    consulta: str = Field(default="", sa_type=TEXTO)
    columnas: str = Field(default="", sa_type=TEXTO)
    creada_en: datetime = Field(default_factory=utc_now, sa_type=Instante)
    borrada_en: datetime | None = Field(default=None, sa_type=Instante)


VISTA = SQLModel.metadata.tables["vista"]
