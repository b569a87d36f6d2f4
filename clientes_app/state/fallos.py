"""What a person is told when a handler fails, and what the log keeps."""

import logging

import reflex as rx

_bitacora = logging.getLogger(__name__)


def al_fallar(exception: Exception) -> rx.event.EventSpec:
    """Log what no handler expected, and say it in words that frighten nobody."""
    _bitacora.error("A handler failed", exc_info=exception)
    return rx.toast.error(
        "Algo falló de nuestro lado.",
        description="Lo que estaba guardado sigue guardado. Intente de nuevo en un momento.",
        id="fallo",
    )
