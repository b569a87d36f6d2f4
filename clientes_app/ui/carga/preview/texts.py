"""What the page «Carga Masiva» shows of a preview: texts ready to be read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import zip_longest

from clientes_app.domain.columnas import COLUMNAS, ENCABEZADO
from clientes_app.services.carga.procesos import Efecto, MotivoDeRechazo, PrimeraFila, VistaPrevia
from clientes_app.ui.carga.procesos.texts import dialecto
from clientes_app.ui.shell.numbers import numero

_OBLIGATORIAS = frozenset(columna.etiqueta for columna in COLUMNAS if columna.obligatoria)
# A header with thousands of columns is no header: the page shows only its beginning.
_MAX_COLUMNAS = 40


@dataclass(frozen=True)
class ColumnaComparada:
    """One place of the header: what it must say, what the file says."""

    lugar: str
    esperado: str
    encontrado: str
    difiere: bool


@dataclass(frozen=True)
class VistaCarga:
    """The preview of a file, or the reason why it does not load."""

    cargable: bool = False
    motivo: str = ""
    comparacion: list[ColumnaComparada] = field(default_factory=list)
    dialecto: str = ""
    filas: str = "0"
    buenas: str = "0"
    con_error: str = "0"
    con_aviso: str = "0"
    hay_buenas: bool = False
    hay_errores: bool = False
    hay_avisos: bool = False
    repetidas: str = ""
    encabezado: list[str] = field(default_factory=list)
    primeras: list[list[str]] = field(default_factory=list)
    mismo_archivo: str = ""


@dataclass(frozen=True)
class Cifras:
    """What the good rows would do under the choices taken; sentences for «Procesar Archivo»."""

    nuevas: str = "0"
    se_actualizarian: str = "0"
    iguales: str = "0"
    omitidas: str = "0"
    por_rechazar: str = "0"
    resumen: str = ""


def _comparacion(motivo: MotivoDeRechazo) -> list[ColumnaComparada]:
    if not motivo.encontrado:
        return []
    esperado, encontrado = motivo.esperado or ENCABEZADO, motivo.encontrado[:_MAX_COLUMNAS]
    # Aligned, so that a column that is missing moves none of those behind it.
    tramos = SequenceMatcher(a=esperado, b=encontrado, autojunk=False).get_opcodes()
    lugares = (
        par for _, a1, a2, b1, b2 in tramos for par in zip_longest(range(a1, a2), range(b1, b2))
    )
    return [_comparada(debe, dice, esperado, encontrado) for debe, dice in lugares]


def _comparada(
    debe: int | None, dice: int | None, esperado: Sequence[str], encontrado: Sequence[str]
) -> ColumnaComparada:
    """Set side by side what stands at these places; one that is missing or too many has no pair."""
    lugar = dice if debe is None else debe
    una = "" if debe is None else esperado[debe]
    otra = "" if dice is None else encontrado[dice]
    return ColumnaComparada(numero((lugar or 0) + 1), una, otra, una != otra)


def _primeras(filas: tuple[PrimeraFila, ...]) -> tuple[list[str], list[list[str]]]:
    """Header and cells of the first rows, without the optional columns that are blank in all."""
    etiquetas = [
        etiqueta
        for etiqueta in ENCABEZADO
        if etiqueta in _OBLIGATORIAS or any(fila.datos.get(etiqueta) for fila in filas)
    ]
    celdas = [
        [numero(fila.linea), *(fila.datos.get(etiqueta, "") for etiqueta in etiquetas)]
        for fila in filas
    ]
    return ["Línea", *etiquetas], celdas


def vista_carga(vista: VistaPrevia) -> VistaCarga:
    """Turn a preview into the texts of the page."""
    if vista.motivo is not None:
        return VistaCarga(
            motivo=vista.motivo.mensaje,
            comparacion=_comparacion(vista.motivo),
            dialecto=dialecto(vista.codificacion, vista.delimitador),
        )
    encabezado, primeras = _primeras(vista.primeras)
    return VistaCarga(
        cargable=vista.es_cargable,
        dialecto=dialecto(vista.codificacion, vista.delimitador),
        filas=numero(vista.filas),
        buenas=numero(vista.validas),
        con_error=numero(vista.rechazadas),
        con_aviso=numero(vista.con_aviso),
        hay_buenas=vista.validas > 0,
        hay_errores=vista.rechazadas > 0,
        hay_avisos=vista.con_aviso > 0,
        repetidas=_repetidas(vista.repetidas),
        encabezado=encabezado,
        primeras=primeras,
        mismo_archivo="" if vista.mismo_archivo is None else str(vista.mismo_archivo),
    )


def _repetidas(cuantas: int) -> str:
    if not cuantas:
        return ""
    if cuantas == 1:
        return "1 fila está repetida tal cual y se tomará una sola vez."
    return f"{numero(cuantas)} filas están repetidas tal cual y se tomarán una sola vez."


def _frase(cuantas: int, *, uno: str, varios: str) -> str:
    if not cuantas:
        return ""
    return f"{numero(cuantas)} {uno if cuantas == 1 else varios}"


def cifras(vista: VistaPrevia, *, existentes: str, blancos: str) -> Cifras:
    """What would happen under the two choices, from the counts the worker made.

    `existentes` is "actualizar", "omitir" or "rechazar", `blancos` "conservar" or "borrar".
    """
    efecto: Efecto = vista.borrar if blancos == "borrar" else vista.conservar
    # A row that says what is stored is equal under every choice; only the others differ.
    distintas = efecto.se_actualizarian
    actualizar = distintas if existentes == "actualizar" else 0
    omitidas = distintas if existentes == "omitir" else 0
    rechazadas = distintas if existentes == "rechazar" else 0
    frases = (
        _frase(efecto.nuevas, uno="cliente nuevo", varios="clientes nuevos"),
        _frase(actualizar, uno="se actualizará", varios="se actualizarán"),
        _frase(efecto.iguales, uno="queda igual", varios="quedan iguales"),
        _frase(omitidas, uno="se omitirá", varios="se omitirán"),
        _frase(
            vista.rechazadas + rechazadas,
            uno="fila se rechazará",
            varios="filas se rechazarán",
        ),
    )
    return Cifras(
        nuevas=numero(efecto.nuevas),
        se_actualizarian=numero(actualizar),
        iguales=numero(efecto.iguales),
        omitidas=numero(omitidas),
        por_rechazar=numero(rechazadas),
        resumen=" · ".join(frase for frase in frases if frase),
    )
