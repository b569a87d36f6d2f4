"""«Ayuda»: the user's guide."""

from pathlib import Path

import reflex as rx

from clientes_app.routes import AYUDA
from clientes_app.ui.ayuda.guide import guia_de_uso, leer_guia
from clientes_app.ui.shell.frame import marco
from clientes_app.ui.shell.person import PERSONA

RUTA = AYUDA
TITULO = "Ayuda"
ON_LOAD: list[rx.event.EventCallback] = []

# Read while the front end is built, in the checkout; the running application does not need it.
_GUIA = Path(__file__).resolve().parents[3] / "docs" / "guia.md"


def ayuda() -> rx.Component:
    """The guide inside the shell."""
    return marco(
        guia_de_uso(leer_guia(_GUIA.read_text(encoding="utf-8"))),
        persona=PERSONA,
        activo=RUTA,
    )
