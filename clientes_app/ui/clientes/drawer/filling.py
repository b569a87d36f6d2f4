"""What a document put into the drawer's fields, and what it says against a stored client. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from clientes_app.domain.texto import clave_orden
from clientes_app.services.documentos.llenado import DatosDeConstancia
from clientes_app.ui.clientes.drawer.fields_order import ADDRESS, EMAILS, FIELDS_IN_ORDER

REGIMEN = "regimen_fiscal"
STORED, OWN, OF_DOCUMENT = "guardado", "propio", "constancia"
"""The sides of a difference; where several régimenes are offered, each key is a side too."""

_SAID_LOOSELY = frozenset({*ADDRESS, *EMAILS})
"""What people write in their own way: case and accents are no difference there."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What came of the documents of this opening of the drawer.

    `document` was filled in last; `before` has what stood in its fields, `unseen` those of them
    that nobody has looked at. `folded` says that only the differences are shown. `refused` came
    after it and was not filled in, only told.
    """

    document: DatosDeConstancia | None = None
    before: Mapping[str, str] = field(default_factory=dict[str, str])
    unseen: frozenset[str] = frozenset()
    folded: bool = False
    refused: DatosDeConstancia | None = None

    @property
    def regimenes(self) -> tuple[str, ...]:
        """The keys of which one must be chosen."""
        document = self.document
        return tuple(each.clave for each in document.regimenes) if document else ()

    def is_of_document(self, campo: str, value: str) -> bool:
        """Whether a field holds what the document says, or what it offers: at first no régimen."""
        if self.document is None or campo not in self.before:
            return False
        offered = ("", *self.regimenes) if campo == REGIMEN and self.regimenes else ()
        return value == self.document.valores.get(campo) or value in offered

    def is_older(self, campo: str, number: int, told: Mapping[str, int]) -> bool:
        """Whether a field tells what it held before a document filled it: as when it is left then.

        `number` is that of the telling, `told` has the last ones that count.
        """
        return campo in self.before and number < told.get(campo, 0)

    def is_marked(self, campo: str, value: str) -> bool:
        """Whether a field is shown as filled in: nobody has looked at it or changed it."""
        return campo in self.unseen and self.is_of_document(campo, value)


NOT_FILLED = Filling()


def are_same(campo: str, one: str, other: str) -> bool:
    """Whether two values of a field say the same."""
    if campo in _SAID_LOOSELY:
        return clave_orden(one) == clave_orden(other)
    return one == other


def differing(document: DatosDeConstancia, stored: Mapping[str, str]) -> tuple[str, ...]:
    """Return the fields of which a document says something else than what is stored."""
    said = document.valores
    keys = [each.clave for each in document.regimenes]
    return tuple(
        campo
        for campo in FIELDS_IN_ORDER
        if (campo in said and not are_same(campo, stored[campo], said[campo]))
        or (campo == REGIMEN and keys and stored[campo] not in keys)
    )


def taken_at_first(
    document: DatosDeConstancia, stored: Mapping[str, str], values: Mapping[str, str]
) -> dict[str, str]:
    """Return what is filled in before anybody has chosen: field to value.

    What the SAT compares is taken over. An e-mail or an address is only where there was none, and
    an address never mixed of two. Against a stored client, what the person typed stays too, and
    the régimen, if there are several.
    """
    said, is_stored = document.valores, any(stored.values())
    has_address = any(values[campo] for campo in ADDRESS)
    taken = {
        campo: value
        for campo, value in said.items()
        if not (campo in EMAILS and values[campo])
        and not (campo in ADDRESS and has_address)
        and not (is_stored and are_same(campo, stored[campo], value))
        and not (is_stored and values[campo].strip() != stored[campo])
    }
    keys = [each.clave for each in document.regimenes]
    if keys and not is_stored and values[REGIMEN] not in keys:
        taken[REGIMEN] = ""
    return taken
