"""The person of a tab, as the frame of every page shows it."""

from clientes_app.ui.shell.person_menu import Persona
from clientes_app.ui.shell.tab import PestanaState

PERSONA = Persona(
    nombre=PestanaState.nombre,
    email=PestanaState.email,
    iniciales=PestanaState.iniciales,
    cuenta=PestanaState.cuenta,
    rol=PestanaState.rol,
    cuentas=PestanaState.cuentas,
    edita=PestanaState.edita,
    administra=PestanaState.administra,
)
