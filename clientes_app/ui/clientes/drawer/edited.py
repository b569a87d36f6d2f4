"""One client as one person sees and types it, beside what is stored.

Pure: each function takes an edited client and returns another one. For every field it knows the
*base*, the stored value that the person saw there, and the version of the client it is of. A
field still at its base follows what is stored; one that was typed into keeps the text, and is in
conflict once somebody else stored another value than the base.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from clientes_app.domain.cliente import DatosCliente

BLANK = DatosCliente().como_dict()


@dataclass(frozen=True, slots=True)
class StoredClient:
    """A client as it is stored; `cliente_id` is 0 for a new one.

    `authors` names who changed each field since the version that was asked about, and `author`
    whoever made the last change.
    """

    cliente_id: int = 0
    version: int = 0
    values: dict[str, str] = field(default_factory=lambda: dict(BLANK))
    deleted: bool = False
    authors: dict[str, str] = field(default_factory=dict[str, str])
    author: str = ""


@dataclass(frozen=True, slots=True)
class TypedField:
    """What a field of the page holds.

    `text` was typed over the value of the client's version `version`; `number` is the field's own
    count of how often it has told the server.
    """

    text: str
    version: int = 0
    number: int = 0


@dataclass(frozen=True, slots=True)
class EditedClient:
    """A client in the drawer: `stored` is what is stored, `values` what the person sees."""

    stored: StoredClient = field(default_factory=StoredClient)
    base: dict[str, str] = field(default_factory=lambda: dict(BLANK))
    versions: dict[str, int] = field(default_factory=lambda: dict.fromkeys(BLANK, 0))
    values: dict[str, str] = field(default_factory=lambda: dict(BLANK))
    authors: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def cliente_id(self) -> int:
        """The client, 0 for a new one."""
        return self.stored.cliente_id

    @property
    def changed(self) -> tuple[str, ...]:
        """The fields that the person changed."""
        return tuple(campo for campo in BLANK if not _is_at_base(self, campo))

    @property
    def in_conflict(self) -> tuple[str, ...]:
        """The fields that the person and somebody else changed to different values."""
        stored = self.stored.values
        return tuple(
            campo
            for campo in self.changed
            if self.base[campo] != stored[campo] != self.values[campo].strip()
        )


def just_read(stored: StoredClient) -> EditedClient:
    """Return a client that was just read and that nobody has typed into."""
    values = stored.values
    return EditedClient(stored, dict(values), dict.fromkeys(BLANK, stored.version), dict(values))


def beside(
    edited: EditedClient, stored: StoredClient, row: Mapping[str, str]
) -> tuple[EditedClient, dict[str, str]]:
    """Return what somebody makes of a refused `row`, held against the client that it means now.

    Of that client nobody has seen anything: a field that says something else than is stored is in
    conflict, and one that says nothing follows what is stored. What others store of the same client
    is taken over as in `caught_up`, which says what comes with it.
    """
    if stored.cliente_id == edited.cliente_id:
        same = stored.version == edited.stored.version
        return (edited, {}) if same else caught_up(edited, stored)
    own = dict(edited.values)
    if edited.cliente_id:
        # What stands there was, as far as nobody typed it, another client's.
        own = {campo: own[campo] if campo in edited.changed else row[campo] for campo in own}
    unseen = EditedClient(stored, values=own, authors=stored.authors)
    return _settled(unseen), {}


def older_versions(edited: EditedClient, typed: Mapping[str, TypedField]) -> set[int]:
    """Return the versions, earlier than the known one, that fields of the page are based on."""
    return {one.version for campo, one in typed.items() if 0 < one.version < edited.versions[campo]}


def with_typed(
    edited: EditedClient, typed: Mapping[str, TypedField], bases: Mapping[int, Mapping[str, str]]
) -> EditedClient:
    """Return the client with what the page holds.

    `bases` has the client's values at the versions that `older_versions` named: text typed over an
    older value than the stored one is held against that older value, and text that *is* the
    older value was not typed at all.
    """
    values, base, versions = dict(edited.values), dict(edited.base), dict(edited.versions)
    for campo, one in typed.items():
        old = bases.get(one.version)
        if old is not None and one.version < versions[campo]:
            if one.text.strip() == old[campo]:
                continue
            base[campo], versions[campo] = old[campo], one.version
        values[campo] = one.text
    return _settled(replace(edited, values=values, base=base, versions=versions))


def with_values(edited: EditedClient, values: Mapping[str, str]) -> EditedClient:
    """Return the client with other values in some fields, as if the person had typed them."""
    return _settled(replace(edited, values={**edited.values, **values}))


def caught_up(edited: EditedClient, stored: StoredClient) -> tuple[EditedClient, dict[str, str]]:
    """Return the client after somebody stored something, and the fields taken over, with authors.

    What both changed to the same value is nobody's news.
    """
    authors = {**edited.authors, **stored.authors}
    new = _settled(replace(edited, stored=stored, authors=authors))
    taken = {
        campo: new.authors.get(campo, stored.author)
        for campo in BLANK
        if new.values[campo] != edited.values[campo]
    }
    return new, taken


def decided(edited: EditedClient, campo: str, *, own: bool) -> EditedClient:
    """Return the client after the person saw both values of a field and chose one."""
    stored = edited.stored.values[campo]
    return replace(
        edited,
        base={**edited.base, campo: stored},
        versions={**edited.versions, campo: edited.stored.version},
        values=edited.values if own else {**edited.values, campo: stored},
    )


def _is_at_base(edited: EditedClient, campo: str) -> bool:
    return edited.values[campo].strip() == edited.base[campo]


def _settled(edited: EditedClient) -> EditedClient:
    """Let every field that is not typed into, or typed to what is stored, follow what is stored."""
    values, base, versions = dict(edited.values), dict(edited.base), dict(edited.versions)
    for campo, stored in edited.stored.values.items():
        if base[campo] == stored:
            continue
        if _is_at_base(edited, campo) or values[campo].strip() == stored:
            values[campo] = base[campo] = stored
            versions[campo] = edited.stored.version
    return replace(edited, values=values, base=base, versions=versions)
