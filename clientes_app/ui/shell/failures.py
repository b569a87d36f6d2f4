"""What a person is told when a handler fails, and what the log keeps."""

import logging

import reflex as rx

from clientes_app.observing.request_ids import set_request_id, with_code
from clientes_app.services.resources import is_database_fault
from clientes_app.ui.shell.changes import TabChangedHands
from clientes_app.ui.shell.reflex_internals import event_number

_log = logging.getLogger(__name__)


def on_page_failure(exception: Exception) -> None:
    """Log that a script of a page failed; what it says of that is a stranger's word."""
    _log.error("A page failed: %s", exception)


def on_failure(exception: Exception) -> rx.event.EventSpec | None:
    """Log what no handler expected, and say it in words that frighten nobody."""
    if isinstance(exception, TabChangedHands):
        # Whoever has the tab now asked for nothing.
        return None
    set_request_id(event_number())
    _log.error("A handler failed", exc_info=exception)
    if is_database_fault(exception):
        return rx.toast.error(
            "La base de datos no está disponible en este momento.",
            description=with_code(
                "No responde, su disco está lleno u otro programa la tiene ocupada. Lo que ya "
                "estaba guardado sigue guardado; esto último no se guardó. Intente de nuevo en un "
                "momento y, si vuelve a pasar, avise a quien administra el sistema."
            ),
            id="fallo",
            duration=15_000,
        )
    return rx.toast.error(
        "Algo falló de nuestro lado.",
        description=with_code(
            "Lo que estaba guardado sigue guardado. Intente de nuevo en un momento y, si vuelve a "
            "pasar, avise a quien administra el sistema."
        ),
        id="fallo",
    )
