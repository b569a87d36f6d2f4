"""«Ayuda»: the user's guide."""

from pathlib import Path

import reflex as rx

from clientes_app.components.ayuda import guia_de_uso, leer_guia
from clientes_app.components.marco import marco
from clientes_app.pages.persona import PERSONA

RUTA = "/ayuda"
TITULO = "Ayuda"

# Read while the front end is built, in the checkout; the running application does not need it.
_GUIA = Path(__file__).resolve().parents[2] / "docs" / "guia.md"


def ayuda() -> rx.Component:
    """The guide inside the shell."""
    return marco(
        guia_de_uso(leer_guia(_GUIA.read_text(encoding="utf-8"))),
        persona=PERSONA,
        activo=RUTA,
    )
