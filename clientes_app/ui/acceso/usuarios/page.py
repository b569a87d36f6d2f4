"""Who may do what in the account, for its owners."""

import reflex as rx

from clientes_app.routes import USUARIOS
from clientes_app.ui.acceso.usuarios.state import UsuariosState
from clientes_app.ui.acceso.usuarios.view import (
    enlace_hecho,
    invitaciones,
    invitar,
    tabla_de_usuarios,
)
from clientes_app.ui.shell.confirm_dialog import confirmar
from clientes_app.ui.shell.frame import cabeza, marco
from clientes_app.ui.shell.person import PERSONA

RUTA = USUARIOS
TITULO = "Usuarios"
ON_LOAD = [UsuariosState.open_page]


def _roles() -> rx.Component:
    return rx.el.p(
        rx.el.strong("Propietario"),
        ": todo, también los usuarios. ",
        rx.el.strong("Editor"),
        ": clientes y cargas. ",
        rx.el.strong("Lector"),
        ": consultar y descargar.",
        class_name="pista-campo roles",
    )


def usuarios() -> rx.Component:
    """Members, invitations, and the form to invite."""
    estado = UsuariosState
    return marco(
        cabeza(TITULO),
        rx.cond(
            estado.error != "", rx.el.p(estado.error, role="alert", class_name="mensaje-campo")
        ),
        rx.el.section(rx.el.h2("Invitar"), invitar(estado.invitar), _roles(), class_name="bloque"),
        enlace_hecho(estado.enlace, estado.enlace_de),
        rx.cond(
            estado.cargado,
            tabla_de_usuarios(
                estado.filas,
                al_rol=estado.cambiar_rol,
                al_enlace=estado.hacer_enlace,
                al_quitar=estado.preguntar,
            ),
        ),
        invitaciones(estado.pendientes, al_anular=estado.anular),
        confirmar(
            "¿Quitar a este usuario?",
            rx.fragment(
                rx.el.strong(estado.quitando_nombre),
                " dejará de ver esta cuenta, también en las páginas que tenga abiertas.",
            ),
            abierto=estado.quitando != 0,
            si="Quitar",
            no="Cancelar",
            al_si=estado.quitar,
            al_no=estado.preguntar(0),
        ),
        persona=PERSONA,
        activo=RUTA,
    )
