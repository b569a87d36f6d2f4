"""A browser without a screen: the socket of one open page, speaking Reflex's own protocol.

It sends what the page's script sends and notes when a text arrives; it does not read the JSON, so
that a hundred of them leave the processor to the server that is measured.
"""

import asyncio
import json
import re
import time
import uuid
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, CloseConnection, Message, Ping, Request, TextMessage

RAIZ = "reflex___state____state"
_AL_IR = f"{RAIZ}.reflex___state____on_load_internal_state.on_load_internal"
_TROZO = 1 << 16
_FICHA = re.compile(r'"numero": ?(\d+)[^{}]*"dueno": ?"([^"]+)"')


class Caida(ConnectionError):
    """The server closed the socket."""


def manejador(modulo: str, clase: str, nombre: str) -> str:
    """Name a handler as the page calls it, by its module below `clientes_app`, class and name."""
    return f"{RAIZ}.clientes_app___{modulo.replace('.', '___')}____{clase}.{nombre}"


class Navegador:
    """One open page. Use as `async with Navegador(url, ruta) as navegador`."""

    def __init__(self, url: str, ruta: str, *, cookie: str = "") -> None:
        """`ruta` is the address the page is opened with, `cookie` what its session is known by."""
        self._url = urlsplit(url)
        self.ruta = ruta
        self._cookie = cookie
        self.ficha = str(uuid.uuid4())
        self._ws = WSConnection(ConnectionType.CLIENT)
        self._esperas: dict[asyncio.Future[float], str] = {}
        self._abierta: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._tarea: asyncio.Task[None] | None = None
        self.recibidos = 0
        # Which drawer is open and whose: what is typed in it goes back with that.
        self.numero, self.dueno = 0, ""

    async def __aenter__(self) -> Self:
        """Connect and open the page."""
        self._leer, self._escribir = await asyncio.open_connection(
            self._url.hostname, self._url.port
        )
        consulta = urlencode({"token": self.ficha, "EIO": "4", "transport": "websocket"})
        cabeceras = [(b"Cookie", self._cookie.encode())] if self._cookie else []
        cabeceras.append((b"Origin", self._url.geturl().encode()))
        self._escribir.write(
            self._ws.send(
                Request(
                    host=self._url.netloc,
                    target=f"/_event/?{consulta}",
                    extra_headers=cabeceras,
                )
            )
        )
        self._tarea = asyncio.create_task(self._oir())
        await self._abierta
        abrir = self._evento(f"{RAIZ}.hydrate_and_load", {"vars": {}})
        self._enviar("40/_event," + json.dumps({"event": abrir}))
        return self

    async def __aexit__(
        self,
        _clase: type[BaseException] | None,
        _error: BaseException | None,
        _traza: TracebackType | None,
    ) -> None:
        """Close the page."""
        if self._tarea is not None:
            self._tarea.cancel()
        self._escribir.close()

    def llamar(self, manejador: str, **argumentos: Any) -> float:
        """Call a handler as the page does, and return when."""
        evento = self._evento(manejador, argumentos)
        self._enviar("42/_event," + json.dumps(["event", evento]))
        return time.perf_counter()

    def ir(self, ruta: str) -> float:
        """Go to another address of the application, and return when."""
        self.ruta = ruta
        return self.llamar(_AL_IR)

    def llegada(self, texto: str) -> asyncio.Future[float]:
        """Give a future: when the next message that contains the text has arrived."""
        futuro: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._esperas[futuro] = texto
        futuro.add_done_callback(lambda hecho: self._esperas.pop(hecho, None))
        return futuro

    def _evento(self, nombre: str, argumentos: Mapping[str, Any]) -> dict[str, Any]:
        partes = urlsplit(self.ruta)
        camino: dict[str, Any] = {"pathname": partes.path, "asPath": self.ruta}
        if partes.query:
            camino["query"] = dict(parse_qsl(partes.query))
        return {"name": nombre, "payload": dict(argumentos), "router_data": camino}

    def _enviar(self, texto: str) -> None:
        self._escribir.write(self._ws.send(TextMessage(data=texto)))

    async def _oir(self) -> None:
        partes: list[str] = []
        try:
            while datos := await self._leer.read(_TROZO):
                llegado = time.perf_counter()
                self._ws.receive_data(datos)
                for suceso in self._ws.events():
                    if isinstance(suceso, TextMessage):
                        partes.append(suceso.data)
                        if suceso.message_finished:
                            self._recibir("".join(partes), llegado)
                            partes.clear()
                    elif isinstance(suceso, Ping):
                        self._escribir.write(self._ws.send(suceso.response()))
                    elif isinstance(suceso, CloseConnection):
                        return
                    elif not isinstance(suceso, AcceptConnection | Message):
                        raise Caida(suceso)
        finally:
            for futuro in (*self._esperas, self._abierta):
                futuro.cancel("la conexión se cerró")

    def _recibir(self, mensaje: str, llegado: float) -> None:
        self.recibidos += len(mensaje)
        if mensaje == "2":
            self._enviar("3")
        elif mensaje.startswith("0"):
            self._abierta.set_result(None)
        if '"dueno"' in mensaje and (dicho := _FICHA.search(mensaje)):
            self.numero, self.dueno = int(dicho[1]), dicho[2]
        for futuro, texto in tuple(self._esperas.items()):
            if not futuro.done() and texto in mensaje:
                futuro.set_result(llegado)
