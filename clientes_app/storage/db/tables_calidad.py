"""The tables of «Calidad»: by which rules clients were judged, who may be whom, who was joined."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index
from sqlmodel import Field, SQLModel

from clientes_app.storage.db.column_types import CODIGO, ENTERO_LARGO, TEXTO, Instante, utc_now


def _de_cuenta(*, primaria: bool = False) -> Column[int]:
    cuenta = ForeignKey("cuenta.id")
    return Column("cuenta_id", ENTERO_LARGO, cuenta, nullable=False, primary_key=primaria)


def _cliente(nombre: str) -> Column[int]:
    cliente = ForeignKey("cliente.id")
    return Column(nombre, ENTERO_LARGO, cliente, nullable=False, primary_key=True)


class ReglasAplicadas(SQLModel, table=True):
    """One row: `version` of the rules by which `cliente.observaciones` were all computed.

    While they are computed anew that is by `en_curso` ("" while they are not), and done for the
    clients up to the id `hasta`.
    """

    __tablename__ = "reglas"  # pyright: ignore[reportAssignmentType]

    id: int = Field(primary_key=True)
    version: str = Field(default="", sa_type=CODIGO)
    en_curso: str = Field(default="", sa_type=CODIGO)
    hasta: int = Field(default=0, sa_type=ENTERO_LARGO)


class ClientesDistintos(SQLModel, table=True):
    """Two clients of whom somebody said «No son el mismo»; `uno_id` is the smaller id."""

    __tablename__ = "distintos"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("ix_distintos_cuenta", "cuenta_id"),)

    uno_id: int = Field(sa_column=_cliente("uno_id"))
    otro_id: int = Field(sa_column=_cliente("otro_id"))
    cuenta_id: int = Field(sa_column=_de_cuenta())
    quien: str = Field(sa_type=TEXTO)
    usuario_id: int | None = Field(default=None, sa_type=ENTERO_LARGO)
    creado_en: datetime = Field(default_factory=utc_now, sa_type=Instante)


class DuplicadosHallados(SQLModel, table=True):
    """The possible duplicates of an account, as they were at a revision of it.

    `grupos` is a JSON array of [reason, [ids of clients]], the most alike first.
    """

    __tablename__ = "duplicados"  # pyright: ignore[reportAssignmentType]

    cuenta_id: int = Field(sa_column=_de_cuenta(primaria=True))
    revision: int = Field(sa_type=ENTERO_LARGO)
    grupos: str = Field(sa_type=TEXTO)


class UnionDeClientes(SQLModel, table=True):
    """Clients that were joined into the one that stays, `queda_id`.

    `version` is the one that this client got by it, `version_de_etiquetas` the one by which it got
    others' etiquetas, if it did. `separada_en` is when it was taken back.
    """

    __tablename__ = "union_de_clientes"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_union_cuenta", "cuenta_id", "id"),
        Index("uq_union_version", "queda_id", "version", unique=True),
    )

    id: int | None = Field(
        default=None,
        sa_column=Column("id", ENTERO_LARGO, primary_key=True, autoincrement=True),
    )
    cuenta_id: int = Field(sa_column=_de_cuenta())
    queda_id: int = Field(
        sa_column=Column("queda_id", ENTERO_LARGO, ForeignKey("cliente.id"), nullable=False)
    )
    version: int
    version_de_etiquetas: int | None = None
    quien: str = Field(sa_type=TEXTO)
    origen: str = Field(sa_type=CODIGO)
    usuario_id: int | None = Field(default=None, sa_type=ENTERO_LARGO)
    creada_en: datetime = Field(default_factory=utc_now, sa_type=Instante)
    separada_en: datetime | None = Field(default=None, sa_type=Instante)


class ClienteUnido(SQLModel, table=True):
    """A client that a union put into the papelera; `version` is the one that it got by that."""

    __tablename__ = "cliente_unido"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_cliente_unido_cuenta", "cuenta_id"),
        Index("uq_cliente_unido_version", "cliente_id", "version", unique=True),
    )

    union_id: int = Field(
        sa_column=Column(
            "union_id",
            ENTERO_LARGO,
            ForeignKey("union_de_clientes.id"),
            nullable=False,
            primary_key=True,
        )
    )
    cliente_id: int = Field(sa_column=_cliente("cliente_id"))
    cuenta_id: int = Field(sa_column=_de_cuenta())
    version: int


_TABLAS = SQLModel.metadata.tables
REGLAS = _TABLAS["reglas"]
DISTINTOS = _TABLAS["distintos"]
DUPLICADOS = _TABLAS["duplicados"]
UNION = _TABLAS["union_de_clientes"]
UNIDO = _TABLAS["cliente_unido"]
METADATA = SQLModel.metadata
