"""Constancias drawn in all ways: how many fields are wrong, and how long one takes.

    python -m bench.constancias                   # 500
    python -m bench.constancias --cuantas 5000

Each is read in the child process, as the application does it.
"""

import argparse
import random
import statistics
import time
from collections import Counter

from clientes_app.readers.constancia.apart import PdfChild
from tests.constancias import una_constancia


def principal() -> None:
    """Draw, read, compare, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cuantas", type=int, default=500)
    cuantas = parser.parse_args().cuantas
    wrong: Counter[str] = Counter()
    fields, seconds = 0, list[float]()
    with PdfChild() as child:
        for seed in range(cuantas):
            contenido, datos = una_constancia(random.Random(seed))
            since = time.perf_counter()
            reading = child.read(contenido)
            seconds.append(time.perf_counter() - since)
            read = reading.datos.como_dict() if reading.datos else {}
            fields += len(datos)
            wrong.update(campo for campo, valor in datos.items() if read.get(campo) != valor)
    print(f"{cuantas} constancias, {fields:,} campos, {wrong.total()} mal: {dict(wrong)}")
    print(
        f"Por constancia: {statistics.median(seconds) * 1000:.0f} ms en la mediana, "
        f"{max(seconds) * 1000:.0f} ms la más lenta."
    )


if __name__ == "__main__":
    principal()
