"""Make the tables of clientes_app/domain/data/ anew from the SAT's catCFDI workbook.

    python tools/actualizar_catalogos.py catCFDI_V_4_20260821.xls

Reads c_RegimenFiscal, c_UsoCFDI, c_CodigoPostal, c_Pais and c_Estado; writes one CSV each and
ORIGEN.json, which tells source, dates and checksums. Needs xlrd (in the dev extras).
"""

import argparse
import csv
import hashlib
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import xlrd

DATOS = Path(__file__).resolve().parent.parent / "clientes_app" / "domain" / "data"
Fila = list[str]
Celda = str | float

_COLUMNAS_DE_CLAVE: Fila = [
    "codigo",
    "descripcion",
    "fisica",
    "moral",
    "vigencia_desde",
    "vigencia_hasta",
]


def main(argumentos: Sequence[str] | None = None) -> int:
    """Read the workbook named on the command line and write the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("libro", type=Path, help="el archivo catCFDI_V_4_AAAAMMDD.xls del SAT")
    parser.add_argument("--destino", type=Path, default=DATOS, help="carpeta de las tablas")
    opciones = parser.parse_args(argumentos)
    libro = xlrd.open_workbook(str(opciones.libro), on_demand=True)
    tablas = {nombre: _csv(filas) for nombre, filas in _tablas(libro).items()}
    opciones.destino.mkdir(parents=True, exist_ok=True)
    for nombre, contenido in tablas.items():
        (opciones.destino / nombre).write_bytes(contenido)
    origen = _origen(libro, opciones.libro, tablas)
    texto = json.dumps(origen, ensure_ascii=False, indent=2) + "\n"
    (opciones.destino / "ORIGEN.json").write_text(texto, encoding="utf-8")
    sys.stdout.write(f"{len(tablas)} tablas en {opciones.destino}\n")
    return 0


def _tablas(libro: xlrd.Book) -> dict[str, list[Fila]]:
    regimenes = list(_claves(libro.sheet_by_name("c_RegimenFiscal")))
    usos = list(_claves(libro.sheet_by_name("c_UsoCFDI")))
    return {
        "regimen.csv": [_COLUMNAS_DE_CLAVE, *(fila[:6] for fila in regimenes)],
        "uso.csv": [[*_COLUMNAS_DE_CLAVE, "regimenes"], *usos],
        "cp_rangos.csv": [["desde", "hasta", "estado"], *_rangos(libro)],
        "pais.csv": [["codigo", "descripcion", "formato_registro"], *_paises(libro)],
        "estado.csv": [["codigo", "descripcion"], *_estados(libro)],
    }


def _claves(hoja: xlrd.sheet.Sheet) -> Iterator[Fila]:
    """Yield the keys of c_RegimenFiscal or c_UsoCFDI, with the régimenes of a uso at the end."""
    for celdas in _filas(hoja):
        clave = _texto(celdas[0])
        if not re.fullmatch("[0-9]{3}|[A-Z]{1,2}[0-9]{2}", clave):
            continue
        regimenes = re.findall("[0-9]{3}", " ".join(map(_texto, celdas[6:])))
        yield [
            clave,
            _texto(celdas[1]).rstrip(". "),
            "1" if _texto(celdas[2]) == "Sí" else "0",
            "1" if _texto(celdas[3]) == "Sí" else "0",
            _fecha(celdas[4]),
            _fecha(celdas[5]),
            " ".join(sorted(regimenes)),
        ]


def _rangos(libro: xlrd.Book) -> Iterator[Fila]:
    """Yield runs of consecutive postal codes of one state."""
    estado_por_cp = {
        int(_texto(celdas[0])): _texto(celdas[1])
        for nombre in libro.sheet_names()
        if nombre.lower().startswith("c_codigopostal")
        for celdas in _filas(libro.sheet_by_name(nombre))
        if re.fullmatch("[0-9]{4,5}", _texto(celdas[0])) and not _texto(celdas[6])
    }
    desde = anterior = -1
    estado = ""
    for cp, otro in [*sorted(estado_por_cp.items()), (-1, "")]:
        if estado and (cp != anterior + 1 or otro != estado):
            yield [f"{desde:05}", f"{anterior:05}", estado]
        if cp != anterior + 1 or otro != estado:
            desde = cp
        anterior, estado = cp, otro


def _paises(libro: xlrd.Book) -> Iterator[Fila]:
    for celdas in _filas(libro.sheet_by_name("c_Pais")):
        if re.fullmatch("[A-Z]{3}", _texto(celdas[0])):
            # MEX carries the pattern of an RFC, which never applies: the residence is not MEX.
            formato = "" if celdas[0] == "MEX" else _texto(celdas[3])
            yield [_texto(celdas[0]), _texto(celdas[1]), formato]


def _estados(libro: xlrd.Book) -> Iterator[Fila]:
    for celdas in _filas(libro.sheet_by_name("c_Estado")):
        if _texto(celdas[1]) == "MEX" and not _texto(celdas[4]):
            yield [_texto(celdas[0]), _texto(celdas[2])]


def _filas(hoja: xlrd.sheet.Sheet) -> Iterator[Sequence[Celda]]:
    for numero in range(hoja.nrows):
        yield hoja.row_values(numero)


def _texto(celda: Celda) -> str:
    """Return a cell as text: Excel keeps some keys as numbers."""
    return celda.strip() if isinstance(celda, str) else str(int(celda))


def _fecha(celda: Celda) -> str:
    """Return a date of Excel's 1900 calendar in ISO form; "" for a blank cell."""
    return xlrd.xldate_as_datetime(celda, 0).date().isoformat() if isinstance(celda, float) else ""


def _csv(filas: Iterable[Fila]) -> bytes:
    salida = io.StringIO()
    csv.writer(salida, lineterminator="\n").writerows(filas)
    return salida.getvalue().encode()


def _origen(libro: xlrd.Book, ruta: Path, tablas: dict[str, bytes]) -> dict[str, object]:
    publicado = [
        _fecha(libro.sheet_by_name(nombre).cell_value(2, 3))
        for nombre in ("c_UsoCFDI", "c_CodigoPostal_Parte_1")
    ]
    sello = re.search("([0-9]{4})([0-9]{2})([0-9]{2})", ruta.name)
    return {
        "fuente": "SAT, Catálogos del CFDI 4.0 (Anexo 20)",
        "archivo": ruta.name,
        "fecha_del_archivo": date(*map(int, sello.groups())).isoformat() if sello else "",
        "publicacion_de_tablas": {"c_UsoCFDI": publicado[0], "c_CodigoPostal": publicado[1]},
        "sha256": hashlib.sha256(ruta.read_bytes()).hexdigest(),
        "generado": datetime.now(UTC).date().isoformat(),
        "tablas": {
            nombre: {
                "filas": contenido.count(b"\n") - 1,
                "sha256": hashlib.sha256(contenido).hexdigest(),
            }
            for nombre, contenido in tablas.items()
        },
    }


if __name__ == "__main__":
    raise SystemExit(main())
