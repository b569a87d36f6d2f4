"""What is said about a file: for machines (JSON), for a terminal, and as a CSV of refused rows."""

import codecs
import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, BinaryIO

import pandas as pd

from clientes_app.csv_import.dialecto import Dialecto, detectar
from clientes_app.csv_import.encabezado import ERRORES
from clientes_app.csv_import.filas import Fila, Lote, ProblemaDeFila, validar_filas
from clientes_app.csv_import.lineas import NOMBRES_DE_CODIFICACION
from clientes_app.csv_import.motivos import Motivo, NoCargableError
from clientes_app.csv_import.reading import ANCHO, FALTA
from clientes_app.domain.cliente import Contexto, DatosCliente
from clientes_app.domain.columnas import CAMPOS, COLUMNAS, ENCABEZADO
from clientes_app.domain.guarda import proteger_fila
from clientes_app.domain.problemas import Gravedad

_FILAS_POR_TROZO = 500
_OBLIGATORIAS = max(i for i, columna in enumerate(COLUMNAS) if columna.obligatoria) + 1
_PRIMERAS = 10
NOMBRES_DE_DELIMITADOR = {",": "coma", ";": "punto y coma", "\t": "tabulador"}
