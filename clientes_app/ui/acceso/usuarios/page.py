"""«Cuenta», its second tab: who may do what in the account, for its owners."""

import reflex as rx

from clientes_app.routes import CLIENTES, CUENTA_DATOS, CUENTA_USUARIOS
from clientes_app.ui.acceso.cuenta.tabs import pestanas
from clientes_app.ui.acceso.settings_form import apartado
from clientes_app.ui.acceso.usuarios.state import ENLACE_HECHO, UsuariosState
from clientes_app.ui.acceso.usuarios.view import (
    enlace_hecho,
    enlaces_sin_usar,
    invitar,
    lista_de_usuarios,
)
from clientes_app.ui.shell.confirm_dialog import confirmar
from clientes_app.ui.shell.frame import marco
from clientes_app.ui.shell.links import en_cuenta
from clientes_app.ui.shell.person import PERSONA

RUTA = CUENTA_USUARIOS
TITULO = "Usuarios"
ON_LOAD = [UsuariosState.open_page]


def _de_propietario() -> rx.Component:
    estado = UsuariosState
    return rx.fragment(
        apartado(
            "Usuarios",
            "Propietario: todo, también los usuarios. Editor: clientes y cargas. "
            "Lector: consultar y descargar.",
            lista_de_usuarios(
                estado.filas, al_enlace=estado.hacer_enlace, al_preguntar=estado.preguntar
            ),
        ),
        apartado(
            "Invitar",
            "Se crea un enlace que vence en 7 días. Usted lo envía.",
            invitar(estado.invitar, estado.errores),
            enlace_hecho(ENLACE_HECHO.value, estado.enlace_de),
        ),
        rx.cond(
            estado.pendientes.length() > 0,
            apartado(
                "Enlaces sin usar",
                "Con ellos todavía se puede entrar. Anule los que no deban servir.",
                enlaces_sin_usar(estado.pendientes, al_anular=estado.anular),
            ),
        ),
        confirmar(
            estado.pregunta.titulo,
            rx.fragment(estado.pregunta.texto),
            abierto=estado.pregunta.usuario_id != 0,
            si=estado.pregunta.si,
            no="Cancelar",
            al_si=estado.responder(
                estado.pregunta.usuario_id, estado.pregunta.nombre, estado.pregunta.rol
            ),
            al_no=estado.preguntar(0, ""),
            peligro=estado.pregunta.rol == "",
        ),
    )


def _de_los_demas() -> rx.Component:
    return rx.el.div(
        rx.el.h2("Los usuarios los ve y los cambia un propietario de la cuenta"),
        rx.el.p("Su rol aquí es ", rx.el.strong(PERSONA.rol), ". Si necesita otro, pídaselo."),
        rx.link("Ir a Clientes", href=en_cuenta(CLIENTES)),
        class_name="vacio",
    )


def usuarios() -> rx.Component:
    """Members, the form to invite, and the links that nobody has used."""
    return marco(
        pestanas(RUTA),
        rx.cond(
            UsuariosState.cargado,
            rx.cond(PERSONA.administra, _de_propietario(), _de_los_demas()),
        ),
        persona=PERSONA,
        activo=CUENTA_DATOS,
    )
