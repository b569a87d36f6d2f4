"""What floats over the page: messages, the sign of a lost connection, the last resort."""

import reflex as rx

from clientes_app.routes import CLIENTES
from clientes_app.ui.shell.links import en_cuenta
from clientes_app.ui.shell.reflex_internals import error_boundary, has_connection_errors


def avisos_flotantes() -> rx.Component:
    """The place where messages such as «Se guardó» appear, far from menus and buttons."""
    return rx.toast.provider(
        position="bottom-center",
        rich_colors=False,
        custom_attrs={"containerAriaLabel": "Mensajes"},
    )


LONGEST_NAME = 60
"""How much of a name a message shows: it has a few lines, and names up to 300 characters."""


def shortened(nombre: str) -> str:
    """Return a name as a message shows it."""
    return nombre if len(nombre) <= LONGEST_NAME else f"{nombre[: LONGEST_NAME - 1].rstrip()}…"


def sin_conexion() -> rx.Component:
    """A quiet sign that shows while the server cannot be reached, and goes away by itself."""
    return rx.el.div(
        rx.cond(
            has_connection_errors,
            rx.el.div(
                rx.icon("wifi-off", size=16, aria_hidden="true"),
                rx.el.span("Sin conexión. Reintentando…"),
                class_name="sin-conexion",
            ),
        ),
        role="status",
    )


def barrera_de_errores(*contenido: rx.Component) -> rx.Component:
    """What is shown when the page itself breaks: a sentence and a way on."""
    return error_boundary(
        *contenido,
        fallback_render=rx.Var.create(
            rx.el.div(
                rx.el.h1("La página tuvo un problema"),
                rx.el.p(
                    "Sus datos guardados están a salvo. Vuelva a cargar la página para seguir."
                ),
                rx.el.a(
                    "Volver a cargar",
                    href=en_cuenta(CLIENTES),
                    reload_document=True,
                    class_name="boton-llano",
                ),
                role="alert",
                class_name="pagina-rota",
            )
        ),
    )
