"""Bringing a client back from the papelera, from wherever it is asked for."""

import reflex as rx

from clientes_app.live.threads import in_thread
from clientes_app.services.clientes import clientes
from clientes_app.services.errors import ClienteRepetido, NoEncontrado
from clientes_app.services.resources import shared_engine
from clientes_app.ui.shell.caller import current_actor
from clientes_app.ui.shell.messages import say_done


async def restored(cliente_id: int) -> rx.event.EventSpec:
    """Bring a client back, and say how that went."""
    try:
        vuelto = await in_thread(clientes.restaurar, shared_engine(), current_actor(), cliente_id)
    except NoEncontrado:
        return rx.toast.error("Ese cliente ya no existe.")
    except ClienteRepetido as error:
        return rx.toast.error(f"No se restauró: {error.nombre} tiene ahora ese RFC.")
    return say_done(f"{vuelto.datos.nombre} está de nuevo en la lista.")
