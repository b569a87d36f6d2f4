"""A browser's socket without the browser: speaks to the server as Reflex's front end does."""

import contextlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from simple_websocket import Client, ConnectionClosed

from clientes_app.routes import cuenta_en, de_cuenta

PACIENCIA = 60.0
"""Seconds: a busy machine answers late. Nothing here measures a time."""

_RUTA = "/_event"
_HIDRATAR = "reflex___state____state.hydrate_and_load"


@dataclass
class Enchufe:
    """An open socket of one tab; `recibido` keeps every frame that came."""

    ws: Client
    pestana: str
    ruta: str
    espacio: str = _RUTA
    recibido: list[str] = field(default_factory=list)
    fingido: dict[str, object] = field(default_factory=dict)
    """What the tab says of its address otherwise than a browser would."""

    def mandar(self, evento: str, argumentos: dict[str, object] | None = None) -> None:
        """Call a handler by its full name."""
        self._emitir("event", self._evento(evento, argumentos or {}))

    def recibir(self, segundos: float = PACIENCIA) -> list[dict[str, Any]]:
        """Wait for the next message and return the events in it; [] when none came in time."""
        while True:
            trama = self.ws.receive(timeout=segundos)
            if trama is None:
                return []
            self.recibido.append(str(trama))
            if trama == "2":
                self.ws.send("3")
            elif str(trama).startswith(f"42{self.espacio},"):
                nombre, *partes = json.loads(str(trama).partition(",")[2])
                if nombre == "event" and partes:
                    return partes[0].get("events") or [{}]

    def esperar(self, nombre: str, segundos: float = PACIENCIA) -> dict[str, Any] | None:
        """Wait until the server asks the page for something; None when it does not."""
        while eventos := self.recibir(segundos):
            for evento in eventos:
                if evento.get("name") == nombre:
                    return evento
        return None

    def hidratar(self) -> None:
        """Ask for the state of this tab, as a page does that has just been loaded."""
        self.mandar(_HIDRATAR)

    def _evento(self, nombre: str, argumentos: dict[str, object]) -> dict[str, object]:
        # What names no account is one of the first.
        ruta = self.ruta if cuenta_en(self.ruta) else de_cuenta("negocio", self.ruta)
        camino, _, consulta = ruta.partition("?")
        return {
            "name": nombre,
            "payload": argumentos,
            "router_data": {
                "pathname": camino,
                "asPath": ruta,
                "query": dict(p.split("=", 1) for p in consulta.split("&") if "=" in p),
                **self.fingido,
            },
        }

    def _emitir(self, nombre: str, dato: object) -> None:
        self.ws.send(f"42{self.espacio},{json.dumps([nombre, dato])}")


@contextlib.contextmanager
def enchufe(
    url: str,
    *,
    galleta: str = "",
    pestana: str = "",
    ruta: str = "/catalogos/clientes",
    cabeceras: dict[str, str] | None = None,
) -> Iterator[Enchufe]:
    """Open the socket of a tab; `galleta` is the header of cookies, `pestana` the tab's token.

    `url` may have a sub-path; `cabeceras` are further headers.
    """
    pestana = pestana or str(uuid.uuid4())
    direccion = url.replace("http", "ws", 1)
    ws = Client(
        f"{direccion}{_RUTA}/?EIO=4&transport=websocket&token={pestana}",
        headers=({"Cookie": galleta} if galleta else {}) | (cabeceras or {}),
    )
    espacio = urlsplit(url).path + _RUTA
    try:
        _saludar(ws, espacio)
        yield Enchufe(ws, pestana, ruta, espacio)
    finally:
        with contextlib.suppress(ConnectionClosed):
            ws.close()


def _saludar(ws: Client, espacio: str) -> None:
    """Open the connection and the namespace; what else the server says meanwhile is passed over."""
    ws.send(f"40{espacio},")
    while not (trama := str(ws.receive(timeout=PACIENCIA))).startswith(f"40{espacio}"):
        assert trama[:1] in {"0", "2", "4"}, trama
