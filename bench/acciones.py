"""How long an action on many clients takes: its preview, the process, undoing it, saves beside it.

    python -m bench.acciones --filas 50000 --base sqlite

Every name has an accent. Saves come from another operating system process, one every tenth of a
second, as the pages' own process makes them.
"""

import argparse
import multiprocessing
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event

from sqlalchemy import Engine

from bench.busqueda import BASES, base
from clientes_app.domain.acciones import Accion, AccionMasiva
from clientes_app.services.acceso import cuentas
from clientes_app.services.carga import procesos
from clientes_app.services.carga.acciones import acciones
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.demo import filas_inventadas
from clientes_app.services.context import Actor
from clientes_app.services.errors import EdicionSimultanea
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.db.engine import open_engine, write_transaction
from clientes_app.storage.values import Autoria

_PAUSA = 0.1
_SALVADOS = 200
_ACENTOS = AccionMasiva(Accion.QUITAR_ACENTOS)


def principal() -> None:
    """Measure what the arguments ask for."""
    argumentos = argparse.ArgumentParser(description="Mide las acciones sobre muchos clientes.")
    argumentos.add_argument("--filas", type=int, default=50_000)
    argumentos.add_argument("--base", choices=BASES, default="sqlite")
    pedido = argumentos.parse_args()
    with base(pedido.base) as engine:
        medir(engine, pedido.filas)


def medir(engine: Engine, filas: int) -> None:
    """Print a line for each part."""
    cuenta_id = cuentas.asegurar_cuenta(engine)
    actor = Actor(cuenta_id, "bench", "formulario")
    altas = [datos._replace(nombre=f"{datos.nombre} É") for datos in filas_inventadas(filas)]
    with write_transaction(engine) as tx:
        ids = ClienteRepository(tx, cuenta_id).aplicar(
            altas=altas, ediciones=(), autoria=Autoria("bench", "carga")
        )
    print(f"\n{engine.dialect.name}, {filas:,} clientes")
    _linea("vista previa", lambda: acciones.previsualizar(engine, cuenta_id, _ACENTOS, ids))
    pedida = acciones.encolar(engine, actor, _ACENTOS, ids)
    _con_gente(engine, actor, ids, "proceso", lambda: procesos.ejecutar(engine, pedida.id))
    procesos.pedir_deshacer(engine, actor, pedida.id)
    _con_gente(
        engine,
        actor,
        ids,
        "deshacer",
        lambda: procesos.seguir_deshaciendo(engine, cuenta_id, pedida.id),
    )
    hecho = procesos.detalle(engine, cuenta_id, pedida.id)
    print(f"vueltos {hecho.restaurados:,}, dejados {hecho.dejados:,}")


def _linea(nombre: str, que: Callable[[], object]) -> None:
    reloj, procesador = time.perf_counter(), time.process_time()
    que()
    reloj, procesador = time.perf_counter() - reloj, time.process_time() - procesador
    print(f"{nombre:16}{reloj:8.2f} s{procesador:8.2f} s de procesador")


def _con_gente(
    engine: Engine, actor: Actor, ids: acciones.IdsElegidos, nombre: str, que: Callable[[], object]
) -> None:
    """Do it while somebody saves clients, and say how long they waited."""
    contexto = multiprocessing.get_context("spawn")
    fin, tiempos = contexto.Event(), contexto.Queue()
    url = engine.url.render_as_string(hide_password=False)
    quien = contexto.Process(
        target=_salvar, args=(url, actor.cuenta_id, list(ids[:_SALVADOS]), fin, tiempos)
    )
    quien.start()
    tiempos.get()
    _linea(nombre, que)
    fin.set()
    esperas = sorted(tiempos.get())
    quien.join()
    p95 = esperas[int(len(esperas) * 0.95)] if esperas else 0.0
    print(
        f"{'  guardar':16}n={len(esperas)}, p95 {p95 * 1000:.0f} ms, máx {esperas[-1] * 1000:.0f}"
    )


def _salvar(
    url: str, cuenta_id: int, ids: list[int], fin: Event, tiempos: "Queue[list[float]]"
) -> None:
    """Change the street of a client again and again; put how long each save took."""
    engine = open_engine(url)
    actor = Actor(cuenta_id, "Ana", "formulario")
    esperas: list[float] = []
    tiempos.put(esperas)
    vez = 0
    while not fin.is_set() or not esperas:
        actual = clientes.obtener(engine, cuenta_id, ids[vez % len(ids)])
        vez += 1
        valores = actual.datos.como_dict() | {"calle": f"CALLE {vez}"}
        antes = time.perf_counter()
        # Where the process was at the client meanwhile, a page would merge both: no wait either.
        with suppress(EdicionSimultanea):
            clientes.editar(engine, actor, actual.id, actual.version, valores)
        esperas.append(time.perf_counter() - antes)
        time.sleep(_PAUSA)
    tiempos.put(esperas)
    engine.dispose()


if __name__ == "__main__":
    principal()
