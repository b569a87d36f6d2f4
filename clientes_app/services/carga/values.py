"""What the services of a bulk load hand out: values, free of the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal


class Estado(StrEnum):
    """Where a process stands, as it is stored; its Spanish label is made at the edge.

    RECIBIDO is a file that was uploaded and not started; it is not listed.
    """

    RECIBIDO = "recibido"
    EN_ESPERA = "en_espera"
    PROCESANDO = "procesando"
    TERMINADO = "terminado"
    TERMINADO_CON_RECHAZOS = "terminado_con_rechazos"
    NO_CARGADO = "no_cargado"
    CANCELADO = "cancelado"
    DESHECHO = "deshecho"


TERMINALES = frozenset(
    {
        Estado.TERMINADO,
        Estado.TERMINADO_CON_RECHAZOS,
        Estado.NO_CARGADO,
        Estado.CANCELADO,
        Estado.DESHECHO,
    }
)

ETIQUETAS: Mapping[Estado, str] = {
    Estado.RECIBIDO: "Recibido",
    Estado.EN_ESPERA: "En espera",
    Estado.PROCESANDO: "Procesando",
    Estado.TERMINADO: "Terminado",
    Estado.TERMINADO_CON_RECHAZOS: "Terminado con rechazos",
    Estado.NO_CARGADO: "No cargado",
    Estado.CANCELADO: "Cancelado",
    Estado.DESHECHO: "Deshecho",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcesoGuardado:
    """One process as the list of processes shows it.

    `filas` is what the file holds (0 while it is not known), `filas_hechas` what is
    done of it; once ended, `filas` is the sum of the four counts, in which a row that
    was passed over («Omitir», or said twice in the file) counts as equal.
    """

    id: int
    archivo: str
    tamano: int
    estado: Estado
    existentes: str
    blancos: str
    quien: str
    origen: str
    codificacion: str
    delimitador: str
    filas: int
    filas_hechas: int
    creados: int
    actualizados: int
    iguales: int
    rechazados: int
    motivo_codigo: str
    motivo_mensaje: str
    cancelando: bool
    deshaciendo: bool
    creado_en: datetime
    iniciado_en: datetime | None
    terminado_en: datetime | None

    @property
    def etiqueta(self) -> str:
        """The state in the words of the page."""
        return ETIQUETAS[self.estado]

    @property
    def ha_terminado(self) -> bool:
        """Whether nothing more happens by itself."""
        return self.estado in TERMINALES

    @property
    def avance(self) -> float:
        """What is done, from 0 to 1."""
        if self.ha_terminado:
            return 1.0
        return min(1.0, self.filas_hechas / self.filas) if self.filas else 0.0

    @property
    def puede_cancelarse(self) -> bool:
        """Whether «Cancelar» makes sense."""
        return self.estado in {Estado.EN_ESPERA, Estado.PROCESANDO} and not self.cancelando

    @property
    def puede_deshacerse(self) -> bool:
        """Whether «Deshacer carga» makes sense: it ended and it stored something."""
        return (
            self.estado in {Estado.TERMINADO, Estado.TERMINADO_CON_RECHAZOS, Estado.CANCELADO}
            and not self.deshaciendo
            and self.creados + self.actualizados > 0
        )

    def segundos_restantes(self, ahora: datetime) -> float | None:
        """The time left in seconds at the pace so far; None while nobody can tell."""
        if self.estado is not Estado.PROCESANDO or not self.iniciado_en or not self.filas_hechas:
            return None
        transcurrido = (ahora - self.iniciado_en).total_seconds()
        return max(0.0, transcurrido * (self.filas - self.filas_hechas) / self.filas_hechas)


@dataclass(frozen=True, slots=True)
class PaginaDeProcesos:
    """A page of the list of processes, the newest first."""

    filas: tuple[ProcesoGuardado, ...]
    total: int
    pagina: int
    paginas: int


@dataclass(frozen=True, slots=True)
class MotivoDeRechazo:
    """Why a whole file is not loaded; the headers are there when they are the reason."""

    codigo: str
    mensaje: str
    linea: int | None = None
    esperado: tuple[str, ...] = ()
    encontrado: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Efecto:
    """What the good rows would do, under one choice for blank cells."""

    nuevas: int = 0
    se_actualizarian: int = 0
    iguales: int = 0


@dataclass(frozen=True, slots=True)
class PrimeraFila:
    """A row as it would be stored: label of the column to value."""

    linea: int
    datos: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GrupoDeProblemas:
    """How often a kind of problem occurs in a column (None: in the row as such)."""

    columna: str | None
    codigo: str
    gravedad: Literal["error", "aviso"]
    cuantos: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VistaPrevia:
    """What was found in a file, before it is processed.

    `repetidas` are the rows said twice and equal, which are passed over; they are in
    `validas`. `mismo_archivo` is the process that loaded the very same bytes before.
    """

    resultado: Literal["cargable", "no_cargable"]
    motivo: MotivoDeRechazo | None = None
    codificacion: str | None = None
    delimitador: str | None = None
    filas: int = 0
    validas: int = 0
    rechazadas: int = 0
    con_aviso: int = 0
    repetidas: int = 0
    conservar: Efecto = Efecto()
    borrar: Efecto = Efecto()
    primeras: tuple[PrimeraFila, ...] = ()
    mismo_archivo: int | None = None

    @property
    def es_cargable(self) -> bool:
        """Whether «Procesar Archivo» is offered."""
        return self.resultado == "cargable"


@dataclass(frozen=True, slots=True)
class ProblemaGuardado:
    """One finding in one row, as «Ver detalle» and the preview list it.

    `sat` is the code of the SAT's error matrix (CFDI40161…), "" where it has none.
    """

    linea: int
    columna: str | None
    valor: str
    gravedad: Literal["error", "aviso"]
    codigo: str
    mensaje: str
    sugerencia: str
    sat: str


@dataclass(frozen=True, slots=True)
class PaginaDeProblemas:
    """A page of the problems of a process, in the order of the file."""

    filas: tuple[ProblemaGuardado, ...]
    total: int
    pagina: int
    paginas: int


@dataclass(frozen=True, slots=True)
class ResultadoDeDeshacer:
    """What undoing did: `dejados` clients were changed since and stay as they are."""

    borrados: int
    restaurados: int
    dejados: int
