"""Who else is at a client: in its row and in the drawer; and gone when they are gone."""

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from bench.caidas_instalacion import descendientes, procesos_vivos
from clientes_app.services.clientes import presencia
from clientes_app.services.clientes.clientes import ClienteGuardado
from tests.browser.conftest import CHROMIUM, CHROMIUM_FLAGS, Servidor, servir
from tests.browser.pasos_formulario import editar

LISTA = "/catalogos/clientes"
ABIERTO = "Ana López lo tiene abierto"
EDITANDO = "Ana López lo está editando"


@pytest.fixture(scope="module")
def servidor(construida: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servidor]:
    """Give an application that notices within seconds that a browser answers no more."""
    assert construida.is_dir()
    with servir(
        tmp_path_factory.mktemp("datos"), REFLEX_SOCKET_INTERVAL="3", REFLEX_SOCKET_TIMEOUT="6"
    ) as corriendo:
        yield corriendo


@pytest.fixture(scope="module")
def cliente(servidor: Servidor) -> ClienteGuardado:
    """Somebody to be at, with a name that fills a row."""
    return servidor.alta(nombre="COMERCIALIZADORA DE REFACCIONES Y ACCESORIOS DEL NOROESTE")


@pytest.fixture
def ana(abrir_navegador: Callable[..., BrowserContext]) -> Page:
    """The one who opens the drawer."""
    return abrir_navegador(como="Ana López").new_page()


@pytest.fixture
def beto(abrir_navegador: Callable[..., BrowserContext], cliente: ClienteGuardado) -> Page:
    """The one who looks at the list."""
    pagina = abrir_navegador(como="Beto Ruiz").new_page()
    pagina.goto(LISTA)
    expect(fila(pagina, cliente)).to_be_visible()
    return pagina


def fila(page: Page, cliente: ClienteGuardado) -> Locator:
    """The row of the client."""
    return page.locator("tbody:not([aria-hidden]) tr").filter(has_text=cliente.datos.nombre)


def senas(donde: Locator | Page) -> Locator:
    """Whoever is shown as present there."""
    return donde.locator(".presente")


def test_it_appears_turns_into_editing_and_goes(
    ana: Page, beto: Page, cliente: ClienteGuardado
) -> None:
    cajon = editar(ana, cliente.id)
    en_la_fila = fila(beto, cliente)
    expect(en_la_fila.get_by_role("img", name=ABIERTO)).to_have_text("AL")
    expect(senas(beto)).to_have_count(1)
    cajon.get_by_label("E-mail", exact=True).fill("otro@correo.example")
    cajon.get_by_label("Código Postal (CP)").focus()
    expect(en_la_fila.get_by_role("img", name=EDITANDO)).to_be_visible()
    expect(senas(ana)).to_have_count(0)
    cajon.get_by_role("button", name="Cancelar").click()
    ana.get_by_role("button", name="Descartar").click()
    expect(senas(beto)).to_have_count(0)


def test_in_the_drawer_each_sees_the_other(ana: Page, beto: Page, cliente: ClienteGuardado) -> None:
    de_ana, de_beto = editar(ana, cliente.id), editar(beto, cliente.id)
    expect(de_ana.get_by_role("status").get_by_role("img")).to_have_attribute(
        "title", "Beto Ruiz lo tiene abierto"
    )
    expect(de_beto.get_by_role("status").get_by_role("img", name=ABIERTO)).to_be_visible()
    beto.keyboard.press("Escape")
    expect(senas(de_ana)).to_have_count(0)
    ana.goto(f"{LISTA}/papelera")
    expect(senas(beto)).to_have_count(0)


def test_ones_own_other_tab_is_told_as_such(ana: Page, cliente: ClienteGuardado) -> None:
    editar(ana, cliente.id)
    otra = ana.context.new_page()
    otra.goto(LISTA)
    expect(
        fila(otra, cliente).get_by_role("img", name="Usted lo tiene abierto en otra pestaña")
    ).to_be_visible()
    ana.close()
    expect(senas(otra)).to_have_count(0)


@dataclass(frozen=True)
class Efimero:
    """A Chromium of its own, so that it can be killed."""

    pagina: Page
    carpeta: Path

    def matar(self) -> None:
        """End it as a crash would."""
        self._enviar(signal.SIGKILL)

    def suspender(self) -> None:
        """Let it neither answer nor close anything, as a laptop that is put to sleep."""
        self._enviar(signal.SIGSTOP)

    def _enviar(self, senal: signal.Signals) -> None:
        marca = os.fsencode(f"--user-data-dir={self.carpeta}")
        for proceso in procesos_vivos().values():
            # What ended in between needs no signal.
            with contextlib.suppress(OSError):
                if marca in Path(f"/proc/{proceso.pid}/cmdline").read_bytes():
                    for pid in (proceso.pid, *(hijo.pid for hijo in descendientes(proceso.pid))):
                        os.kill(pid, senal)


@pytest.fixture
def efimero(navegador: Browser, servidor: Servidor, tmp_path: Path) -> Iterator[Efimero]:
    contexto = navegador.browser_type.launch_persistent_context(
        tmp_path,
        executable_path=str(CHROMIUM),
        args=CHROMIUM_FLAGS,
        base_url=servidor.url,
        locale="es-MX",
    )
    contexto.add_cookies(servidor.galletas(servidor.entrar(nombre="Carla Ponce")))
    solo = Efimero(contexto.new_page(), tmp_path)
    yield solo
    solo.matar()


def test_a_killed_browser_is_gone(efimero: Efimero, beto: Page, cliente: ClienteGuardado) -> None:
    editar(efimero.pagina, cliente.id)
    expect(fila(beto, cliente).get_by_role("img", name="Carla Ponce")).to_be_visible()
    efimero.matar()
    expect(senas(beto)).to_have_count(0)


def test_a_browser_that_answers_no_more_is_soon_gone(
    efimero: Efimero, beto: Page, cliente: ClienteGuardado
) -> None:
    """A laptop that sleeps, a network that is gone: nothing ever closes the socket."""
    editar(efimero.pagina, cliente.id)
    expect(fila(beto, cliente).get_by_role("img", name="Carla Ponce")).to_be_visible()
    efimero.suspender()
    expect(senas(beto)).to_have_count(0)


def test_what_another_web_process_says_shows_and_runs_out(
    beto: Page, servidor: Servidor, cliente: ClienteGuardado, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presencia, "VIGENCIA", presencia.LATIDO / 4)
    lejos = presencia.Presente("e", cliente.id, "p", None, "Dora Lima", editando=False)
    presencia.asentar(servidor.engine, servidor.actor.cuenta_id, presentes=[lejos], idos=[])
    expect(
        fila(beto, cliente).get_by_role("img", name="Dora Lima lo tiene abierto")
    ).to_be_visible()
    expect(senas(beto)).to_have_count(0)


def test_on_a_telephone_it_breaks_no_row(
    ana: Page, abrir_navegador: Callable[..., BrowserContext], cliente: ClienteGuardado
) -> None:
    telefono = abrir_navegador(como="Beto Ruiz", viewport={"width": 390, "height": 800}).new_page()
    telefono.goto(LISTA)
    renglon = fila(telefono, cliente)
    antes = renglon.bounding_box()
    editar(ana, cliente.id)
    sena = renglon.get_by_role("img", name=ABIERTO)
    expect(sena).to_be_in_viewport(ratio=1)
    despues, caja = renglon.bounding_box(), sena.bounding_box()
    assert antes
    assert despues
    assert caja
    assert despues["height"] - antes["height"] < 30
    editar_boton = renglon.get_by_role("button", name="Editar", exact=True).bounding_box()
    assert editar_boton
    assert caja["x"] + caja["width"] <= editar_boton["x"]
    assert telefono.evaluate("document.documentElement.scrollWidth") == 390
