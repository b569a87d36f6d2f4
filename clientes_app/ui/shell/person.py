"""The person of a tab, as the frame of every page shows it."""

from clientes_app.ui.shell.person_menu import Persona
from clientes_app.ui.shell.tab import TabState

PERSONA = Persona(
    nombre=TabState.nombre,
    email=TabState.email,
    iniciales=TabState.iniciales,
    cuenta=TabState.cuenta,
    rol=TabState.rol,
    cuentas=TabState.cuentas,
    edita=TabState.edita,
    administra=TabState.administra,
)
