"""How built files leave the server: addresses, caching, and what a browser may load."""

from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clientes_app.routes import BUILT_FILES, INICIO

# React Router starts by inline scripts, and Reflex evaluates the messages its server sends.
_CABECERAS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_SIEMPRE_IGUAL = "public, max-age=31536000, immutable"
_PREGUNTAR = "no-cache"


class Entrega:
    """Middleware around the application that gives pages their plain addresses.

    A page `a/b` stands on disk as `a/b.html`; without this, Starlette would first lead the
    browser to `a/b/` by an absolute address, which is wrong behind a proxy.
    """

    def __init__(self, app: ASGIApp, *, estaticos: Path) -> None:
        """Wrap `app`, whose built files lie in `estaticos`."""
        self._app = app
        self._paginas = {
            "/" + archivo.relative_to(estaticos).with_suffix("").as_posix()
            for archivo in estaticos.rglob("*.html")
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        ruta = scope["path"].rstrip("/")
        if not ruta:
            consulta = scope["query_string"].decode("latin-1")
            destino = scope.get("root_path", "") + INICIO + (f"?{consulta}" if consulta else "")
            await RedirectResponse(destino)(scope, receive, send)
            return
        if ruta in self._paginas:
            scope = {**scope, "path": f"{ruta}.html"}
        await self._app(scope, receive, self._con_cabeceras(ruta, send))

    @staticmethod
    def _con_cabeceras(ruta: str, send: Send) -> Send:
        async def enviar(mensaje: Message) -> None:
            if mensaje["type"] == "http.response.start":
                cabeceras = MutableHeaders(scope=mensaje)
                for nombre, valor in _CABECERAS.items():
                    cabeceras.setdefault(nombre, valor)
                eterno = ruta.startswith(BUILT_FILES) and mensaje["status"] == 200  # noqa: PLR2004
                cabeceras.setdefault("Cache-Control", _SIEMPRE_IGUAL if eterno else _PREGUNTAR)
            await send(mensaje)

        return enviar
