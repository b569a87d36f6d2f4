"""What has to be read before the drawer's memory can take something in.

Each step takes the memory, reads in a thread what the event needs, and returns the memory after it.
"""

from collections.abc import Mapping
from dataclasses import replace

from clientes_app.live.threads import in_thread
from clientes_app.services.context import Actor
from clientes_app.services.rechazos.refusals import FilaNoSeCorrige
from clientes_app.ui.clientes.address import FilaDeCarga
from clientes_app.ui.clientes.drawer import calls
from clientes_app.ui.clientes.drawer.draft import Draft, draft_owner, read_draft
from clientes_app.ui.clientes.drawer.edited import (
    EditedClient,
    StoredClient,
    TypedField,
    older_versions,
)
from clientes_app.ui.clientes.drawer.filled import said_of_qr, unfolded
from clientes_app.ui.clientes.drawer.memory import (
    DraftReceived,
    FieldTyped,
    FirstErrorShown,
    Memory,
    MessageShown,
    Opened,
    SaveRefused,
    StoredByOthers,
    reduce,
)
from clientes_app.ui.clientes.drawer.sentences import Mensaje, no_se_corrige


async def opened(
    memory: Memory, actor: Actor, subject: int | FilaDeCarga, draft: Draft | None = None
) -> Memory:
    """Open on a client or a refused row, with what a page kept of it.

    Raises NoEncontrado, and FilaNoSeCorrige of a row.
    """
    owner = draft_owner(actor.cuenta_id, actor.usuario_id)
    if isinstance(subject, FilaDeCarga):
        row = await in_thread(calls.read_row, actor.cuenta_id, subject)
        return reduce(memory, Opened(StoredClient(), owner, draft, row=row))
    cliente_id = subject
    stored = await in_thread(calls.read, actor.cuenta_id, cliente_id)
    bases: dict[int, dict[str, str]] = {}
    if draft is not None:
        older = {one.version for one in draft.typed.values() if 0 < one.version < stored.version}
        bases = await _bases(actor.cuenta_id, cliente_id, older)
    return reduce(memory, Opened(stored, owner, draft, bases))


async def received(
    memory: Memory, actor: Actor, subject: int | FilaDeCarga | None, raw: object
) -> Memory | None:
    """Take over what the page holds of the client, or refused row, that its address names.

    None when it does not hold what the address names, or holds it of an opening that is over. When
    the server knows nothing of the tab the drawer is opened with it. Raises NoEncontrado,
    FilaNoSeCorrige.
    """
    if subject is None:
        return None
    is_open = memory.is_open and memory.subject == subject
    if not is_open and memory.started:
        return None
    owner = draft_owner(actor.cuenta_id, actor.usuario_id)
    draft = read_draft(raw, subject=subject, owner=owner)
    if not is_open:
        return await opened(memory, actor, subject, draft)
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
    """Take over what a field tells; once it was left its findings are shown.

    Of the text of a QR in the field of the RFC only the RFC is taken over.
    """
    if memory.filling.is_older(campo, text.number, memory.told):
        return memory
    qr = calls.said_of_qr(text.text) if campo == "rfc" else None
    if qr is not None:
        text = replace(text, text=qr.valor)
    bases = await _bases_of(cuenta_id, memory.client, {campo: text})
    memory = reduce(memory, FieldTyped(campo, text, left, bases))
    if qr is not None:
        memory = said_of_qr(memory, qr)
    return await judged(memory, cuenta_id, adopt=campo if left else "")


async def judged(memory: Memory, cuenta_id: int, *, adopt: str = "") -> Memory:
    """Judge the values anew; `adopt` names the field that takes over its normal form."""
    client = memory.client
    if memory.row is None:
        event = await in_thread(calls.judge, cuenta_id, client.values, client.cliente_id, adopt)
        return reduce(memory, event)
    judged_row = reduce(memory, await in_thread(calls.judge_row, cuenta_id, client.values, adopt))
    if judged_row.client.cliente_id == client.cliente_id:
        return judged_row
    # The row means another client than before, whose values stand where the row says nothing.
    return reduce(judged_row, await in_thread(calls.judge_row, cuenta_id, judged_row.client.values))


async def caught_up(memory: Memory, cuenta_id: int) -> Memory:
    """Take over what others stored; the very same memory when there is nothing.

    Raises NoEncontrado.
    """
    client = memory.client
    if memory.row is not None:
        return await judged(memory, cuenta_id)
    if not client.cliente_id:
        return memory
    version = client.stored.version
    stored = await in_thread(calls.read_news, cuenta_id, client.cliente_id, version)
    if stored is None:
        return memory
    return await judged(reduce(memory, StoredByOthers(stored)), cuenta_id)


async def row_followed(memory: Memory, cuenta_id: int) -> Memory:
    """Judge a refused row anew, and say so if somebody mended it meanwhile."""
    try:
        if isinstance(memory.subject, FilaDeCarga):
            await in_thread(calls.read_row, cuenta_id, memory.subject)
    except FilaNoSeCorrige as error:
        memory = reduce(memory, MessageShown(no_se_corrige(str(error))))
    return await judged(memory, cuenta_id)


async def refused(memory: Memory, cuenta_id: int, message: Mensaje | None = None) -> Memory:
    """Show every finding, and the form as far as its first error needs to be seen."""
    memory = await judged(unfolded(reduce(memory, SaveRefused(message))), cuenta_id)
    return reduce(memory, FirstErrorShown())


async def _bases_of(
    cuenta_id: int, client: EditedClient, texts: Mapping[str, TypedField]
) -> dict[int, dict[str, str]]:
    return await _bases(cuenta_id, client.cliente_id, older_versions(client, texts))


async def _bases(cuenta_id: int, cliente_id: int, versions: set[int]) -> dict[int, dict[str, str]]:
    if not versions:
        return {}
    return await in_thread(calls.read_bases, cuenta_id, cliente_id, versions)
