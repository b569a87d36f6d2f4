"""The parts of a client's card. They take values; `page` wires them."""

import reflex as rx

from clientes_app.ui.clientes.historial.view import con_quien
from clientes_app.ui.shell.buttons import Accion, boton
from clientes_app.ui.shell.copying import boton_de_copiar, copiar
from clientes_app.ui.shell.links import en_cuenta
from clientes_app.ui.shell.moment import fecha_local

_AVISOS = "avisos-de-ficha"
_HUESOS = ("34%", "52%", "44%", "60%", "28%", "48%")


def cabeza_de_ficha(
    vista: rx.Var, etiquetas: rx.Component, *, al_editar: Accion, titulo_id: str
) -> rx.Component:
    """Whose card it is, and what most people came to do; `etiquetas` are shown beside its kind."""
    return rx.el.div(
        rx.el.div(
            rx.el.h1(vista.nombre, id=titulo_id, tab_index=-1),
            rx.el.div(
                rx.cond(vista.persona != "", rx.el.span(vista.persona)),
                rx.cond(
                    vista.cuantos_avisos != "",
                    rx.el.a(
                        vista.cuantos_avisos,
                        href=f"#{_AVISOS}",
                        class_name="sello sello-ojo",
                    ),
                ),
                etiquetas,
                rx.el.span(
                    "Último cambio: ",
                    vista.quien,
                    ", ",
                    fecha_local(vista.cuando),
                    class_name="nota",
                ),
                class_name="ficha-meta",
            ),
        ),
        rx.el.div(
            boton(
                rx.icon("copy", size=16, aria_hidden="true"),
                "Copiar datos fiscales",
                principal=True,
                on_click=copiar(vista.para_copiar, vista.copiado),
            ),
            rx.cond(
                vista.en_papelera == "",
                boton(
                    rx.icon("pencil", size=16, aria_hidden="true"),
                    "Editar",
                    de_editor=True,
                    on_click=al_editar,
                    data_tecla="e",
                ),
            ),
            class_name="acciones",
        ),
        class_name="ficha-cabeza",
    )


def en_la_papelera(vista: rx.Var, *, al_restaurar: Accion) -> rx.Component:
    """The client lies in the papelera: by whom, and the way back."""
    return rx.cond(
        vista.en_papelera != "",
        rx.el.div(
            rx.icon("trash-2", size=18, aria_hidden="true"),
            rx.el.div(
                rx.el.p(
                    vista.en_papelera,
                    rx.foreach(
                        vista.unido_a,
                        lambda otro: rx.fragment(
                            " ", rx.link(otro.nombre, href=en_cuenta(otro.ruta)), "."
                        ),
                    ),
                ),
                class_name="mensaje-texto",
            ),
            boton("Restaurarlo", de_editor=True, on_click=al_restaurar),
            class_name="mensaje mensaje-amber",
            role="status",
        ),
    )


def de_quien_mas_es(vista: rx.Var) -> rx.Component:
    """Who was joined to this client, and whether there is somebody who may be the same."""
    return rx.fragment(
        rx.cond(
            vista.comparar != "",
            rx.el.div(
                rx.icon("users", size=18, aria_hidden="true"),
                rx.el.p("Quizá este cliente está dos veces.", class_name="mensaje-texto"),
                rx.link("Comparar", href=en_cuenta(vista.comparar), class_name="boton"),
                class_name="mensaje",
            ),
        ),
        rx.cond(
            vista.unidos.length() > 0,
            rx.el.p(
                "Con este cliente se unió, y está en la papelera:",
                rx.foreach(
                    vista.unidos,
                    lambda otro: rx.fragment(" ", rx.link(otro.nombre, href=en_cuenta(otro.ruta))),
                ),
                class_name="nota",
            ),
        ),
    )


def quien_esta(presentes: rx.Var) -> rx.Component:
    """Who has the client open meanwhile."""

    def uno(presente: rx.Var) -> rx.Component:
        return rx.el.div(
            rx.el.span(presente.iniciales, class_name="iniciales", aria_hidden="true"),
            rx.el.div(
                rx.el.strong(presente.titulo, "."),
                " Lo que guarde se verá aquí.",
                class_name="mensaje-texto",
            ),
            class_name="mensaje mensaje-vivo",
        )

    return rx.el.div(rx.foreach(presentes, uno), role="status", class_name="ficha-presentes")


def _aviso(aviso: rx.Var, al_corregir: Accion) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(
                rx.cond(aviso.es_error, rx.el.strong("El SAT lo rechazaría. ")),
                aviso.mensaje,
                rx.cond(
                    aviso.sat != "",
                    rx.fragment(" ", rx.el.span(aviso.sat, class_name="codigo-sat")),
                ),
            ),
            rx.cond(
                aviso.accion != "",
                rx.el.p(
                    aviso.principio,
                    " ",
                    rx.el.del_(aviso.antes),
                    rx.cond(
                        aviso.despues != "",
                        rx.fragment(
                            rx.el.span(" → ", aria_label=" quedaría "),
                            rx.el.ins(aviso.despues),
                        ),
                    ),
                    " ",
                    aviso.final,
                    class_name="antes-despues",
                ),
            ),
        ),
        rx.cond(
            aviso.accion != "",
            rx.el.button(
                aviso.accion,
                type="button",
                on_click=al_corregir(aviso.campo, aviso.codigo),
                class_name="boton boton-corto de-editor",
            ),
        ),
        key=aviso.campo.to(str) + aviso.codigo.to(str),
    )


def avisos_de_ficha(vista: rx.Var, *, al_corregir: Accion) -> rx.Component:
    """What is remarkable about the client, each with the button that mends it, if one does."""
    return rx.cond(
        vista.avisos.length() > 0,
        rx.el.section(
            rx.el.h2(
                rx.icon("triangle-alert", size=16, aria_hidden="true"),
                vista.titulo_de_avisos,
                id=_AVISOS,
            ),
            rx.el.ul(rx.foreach(vista.avisos, lambda aviso: _aviso(aviso, al_corregir))),
            aria_labelledby=_AVISOS,
            class_name="avisos-ficha",
        ),
    )


def _dato(dato: rx.Var) -> rx.Component:
    con_tecla = {"data-tecla": rx.cond(dato.campo == "rfc", "c", "")}
    return rx.el.div(
        rx.el.dt(dato.etiqueta),
        rx.el.dd(
            rx.el.span(dato.valor),
            rx.cond(dato.detalle != "", rx.fragment(" ", rx.el.small(dato.detalle))),
            class_name=rx.cond(dato.campo == "rfc", "grande", ""),
        ),
        rx.el.dd(
            boton_de_copiar(dato.etiqueta, dato.valor, custom_attrs=con_tecla),
            class_name="copia",
        ),
        key=dato.campo,
    )


def datos_de_ficha(titulo: str, datos: rx.Var, *, identidad: str) -> rx.Component:
    """A group of values, each with the button that copies it; nothing where there are none."""
    return rx.cond(
        datos.length() > 0,
        rx.el.section(
            rx.el.h2(titulo, id=identidad),
            rx.el.dl(rx.foreach(datos, _dato), class_name="valores"),
            aria_labelledby=identidad,
            class_name="tarjeta",
        ),
    )


def revision_de_ficha(revision: rx.Var, *, a_calidad: str) -> rx.Component:
    """What the SAT's validator said of the client, and the way to ask it again."""
    return rx.el.section(
        rx.el.h2("Revisión del SAT", id="revision-del-sat"),
        rx.cond(
            revision.dicha != "",
            rx.el.p(rx.el.span(revision.dicha, class_name=revision.clase)),
        ),
        rx.cond(
            revision.cuando != "",
            rx.el.p("Respuesta del ", fecha_local(revision.cuando), class_name="nota"),
        ),
        rx.el.p(revision.explicacion, class_name="nota"),
        rx.cond(
            revision.dicha != "",
            rx.el.p(rx.link("Preparar otra revisión", href=en_cuenta(a_calidad))),
        ),
        aria_labelledby="revision-del-sat",
        class_name="tarjeta revision-del-sat",
    )


def _hecho(hecho: rx.Var) -> rx.Component:
    version = hecho.version
    return rx.el.li(
        rx.el.strong(version.quien),
        " ",
        version.hecho,
        con_quien(version),
        rx.cond(
            hecho.con_valores,
            rx.fragment(
                rx.foreach(
                    version.cambios,
                    lambda cambio: rx.el.span(
                        cambio.antes,
                        rx.el.span(" → ", aria_label=" ahora "),
                        cambio.despues,
                        class_name="de-a",
                    ),
                )
            ),
        ),
        rx.el.small(
            fecha_local(version.cuando),
            " · ",
            version.origen,
            rx.cond(version.proceso != "", rx.link(version.carga, href=en_cuenta(version.proceso))),
        ),
        key=version.version,
    )


def historial_de_ficha(vista: rx.Var, *, al_pedir_mas: Accion) -> rx.Component:
    """Who changed what, the newest first, and the way to all of it."""
    return rx.el.section(
        rx.el.h2("Historial", id="historial-de-ficha"),
        rx.el.ol(rx.foreach(vista.hechos, _hecho), class_name="linea-tiempo"),
        rx.cond(
            vista.hay_mas,
            rx.el.button(
                rx.icon("history", size=16, aria_hidden="true"),
                "Ver todo el historial",
                type="button",
                on_click=al_pedir_mas,
                class_name="boton-llano con-icono",
            ),
        ),
        aria_labelledby="historial-de-ficha",
        class_name="tarjeta",
    )


def ficha_por_venir() -> rx.Component:
    """The bones of a card that is still to come."""
    filas = (
        rx.el.div(rx.el.span(class_name="hueso", style={"width": ancho}), class_name="fila-hueso")
        for ancho in _HUESOS
    )
    return rx.el.div(
        rx.el.h1("Cargando…", class_name="solo-lectores"),
        *filas,
        aria_busy="true",
        class_name="tarjeta",
    )
