"""What the services of a bulk load hand out: values, free of the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from clientes_app.domain.acciones import Accion, AccionMasiva


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


ILEGIBLE = "ilegible"
"""The `documento` of a file that could not be read and of which nothing is kept."""


def es_csv(archivo: str) -> bool:
    """Whether a file is called a CSV. Any other one is a document, which is read and not kept."""
    return archivo.lower().endswith(".csv")


def se_conserva(archivo: str, documento: str) -> bool:
    """Whether a file stays as it was uploaded: not one that was a document, whatever its name."""
    return es_csv(archivo) and not documento


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcesoGuardado:
    """One process as the list of processes shows it.

    An action on many clients has a `pedida`, its title is `archivo`, its rows are the clients that
    were chosen: `actualizados` those that changed, `rechazados` those that were left out.

    `filas` is what the file holds (0 while it is not known), `filas_hechas` what is
    done of it; once ended, `filas` is the sum of the four counts, in which a row that
    was passed over («Omitir», or said twice in the file) counts as equal. Of the `rechazados`
    somebody mended `corregidos` by hand afterwards. Undoing has taken back `borrados` and
    `restaurados`, and left `dejados` alone; `deshace_en` is when it was asked for, and then when it
    was through. `documento` says from which documents of the SAT its rows come, `leido` how much of
    the file was read for the preview, in percent.
    """

    id: int
    archivo: str
    tamano: int
    estado: Estado
    existentes: str
    blancos: str
    arreglos: tuple[Accion, ...]
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
    corregidos: int
    motivo_codigo: str
    motivo_mensaje: str
    cancelando: bool
    deshaciendo: bool
    creado_en: datetime
    iniciado_en: datetime | None
    terminado_en: datetime | None
    deshace_quien: str
    deshace_en: datetime | None
    borrados: int
    restaurados: int
    dejados: int
    deshace_origen: str = ""
    documento: str = ""
    leido: int = 0
    pedida: AccionMasiva | None = None

    @property
    def nombre(self) -> str:
        """What people know it by: the file, or «Quitar acentos en 50 clientes»."""
        return self.archivo if self.pedida is None else self.pedida.en_clientes(self.filas)

    @property
    def tiene_original(self) -> bool:
        """Whether the uploaded file is kept: that of a CSV is, a document is not."""
        return self.pedida is None and se_conserva(self.archivo, self.documento)

    @property
    def etiqueta(self) -> str:
        """The state in the words of the page."""
        if self.pedida is not None and self.estado is Estado.NO_CARGADO:
            return "No se hizo"
        return ETIQUETAS[self.estado]

    @property
    def ha_terminado(self) -> bool:
        """Whether nothing more happens by itself."""
        return self.estado in TERMINALES

    @property
    def deshecho_en(self) -> datetime | None:
        """When undoing was through; None when it was not asked for, or is going on."""
        is_through = self.estado is Estado.DESHECHO and not self.deshaciendo
        return self.deshace_en if is_through else None

    @property
    def se_corrige(self) -> bool:
        """Whether refused rows can be mended on the page: not while it runs nor once it is undone.

        What an action left out are no rows.
        """
        ended = {Estado.TERMINADO_CON_RECHAZOS, Estado.CANCELADO}
        return self.pedida is None and self.estado in ended and not self.deshaciendo

    @property
    def por_corregir(self) -> int:
        """How many refused rows can still be mended."""
        return self.rechazados - self.corregidos if self.se_corrige else 0

    @property
    def por_deshacer(self) -> int:
        """How many clients it created or updated."""
        return self.creados + self.actualizados

    @property
    def vistos_al_deshacer(self) -> int:
        """How many of them undoing has come to."""
        return self.borrados + self.restaurados + self.dejados

    @property
    def avance(self) -> float:
        """What is done, from 0 to 1: of undoing while it is undone, else of the load."""
        if self.deshaciendo:
            return min(1.0, self.vistos_al_deshacer / self.por_deshacer)
        if self.ha_terminado:
            return 1.0
        return min(1.0, self.filas_hechas / self.filas) if self.filas else 0.0

    @property
    def puede_cancelarse(self) -> bool:
        """Whether «Cancelar» makes sense."""
        return self.estado in {Estado.EN_ESPERA, Estado.PROCESANDO} and not self.cancelando

    @property
    def puede_deshacerse(self) -> bool:
        """Whether «Deshacer carga» makes sense: it ended, and something of it is not undone."""
        if self.deshaciendo:
            return False
        if self.estado is Estado.DESHECHO:
            return self.dejados > 0
        return self.ha_terminado and self.por_deshacer > 0

    def segundos_restantes(self, ahora: datetime) -> float | None:
        """The time left in seconds at the pace so far; None while nobody can tell.

        Nobody can while what was left is undone: of the clients that are through it is not known
        how many were so before, and took no time now.
        """
        if self.deshaciendo and self.estado is Estado.DESHECHO:
            return None
        if self.deshaciendo:
            desde, hechas, todas = self.deshace_en, self.vistos_al_deshacer, self.por_deshacer
        elif self.estado is Estado.PROCESANDO:
            desde, hechas, todas = self.iniciado_en, self.filas_hechas, self.filas
        else:
            return None
        if desde is None or not hechas:
            return None
        return max(0.0, (ahora - desde).total_seconds() * (todas - hechas) / hechas)


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
    """A row as it would be stored: label of the column to value.

    `lugar` is where it stands in documents, "" where its line says it.
    """

    linea: int
    datos: Mapping[str, str]
    lugar: str = ""


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
    `validas`. `por_arreglar` says of each mend of ARREGLOS_DE_ARCHIVO how many rows it would
    change, or has changed where it was chosen. `mismo_archivo` is the process that loaded the
    very same bytes before. `documento` says which documents of the SAT they are, "" for a CSV;
    `emisores` who issued them, the one of most of them first, while the account does not say which
    of them it is, `supuesto` the one that was taken for it. `sin_leer` says what was passed over.
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
    por_arreglar: Mapping[str, int] = field(default_factory=dict[str, int])
    primeras: tuple[PrimeraFila, ...] = ()
    mismo_archivo: int | None = None
    documento: str = ""
    emisores: tuple[str, ...] = ()
    supuesto: str = ""
    sin_leer: str = ""

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
    """A page of the problems of a process, in the order of the file.

    `rechazadas` are the refused lines on it that somebody mended, with who, and with None those
    that can be mended.
    """

    filas: tuple[ProblemaGuardado, ...]
    total: int
    pagina: int
    paginas: int
    rechazadas: Mapping[int, str | None] = field(default_factory=dict[int, str | None])


@dataclass(frozen=True, slots=True)
class ResultadoDeDeshacer:
    """What undoing did in all: `dejados` clients were changed since and stay as they are."""

    borrados: int
    restaurados: int
    dejados: int


class MotivoDeDejar(StrEnum):
    """Why undoing leaves a client alone.

    It was deleted, or changed, or both do not go together. Of one that the process deleted: it was
    brought back already, or another client has its RFC.
    """

    BORRADO = "borrado"
    RESTAURADO = "restaurado"
    REPETIDO = "repetido"
    CAMBIADO = "cambiado"
    NO_CABE = "no_cabe"


@dataclass(frozen=True, slots=True)
class ValorEnPugna:
    """A field of a client that undoing left alone: what stands now against what does not.

    `otro` is the value from before the process, or the one of the process if it created the client.
    """

    campo: str
    otro: str
    ahora: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dejado:
    """A client that undoing left alone; `quien` did what stood against it, with a load or by hand.

    `archivo` is the file of that load, or with `por_accion` the title of that action, "" by hand.
    `creado` says that the process created it.
    `motivo` is None once nothing stands against it any more.
    """

    cliente_id: int
    nombre: str
    rfc: str
    motivo: MotivoDeDejar | None
    quien: str
    archivo: str
    por_accion: bool
    creado: bool
    valores: tuple[ValorEnPugna, ...]

    @property
    def frase(self) -> str:
        """Why it was left alone, in the words of every door."""
        if self.motivo is MotivoDeDejar.CAMBIADO:
            return self._changed
        return {
            None: "Ya nada lo impide: se puede deshacer.",
            MotivoDeDejar.BORRADO: f"{self.quien} lo borró después.",
            MotivoDeDejar.RESTAURADO: f"{self.quien} ya lo restauró.",
            MotivoDeDejar.REPETIDO: "Otro cliente tiene ahora su RFC.",
            MotivoDeDejar.NO_CABE: (
                f"{self.quien} cambió otros datos después, y no van con los de antes."
            ),
        }[self.motivo]

    @property
    def _changed(self) -> str:
        if not self.archivo:
            return f"{self.quien} lo cambió después."
        que = "acción" if self.por_accion else "carga"
        return f"La {que} «{self.archivo}» lo cambió después: deshaga primero esa."


@dataclass(frozen=True, slots=True)
class PaginaDeDejados:
    """A page of the clients that undoing a process left alone."""

    filas: tuple[Dejado, ...]
    total: int
    pagina: int
    paginas: int
