"""Separators too many at the end of every row, which some programs write.

They are passed over only where nothing else can be meant: every row of the file has as many of them
and nothing behind, and the columns before fit their rules. An unquoted comma in every name, which
makes the rows as long, moves the RFC out of its column.
"""

from typing import BinaryIO

from clientes_app.domain.codigo_postal import leer_envio
from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.problemas import Problema, aviso
from clientes_app.domain.rfc.structure import es_valido, normalizar
from clientes_app.domain.texto import EN_BLANCO
from clientes_app.readers.csv.dialect import CsvDialect
from clientes_app.readers.csv.records import ANCHO, leer

_RFC, _CP_DE_ENVIO, _PAIS = map(CAMPOS.index, ("rfc", "codigo_postal_envio", "pais"))


def ancho(archivo: BinaryIO, dialecto: CsvDialect) -> int:
    """Return how many values each row has, those behind the extra separators included.

    Raises NoCargableError as reading the file does. Of a file without them one row is read.
    """
    hay = rows = fitting = 0
    columnas, de_mas = dialecto.columnas, dialecto.columna_de_mas
    for record in leer(archivo, dialecto):
        valores = record.valores
        hay = hay or len(valores)
        if hay <= columnas or len(valores) != hay:
            return columnas
        if any(valores[i].strip(EN_BLANCO) for i in range(ANCHO, hay) if i != de_mas):
            return columnas
        if any(v.startswith(" ") and v.strip(EN_BLANCO) for v in valores[_RFC:ANCHO]):
            # What follows a comma inside a text begins so.
            return columnas
        rows += 1
        fitting += _fits(valores)
    # One faulty row does not change what the file is.
    return hay if rows and 2 * fitting > rows else columnas


def _fits(valores: list[str]) -> bool:
    _, dudas = leer_envio(valores[_CP_DE_ENVIO], valores[_PAIS])
    return es_valido(normalizar(valores[_RFC])) and not dudas


def dicho(linea: int, cuantos: int) -> tuple[int, Problema]:
    """Say, at the first row, that the file has them."""
    que = "un separador de más, que se pasó por alto"
    if cuantos > 1:
        que = f"{cuantos} separadores de más, que se pasaron por alto"
    mensaje = f"Todas las líneas terminan con {que}."
    return linea, aviso(None, "separador_de_mas", mensaje)
