"""The person of a tab, as the frame of every page shows it."""

from clientes_app.components.persona import Persona
from clientes_app.state.pestana import PestanaState

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
