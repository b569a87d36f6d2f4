"""What was found in the rows of an uploaded file: problems and refused rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, Delete, Table, and_, delete, func, select
from sqlalchemy.orm import Session

from clientes_app.storage.db.bulk_insert import insertar
from clientes_app.storage.db.tables import PROCESO, PROCESO_PROBLEMA, PROCESO_RECHAZO

_POR_LECTURA = 2_000


class FilaDeProblema(NamedTuple):
    """One finding as it is stored; `columna` is a label of the template or None.

    `sat` is the code of the SAT's error matrix, "" where it has none.
    """

    linea: int
    columna: str | None
    valor: str
    gravedad: str
    codigo: str
    mensaje: str
    sugerencia: str
    sat: str = ""


_COLUMNAS_DE_PROBLEMA = tuple(PROCESO_PROBLEMA.c[campo] for campo in FilaDeProblema._fields)


class FilaRechazada(NamedTuple):
    """A refused row: its values as a JSON array, and why in one text."""

    linea: int
    valores: str
    errores: str


@dataclass(frozen=True, slots=True)
class FiltroDeProblemas:
    """Which findings are meant; None means any. `columna` "" means those of the row as such."""

    columna: str | None = None
    codigo: str | None = None
    gravedad: str | None = None


class HallazgoRepository:
    """The findings of the processes of one account."""

    def __init__(self, tx: Session, cuenta_id: int) -> None:
        """Bind it to an account."""
        self._tx = tx
        self._cuenta_id = cuenta_id

    def borrar(self, proceso_id: int, *, desde: int = 0) -> None:
        """Forget the findings and the refused rows of the lines from `desde` on."""
        self.borrar_problemas(proceso_id, desde=desde)
        self.borrar_rechazos(proceso_id, desde=desde)

    def borrar_problemas(
        self,
        proceso_id: int,
        *,
        desde: int,
        hasta: int | None = None,
        dichos_hasta: int | None = None,
    ) -> None:
        """Forget the findings of the lines from `desde` to `hasta`, both included.

        With `dichos_hasta`, what `ultimo_dicho` said once, only those that were there then.
        """
        orden = self._borrado(PROCESO_PROBLEMA, proceso_id, desde)
        if hasta is not None:
            orden = orden.where(PROCESO_PROBLEMA.c.linea <= hasta)
        if dichos_hasta is not None:
            orden = orden.where(PROCESO_PROBLEMA.c.id <= dichos_hasta)
        self._tx.execute(orden)

    def borrar_rechazos(self, proceso_id: int, *, desde: int) -> None:
        """Forget the refused rows of the lines from `desde` on."""
        self._tx.execute(self._borrado(PROCESO_RECHAZO, proceso_id, desde))

    def _borrado(self, tabla: Table, proceso_id: int, desde: int) -> Delete:
        return delete(tabla).where(
            tabla.c.proceso_id == proceso_id,
            tabla.c.cuenta_id == self._cuenta_id,
            tabla.c.linea >= desde,
        )

    def ultimo_dicho(self) -> int:
        """Return a number that tells the findings stored so far from those still to come."""
        ultimo = select(func.coalesce(func.max(PROCESO_PROBLEMA.c.id), 0))
        return int(self._tx.execute(ultimo).scalar_one())

    def agregar_problemas(self, proceso_id: int, filas: Sequence[FilaDeProblema]) -> None:
        """Store findings, many at once."""
        columnas = (*FilaDeProblema._fields, "cuenta_id", "proceso_id")
        insertar(self._tx, "proceso_problema", columnas, filas, (self._cuenta_id, proceso_id))

    def agregar_rechazos(self, proceso_id: int, filas: Sequence[FilaRechazada]) -> None:
        """Store refused rows, many at once."""
        columnas = (*FilaRechazada._fields, "cuenta_id", "proceso_id")
        insertar(self._tx, "proceso_rechazo", columnas, filas, (self._cuenta_id, proceso_id))

    def pagina(
        self, proceso_id: int, filtro: FiltroDeProblemas, *, desde: int, cuantos: int
    ) -> list[FilaDeProblema]:
        """Return findings in the order of the file, `cuantos` of them after the first `desde`."""
        t = PROCESO_PROBLEMA.c
        consulta = select(*_COLUMNAS_DE_PROBLEMA)
        filas = self._tx.execute(
            consulta.where(self._condicion(proceso_id, filtro))
            .order_by(t.linea, t.id)
            .offset(desde)
            .limit(cuantos)
        )
        return [FilaDeProblema(*fila) for fila in filas]

    def contar(self, proceso_id: int, filtro: FiltroDeProblemas) -> int:
        """Return how many findings the filter leaves."""
        consulta = (
            select(func.count())
            .select_from(PROCESO_PROBLEMA)
            .where(self._condicion(proceso_id, filtro))
        )
        return int(self._tx.execute(consulta).scalar_one())

    def grupos(self, proceso_id: int) -> list[tuple[str | None, str, str, int]]:
        """Return (column, code, weight, how many), the most frequent first."""
        t = PROCESO_PROBLEMA.c
        cuantos = func.count().label("cuantos")
        filas = self._tx.execute(
            select(t.columna, t.codigo, t.gravedad, cuantos)
            .where(self._condicion(proceso_id, FiltroDeProblemas()))
            .group_by(t.gravedad, t.columna, t.codigo)
            .order_by(cuantos.desc(), t.codigo, t.columna)
        )
        return [(columna, codigo, gravedad, n) for columna, codigo, gravedad, n in filas]

    def rechazos(self, proceso_id: int, *, despues_de: int) -> list[FilaRechazada]:
        """Return the next refused rows behind a line, in their order, that nobody mended."""
        t = PROCESO_RECHAZO.c
        filas = self._tx.execute(
            select(t.linea, t.valores, t.errores)
            .where(
                t.proceso_id == proceso_id,
                t.cuenta_id == self._cuenta_id,
                t.linea > despues_de,
                t.corregido_en.is_(None),
            )
            .order_by(t.linea)
            .limit(_POR_LECTURA)
        )
        return [FilaRechazada(*fila) for fila in filas]

    def todos(self, proceso_id: int) -> Iterator[FilaDeProblema]:
        """Yield every finding in the order of the file."""
        t = PROCESO_PROBLEMA.c
        consulta = select(*_COLUMNAS_DE_PROBLEMA)
        filas = self._tx.execute(
            consulta.where(self._condicion(proceso_id, FiltroDeProblemas())).order_by(
                t.linea, t.id
            ),
            execution_options={"yield_per": _POR_LECTURA},
        )
        for fila in filas:
            yield FilaDeProblema(*fila)

    def _condicion(self, proceso_id: int, filtro: FiltroDeProblemas) -> ColumnElement[bool]:
        t = PROCESO_PROBLEMA.c
        # The account is asked of the process: so counting needs the index alone and no row, which
        # for a file of 100,000 faulty rows is what makes its page quick.
        suyo = select(PROCESO.c.id).where(
            PROCESO.c.id == proceso_id, PROCESO.c.cuenta_id == self._cuenta_id
        )
        condiciones = [t.proceso_id == suyo.scalar_subquery()]
        if filtro.columna is not None:
            igual = t.columna == filtro.columna if filtro.columna else t.columna.is_(None)
            condiciones.append(igual)
        if filtro.codigo is not None:
            condiciones.append(t.codigo == filtro.codigo)
        if filtro.gravedad is not None:
            condiciones.append(t.gravedad == filtro.gravedad)
        return and_(*condiciones)
