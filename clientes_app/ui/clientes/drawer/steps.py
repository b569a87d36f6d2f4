"""What has to be read before the drawer's memory can take something in.

Each step takes the memory, reads in a thread what the event needs, and returns the memory after it.
"""

from collections.abc import Mapping

from clientes_app.live.threads import in_thread
from clientes_app.services.context import Actor
from clientes_app.ui.clientes.drawer import calls
from clientes_app.ui.clientes.drawer.draft import Draft, draft_owner, read_draft
from clientes_app.ui.clientes.drawer.edited import EditedClient, TypedField, older_versions
from clientes_app.ui.clientes.drawer.memory import (
    DraftReceived,
    FieldTyped,
    FirstErrorShown,
    Memory,
    Opened,
    SaveRefused,
    StoredByOthers,
    reduce,
)
from clientes_app.ui.clientes.drawer.sentences import Mensaje


async def opened(
    memory: Memory, actor: Actor, cliente_id: int, draft: Draft | None = None
) -> Memory:
    """Open on a client, with what a page kept of it. Raises NoEncontrado."""
    stored = await in_thread(calls.read, actor.cuenta_id, cliente_id)
    bases: dict[int, dict[str, str]] = {}
    if draft is not None:
        older = {one.version for one in draft.typed.values() if 0 < one.version < stored.version}
        bases = await _bases(actor.cuenta_id, cliente_id, older)
    owner = draft_owner(actor.cuenta_id, actor.usuario_id)
    return reduce(memory, Opened(stored, owner, draft, bases))


async def received(
    memory: Memory, actor: Actor, cliente_id: int | None, raw: object
) -> Memory | None:
    """Take over what the page holds of the client that its address names.

    None when it does not hold what the address names, or holds it of an opening that is over. When
    the server knows nothing of the tab the drawer is opened with it. Raises NoEncontrado.
    """
    if cliente_id is None:
        return None
    is_open = memory.is_open and memory.client.cliente_id == cliente_id
    if not is_open and memory.started:
        return None
    owner = draft_owner(actor.cuenta_id, actor.usuario_id)
    draft = read_draft(raw, cliente_id=cliente_id, owner=owner)
    if not is_open:
        return await opened(memory, actor, cliente_id, draft)
    if draft is None:
        return memory
    if draft.number != memory.number:
        # Said in an opening that was saved or closed since: it must not get into this one.
        return None
    bases = await _bases_of(actor.cuenta_id, memory.client, draft.typed)
    return reduce(memory, DraftReceived(draft, bases))


async def typed(
    memory: Memory, cuenta_id: int, campo: str, text: TypedField, *, left: bool
) -> Memory:
    """Take over what a field tells; once it was left its findings are shown."""
    bases = await _bases_of(cuenta_id, memory.client, {campo: text})
    memory = reduce(memory, FieldTyped(campo, text, left, bases))
    return await judged(memory, cuenta_id, adopt=campo if left else "")


async def judged(memory: Memory, cuenta_id: int, *, adopt: str = "") -> Memory:
    """Judge the values anew; `adopt` names the field that takes over its normal form."""
    client = memory.client
    event = await in_thread(calls.judge, cuenta_id, client.values, client.cliente_id, adopt)
    return reduce(memory, event)


async def caught_up(memory: Memory, cuenta_id: int) -> Memory:
    """Take over what others stored; the very same memory when there is nothing.

    Raises NoEncontrado.
    """
    client = memory.client
    if not client.cliente_id:
        return memory
    version = client.stored.version
    stored = await in_thread(calls.read_news, cuenta_id, client.cliente_id, version)
    if stored is None:
        return memory
    return await judged(reduce(memory, StoredByOthers(stored)), cuenta_id)


async def refused(memory: Memory, cuenta_id: int, message: Mensaje | None = None) -> Memory:
    """Show every finding, and the form as far as its first error needs to be seen."""
    memory = await judged(reduce(memory, SaveRefused(message)), cuenta_id)
    return reduce(memory, FirstErrorShown())


async def _bases_of(
    cuenta_id: int, client: EditedClient, texts: Mapping[str, TypedField]
) -> dict[int, dict[str, str]]:
    return await _bases(cuenta_id, client.cliente_id, older_versions(client, texts))


async def _bases(cuenta_id: int, cliente_id: int, versions: set[int]) -> dict[int, dict[str, str]]:
    if not versions:
        return {}
    return await in_thread(calls.read_bases, cuenta_id, cliente_id, versions)
