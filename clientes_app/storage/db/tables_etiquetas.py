"""The tables of etiquetas: those of an account, and which clients have them."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Index, text
from sqlmodel import Field, SQLModel

from clientes_app.storage.db.column_types import CODIGO, ENTERO_LARGO, TEXTO, Instante, utc_now

_EN_USO = text("borrada_en IS NULL")


def _de_cuenta() -> Column[int]:
    return Column("cuenta_id", ENTERO_LARGO, ForeignKey("cuenta.id"), nullable=False)


def _clave(nombre: str) -> Column[int]:
    return Column(nombre, ENTERO_LARGO, primary_key=True, autoincrement=False)


class Etiqueta(SQLModel, table=True):
    """A short word with a colour; `clave` is its name folded, which an account has once.

    One that was deleted keeps its row and its clients, so that it can come back with them.
    """

    __tablename__ = "etiqueta"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "uq_etiqueta_clave",
            "cuenta_id",
            "clave",
            unique=True,
            sqlite_where=_EN_USO,
            postgresql_where=_EN_USO,
        ),
        # What a row of `cliente_etiqueta` refers to, so that it is of the same account.
        Index("uq_etiqueta_de_cuenta", "id", "cuenta_id", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(
        default=None, sa_column=Column("id", ENTERO_LARGO, primary_key=True, autoincrement=True)
    )
    cuenta_id: int = Field(sa_column=_de_cuenta())
    nombre: str = Field(sa_type=TEXTO)
    clave: str = Field(sa_type=TEXTO)
    color: str = Field(sa_type=CODIGO)
    creada_en: datetime = Field(default_factory=utc_now, sa_type=Instante)
    borrada_en: datetime | None = Field(default=None, sa_type=Instante)


class ClienteEtiqueta(SQLModel, table=True):
    """A client has an etiqueta. Both are of the account that the row names."""

    __tablename__ = "cliente_etiqueta"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        ForeignKeyConstraint(
            ["cliente_id", "cuenta_id"],
            ["cliente.id", "cliente.cuenta_id"],
            name="fk_cliente_etiqueta_cliente",
        ),
        ForeignKeyConstraint(
            ["etiqueta_id", "cuenta_id"],
            ["etiqueta.id", "etiqueta.cuenta_id"],
            name="fk_cliente_etiqueta_etiqueta",
        ),
        Index("ix_cliente_etiqueta", "cuenta_id", "etiqueta_id", "cliente_id"),
    )

    cliente_id: int = Field(sa_column=_clave("cliente_id"))
    etiqueta_id: int = Field(sa_column=_clave("etiqueta_id"))
    cuenta_id: int = Field(sa_column=_de_cuenta())


_TABLAS = SQLModel.metadata.tables
ETIQUETA = _TABLAS["etiqueta"]
CLIENTE_ETIQUETA = _TABLAS["cliente_etiqueta"]
