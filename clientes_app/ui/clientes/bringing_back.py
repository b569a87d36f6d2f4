"""Bringing a client back from the papelera, and what is said after it, or when it could not be."""

import reflex as rx

from clientes_app.live.threads import in_thread
from clientes_app.services.clientes import clientes
from clientes_app.services.errors import ClienteRepetido, NoEncontrado
from clientes_app.services.resources import shared_engine
from clientes_app.ui.shell.caller import current_actor
from clientes_app.ui.shell.messages import say_done
from clientes_app.ui.shell.notices import shortened

CLIENT_IS_GONE = rx.toast.error("Ese cliente ya no existe.")


def brought_back(nombre: str) -> rx.event.EventSpec:
    """Say who is in the list again."""
    return say_done(f"{shortened(nombre)} está de nuevo en la lista.")


def place_is_taken(error: ClienteRepetido) -> rx.event.EventSpec:
    """Say who has the RFC now."""
    return rx.toast.error(f"No se restauró: {shortened(error.nombre)} ya está con ese RFC.")


async def restored(cliente_id: int) -> rx.event.EventSpec:
    """Bring a client back, and say how that went."""
    try:
        vuelto = await in_thread(clientes.restaurar, shared_engine(), current_actor(), cliente_id)
    except NoEncontrado:
        return CLIENT_IS_GONE
    except ClienteRepetido as error:
        return place_is_taken(error)
    return brought_back(vuelto.datos.nombre)
