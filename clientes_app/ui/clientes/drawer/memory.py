"""All that the server remembers of a tab's drawer, and what each thing that happens makes of it.

Pure: `reduce(memory, event)` returns another memory, and reads or writes nothing. What has to be
read first (`steps`) comes with the event; what the page shows of it is made by `shown`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from clientes_app.domain import catalogos
from clientes_app.domain.problemas import Problema
from clientes_app.domain.rfc.structure import GENERICOS, normalizar
from clientes_app.ui.clientes.drawer import edited as edits
from clientes_app.ui.clientes.drawer.draft import Draft
from clientes_app.ui.clientes.drawer.edited import (
    BLANK,
    EditedClient,
    StoredClient,
    TypedField,
)
from clientes_app.ui.clientes.drawer.fields_order import (
    ADDRESS,
    EMAILS,
    FIELDS_IN_ORDER,
    OF_FOREIGNERS,
)
from clientes_app.ui.clientes.drawer.sentences import (
    EN_PAPELERA,
    RECUPERADO,
    SIN_MENSAJE,
    Mensaje,
    borrado,
)

Bases = Mapping[int, Mapping[str, str]]
"""The client's values at earlier versions, by version."""


@dataclass(frozen=True, slots=True)
class Namesake:
    """Another client that has the RFC which was typed."""

    cliente_id: int
    nombre: str


@dataclass(frozen=True, slots=True)
class Memory:
    """What the server remembers of the drawer.

    `started` is False in a tab that the server knows nothing of: the page may show a drawer all
    the same, from before a restart. `number` counts the openings, and `owner` is whose this one
    is. `told` has the last telling of each field, `touched` the fields whose findings are shown,
    `news` who changed which field since the drawer was opened. `emails` and `optional` say how far
    the form is unfolded. While `choosing`, the person chooses between two people's values, for the
    `asked`-th time; `choices` has the side taken of each field, «propio» or «guardado».
    """

    started: bool = False
    is_open: bool = False
    number: int = 0
    owner: str = ""
    client: EditedClient = field(default_factory=EditedClient)
    told: dict[str, int] = field(default_factory=dict[str, int])
    touched: frozenset[str] = frozenset()
    news: dict[str, str] = field(default_factory=dict[str, str])
    findings: tuple[Problema, ...] = ()
    namesake: Namesake | None = None
    message: Mensaje = SIN_MENSAJE
    emails: int = 1
    optional: bool = False
    asks_to_discard: bool = False
    choosing: bool = False
    choices: dict[str, str] = field(default_factory=dict[str, str])
    asked: int = 0

    @property
    def not_chosen(self) -> int:
        """How many fields in conflict nobody has chosen a side of yet."""
        return len(set(self.client.in_conflict) - set(self.choices))

    @property
    def first_error(self) -> str:
        """The first field, from top to bottom, that has an error; "" if none has."""
        wrong = {problem.campo or "nombre" for problem in self.findings if problem.es_error}
        return next((campo for campo in FIELDS_IN_ORDER if campo in wrong), "")


@dataclass(frozen=True, slots=True)
class Opened:
    """The drawer opens on a client, for `owner`, with what a page kept of it."""

    stored: StoredClient
    owner: str
    draft: Draft | None = None
    bases: Bases = field(default_factory=dict[int, dict[str, str]])


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
    """The rules have judged the values, of which some may be in their normal form now."""

    values: Mapping[str, str]
    findings: tuple[Problema, ...]
    namesake: Namesake | None


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


def reduce(memory: Memory, event: Event) -> Memory:  # noqa: C901, PLR0911, PLR0912 - one line each
    """Return what is remembered after something has happened."""
    match event:
        case Opened():
            return _opened(memory, event)
        case DraftReceived():
            return _with_draft(memory, event)
        case FieldTyped():
            return _with_field(memory, event)
        case Judged(values, findings, namesake):
            client = edits.with_values(memory.client, values)
            return replace(memory, client=client, findings=findings, namesake=namesake)
        case FixTaken():
            return _fixed(memory, event)
        case Unfolded(what):
            return _unfolded(memory, what)
        case StoredByOthers(stored):
            return _caught_up(memory, stored)
        case SideTaken(campo, side):
            return _decided(memory, {campo: side})
        case ChoiceAsked(own):
            client = edits.with_values(memory.client, own)
            return _asked_anew(replace(memory, client=client, choosing=True))
        case SideChosen(campo, side):
            return replace(memory, choices={**memory.choices, campo: side})
        case ChoicesMade():
            return _without_choice(_decided(memory, memory.choices))
        case ChoicePostponed():
            return _without_choice(memory)
        case SaveRefused(message):
            message = message or memory.message
            return replace(memory, touched=frozenset(BLANK), message=message)
        case FirstErrorShown():
            return _unfolded_to(memory, memory.first_error)
        case MessageShown(message):
            return replace(memory, message=message)
        case DiscardAsked():
            return replace(memory, asks_to_discard=True)
        case DiscardAnswered():
            return replace(memory, asks_to_discard=False)
        case Closed():
            return replace(_without_choice(memory), is_open=False, asks_to_discard=False)
        case Cleared():
            return Memory(started=True, number=memory.number, asked=memory.asked)


def _opened(memory: Memory, event: Opened) -> Memory:
    client, draft = edits.just_read(event.stored), event.draft
    number, touched, told = memory.number + 1, frozenset[str](), dict[str, int]()
    if draft is not None:
        # The same number: the form on the page, if there still is one, goes on being that one.
        number = draft.number or number
        client = _with_typed(client, draft.typed, event.bases)
        touched = frozenset(client.changed) - {draft.focus}
        told = _numbers(draft.typed)
    message = SIN_MENSAJE
    if client.stored.deleted:
        message = EN_PAPELERA
    elif draft is not None and draft.reloaded and client.changed:
        message = RECUPERADO
    return _with_room(
        Memory(
            started=True,
            is_open=True,
            number=number,
            owner=event.owner,
            client=client,
            told=told,
            touched=touched,
            message=message,
            asked=memory.asked,
        )
    )


def _with_draft(memory: Memory, event: DraftReceived) -> Memory:
    draft = event.draft
    client = _with_typed(memory.client, draft.typed, event.bases)
    recovered = draft.reloaded and client.changed and not client.stored.deleted
    return _with_room(
        replace(
            memory,
            client=client,
            told=memory.told | _numbers(draft.typed),
            message=RECUPERADO if recovered else memory.message,
        )
    )


def _with_field(memory: Memory, event: FieldTyped) -> Memory:
    typed = {event.campo: event.typed}
    return replace(
        memory,
        client=_with_typed(memory.client, typed, event.bases),
        touched=memory.touched | {event.campo} if event.left else memory.touched,
        told=memory.told | _numbers(typed),
    )


def _numbers(typed: Mapping[str, TypedField]) -> dict[str, int]:
    return {campo: one.number for campo, one in typed.items()}


def _with_typed(
    client: EditedClient, typed: Mapping[str, TypedField], bases: Bases
) -> EditedClient:
    """Take over what was typed; a generic RFC sets régimen and uso by itself (CFDI40159)."""
    client = edits.with_typed(client, typed, bases)
    if normalizar(client.values["rfc"]) not in GENERICOS:
        return client
    fixed = {
        "regimen_fiscal": catalogos.REGIMEN_GENERICO,
        "uso_cfdi": catalogos.USO_GENERICO,
    }
    return edits.with_values(client, fixed)


def _fixed(memory: Memory, event: FixTaken) -> Memory:
    wanted = (event.campo, event.codigo)
    fixes = (
        problem.arreglo
        for problem in memory.findings
        if (problem.campo, problem.codigo) == wanted and problem.arreglo
    )
    fix = next(fixes, None)
    if fix is None:
        return memory
    return replace(memory, client=edits.with_values(memory.client, {event.campo: fix}))


def _caught_up(memory: Memory, stored: StoredClient) -> Memory:
    before, message = memory.client, memory.message
    if stored.deleted and not before.stored.deleted:
        message = borrado(stored.author, hay_cambios=bool(before.changed))
    elif before.stored.deleted and not stored.deleted:
        message = SIN_MENSAJE
    client, taken = edits.caught_up(before, stored)
    new = replace(memory, client=client, message=message, news={**memory.news, **taken})
    return _asked_anew(_with_room(new))


def _asked_anew(memory: Memory) -> Memory:
    """Let the person choose anew: what is stored changed once more while they did."""
    return replace(
        memory,
        choosing=memory.choosing and bool(memory.client.in_conflict),
        choices={},
        asked=memory.asked + 1,
    )


def _without_choice(memory: Memory) -> Memory:
    return replace(memory, choosing=False, choices={})


def _decided(memory: Memory, sides: Mapping[str, str]) -> Memory:
    client = memory.client
    for campo in client.in_conflict:
        if campo in sides:
            client = edits.decided(client, campo, own=sides[campo] == "propio")
    return replace(memory, client=client)


def _with_room(memory: Memory) -> Memory:
    """Unfold the form for all that there is to show."""
    values = memory.client.values
    given = [place for place, campo in enumerate(EMAILS, start=1) if values[campo]]
    return replace(
        memory,
        emails=max([memory.emails, *given]),
        optional=memory.optional or _any_of(values, (*ADDRESS, *OF_FOREIGNERS)),
    )


def _any_of(values: Mapping[str, str], campos: Iterable[str]) -> bool:
    return any(values[campo] for campo in campos)


def _unfolded(memory: Memory, what: str) -> Memory:
    if what == "correo":
        return replace(memory, emails=min(memory.emails + 1, len(EMAILS)))
    return replace(memory, optional=memory.optional ^ (what == "opcionales"))


def _unfolded_to(memory: Memory, campo: str) -> Memory:
    if campo in EMAILS:
        return replace(memory, emails=max(memory.emails, EMAILS.index(campo) + 1))
    return replace(memory, optional=memory.optional or campo in (*ADDRESS, *OF_FOREIGNERS))
