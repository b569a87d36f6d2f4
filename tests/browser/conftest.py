"""A browser on the built application: one build a run, one server a worker, one account a module.

The modules that a worker of xdist runs share its server; each one has an account and users of its
own, so that none sees what another stored. A module that kills its server, needs other settings or
looks at whole tables replaces the fixture `servidor`.
A test fails on any error in the browser's console and on any exception in the server's log.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    expect,
    sync_playwright,
)
from redis import Redis
from sqlalchemy import Engine

from clientes_app.domain.roles import Rol
from clientes_app.routes import CLIENTES, SALUD
from clientes_app.services.acceso import credentials, cuentas, sesiones, usuarios
from clientes_app.services.acceso.cookie import SESSION_COOKIE
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.clientes import ClienteGuardado
from clientes_app.services.context import Actor
from clientes_app.storage.acceso.usuarios import UsuarioRepository
from clientes_app.storage.db.engine import open_engine, write_transaction
from clientes_app.storage.db.migrate import migrate
from clientes_app.web import build_front_end
from tests.browser.al_fallar import pantallas, ultimas
from tests.builders import un_cliente
from tests.servers import FALTA_REDIS, redis_efimero

CHROMIUM = Path("/usr/bin/chromium")
# Each window would load two pages of Chromium's own address bar, which nobody sees here: half of
# what it costs to open one of ours. Of two such flags only the last counts, so that Playwright's
# own are named again.
_OFF = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
)
CHROMIUM_FLAGS = [
    f"--disable-features={','.join(_OFF)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CLAVE = "una frase larga para entrar"
MARCA = "MARCA QUE NO DEBE SALIR DEL SERVIDOR"
_ARRANQUE = 240.0
_PACIENCIA = 60_000

expect.set_options(timeout=_PACIENCIA)


@dataclass(frozen=True)
class Servidor:
    """A running application, and the account in it that the tests of a module work in.

    `dominio` is where the users of that account have their e-mail: a user belongs to one module.
    """

    url: str
    datos: Path
    registro: Path
    engine: Engine
    cuenta_id: int
    dominio: str = "despacho.example"

    def dicho(self) -> str:
        """All that its processes have logged: the tree's own output and its children's files."""
        archivos = [self.registro, *sorted((self.datos / "registro").glob("*.log"))]
        return "".join(archivo.read_text("utf-8", errors="replace") for archivo in archivos)

    @property
    def actor(self) -> Actor:
        """Somebody else who works in the account of the page."""
        return Actor(self.cuenta_id, "Ana", "api")

    @property
    def cuenta(self) -> str:
        """The name of the account."""
        return cuentas.obtener(self.engine, self.cuenta_id).nombre

    @property
    def nombre_corto(self) -> str:
        """The name of the account in its addresses."""
        return cuentas.obtener(self.engine, self.cuenta_id).nombre_corto

    def email(self, nombre: str) -> str:
        """The e-mail of somebody who is signed in here by `entrar`."""
        return f"{nombre.split(maxsplit=1)[0].lower()}@{self.dominio}"

    def entrar(
        self,
        *,
        nombre: str = "Ana López",
        rol: Rol = Rol.PROPIETARIO,
        cuenta_id: int | None = None,
    ) -> str:
        """Open a session of somebody, who is made if need be; return its token.

        They have the password CLAVE, which is not checked here: that takes a tenth of a second of
        a processor each time, and what signs in is tested by `test_personas`.
        """
        cuenta_id = cuenta_id or self.cuenta_id
        usuario_id = usuarios.crear(
            self.engine, cuenta_id=cuenta_id, email=self.email(nombre), nombre=nombre, rol=rol
        )
        with write_transaction(self.engine) as tx:
            UsuarioRepository(tx).cambiar(usuario_id, clave=_hash_of_clave())
            return sesiones.abrir(tx, usuario_id, agente="", cuenta_id=cuenta_id)

    def galletas(self, token: str) -> list[SetCookieParam]:
        """The cookie of a session, under both names of this machine."""
        puerto = self.url.rpartition(":")[2]
        return [
            {
                "name": SESSION_COOKIE,
                "value": token,
                "url": f"http://{nombre}:{puerto}",
                "httpOnly": True,
                "sameSite": "Lax",
            }
            for nombre in ("127.0.0.1", "localhost")
        ]

    def alta(self, **campos: str) -> ClienteGuardado:
        """Store a valid client, as if somebody else had added it."""
        return clientes.alta(self.engine, self.actor, un_cliente(**campos))


@cache
def _hash_of_clave() -> str:
    return credentials.hash_clave(CLAVE)


def puerto_libre() -> int:
    """A port nobody listens on."""
    with socket.socket() as enchufe:
        enchufe.bind(("127.0.0.1", 0))
        return enchufe.getsockname()[1]


def _responde(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}{SALUD}", timeout=2) as respuesta:  # noqa: S310 - our own server
            return respuesta.status == 200
    except OSError:
        return False


@contextlib.contextmanager
def servir(
    datos: Path, *, puerto: int | None = None, base: str = "", **entorno: str
) -> Iterator[Servidor]:
    """Run `clientes servir` on a data folder until the block ends; SQLite unless `base` is given.

    `entorno` holds further variables of the environment.
    """
    datos.mkdir(parents=True, exist_ok=True)
    base = base or f"sqlite:///{datos}/clientes.sqlite3"
    migrate(base)
    puerto = puerto or puerto_libre()
    registro = datos / "servidor.log"
    orden = [sys.executable, "-m", "clientes_app.cli", "servir", "--host", "127.0.0.1"]
    with registro.open("wb") as salida:
        proceso = subprocess.Popen(
            [*orden, "--puerto", str(puerto)],
            env=os.environ
            | {"CLIENTES_DATOS": str(datos), "CLIENTES_DATABASE_URL": base}
            | entorno,
            stdout=salida,
            stderr=subprocess.STDOUT,
        )
    engine = open_engine(base)
    url = f"http://127.0.0.1:{puerto}"
    try:
        limite = time.monotonic() + _ARRANQUE
        while not _responde(url):
            if proceso.poll() is not None or time.monotonic() > limite:
                pytest.fail(f"the application did not start:\n{registro.read_text()}")
            time.sleep(0.1)
        yield Servidor(url, datos, registro, engine, cuentas.asegurar_cuenta(engine))
    finally:
        engine.dispose()
        proceso.send_signal(signal.SIGTERM)
        proceso.wait(30)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add to the report of a failed test what its pages show and what its server said."""
    reporte = yield
    usados: dict[str, object] = getattr(item, "funcargs", {})
    if reporte.when == "call" and reporte.failed:
        if isinstance(navegador := usados.get("navegador"), Browser):
            reporte.sections.append(("Pages", pantallas(navegador)))
        if isinstance(servidor := usados.get("servidor"), Servidor):
            reporte.sections.append(("Server", ultimas(servidor.dicho())))
    return reporte


@pytest.fixture(autouse=True)
def rfcs_de_cada_prueba() -> None:
    """Go on counting: the tests of a module share its server and therefore its clients."""


@pytest.fixture(scope="session")
def navegador() -> Iterator[Browser]:
    """Give Chromium; without it the test is skipped, but in CI it fails."""
    if not CHROMIUM.exists():
        mensaje = "Chromium is not installed (Debian: apt-get install chromium)."
        if os.environ.get("CI") == "true":
            pytest.fail(mensaje)
        pytest.skip(mensaje)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def construida(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the front end beside a filled database, unless these sources are built already."""
    datos = tmp_path_factory.mktemp("al-construir")
    base = f"sqlite:///{datos}/clientes.sqlite3"
    migrate(base)
    engine = open_engine(base)
    actor = Actor(cuentas.asegurar_cuenta(engine), "Ana", "api")
    clientes.alta(engine, actor, un_cliente(nombre=MARCA))
    engine.dispose()
    with pytest.MonkeyPatch.context() as entorno:
        entorno.setenv("CLIENTES_DATOS", str(datos))
        entorno.setenv("CLIENTES_DATABASE_URL", base)
        return build_front_end()


@pytest.fixture(scope="session")
def _shared_server(
    construida: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Servidor]:
    """Give the one application that the modules of this worker share."""
    assert construida.is_dir()
    with servir(tmp_path_factory.mktemp("datos")) as corriendo:
        yield corriendo


@pytest.fixture(scope="module")
def servidor(_shared_server: Servidor, request: pytest.FixtureRequest) -> Servidor:
    """Give the application with an account of its own for one module of tests."""
    modulo = Path(request.path).stem.removeprefix("test_").replace("_", "-")
    cuenta = cuentas.crear(_shared_server.engine, f"Cuenta de {modulo}")
    return replace(_shared_server, cuenta_id=cuenta.id, dominio=f"{modulo}.example")


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    """Give an ephemeral Redis; where it is not installed the test is skipped, in CI it fails."""
    if shutil.which("redis-server") is None:
        if os.environ.get("CI") == "true":
            pytest.fail(FALTA_REDIS)
        pytest.skip(FALTA_REDIS)
    with redis_efimero(tmp_path_factory.mktemp("redis")) as cliente:
        yield cliente


@dataclass
class Vigilante:
    """Collects what must not happen in a browser."""

    faltas: list[str]

    def oir(self, mensaje: ConsoleMessage) -> None:
        """Keep errors of the console, but for those that a form meant to be answered with."""
        url = mensaje.location.get("url", "")
        if mensaje.type == "error" and not urlsplit(url).path.startswith("/sesion/"):
            self.faltas.append(f"{mensaje.text} ({url})")


@pytest.fixture
def abrir_navegador(
    navegador: Browser, servidor: Servidor
) -> Iterator[Callable[..., BrowserContext]]:
    """Give a way to open another browser on the application; options as Playwright's.

    Somebody is signed in there, `como` with that `rol`; nobody when `rol` is None.
    """
    vigilante = Vigilante([])
    antes = servidor.dicho().count("Traceback")
    abiertos: list[BrowserContext] = []

    def abrir_otro(
        *, como: str = "Ana López", rol: Rol | None = Rol.PROPIETARIO, **opciones: object
    ) -> BrowserContext:
        contexto = navegador.new_context(
            **{
                "base_url": servidor.url,
                "locale": "es-MX",
                "viewport": {"width": 1280, "height": 800},
                **opciones,
            }
        )
        contexto.on("console", vigilante.oir)
        contexto.on("weberror", lambda error: vigilante.faltas.append(str(error.error)))
        if rol is not None:
            contexto.add_cookies(servidor.galletas(servidor.entrar(nombre=como, rol=rol)))
        abiertos.append(contexto)
        return contexto

    yield abrir_otro
    for contexto in abiertos:
        contexto.close()
    assert not vigilante.faltas
    dicho = servidor.dicho()
    assert dicho.count("Traceback") == antes, dicho


@pytest.fixture
def page(abrir_navegador: Callable[..., BrowserContext]) -> Page:
    """Give a page of 1280 pixels in a browser of its own; `page.goto("/…")` opens an address."""
    return abrir_navegador().new_page()


@pytest.fixture
def cajon(page: Page) -> Locator:
    """The drawer, opened for a new client by its address."""
    page.goto(f"{CLIENTES}?cliente=nuevo")
    dialogo = page.get_by_role("dialog", name="Agregar Cliente")
    expect(dialogo).to_be_visible()
    return dialogo
