"""The tables. They store; the domain validates and the constraints guard.

SQLAlchemy declares `__tablename__` as an attribute that is computed, which makes pyright refuse
the plain text that SQLModel's documentation asks for: hence the remarks beside it.
"""

from datetime import datetime

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    UniqueConstraint,
    false,
    literal_column,
    text,
)
from sqlmodel import Field, SQLModel

from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.rfc.rfc import GENERICOS
from clientes_app.storage.db import (
    tables_acceso,
    tables_calidad,
    tables_etiquetas,
    tables_presencia,
    tables_rechazos,
    tables_vistas,
)
from clientes_app.storage.db.column_types import CODIGO, ENTERO_LARGO, TEXTO, Instante, utc_now

VIVO = text("borrado_en IS NULL")


def _genericos() -> str:
    return ", ".join(f"'{rfc}'" for rfc in sorted(GENERICOS))


def _desempate(tabla: str = "") -> str:
    return f"(CASE WHEN {tabla}rfc IN ({_genericos()}) THEN {tabla}id ELSE 0 END)"


_GENERICO_SIN_DOBLE = text(f"borrado_en IS NULL AND rfc IN ({_genericos()}) AND NOT doble_anterior")

DESEMPATE = literal_column(_desempate("cliente."), ENTERO_LARGO)
"""What sets clients of one RFC apart: their id if it is a generic one, which many may have.

Of any other RFC it is 0, so that a unique index of both lets nobody have it twice. No parameters:
SQLite would not know the index by them.
"""


CON_ENVIO = (
    "(calle || numero_exterior || numero_interior || colonia || codigo_postal_envio || "
    "localidad || municipio || estado || pais || referencias) <> ''"
)
"""Whether a client has a «Dirección de envío», in the words of the index that knows them all."""

FILTER_INDEX = "ix_cliente_filtros"
FILTER_COLUMNS = frozenset({"regimen_fiscal", "uso_cfdi", "codigo_postal", "observaciones", "rfc"})
"""What one index knows together, so that filters by any of them read no row of a client.

The postal code stands first: states are stretches of it, and whatever else is asked lies evenly
along it, so that ten thousand of a common kind are found soon.
"""

_VIVO_CON_ENVIO = text(f"borrado_en IS NULL AND {CON_ENVIO}")


# Columns added later need a default of the database for the rows that are there.
_VACIO = {"server_default": ""}
_CERO = {"server_default": "0"}


def _id() -> Column[int]:
    return Column("id", ENTERO_LARGO, primary_key=True, autoincrement=True)


def _de_cuenta() -> Column[int]:
    return Column("cuenta_id", ENTERO_LARGO, ForeignKey("cuenta.id"), nullable=False)


def _orden(campo: str) -> Index:
    """Build the index along which the list is walked when it is sorted by that column."""
    for_lista = (f"ix_cliente_{campo}", "cuenta_id", campo, "id")
    return Index(*for_lista, sqlite_where=VIVO, postgresql_where=VIVO)


class Cuenta(SQLModel, table=True):
    """An account: one issuer's catalogue.

    `clientes` and `borrados` count its clients, in the list and in the papelera. They change in
    the transaction that changes a client, first thing; on PostgreSQL the row's lock thereby puts
    the writers of one account in a line, so that its revisions are committed in their order.
    `de_ejemplo`: its clients are invented, and the whole account may be removed.
    `cp_observado` is the postal code by which its clients of generic RFCs were last judged.
    `rfc_propio` is that of the business itself, which is no client in the invoices it issues.
    `cambios_de_etiquetas` counts how often its etiquetas themselves changed: no client did by that.
    `cambios_de_vistas` counts how often its views changed, and those of its members.
    """

    __tablename__ = "cuenta"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("nombre", name="uq_cuenta_nombre"),
        Index("uq_cuenta_nombre_corto", "nombre_corto", unique=True),
    )

    id: int | None = Field(default=None, sa_column=_id())
    nombre: str = Field(sa_type=TEXTO)
    nombre_corto: str = Field(sa_type=TEXTO, sa_column_kwargs=_VACIO)
    cp_expedicion: str = Field(default="", sa_type=TEXTO)
    rfc_propio: str = Field(default="", sa_type=TEXTO, sa_column_kwargs=_VACIO)
    clientes: int = 0
    borrados: int = 0
    de_ejemplo: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    cp_observado: str = Field(default="", sa_type=TEXTO, sa_column_kwargs=_VACIO)
    cambios_de_etiquetas: int = Field(default=0, sa_type=ENTERO_LARGO, sa_column_kwargs=_CERO)
    cambios_de_vistas: int = Field(default=0, sa_type=ENTERO_LARGO, sa_column_kwargs=_CERO)
    creada_en: datetime = Field(default_factory=utc_now, sa_type=Instante)


class NombreCorto(SQLModel, table=True):
    """A short name that an account has, or had: old addresses go on leading to it."""

    __tablename__ = "nombre_corto"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("ix_nombre_corto_cuenta", "cuenta_id"),)

    nombre: str = Field(sa_type=TEXTO, primary_key=True)
    cuenta_id: int = Field(sa_column=_de_cuenta())


class Cliente(SQLModel, table=True):
    """A client. `nombre_orden` and `busqueda` are made from the others (see `derived`).

    `proceso_id` is the load that created it, `borrado_proceso_id` the process that put it into the
    papelera: a load by its undoing, or an action; NULL when somebody did.
    `doble_anterior` marks one of a generic RFC that had the name of another before the database
    refused that: it was left as it is.
    `observaciones` is the bit mask of its kinds of trouble (`domain.observaciones`).
    `revision_dicha` is what the SAT's validator last said, `revision_en` when, and `revision_de` of
    which values; `revision_sat` is what of it holds for the present ones (`domain.revision_sat`).
    """

    __tablename__ = "cliente"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        # Guards the RFC and is the order by it, too: with another index for that a million clients
        # take a fifth longer to load. With the id in it PostgreSQL need not read rows.
        Index(
            "uq_cliente_rfc",
            "cuenta_id",
            "rfc",
            text(_desempate()),
            unique=True,
            sqlite_where=VIVO,
            postgresql_where=VIVO,
            postgresql_include=["id"],
        ),
        Index(
            "uq_cliente_generico",
            "cuenta_id",
            "rfc",
            "nombre_orden",
            unique=True,
            sqlite_where=_GENERICO_SIN_DOBLE,
            postgresql_where=_GENERICO_SIN_DOBLE,
        ),
        # What a row that names client and account refers to. The id stands first, so that nobody
        # walks it for the clients of an account.
        Index("uq_cliente_de_cuenta", "id", "cuenta_id", unique=True),
        Index(
            "ix_cliente_observaciones",
            "cuenta_id",
            "observaciones",
            sqlite_where=VIVO,
            postgresql_where=VIVO,
        ),
        Index(
            "ix_cliente_creado",
            "cuenta_id",
            "creado_en",
            sqlite_where=VIVO,
            postgresql_where=VIVO,
        ),
        *(
            _orden(campo)
            for campo in (
                "nombre_orden",
                "regimen_fiscal",
                "uso_cfdi",
                "email",
                "codigo_postal",
            )
        ),
        Index(
            "ix_cliente_borrado",
            "cuenta_id",
            "borrado_en",
            "id",
            sqlite_where=text("borrado_en IS NOT NULL"),
            postgresql_where=text("borrado_en IS NOT NULL"),
        ),
        Index(
            "ix_cliente_borrado_proceso",
            "cuenta_id",
            "borrado_proceso_id",
            "borrado_en",
            "id",
            sqlite_where=text("borrado_en IS NOT NULL"),
            postgresql_where=text("borrado_en IS NOT NULL"),
        ),
        Index(
            FILTER_INDEX,
            "cuenta_id",
            "codigo_postal",
            "regimen_fiscal",
            "uso_cfdi",
            "observaciones",
            "rfc",
            sqlite_where=VIVO,
            postgresql_where=VIVO,
            postgresql_include=["id"],
        ),
        Index(
            "ix_cliente_actualizado",
            "cuenta_id",
            "actualizado_en",
            "id",
            sqlite_where=VIVO,
            postgresql_where=VIVO,
        ),
        # Knows the figures of «Calidad» by itself: what the SAT said, beside the kinds of trouble.
        Index(
            "ix_cliente_revision",
            "cuenta_id",
            "revision_sat",
            "observaciones",
            "id",
            sqlite_where=VIVO,
            postgresql_where=VIVO,
        ),
        Index(
            "ix_cliente_envio",
            "cuenta_id",
            "id",
            sqlite_where=_VIVO_CON_ENVIO,
            postgresql_where=_VIVO_CON_ENVIO,
        ),
        Index(
            "ix_cliente_busqueda",
            "busqueda",
            postgresql_using="gin",
            postgresql_ops={"busqueda": "gin_trgm_ops"},
        ).ddl_if(dialect="postgresql"),
    )

    id: int | None = Field(default=None, sa_column=_id())
    cuenta_id: int = Field(sa_column=_de_cuenta())
    version: int = 1
    borrado_en: datetime | None = Field(default=None, sa_type=Instante)
    borrado_proceso_id: int | None = Field(default=None, sa_type=ENTERO_LARGO)
    nombre_orden: str = Field(sa_type=TEXTO)
    nombre: str = Field(sa_type=TEXTO)
    rfc: str = Field(sa_type=TEXTO)
    uso_cfdi: str = Field(sa_type=TEXTO)
    regimen_fiscal: str = Field(sa_type=TEXTO)
    email: str = Field(sa_type=TEXTO)
    email_adicional_1: str = Field(default="", sa_type=TEXTO)
    email_adicional_2: str = Field(default="", sa_type=TEXTO)
    codigo_postal: str = Field(sa_type=TEXTO)
    busqueda: str = Field(sa_type=TEXTO)
    calle: str = Field(default="", sa_type=TEXTO)
    numero_exterior: str = Field(default="", sa_type=TEXTO)
    numero_interior: str = Field(default="", sa_type=TEXTO)
    colonia: str = Field(default="", sa_type=TEXTO)
    codigo_postal_envio: str = Field(default="", sa_type=TEXTO)
    localidad: str = Field(default="", sa_type=TEXTO)
    municipio: str = Field(default="", sa_type=TEXTO)
    estado: str = Field(default="", sa_type=TEXTO)
    pais: str = Field(default="", sa_type=TEXTO)
    referencias: str = Field(default="", sa_type=TEXTO)
    residencia_fiscal: str = Field(default="", sa_type=TEXTO)
    num_reg_id_trib: str = Field(default="", sa_type=TEXTO)
    observaciones: int = Field(default=0, sa_column_kwargs=_CERO)
    revision_sat: str = Field(default="", sa_type=CODIGO, sa_column_kwargs=_VACIO)
    revision_dicha: str = Field(default="", sa_type=CODIGO, sa_column_kwargs=_VACIO)
    revision_de: str = Field(default="", sa_type=TEXTO, sa_column_kwargs=_VACIO)
    revision_en: datetime | None = Field(default=None, sa_type=Instante)
    proceso_id: int | None = Field(default=None, sa_type=ENTERO_LARGO)
    doble_anterior: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    creado_en: datetime = Field(default_factory=utc_now, sa_type=Instante)
    actualizado_en: datetime = Field(default_factory=utc_now, sa_type=Instante)


class Cambio(SQLModel, table=True):
    """One change of one client; its id is the revision of the account.

    `antes` and `despues` are JSON objects of field to text: for an «alta» `despues` holds what is
    not blank, for an «edicion» both hold the fields that changed, for «etiquetas» those that were
    put on or taken off (`domain.etiquetas`), else both are empty.
    A change that takes back what a process did has the number of that process, and in
    `deshace_version` the version of the client that the process made.
    """

    __tablename__ = "cambio"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("uq_cambio_version", "cliente_id", "version", unique=True),
        Index("ix_cambio_revision", "cuenta_id", "id"),
        Index(
            "ix_cambio_proceso",
            "proceso_id",
            "id",
            sqlite_where=text("proceso_id IS NOT NULL"),
            postgresql_where=text("proceso_id IS NOT NULL"),
        ),
        # Who changed whom by hand; of a load one asks by its number.
        Index(
            "ix_cambio_quien",
            "cuenta_id",
            "quien",
            "cliente_id",
            sqlite_where=text("proceso_id IS NULL"),
            postgresql_where=text("proceso_id IS NULL"),
        ),
        # A revision is never given twice, even if the newest rows were removed one day.
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, sa_column=_id())
    cuenta_id: int = Field(sa_column=_de_cuenta())
    cliente_id: int = Field(
        sa_column=Column("cliente_id", ENTERO_LARGO, ForeignKey("cliente.id"), nullable=False),
    )
    version: int
    accion: str = Field(sa_type=CODIGO)
    origen: str = Field(sa_type=CODIGO)
    quien: str = Field(sa_type=TEXTO)
    usuario_id: int | None = Field(default=None, sa_type=ENTERO_LARGO)
    proceso_id: int | None = Field(default=None, sa_type=ENTERO_LARGO)
    deshace_version: int | None = None
    antes: str = Field(default="{}", sa_type=TEXTO)
    despues: str = Field(default="{}", sa_type=TEXTO)
    creado_en: datetime = Field(default_factory=utc_now, sa_type=Instante)


class Proceso(SQLModel, table=True):
    """A bulk load, or an action on many clients: how far it is, and what came of it.

    Of an action `accion` is the code, `accion_valor` the key that it sets, `archivo` its title, and
    the pieces hold the ids of the chosen clients in place of a file; lines are places among them.
    `accion_revision` is the account's revision that whoever asked for it had seen, 0 for any.

    `arreglos` are the mends that all names of the file are given, parted by commas.

    `linea_hecha` is the last line of the file that is stored, `filas_hechas` counts the rows up to
    it; both change in the transaction that stores those rows. `run_token` is that of the last run
    that was dispatched, which alone may write; `intentos` counts the dispatches without progress.
    `corregidos` counts the refused rows that somebody mended on the page afterwards.
    `vista_previa` is JSON. `documento` says from which documents of the SAT the pieces are the
    table, "" while they are the file as it was uploaded; `leido` is how much of a file the preview
    has read, in percent. `deshacer` says that undoing was asked for, by `deshace_quien` from
    `deshace_origen`; `deshace_en` is when, and once it is through, when that was. Undoing has put
    `borrados` clients into the papelera, given `restaurados` their former data, and left `dejados`
    as they are.
    """

    __tablename__ = "proceso"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_proceso_cuenta", "cuenta_id", "id"),
        Index("ix_proceso_estado", "estado", "id"),
        Index("ix_proceso_sha256", "cuenta_id", "sha256"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, sa_column=_id())
    cuenta_id: int = Field(sa_column=_de_cuenta())
    archivo: str = Field(sa_type=TEXTO)
    tamano: int = Field(default=0, sa_type=ENTERO_LARGO)
    sha256: str = Field(default="", sa_type=TEXTO)
    estado: str = Field(default="recibido", sa_type=CODIGO)
    existentes: str = Field(default="actualizar", sa_type=CODIGO)
    blancos: str = Field(default="conservar", sa_type=CODIGO)
    quien: str = Field(sa_type=TEXTO)
    usuario_id: int | None = Field(default=None, sa_type=ENTERO_LARGO)
    origen: str = Field(sa_type=CODIGO)
    codificacion: str = Field(default="", sa_type=CODIGO)
    delimitador: str = Field(default="", sa_type=CODIGO)
    filas: int = 0
    filas_hechas: int = 0
    linea_hecha: int = 0
    creados: int = 0
    actualizados: int = 0
    iguales: int = 0
    rechazados: int = 0
    corregidos: int = Field(default=0, sa_column_kwargs=_CERO)
    motivo_codigo: str = Field(default="", sa_type=CODIGO)
    motivo_mensaje: str = Field(default="", sa_type=TEXTO)
    vista_previa: str | None = Field(default=None, sa_type=TEXTO)
    documento: str = Field(default="", sa_type=CODIGO, sa_column_kwargs=_VACIO)
    leido: int = Field(default=0, sa_column_kwargs=_CERO)
    intentos: int = 0
    run_token: str | None = Field(default=None, sa_type=TEXTO)
    cancelar: bool = False
    deshacer: bool = False
    deshace_quien: str = Field(default="", sa_type=TEXTO, sa_column_kwargs=_VACIO)
    deshace_origen: str = Field(default="", sa_type=CODIGO, sa_column_kwargs=_VACIO)
    deshace_usuario_id: int | None = Field(default=None, sa_type=ENTERO_LARGO)
    deshace_en: datetime | None = Field(default=None, sa_type=Instante)
    borrados: int = Field(default=0, sa_column_kwargs=_CERO)
    restaurados: int = Field(default=0, sa_column_kwargs=_CERO)
    dejados: int = Field(default=0, sa_column_kwargs=_CERO)
    accion: str = Field(default="", sa_type=CODIGO, sa_column_kwargs=_VACIO)
    accion_valor: str = Field(default="", sa_type=TEXTO, sa_column_kwargs=_VACIO)
    accion_revision: int = Field(default=0, sa_type=ENTERO_LARGO, sa_column_kwargs=_CERO)
    arreglos: str = Field(default="", sa_type=TEXTO, sa_column_kwargs=_VACIO)
    creado_en: datetime = Field(default_factory=utc_now, sa_type=Instante)
    iniciado_en: datetime | None = Field(default=None, sa_type=Instante)
    terminado_en: datetime | None = Field(default=None, sa_type=Instante)


def _de_proceso(*, primaria: bool = False) -> Column[int]:
    proceso = ForeignKey("proceso.id", ondelete="CASCADE")
    return Column("proceso_id", ENTERO_LARGO, proceso, nullable=False, primary_key=primaria)


class ProcesoPieza(SQLModel, table=True):
    """A compressed piece of the uploaded file, numbered from 0."""

    __tablename__ = "proceso_pieza"  # pyright: ignore[reportAssignmentType]

    proceso_id: int = Field(sa_column=_de_proceso(primaria=True))
    orden: int = Field(primary_key=True)
    cuenta_id: int = Field(sa_column=_de_cuenta())
    contenido: bytes = Field(sa_type=LargeBinary)


class ProcesoProblema(SQLModel, table=True):
    """One finding in one row of the file; `columna` is a label of the template or NULL."""

    __tablename__ = "proceso_problema"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_proceso_problema_linea", "proceso_id", "linea", "id"),
        Index("ix_proceso_problema_clase", "proceso_id", "gravedad", "columna", "codigo", "id"),
    )

    id: int | None = Field(default=None, sa_column=_id())
    cuenta_id: int = Field(sa_column=_de_cuenta())
    proceso_id: int = Field(sa_column=_de_proceso())
    linea: int
    columna: str | None = Field(default=None, sa_type=TEXTO)
    valor: str = Field(default="", sa_type=TEXTO)
    gravedad: str = Field(sa_type=CODIGO)
    codigo: str = Field(sa_type=CODIGO)
    mensaje: str = Field(sa_type=TEXTO)
    sugerencia: str = Field(default="", sa_type=TEXTO)
    sat: str = Field(default="", sa_type=CODIGO, sa_column_kwargs=_VACIO)


METADATA = tables_acceso.METADATA
"""All tables, those of users, presence, quality, etiquetas, views and refused rows too."""

PRESENCIA = tables_presencia.PRESENCIA
REGLAS = tables_calidad.REGLAS
DISTINTOS = tables_calidad.DISTINTOS
DUPLICADOS = tables_calidad.DUPLICADOS
ETIQUETA = tables_etiquetas.ETIQUETA
CLIENTE_ETIQUETA = tables_etiquetas.CLIENTE_ETIQUETA
UNION = tables_calidad.UNION
UNIDO = tables_calidad.UNIDO
PROCESO_RECHAZO = tables_rechazos.PROCESO_RECHAZO
VISTA = tables_vistas.VISTA


def tabla(nombre: str) -> Table:
    """Return a table for queries on the level of Core."""
    return METADATA.tables[nombre]


CUENTA = tabla("cuenta")
NOMBRE_CORTO = tabla("nombre_corto")
CLIENTE = tabla("cliente")
CAMBIO = tabla("cambio")
PROCESO = tabla("proceso")
PROCESO_PIEZA = tabla("proceso_pieza")
PROCESO_PROBLEMA = tabla("proceso_problema")

COLUMNAS_DE_CAMPOS = tuple(CLIENTE.c[campo] for campo in CAMPOS)
"""The twenty fields of the template, in its order."""
