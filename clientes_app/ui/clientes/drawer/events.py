"""What can happen to a tab's drawer; what each makes of it is `memory.reduce`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from clientes_app.domain.problemas import Problema
from clientes_app.services.rechazos.fila import FilaPorCorregir
from clientes_app.ui.clientes.drawer.draft import Draft
from clientes_app.ui.clientes.drawer.edited import StoredClient, TypedField
from clientes_app.ui.clientes.drawer.sentences import Mensaje

Bases = Mapping[int, Mapping[str, str]]
"""The client's values at earlier versions, by version."""


@dataclass(frozen=True, slots=True)
class Namesake:
    """Another client that has the RFC which was typed; of a generic one, with the same name."""

    cliente_id: int
    nombre: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The drawer opens on a client or a refused `row`, for `owner`, with what a page kept of it."""

    stored: StoredClient
    owner: str
    draft: Draft | None = None
    bases: Bases = field(default_factory=dict[int, dict[str, str]])
    row: FilaPorCorregir | None = None


@dataclass(frozen=True, slots=True)
class DraftReceived:
    """The page of the open drawer says what its fields hold: a connection is back, or it saves."""

    draft: Draft
    bases: Bases


@dataclass(frozen=True, slots=True)
class FieldTyped:
    """A field tells its text; `left` says that the focus has gone elsewhere."""

    campo: str
    typed: TypedField
    left: bool
    bases: Bases


@dataclass(frozen=True, slots=True)
class Judged:
    """The rules have judged the values, some of which are now in their normal form (`mended`).

    `counterpart` is the client that a refused row means by them, None outside such rows.
    """

    values: Mapping[str, str]
    findings: tuple[Problema, ...]
    namesake: Namesake | None
    issuer_cp: str = ""
    mended: tuple[Problema, ...] = ()
    counterpart: StoredClient | None = None


@dataclass(frozen=True, slots=True)
class FixTaken:
    """The person takes the fix that a finding offers."""

    campo: str
    codigo: str


@dataclass(frozen=True, slots=True)
class Unfolded:
    """The person wants one more e-mail («correo»), or the optional part opened or closed."""

    what: str


@dataclass(frozen=True, slots=True)
class EmailRemoved:
    """The person takes a further e-mail away."""

    campo: str


@dataclass(frozen=True, slots=True)
class StoredByOthers:
    """Somebody else stored the client, deleted it or brought it back."""

    stored: StoredClient


@dataclass(frozen=True, slots=True)
class SideTaken:
    """The person takes one of two values, «propio» or «guardado», beside the field."""

    campo: str
    side: str


@dataclass(frozen=True, slots=True)
class ChoiceAsked:
    """A save met fields that two people changed; `own` has the person's values."""

    own: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SideChosen:
    """The person chooses a side in the dialog, without saving yet."""

    campo: str
    side: str


@dataclass(frozen=True, slots=True)
class ChoicesMade:
    """The person wants what was chosen."""


@dataclass(frozen=True, slots=True)
class ChoicePostponed:
    """The person goes back to the drawer without having chosen."""


@dataclass(frozen=True, slots=True)
class SaveRefused:
    """A save is refused: every finding is shown. `message` is what concerns the whole client."""

    message: Mensaje | None = None


@dataclass(frozen=True, slots=True)
class FirstErrorShown:
    """The form unfolds as far as its first error needs to be seen."""


@dataclass(frozen=True, slots=True)
class MessageShown:
    """There is something to say of the whole client."""

    message: Mensaje


@dataclass(frozen=True, slots=True)
class DiscardAsked:
    """What was typed would be lost: the person is asked."""


@dataclass(frozen=True, slots=True)
class DiscardAnswered:
    """The question is answered; whether the drawer closes is another event."""


@dataclass(frozen=True, slots=True)
class Closed:
    """The drawer closes: saved, discarded, or there was nothing to lose."""


@dataclass(frozen=True, slots=True)
class Cleared:
    """The server knows that there is no drawer, whatever the page may show."""


Event = (
    Opened
    | DraftReceived
    | FieldTyped
    | Judged
    | FixTaken
    | Unfolded
    | EmailRemoved
    | StoredByOthers
    | SideTaken
    | ChoiceAsked
    | SideChosen
    | ChoicesMade
    | ChoicePostponed
    | SaveRefused
    | FirstErrorShown
    | MessageShown
    | DiscardAsked
    | DiscardAnswered
    | Closed
    | Cleared
)
