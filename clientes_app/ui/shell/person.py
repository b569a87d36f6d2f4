"""The person of a tab, as the frame of every page shows it."""

import reflex as rx

from clientes_app.ui.shell.person_menu import Persona
from clientes_app.ui.shell.tab import TabState

PERSONA = Persona(
    nombre=TabState.nombre,
    email=TabState.email,
    iniciales=TabState.iniciales,
    cuenta=TabState.aqui.nombre,
    rol=TabState.aqui.rol,
    cuentas=TabState.cuentas,
    edita=TabState.edita,
    administra=TabState.administra,
    falta=TabState.falta,
)


def con_la_cuenta(titulo: str) -> rx.Var[str]:
    """The title of a tab, which names the account for whoever has more than one."""
    cuenta = PERSONA.entre_varias
    return rx.cond(cuenta == "", titulo, f"{titulo} · {cuenta}")
