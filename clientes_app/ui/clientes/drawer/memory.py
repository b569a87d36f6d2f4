"""All that the server remembers of a tab's drawer, and what each thing that happens makes of it.

Pure: `reduce(memory, event)` returns another memory, and reads or writes nothing. What has to be
read first (`steps`) comes with the event; what the page shows of it is made by `shown`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from clientes_app.domain.problemas import Problema
from clientes_app.domain.rfc.structure import GENERICOS, normalizar
from clientes_app.services.rechazos.fila import FilaPorCorregir
from clientes_app.ui.clientes.address import FilaDeCarga
from clientes_app.ui.clientes.drawer import edited as edits
from clientes_app.ui.clientes.drawer import room
from clientes_app.ui.clientes.drawer.draft import Draft
from clientes_app.ui.clientes.drawer.edited import (
    BLANK,
    EditedClient,
    StoredClient,
    TypedField,
)
from clientes_app.ui.clientes.drawer.events import (
    Bases,
    ChoiceAsked,
    ChoicePostponed,
    ChoicesMade,
    Cleared,
    Closed,
    DiscardAnswered,
    DiscardAsked,
    DraftReceived,
    EmailRemoved,
    Event,
    FieldTyped,
    FirstErrorShown,
    FixTaken,
    Judged,
    MessageShown,
    Namesake,
    Opened,
    SaveRefused,
    SideChosen,
    SideTaken,
    StoredByOthers,
    Unfolded,
)
from clientes_app.ui.clientes.drawer.fields_order import EMAILS, FIELDS_IN_ORDER, OF_FOREIGNERS
from clientes_app.ui.clientes.drawer.filling import NOT_FILLED, Filling
from clientes_app.ui.clientes.drawer.mends import Mend, mends_standing, said_of
from clientes_app.ui.clientes.drawer.of_rfc import followed
from clientes_app.ui.clientes.drawer.sentences import (
    EN_PAPELERA,
    RECUPERADO,
    SIN_MENSAJE,
    Mensaje,
    borrado,
    se_quitaron,
)

CP_OFFER = ("codigo_postal", "cp_de_generico")
"""What offers the issuer's postal code: to a blank field too, where no rule says anything."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What the server remembers of the drawer.

    `started` is False in a tab that the server knows nothing of: the page may show a drawer all
    the same, from before a restart. `number` counts the openings, and `owner` is whose this one
    is. `told` has the last telling of each field, `touched` the fields whose findings are shown,
    `news` who changed which field since the drawer was opened. `emails` and `optional` say how far
    the form is unfolded. While `choosing`, the person chooses between two people's values, for the
    `asked`-th time; `choices` has the side taken of each field, «propio» or «guardado». `kept` is
    what stood in fields before the RFC set or emptied them, `issuer_cp` where the account issues,
    `filling` what a document put there (`filled`).
    `row` is the refused row of a load that is being mended: the client is then the one it means.
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
    row: FilaPorCorregir | None = None
    kept: dict[str, str] = field(default_factory=dict[str, str])
    issuer_cp: str = ""
    mended: dict[str, Mend] = field(default_factory=dict[str, Mend])
    filling: Filling = NOT_FILLED

    @property
    def subject(self) -> int | FilaDeCarga:
        """What is in the drawer, as an address names it: a client (0 for a new one), or a row."""
        row = self.row
        return FilaDeCarga(row.proceso_id, row.linea) if row else self.client.cliente_id

    @property
    def has_typed(self) -> bool:
        """Whether the person typed something that would be lost."""
        if self.row is None:
            return bool(self.client.changed)
        stored, row = self.client.stored.values, self.row.valores
        return any(v.strip() not in {row[c], stored[c]} for c, v in self.client.values.items())

    @property
    def not_chosen(self) -> int:
        """How many fields in conflict nobody has chosen a side of yet."""
        return len(set(self.client.in_conflict) - set(self.choices))

    @property
    def offered_cp(self) -> str:
        """The issuer's postal code while a generic RFC asks for it and none is given, else ""."""
        values = self.client.values
        wanted = normalizar(values["rfc"]) in GENERICOS and not values["codigo_postal"].strip()
        return self.issuer_cp if wanted else ""

    @property
    def dropped(self) -> tuple[str, ...]:
        """The fields that were emptied since the RFC is no foreigner's any more."""
        values = self.client.values
        return tuple(campo for campo in OF_FOREIGNERS if self.kept.get(campo) and not values[campo])

    @property
    def first_error(self) -> str:
        """The first field, from top to bottom, that has an error; "" if none has."""
        wrong = {problem.campo or "nombre" for problem in self.findings if problem.es_error}
        if self.namesake is not None:
            wrong.add("nombre" if normalizar(self.client.values["rfc"]) in GENERICOS else "rfc")
        return next((campo for campo in FIELDS_IN_ORDER if campo in wrong), "")


def reduce(memory: Memory, event: Event) -> Memory:  # noqa: C901, PLR0911, PLR0912 - one line each
    """Return what is remembered after something has happened."""
    match event:
        case Opened():
            return _opened(memory, event)
        case DraftReceived():
            return _with_draft(memory, event)
        case FieldTyped():
            return _with_field(memory, event)
        case Judged():
            return _judged(memory, event)
        case FixTaken():
            return _fixed(memory, event)
        case Unfolded(what):
            return _unfolded(memory, what)
        case EmailRemoved(campo):
            return _without_email(memory, campo)
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


def _judged(memory: Memory, event: Judged) -> Memory:
    client, news = edits.with_values(memory.client, event.values), memory.news
    if memory.row and event.counterpart is not None:
        client, taken = edits.beside(client, event.counterpart, memory.row.valores)
        news = {**news, **taken}
    mended = mends_standing(memory.mended, client.values, event.mended)
    new = replace(memory, client=client, mended=mended, namesake=event.namesake, news=news)
    findings = (*event.findings, *said_of(mended))
    return replace(new, findings=findings, issuer_cp=event.issuer_cp)


def _opened(memory: Memory, event: Opened) -> Memory:
    client, draft = edits.just_read(event.stored), event.draft
    new = Memory(
        started=True,
        is_open=True,
        number=memory.number + 1,
        owner=event.owner,
        client=client,
        message=EN_PAPELERA if client.stored.deleted else SIN_MENSAJE,
        asked=memory.asked,
    )
    if event.row is not None:
        client = edits.with_values(client, event.row.valores)
        message = Mensaje(event.row.aviso)
        new = replace(new, client=client, row=event.row, message=message, touched=frozenset(BLANK))
    if draft is not None:
        new = _with_typed(new, draft.typed, event.bases)
        new = replace(
            new,
            # The same number: the form on the page, if there still is one, goes on being that one.
            number=draft.number or new.number,
            touched=(new.touched | frozenset(new.client.changed)) - {draft.focus},
            message=_said_of(draft, new),
        )
    return _with_room(new)


def _with_draft(memory: Memory, event: DraftReceived) -> Memory:
    draft = event.draft
    # A field that is not on the page any more has told less than it was answered last.
    typed = {
        campo: one for campo, one in draft.typed.items() if one.number >= memory.told.get(campo, 0)
    }
    new = _with_typed(memory, typed, event.bases)
    return _with_room(replace(new, message=_said_of(draft, new)))


def _said_of(draft: Draft, memory: Memory) -> Mensaje:
    recovered = draft.reloaded and memory.has_typed and not memory.client.stored.deleted
    return RECUPERADO if recovered else memory.message


def _with_field(memory: Memory, event: FieldTyped) -> Memory:
    new = _with_typed(memory, {event.campo: event.typed}, event.bases)
    return replace(new, touched=new.touched | {event.campo}) if event.left else new


def _with_typed(memory: Memory, typed: Mapping[str, TypedField], bases: Bases) -> Memory:
    """Take over what was typed."""
    client = edits.with_typed(memory.client, typed, bases)
    told = memory.told | {campo: one.number for campo, one in typed.items()}
    return _after_rfc(replace(memory, told=told), client, typed=typed)


def with_put(memory: Memory, values: Mapping[str, str]) -> Memory:
    """Put values into fields as if they were typed there, and unfold the form to show them.

    Their tellings count on by two: what a field tells next, before it has heard of this, is older.
    """
    client = edits.with_values(memory.client, values)
    new = _set_by_us(_after_rfc(memory, client, typed=values.keys()), values)
    return _with_room(_set_by_us(new, values))


def _after_rfc(memory: Memory, client: EditedClient, *, typed: Collection[str]) -> Memory:
    """Take over a client into which `typed` was typed, with what its RFC does by itself."""
    changes = followed(
        memory.client.values["rfc"],
        client.values,
        memory.kept,
        typed=typed,
        issuer_cp=memory.issuer_cp,
    )
    kept = memory.kept | {campo: client.values[campo] for campo in changes}
    new = _set_by_us(replace(memory, client=client, kept=kept), changes)
    if new.dropped != memory.dropped:
        new = replace(new, message=se_quitaron(new.dropped))
    return new


def _set_by_us(memory: Memory, values: Mapping[str, str]) -> Memory:
    """Put values into fields; what the page holds of them from before counts no longer."""
    return replace(
        memory,
        client=edits.with_values(memory.client, values),
        told=memory.told | {campo: memory.told.get(campo, 0) + 1 for campo in values},
    )


def _fixed(memory: Memory, event: FixTaken) -> Memory:
    wanted = (event.campo, event.codigo)
    fixes = (
        problem.arreglo
        for problem in memory.findings
        if (problem.campo, problem.codigo) == wanted and problem.arreglo is not None
    )
    fix = memory.offered_cp if wanted == CP_OFFER and memory.offered_cp else next(fixes, None)
    if fix is None:
        return memory
    values = memory.client.values
    if wanted == CP_OFFER:
        memory = replace(memory, kept={**memory.kept, event.campo: values[event.campo]})
    moved = [campo for campo in EMAILS[1:] if event.campo == "email" and values[campo] == fix]
    for campo in moved:
        memory = _without_email(memory, campo)
    client = edits.with_values(memory.client, {event.campo: fix})
    return _after_rfc(memory, client, typed={event.campo})


def _without_email(memory: Memory, campo: str) -> Memory:
    """Take an e-mail away; those after it move up."""
    places = EMAILS[EMAILS.index(campo) :]
    stood = memory.client.values
    values = {place: stood.get(later, "") for place, later in pairwise((*places, ""))}
    fewer = replace(memory, emails=max(memory.emails - 1, 1))
    return replace(_set_by_us(fewer, values), touched=memory.touched - set(places))


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
    emails, optional = room.for_values(memory.client.values)
    return replace(memory, emails=max(memory.emails, emails), optional=memory.optional or optional)


def _unfolded(memory: Memory, what: str) -> Memory:
    if what == "correo":
        return replace(memory, emails=min(memory.emails + 1, len(EMAILS)))
    return replace(memory, optional=memory.optional ^ (what == "opcionales"))


def _unfolded_to(memory: Memory, campo: str) -> Memory:
    emails, optional = room.for_fields({campo})
    return replace(memory, emails=max(memory.emails, emails), optional=memory.optional or optional)
