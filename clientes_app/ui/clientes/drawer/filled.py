"""What a document makes of the drawer's memory: filled, chosen, looked at, taken back. Pure."""

from dataclasses import replace

from clientes_app.domain.problemas import Problema
from clientes_app.services.documentos.llenado import DatosDeConstancia
from clientes_app.ui.clientes.drawer.filling import (
    NOT_FILLED,
    OF_DOCUMENT,
    OWN,
    REGIMEN,
    STORED,
    Filling,
    differing,
    taken_at_first,
)
from clientes_app.ui.clientes.drawer.memory import Memory, with_put
from clientes_app.ui.clientes.drawer.mends import Mend


def told(memory: Memory, document: DatosDeConstancia) -> Memory:
    """Say what a document is, and fill in nothing of it; what an earlier one filled in stays."""
    return replace(memory, filling=replace(memory.filling, refused=document))


def filled(memory: Memory, document: DatosDeConstancia) -> Memory:
    """Fill the fields with a document; against a stored client the differences come first."""
    memory = taken_back(memory)
    client = memory.client
    stored, values = client.stored.values, client.values
    taken = taken_at_first(document, stored, values)
    differences = differing(document, stored) if client.cliente_id else ()
    # A difference can be chosen later on, and taken back then as well.
    before = {campo: values[campo] for campo in (*taken, *differences)}
    if document.regimenes:
        before.setdefault(REGIMEN, values[REGIMEN])
    filling = Filling(
        document,
        before=before,
        unseen=frozenset(taken),
        folded=bool(differences),
    )
    # A régimen that is still to be chosen is asked for, and wrong only when it is to be saved.
    shown = frozenset(campo for campo, value in taken.items() if value)
    touched = (memory.touched - taken.keys()) | shown
    return with_put(replace(memory, filling=filling, touched=touched), taken)


def taken_back(memory: Memory) -> Memory:
    """Put back what stood in the fields that still hold what a document filled in."""
    filling, values = memory.filling, memory.client.values
    back = {
        campo: before
        for campo, before in filling.before.items()
        if filling.is_of_document(campo, values[campo])
    }
    untouched = memory.touched - {campo for campo, before in back.items() if not before}
    new = replace(memory, filling=NOT_FILLED, touched=untouched)
    return with_put(new, back)


def looked_at(memory: Memory, campo: str) -> Memory:
    """Take the mark from a field that somebody looked at."""
    filling = memory.filling
    return replace(memory, filling=replace(filling, unseen=filling.unseen - {campo}))


def side_chosen(memory: Memory, campo: str, side: str) -> Memory:
    """Put one side of a difference into its field, or one of the régimenes that are offered."""
    filling = memory.filling
    document = filling.document
    if document is None or campo not in filling.before:
        return memory
    sides = {
        STORED: memory.client.stored.values[campo],
        OWN: filling.before[campo],
        OF_DOCUMENT: document.valores.get(campo, ""),
        **({key: key for key in filling.regimenes} if campo == REGIMEN else {}),
    }
    if side not in sides:
        return memory
    new = looked_at(memory, campo)
    return with_put(replace(new, touched=new.touched | {campo}), {campo: sides[side]})


def unfolded(memory: Memory) -> Memory:
    """Show the fields beside the differences."""
    return replace(memory, filling=replace(memory.filling, folded=False))


def said_of_qr(memory: Memory, said: Problema) -> Memory:
    """Remember that the RFC was taken from the text of a QR, which is said while it stands."""
    mended = {**memory.mended, "rfc": Mend(said.valor, (said,))}
    return replace(memory, mended=mended, touched=memory.touched | {"rfc"})
