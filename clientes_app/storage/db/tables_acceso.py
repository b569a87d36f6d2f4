"""The tables of users: who there is, what they may do in which account, and their sessions.

A secret (password, token of a session or of a link) is never here, only what proves it.
"""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from clientes_app.storage.db.column_types import CODIGO, ENTERO_LARGO, TEXTO, Instante, utc_now

# A number that a closed session had would be taken for it by whoever remembers the number.
_SIN_REPETIR = {"sqlite_autoincrement": True}


def _id() -> Column[int]:
    return Column("id", ENTERO_LARGO, primary_key=True, autoincrement=True)


def _de(tabla: str, columna: str, *, primaria: bool = False, nula: bool = False) -> Column[int]:
    return Column(
        columna,
        ENTERO_LARGO,
        ForeignKey(f"{tabla}.id"),
        primary_key=primaria,
        autoincrement=False,
        nullable=nula,
    )


class Usuario(SQLModel, table=True):
    """Somebody who signs in. `clave` is an argon2id hash, or "" until a password is set.

    `aspecto` is how they see the list (`domain.aspecto`), in each of their accounts.
    """

    __tablename__ = "usuario"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("email", name="uq_usuario_email"),)

    id: int | None = Field(default=None, sa_column=_id())
    email: str = Field(sa_type=TEXTO)
    nombre: str = Field(sa_type=TEXTO)
    # What names that look alike have in common.
    nombre_plegado: str = Field(default="", sa_type=TEXTO)
    clave: str = Field(default="", sa_type=TEXTO)
    creado_en: datetime = Field(default_factory=utc_now, sa_type=Instante)
    aspecto: str = Field(default="", sa_type=TEXTO, sa_column_kwargs={"server_default": ""})


class Membresia(SQLModel, table=True):
    """A user in an account. `usada_en` is when they were last seen in it."""

    __tablename__ = "membresia"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("ix_membresia_cuenta", "cuenta_id"),)

    usuario_id: int = Field(sa_column=_de("usuario", "usuario_id", primaria=True))
    cuenta_id: int = Field(sa_column=_de("cuenta", "cuenta_id", primaria=True))
    rol: str = Field(sa_type=CODIGO)
    creada_en: datetime = Field(default_factory=utc_now, sa_type=Instante)
    usada_en: datetime | None = Field(default=None, sa_type=Instante)


class Sesion(SQLModel, table=True):
    """A browser that is signed in; `huella` is the SHA-256 of its token, in hexadecimal."""

    __tablename__ = "sesion"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("huella", name="uq_sesion_huella"),
        Index("ix_sesion_usuario", "usuario_id"),
        _SIN_REPETIR,
    )

    id: int | None = Field(default=None, sa_column=_id())
    huella: str = Field(sa_type=TEXTO)
    usuario_id: int = Field(sa_column=_de("usuario", "usuario_id"))
    creada_en: datetime = Field(default_factory=utc_now, sa_type=Instante)
    usada_en: datetime = Field(default_factory=utc_now, sa_type=Instante)
    vence_en: datetime = Field(sa_type=Instante)
    agente: str = Field(default="", sa_type=TEXTO)


class Navegador(SQLModel, table=True):
    """A browser in which a user has signed in; `huella` is the SHA-256 of the token it has now."""

    __tablename__ = "navegador"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("huella", "usuario_id", name="uq_navegador_huella"),
        Index("ix_navegador_usuario", "usuario_id"),
        _SIN_REPETIR,
    )

    id: int | None = Field(default=None, sa_column=_id())
    huella: str = Field(sa_type=TEXTO)
    usuario_id: int = Field(sa_column=_de("usuario", "usuario_id"))
    usado_en: datetime = Field(default_factory=utc_now, sa_type=Instante)


class Enlace(SQLModel, table=True):
    """A one-time link; `huella` is the SHA-256 of its token.

    `cuenta_id` is the account that an invitation is for, or whose owner made a reset link;
    `creado_por` is NULL for the program itself and for the command line.
    """

    __tablename__ = "enlace"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("huella", name="uq_enlace_huella"),
        Index("ix_enlace_cuenta", "cuenta_id"),
        Index("ix_enlace_usuario", "usuario_id"),
        _SIN_REPETIR,
    )

    id: int | None = Field(default=None, sa_column=_id())
    huella: str = Field(sa_type=TEXTO)
    tipo: str = Field(sa_type=CODIGO)
    usuario_id: int | None = Field(default=None, sa_column=_de("usuario", "usuario_id", nula=True))
    cuenta_id: int | None = Field(default=None, sa_column=_de("cuenta", "cuenta_id", nula=True))
    email: str = Field(default="", sa_type=TEXTO)
    rol: str = Field(default="", sa_type=CODIGO)
    creado_por: int | None = Field(default=None, sa_column=_de("usuario", "creado_por", nula=True))
    creado_en: datetime = Field(default_factory=utc_now, sa_type=Instante)
    vence_en: datetime = Field(sa_type=Instante)
    usado_en: datetime | None = Field(default=None, sa_type=Instante)


class Intento(SQLModel, table=True):
    """Failed tries at one user, of one address or of one known browser.

    `clave` is the SHA-256 of who tries what.
    """

    __tablename__ = "intento"  # pyright: ignore[reportAssignmentType]

    clave: str = Field(sa_type=TEXTO, primary_key=True)
    fallos: int = 0
    ultimo_en: datetime = Field(default_factory=utc_now, sa_type=Instante)
    bloqueado_hasta: datetime = Field(default_factory=utc_now, sa_type=Instante)


class Autoridad(SQLModel, table=True):
    """One row: how many times somebody's authority changed, since the beginning.

    `ultima_cuenta` is the highest id that an account had: that of one that was removed is not given
    again, since a tab may still be open in it.
    """

    __tablename__ = "autoridad"  # pyright: ignore[reportAssignmentType]

    id: int = Field(primary_key=True)
    revision: int = Field(default=0, sa_type=ENTERO_LARGO)
    ultima_cuenta: int = Field(
        default=0, sa_type=ENTERO_LARGO, sa_column_kwargs={"server_default": "0"}
    )


_TABLAS = SQLModel.metadata.tables
USUARIO = _TABLAS["usuario"]
MEMBRESIA = _TABLAS["membresia"]
SESION = _TABLAS["sesion"]
NAVEGADOR = _TABLAS["navegador"]
ENLACE = _TABLAS["enlace"]
INTENTO = _TABLAS["intento"]
AUTORIDAD = _TABLAS["autoridad"]
METADATA = SQLModel.metadata
