"""The account stands in the address: a tab acts on that one, whatever other tabs do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from clientes_app.domain.roles import Rol
from clientes_app.routes import CLIENTES, de_cuenta
from clientes_app.services.acceso import cuentas, usuarios
from clientes_app.services.carga import procesos
from clientes_app.services.clientes import clientes
from clientes_app.services.context import Actor
from tests.browser.conftest import CLAVE, Servidor, puerto_libre, servir
from tests.browser.pasos_carga import descargar, esperar_cifras, subir, un_archivo
from tests.browser.pasos_formulario import guardar
from tests.browser.test_borrador import DE_VUELTA, matar_web, sin_conexion
from tests.builders import un_cliente, un_csv

NOMBRE = "Dora Dos"


@dataclass(frozen=True)
class Negocio:
    """An account, and one client that is stored in it."""

    servidor: Servidor
    id: int
    nombre: str
    corto: str
    cliente: clientes.ClienteGuardado

    def ruta(self, resto: str = CLIENTES) -> str:
        """The address of something in it."""
        return de_cuenta(self.corto, resto)

    def calle(self) -> str:
        """The street that its client has in the database."""
        return clientes.obtener(self.servidor.engine, self.id, self.cliente.id).datos.calle


def _un_negocio(servidor: Servidor, nombre: str, rol: Rol = Rol.PROPIETARIO) -> Negocio:
    cuenta = cuentas.crear(servidor.engine, nombre)
    servidor.entrar(nombre="Dueña", cuenta_id=cuenta.id)
    servidor.entrar(nombre=NOMBRE, rol=rol, cuenta_id=cuenta.id)
    actor = Actor(cuenta.id, "Ana", "api")
    cliente = clientes.alta(
        servidor.engine, actor, un_cliente(nombre=f"DE {nombre.upper()}", calle="UNO")
    )
    return Negocio(servidor, cuenta.id, nombre, cuenta.nombre_corto, cliente)


@pytest.fixture(scope="module")
def servidor(construida: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servidor]:
    """Give an application of its own, which these tests kill."""
    assert construida.is_dir()
    with servir(tmp_path_factory.mktemp("datos")) as corriendo:
        yield corriendo


@pytest.fixture
def norte(servidor: Servidor, request: pytest.FixtureRequest) -> Negocio:
    return _un_negocio(servidor, f"Norte {hash(request.node.name) % 10**8}")


@pytest.fixture
def sur(servidor: Servidor, request: pytest.FixtureRequest) -> Negocio:
    return _un_negocio(servidor, f"Sur {hash(request.node.name) % 10**8}")


@pytest.fixture
def dora(
    navegador: Browser, servidor: Servidor, norte: Negocio, sur: Negocio
) -> Iterator[BrowserContext]:
    """A browser of somebody who belongs to both; a refused connection is no fault in it."""
    del norte, sur
    contexto = navegador.new_context(
        base_url=servidor.url, locale="es-MX", viewport={"width": 1280, "height": 800}
    )
    contexto.add_cookies(servidor.galletas(servidor.entrar(nombre=NOMBRE)))
    yield contexto
    contexto.close()


def _abrir(contexto: BrowserContext, negocio: Negocio) -> tuple[Page, Locator]:
    """A tab with the account's client in its drawer."""
    page = contexto.new_page()
    page.goto(negocio.ruta(f"{CLIENTES}?cliente={negocio.cliente.id}"))
    cajon = page.get_by_role("dialog", name="Editar Cliente")
    expect(cajon).to_be_visible()
    return page, cajon


def _cambiar_a(page: Page, negocio: Negocio) -> None:
    page.get_by_role("button", name="Cambiar de cuenta").first.click()
    page.get_by_role("menuitem", name=negocio.nombre).click()


def _calle(cajon: Locator) -> Locator:
    return cajon.get_by_label("Calle")


def test_a_switch_in_one_tab_leaves_the_other_and_what_is_typed_there(
    dora: BrowserContext, norte: Negocio, sur: Negocio
) -> None:
    """The other goes on in its account, and the client is saved there."""
    page, cajon = _abrir(dora, norte)
    _calle(cajon).fill("DEL NORTE")
    otra = dora.new_page()
    otra.goto(norte.ruta())
    expect(otra.get_by_text(norte.cliente.datos.nombre).first).to_be_visible()
    _cambiar_a(otra, sur)
    expect(otra).to_have_url(re.compile(f"/c/{sur.corto}/catalogos/clientes$"))
    expect(otra.get_by_text(sur.cliente.datos.nombre).first).to_be_visible()
    expect(otra.get_by_text(norte.cliente.datos.nombre)).to_have_count(0)
    page.bring_to_front()
    expect(_calle(cajon)).to_have_value("DEL NORTE")
    expect(cajon).to_contain_text(norte.nombre)
    guardar(cajon)
    expect(page.get_by_text(f"En {norte.nombre}.")).to_be_visible()
    assert norte.calle() == "DEL NORTE"
    assert clientes.buscar(sur.servidor.engine, sur.id, clientes.Consulta()).total == 1


def test_each_tab_keeps_its_account_and_its_text_whatever_comes_between(
    dora: BrowserContext, norte: Negocio, sur: Negocio
) -> None:
    """A reload, a server that is killed, and another sign-in."""
    tabs = {negocio: _abrir(dora, negocio) for negocio in (norte, sur)}
    for negocio, (page, cajon) in tabs.items():
        _calle(cajon).fill(f"DE {negocio.corto}")
        page.reload()
        expect(_calle(cajon)).to_have_value(f"DE {negocio.corto}")
    matar_web(norte.servidor)
    for page, _ in tabs.values():
        expect(sin_conexion(page)).to_be_visible()
    for negocio, (page, cajon) in tabs.items():
        expect(sin_conexion(page)).to_have_count(0, timeout=DE_VUELTA)
        expect(_calle(cajon)).to_have_value(f"DE {negocio.corto}")
        expect(cajon).to_contain_text(negocio.nombre)
        guardar(cajon)
        expect(cajon).to_have_count(0)
        assert negocio.calle() == f"DE {negocio.corto}"


def test_a_server_that_was_away_finds_each_tab_in_its_account(
    navegador: Browser, construida: Path, tmp_path: Path
) -> None:
    """Stopped in order and started again: nothing of a tab is remembered but its address."""
    del construida
    puerto, contexto = puerto_libre(), navegador.new_context(locale="es-MX")
    with servir(tmp_path, puerto=puerto) as servidor:
        negocios = [_un_negocio(servidor, nombre) for nombre in ("Norte", "Sur")]
        contexto.add_cookies(servidor.galletas(servidor.entrar(nombre=NOMBRE)))
        tabs: list[tuple[Page, Locator]] = []
        for negocio in negocios:
            page = contexto.new_page()
            page.goto(f"{servidor.url}{negocio.ruta(f'{CLIENTES}?cliente={negocio.cliente.id}')}")
            cajon = page.get_by_role("dialog", name="Editar Cliente")
            _calle(cajon).fill(f"DE {negocio.corto}")
            tabs.append((page, cajon))
    with servir(tmp_path, puerto=puerto) as otra_vez:
        for negocio, (page, cajon) in zip(negocios, tabs, strict=True):
            expect(sin_conexion(page)).to_have_count(0, timeout=DE_VUELTA)
            expect(_calle(cajon)).to_have_value(f"DE {negocio.corto}")
            guardar(cajon)
            expect(cajon).to_have_count(0)
            assert replace(negocio, servidor=otra_vez).calle() == f"DE {negocio.corto}"
    contexto.close()


def test_signing_in_again_leads_to_the_account_used_last(
    dora: BrowserContext, norte: Negocio, sur: Negocio
) -> None:
    """And a link to one of them to that one, whichever was last."""
    page = dora.new_page()
    for negocio in (norte, sur, norte):
        page.goto(negocio.ruta())
        expect(page.get_by_text(negocio.cliente.datos.nombre).first).to_be_visible()
        page.get_by_role("button", name=f"Menú de {NOMBRE}").first.click()
        page.get_by_role("menuitem", name="Cerrar sesión").click()
        page.get_by_label("E-mail").fill(negocio.servidor.email(NOMBRE))
        page.get_by_label("Contraseña").fill(CLAVE)
        page.get_by_role("button", name="Entrar", exact=True).click()
        expect(page).to_have_url(re.compile(f"/c/{negocio.corto}/catalogos/clientes$"))
    page.goto("/catalogos/clientes?orden=rfc")
    expect(page).to_have_url(re.compile(f"/c/{norte.corto}/catalogos/clientes\\?orden=rfc$"))


def test_a_file_is_loaded_in_the_account_of_its_tab(
    dora: BrowserContext, norte: Negocio, sur: Negocio
) -> None:
    """Two uploads side by side."""
    tabs = {}
    for negocio in (norte, sur):
        tabs[negocio] = dora.new_page()
        tabs[negocio].goto(negocio.ruta("/catalogos/clientes/carga-masiva"))
        expect(tabs[negocio].get_by_role("button", name="Subir archivo .CSV")).to_be_visible()
    for negocio, page in tabs.items():
        subir(page, un_archivo(f"{negocio.corto}.csv", un_csv([un_cliente()])))
    for negocio, page in tabs.items():
        esperar_cifras(page, Filas="1")
        expect(page).to_have_url(re.compile(f"/c/{negocio.corto}/.*\\?proceso="))
        numero = int(page.url.rpartition("=")[2])
        suyo = procesos.detalle(negocio.servidor.engine, negocio.id, numero)
        assert suyo.archivo == f"{negocio.corto}.csv"
        nombre, contenido = descargar(page, "Descargar en .CSV")
        assert nombre.startswith(f"clientes-{negocio.corto}-")
        assert negocio.cliente.datos.nombre in contenido.decode()


def test_the_role_is_that_of_the_account(
    dora: BrowserContext, norte: Negocio, sur: Negocio
) -> None:
    """A reader in one, an owner in the other, at the same time; the titles tell them apart."""
    email = norte.servidor.email(NOMBRE)
    usuario = next(u for u in usuarios.lista(norte.servidor.engine, sur.id) if u.email == email)
    usuarios.cambiar_rol(
        norte.servidor.engine, Actor(sur.id, "Dueña", "api"), usuario.usuario_id, Rol.LECTOR
    )
    botones = {}
    for negocio in (norte, sur):
        page = dora.new_page()
        page.goto(negocio.ruta())
        expect(page.get_by_text(negocio.cliente.datos.nombre).first).to_be_visible()
        expect(page).to_have_title(f"Clientes · {negocio.nombre}")
        botones[negocio] = page.get_by_role("button", name="+ Agregar Cliente")
    expect(botones[norte]).to_be_visible()
    expect(botones[sur]).to_have_count(0)


def test_another_account_is_a_link_that_can_be_opened_beside(
    dora: BrowserContext, norte: Negocio, sur: Negocio
) -> None:
    """With Ctrl it opens in a tab of its own, and this one stays."""
    page = dora.new_page()
    page.goto(norte.ruta())
    page.get_by_role("button", name="Cambiar de cuenta").first.click()
    with dora.expect_page() as abierta:
        page.get_by_role("menuitem", name=sur.nombre).click(modifiers=["Control"])
    expect(abierta.value.get_by_text(sur.cliente.datos.nombre).first).to_be_visible()
    expect(page.get_by_text(norte.cliente.datos.nombre).first).to_be_visible()
    expect(page).to_have_url(re.compile(f"/c/{norte.corto}/"))


def test_the_name_of_the_account_is_whole_where_there_is_room(
    dora: BrowserContext, norte: Negocio
) -> None:
    """On the bar of a telephone, whose name is as wide as its words."""
    page = dora.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(norte.ruta())
    nombre = page.locator(".techo .cuenta-en-uso span")
    expect(nombre).to_have_text(norte.nombre)
    assert nombre.evaluate("nodo => nodo.scrollWidth - nodo.clientWidth") <= 0


def test_what_an_address_names_in_vain_is_said_and_the_address_stays(
    dora: BrowserContext, norte: Negocio, sur: Negocio
) -> None:
    """An account of others, none at all, and a client or a process of another account."""
    ajena = cuentas.crear(norte.servidor.engine, f"Ajena {norte.corto}").nombre_corto
    page = dora.new_page()
    for nombre in (ajena, "no-hay"):
        page.goto(de_cuenta(nombre, CLIENTES))
        expect(page.get_by_role("heading", name="No existe esta página")).to_be_visible()
        assert page.url.endswith(f"/c/{nombre}/catalogos/clientes")
        expect(page.get_by_role("link", name="Procesos")).to_have_count(0)
    page.get_by_role("link", name=norte.nombre).click()
    expect(page.get_by_text(norte.cliente.datos.nombre).first).to_be_visible()
    for cliente in (sur.cliente.id, 987_654, "x"):
        page.goto(norte.ruta(f"{CLIENTES}?cliente={cliente}"))
        expect(page.get_by_role("heading", name="No existe ese cliente")).to_be_visible()
        assert page.url.endswith(f"?cliente={cliente}")
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Ir a Clientes").click()
    expect(page.get_by_text(norte.cliente.datos.nombre).first).to_be_visible()
    page.goto(norte.ruta(f"{CLIENTES}/procesos/987654"))
    expect(page.get_by_text("No encontramos ese proceso en esta cuenta.")).to_be_visible()


def test_a_tab_that_goes_from_one_account_to_another_shows_nothing_of_the_first(
    dora: BrowserContext, norte: Negocio, sur: Negocio
) -> None:
    """Also without loading the page anew; what was typed in the first comes back with it."""
    page, cajon = _abrir(dora, norte)
    _calle(cajon).fill("A MEDIAS EN EL NORTE")
    page.evaluate("window.laMismaPagina = true")
    page.evaluate(
        "ruta => { history.pushState({}, '', ruta); dispatchEvent(new PopStateEvent('popstate')) }",
        sur.ruta(),
    )
    expect(page.get_by_text(sur.cliente.datos.nombre).first).to_be_visible()
    assert norte.cliente.datos.nombre not in page.locator("main").inner_text()
    expect(page.locator(".barra .cuenta-en-uso")).to_contain_text(sur.nombre)
    page.goto(norte.ruta(f"{CLIENTES}?cliente={norte.cliente.id}"))
    expect(_calle(cajon)).to_have_value("A MEDIAS EN EL NORTE")


def test_an_old_address_inside_the_page_is_asked_of_the_server(
    dora: BrowserContext, sur: Negocio
) -> None:
    page = dora.new_page()
    page.goto(sur.ruta())
    expect(page.get_by_text(sur.cliente.datos.nombre).first).to_be_visible()
    page.evaluate(
        "history.pushState({}, '', '/catalogos/clientes/papelera');"
        "dispatchEvent(new PopStateEvent('popstate'))"
    )
    expect(page).to_have_url(re.compile(f"/c/{sur.corto}/catalogos/clientes/papelera$"))
    expect(page.get_by_role("heading", name="Papelera", level=1)).to_be_visible()


PAGINAS = (
    *("/catalogos/clientes", "/catalogos/clientes/carga-masiva", "/catalogos/clientes/procesos"),
    *("/catalogos/clientes/papelera", "/catalogos/calidad", "/usuarios", "/mi-cuenta", "/ayuda"),
    "/no-existe",
)


def test_every_link_of_every_page_stays_in_the_account(
    dora: BrowserContext, norte: Negocio
) -> None:
    page = dora.new_page()
    for ruta in PAGINAS:
        page.goto(norte.ruta(ruta))
        expect(page.locator("main h1")).to_be_visible()
        enlaces = page.locator("a[href]").evaluate_all("as => as.map(a => a.getAttribute('href'))")
        fuera = [e for e in enlaces if not e.startswith((f"/c/{norte.corto}/", "#", "?"))]
        assert (len(enlaces) > 5, fuera) == (True, []), ruta
