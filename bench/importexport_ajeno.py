"""The other program's side of `bench.importexport`: run by a Python that has django-import-export.

    otro/bin/python bench/importexport_ajeno.py --modelo M.json --carpeta DIR ARCHIVO ARCHIVO

It knows nothing of this project: what the columns are it reads from `--modelo`. Prints the seconds
that the last file took.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

_RFC = r"^[A-ZÑ&]{3,4}[0-9]{6}[A-Z0-9]{3}$"
_CP = r"^[0-9]{5}$"


def importar(archivos: list[Path], carpeta: Path, modelo: dict[str, Any]) -> float:
    """Import files into a new database; return the seconds that the last one took.

    `modelo` holds `columnas`, a name, greatest length and whether it must be given for each, the
    keys that some of them may hold (`claves`), and which have an index (`indices`).
    """
    _preparar(carpeta)
    import tablib  # noqa: PLC0415 - only the other Python has it
    from django.db import connection, models  # noqa: PLC0415
    from import_export import resources  # noqa: PLC0415

    campos = [campo for campo, _, _ in modelo["columnas"]]
    meta = type("Meta", (), {"app_label": "import_export"})
    cliente: Any = type(
        "Cliente",
        (models.Model,),
        _columnas(modelo) | {"__module__": __name__, "Meta": meta},
    )
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


def _preparar(carpeta: Path) -> None:
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


def _columnas(modelo: dict[str, Any]) -> dict[str, Any]:
    """Return the columns as somebody writes them who wants Django to check what it can."""
    from django.core.validators import RegexValidator  # noqa: PLC0415 - only the other Python's
    from django.db import models  # noqa: PLC0415

    formas = {"rfc": _RFC, "codigo_postal": _CP}
    columnas: dict[str, Any] = {}
    for campo, maximo, obligatoria in modelo["columnas"]:
        clase = models.EmailField if campo.startswith("email") else models.CharField
        claves = modelo["claves"].get(campo)
        columnas[campo] = clase(
            max_length=maximo,
            blank=not obligatoria,
            unique=campo == "rfc",
            db_index=campo in modelo["indices"],
            choices=claves and [(clave, clave) for clave in claves],
            validators=[RegexValidator(formas[campo])] if campo in formas else [],
        )
    return columnas


def principal() -> None:
    """Import what the arguments say."""
    argumentos = argparse.ArgumentParser(description="Importa con django-import-export.")
    argumentos.add_argument("archivos", type=Path, nargs="+")
    argumentos.add_argument("--modelo", type=Path, required=True)
    argumentos.add_argument("--carpeta", type=Path, required=True)
    pedido = argumentos.parse_args()
    modelo = json.loads(pedido.modelo.read_text("utf-8"))
    json.dump(importar(pedido.archivos, pedido.carpeta, modelo), sys.stdout)


if __name__ == "__main__":
    principal()
