"""Who wants something, and under which circumstances the rules judge it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from clientes_app.domain.cruces import Contexto, contexto_en
from clientes_app.domain.emisor import QuienFactura
from clientes_app.storage.values import Autoria, CuentaGuardada

Origen = Literal["formulario", "carga", "cli", "api"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it (`quien`, a name to show), in which account, and through which door."""

    cuenta_id: int
    quien: str
    origen: Origen
    usuario_id: int | None = None


def firma(quien: str, origen: str) -> str:
    """Return by what name somebody is shown who did something through a door.

    On the command line that is who is signed in on the machine: alone, «root» names nobody.
    """
    return f"Línea de comandos ({quien})" if origen == "cli" else quien


def autoria(actor: Actor) -> Autoria:
    """Return what `cambio` keeps of somebody who changes a client."""
    return Autoria(quien=actor.quien, origen=actor.origen, usuario_id=actor.usuario_id)


def quien_factura(cuenta: CuentaGuardada) -> QuienFactura:
    """Return whose clients an account holds, as far as it says so."""
    return QuienFactura(cuenta.rfc_propio, cuenta.cp_expedicion)


def contexto_de_reglas(cp_expedicion: str) -> Contexto:
    """Return what the rules need to know today."""
    return contexto_en(datetime.now(UTC), cp_expedicion)
