"""What others notice of strangers and slow ones, and what stays of them.

    python -m bench.extranos --base sqlite

On `clientes servir` with 10,000 clients, one after the other: 25 uploads that send a little and
then nothing, 700 sockets without a session that say an address of half a megabyte or of 7 kB and
are closed, 200 requests with a malformed Origin, 60 sign-ins at once. Meanwhile somebody opens the
list again and again, as a browser does: page and socket. Measured are how long that takes (ms),
what the memory of the web process and the size of its logs were before, and in the end.
"""

import argparse
import asyncio
import json
import tempfile
import time
import uuid
from collections.abc import Awaitable
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from sqlalchemy import Engine
from wsproto import ConnectionType, WSConnection
from wsproto.events import Request, TextMessage

from bench.busqueda import BASES, base
from bench.datos import llenar
from bench.en_vivo import Escena, direccion
from bench.medida import cuantil
from bench.navegador import RAIZ, Navegador, manejador
from bench.servidor import servir
from clientes_app import routes
from clientes_app.services.acceso import cuentas

_SUBIR = manejador("ui.carga.upload.state", "subida_state", "subir")
_AL_MISMO_TIEMPO = 20
_CALMA_S = 30.0
_ENTRADA = "/entrar"


class Otros:
    """Somebody who opens the list again and again; how long it took each time (ms)."""

    def __init__(self, escena: Escena) -> None:
        self._escena = escena
        self._lista = _en_cuenta(escena, routes.CLIENTES)

    async def mientras(self, que: str, ataque: Awaitable[object]) -> None:
        """Open it while something goes on, and print the times."""
        tarea = asyncio.ensure_future(ataque)
        tiempos: list[float] = []
        async with httpx.AsyncClient(base_url=self._escena.servidor.url) as cliente:
            while not tarea.done() or not tiempos:
                desde = time.perf_counter()
                await cliente.get(_ENTRADA)
                async with AsyncExitStack() as pila:
                    await self._escena.abrir(pila, ruta=self._lista)
                tiempos.append((time.perf_counter() - desde) * 1000)
                await asyncio.sleep(0.1)
        hecho = await tarea
        print(
            f"{que:<44}{len(tiempos):>6}{cuantil(tiempos, 0.5):>8.0f}{cuantil(tiempos, 0.95):>8.0f}"
            f"{max(tiempos):>8.0f}   {hecho or ''}",
            flush=True,
        )


async def subidas_paradas(escena: Escena, cuantas: int) -> str:
    """Begin uploads of several people and send nothing more, until the server ends them."""
    partes = urlsplit(escena.servidor.url)
    contestadas: dict[str, int] = {}

    async def una(pestana: Navegador, galleta: str) -> None:
        leer, escribir = await asyncio.open_connection(partes.hostname, partes.port)
        cabeceras = (
            f"POST /_upload HTTP/1.1\r\nHost: {partes.netloc}\r\nCookie: {galleta}\r\n"
            f"reflex-client-token: {pestana.ficha}\r\nreflex-event-handler: {_SUBIR}\r\n"
            "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000\r\n\r\n"
            '--x\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\n'
            "Content-Type: text/csv\r\n\r\n"
        )
        escribir.write(cabeceras.encode() + b"x" * 200)
        linea = (await leer.readline()).decode().split()
        estado = linea[1] if len(linea) > 1 else "cerrada"
        contestadas[estado] = contestadas.get(estado, 0) + 1
        escribir.close()

    async with AsyncExitStack() as pila:
        tareas = []
        for _ in range(cuantas):
            galleta = next(escena.galletas)
            ruta = _en_cuenta(escena, routes.CARGA_MASIVA)
            pestana = Navegador(escena.servidor.url, ruta, cookie=galleta)
            oida = pestana.llegada("delta")
            await pila.enter_async_context(pestana)
            await oida
            tareas.append(asyncio.create_task(una(pestana, galleta)))
        await asyncio.gather(*tareas)
    return f"answered with {contestadas}"


async def hidratar(url: str, cuantas: int) -> None:
    """Open sockets without a session, say a long address on each, and close them at once."""
    partes = urlsplit(url)
    turno = asyncio.Semaphore(_AL_MISMO_TIEMPO)

    async def una(largo: int) -> None:
        async with turno:
            leer, escribir = await asyncio.open_connection(partes.hostname, partes.port)
            ws = WSConnection(ConnectionType.CLIENT)
            objetivo = f"/_event/?EIO=4&transport=websocket&token={uuid.uuid4()}"
            escribir.write(ws.send(Request(host=partes.netloc, target=objetivo)))
            ws.receive_data(await leer.readuntil(b"\r\n\r\n"))
            list(ws.events())
            ruta = f"{_ENTRADA}?q={'x' * largo}"
            router = {"pathname": _ENTRADA, "asPath": ruta, "query": {"q": "x" * largo}}
            evento = {"name": f"{RAIZ}.hydrate_and_load", "payload": {}, "router_data": router}
            marco = f"40/_event,{json.dumps({'event': evento})}"
            with suppress(ConnectionError):
                escribir.write(ws.send(TextMessage(data=marco)))
                await escribir.drain()
                await asyncio.wait_for(leer.read(65_536), 10)
            escribir.close()

    await asyncio.gather(*(una((500_000, 7_000)[numero % 2]) for numero in range(cuantas)))


async def origenes(url: str, cuantos: int) -> str:
    """Send forms with an Origin that is none."""
    async with httpx.AsyncClient(base_url=url) as cliente:
        estados = {
            (await cliente.post("/sesion/entrar", headers={"Origin": "http://[::1"})).status_code
            for _ in range(cuantos)
        }
    return f"answered with {estados}"


async def entradas(url: str, cuantas: int) -> str:
    """Sign in with a wrong password, all at once."""
    async with httpx.AsyncClient(base_url=url, timeout=300, limits=httpx.Limits()) as cliente:
        respuestas = await asyncio.gather(
            *(
                cliente.post(
                    "/sesion/entrar",
                    data={"email": f"n{n}@nada.example", "clave": "una frase de nadie"},
                )
                for n in range(cuantas)
            )
        )
    estados = [respuesta.status_code for respuesta in respuestas]
    return f"answered with { {estado: estados.count(estado) for estado in set(estados)} }"


def _en_cuenta(escena: Escena, ruta: str) -> str:
    cuenta = cuentas.obtener(escena.engine, escena.cuenta_id)
    return routes.de_cuenta(cuenta.nombre_corto, ruta)


def _registros(datos: Path) -> int:
    return sum(archivo.stat().st_size for archivo in (datos / "registro").iterdir())


async def medir(engine: Engine, cuenta_id: int, orden: argparse.Namespace) -> None:
    """Print the table for one database."""
    with tempfile.TemporaryDirectory(prefix="clientes-bench-") as carpeta:
        datos = Path(carpeta)
        with servir(direccion(engine), datos) as servidor:
            escena, url = Escena(servidor, engine, cuenta_id), servidor.url
            otros = Otros(escena)
            print(f"{'the list opened (ms)':<44}{'n':>6}{'p50':>8}{'p95':>8}{'max':>8}")
            # What a first time costs once (threads, connections, caches) is not theirs.
            await hidratar(url, 40)
            await otros.mientras("(first time)", asyncio.sleep(5))
            await asyncio.sleep(_CALMA_S)
            antes, escrito = servidor.memoria_kb(), _registros(datos)
            await otros.mientras("at rest", asyncio.sleep(orden.segundos))
            await otros.mientras("25 uploads that stall", subidas_paradas(escena, 25))
            en_medio = servidor.memoria_kb()
            await otros.mientras("700 sockets, long addresses", hidratar(url, 700))
            mayor = servidor.memoria_kb()
            await otros.mientras("200 malformed Origins", origenes(url, 200))
            await otros.mientras("60 sign-ins at once", entradas(url, 60))
            await asyncio.sleep(_CALMA_S)
            print(
                f"memory of the web process: {antes / 1024:.0f} MB before, "
                f"{en_medio / 1024:.0f} before the sockets, {mayor / 1024:.0f} right after them, "
                f"{servidor.memoria_kb() / 1024:.0f} in the end; "
                f"logs: {(_registros(datos) - escrito) / 1024:.0f} kB more"
            )


def principal() -> None:
    """Read the arguments and measure."""
    lector = argparse.ArgumentParser(description=__doc__)
    lector.add_argument("--base", choices=BASES, action="append")
    lector.add_argument("--filas", type=int, default=10_000)
    lector.add_argument("--segundos", type=float, default=15.0)
    orden = lector.parse_args()
    for nombre in orden.base or ["sqlite"]:
        with base(nombre) as engine:
            asyncio.run(medir(engine, llenar(engine, orden.filas), orden))


if __name__ == "__main__":
    principal()
