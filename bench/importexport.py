"""The same rows through django-import-export as it comes, to compare with.

    python3 -m venv otro && otro/bin/pip install django django-import-export
    python -m bench.importexport --python otro/bin/python --filas 5000 --rondas 3

Over there is a model with the same columns, a unique RFC and the same indexes, which checks what
Django has checks for: lengths, what must be given, e-mails, the keys, the shape of RFC and postal
code; RFC is the import id. There is no history, no search index, no check digit and no rule that
looks at two columns. Both read the file, and both have taken a file of one row before, as programs
that have run for a while.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench import importexport_ajeno
from bench.archivos import escribir
from bench.carga import Base
from clientes_app.domain import catalogos
from clientes_app.domain.columnas import COLUMNAS

_OTRA_SEMILLA = 2
# Loads before the other program's turn, and as many after it.
_CARGAS = 2
_INDICES = ("nombre", "email", "codigo_postal", "regimen_fiscal", "uso_cfdi")


def comparar(python: Path, filas: int, rondas: int) -> None:
    """Print what both take for a file of so many rows, round by round, and the median."""
    veces: list[float] = []
    for numero in range(1, rondas + 1):
        with tempfile.TemporaryDirectory(prefix="clientes-bench-") as nombre:
            carpeta = Path(nombre)
            una, archivo = carpeta / "una.csv", carpeta / "a.csv"
            escribir(una, 1, semilla=_OTRA_SEMILLA)
            escribir(archivo, filas)
            # Ours around the other, which takes far longer: both in the same minute.
            nuestras = [_nuestra(carpeta, una, archivo) for _ in range(_CARGAS)]
            ajeno = _ajena(python, carpeta, una, archivo)
            nuestras += [_nuestra(carpeta, una, archivo) for _ in range(_CARGAS)]
        carga = median(carga for _, carga in nuestras)
        veces.append(ajeno / carga)
        print(
            f"ronda {numero}, {filas:,} filas: django-import-export {ajeno:.2f} s, la carga "
            f"{carga:.3f} s: {veces[-1]:.1f} veces; antes la vista previa, "
            f"{median(vista for vista, _ in nuestras):.2f} s",
            flush=True,
        )
    print(
        f"mediana de {rondas} rondas: {median(veces):.1f} veces ({min(veces):.1f}-{max(veces):.1f})"
    )


def _ajena(python: Path, carpeta: Path, una: Path, archivo: Path) -> float:
    """Return the seconds that django-import-export takes."""
    modelo = {
        "columnas": [(c.campo, c.maximo, c.obligatoria) for c in COLUMNAS],
        "claves": {
            "uso_cfdi": sorted(catalogos.USOS),
            "regimen_fiscal": sorted(catalogos.REGIMENES),
        },
        "indices": _INDICES,
    }
    descrito = carpeta / "modelo.json"
    descrito.write_text(json.dumps(modelo), "utf-8")
    orden = [python, importexport_ajeno.__file__, "--modelo", descrito, "--carpeta", carpeta]
    hecho = subprocess.run([*orden, una, archivo], check=True, stdout=subprocess.PIPE, text=True)
    segundos: float = json.loads(hecho.stdout)
    return segundos


def _nuestra(carpeta: Path, una: Path, archivo: Path) -> tuple[float, float]:
    """Return the seconds of the preview and of the load."""
    with tempfile.TemporaryDirectory(dir=carpeta) as nombre:
        sitio = Base(Path(nombre))
        url = sitio.nueva()
        sitio.tarea("recibir", url, archivo)
        vista, carga = sitio.tarea("vista", url), sitio.tarea("carga", url, "--antes", una)
    return vista.reloj, carga.reloj


def principal() -> None:
    """Compare."""
    argumentos = argparse.ArgumentParser(description="Compara con django-import-export.")
    argumentos.add_argument("--python", type=Path, help="un Python que tenga django-import-export")
    argumentos.add_argument("--filas", type=int, default=5_000)
    argumentos.add_argument("--rondas", type=int, default=3)
    pedido = argumentos.parse_args()
    if pedido.python is None:
        sys.exit("Se omite: falta --python, un Python que tenga django-import-export.")
    comparar(pedido.python, pedido.filas, pedido.rondas)


if __name__ == "__main__":
    principal()
