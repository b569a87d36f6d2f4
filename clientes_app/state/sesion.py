"""For whom a handler acts: the account in use, and the name that changes are signed with."""

from functools import cache

from clientes_app.services.contexto import Actor
from clientes_app.services.cuentas import asegurar_cuenta
from clientes_app.services.recursos import motor
from clientes_app.state.hilo import en_hilo
from clientes_app.storage.base import Engine

_QUIEN = "Usuario local"


@cache
def _cuenta_de(base: Engine) -> int:
    return asegurar_cuenta(base)


def _cuenta() -> int:
    return _cuenta_de(motor())


async def cuenta_actual() -> int:
    """The id of the account whose data this tab may see."""
    return await en_hilo(_cuenta)


async def actor_actual() -> Actor:
    """Who answers for what this tab changes."""
    return Actor(cuenta_id=await cuenta_actual(), quien=_QUIEN, origen="formulario")
