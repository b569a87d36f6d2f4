"""What is typed survives: a killed server, one that was away, a reload; and is nobody else's."""

import contextlib
import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
from reflex_base.utils.format import format_event_handler

from clientes_app.services.acceso import sesiones
from clientes_app.services.acceso.cookie import SESSION_COOKIE
from clientes_app.services.clientes import clientes
from clientes_app.ui.clientes.drawer.save_state import GuardadoState
from clientes_app.ui.clientes.drawer.state import DrawerState
from tests.browser.conftest import CLAVE, Servidor, puerto_libre, servir
from tests.browser.pasos_formulario import LISTA, NUEVO, editar, guardado, guardar, llenar
from tests.builders import un_cliente, un_rfc
from tests.enchufe import enchufe

DE_VUELTA = 120_000
EN_LA_PAGINA = "(Object.entries(sessionStorage).find(([k]) => /borrador/.test(k)) ?? [0, null])[1]"


def matar_web(servidor: Servidor) -> None:
    """Kill -9 the web process; whoever keeps it running starts another one."""
    puerto = servidor.url.rpartition(":")[2].encode()
    for carpeta in Path("/proc").iterdir():
        if not carpeta.name.isdecimal():
            continue
        with contextlib.suppress(OSError):
            partes = (carpeta / "cmdline").read_bytes().split(b"\0")
            if b"web" in partes and puerto in partes:
                os.kill(int(carpeta.name), signal.SIGKILL)


@pytest.fixture(scope="module")
def servidor(construida: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servidor]:
    """Give an application of its own, which these tests kill."""
    assert construida.is_dir()
    with servir(tmp_path_factory.mktemp("datos")) as corriendo:
        yield corriendo


@pytest.fixture
def a_solas(navegador: Browser, servidor: Servidor) -> Iterator[BrowserContext]:
    """A browser in which a refused connection is no fault."""
    contexto = navegador.new_context(
        base_url=servidor.url, locale="es-MX", viewport={"width": 1280, "height": 800}
    )
    contexto.add_cookies(servidor.galletas(servidor.entrar(nombre="Ana López")))
    yield contexto
    contexto.close()


def sin_conexion(page: Page) -> Locator:
    return page.locator(".sin-conexion")


def _is_on_top(sign: Locator) -> bool:
    return sign.evaluate(
        """nodo => {
          // An open drawer takes no clicks beside it, and what takes none is not looked at.
          nodo.style.pointerEvents = "auto";
          const { x, y, width, height } = nodo.getBoundingClientRect();
          return nodo.contains(document.elementFromPoint(x + width / 2, y + height / 2));
        }"""
    )


def test_typing_goes_on_over_a_killed_server_and_is_merged(
    a_solas: BrowserContext, servidor: Servidor
) -> None:
    """Same place, same field, same caret; what others saved meanwhile is taken over."""
    for numero in range(40):
        servidor.alta(nombre=f"DE RELLENO {numero:02d}")
    cliente = servidor.alta(nombre="DE RELLENO 99", calle="REFORMA")
    page = a_solas.new_page()
    page.goto(f"{LISTA}?q=relleno&orden=rfc")
    expect(page.locator("tbody tr")).to_have_count(41)
    page.get_by_role("link", name="DE RELLENO 99").scroll_into_view_if_needed()
    fila = page.get_by_role("row").filter(has_text="DE RELLENO 99")
    fila.get_by_role("button", name="Editar", exact=True).click()
    cajon = page.get_by_role("dialog", name="Editar Cliente")
    cajon.get_by_label("Nombre o Razón Social").fill("escrito antes")
    referencias = cajon.get_by_label("Referencias")
    referencias.press_sequentially("a medias")
    referencias.evaluate("campo => campo.setSelectionRange(1, 1)")
    desplazado = page.locator(".contenido").evaluate("nodo => nodo.scrollTop")
    assert desplazado > 0
    page.evaluate("window.laMismaPagina = true")
    matar_web(servidor)
    expect(sin_conexion(page)).to_be_visible()
    page.keyboard.type("-sin red-")
    valores = cliente.datos.como_dict() | {"colonia": "DE ANA"}
    clientes.editar(servidor.engine, servidor.actor, cliente.id, 1, valores)
    expect(sin_conexion(page)).to_have_count(0, timeout=DE_VUELTA)
    expect(cajon.get_by_label("Colonia")).to_have_value("DE ANA")
    expect(referencias).to_be_focused()
    page.keyboard.type("!")
    expect(referencias).to_have_value("a-sin red-! medias")
    expect(cajon.get_by_label("Nombre o Razón Social")).to_have_value("ESCRITO ANTES")
    assert page.evaluate("window.laMismaPagina")
    assert page.locator(".contenido").evaluate("nodo => nodo.scrollTop") == desplazado
    guardar(cajon)
    expect(cajon).to_have_count(0)
    expect(page).to_have_url(re.compile(r"\?q=relleno&orden=rfc$"))
    datos = guardado(servidor, cliente.datos.rfc).datos
    assert datos == cliente.datos._replace(
        nombre="ESCRITO ANTES", referencias="a-sin red-! medias", colonia="DE ANA"
    )
    assert page.evaluate(EN_LA_PAGINA) is None


def test_a_question_about_the_history_outlives_the_server(
    a_solas: BrowserContext, servidor: Servidor
) -> None:
    """It stays open, and «Restaurar» does what it says; so does one clicked without connection."""
    cliente = servidor.alta(calle="REFORMA")
    valores = cliente.datos.como_dict()
    page = a_solas.new_page()
    for vista, contesta_antes in ((1, False), (3, True)):
        clientes.editar(
            servidor.engine, servidor.actor, cliente.id, vista, valores | {"calle": "JUAREZ"}
        )
        page.goto(f"{LISTA}?cliente={cliente.id}")
        page.get_by_role("button", name="Historial").click()
        page.get_by_role("button", name="Restaurar", exact=True).last.click()
        pregunta = page.get_by_role("alertdialog", name="¿Restaurar esa versión?")
        restaurar = pregunta.get_by_role("button", name="Restaurar")
        expect(restaurar).to_be_visible()
        matar_web(servidor)
        expect(sin_conexion(page)).to_be_visible()
        if contesta_antes:
            restaurar.click()
        expect(sin_conexion(page)).to_have_count(0, timeout=DE_VUELTA)
        if not contesta_antes:
            restaurar.click()
        expect(page.get_by_text("volvió a los valores de esa versión.")).to_be_visible()
        expect(pregunta).to_have_count(0)
        expect(page.get_by_label("Calle")).to_have_value("REFORMA")
        assert guardado(servidor, cliente.datos.rfc).version == vista + 2


def test_saving_without_a_connection_saves_when_it_is_back(
    a_solas: BrowserContext, servidor: Servidor
) -> None:
    """«Guardar» is neither lost nor done twice."""
    page = a_solas.new_page()
    page.goto(NUEVO)
    cajon, rfc = page.get_by_role("dialog", name="Agregar Cliente"), un_rfc()
    llenar(cajon, nombre="GUARDADO SIN CONEXION", rfc=rfc)
    matar_web(servidor)
    expect(sin_conexion(page)).to_be_visible()
    en_el_pie = cajon.locator(".cajon-pie").get_by_role("status")
    expect(en_el_pie).to_contain_text("«Guardar» guardará cuando vuelva")
    assert _is_on_top(sin_conexion(page))
    guardar(cajon)
    expect(en_el_pie).to_contain_text("Se guardará en cuanto vuelva")
    guardar(cajon)
    expect(cajon).to_have_count(0, timeout=DE_VUELTA)
    expect(page.get_by_text("Se guardó GUARDADO SIN CONEXION.")).to_have_count(1)
    assert guardado(servidor, rfc).version == 1


def test_a_second_saving_writes_nothing_into_a_drawer_that_opened_since(
    servidor: Servidor,
) -> None:
    """Clicked twice while the server was away: the page's own opening may come between the two."""
    token, rfc = servidor.entrar(nombre="Ana López"), un_rfc()
    identidad = sesiones.identificar(servidor.engine, token)
    assert identidad is not None
    datos = un_cliente(nombre="GUARDADO UNA VEZ", rfc=rfc)
    escrito = {
        "cliente": "0",
        "numero": 7,
        "dueno": f"{servidor.cuenta_id}.{identidad.usuario_id}",
        "campos": {campo: {"texto": datos[campo], "vista": 0, "serie": 1} for campo in datos},
        "foco": "",
    }
    guardar_ya = format_event_handler(GuardadoState.event_handlers["guardar"])
    with enchufe(servidor.url, galleta=f"{SESSION_COOKIE}={token}", ruta=NUEVO) as pestana:
        pestana.mandar(guardar_ya, {"borrador": escrito})
        assert pestana.esperar("_redirect") is not None
        pestana.mandar(format_event_handler(DrawerState.event_handlers["open_address"]))
        pestana.mandar(guardar_ya, {"borrador": escrito})
        pestana.ruta = LISTA
        pestana.mandar(format_event_handler(DrawerState.event_handlers["open_address"]))
        # The blank drawer closes unasked, and the draft is forgotten.
        assert pestana.esperar("_call_script") is not None
        dicho = "".join(pestana.recibido)
    assert guardado(servidor, rfc).version == 1
    assert "ya est" not in dicho
    assert '"preguntando_rx_state_":true' not in dicho


def test_a_reload_gives_back_what_was_typed_and_it_can_be_discarded(
    page: Page, servidor: Servidor
) -> None:
    """Also what had not even left the field, and on a slow machine."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 8})
    cliente = servidor.alta(calle="REFORMA")
    cajon = editar(page, cliente.id)
    cajon.get_by_label("Calle").fill("Dicha")
    cajon.get_by_label("E-mail", exact=True).fill("sin@decir.example")
    page.reload()
    expect(cajon.get_by_text("Se recuperó lo que usted había escrito")).to_be_visible()
    # Not on «Descartarlo», where Enter would throw it away.
    expect(cajon.get_by_label("Nombre o Razón Social")).to_be_focused()
    expect(cajon.get_by_label("Calle")).to_have_value("Dicha")
    expect(cajon.get_by_label("E-mail", exact=True)).to_have_value("sin@decir.example")
    cajon.get_by_role("button", name="Descartarlo").click()
    expect(cajon.get_by_label("Calle")).to_have_value("REFORMA")
    assert page.evaluate(EN_LA_PAGINA) is None
    page.reload()
    expect(cajon.get_by_label("Calle")).to_have_value("REFORMA")
    expect(cajon.get_by_text("Se recuperó")).to_have_count(0)


def test_a_draft_is_given_back_to_nobody_else(page: Page, servidor: Servidor) -> None:
    """Another person in the same tab sees what is stored, and the draft is gone."""
    cliente = servidor.alta(calle="REFORMA")
    cajon = editar(page, cliente.id)
    cajon.get_by_label("Calle").fill("Secreto de Ana")
    assert "Secreto de Ana" in page.evaluate(EN_LA_PAGINA)
    page.context.add_cookies(servidor.galletas(servidor.entrar(nombre="Beto Ruiz")))
    page.goto(f"{LISTA}?cliente={cliente.id}")
    expect(cajon.get_by_label("Calle")).to_have_value("REFORMA")
    page.wait_for_function(f"{EN_LA_PAGINA} === null")


def test_a_session_that_ends_takes_nothing_of_what_the_same_person_typed(
    abrir_navegador: Callable[..., BrowserContext], servidor: Servidor
) -> None:
    """Signed in again in that tab, it is there; somebody else does not find it."""
    cliente = servidor.alta(calle="REFORMA")
    page = abrir_navegador(como="Carla Mora").new_page()
    cajon = editar(page, cliente.id)
    cajon.get_by_label("Calle").fill("A medias")

    def end_and_sign_in(nombre: str) -> None:
        galletas = {una["name"]: una["value"] for una in page.context.cookies(servidor.url)}
        persona = sesiones.identificar(servidor.engine, galletas[SESSION_COOKIE])
        assert persona is not None
        sesiones.salir_de_todas(servidor.engine, persona.usuario_id)
        expect(page.get_by_role("heading", name="Entrar")).to_be_visible()
        page.get_by_label("E-mail", exact=True).fill(servidor.email(nombre))
        page.get_by_label("Contraseña", exact=True).fill(CLAVE)
        page.get_by_role("button", name="Entrar", exact=True).click()
        expect(cajon).to_be_visible()

    end_and_sign_in("Carla")
    expect(cajon.get_by_label("Calle")).to_have_value("A medias")
    expect(cajon.get_by_text("Se recuperó lo que usted había escrito")).to_be_visible()
    servidor.entrar(nombre="Diego Paz")
    end_and_sign_in("Diego")
    expect(cajon.get_by_label("Calle")).to_have_value("REFORMA")
    page.wait_for_function(f"{EN_LA_PAGINA} === null")


def test_the_drawer_opens_however_late_its_scripts_come(page: Page, servidor: Servidor) -> None:
    """The page is not alive before them: a call of a script that is not there is lost."""
    cliente = servidor.alta(calle="REFORMA")
    held: list[Route] = []
    page.route("**/borrador.js", lambda route: held.append(route))  # noqa: PLW0108 (Playwright asks a function for its arguments)
    page.goto(f"{LISTA}?cliente={cliente.id}", wait_until="commit")
    page.wait_for_timeout(1_500)
    held.pop().continue_()
    expect(page.get_by_role("dialog").get_by_label("Calle")).to_have_value("REFORMA")


def test_closing_without_saving_forgets(page: Page, servidor: Servidor) -> None:
    """«Descartar» means it."""
    cliente = servidor.alta(calle="REFORMA")
    cajon = editar(page, cliente.id)
    cajon.get_by_label("Calle").fill("No va")
    page.keyboard.press("Escape")
    page.get_by_role("alertdialog").get_by_role("button", name="Descartar").click()
    expect(cajon).to_have_count(0)
    page.wait_for_function(f"{EN_LA_PAGINA} === null")


def test_a_server_that_was_stopped_and_started_again_is_found_by_itself(
    navegador: Browser, construida: Path, tmp_path: Path
) -> None:
    """Ended in order, away for a while, started on the same address: the page goes on, and live."""
    puerto = puerto_libre()
    contexto = navegador.new_context(locale="es-MX")
    with servir(tmp_path, puerto=puerto) as servidor:
        contexto.add_cookies(servidor.galletas(servidor.entrar(nombre="Ana López")))
        page = contexto.new_page()
        page.goto(f"{servidor.url}{NUEVO}")
        nombre = page.get_by_label("Nombre o Razón Social")
        nombre.press_sequentially("espera")
    expect(sin_conexion(page)).to_have_text("Sin conexión. Reintentando…")
    assert "Cannot connect" not in page.content()
    page.keyboard.type(" un rato")
    with servir(tmp_path, puerto=puerto) as otra_vez:
        expect(sin_conexion(page)).to_have_count(0)
        expect(nombre).to_be_focused()
        page.keyboard.type(" y sigue")
        expect(nombre).to_have_value("ESPERA UN RATO Y SIGUE")
        page.get_by_role("button", name="Guardar").click()
        expect(page.get_by_text(re.compile("Falta .*RFC"))).to_be_visible()
        rfc = otra_vez.alta().datos.rfc
        expect(page.locator("td").filter(has_text=rfc)).to_have_count(1)
        expect(nombre).to_have_value("ESPERA UN RATO Y SIGUE")
    contexto.close()
