"""Every page can be put together: what it names of its states is there."""

from types import ModuleType

import pytest
import reflex as rx

from clientes_app.ui.acceso.cuenta import page as cuenta
from clientes_app.ui.acceso.enlace import page as enlace
from clientes_app.ui.acceso.entrar import page as entrar
from clientes_app.ui.acceso.perfil import page as perfil
from clientes_app.ui.acceso.usuarios import page as usuarios
from clientes_app.ui.ayuda import page as ayuda
from clientes_app.ui.calidad import page as calidad
from clientes_app.ui.carga import page as carga
from clientes_app.ui.carga.procesos import detail_page as proceso
from clientes_app.ui.carga.procesos import page as procesos
from clientes_app.ui.clientes.ficha import page as ficha
from clientes_app.ui.clientes.lista import page as lista
from clientes_app.ui.clientes.papelera import page as papelera
from clientes_app.ui.shell.guard import permission_of

PAGES = {
    "clientes": (lista, lista.clientes),
    "ficha": (ficha, ficha.ficha),
    "papelera": (papelera, papelera.papelera),
    "calidad": (calidad, calidad.calidad),
    "carga": (carga, carga.carga_masiva),
    "procesos": (procesos, procesos.procesos),
    "proceso": (proceso, proceso.proceso_detalle),
    "cuenta": (cuenta, cuenta.cuenta),
    "usuarios": (usuarios, usuarios.usuarios),
    "perfil": (perfil, perfil.perfil),
    "ayuda": (ayuda, ayuda.ayuda),
    "entrar": (entrar, entrar.entrar),
    "enlace": (enlace, enlace.enlace),
}


@pytest.mark.parametrize(("page", "content"), PAGES.values(), ids=PAGES)
def test_a_page_can_be_put_together(page: ModuleType, content: object) -> None:
    assert callable(content)
    component = content()
    assert isinstance(component, rx.Component)
    assert component.render()
    assert page.TITULO


@pytest.mark.parametrize(("page", "content"), PAGES.values(), ids=PAGES)
def test_what_runs_when_a_page_opens_declares_what_it_requires(
    page: ModuleType, content: object
) -> None:
    assert all(permission_of(handler.fn) is not None for handler in page.ON_LOAD)
