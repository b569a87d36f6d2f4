"""What was typed, as the page keeps it for the case that the server forgets it.

The server's memory of a tab ends with its process. The page therefore keeps what was typed in the
tab's own storage (assets/borrador.js), says whose it is, and hands it over with each saving and
whenever the drawer opens on the address it was typed at.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from clientes_app.ui.clientes.drawer.calls import BLANCO
from clientes_app.ui.clientes.drawer.memory import Escrito

LARGO_MAXIMO = 2_000
_NUMERO_MAXIMO = 2**31

LEER = "window.borrador.leer()"
OLVIDAR = "window.borrador.olvidar()"


@dataclass(frozen=True, slots=True)
class Borrador:
    """What a page says that was typed into one opening of the drawer.

    `numero` names that opening, `foco` the field that has the focus. `recargada` says that the
    page was loaded anew since, so that its fields do not hold the text any more.
    """

    numero: int
    escritos: dict[str, Escrito]
    foco: str
    recargada: bool


def dueno(cuenta_id: int, usuario_id: int | None) -> str:
    """To whom a draft belongs: nobody else, and no other account, gets it back."""
    return f"{cuenta_id}.{usuario_id or 0}"


def leido(crudo: object, *, cliente_id: int, de: str) -> Borrador | None:
    """Read what a page sent; None if it is no draft of this client by this person."""
    if not isinstance(crudo, Mapping) or crudo.get("dueno") != de:
        return None
    if crudo.get("cliente") != str(cliente_id):
        return None
    campos = crudo.get("campos")
    dichos = campos if isinstance(campos, Mapping) else {}
    foco = crudo.get("foco")
    return Borrador(
        numero=_entero(crudo.get("numero")),
        escritos={campo: _escrito(dichos[campo]) for campo in BLANCO if _es_campo(dichos, campo)},
        foco=foco if isinstance(foco, str) and foco in BLANCO else "",
        recargada=crudo.get("recargada") is True,
    )


def _es_campo(dichos: Mapping[str, object], campo: str) -> bool:
    dicho = dichos.get(campo)
    return isinstance(dicho, Mapping) and isinstance(dicho.get("texto"), str)


def _escrito(dicho: Mapping[str, object]) -> Escrito:
    texto = str(dicho["texto"])[:LARGO_MAXIMO]
    return Escrito(texto, _entero(dicho.get("vista")), _entero(dicho.get("serie")))


def _entero(valor: object) -> int:
    """A count as the page tells it; 0 if it is none."""
    if isinstance(valor, bool) or not isinstance(valor, int):
        return 0
    return valor if 0 <= valor < _NUMERO_MAXIMO else 0
