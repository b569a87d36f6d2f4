"""What was typed, as the page keeps it for the case that the server forgets it.

The server's memory of a tab ends with its process, and with the session. The page therefore keeps
what was typed in the tab's own storage (assets/borrador.js), one draft for each person and account,
and hands it over with each saving and whenever the drawer opens on the address it was typed at.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from clientes_app.ui.clientes.drawer.edited import BLANK, TypedField

LONGEST_TEXT = 2_000
_LARGEST_NUMBER = 2**31


@dataclass(frozen=True, slots=True)
class Draft:
    """What a page says was typed into one opening of the drawer.

    `number` names that opening, `focus` the field that has the focus. `reloaded` says that the
    page was loaded anew since, so that its fields do not hold the text any more.
    """

    number: int
    typed: dict[str, TypedField]
    focus: str
    reloaded: bool


def draft_owner(cuenta_id: int, usuario_id: int | None) -> str:
    """Return to whom a draft belongs: nobody else, and no other account, gets it back."""
    return f"{cuenta_id}.{usuario_id or 0}"


def look_for_draft(owner: str) -> str:
    """Return the script that gives an owner's draft, and forgets those of other people."""
    return f"window.borrador.leer('{owner}')"


def forget_draft(owner: str) -> str:
    """Return the script that forgets an owner's draft."""
    return f"window.borrador.olvidar('{owner}')"


def note_draft(number: int, typed: Mapping[str, TypedField]) -> str:
    """Return the script that keeps what the server put into fields of an opening, shown or not."""
    campos = {
        campo: {"texto": one.text, "vista": one.version, "serie": one.number}
        for campo, one in typed.items()
    }
    return f"window.borrador.anotarVarios({number}, {json.dumps(campos)})"


def read_draft(raw: object, *, subject: object, owner: str) -> Draft | None:
    """Read what a page sent; None if it is no draft of this client, or row, by this person."""
    if not isinstance(raw, Mapping) or raw.get("dueno") != owner:
        return None
    if raw.get("cliente") != str(subject):
        return None
    campos = raw.get("campos")
    told = campos if isinstance(campos, Mapping) else {}
    focus = raw.get("foco")
    return Draft(
        number=_count(raw.get("numero")),
        typed={campo: _typed(told[campo]) for campo in BLANK if _is_field(told, campo)},
        focus=focus if isinstance(focus, str) and focus in BLANK else "",
        reloaded=raw.get("recargada") is True,
    )


def _is_field(told: Mapping[str, object], campo: str) -> bool:
    one = told.get(campo)
    return isinstance(one, Mapping) and isinstance(one.get("texto"), str)


def _typed(one: Mapping[str, object]) -> TypedField:
    text = str(one["texto"])[:LONGEST_TEXT]
    return TypedField(text, _count(one.get("vista")), _count(one.get("serie")))


def _count(value: object) -> int:
    """A count as the page tells it; 0 if it is none."""
    if isinstance(value, bool) or not isinstance(value, int):
        return 0
    return value if 0 <= value < _LARGEST_NUMBER else 0
