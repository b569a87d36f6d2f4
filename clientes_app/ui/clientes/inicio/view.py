"""The first page: three ways to begin, and for an owner what makes the account ready."""

import reflex as rx

from clientes_app.routes import CARGA_MASIVA, carga_de
from clientes_app.ui.clientes.ejemplo.view import ver_con_datos_de_ejemplo
from clientes_app.ui.clientes.inicio.state import InicioState
from clientes_app.ui.shell.buttons import boton
from clientes_app.ui.shell.links import en_cuenta, ir_a
from clientes_app.ui.shell.tab import TabState


def _manera(icono: str, titulo: str, texto: str, *acciones: rx.Component) -> rx.Component:
    return rx.el.section(
        rx.icon(icono, size=26, stroke_width=1.5, aria_hidden="true"),
        rx.el.h3(titulo),
        rx.el.p(texto),
        *acciones,
        class_name="manera",
    )


def _desde_documentos() -> rx.Component:
    """The ways in; assets/soltar.js takes one PDF to the drawer, and anything else by the link."""
    return rx.fragment(
        rx.link(
            "Traer clientes de mis facturas",
            href=en_cuenta(carga_de("facturas")),
            custom_attrs={"data-lleva-documentos": "true"},
            class_name="boton-llano",
        ),
        boton("Elegir documentos", custom_attrs={"data-elige-documentos": "true"}),
    )


def _maneras(nuevo: rx.Var) -> rx.Component:
    return rx.el.div(
        _manera(
            "user",
            "Uno por uno",
            "Escriba nombre, RFC y código postal. Lo que el SAT rechazaría se dice al momento.",
            boton("+ Agregar Cliente", principal=True, on_click=rx.redirect(nuevo)),
        ),
        _manera(
            "upload",
            "Desde un archivo",
            "Suba su lista en .CSV. Antes de guardar ve cada fila buena y cada error.",
            boton("Carga Masiva de Clientes", on_click=ir_a(CARGA_MASIVA)),
        ),
        _manera(
            "file-text",
            "Desde documentos del SAT",
            "Suelte Constancias en PDF, o sus facturas XML o .zip: se toman los receptores. "
            "Se leen y no se guardan.",
            _desde_documentos(),
        ),
        class_name="maneras",
    )


def _paso(paso: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.cond(
                paso.hecho,
                rx.fragment(
                    rx.icon("check", size=15, aria_hidden="true"),
                    rx.el.span("Hecho: ", class_name="solo-lectores"),
                ),
                rx.el.span(paso.numero, aria_hidden="true"),
            ),
            class_name="paso-numero",
        ),
        rx.el.div(rx.el.p(paso.titulo), rx.el.p(paso.texto)),
        rx.link(
            paso.accion,
            rx.cond(paso.de_que != "", rx.el.span(" ", paso.de_que, class_name="solo-lectores")),
            href=en_cuenta(paso.lugar),
            underline="none",
            class_name="boton",
        ),
        class_name=rx.cond(paso.hecho, "paso hecho", "paso"),
    )


def _para_dejarla_lista() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Para dejar la cuenta lista", id="para-dejarla-lista"),
        rx.el.ol(rx.foreach(InicioState.pasos, _paso), class_name="pasos"),
        aria_labelledby="para-dejarla-lista",
        on_mount=InicioState.mirar,
        class_name="tarjeta inicio-pasos",
    )


def inicio(nuevo: rx.Var) -> rx.Component:
    """The page for whoever may add clients; `nuevo` is the address of the empty drawer."""
    return rx.el.div(
        rx.el.div(
            rx.el.h2("Empiece su catálogo"),
            rx.el.p(
                "Tres maneras de traer a sus clientes. Puede usar una hoy y otra mañana: a quien "
                "ya esté no se le duplica."
            ),
            class_name="inicio-cabeza",
        ),
        _maneras(nuevo),
        ver_con_datos_de_ejemplo(),
        rx.cond(TabState.administra & ~TabState.aqui.de_ejemplo, _para_dejarla_lista()),
        class_name="inicio",
    )


def sin_clientes() -> rx.Component:
    """The same for whoever may only look: nothing that would only refuse them."""
    return rx.el.div(
        rx.icon("users", size=40, stroke_width=1.5, aria_hidden="true"),
        rx.el.h2("Todavía no hay clientes"),
        rx.el.p("Aquí aparecen cuando alguien de la cuenta los agregue."),
        class_name="vacio sin-clientes",
    )
