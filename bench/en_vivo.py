"""How soon an open list shows what somebody else did: a hundred browsers on a running server.

    python -m bench.en_vivo --base sqlite --navegadores 100 --veces 30

The browsers are real sockets in this process (`navegador.py`), each with a session of its own; the
server is `clientes servir` on a free port with 100,000 clients. Measured are, in milliseconds:

- from the moment a save leaves its browser until the new text has reached another one;
- what a person waits for while fifty of them search, open and save at a human pace;
- from the moment a change of another process was written down (`clientes importar`, a second web
  process) until it has reached a browser;

and the memory of the web process for each open browser.
"""

import argparse
import asyncio
import csv
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, func, select

from bench.busqueda import BASES, base
from bench.datos import llenar
from bench.navegador import Navegador, manejador
from bench.servidor import Servidor, galletas, servir
from clientes_app import routes
from clientes_app.domain.columnas import CAMPOS, COLUMNAS
from clientes_app.services.acceso import cuentas
from clientes_app.services.clientes.clientes import ClienteGuardado, Consulta, buscar, obtener
from clientes_app.storage.db.engine import read_transaction
from clientes_app.storage.db.tables import CAMBIO

_GUARDAR = manejador("ui.clientes.drawer.save_state", "guardado_state", "guardar")
_BUSCAR = manejador("ui.clientes.lista.state", "lista_state", "buscar")
_ESPERA_S = 20.0
_LISTA_ABIERTA = '"cargado_rx_state_":true'
_CAJON_ABIERTO = '"abierto_rx_state_":true'
_CAJON_CERRADO = '"abierto_rx_state_":false'


def percentil(valores: list[float], parte: float) -> float:
    """Return the value below which that part of them lies."""
    orden = sorted(valores)
    return orden[min(len(orden) - 1, int(len(orden) * parte))]


def decir(que: str, milisegundos: list[float]) -> None:
    """Print a line of the table."""
    columnas = (percentil(milisegundos, 0.5), percentil(milisegundos, 0.95), max(milisegundos))
    numeros = "".join(f"{valor:>9.0f}" for valor in columnas)
    print(f"{que:<52}{len(milisegundos):>8}{numeros}", flush=True)


def borrador(navegador: Navegador, cliente_id: int, datos: Mapping[str, str]) -> dict[str, object]:
    """Return what the page sends when these values were typed in its drawer."""
    campos = {campo: {"texto": texto, "vista": 0, "serie": 1} for campo, texto in datos.items()}
    return {
        "cliente": str(cliente_id),
        "numero": navegador.numero,
        "dueno": navegador.dueno,
        "campos": campos,
        "foco": "",
    }


class Escena:
    """A running server and the clients of its first page."""

    def __init__(self, servidor: Servidor, engine: Engine, cuenta_id: int) -> None:
        self.servidor = servidor
        self.engine = engine
        self.cuenta_id = cuenta_id
        self.galletas = galletas(engine, cuenta_id)
        self.lista = routes.de_cuenta(
            cuentas.obtener(engine, cuenta_id).nombre_corto, routes.CLIENTES
        )
        self.primera = buscar(engine, cuenta_id, Consulta()).filas

    async def abrir(self, pila: AsyncExitStack, url: str = "", ruta: str = "") -> Navegador:
        """Open a browser on the list and wait until it shows it."""
        navegador = Navegador(
            url or self.servidor.url, ruta or self.lista, cookie=next(self.galletas)
        )
        lista = navegador.llegada(_LISTA_ABIERTA)
        await pila.enter_async_context(navegador)
        await asyncio.wait_for(lista, _ESPERA_S)
        return navegador

    async def editar(
        self, navegador: Navegador, cliente: ClienteGuardado, correo: str
    ) -> tuple[float, float]:
        """Open a drawer, save another e-mail; return when that left and was answered."""
        cajon = navegador.llegada(_CAJON_ABIERTO)
        navegador.ir(f"{self.lista}?cliente={cliente.id}")
        await asyncio.wait_for(cajon, _ESPERA_S)
        actual = obtener(self.engine, self.cuenta_id, cliente.id)
        datos = {campo: getattr(actual.datos, campo) for campo in CAMPOS} | {"email": correo}
        vuelta = navegador.llegada("_redirect")
        enviado = navegador.llamar(_GUARDAR, borrador=borrador(navegador, cliente.id, datos))
        contestado = await asyncio.wait_for(vuelta, _ESPERA_S)
        navegador.ir(self.lista)
        return enviado, contestado


async def difusion(
    escena: Escena, navegadores: list[Navegador], quien: Navegador, *, veces: int, que: str
) -> None:
    """One saves again and again; how long until all the others have it."""
    tiempos: list[float] = []
    ultimos: list[float] = []
    propios: list[float] = []
    gastado = escena.servidor.procesador_ms()
    for vez in range(veces):
        correo = f"vivo{vez}.{random.randrange(10**6)}@ejemplo.mx"
        otros = [navegador for navegador in navegadores if navegador is not quien]
        llegadas = [navegador.llegada(correo) for navegador in otros]
        cliente = escena.primera[vez % len(escena.primera)]
        enviado, contestado = await escena.editar(quien, cliente, correo)
        momentos = await asyncio.wait_for(asyncio.gather(*llegadas), _ESPERA_S)
        tardo = [(momento - enviado) * 1000 for momento in momentos]
        tiempos += tardo
        ultimos.append(max(tardo))
        propios.append((contestado - enviado) * 1000)
        await asyncio.sleep(random.uniform(0.2, 0.6))
    decir(que, tiempos)
    decir("  … until the last one has it", ultimos)
    decir("  … until the one who saves is answered", propios)
    gastado = escena.servidor.procesador_ms() - gastado
    print(f"  … processor time of the web process for each save: {gastado / veces:.0f}")


async def trabajo(escena: Escena, navegadores: list[Navegador], *, segundos: float) -> None:
    """Everybody searches, opens and saves every half minute or so; what each action takes."""
    tiempos: dict[str, list[float]] = {"buscar": [], "abrir": [], "guardar": []}
    fin = time.perf_counter() + segundos
    await asyncio.gather(
        *(
            _persona(escena, navegador, numero, tiempos, fin)
            for numero, navegador in enumerate(navegadores)
        )
    )
    for que, valores in tiempos.items():
        decir(f"{len(navegadores)} trabajan: {que}", valores)


async def _persona(
    escena: Escena,
    navegador: Navegador,
    numero: int,
    tiempos: dict[str, list[float]],
    fin: float,
) -> None:
    azar = random.Random(numero)
    cliente = escena.primera[numero % len(escena.primera)]

    async def medir(que: str, enviado: float, llegada: asyncio.Future[float]) -> None:
        tiempos[que].append((await asyncio.wait_for(llegada, _ESPERA_S) - enviado) * 1000)

    while True:
        await asyncio.sleep(azar.uniform(2, 8))
        if time.perf_counter() > fin:
            return
        palabra = azar.choice(re.findall("[A-Z]{3,}", cliente.datos.nombre))
        va = navegador.llegada("_redirect")
        hallado = navegador.llegada(f'"texto_rx_state_":"{palabra}"')
        enviado = navegador.llamar(_BUSCAR, texto=palabra)
        await asyncio.wait_for(va, _ESPERA_S)
        navegador.ir(f"{escena.lista}?q={palabra}")
        await medir("buscar", enviado, hallado)
        await asyncio.sleep(azar.uniform(2, 5))
        cajon = navegador.llegada(_CAJON_ABIERTO)
        enviado = navegador.ir(f"{escena.lista}?q={palabra}&cliente={cliente.id}")
        await medir("abrir", enviado, cajon)
        await asyncio.sleep(azar.uniform(5, 15))
        actual = obtener(escena.engine, escena.cuenta_id, cliente.id).datos
        datos = {campo: getattr(actual, campo) for campo in CAMPOS}
        datos["referencias"] = f"VISTO {azar.randrange(10**6)}"
        cerrado = navegador.llegada(_CAJON_CERRADO)
        enviado = navegador.llamar(_GUARDAR, borrador=borrador(navegador, cliente.id, datos))
        await medir("guardar", enviado, cerrado)
        lista = navegador.llegada("Página 1 de")
        navegador.ir(escena.lista)
        await asyncio.wait_for(lista, _ESPERA_S)


async def carga(escena: Escena, navegadores: list[Navegador], *, veces: int, datos: Path) -> None:
    """Another process loads a file of one row; how long after it was written down it shows."""
    tiempos: list[float] = []
    for vez in range(veces):
        correo = f"carga{vez}.{random.randrange(10**6)}@ejemplo.mx"
        cliente = obtener(escena.engine, escena.cuenta_id, escena.primera[vez].id).datos
        archivo = datos / f"carga{vez}.csv"
        with archivo.open("w", encoding="utf-8", newline="") as salida:
            hoja = csv.writer(salida)
            hoja.writerow([columna.etiqueta for columna in COLUMNAS])
            valores = {campo: getattr(cliente, campo) for campo in CAMPOS} | {"email": correo}
            hoja.writerow([valores[columna.campo] for columna in COLUMNAS])
        llegadas = [navegador.llegada(correo) for navegador in navegadores]
        proceso = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "clientes_app.cli", "importar", str(archivo)),
            env=os.environ
            | {"CLIENTES_DATOS": str(datos), "CLIENTES_DATABASE_URL": direccion(escena.engine)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        momentos = await asyncio.wait_for(asyncio.gather(*llegadas), 3 * _ESPERA_S)
        await proceso.wait()
        escrito = _ultimo_cambio(escena)
        tiempos += [(momento - escrito) * 1000 for momento in momentos]
    decir("`clientes importar`, another process", tiempos)


def _ultimo_cambio(escena: Escena) -> float:
    """When the newest change was written, on the clock of `time.perf_counter`."""
    with read_transaction(escena.engine) as tx:
        momento = tx.execute(select(func.max(CAMBIO.c.creado_en))).scalar_one()
    return time.perf_counter() - (datetime.now(UTC) - momento).total_seconds()


def direccion(engine: Engine) -> str:
    """Return the address of a database, its password included."""
    return engine.url.render_as_string(hide_password=False)


async def medir(engine: Engine, cuenta_id: int, orden: argparse.Namespace) -> None:
    """Print the table for one database."""
    print(
        f"\n{engine.dialect.name}, {orden.filas:,} clientes, {orden.navegadores} navegadores (ms)"
    )
    print(f"{'':<52}{'':>8}{'p50':>9}{'p95':>9}{'máx':>9}")
    with tempfile.TemporaryDirectory(prefix="clientes-bench-") as carpeta:
        datos = Path(carpeta)
        with servir(direccion(engine), datos) as servidor:
            escena = Escena(servidor, engine, cuenta_id)
            async with AsyncExitStack() as pila:
                await _medir(escena, pila, datos, orden)


async def _medir(
    escena: Escena, pila: AsyncExitStack, datos: Path, orden: argparse.Namespace
) -> None:
    # What a first page costs once (threads, connections, caches) is not the browsers'.
    primeros = [await escena.abrir(pila) for _ in range(10)]
    await asyncio.sleep(2)
    antes = escena.servidor.memoria_kb()
    navegadores = [await escena.abrir(pila) for _ in range(orden.navegadores)]
    await asyncio.sleep(2)
    cada_uno = (escena.servidor.memoria_kb() - antes) / orden.navegadores
    todos = [*primeros, *navegadores]
    veces = orden.veces
    await difusion(escena, todos, todos[0], veces=veces, que="save in one, seen in the others")
    await carga(escena, todos, veces=max(2, veces // 6), datos=datos)
    with servir(direccion(escena.engine), datos, "web") as segundo:
        otro = await escena.abrir(pila, segundo.url)
        await difusion(escena, todos, otro, veces=max(2, veces // 3), que="a second web process")
    await trabajo(escena, todos[: orden.navegadores // 2], segundos=orden.segundos)
    despues = (escena.servidor.memoria_kb() - antes) / orden.navegadores
    print(f"memory for each browser: {cada_uno:.0f} kB; after the work {despues:.0f} kB")


def principal() -> None:
    """Read the arguments and measure."""
    lector = argparse.ArgumentParser(description=__doc__)
    lector.add_argument("--base", choices=BASES, action="append")
    lector.add_argument("--filas", type=int, default=100_000)
    lector.add_argument("--navegadores", type=int, default=100)
    lector.add_argument("--veces", type=int, default=30)
    lector.add_argument("--segundos", type=float, default=60.0)
    orden = lector.parse_args()
    for nombre in orden.base or BASES:
        with base(nombre) as engine:
            asyncio.run(medir(engine, llenar(engine, orden.filas), orden))


if __name__ == "__main__":
    principal()
