"""«Subir respuesta del SAT», what came of it, and whom the SAT has not checked."""

import reflex as rx

from clientes_app import routes
from clientes_app.ui.calidad.respuesta_texts import ObsoletaVista, RespuestaVista, ResultadoVisto
from clientes_app.ui.shell.buttons import boton
from clientes_app.ui.shell.download_link import descarga
from clientes_app.ui.shell.links import en_cuenta

_DE_SIN_REVISAR = routes.solicitud_sat(solo_sin_revisar=True)
_DE_TODOS = routes.solicitud_sat(solo_sin_revisar=False)


def subir_respuesta(  # noqa: PLR0913 - what the button takes and does
    leyendo: rx.Var[bool],
    *,
    id_subida: str,
    max_archivos: int,
    limite_bytes: int,
    al_soltar: rx.event.EventSpec,
    al_no_aceptar: rx.event.EventCallback,
) -> rx.Component:
    """The button, on which files may be dropped, too."""
    zona = rx.upload.root(
        boton(
            rx.cond(leyendo, "Leyendo la respuesta…", "Subir respuesta del SAT"),
            disabled=leyendo,
        ),
        id=id_subida,
        class_name="subida-de-respuesta",
        multiple=True,
        max_files=max_archivos,
        no_keyboard=True,
        max_size=limite_bytes,
        on_drop=al_soltar,
        # Without the argument: it holds the refused files themselves, whole.
        on_drop_rejected=lambda _rechazados: al_no_aceptar(),
    )
    campo = zona.children[0].children[0]
    # The button beside the bare field does the same.
    campo.custom_attrs = {**campo.custom_attrs, "aria-hidden": "true"}
    return rx.el.div(zona, class_name="de-editor")


def _resultado(visto: rx.Var[ResultadoVisto]) -> rx.Component:
    return rx.el.li(
        rx.link(
            rx.el.span(visto.cuantos, class_name="cifra fuerte"),
            " ",
            visto.nombre,
            href=en_cuenta(visto.ruta),
        )
    )


def _obsoleta(vista: rx.Var[ObsoletaVista]) -> rx.Component:
    return rx.el.li(
        rx.cond(
            vista.ruta != "",
            rx.link(vista.dicha, href=en_cuenta(vista.ruta)),
            rx.el.span(vista.dicha),
        )
    )


def _respuesta(vista: rx.Var[RespuestaVista]) -> rx.Component:
    return rx.el.div(
        rx.cond(vista.archivo != "", rx.el.p(vista.archivo, class_name="nota")),
        rx.cond(
            vista.error != "",
            rx.el.p(vista.error, class_name="error-de-respuesta", role="alert"),
            rx.fragment(
                rx.el.p(vista.titulo, class_name="fuerte"),
                rx.el.ul(rx.foreach(vista.resultados, _resultado), class_name="resultados-del-sat"),
                rx.foreach(vista.frases, rx.el.p),
                rx.cond(
                    vista.obsoletas.length() > 0,
                    rx.el.details(
                        rx.el.summary("Ver las que no se marcaron"),
                        rx.el.ul(rx.foreach(vista.obsoletas, _obsoleta)),
                    ),
                ),
            ),
        ),
        class_name="respuesta-del-sat",
    )


def respuestas_leidas(respuestas: rx.Var[list[RespuestaVista]], *, titulo_id: str) -> rx.Component:
    """What came of the files that were uploaded last; nothing before there were any."""
    return rx.cond(
        respuestas.length() > 0,
        rx.el.section(
            rx.el.h2("Respuesta del SAT", id=titulo_id, tab_index=-1, class_name="seccion-titulo"),
            rx.foreach(respuestas, _respuesta),
            rx.el.p("El archivo se leyó y no se guardó.", class_name="nota"),
            class_name="tarjeta",
            aria_labelledby=titulo_id,
        ),
    )


def sin_revisar(cuantos: rx.Var[str], que: rx.Var[str], hay: rx.Var[bool]) -> rx.Component:
    """How many the SAT has not checked, and the files to ask it."""
    return rx.el.section(
        rx.el.h2("Sin revisar por el SAT", id="sin-revisar", class_name="seccion-titulo"),
        rx.el.p(
            rx.cond(
                hay,
                rx.fragment(
                    rx.link(cuantos, href=en_cuenta(routes.clientes_con("sat", "sin_revisar"))),
                    que,
                ),
                "El SAT ya revisó a todos como están ahora.",
            ),
            " El SAT los revisa gratis de 5,000 en 5,000.",
            class_name="nota",
        ),
        rx.el.p(
            rx.cond(
                hay,
                descarga(
                    "Exportar para el SAT",
                    href=_DE_SIN_REVISAR,
                    clase="boton",
                ),
            ),
            descarga("Exportar todos para el SAT", href=_DE_TODOS),
            class_name="acciones",
        ),
        class_name="tarjeta",
        aria_labelledby="sin-revisar",
    )
