"""Records with their physical lines: structure first, nothing swallowed, nothing shifted.

Every row has as many values as the header or is refused by itself. `csv` in strict mode finds
quotes out of place; a quote that never closes, or that closed only after it had swallowed other
records, refuses the whole file and names the line on which it opened.
"""

import csv
import re
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO, NamedTuple

from clientes_app.domain.columnas import CAMPOS, ENCABEZADO
from clientes_app.domain.problemas import Problema, error
from clientes_app.domain.texto import EN_BLANCO
from clientes_app.readers.csv.dialect import CsvDialect
from clientes_app.readers.csv.lines import FIN_DE_MS_DOS, Lineas, cuenta_de_lineas
from clientes_app.readers.motivos import NoCargableError, no_cargable

FALTA = "(falta)"
"""What «Descargar rechazados» writes into the first missing cell of a row that was cut short."""

ERRORES_NUESTROS = re.compile(r"Línea \d+: ")
"""How the texts of the column «Errores» begin."""

ANCHO = len(ENCABEZADO)
_SEPARADORES = ANCHO - 1
_NADA = EN_BLANCO + FIN_DE_MS_DOS
_PARECE_CLIENTE = re.compile(r"@|\b[A-ZÑ&]{3,4}[0-9]{6}[A-Z0-9]{3}\b", re.IGNORECASE)
_LARGO_DE_MUESTRA = 120


class Record(NamedTuple):
    """A row of the file: the physical line on which it begins, and its values.

    With a `problema` of structure the values are what was found, however many; without one there
    are exactly as many as the template has columns.
    """

    linea: int
    valores: list[str]
    problema: Problema | None = None


def leer(archivo: BinaryIO, dialecto: CsvDialect) -> Iterator[Record]:
    """Iterate over the rows below the header; rows of blanks and separators are passed over.

    Raises NoCargableError, naming the line, at a byte that does not fit the encoding and at a
    quote that never closes.
    """
    return _RecordReader(archivo, dialecto).records()


class _RecordReader:
    def __init__(self, archivo: BinaryIO, dialecto: CsvDialect) -> None:
        self._dialecto = dialecto
        self._lineas = Lineas(archivo, dialecto.codificacion)
        self._antes = dialecto.linea_encabezado - 1
        lineas = iter(self._lineas)
        for _ in islice(lineas, self._antes):
            pass
        self._signo = dialecto.delimitador
        self._csv = csv.reader(lineas, delimiter=self._signo, strict=True)

    def records(self) -> Iterator[Record]:
        next(self._csv, None)
        lector, antes, columnas = self._csv, self._antes, self._dialecto.columnas
        fin = lector.line_num + antes
        while True:
            inicio = fin + 1
            try:
                for valores in lector:
                    fin = lector.line_num + antes
                    if fin > inicio:
                        self._vigilar(inicio, fin, valores)
                    if len(valores) != ANCHO or columnas != ANCHO:
                        record = self._ajustar(inicio, valores)
                        if record:
                            yield record
                    elif valores[1].strip(_NADA) or any(valor.strip(_NADA) for valor in valores):
                        yield Record(inicio, valores)
                    inicio = fin + 1
            except csv.Error as fallo:
                fin = lector.line_num + antes
                yield self._mal_citado(inicio, fin, fallo)
            else:
                return

    def _ajustar(self, linea: int, valores: list[str]) -> Record | None:
        """Count the values of a row and take off what the header has beyond the template."""
        hay, columnas = len(valores), self._dialecto.columnas
        de_mas = self._dialecto.columna_de_mas
        propios = valores[:ANCHO]
        sobran = [i for i in range(ANCHO, hay) if i != de_mas and valores[i].strip(_NADA)]
        if not sobran and not any(valor.strip(_NADA) for valor in propios):
            return None
        if hay not in {ANCHO, columnas}:
            # A row that was too long in «Descargar rechazados» carries its old explanation.
            if hay > columnas and ERRORES_NUESTROS.match(valores[-1]):
                valores = valores[:-1]
            return Record(linea, valores, self._descuadre(valores, hay))
        if sobran:
            largo = sobran[-1] + 1
            return Record(linea, valores[:largo], _mal_contada(valores, largo, ANCHO, self._signo))
        if de_mas is not None and FALTA in propios:
            return Record(linea, propios, _por_completar(propios.index(FALTA)))
        return Record(linea, propios)

    def _descuadre(self, valores: list[str], hay: int) -> Problema:
        """Say how many values there are instead of how many, nameless columns left out."""
        con_nombre = ANCHO + (self._dialecto.columna_de_mas is not None)
        if hay < ANCHO:
            con_nombre = ANCHO
        elif hay > self._dialecto.columnas:
            hay -= self._dialecto.columnas - con_nombre
        return _mal_contada(valores, hay, con_nombre, self._signo)

    def _vigilar(self, inicio: int, fin: int, valores: list[str]) -> None:
        """Refuse the file if a quote of this record, on several lines, swallowed other records."""
        linea, signo = inicio, self._signo
        for valor in valores:
            saltos = cuenta_de_lineas(valor)
            if saltos:
                # Between one quote out of place and the next there is at least a whole row.
                renglones = valor.replace("\r", "\n").split("\n")
                if any(renglon.count(signo) >= _SEPARADORES for renglon in renglones) or (
                    valor.count(signo) >= _SEPARADORES and _PARECE_CLIENTE.search(valor)
                ):
                    raise _sin_cerrar(linea)
            linea += saltos
        bien_contada = len(valores) in {ANCHO, self._dialecto.columnas}
        # What «Errores» says stands behind the row on its last line, and may have many commas.
        nuestra = f"{signo}{valores[-1]}" if ERRORES_NUESTROS.match(valores[-1]) else ""
        if not bien_contada and self._hay_filas_dentro(inicio, fin, nuestra.count(signo)):
            raise _sin_cerrar(self._donde_abre(inicio, fin))

    def _mal_citado(self, inicio: int, fin: int, fallo: csv.Error) -> Record:
        """Refuse the row, or the file if nobody can tell where the row ends."""
        es_largo = str(fallo).startswith("field larger")
        en_una_linea = fin == inicio and not str(fallo).startswith("unexpected end")
        if not en_una_linea and (
            es_largo
            or str(fallo).startswith("unexpected end")
            or self._hay_filas_dentro(inicio, fin)
        ):
            raise _sin_cerrar(self._donde_abre(inicio, fin))
        crudo = "".join(self._lineas.entre(inicio, fin)).rstrip("\r\n")
        return Record(inicio, [crudo], _demasiado_larga() if es_largo else _comilla(crudo))

    def _hay_filas_dentro(self, inicio: int, fin: int, al_final: int = 0) -> bool:
        """Whether a line after the first one has all the separators of a row.

        On the last one `al_final` more are known to be text.
        """
        signos = [linea.count(self._signo) for linea in self._lineas.entre(inicio + 1, fin)]
        if signos:
            signos[-1] -= al_final
        return any(cuantos >= _SEPARADORES for cuantos in signos)

    def _donde_abre(self, inicio: int, fin: int) -> int:
        """Return the line on which the last quote opened that does not close on its own line."""
        lineas = self._lineas.entre(inicio, fin)
        abierta_en, abierta, empieza, anterior = inicio, False, True, ""
        for numero, linea in enumerate(lineas, start=fin + 1 - len(lineas)):
            for letra in linea:
                if letra == '"' and abierta:
                    abierta = False
                elif letra == '"' and empieza:
                    abierta, abierta_en = True, numero
                elif letra == '"':
                    # The second of two quotes inside a cell: it did not close after all.
                    abierta = anterior == '"'
                empieza = not abierta and (letra == self._signo or letra in "\r\n")
                anterior = letra
        return abierta_en


def _mal_contada(valores: list[str], hay: int, columnas: int, signo: str) -> Problema:
    muestra = signo.join(valores)[:_LARGO_DE_MUESTRA]
    cuantos = "1 valor" if hay == 1 else f"{hay} valores"
    if hay == 1 and valores[0].count(signo) >= _SEPARADORES:
        remedio = "Toda la línea está entre comillas: quite las del principio y del fin."
    elif hay < columnas:
        remedio = "Complete la línea: una celda vacía también lleva su separador."
    else:
        nombre = {",": "comas", ";": "punto y coma", "\t": "tabuladores"}[signo]
        remedio = (
            f'Si un texto lleva {nombre}, escríbalo entre comillas: "ACEROS{signo} TUBOS Y MÁS".'
        )
    return error(
        None,
        "valores_de_menos" if hay < columnas else "valores_de_mas",
        f"La línea tiene {cuantos} en lugar de {columnas}.",
        valor=muestra,
        sugerencia=remedio,
    )


def _por_completar(lugar: int) -> Problema:
    return error(
        CAMPOS[lugar],
        "por_completar",
        f"La línea estaba incompleta a partir de «{ENCABEZADO[lugar]}».",
        valor=FALTA,
        sugerencia="Revise que cada valor esté en su columna y escriba el que falta, "
        "o deje la celda vacía.",
    )


def _comilla(crudo: str) -> Problema:
    return error(
        None,
        "comilla_fuera_de_lugar",
        "La línea tiene una comilla fuera de lugar.",
        valor=crudo[:_LARGO_DE_MUESTRA],
        sugerencia="Si un texto lleva comillas, escríbalo todo entre comillas y cada una de las "
        'suyas dos veces: "ACEROS ""EL TIGRE"" Y CÍA".',
    )


def _demasiado_larga() -> Problema:
    return error(
        None,
        "valor_largo",
        f"La línea tiene un valor de más de {csv.field_size_limit():,} caracteres.",
        sugerencia="Acorte ese valor.",
    )


def _sin_cerrar(linea: int) -> NoCargableError:
    return no_cargable(
        codigo="comilla_sin_cerrar",
        mensaje=f"La comilla que se abre en la línea {linea} no se cierra, o se cierra varias "
        "líneas después: lo que sigue quedaría dentro de una sola celda. Ciérrela o quítela.",
        linea=linea,
    )
