"""The uploaded files, piece by piece."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.tables import PROCESO, PROCESO_PIEZA


class ArchivoRepository:
    """The files of one account."""

    def __init__(self, tx: Session, cuenta_id: int) -> None:
        """Bind it to an account."""
        self._tx = tx
        self._cuenta_id = cuenta_id

    def crear(self, *, archivo: str, quien: str, origen: str) -> int:
        """Open a process for a file whose bytes are still to come; return its id."""
        resultado = self._tx.execute(
            insert(PROCESO)
            .values(
                cuenta_id=self._cuenta_id,
                archivo=archivo,
                quien=quien,
                origen=origen,
                creado_en=utc_now(),
            )
            .returning(PROCESO.c.id)
        )
        return int(resultado.scalar_one())

    def agregar_pieza(self, proceso_id: int, *, orden: int, contenido: bytes) -> None:
        """Store the piece number `orden`, compressed."""
        self._tx.execute(
            insert(PROCESO_PIEZA).values(
                proceso_id=proceso_id,
                orden=orden,
                cuenta_id=self._cuenta_id,
                contenido=contenido,
            )
        )

    def completar(self, proceso_id: int, *, tamano: int, sha256: str) -> None:
        """Say that the file is whole: its size in bytes, its SHA-256."""
        self._tx.execute(
            update(PROCESO)
            .where(PROCESO.c.id == proceso_id, PROCESO.c.cuenta_id == self._cuenta_id)
            .values(tamano=tamano, sha256=sha256)
        )

    def eliminar(self, proceso_id: int) -> bool:
        """Remove a file that was never started, with all that hangs on it; whether it was there."""
        resultado = self._tx.execute(
            delete(PROCESO)
            .where(
                PROCESO.c.id == proceso_id,
                PROCESO.c.cuenta_id == self._cuenta_id,
                PROCESO.c.estado == "recibido",
            )
            .returning(PROCESO.c.id)
        )
        return resultado.first() is not None

    def reemplazar(
        self,
        proceso_id: int,
        *,
        piezas: Sequence[bytes],
        documento: str,
        tamano: int | None = None,
    ) -> None:
        """Put the table of a document into its place: `piezas` compressed, of `tamano` bytes.

        Without a `tamano` the process goes on telling how large its file was.
        """
        self.vaciar(proceso_id)
        for orden, contenido in enumerate(piezas):
            self.agregar_pieza(proceso_id, orden=orden, contenido=contenido)
        self._tx.execute(
            update(PROCESO)
            .where(PROCESO.c.id == proceso_id, PROCESO.c.cuenta_id == self._cuenta_id)
            .values({"documento": documento} | ({} if tamano is None else {"tamano": tamano}))
        )

    def vaciar(self, proceso_id: int) -> None:
        """Remove the bytes of a file and keep its process."""
        self._tx.execute(
            delete(PROCESO_PIEZA).where(
                PROCESO_PIEZA.c.proceso_id == proceso_id,
                PROCESO_PIEZA.c.cuenta_id == self._cuenta_id,
            )
        )

    def pieza(self, proceso_id: int, orden: int) -> bytes | None:
        """Return the piece number `orden` as it is stored, or None behind the last one."""
        contenido = self._tx.execute(
            select(PROCESO_PIEZA.c.contenido).where(
                PROCESO_PIEZA.c.proceso_id == proceso_id,
                PROCESO_PIEZA.c.cuenta_id == self._cuenta_id,
                PROCESO_PIEZA.c.orden == orden,
            )
        ).scalar_one_or_none()
        return None if contenido is None else bytes(contenido)

    def nombre_y_documento(self, proceso_id: int) -> tuple[str, str]:
        """Return what an uploaded file is called, and which document it was, "" for none."""
        fila = self._tx.execute(
            select(PROCESO.c.archivo, PROCESO.c.documento).where(
                PROCESO.c.id == proceso_id, PROCESO.c.cuenta_id == self._cuenta_id
            )
        ).one_or_none()
        return ("", "") if fila is None else (fila.archivo, fila.documento)

    def tamano(self, proceso_id: int) -> int | None:
        """Return the size of a file in bytes, or None when there is no such load."""
        tamano = self._tx.execute(
            select(PROCESO.c.tamano).where(
                PROCESO.c.id == proceso_id,
                PROCESO.c.cuenta_id == self._cuenta_id,
                PROCESO.c.accion == "",
            )
        ).scalar_one_or_none()
        return None if tamano is None else int(tamano)
