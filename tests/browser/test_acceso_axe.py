"""axe-core finds nothing on the pages of people and accounts, in both themes and three widths."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from clientes_app.domain.roles import Rol
from clientes_app.routes import CUENTA_DATOS, CUENTA_USUARIOS, ENTRAR, PERFIL
from tests.browser.conftest import Servidor
from tests.browser.test_accesible import hallazgos


@pytest.mark.parametrize("ancho", [390, 820, 1280])
@pytest.mark.parametrize("modo", ["light", "dark"])
def test_nothing_to_find(
    abrir_navegador: Callable[..., BrowserContext], servidor: Servidor, modo: str, ancho: int
) -> None:
    """Each with its errors, an invitation just made, a question, and what a reader sees."""
    opciones = {
        "color_scheme": modo,
        "viewport": {"width": ancho, "height": 900},
        "reduced_motion": "reduce",
    }
    servidor.entrar(nombre="Beto Solís", rol=Rol.EDITOR)
    page = abrir_navegador(**opciones).new_page()
    page.goto(CUENTA_DATOS)
    page.get_by_label("Nombre de la cuenta").fill("")
    page.get_by_role("button", name="Guardar datos de la cuenta").click()
    expect(page.get_by_text("Falta el nombre de la cuenta.")).to_be_visible()
    assert hallazgos(page) == ""
    page.goto(CUENTA_USUARIOS)
    page.get_by_role("button", name="Crear enlace").click()
    expect(page.get_by_text("Falta el e-mail.")).to_be_visible()
    assert hallazgos(page) == ""
    page.get_by_label("E-mail de la persona invitada").fill(
        "a-quien-se-invita-con-un-nombre-muy-largo-de-verdad." + servidor.email("Nueva")
    )
    page.get_by_role("button", name="Crear enlace").click()
    hecho = page.get_by_label("Enlace de un solo uso")
    expect(hecho).to_be_focused()
    assert hallazgos(page) == ""
    enlace = hecho.input_value()
    page.get_by_label("Rol de Beto Solís").select_option("Lector")
    expect(page.get_by_role("alertdialog")).to_be_visible()
    assert hallazgos(page) == ""
    page.goto(PERFIL)
    page.get_by_role("button", name="Cambiar contraseña").click()
    expect(page.get_by_text("Falta la contraseña.").first).to_be_visible()
    assert hallazgos(page) == ""
    nadie = abrir_navegador(rol=None, **opciones).new_page()
    for direccion, boton in ((ENTRAR, "Entrar"), (enlace, "Entrar en la cuenta")):
        nadie.goto(direccion)
        nadie.get_by_role("button", name=boton, exact=True).click()
        expect(nadie.get_by_text("Falta la contraseña.")).to_be_visible()
        assert hallazgos(nadie) == ""
        assert nadie.evaluate("document.documentElement.scrollWidth") <= ancho
    lector = abrir_navegador(como="Leo Lector", rol=Rol.LECTOR, **opciones).new_page()
    for direccion, dicho in ((CUENTA_DATOS, "Empiezan con"), (CUENTA_USUARIOS, "Su rol aquí")):
        lector.goto(direccion)
        expect(lector.get_by_text(dicho)).to_be_visible()
        assert hallazgos(lector) == ""
