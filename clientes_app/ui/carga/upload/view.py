"""«Subir archivo .CSV»: a button inside a drop zone, and how much has arrived."""

import reflex as rx

from clientes_app.ui.shell.buttons import boton


def _sin_anuncio(zona: rx.Component) -> rx.Component:
    """Hide the bare file field from assistive tools: the button beside it does the same."""
    campo = zona.children[0].children[0]
    campo.custom_attrs = {**campo.custom_attrs, "aria-hidden": "true"}
    return zona


def _documentos() -> rx.Component:
    """What else the zone takes: documents of the SAT."""
    return rx.el.p(
        rx.el.strong("Traer clientes de mis facturas: "),
        "suba los XML en el .zip de la descarga masiva del SAT, o sus metadatos .txt. También "
        "Constancias en PDF, una o varias en un .zip. El documento se lee y no se guarda.",
        class_name="nota",
    )


def zona_de_subida(  # noqa: PLR0913 - what a zone says and does
    *,
    id_subida: str,
    limite_bytes: rx.Var[int],
    limite: rx.Var[str],
    breve: rx.Var[bool],
    al_soltar: rx.event.EventSpec,
    al_no_aceptar: rx.event.EventCallback,
) -> rx.Component:
    """The drop zone. `limite_bytes` is what the browser refuses to send, `limite` says it.

    With `breve` there is a file already: it is a button to change it.
    """
    entera = rx.el.div(
        rx.icon("file-up", size=28, class_name="subida-icono", aria_hidden="true"),
        rx.el.p(
            rx.el.span("Arrastre aquí su archivo o elíjalo de su equipo", class_name="con-raton"),
            rx.el.span("Elija el archivo de su equipo", class_name="sin-raton"),
            class_name="subida-texto",
        ),
        boton("Subir archivo .CSV", principal=True),
        rx.el.p(
            "Un archivo .csv de ",
            limite,
            " como máximo, como lo guarda Excel. Todavía no se guarda nada: primero se revisa.",
            class_name="nota",
        ),
        _documentos(),
        class_name="subida-contenido",
    )
    return _sin_anuncio(
        rx.upload.root(
            rx.cond(breve, boton("Cambiar archivo"), entera),
            id=id_subida,
            class_name="subida",
            multiple=False,
            no_keyboard=True,
            max_size=limite_bytes,
            on_drop=al_soltar,
            # Without the argument: it holds the refused files themselves, whole.
            on_drop_rejected=lambda _rechazados: al_no_aceptar(),
            drag_active_style={
                "border_color": "var(--accent-9)",
                "background": "var(--accent-3)",
            },
        )
    )


def avance_de_subida(
    porcentaje: rx.Var[int], *, id_subida: str, al_cancelar: rx.event.EventCallback
) -> rx.Component:
    """The progress bar of an upload, and the way to stop it."""
    return rx.el.div(
        rx.el.div(
            rx.el.span("Subiendo el archivo…"),
            rx.el.span(porcentaje, " %", class_name="cifra"),
            class_name="subida-avance-texto",
        ),
        rx.progress(value=porcentaje, aria_label="Avance de la subida"),
        boton("Cancelar la subida", on_click=[rx.cancel_upload(id_subida), al_cancelar]),
        class_name="subida-avance tarjeta",
        role="status",
    )
