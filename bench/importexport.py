"""The same rows through django-import-export as it comes, to compare with.

    python3 -m venv otro && otro/bin/pip install django django-import-export
    python -m bench.importexport --python otro/bin/python --filas 5000 --rondas 3

The program starts itself with that other Python, which knows nothing of this project: a model
with the same columns and a unique RFC, its validators switched on, RFC as import id. Both read the
file, and both have taken a file of one row before, as programs that have run for a while.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

_CAMPOS = "--campos"
_OTRA_SEMILLA = 2
# Loads before the other program's turn, and as many after it.
_CARGAS = 2


def importar(archivos: list[Path], carpeta: Path, campos: list[str]) -> float:
    """Import files with the header `campos`; return the seconds that the last one took.

    Runs in the other Python.
    """
    import django  # noqa: PLC0415 - only the other Python has it
    from django.conf import settings  # noqa: PLC0415

    settings.configure(
        DATABASES={
            "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": carpeta / "django.sqlite3"}
        },
        INSTALLED_APPS=["import_export"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    django.setup()
    import tablib  # noqa: PLC0415
    from django.db import connection, models  # noqa: PLC0415
    from import_export import resources  # noqa: PLC0415

    columnas: dict[str, Any] = {
        campo: models.CharField(max_length=500, blank=True, db_index=campo in {"nombre", "email"})
        for campo in campos
    }
    columnas["rfc"] = models.CharField(max_length=13, unique=True)
    meta = type("Meta", (), {"app_label": "import_export"})
    cliente = type("Cliente", (models.Model,), columnas | {"__module__": __name__, "Meta": meta})
    with connection.schema_editor() as esquema:
        esquema.create_model(cliente)
    opciones = type(
        "Meta",
        (),
        {"model": cliente, "import_id_fields": ["rfc"], "fields": campos}
        | {"clean_model_instances": True},
    )
    recurso = type("Recurso", (resources.ModelResource,), {"Meta": opciones})
    segundos, filas = 0.0, 0
    for archivo in archivos:
        inicio = time.perf_counter()
        datos = tablib.Dataset()
        renglones = archivo.read_text("utf-8-sig").splitlines()
        datos.csv = "\n".join([",".join(campos), *renglones[1:]])
        resultado = recurso().import_data(datos)
        segundos = time.perf_counter() - inicio
        filas += len(renglones) - 1
        if resultado.has_errors() or cliente.objects.count() != filas:
            raise SystemExit(str(resultado.totals))
    return segundos


def comparar(python: Path, filas: int, rondas: int) -> None:
    """Print what both take for a file of so many rows, round by round, and the median."""
    from bench.archivos import escribir  # noqa: PLC0415 - the other Python has none of these

    veces: list[float] = []
    for numero in range(1, rondas + 1):
        with tempfile.TemporaryDirectory(prefix="clientes-bench-") as nombre:
            carpeta = Path(nombre)
            una, archivo = carpeta / "una.csv", carpeta / "a.csv"
            escribir(una, 1, semilla=_OTRA_SEMILLA)
            escribir(archivo, filas)
            # Ours around the other, which takes twenty times as long: both in the same minute.
            nuestras = [_nuestra(carpeta, una, archivo) for _ in range(_CARGAS)]
            ajeno = _ajena(python, carpeta, una, archivo)
            nuestras += [_nuestra(carpeta, una, archivo) for _ in range(_CARGAS)]
        carga = median(carga for _, carga in nuestras)
        veces.append(ajeno / carga)
        print(
            f"ronda {numero}, {filas:,} filas: django-import-export {ajeno:.2f} s, la carga "
            f"{carga:.2f} s: {veces[-1]:.0f} veces; antes la vista previa, "
            f"{median(vista for vista, _ in nuestras):.2f} s",
            flush=True,
        )
    print(
        f"mediana de {rondas} rondas: {median(veces):.0f} veces ({min(veces):.0f}-{max(veces):.0f})"
    )


def _ajena(python: Path, carpeta: Path, una: Path, archivo: Path) -> float:
    """Return the seconds that django-import-export takes."""
    from clientes_app.domain.columnas import CAMPOS  # noqa: PLC0415 - only this Python has it

    orden = [python, __file__, "--archivos", una, archivo, "--carpeta", carpeta, _CAMPOS, *CAMPOS]
    hecho = subprocess.run(orden, check=True, stdout=subprocess.PIPE, text=True)
    segundos: float = json.loads(hecho.stdout.splitlines()[-1])
    return segundos


def _nuestra(carpeta: Path, una: Path, archivo: Path) -> tuple[float, float]:
    """Return the seconds of the preview and of the load."""
    from bench.carga import Base  # noqa: PLC0415 - only this Python has it

    with tempfile.TemporaryDirectory(dir=carpeta) as nombre:
        sitio = Base(Path(nombre))
        url = sitio.nueva()
        sitio.tarea("recibir", url, archivo)
        vista, carga = sitio.tarea("vista", url), sitio.tarea("carga", url, "--antes", una)
    return vista.reloj, carga.reloj


def principal() -> None:
    """Compare, or be the one that is compared with."""
    argumentos = argparse.ArgumentParser(description="Compara con django-import-export.")
    argumentos.add_argument("--python", type=Path, help="un Python que tenga django-import-export")
    argumentos.add_argument("--filas", type=int, default=5_000)
    argumentos.add_argument("--rondas", type=int, default=3)
    argumentos.add_argument("--archivos", type=Path, nargs=2, help=argparse.SUPPRESS)
    argumentos.add_argument("--carpeta", type=Path, help=argparse.SUPPRESS)
    argumentos.add_argument(_CAMPOS, nargs="+", help=argparse.SUPPRESS)
    pedido = argumentos.parse_args()
    if pedido.archivos is not None:
        print(json.dumps(importar(pedido.archivos, pedido.carpeta, pedido.campos)))
    elif pedido.python is None:
        sys.exit("Se omite: falta --python, un Python que tenga django-import-export.")
    else:
        comparar(pedido.python, pedido.filas, pedido.rondas)


if __name__ == "__main__":
    principal()
