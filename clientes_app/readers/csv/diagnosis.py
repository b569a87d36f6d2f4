"""What a file that does not load really is, and how to make it loadable, in one sentence."""

import csv
import io
import re
from collections.abc import Sequence
from typing import NamedTuple

from clientes_app.domain import texto as _texto
from clientes_app.domain.columnas import ENCABEZADO
from clientes_app.readers.csv import header
from clientes_app.readers.motivos import Motivo, NoCargableError, no_cargable

_GUARDAR = "guárdelo como CSV UTF-8"
EMPEZAR = (
    "Ábralo en Excel para ver si tiene clientes y guárdelo como CSV UTF-8, o empiece con la "
    "plantilla de «Ejemplo de Carga Masiva»."
)
"""What to do with a file that has nothing in it."""

_EXCEL = "El archivo es un libro de Excel: ábralo y " + _GUARDAR + " (Archivo › Guardar como)."
_CALC = "El archivo es una hoja de cálculo de LibreOffice: ábralo y " + _GUARDAR + "."
_COMPRIMIDO = "El archivo es un archivo comprimido: ábralo y suba el .csv que contiene."
_A_LA_PLANTILLA = "copie los clientes a la plantilla de «Ejemplo de Carga Masiva», que es un CSV."
_FIRMAS: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "libro_de_excel", _EXCEL),
    (b"%PDF", "pdf", "El archivo es un PDF: " + _A_LA_PLANTILLA),
    (
        b"{\\rtf",
        "no_es_csv",
        "El archivo es un documento RTF: copie la tabla a Excel y " + _GUARDAR + ".",
    ),
    (b"\x1f\x8b", "zip", _COMPRIMIDO),
    (b"7z\xbc\xaf\x27\x1c", "zip", _COMPRIMIDO),
    (b"Rar!", "zip", _COMPRIMIDO),
    (b"\x89PNG", "imagen", "El archivo es una imagen: " + _A_LA_PLANTILLA),
    (b"\xff\xd8\xff", "imagen", "El archivo es una imagen: " + _A_LA_PLANTILLA),
)
_MARCADO: tuple[tuple[bytes, str, str], ...] = (
    (
        b"<!doctype html",
        "html",
        "El archivo es una página web (HTML), no un CSV: ábralo en Excel y " + _GUARDAR + ".",
    ),
    (
        b"<html",
        "html",
        "El archivo es una página web (HTML), no un CSV: ábralo en Excel y " + _GUARDAR + ".",
    ),
    (
        b"<table",
        "html",
        "El archivo es una página web (HTML), no un CSV: ábralo en Excel y " + _GUARDAR + ".",
    ),
    (b"<?xml", "xml", "El archivo es un XML: " + _A_LA_PLANTILLA),
    (b"{", "json", "El archivo es un JSON: " + _A_LA_PLANTILLA),
    (b"[", "json", "El archivo es un JSON: " + _A_LA_PLANTILLA),
)
_DE_OFICINA = (b"[Content_Types].xml", b"xl/", b"opendocument")
_UTF32 = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
_MUESTRA = 4096
_DEMASIADOS = 0.1
_FILAS_BUSCADAS = 30
_CELDAS_COMPARADAS = 60
_PLEGADAS = frozenset(map(header.plegada, ENCABEZADO))
_RFC = re.compile(r"[A-ZÑ&]{3,4}[ -]?[0-9]{6}[ -]?[A-Z0-9]{3}", re.IGNORECASE)
_CUALQUIER_SEPARADOR = re.compile(
    re.escape(ENCABEZADO[0])
    + r"(?P<s>[^\w]{1,3}|_)"
    + "(?P=s)".join(map(re.escape, ENCABEZADO[1:]))
    + r"(?P=s)*"
)
_DESFIGURADA = tuple(
    re.compile(
        "".join(
            re.escape(letra) if letra.isascii() else "(?:[^\x00-\x7f]{1,4}|\\?)" for letra in nombre
        )
    )
    for nombre in ENCABEZADO
)
_NOMBRES_DE_SEPARADOR = {" ": "un espacio", "|": "«|»", ":": "«:»", "\t": "un tabulador"}

DELIMITADORES = (",", ";", "\t")
"""The separators that load."""


class Candidata(NamedTuple):
    """The first row of a file under one encoding and separator, and the text it begins."""

    codificacion: str
    delimitador: str
    linea: int
    celdas: list[str]
    resto: str


def otra_extension(nombre: str) -> NoCargableError:
    """Say that only files named .csv are taken, naming the extension found."""
    antes, punto, extension = nombre.rpartition(".")
    if not (antes and punto) or "/" in extension:
        return no_cargable(
            codigo="extension",
            mensaje=(
                f"El archivo «{nombre}» no tiene extensión: solo se cargan archivos .csv. "
                "Póngale un nombre que termine en .csv."
            ),
        )
    remedio = (
        "Es un libro de Excel: ábralo y " + _GUARDAR + "."
        if extension.lower() in {"xls", "xlsx", "xlsm", "xlsb"}
        else "Ábralo en Excel y " + _GUARDAR + "; si ya es un CSV, cambie el nombre a .csv."
    )
    return no_cargable(
        codigo="extension",
        mensaje=f"El archivo es .{extension}: solo se cargan archivos .csv. {remedio}",
    )


def rechazar_lo_que_no_es_texto(cabeza: bytes) -> None:
    """Raise NoCargableError for what is empty, or something else than text that loads."""
    if not cabeza:
        raise no_cargable(codigo="vacio", mensaje=f"El archivo está vacío. {EMPEZAR}")
    if cabeza.startswith(b"PK"):
        raise _comprimido(cabeza)
    for firma, codigo, mensaje in _FIRMAS:
        if cabeza.startswith(firma):
            raise no_cargable(codigo=codigo, mensaje=mensaje)
    principio = cabeza[:_MUESTRA].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for firma, codigo, mensaje in _MARCADO:
        if principio.startswith(firma):
            raise no_cargable(codigo=codigo, mensaje=mensaje)
    if cabeza.startswith(_UTF32):
        raise _otra_codificacion(nombre="UTF-32")
    if not cabeza.startswith((b"\xff\xfe", b"\xfe\xff")):
        _rechazar_binario(cabeza[:_MUESTRA])


def es_de_oficina(cabeza: bytes) -> bool:
    """Whether a zip is really a document of Excel, LibreOffice or the like, by its first bytes."""
    return any(marca in cabeza for marca in _DE_OFICINA)


def _comprimido(cabeza: bytes) -> NoCargableError:
    if b"opendocument.spreadsheet" in cabeza:
        return no_cargable(codigo="hoja_de_calculo", mensaje=_CALC)
    if es_de_oficina(cabeza):
        return no_cargable(codigo="libro_de_excel", mensaje=_EXCEL)
    return no_cargable(codigo="zip", mensaje=_COMPRIMIDO)


def _rechazar_binario(muestra: bytes) -> None:
    nulos = muestra.count(0)
    if not nulos:
        return
    de_a_dos = sorted((muestra[::2].count(0), muestra[1::2].count(0)))
    if de_a_dos[1] > len(muestra) // 4 >= de_a_dos[0]:
        raise _otra_codificacion(nombre="UTF-16 sin marca de orden (BOM)")
    if nulos > len(muestra) * _DEMASIADOS:
        raise no_cargable(
            codigo="no_es_texto",
            mensaje="El archivo no es de texto: no parece un CSV. Ábralo en "
            "el programa que lo hizo y " + _GUARDAR + ".",
        )


def _otra_codificacion(*, nombre: str) -> NoCargableError:
    return no_cargable(
        codigo="codificacion",
        mensaje=f"El archivo está en {nombre}, que no se puede cargar: ábralo en Excel y "
        f"{_GUARDAR}.",
    )


def explicar(candidatas: Sequence[Candidata]) -> NoCargableError:
    """Say why none of these first rows is the header."""
    mejor = max(candidatas, key=_semejanza)
    for sospecha in (_entre_comillas, _otro_separador, _mal_codificado, _mas_abajo):
        # Any text looks badly encoded under a wrong encoding: ask the likeliest one only.
        for candidata in (mejor,) if sospecha is _mal_codificado else candidatas:
            motivo = sospecha(candidata)
            if motivo is not None:
                return NoCargableError(motivo)
    etiquetas = [header.etiqueta(celda) for celda in mejor.celdas]
    if any(_RFC.fullmatch(nombre) for nombre in etiquetas):
        return no_cargable(
            codigo="sin_encabezado",
            mensaje=f"Falta el encabezado: la línea {mejor.linea} ya es un cliente. Ponga antes la "
            "línea de encabezado de «Ejemplo de Carga Masiva».",
            linea=mejor.linea,
        )
    return NoCargableError(header.motivo(etiquetas, linea=mejor.linea))


def _entre_comillas(candidata: Candidata) -> Motivo | None:
    llenas = [celda for celda in candidata.celdas if celda]
    if len(llenas) != 1 or "RFC" not in llenas[0]:
        return None
    for delimitador in DELIMITADORES:
        if _es_encabezado(primera_fila(llenas[0], delimitador)):
            return Motivo(
                codigo="linea_entre_comillas",
                mensaje=(
                    "Cada línea del archivo es una sola celda entre comillas: todo quedó en la "
                    "columna A. En Excel use Datos › Texto en columnas (separado por "
                    "comas), o quite las comillas del principio y del fin de cada línea, y "
                    f"{_GUARDAR}."
                ),
                linea=candidata.linea,
            )
    return None


def _otro_separador(candidata: Candidata) -> Motivo | None:
    linea = next(io.StringIO(candidata.resto, newline=""), "").replace('"', "").strip()
    hallada = _CUALQUIER_SEPARADOR.fullmatch(linea)
    if hallada is None and _texto.limpiar(linea) != " ".join(ENCABEZADO):
        return None
    signo = hallada["s"] if hallada else " "
    nombre = _NOMBRES_DE_SEPARADOR.get(signo.strip() or signo, f"«{signo}»")
    return Motivo(
        codigo="separador",
        mensaje=(
            f"El separador es {nombre} y debe ser coma, punto y coma o tabulador: "
            f"ábralo en Excel separando por {nombre} y {_GUARDAR}."
        ),
        linea=candidata.linea,
    )


def _mal_codificado(candidata: Candidata) -> Motivo | None:
    etiquetas = [header.etiqueta(celda) for celda in candidata.celdas[: len(ENCABEZADO)]]
    if len(etiquetas) < len(ENCABEZADO) or tuple(etiquetas) == ENCABEZADO:
        return None
    if not all(
        patron.fullmatch(nombre) for patron, nombre in zip(_DESFIGURADA, etiquetas, strict=True)
    ):
        return None
    visto = etiquetas[0]
    if _dos_veces(visto) == ENCABEZADO[0]:
        causa = f"fue convertido dos veces: se lee «{visto}»"
    elif "?" in visto:
        causa = f"perdió sus acentos al guardarse: se lee «{visto}»"
    else:
        causa = "está en una codificación desconocida: sus acentos no se pueden leer"
    return Motivo(
        codigo="codificacion",
        mensaje=f"El texto del archivo {causa}. Ábralo de nuevo desde el original y {_GUARDAR}.",
        linea=candidata.linea,
    )


def _dos_veces(visto: str) -> str:
    try:
        return visto.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""


def _mas_abajo(candidata: Candidata) -> Motivo | None:
    """Look for the header below a title that somebody wrote over it."""
    lineas = list(io.StringIO(candidata.resto, newline=""))[:_FILAS_BUSCADAS]
    for i, linea in enumerate(lineas[1:], start=1):
        if "RFC" in linea and _es_encabezado(primera_fila(linea, candidata.delimitador)):
            return Motivo(
                codigo="encabezado_mas_abajo",
                mensaje=(
                    f"El encabezado está en la línea {candidata.linea + i} y debe ser lo primero: "
                    "borre las líneas que están antes."
                ),
                linea=candidata.linea + i,
            )
    return None


def primera_fila(texto: str, delimitador: str) -> list[str]:
    """Return the cells of the first record, or none if it is no CSV."""
    try:
        return next(csv.reader(io.StringIO(texto, newline=""), delimiter=delimitador, strict=True))
    except (csv.Error, StopIteration):
        return []


def _es_encabezado(celdas: Sequence[str]) -> bool:
    return header.es_el_de_la_plantilla(header.columnas(celdas))


def _semejanza(candidata: Candidata) -> tuple[int, int, int]:
    """How much a first row looks like the header: exact labels, folded ones, legible letters."""
    etiquetas = [header.etiqueta(celda) for celda in candidata.celdas]
    return (
        sum(nombre in ENCABEZADO for nombre in etiquetas),
        sum(header.plegada(nombre) in _PLEGADAS for nombre in etiquetas[:_CELDAS_COMPARADAS]),
        -sum(nombre.count("\ufffd") for nombre in etiquetas),
    )
