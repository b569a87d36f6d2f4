"""The addresses that hand out files, and the health check."""

import io
import zipfile
from collections.abc import Callable

import pytest
from playwright.sync_api import APIRequestContext, BrowserContext, Page

from clientes_app.domain.columnas import ENCABEZADO
from clientes_app.routes import de_cuenta
from tests.browser.conftest import Servidor
from tests.browser.pasos_carga import CARGA, descargar, leer_csv


@pytest.fixture
def peticiones(abrir_navegador: Callable[..., BrowserContext]) -> APIRequestContext:
    """What a browser of Ana's asks for without a page."""
    return abrir_navegador().request


def test_example_is_a_zip_whose_template_is_the_header(page: Page) -> None:
    """«Ejemplo de Carga Masiva»."""
    page.goto(CARGA)
    nombre, contenido = descargar(page, "Ejemplo de Carga Masiva")
    assert nombre == "ejemplo-carga-masiva.zip"
    with zipfile.ZipFile(io.BytesIO(contenido)) as archivo:
        tablas = [archivo.read(n) for n in archivo.namelist() if n.endswith(".csv")]
    assert [list(ENCABEZADO)] in [leer_csv(tabla) for tabla in tablas]


def test_export_is_never_kept_by_a_cache(peticiones: APIRequestContext) -> None:
    """Fiscal data of people stays out of caches; the type is not guessed."""
    respuesta = peticiones.get("/descargas/clientes.csv")
    assert respuesta.ok
    assert respuesta.headers["cache-control"] == "no-store"
    assert respuesta.headers["x-content-type-options"] == "nosniff"
    assert respuesta.headers["content-type"] == "text/csv; charset=utf-8"
    assert respuesta.body().startswith(b"\xef\xbb\xbfNombre o Raz")
    solo_cabeza = peticiones.head("/descargas/clientes.csv")
    assert solo_cabeza.ok
    assert solo_cabeza.body() == b""


@pytest.mark.parametrize("numero", ["0", "-1", "abc", "1e3", "999999999", "9" * 40, "%00", "1%27"])
@pytest.mark.parametrize("que", ["rechazados.csv", "original"])
def test_process_that_is_not_there_is_a_404_in_spanish(
    peticiones: APIRequestContext, servidor: Servidor, numero: str, que: str
) -> None:
    """Whatever stands in the address, a page that a person can read."""
    respuesta = peticiones.get(
        de_cuenta(servidor.nombre_corto, f"/descargas/procesos/{numero}/{que}")
    )
    assert respuesta.status == 404
    assert "No encontramos ese archivo" in respuesta.text()
    assert 'lang="es-MX"' in respuesta.text()


def test_health_check_asks_the_database(peticiones: APIRequestContext) -> None:
    """For the container and for whoever watches."""
    respuesta = peticiones.get("/salud")
    assert respuesta.status == 200
    dicho = respuesta.json()
    assert dicho.pop("hilos_libres")["manejadores"] > 0
    assert dicho == {"estado": "bien", "base_de_datos": True}
