"""Links that hand out a file instead of leading to a page."""

import reflex as rx

from clientes_app.ui.shell.links import en_cuenta


def descarga(
    texto: str,
    *,
    href: str | rx.Var[str],
    icono: str = "download",
    tamano: int = 16,
    clase: str = "enlace",
) -> rx.Component:
    """A link whose target, a file of the account, is downloaded.

    The router of the page keeps its hands off it.
    """
    return rx.el.a(
        rx.icon(icono, size=tamano, aria_hidden="true"),
        texto,
        href=en_cuenta(href),
        download=True,
        reload_document=True,
        class_name=clase,
    )
