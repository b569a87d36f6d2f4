"""Who wants something, and under which circumstances the rules judge it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from clientes_app.domain.cliente import Contexto
from clientes_app.storage.values import Autoria

Origen = Literal["formulario", "carga", "cli", "api"]

_HORA_DEL_SAT = ZoneInfo("America/Mexico_City")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it (`quien`, a name to show), in which account, and through which door."""

    cuenta_id: int
    quien: str
    origen: Origen
    usuario_id: int | None = None


def autoria(actor: Actor) -> Autoria:
    """Return what `cambio` keeps of somebody who changes a client."""
    return Autoria(quien=actor.quien, origen=actor.origen, usuario_id=actor.usuario_id)


def contexto_de_reglas(cp_expedicion: str) -> Contexto:
    """Return what the rules need to know today (in central Mexico, where the SAT's day begins)."""
    return Contexto(hoy=datetime.now(_HORA_DEL_SAT).date(), cp_expedicion=cp_expedicion)
