"""«Ver estado de los procesos»: live, for the whole team."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Locator, Page, expect

from clientes_app.services.carga import procesos
from clientes_app.services.carga.runs import alone_in_account
from clientes_app.services.clientes import clientes
from clientes_app.services.context import Actor
from tests.browser.conftest import Servidor
from tests.browser.pasos_carga import (
    CARGA,
    PACIENCIA,
    PROCESOS,
    cifra,
    descargar,
    elegir,
    esperar_cifras,
    procesar,
    subir,
    un_archivo,
)
from tests.builders import un_cliente, un_csv, un_rfc
from tests.integration.pasos_procesos import poner


def _cargar(page: Page, nombre: str, contenido: bytes) -> None:
    page.goto(CARGA)
    subir(page, un_archivo(nombre, contenido))
    esperar_cifras(page)
    procesar(page)


def _proceso(page: Page, nombre: str) -> Locator:
    return page.get_by_role("listitem").filter(
        has=page.get_by_role("heading", name=nombre, exact=True)
    )


def test_process_shows_who_when_state_counts_and_actions(page: Page) -> None:
    """One row says everything; an action that does not apply is not there."""
    nombre = f"lista-{un_rfc()}.csv"
    _cargar(page, nombre, un_csv([un_cliente(), un_cliente(email="no")]))
    page.goto(PROCESOS)
    fila = _proceso(page, nombre)
    expect(fila).to_contain_text("Terminado con rechazos")
    expect(fila.get_by_role("time")).to_have_text(re.compile(r"\d{1,2} \w+\.? \d{4}"))
    for accion in ("Ver detalle", "Descargar rechazados", "Descargar archivo original"):
        expect(fila.get_by_role("link", name=accion)).to_be_visible()
    expect(fila.get_by_role("button", name="Deshacer carga")).to_be_visible()
    expect(fila.get_by_role("button", name="Cancelar")).to_have_count(0)


def test_open_list_follows_what_another_browser_starts(
    page: Page, abrir_navegador: Callable[..., BrowserContext]
) -> None:
    """The list moves by itself."""
    page.goto(PROCESOS)
    nombre = f"otro-{un_rfc()}.csv"
    _cargar(abrir_navegador().new_page(), nombre, un_csv([un_cliente()]))
    expect(_proceso(page, nombre)).to_contain_text("Terminado", timeout=PACIENCIA)


def test_detail_has_counts_problems_and_downloads(page: Page) -> None:
    """«Ver detalle» tells what became of each row."""
    nombre = f"detalle-{un_rfc()}.csv"
    archivo = un_csv([un_cliente(), un_cliente(codigo_postal="1E+03"), un_cliente(email="no")])
    _cargar(page, nombre, archivo)
    page.goto(PROCESOS)
    _proceso(page, nombre).get_by_role("link", name="Ver detalle").click()
    expect(page.get_by_role("heading", name=nombre, level=1)).to_be_visible()
    expect(page).to_have_url(re.compile(rf"{PROCESOS}/\d+$"))
    expect(cifra(page, "Rechazados")).to_have_text("2")
    expect(cifra(page, "Para clientes que ya existen")).to_have_text("Actualizar")
    problemas = page.get_by_role("region", name="Errores y avisos")
    elegir(problemas, "Columna", "Código Postal")
    expect(problemas.get_by_role("row").nth(1)).to_contain_text("1E+03")
    original, contenido = descargar(page, "Descargar archivo original")
    assert (original, contenido) == (nombre, archivo)
    page.reload()
    expect(page.get_by_role("heading", name=nombre, level=1)).to_be_visible()


def test_running_process_is_cancelled_and_every_page_says_that_it_runs(page: Page) -> None:
    """«Cancelar» asks first; what is stored by then stays, and the counts say so."""
    nombre = f"larga-{un_rfc()}.csv"
    page.goto(CARGA)
    subir(page, un_archivo(nombre, un_csv([un_cliente() for _ in range(40_000)])))
    esperar_cifras(page, Filas="40,000")
    page.get_by_role("button", name="Procesar Archivo").click()
    page.goto("/catalogos/clientes")
    aviso = page.get_by_role("complementary", name="Proceso en marcha")
    aviso.get_by_role("link").click()
    fila = _proceso(page, nombre)
    expect(fila.get_by_role("progressbar")).to_be_visible()
    fila.get_by_role("button", name="Cancelar").click()
    pregunta = page.get_by_role("alertdialog", name="¿Cancelar el proceso?")
    pregunta.get_by_role("button", name="Sí, cancelar").click()
    expect(fila.get_by_text("Cancelado")).to_be_visible(timeout=PACIENCIA)
    expect(fila.get_by_role("button", name="Cancelar")).to_have_count(0)
    expect(aviso).to_have_count(0)


def test_undo_asks_first_and_takes_the_load_back(page: Page) -> None:
    """«Deshacer carga» deletes what the process created."""
    rfc = un_rfc()
    nombre = f"deshacer-{rfc}.csv"
    _cargar(page, nombre, un_csv([un_cliente(rfc=rfc)]))
    page.goto(PROCESOS)
    fila = _proceso(page, nombre)
    fila.get_by_role("button", name="Deshacer carga").click()
    pregunta = page.get_by_role("alertdialog", name="¿Deshacer la carga?")
    expect(pregunta).to_contain_text(nombre)
    pregunta.get_by_role("button", name="No, dejarlo así").click()
    expect(fila).to_contain_text("Terminado")
    fila.get_by_role("button", name="Deshacer carga").click()
    pregunta.get_by_role("button", name="Sí, deshacer").click()
    expect(fila).to_contain_text("Deshecho", timeout=PACIENCIA)
    expect(fila.get_by_role("heading", name=nombre)).to_be_focused()
    expect(fila).to_contain_text(re.compile(r"Lo deshizo .+: 1 cliente borrado\."))
    expect(page.locator("#anuncios")).to_contain_text(f"«{nombre}»: Deshecho.")
    _, exportado = _exportado(page)
    assert rfc.encode() not in exportado


def _exportado(page: Page) -> tuple[str, bytes]:
    page.goto(CARGA)
    return descargar(page, "Descargar en .CSV")


def test_unknown_process_is_told(page: Page) -> None:
    """A number nobody has, and what is no number."""
    for numero in ("999999999", "abc", "9" * 30):
        page.goto(f"{PROCESOS}/{numero}")
        expect(page.get_by_role("heading", name="No existe ese proceso")).to_be_visible()


def test_telephone_shows_cards_without_sideways_scrolling(page: Page) -> None:
    """390 pixels are enough."""
    nombre = f"telefono-{un_rfc()}.csv"
    _cargar(page, nombre, un_csv([un_cliente(), un_cliente(email="no")]))
    page.set_viewport_size({"width": 390, "height": 844})
    for ruta in (PROCESOS, CARGA):
        page.goto(ruta)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.goto(PROCESOS)
    expect(_proceso(page, nombre).get_by_role("link", name="Ver detalle")).to_be_visible()


def test_who_was_left_alone_is_named_and_can_be_undone_later(
    page: Page, servidor: Servidor
) -> None:
    """By name, with a link and both values; the rest of the load is taken back."""
    filas = [un_cliente(calle="CALLE UNO"), un_cliente()]
    nombre = f"dejado-{filas[0]['rfc']}.csv"
    _cargar(page, nombre, un_csv(filas))
    cuenta_id = servidor.actor.cuenta_id
    tocado = clientes.por_rfc(servidor.engine, cuenta_id, filas[0]["rfc"])
    assert tocado is not None
    beto = Actor(cuenta_id, "Beto", "formulario")
    valores = tocado.datos.como_dict() | {"calle": "CALLE DOS"}
    clientes.editar(servidor.engine, beto, tocado.id, tocado.version, valores)

    page.get_by_role("button", name="Deshacer carga").click()
    page.get_by_role("button", name="Sí, deshacer").click()
    proceso = page.get_by_role("region", name="El proceso")
    expect(proceso).to_contain_text("1 cliente borrado, 1 se dejó como está", timeout=PACIENCIA)
    proceso.get_by_role("link", name="Ver detalle").click()
    dejados = page.get_by_role("region", name="Se dejaron como están")
    expect(dejados).to_contain_text("Beto lo cambió después.")
    expect(dejados).to_contain_text("La carga puso: CALLE UNO")
    expect(dejados).to_contain_text("Ahora: CALLE DOS")

    datos = clientes.obtener(servidor.engine, cuenta_id, tocado.id)
    clientes.borrar(servidor.engine, beto, datos.id)
    page.get_by_role("button", name="Deshacer el que queda").click()
    expect(page.get_by_role("alertdialog")).to_contain_text("Se intenta otra vez con 1 cliente")
    page.get_by_role("button", name="Sí, deshacer").click()
    expect(dejados).to_contain_text("Beto lo borró después.", timeout=PACIENCIA)
    clientes.restaurar(servidor.engine, beto, datos.id)
    dejados.get_by_role("link", name=filas[0]["nombre"]).click()
    expect(page).to_have_url(re.compile(rf"/clientes/{tocado.id}$"))


def test_whoever_cancels_what_just_ended_is_told(page: Page, servidor: Servidor) -> None:
    """The question outlives the button that it was asked from."""
    actor, engine = servidor.actor, servidor.engine
    nombre = f"casi-{un_rfc()}.csv"
    proceso_id = procesos.recibir(engine, actor, nombre, [un_csv([un_cliente()])])
    with alone_in_account(engine, actor.cuenta_id):
        poner(engine, proceso_id, estado="procesando", filas=100)
        page.goto(PROCESOS)
        fila = _proceso(page, nombre)
        fila.get_by_role("button", name="Cancelar").click()
        si = page.get_by_role("button", name="Sí, cancelar")
        expect(si).to_be_visible()
        poner(engine, proceso_id, estado="terminado")
        expect(fila.get_by_role("button", name="Cancelar", include_hidden=True)).to_have_count(0)
    si.click()
    expect(
        page.get_by_text("No se puede cancelar: el proceso ya está en «Terminado».")
    ).to_be_visible()


def test_the_sign_of_a_process_covers_nothing_of_the_side_bar(
    page: Page, servidor: Servidor
) -> None:
    """«Ayuda» and the person's menu lie beside it, however low the window is."""
    actor, engine = servidor.actor, servidor.engine
    proceso_id = procesos.recibir(engine, actor, "largo.csv", [un_csv([un_cliente()])])
    with alone_in_account(engine, actor.cuenta_id):
        poner(engine, proceso_id, estado="procesando", filas=100)
        page.goto(PROCESOS)
        expect(page.locator(".indicador-proceso")).to_be_visible()
        for alto in (900, 560):
            page.set_viewport_size({"width": 1280, "height": alto})
            ayuda = page.get_by_role("navigation", name="Principal").get_by_role(
                "link", name="Ayuda"
            )
            ayuda.click(trial=True)
            page.get_by_role("navigation", name="Principal").get_by_role("button").last.click(
                trial=True
            )
        poner(engine, proceso_id, estado="cancelado")


def test_a_file_that_did_not_load_stands_in_the_list_with_its_reason(page: Page) -> None:
    """Whoever asks later why a file is not there finds it."""
    nombre = f"vacio-{un_rfc()}.csv"
    page.goto(CARGA)
    subir(page, un_archivo(nombre, b""))
    expect(page.get_by_text("Este archivo no se puede cargar")).to_be_visible(timeout=PACIENCIA)
    page.goto(PROCESOS)
    expect(_proceso(page, nombre)).to_contain_text("No cargado")
    expect(_proceso(page, nombre)).to_contain_text("vacío")


def test_targets_are_large_on_a_telephone_and_values_and_lines_stay_whole(page: Page) -> None:
    """44 pixels; nothing is said of dragging; a line number and a short value are one line each."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(CARGA)
    expect(page.get_by_text("Elija el archivo de su equipo")).to_be_visible()
    expect(page.get_by_text("Arrastre aquí")).to_be_hidden()
    filas = [un_cliente(nombre="PEÑA ÁLVAREZ"), un_cliente(rfc="UNRFCQUENOESVALIDO")]
    subir(page, un_archivo("telefono.csv", un_csv(filas)))
    esperar_cifras(page, Con_error="1", Con_aviso="1")
    small = page.locator(
        ".contenido :is(button, a, [role=combobox], [role=radiogroup]):visible"
    ).evaluate_all(
        """nodos => nodos.filter(n => !n.closest('[role=radiogroup] *')
            && n.getBoundingClientRect().height < 44).map(n => n.textContent)"""
    )
    assert small == []
    for dato in ("code", "td.cifra"):
        caja = page.locator(f".cuadro-problemas {dato}").first.bounding_box()
        assert caja is not None
        assert caja["height"] < 30


def test_a_file_is_changed_or_thrown_away_before_it_is_processed(page: Page) -> None:
    """«Cambiar archivo» and «Descartar»; one filled button stays."""
    page.goto(CARGA)
    subir(page, un_archivo("uno.csv", un_csv([un_cliente()])))
    esperar_cifras(page, Filas="1")
    expect(page.locator(".boton-principal:visible")).to_have_text(["Procesar Archivo"])
    with page.expect_file_chooser() as elegido:
        page.get_by_role("button", name="Cambiar archivo").click()
    elegido.value.set_files([un_archivo("dos.csv", un_csv([un_cliente(), un_cliente()]))])
    esperar_cifras(page, Filas="2")
    page.get_by_role("button", name="Descartar").click()
    expect(page.get_by_role("button", name="Subir archivo .CSV")).to_be_visible()
    expect(page).to_have_url(re.compile("carga-masiva$"))
