"""Rows judged: the one way in which preview, process and command line read a file.

Every row is judged by `domain.cliente.validar_fila`; rows that say a client for the second time are
passed over when they are equal and refused when they differ.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import BinaryIO, NamedTuple

from clientes_app.domain.cliente import (
    Contexto,
    DatosCliente,
    callada,
    explicar,
    validar_fila,
)
from clientes_app.domain.columnas import CAMPOS, COLUMNAS
from clientes_app.domain.formula_guard import desproteger
from clientes_app.domain.problemas import Gravedad, Problema, aviso, error
from clientes_app.domain.texto import visible
from clientes_app.judging.duplicates import Identidades, Primera
from clientes_app.readers.csv.dialect import Dialecto, detectar
from clientes_app.readers.csv.records import Registro, leer
from clientes_app.readers.motivos import no_cargable

_ETIQUETAS: dict[str | None, str | None] = {
    None: None,
    **{columna.campo: columna.etiqueta for columna in COLUMNAS},
}

PRIMER_LOTE = 250
"""Rows of the first batch; each has a fifth more than the one before, up to the size asked for: who
stores a batch, which takes a little longer than judging it, finds the next one ready."""


class ProblemaDeFila(NamedTuple):
    """One finding in one row: `columna` is the label, None when the whole row is meant."""

    linea: int
    columna: str | None
    valor: str
    gravedad: Gravedad
    codigo: str
    mensaje: str
    sugerencia: str = ""
    sat: str = ""

    @classmethod
    def de(cls, problema: Problema, linea: int) -> "ProblemaDeFila":
        """Place a finding of the domain on a line of the file."""
        return cls(
            linea,
            _ETIQUETAS[problema.campo],
            visible(problema.valor),
            problema.gravedad,
            problema.codigo,
            visible(problema.mensaje),
            visible(problema.sugerencia),
            problema.sat,
        )

    @property
    def es_error(self) -> bool:
        """Whether this finding refuses the row."""
        return self.gravedad is Gravedad.ERROR


class Fila(NamedTuple):
    """A row of the file, judged.

    `valores_originales` are the values as found, without the apostrophe of our own export; they
    are not twenty when the row was cut or too long. `datos` is the client as it would be stored,
    None if the row is refused. `repetida` says that an earlier row said the very same.
    """

    linea: int
    valores_originales: tuple[str, ...]
    datos: DatosCliente | None
    problemas: tuple[ProblemaDeFila, ...] = ()
    repetida: bool = False

    @property
    def es_valida(self) -> bool:
        """Whether the row may be stored."""
        return self.datos is not None

    def rechazada(self, *motivos: Problema) -> "Fila":
        """Return the row as refused for these reasons too."""
        nuevos = (ProblemaDeFila.de(problema, self.linea) for problema in motivos)
        return Fila(self.linea, self.valores_originales, None, (*self.problemas, *nuevos))


@dataclass(frozen=True, slots=True)
class Lote:
    """Some rows in the order of the file, and the line on which the last one begins."""

    filas: tuple[Fila, ...]

    @property
    def ultima_linea(self) -> int:
        """The line on which the last row of the batch begins."""
        return self.filas[-1].linea


Juzgar = Callable[[list[Registro]], list[Fila]]
"""What judges a batch: one row for each record, in order."""


def validar_filas(  # noqa: PLR0913 - the last three have what nearly everybody wants
    archivo: BinaryIO,
    nombre: str,
    contexto: Contexto,
    *,
    tamano_lote: int = 2000,
    dialecto: Dialecto | None = None,
    juzgar_lote: Juzgar | None = None,
) -> Iterator[Lote]:
    """Read and judge a file in batches, in bounded memory.

    The file must allow seeking. `dialecto` spares detecting it again when it is known;
    `juzgar_lote` does what `juzgar` would do, somewhere else.
    Raises NoCargableError, possibly after some batches: whoever stores rows must have read the
    file to its end once before (the preview does).
    """
    hallado = dialecto or detectar(archivo, nombre)
    identidades = Identidades()
    juzgado = juzgar_lote or partial(juzgar, contexto=contexto)
    vacio = True
    for registros in en_lotes(archivo, hallado, tamano_lote=tamano_lote):
        vacio = False
        yield Lote(tuple(_sin_repetir(juzgado(registros), identidades)))
    if vacio:
        raise no_cargable(
            codigo="sin_clientes",
            mensaje="El archivo no tiene clientes: solo trae el encabezado. Escriba un cliente "
            "por línea debajo del encabezado.",
        )


def en_lotes(
    archivo: BinaryIO, dialecto: Dialecto, *, tamano_lote: int = 2000
) -> Iterator[list[Registro]]:
    """Read a file in batches: the first ones are small, so that whoever waits has something soon.

    Raises NoCargableError.
    """
    registros = leer(archivo, dialecto)
    tamano = min(PRIMER_LOTE, tamano_lote)
    while tanda := list(islice(registros, tamano)):
        yield tanda
        tamano = min(tamano + tamano // 5, tamano_lote)


def juzgar(registros: Iterable[Registro], contexto: Contexto) -> list[Fila]:
    """Judge records one by one, whatever the others say."""
    filas: list[Fila] = []
    for linea, crudos, estructura in registros:
        if estructura is not None:
            dicho = (ProblemaDeFila.de(estructura, linea),)
            filas.append(Fila(linea, tuple(map(desproteger, crudos)), None, dicho))
        # Accepted fast, which is the way of nearly every row of a good file.
        elif (datos := callada(crudos, contexto)) is None:
            filas.append(_fila(linea, crudos, contexto))
        else:
            # Nothing but the case of the name may differ: equal texts are kept once.
            valores = datos if datos[0] == crudos[0] else tuple(crudos)
            filas.append(Fila._make((linea, valores, datos, (), False)))
    return filas


def _fila(linea: int, crudos: list[str], contexto: Contexto) -> Fila:
    """Judge a row that is not right as it stands."""
    quitados: list[Problema] = []
    # Nearly no row holds an apostrophe: one look spares twenty.
    if "'" in "".join(crudos):
        valores, quitados = _sin_guarda(crudos)
        validacion = validar_fila(valores, contexto)
    else:
        valores = tuple(crudos)
        validacion = explicar(valores, contexto)
    if not (validacion.problemas or quitados):
        return Fila(linea, valores, validacion.datos)
    problemas = tuple(
        [ProblemaDeFila.de(problema, linea) for problema in (*quitados, *validacion.problemas)]
    )
    return Fila(linea, valores, validacion.datos if validacion.es_valida else None, problemas)


def _sin_guarda(crudos: list[str]) -> tuple[tuple[str, ...], list[Problema]]:
    """Take off the apostrophe that our own export puts before a formula, and say so."""
    valores = tuple(map(desproteger, crudos))
    quitados = [
        aviso(
            campo,
            "arreglo_apostrofo",
            "Se quitó el apóstrofo que protege de las fórmulas.",
            valor=crudo,
        )
        for campo, crudo, valor in zip(CAMPOS, crudos, valores, strict=True)
        if crudo != valor
    ]
    return valores, quitados


def _sin_repetir(filas: list[Fila], identidades: Identidades) -> list[Fila]:
    """Mark the rows that say a client for the second time; only good rows claim one."""
    lugares = [i for i, fila in enumerate(filas) if fila.datos is not None]
    buenas = [(fila.linea, fila.datos) for fila in filas if fila.datos is not None]
    for lugar, (primera, igual) in identidades.reclamar(buenas).items():
        i, datos = lugares[lugar], buenas[lugar][1]
        fila = filas[i]
        filas[i] = _repetida(fila, primera) if igual else _en_conflicto(fila, primera, datos)
    return filas


def _repetida(fila: Fila, primera: Primera) -> Fila:
    dicho = aviso(
        "rfc",
        "repetido_igual",
        f"Este cliente ya está en la línea {primera.linea} con los mismos datos: la línea "
        f"{fila.linea} se pasa por alto.",
        valor=fila.valores_originales[CAMPOS.index("rfc")],
    )
    return Fila(
        fila.linea,
        fila.valores_originales,
        fila.datos,
        (*fila.problemas, ProblemaDeFila.de(dicho, fila.linea)),
        repetida=True,
    )


def _en_conflicto(fila: Fila, primera: Primera, datos: DatosCliente) -> Fila:
    return fila.rechazada(
        error(
            "rfc",
            "repetido_distinto",
            f"El RFC {datos.rfc} ya está en la línea {primera.linea} con otros datos.",
            valor=fila.valores_originales[CAMPOS.index("rfc")],
            sugerencia=f"Deje una sola línea para este cliente: compare con la {primera.linea}.",
        )
    )
