"""How long the export takes, beside a bare csv.writer over the same query.

python -m bench.exportacion --filas 1000000 --rondas 5 --base sqlite
"""

import argparse
import tempfile
from pathlib import Path

from bench.carga import base
from bench.datos import llenar
from bench.medida import Medida, proporcion, resumen
from clientes_app.storage.db.engine import open_engine
from clientes_app.storage.db.migrate import migrate_engine


def principal() -> None:
    """Measure what the arguments ask for."""
    argumentos = argparse.ArgumentParser(description="Mide «Descargar en .CSV».")
    argumentos.add_argument("--filas", type=int, nargs="+", default=[100_000, 1_000_000])
    argumentos.add_argument("--rondas", type=int, default=5)
    argumentos.add_argument("--base", choices=["sqlite", "postgresql"], default="sqlite")
    pedido = argumentos.parse_args()
    with tempfile.TemporaryDirectory(prefix="clientes-bench-") as nombre:
        carpeta = Path(nombre)
        carpeta.chmod(0o755)
        with base(pedido.base, carpeta) as sitio:
            for filas in pedido.filas:
                url = sitio.nueva()
                engine = open_engine(url)
                migrate_engine(engine)
                llenar(engine, filas)
                engine.dispose()
                pares: list[tuple[Medida, Medida]] = []
                for _ in range(pedido.rondas):
                    llano = sitio.tarea("llano", url)
                    pares.append((sitio.tarea("exportar", url), llano))
                print(f"\n{filas:,} clientes, medianas de {pedido.rondas} rondas")
                resumen("Descargar en .CSV", [par[0] for par in pares], filas)
                resumen("csv.writer sobre la misma consulta", [par[1] for par in pares], filas)
                proporcion("exportar / llano", pares)
                sitio.quitar(url)


if __name__ == "__main__":
    principal()
