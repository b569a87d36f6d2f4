"""What an action on many clients would do, as values."""

from dataclasses import dataclass
from typing import NamedTuple

from clientes_app.domain.acciones import AccionMasiva
from clientes_app.services.carga.acciones.chosen_ids import IdsElegidos


class ClienteQueCambia(NamedTuple):
    """A client whom the action would change: the field as it is, and as it would be.

    Both are "" when the client only goes into the papelera, or comes back.
    """

    id: int
    nombre: str
    rfc: str
    antes: str
    despues: str


class ClienteFuera(NamedTuple):
    """A client whom the action would leave as it is, and why; `otro_id` is who stands against it.

    `lugar` is its place among the chosen ones, from 1; `otro_id` is 0 when nobody does.
    """

    lugar: int
    id: int
    nombre: str
    rfc: str
    codigo: str
    motivo: str
    otro_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviaDeAccion:
    """What an action would do with the chosen clients: the three counts add up to all of them.

    `por_hacer` are the ids of those that change or are left out.
    `muestra` and `fuera_muestra` hold the first ones of those that change, or are left out.
    `revision` is the account's at that moment, by which the process knows what
    others changed since.
    """

    pedida: AccionMasiva
    revision: int
    cambian: int
    iguales: int
    fuera: int
    por_hacer: IdsElegidos
    muestra: tuple[ClienteQueCambia, ...]
    fuera_muestra: tuple[ClienteFuera, ...]
