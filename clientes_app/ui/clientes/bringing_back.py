"""What is said after a client was brought back from the papelera, or could not be."""

import reflex as rx

from clientes_app.services.errors import ClienteRepetido
from clientes_app.ui.shell.messages import say_done
from clientes_app.ui.shell.notices import shortened

CLIENT_IS_GONE = rx.toast.error("Ese cliente ya no existe.")


def brought_back(nombre: str) -> rx.event.EventSpec:
    """Say who is in the list again."""
    return say_done(f"{shortened(nombre)} está de nuevo en la lista.")


def place_is_taken(error: ClienteRepetido) -> rx.event.EventSpec:
    """Say who has the RFC now."""
    return rx.toast.error(f"No se restauró: {shortened(error.nombre)} ya está con ese RFC.")
