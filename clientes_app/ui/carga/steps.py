"""The faces of the page «Carga Masiva» between the upload and the process."""

import reflex as rx

from clientes_app import routes
from clientes_app.ui.shell.download_link import descarga
from clientes_app.ui.shell.links import en_cuenta


def enlace_de_descarga(texto: str, *, href: str, nota: str = "") -> rx.Component:
    """A link that downloads, with what is in it."""
    return rx.el.p(
        descarga(texto, href=href),
        rx.el.span(nota, class_name="nota"),
        class_name="carga-enlace",
    )


def enlace(texto: str | rx.Var[str], *, href: str | rx.Var[str], icono: str = "") -> rx.Component:
    """A link to another page of the account."""
    return rx.link(
        *([rx.icon(icono, size=16, aria_hidden="true")] if icono else []),
        texto,
        href=en_cuenta(href),
        class_name="enlace",
    )


def mensaje(
    *contenido: rx.Component | rx.Var[str] | str, tono: str = "red", icono: str = "circle-alert"
) -> rx.Component:
    """A coloured box: something went wrong (red), or is worth knowing."""
    return rx.el.div(
        rx.icon(icono, size=18, aria_hidden="true"),
        rx.el.div(*contenido, class_name="mensaje-texto"),
        class_name=f"mensaje mensaje-{tono}",
        role="alert" if tono == "red" else "status",
    )


def revisando(proceso: rx.Var, *, lento: bool) -> rx.Component:
    """The worker is looking into the file."""
    return rx.el.div(
        rx.spinner(size="3"),
        rx.el.div(
            rx.el.p("Revisando el archivo…", class_name="fuerte"),
            rx.el.p(proceso.archivo, class_name="nota"),
            rx.cond(
                proceso.leido > 0,
                rx.progress(value=proceso.leido, aria_label="Avance de la lectura"),
            ),
            rx.cond(
                lento,
                rx.el.p(
                    "Está tardando más de lo normal. Puede dejar esta página abierta: "
                    "el resultado aparece solo.",
                    class_name="nota",
                ),
            ),
        ),
        class_name="tarjeta revisando",
        role="status",
    )


def no_encontrado() -> rx.Component:
    """The address names a file that is not there."""
    return mensaje(
        "No encontramos ese archivo en esta cuenta. Suba el archivo otra vez.",
        tono="gray",
        icono="circle-help",
    )


def mismo_archivo(proceso: rx.Var[str]) -> rx.Component:
    """The very same bytes were loaded before."""
    return rx.cond(
        proceso != "",
        mensaje(
            "Este mismo archivo ya se procesó antes. ",
            enlace("Ver ese proceso", href=routes.proceso(proceso)),
            tono="amber",
            icono="copy",
        ),
    )
