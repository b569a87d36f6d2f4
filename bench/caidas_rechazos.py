"""A file of which every row is faulty: how quick its page is, and whether it loads once mended.

    python -m bench.caidas_rechazos --filas 100000 --base sqlite

Two faults a row: an e-mail without @ and a postal code that Excel spoiled. Measured is each query
that stands behind the page of a process, then «Descargar rechazados», which a script mends and
loads. On SQLite this process's own processor time is all the work there is.
"""

import argparse
import csv
import io
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine

from bench.caidas import BASES, base_nueva
from clientes_app.domain.columnas import CAMPOS, ENCABEZADO
from clientes_app.judging.plan import Opciones
from clientes_app.services.acceso import cuentas
from clientes_app.services.carga import procesos
from clientes_app.services.clientes.demo import filas_inventadas
from clientes_app.services.context import Actor
from clientes_app.storage.db.engine import open_engine

_VECES = 7
_EMAIL, _CP = CAMPOS.index("email"), CAMPOS.index("codigo_postal")
_MALO = ("SIN.ARROBA ", "E+03 ")


def todas_malas(filas: int) -> bytes:
    """Make a file of so many rows with two faults each; the right values stand behind them."""
    salida = io.StringIO(newline="")
    escritor = csv.writer(salida)
    escritor.writerow(ENCABEZADO)
    for datos in filas_inventadas(filas):
        fila = [getattr(datos, campo) for campo in CAMPOS]
        fila[_EMAIL] = _MALO[0] + fila[_EMAIL].replace("@", " ")
        fila[_CP] = _MALO[1] + fila[_CP]
        escritor.writerow(fila)
    return salida.getvalue().encode()


def arreglar(rechazados: bytes) -> bytes:
    """Mend a file of refused rows as a script would; its last column stays as it is."""
    entrada = csv.reader(io.StringIO(rechazados.decode("utf-8-sig"), newline=""))
    salida = io.StringIO(newline="")
    escritor = csv.writer(salida)
    escritor.writerow(next(entrada))
    for fila in entrada:
        fila[_EMAIL] = "@".join(fila[_EMAIL].removeprefix(_MALO[0]).rsplit(" ", 1))
        fila[_CP] = fila[_CP].removeprefix(_MALO[1])
        escritor.writerow(fila)
    return salida.getvalue().encode()


def cargar(engine: Engine, actor: Actor, contenido: bytes) -> procesos.ProcesoGuardado:
    """Upload, look into it, run it to the end."""
    proceso_id = procesos.recibir(engine, actor, "malas.csv", [contenido])
    procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
    procesos.encolar(engine, actor, proceso_id, Opciones())
    procesos.ejecutar(engine, proceso_id)
    return procesos.detalle(engine, actor.cuenta_id, proceso_id)


def consultas(engine: Engine, cuenta_id: int, proceso_id: int) -> dict[str, Callable[[], object]]:
    """Give what the page of a process asks the database, by what a person does there."""
    de = (engine, cuenta_id, proceso_id)
    ultima = procesos.problemas(*de).paginas
    return {
        "la lista de procesos": lambda: procesos.lista(engine, cuenta_id),
        "los números": lambda: procesos.detalle(*de),
        "la vista previa": lambda: procesos.vista_previa(*de),
        "errores, página 1": lambda: procesos.problemas(*de),
        "errores, página de en medio": lambda: procesos.problemas(*de, pagina=ultima // 2),
        "errores, última página": lambda: procesos.problemas(*de, pagina=ultima),
        "filtro por columna": lambda: procesos.problemas(*de, columna="Código Postal"),
        "filtro por columna, última": lambda: procesos.problemas(
            *de, columna="Código Postal", pagina=ultima
        ),
        "filtro por clase": lambda: procesos.problemas(*de, codigo="email_invalido"),
        "filtro por gravedad y columna": lambda: procesos.problemas(
            *de, gravedad="error", columna="E-mail"
        ),
        "cuántos de cada clase": lambda: procesos.resumen_de_problemas(*de),
        "principio de los rechazados": lambda: list(islice(procesos.rechazados_csv(*de), 100)),
    }


def medir(engine: Engine, filas: int) -> bool:
    """Print the measures; whether the mended file was loaded to its last row."""
    actor = Actor(cuentas.asegurar_cuenta(engine), "bench", "carga")
    inicio = time.perf_counter()
    malo = cargar(engine, actor, todas_malas(filas))
    print(
        f"{engine.dialect.name}: {malo.rechazados:,} de {malo.filas:,} rechazadas "
        f"(«{malo.etiqueta}»), {time.perf_counter() - inicio:.0f} s con la revisión; "
        "reloj y procesador, mediana y peor, en ms",
        flush=True,
    )
    for nombre, consulta in consultas(engine, actor.cuenta_id, malo.id).items():
        consulta()
        tiempos = [_cronometrar(consulta) for _ in range(_VECES)]
        reloj, procesador = (sorted(cuales) for cuales in zip(*tiempos, strict=True))
        columnas = (reloj[_VECES // 2], reloj[-1], procesador[_VECES // 2], procesador[-1])
        print(f"  {nombre:32}" + "".join(f"{columna:9.1f}" for columna in columnas), flush=True)
    inicio = time.perf_counter()
    rechazados = b"".join(procesos.rechazados_csv(engine, actor.cuenta_id, malo.id))
    print(f"  rechazados: {len(rechazados) / 1e6:.1f} MB, {time.perf_counter() - inicio:.1f} s")
    bueno = cargar(engine, actor, arreglar(rechazados))
    print(f"  arreglado: {bueno.creados:,} creados, {bueno.rechazados:,} rechazados")
    return malo.rechazados == bueno.creados == filas


def _cronometrar(accion: Callable[[], object]) -> tuple[float, float]:
    reloj, procesador = time.perf_counter(), time.process_time()
    accion()
    return (time.perf_counter() - reloj) * 1000, (time.process_time() - procesador) * 1000


def principal() -> int:
    """Do what the arguments ask for; return the exit status."""
    argumentos = argparse.ArgumentParser(description="Mide un archivo con todas las filas malas.")
    argumentos.add_argument("--filas", type=int, default=100_000)
    argumentos.add_argument("--base", choices=BASES, nargs="+", default=list(BASES))
    pedido = argumentos.parse_args()
    bien = True
    for nombre in pedido.base:
        with (
            tempfile.TemporaryDirectory(prefix="clientes-rechazos-") as carpeta,
            base_nueva(nombre, Path(carpeta)) as url,
        ):
            engine = open_engine(url)
            bien = medir(engine, pedido.filas) and bien
            engine.dispose()
    return int(not bien)


if __name__ == "__main__":
    sys.exit(principal())
