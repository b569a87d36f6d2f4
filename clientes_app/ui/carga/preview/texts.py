"""What the page «Carga Masiva» shows of a preview: texts ready to be read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import zip_longest

from clientes_app.domain.acciones import ARREGLOS_DE_ARCHIVO, Accion, AccionMasiva
from clientes_app.domain.columnas import COLUMNAS, ENCABEZADO
from clientes_app.domain.plurales import cuantos
from clientes_app.services.carga.procesos import Efecto, MotivoDeRechazo, PrimeraFila, VistaPrevia
from clientes_app.ui.carga.procesos.texts import dialecto, documentos
from clientes_app.ui.shell.numbers import numero

_OBLIGATORIAS = frozenset(columna.etiqueta for columna in COLUMNAS if columna.obligatoria)
# A header with thousands of columns is no header: the page shows only its beginning.
_MAX_COLUMNAS = 40
_FALTA = {
    "constancias": "Una Constancia no trae el uso de la factura y casi nunca un e-mail. A un "
    "cliente que ya existe se le conservan los que ya tenía; los nuevos quedan entre los "
    "rechazados para completarlos.",
    "facturas": "Ninguna factura trae e-mail. A un cliente que ya existe se le conserva el suyo; "
    "los nuevos quedan entre los rechazados para completarlos.",
}


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
    es_documento: bool = False
    falta: str = ""
    sin_leer: str = ""
    pide_rfc: bool = False
    emisores: list[str] = field(default_factory=list)
    del_rfc: str = ""
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
class ArregloVisto:
    """A mend for all names of a file: its words, how many rows it changes, whether it is chosen."""

    accion: str
    titulo: str
    filas: str
    elegido: bool


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


def _primeras(
    filas: tuple[PrimeraFila, ...], *, es_documento: bool
) -> tuple[list[str], list[list[str]]]:
    """Header and cells of the first rows, without the optional columns that are blank in all."""
    etiquetas = [
        etiqueta
        for etiqueta in ENCABEZADO
        if etiqueta in _OBLIGATORIAS or any(fila.datos.get(etiqueta) for fila in filas)
    ]
    celdas = [
        [
            fila.lugar or numero(fila.linea),
            *(fila.datos.get(etiqueta, "") for etiqueta in etiquetas),
        ]
        for fila in filas
    ]
    return ["Documento" if es_documento else "Línea", *etiquetas], celdas


def vista_carga(vista: VistaPrevia) -> VistaCarga:
    """Turn a preview into the texts of the page."""
    if vista.motivo is not None:
        return VistaCarga(
            motivo=vista.motivo.mensaje,
            comparacion=_comparacion(vista.motivo),
            dialecto=dialecto(vista.codificacion, vista.delimitador),
        )
    encabezado, primeras = _primeras(vista.primeras, es_documento=vista.documento != "")
    return VistaCarga(
        cargable=vista.es_cargable,
        dialecto=documentos(vista.documento) or dialecto(vista.codificacion, vista.delimitador),
        es_documento=vista.documento != "",
        sin_leer=vista.sin_leer,
        pide_rfc=len(vista.emisores) > 0,
        emisores=_propuestos(vista),
        del_rfc=_del_rfc(vista),
        falta=_FALTA.get(vista.documento, "") if vista.rechazadas else "",
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


def _propuestos(vista: VistaPrevia) -> list[str]:
    """Return who may be the account, the likeliest first."""
    if not vista.supuesto:
        return list(vista.emisores)
    return [vista.supuesto, *(rfc for rfc in vista.emisores if rfc != vista.supuesto)]


def _del_rfc(vista: VistaPrevia) -> str:
    """Say why it is asked who the account is, and what was taken for that."""
    if not vista.emisores:
        return ""
    if vista.supuesto:
        return (
            f"La cuenta no lo dice. Se tomó {vista.supuesto}, que está en todas estas facturas: "
            "confírmelo o escriba el suyo."
        )
    return (
        f"Las facturas son de {cuantos(len(vista.emisores), 'emisor', 'emisores')} y la cuenta no "
        "dice cuál es usted; sin eso, usted mismo quedaría como cliente. Quien más emitió es "
        f"{vista.emisores[0]}."
    )


def existentes_al_abrir(vista: VistaPrevia) -> str:
    """What happens to clients who exist, until somebody chooses.

    Old invoices say less of a client than whoever keeps him.
    """
    return "omitir" if vista.documento == "facturas" else "actualizar"


def arreglos_vistos(vista: VistaPrevia, elegidos: Collection[Accion]) -> list[ArregloVisto]:
    """Say which mends there are for the names of a file, and which of them are chosen."""
    return [
        ArregloVisto(
            accion.value,
            AccionMasiva(accion).titulo,
            cuantos(vista.por_arreglar.get(accion, 0), "fila", "filas"),
            elegido=accion in elegidos,
        )
        for accion in ARREGLOS_DE_ARCHIVO
    ]


def lo_revisado(vista: VistaPrevia) -> str:
    """What whoever listens is told once a file was looked into; "" where an alert says it."""
    if not vista.es_cargable:
        return ""
    filas = cuantos(vista.filas, "fila", "filas")
    buenas = cuantos(vista.validas, "buena", "buenas")
    return f"Se revisó el archivo: {filas}, {buenas}, {numero(vista.rechazadas)} con error."


def _repetidas(cuantas: int) -> str:
    return _frase(
        cuantas,
        uno="fila está repetida tal cual y se tomará una sola vez.",
        varios="filas están repetidas tal cual y se tomarán una sola vez.",
    )


def _frase(cuantas: int, *, uno: str, varios: str) -> str:
    return cuantos(cuantas, uno, varios) if cuantas else ""


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
