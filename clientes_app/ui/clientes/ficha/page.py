"""The card of a client, with the drawer over it."""

import reflex as rx

from clientes_app.routes import CALIDAD, CLIENTES, FICHA
from clientes_app.ui.clientes.drawer.follower_state import DrawerFollowerState
from clientes_app.ui.clientes.drawer.state import DrawerState
from clientes_app.ui.clientes.drawer.view import cajon
from clientes_app.ui.clientes.etiquetas.of_card import etiquetas_de_ficha
from clientes_app.ui.clientes.etiquetas.state import EtiquetasState
from clientes_app.ui.clientes.etiquetas.view import dialogo_de_etiquetas
from clientes_app.ui.clientes.ficha.state import TITULO_DE_FICHA, FichaState
from clientes_app.ui.clientes.ficha.view import (
    avisos_de_ficha,
    cabeza_de_ficha,
    datos_de_ficha,
    de_quien_mas_es,
    en_la_papelera,
    ficha_por_venir,
    historial_de_ficha,
    quien_esta,
    revision_de_ficha,
)
from clientes_app.ui.clientes.lista.surroundings import no_se_pudo_leer
from clientes_app.ui.clientes.presencia.state import PresenciaState
from clientes_app.ui.shell.frame import marco
from clientes_app.ui.shell.links import en_cuenta, end_of_address
from clientes_app.ui.shell.person import PERSONA

RUTA = FICHA
TITULO = "Ficha"
ON_LOAD = [
    DrawerState.open_address,
    DrawerFollowerState.follow,
    EtiquetasState.cerrar,
    FichaState.follow,
    PresenciaState.follow,
]


def _ficha() -> rx.Component:
    vista = FichaState.vista
    return rx.el.div(
        cabeza_de_ficha(
            vista,
            etiquetas_de_ficha(vista),
            al_editar=rx.redirect("?cliente=" + vista.numero),
            titulo_id=TITULO_DE_FICHA,
        ),
        rx.el.div(
            rx.el.div(
                en_la_papelera(vista, al_restaurar=FichaState.restaurar),
                quien_esta(PresenciaState.aqui),
                de_quien_mas_es(vista),
                avisos_de_ficha(vista, al_corregir=FichaState.corregir),
                datos_de_ficha("Datos fiscales", vista.fiscales, identidad="datos-fiscales"),
                datos_de_ficha("Dirección de envío", vista.envio, identidad="direccion-de-envio"),
            ),
            rx.el.div(
                revision_de_ficha(vista.revision, a_calidad=CALIDAD),
                historial_de_ficha(vista, al_pedir_mas=FichaState.ver_mas_historial),
            ),
            class_name="ficha-cuerpo",
        ),
        class_name="ficha",
    )


def ficha() -> rx.Component:
    """One client to read; never another than the address names, also while it is being read."""
    vista = FichaState.vista
    return marco(
        rx.link(
            rx.icon("chevron-left", size=15, aria_hidden="true"),
            "Clientes",
            href=en_cuenta(FichaState.regreso),
            underline="none",
            class_name="volver",
        ),
        rx.cond(
            vista.numero == end_of_address(),
            _ficha(),
            rx.cond(FichaState.error, no_se_pudo_leer(), ficha_por_venir()),
        ),
        dialogo_de_etiquetas(),
        cajon(),
        persona=PERSONA,
        activo=CLIENTES,
    )
