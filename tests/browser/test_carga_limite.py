"""Carga Masiva: a file that is too large."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Servidor, servir
from tests.browser.pasos_carga import CARGA, esperar_cifras, subir, un_archivo
from tests.builders import un_cliente, un_csv


@pytest.fixture(scope="module")
def servidor(construida: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servidor]:
    """The application with a limit of one megabyte: a setting of the run, not of the build."""
    assert construida.is_dir()
    with pytest.MonkeyPatch.context() as entorno:
        entorno.setenv("CLIENTES_MAX_ARCHIVO_MB", "1")
        with servir(tmp_path_factory.mktemp("limite")) as corriendo:
            yield corriendo


def test_limit_is_said_before_and_after(page: Page) -> None:
    """The page names the limit, refuses what passes it, and takes the next file."""
    page.goto(CARGA)
    expect(page.get_by_text("Un archivo .csv de 1 MB como máximo")).to_be_visible()
    subir(page, un_archivo("enorme.csv", b"x" * 1_200_000))
    expect(page.get_by_role("alert")).to_contain_text("de 1 MB como máximo")
    subir(page, un_archivo("chico.csv", un_csv([un_cliente()])))
    esperar_cifras(page, Filas="1")
    expect(page.get_by_role("alert")).to_have_count(0)
