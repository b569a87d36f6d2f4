"""«¿Cuál es su RFC?»: asked where the account does not say it and its invoices are at hand."""

import reflex as rx

from clientes_app.ui.carga.preview.rfc_state import CAMPO_RFC, RfcPropioState
from clientes_app.ui.carga.preview.state import CargaState
from clientes_app.ui.shell.buttons import boton
from clientes_app.ui.shell.person import PERSONA

_TITULO = "pregunta-rfc-propio"
_OTROS = "emisores-de-las-facturas"


def _campo() -> rx.Component:
    vista = CargaState.vista
    return rx.el.form(
        rx.el.div(
            rx.el.label("RFC propio", html_for=CAMPO_RFC),
            rx.el.input(
                id=CAMPO_RFC,
                name="rfc_propio",
                default_value=vista.emisores[0],
                list=_OTROS,
                max_length=40,
                auto_complete="off",
                auto_capitalize="characters",
                spell_check=False,
                class_name="entrada entrada-corta",
                custom_attrs={
                    "aria-invalid": rx.cond(RfcPropioState.error != "", "true", "false"),
                    "aria-describedby": f"{CAMPO_RFC}-mensaje",
                },
            ),
            rx.el.datalist(
                rx.foreach(vista.emisores, lambda rfc: rx.el.option(value=rfc)), id=_OTROS
            ),
            boton("Guardar y revisar de nuevo", type="submit"),
            class_name="rfc-propio-linea",
        ),
        rx.el.p(
            RfcPropioState.error,
            id=f"{CAMPO_RFC}-mensaje",
            role="alert",
            class_name="mensaje-campo",
        ),
        on_submit=RfcPropioState.guardar,
        no_validate=True,
    )


def pregunta_del_rfc() -> rx.Component:
    """Ask an owner of the account who it is; the others are told whom to ask."""
    return rx.cond(
        CargaState.vista.pide_rfc & ~RfcPropioState.guardado,
        rx.el.section(
            rx.icon("circle-help", size=18, aria_hidden="true"),
            rx.el.div(
                rx.el.h2("¿Cuál es su RFC?", id=_TITULO),
                rx.el.p(CargaState.vista.del_rfc),
                rx.cond(
                    PERSONA.administra,
                    _campo(),
                    rx.el.p("Lo guarda un propietario de la cuenta: pídaselo."),
                ),
                rx.el.p(
                    "Se guarda en «Cuenta» y no se vuelve a preguntar. No hace falta subir otra "
                    "vez las facturas.",
                    class_name="nota",
                ),
                class_name="mensaje-texto",
            ),
            aria_labelledby=_TITULO,
            class_name="mensaje mensaje-amber rfc-propio",
        ),
    )
