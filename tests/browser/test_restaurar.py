"""«Restaurar desde un respaldo» on the very first page, and what an owner sees of the backups."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from clientes_app import routes
from clientes_app.config import read_settings
from clientes_app.domain.roles import Rol
from clientes_app.services.acceso import cuentas, usuarios
from clientes_app.services.clientes import clientes
from clientes_app.services.context import Actor
from clientes_app.services.respaldo import respaldos
from clientes_app.storage.db.engine import open_engine
from clientes_app.storage.db.migrate import migrate
from tests.browser.conftest import CLAVE, Servidor, puerto_libre, servir
from tests.builders import un_cliente

_DOS_ARRANQUES = 300_000


@pytest.fixture(scope="module")
def servidor(construida: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servidor]:
    """Give an application of its own, below a sub-path: what it holds is replaced."""
    assert construida.is_dir()
    puerto = puerto_libre()
    aqui = f"http://127.0.0.1:{puerto}/clientes"
    with servir(tmp_path_factory.mktemp("datos"), puerto=puerto, CLIENTES_URL=aqui) as corriendo:
        yield replace(corriendo, url=aqui)


@pytest.fixture(scope="module")
def copia(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a backup of another installation, with an owner and two clients."""
    datos = tmp_path_factory.mktemp("otra")
    casa = read_settings({"CLIENTES_DATOS": str(datos)})
    migrate(casa.database_url)
    engine = open_engine(casa.database_url)
    cuenta = cuentas.crear(engine, "Ferretería del Norte")
    usuarios.crear(
        engine,
        cuenta_id=cuenta.id,
        email="eva@norte.example",
        nombre="Eva Ruiz",
        rol=Rol.PROPIETARIO,
        clave=CLAVE,
    )
    for nombre in ("UNO RESTAURADO", "DOS RESTAURADO"):
        clientes.alta(engine, Actor(cuenta.id, "Eva", "formulario"), un_cliente(nombre=nombre))
    hecha = respaldos.make_backup(engine, casa).ruta
    engine.dispose()
    return hecha


def _primer_enlace(servidor: Servidor) -> str:
    enlace = re.findall(r"(http\S+/enlace\?t=\S+)", servidor.registro.read_text("utf-8"))
    return enlace[-1]


def _elegir(page: Page, archivo: Path) -> None:
    page.get_by_label("Restaurar desde un respaldo").set_input_files(archivo)


def _entrar(page: Page) -> None:
    page.get_by_label("E-mail").fill("eva@norte.example")
    page.get_by_label("Contraseña", exact=True).fill(CLAVE)
    page.get_by_role("button", name="Entrar", exact=True).click()


def test_nobody_is_given_another_database_while_being_served(
    servidor: Servidor, copia: Path
) -> None:
    orden = [sys.executable, "-m", "clientes_app.cli", "restaurar", copia, "--si"]
    entorno = {
        "CLIENTES_DATOS": str(servidor.datos),
        "CLIENTES_DATABASE_URL": f"sqlite:///{servidor.datos}/clientes.sqlite3",
    }
    negado = subprocess.run(
        orden, env=os.environ | entorno, capture_output=True, text=True, check=False
    )
    assert (negado.returncode, "está en uso" in negado.stderr) == (2, True)


def test_the_first_page_restores_a_backup(
    navegador: Browser, servidor: Servidor, copia: Path
) -> None:
    contexto = navegador.new_context(locale="es-MX")
    page = contexto.new_page()
    page.goto(_primer_enlace(servidor))
    expect(page.get_by_role("heading", name="Primer acceso")).to_be_visible()
    ventana = page.get_by_role("dialog", name="Restaurar desde un respaldo")

    # What is none is refused at once, and the link goes on being good.
    mitad = copia.with_name("mitad.zip")
    mitad.write_bytes(copia.read_bytes()[:-200])
    _elegir(page, mitad)
    expect(ventana).to_contain_text("incompleto")
    ventana.get_by_role("button", name="Cerrar").click()
    expect(ventana).to_have_count(0)

    servidor.engine.dispose()
    _elegir(page, copia)
    # Both halves end, and start again.
    expect(ventana).to_contain_text("Se restauró el respaldo", timeout=_DOS_ARRANQUES)
    expect(ventana).to_contain_text("2 clientes")
    ventana.get_by_role("link", name="Entrar").click()
    _entrar(page)
    expect(page.get_by_role("heading", name="Clientes", level=1)).to_be_visible()
    expect(page.get_by_text("DOS RESTAURADO").first).to_be_visible()

    # An owner sees when the last one was made: what was there before is one.
    page.goto(servidor.url + routes.de_cuenta("ferreteria-del-norte", routes.CUENTA_DATOS))
    apartado = page.locator("section", has=page.get_by_role("heading", name="Respaldos"))
    expect(apartado.get_by_text("Último respaldo")).to_be_visible()
    expect(apartado.locator("time")).not_to_be_empty()

    # Nobody restores a second time, with that link or another.
    page.goto(_primer_enlace(servidor))
    expect(page.get_by_role("heading", name="Este enlace no sirve")).to_be_visible()
    contexto.close()
    assert "Traceback" not in servidor.dicho()
