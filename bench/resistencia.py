"""Hours of use in half a one: what stays of it in memory, descriptors and logs.

    python -m bench.resistencia --minutos 30 --navegadores 50

On `clientes servir` with 20,000 clients, simulated browsers search, open and save at a human pace
(`en_vivo.trabajo`), and every minute a file of 1,000 rows is loaded that changes all of them. Each
minute one line tells the memory of the web process and of the worker, and what both have open. It
ends with status 1 when the log holds an error.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path

from bench.archivos import escribir
from bench.busqueda import BASES, base
from bench.datos import llenar
from bench.en_vivo import Escena, direccion, trabajo
from bench.servidor import servir
from bench.tareas import encolar, recibir, vista
from clientes_app.services.carga import procesos
from clientes_app.services.carga.procesos import Estado

_CLIENTES = 20_000
_FILAS = 1_000


def _estado(escena: Escena, proceso_id: int) -> Estado:
    return procesos.detalle(escena.engine, escena.cuenta_id, proceso_id).estado


def _una_carga(escena: Escena, modelo: Path, minuto: int) -> None:
    archivo = modelo.with_name(f"minuto{minuto}.csv")
    archivo.write_text(modelo.read_text("utf-8").replace("@", f".{minuto}@"), "utf-8")
    proceso_id = recibir(escena.engine, archivo)
    vista(escena.engine, proceso_id)
    encolar(escena.engine, proceso_id)
    while _estado(escena, proceso_id) in {Estado.EN_ESPERA, Estado.PROCESANDO}:
        time.sleep(0.2)
    if _estado(escena, proceso_id) is not Estado.TERMINADO:
        raise SystemExit(_estado(escena, proceso_id))
    archivo.unlink()


async def _cada_minuto(escena: Escena, modelo: Path, minutos: int) -> None:
    servidor, inicio = escena.servidor, time.perf_counter()
    print(f"{'minuto':>6}{'web MB':>10}{'worker MB':>12}{'abiertos':>10}")
    for minuto in range(minutos):
        await asyncio.sleep(max(0.0, inicio + 60 * minuto - time.perf_counter()))
        await asyncio.to_thread(_una_carga, escena, modelo, minuto)
        web, worker = servidor.memoria_kb() / 1024, servidor.memoria_kb("worker") / 1024
        print(f"{minuto:>6}{web:>10.0f}{worker:>12.0f}{servidor.abiertos():>10}", flush=True)


async def _resistir(escena: Escena, modelo: Path, orden: argparse.Namespace) -> None:
    async with AsyncExitStack() as pila:
        navegadores = [await escena.abrir(pila) for _ in range(orden.navegadores)]
        await asyncio.gather(
            trabajo(escena, navegadores, segundos=60.0 * orden.minutos),
            _cada_minuto(escena, modelo, orden.minutos),
        )


def principal() -> None:
    """Measure what the arguments ask for."""
    lector = argparse.ArgumentParser(description="Mide qué queda después de mucho uso.")
    lector.add_argument("--base", choices=BASES, default=BASES[0])
    lector.add_argument("--minutos", type=int, default=30)
    lector.add_argument("--navegadores", type=int, default=50)
    orden = lector.parse_args()
    with base(orden.base) as engine, tempfile.TemporaryDirectory() as carpeta:
        datos = Path(carpeta)
        modelo = datos / "modelo.csv"
        escribir(modelo, _FILAS)
        cuenta_id = llenar(engine, _CLIENTES)
        with servir(direccion(engine), datos) as servidor:
            asyncio.run(_resistir(Escena(servidor, engine, cuenta_id), modelo, orden))
        dicho = "".join(
            registro.read_text("utf-8", errors="replace")
            for registro in (*datos.glob("*.log"), *datos.glob("registro/*.log"))
        )
    faltas = [linea for linea in dicho.splitlines() if "ERROR" in linea or "Traceback" in linea]
    print(f"{len(dicho)} bytes de registro, {len(faltas)} faltas", *faltas[:20], sep="\n")
    sys.exit(1 if faltas else 0)


if __name__ == "__main__":
    principal()
