"""«Subir archivo .CSV» and the documents of the SAT: a drop zone, and how much has arrived."""

import reflex as rx

from clientes_app.services.documentos.paquete import MAX_ARCHIVOS
from clientes_app.ui.carga.upload.state import WAYS_IN
from clientes_app.ui.shell.buttons import Accion, boton

_SOME = 3


def _sin_anuncio(zona: rx.Component) -> rx.Component:
    """Hide the bare file field from assistive tools: the button beside it does the same."""
    campo = zona.children[0].children[0]
    campo.custom_attrs = {**campo.custom_attrs, "aria-hidden": "true"}
    return zona


def _entrada(  # noqa: PLR0913 - what a way in says and takes
    texto: str, nota: str, *, icono: str, acepta: str, identidad: str, pedida: rx.Var[bool]
) -> rx.Component:
    """One way in for documents; the file chooser shows those of `acepta` (assets/elegir.js)."""
    return rx.el.div(
        boton(
            rx.icon(icono, size=16, aria_hidden="true"),
            texto,
            id=identidad,
            aria_describedby=f"{identidad}-nota",
            custom_attrs={"data-acepta": acepta},
        ),
        rx.el.p(nota, id=f"{identidad}-nota", class_name="nota"),
        class_name=rx.cond(pedida, "subida-entrada pedida", "subida-entrada"),
    )


def _documentos(limite: rx.Var[str], pedido: rx.Var[str]) -> rx.Component:
    """What else the zone takes: documents of the SAT, one or many."""
    return rx.el.section(
        rx.el.h2("Desde documentos del SAT", id="desde-documentos", class_name="seccion-titulo"),
        rx.el.div(
            _entrada(
                "Traer clientes de mis facturas",
                "Sus facturas en XML, el .zip de la descarga masiva del SAT o sus metadatos .txt: "
                "se toma a quienes les facturó.",
                icono="receipt-text",
                acepta=".xml,.zip,.txt",
                identidad=WAYS_IN["facturas"],
                pedida=pedido == "facturas",
            ),
            _entrada(
                "Subir Constancias",
                "Constancias de Situación Fiscal en PDF, o un .zip de ellas: un cliente de cada "
                "una.",
                icono="file-text",
                acepta=".pdf,.zip",
                identidad=WAYS_IN["constancias"],
                pedida=pedido == "constancias",
            ),
            class_name="subida-entradas",
        ),
        rx.el.p(
            f"Puede elegir o soltar juntos hasta {MAX_ARCHIVOS:,} archivos, o una carpeta, de ",
            limite,
            " en total. Se leen y no se guardan.",
            class_name="nota",
        ),
        aria_labelledby="desde-documentos",
        class_name="subida-documentos",
    )


def _contenido(limite: rx.Var[str], pedido: rx.Var[str]) -> rx.Component:
    """What stands in the zone before there is a file."""
    return rx.el.div(
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
        _documentos(limite, pedido),
        class_name="subida-contenido",
    )


def zona_de_subida(  # noqa: PLR0913 - what a zone says and does
    *,
    id_subida: str,
    limite_bytes: rx.Var[int],
    limite: rx.Var[str],
    breve: rx.Var[bool],
    pedido: rx.Var[str],
    al_soltar: Accion,
    al_no_aceptar: rx.event.EventCallback,
) -> rx.Component:
    """The drop zone. `limite_bytes` is what the browser refuses to send, `limite` says it.

    With `breve` there is a file already: it is a button to change it. `pedido` is the way in that
    the address leads to.
    """
    return _sin_anuncio(
        rx.upload.root(
            rx.cond(breve, boton("Cambiar archivo"), _contenido(limite, pedido)),
            id=id_subida,
            class_name="subida",
            multiple=True,
            max_files=MAX_ARCHIVOS,
            no_keyboard=True,
            max_size=limite_bytes,
            on_drop=al_soltar,
            # Not with the refused files themselves, which would be sent whole.
            on_drop_rejected=lambda rechazados: al_no_aceptar(
                rechazados.length(), _names_of(rechazados)
            ),
            drag_active_style={
                "border_color": "var(--accent-9)",
                "background": "var(--accent-3)",
            },
        )
    )


def _names_of(rechazados: rx.vars.ArrayVar) -> rx.Var[list[str]]:
    """The names of the first files that the browser refused."""
    return rx.Var(
        f"{rechazados}.slice(0, {_SOME}).map((rechazado) => rechazado.file.name)",
        _var_type=list[str],
        _var_data=rechazados._get_all_var_data(),  # noqa: SLF001 (Reflex has no other name for it)
    )


def avance_de_subida(
    que: rx.Var[str],
    porcentaje: rx.Var[int],
    *,
    id_subida: str,
    al_cancelar: rx.event.EventCallback,
) -> rx.Component:
    """The progress bar of an upload, and the way to stop it."""
    return rx.el.div(
        rx.el.div(
            rx.el.span("Subiendo ", que, "…"),
            rx.el.span(porcentaje, " %", class_name="cifra"),
            class_name="subida-avance-texto",
        ),
        rx.progress(value=porcentaje, aria_label="Avance de la subida"),
        boton("Cancelar la subida", on_click=[rx.cancel_upload(id_subida), al_cancelar]),
        class_name="subida-avance tarjeta",
        role="status",
    )
