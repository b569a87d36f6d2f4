"""How long «Calidad del catálogo» takes: its figures, judging all anew, possible duplicates.

    python -m bench.calidad                       # 100,000 clients, SQLite
    python -m bench.calidad --filas 1000000

The figures are compared with a count that asks the rules for each client.
"""

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median

from sqlalchemy import Engine, select, update

from bench.datos import llenar
from clientes_app.domain.cliente import DatosCliente
from clientes_app.domain.observaciones import codigos, observaciones
from clientes_app.services.calidad import al_dia, cifras, duplicados, panorama
from clientes_app.services.context import contexto_de_reglas
from clientes_app.storage.db.engine import open_engine, read_transaction, write_transaction
from clientes_app.storage.db.migrate import migrate
from clientes_app.storage.db.tables import CLIENTE, COLUMNAS_DE_CAMPOS, REGLAS

_VECES = 7


def _medir(que: str, trabajo: Callable[[], object], veces: int = 1) -> None:
    tiempos: list[float] = []
    for _ in range(veces):
        empezado = time.perf_counter()
        trabajo()
        tiempos.append(time.perf_counter() - empezado)
    print(f"{que:45} {median(tiempos) * 1000:10,.0f} ms (peor: {max(tiempos) * 1000:,.0f})")


def _ensuciar(engine: Engine) -> None:
    """Give every third client an accent, every seventh a postal code of nobody."""
    with write_transaction(engine) as tx:
        tres, siete = CLIENTE.c.id % 3 == 0, CLIENTE.c.id % 7 == 0
        tx.execute(update(CLIENTE).where(tres).values(nombre="Á" + CLIENTE.c.nombre))
        tx.execute(update(CLIENTE).where(siete).values(codigo_postal="00000"))
        tx.execute(update(REGLAS).values(version=""))


def _comparar(engine: Engine, cuenta_id: int) -> None:
    contexto = contexto_de_reglas("")
    esperado: Counter[str] = Counter()
    with read_transaction(engine) as tx:
        consulta = select(*COLUMNAS_DE_CAMPOS).execution_options(yield_per=5_000)
        for fila in tx.execute(consulta):
            esperado.update(codigos(observaciones(DatosCliente(*fila), contexto)))
    hecho = {cifra.codigo: cifra.cuantos for cifra in cifras.contar(engine, cuenta_id).problemas}
    if {codigo: n for codigo, n in hecho.items() if n} != dict(esperado):
        mensaje = f"{hecho} != {esperado}"
        raise SystemExit(mensaje)
    print(f"iguales a la cuenta cliente por cliente: {dict(esperado)}")


def principal() -> None:
    """Measure."""
    argumentos = argparse.ArgumentParser()
    argumentos.add_argument("--filas", type=int, default=100_000)
    argumentos.add_argument("--base", type=Path, help="carpeta que se conserva y vuelve a usarse")
    pedido = argumentos.parse_args()
    with tempfile.TemporaryDirectory() as temporal:
        archivo = (pedido.base or Path(temporal)) / f"calidad-{pedido.filas}.sqlite3"
        migrate(f"sqlite:///{archivo}")
        engine = open_engine(f"sqlite:///{archivo}")
        cuenta_id = llenar(engine, pedido.filas)
        _ensuciar(engine)
        print(f"{pedido.filas:,} clientes, SQLite")
        _medir("juzgar todo de nuevo", lambda: al_dia.poner_al_dia(engine))
        _medir("cifras", lambda: cifras.contar(engine, cuenta_id), _VECES)
        _medir("buscar posibles duplicados", lambda: duplicados.buscar(engine, cuenta_id))
        _medir("lo que muestra la página", lambda: panorama.mirar(engine, cuenta_id), _VECES)
        _medir("la marca", lambda: panorama.marca(engine, cuenta_id), _VECES)
        _comparar(engine, cuenta_id)
        engine.dispose()


if __name__ == "__main__":
    principal()
