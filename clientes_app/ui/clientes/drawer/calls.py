"""What the drawer asks of the services: read, judge, store. Runs in threads."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from clientes_app.domain.cliente import Contexto, Validacion, validar
from clientes_app.domain.problemas import Problema
from clientes_app.services.clientes import clientes, historial, merge
from clientes_app.services.clientes.merge import Fusionado
from clientes_app.services.context import Actor, firma
from clientes_app.services.documentos import llenado
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.rechazos import correccion
from clientes_app.services.rechazos.fila import FilaPorCorregir
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.address import FilaDeCarga
from clientes_app.ui.clientes.drawer.edited import EditedClient, StoredClient
from clientes_app.ui.clientes.drawer.memory import Judged, Namesake

_UNKNOWN = frozenset({"regimen_desconocido", "uso_desconocido", "residencia_desconocida"})

# What the field looks like afterwards does not say these: a digit may be missing instead.
_MENDS_TO_SAY = frozenset({"arreglo_cp_cero", "arreglo_letras"})


def read(cuenta_id: int, cliente_id: int) -> StoredClient:
    """Read a client. Raises NoEncontrado."""
    if not cliente_id:
        return StoredClient()
    guardado = clientes.obtener(shared_engine(), cuenta_id, cliente_id)
    return StoredClient(cliente_id, guardado.version, guardado.datos.como_dict(), guardado.borrado)


def read_row(cuenta_id: int, fila: FilaDeCarga) -> FilaPorCorregir:
    """Read a refused row of a load. Raises NoEncontrado, FilaNoSeCorrige."""
    return correccion.leer(shared_engine(), cuenta_id, *fila)


def next_row(cuenta_id: int, fila: FilaDeCarga) -> int | None:
    """Return the line of the row to mend after this one, None when there is none any more."""
    return correccion.siguiente(shared_engine(), cuenta_id, *fila)


def read_news(cuenta_id: int, cliente_id: int, since: int) -> StoredClient | None:
    """Read a client if it has a later version than `since`, with who changed what meanwhile.

    Raises NoEncontrado.
    """
    if read(cuenta_id, cliente_id).version == since:
        return None
    pagina = historial.leer(shared_engine(), cuenta_id, cliente_id)
    new = [
        (firma(version.quien, version.origen), version.campos)
        for version in pagina.versiones
        if version.version > since
    ]
    actual = pagina.actual
    return StoredClient(
        cliente_id,
        actual.version,
        actual.datos.como_dict(),
        actual.borrado,
        {change.campo: quien for quien, changes in reversed(new) for change in changes},
        new[0][0] if new else "",
    )


def read_bases(
    cuenta_id: int, cliente_id: int, versions: Collection[int]
) -> dict[int, dict[str, str]]:
    """Return the client's values at each of these versions, without those that never were."""
    bases: dict[int, dict[str, str]] = {}
    for version in versions:
        try:
            datos = merge.en_version(shared_engine(), cuenta_id, cliente_id, version)
        except NoEncontrado:
            continue
        bases[version] = datos.como_dict()
    return bases


def judge(cuenta_id: int, values: Mapping[str, str], cliente_id: int, adopt: str = "") -> Judged:
    """Judge values as saving them would; the field `adopt` takes over its normal form."""
    context = clientes.contexto(shared_engine(), cuenta_id)
    validacion = _validated(values, context)
    normal = _normal_form(validacion, adopt)
    mended: tuple[Problema, ...] = ()
    if normal and normal != values[adopt]:
        mended = tuple(
            p for p in validacion.problemas if p.campo == adopt and p.codigo in _MENDS_TO_SAY
        )
        values = {**values, adopt: normal}
        validacion = _validated(values, context)
    datos = validacion.datos
    otro = clientes.por_rfc(shared_engine(), cuenta_id, datos.rfc, datos.nombre)
    namesake = None
    if otro is not None and otro.id != cliente_id:
        namesake = Namesake(otro.id, otro.datos.nombre)
    return Judged(values, validacion.problemas, namesake, context.cp_expedicion, mended)


def said_of_qr(texto: str) -> Problema | None:
    """Say what the text of a QR gives, with the RFC as the notice's value; None if it is none."""
    said = llenado.rfc_de_qr(texto) if llenado.es_texto_de_qr(texto) else None
    return None if said is None or said.es_error else said


def _validated(values: Mapping[str, str], context: Contexto) -> Validacion:
    """Judge values; an RFC that is the text of a QR without one is told which QR it is of."""
    validacion, rfc = validar(values, context), values["rfc"]
    if not llenado.es_texto_de_qr(rfc) or said_of_qr(rfc) is not None:
        return validacion
    others = (problem for problem in validacion.problemas if problem.campo != "rfc")
    return Validacion(validacion.datos, (llenado.rfc_de_qr(rfc), *others))


def judge_row(cuenta_id: int, values: Mapping[str, str], adopt: str = "") -> Judged:
    """Judge what somebody makes of a refused row, and look up the client that it means by now.

    Whoever is there already is no reason to refuse it, as in a load.
    """
    event = judge(cuenta_id, values, 0, adopt)
    meant = StoredClient()
    if event.namesake is not None:
        # With who gave each field the value that it has: nobody has seen anything of the client.
        meant = read_news(cuenta_id, event.namesake.cliente_id, 0) or meant
    return replace(event, namesake=None, counterpart=meant)


def _normal_form(validacion: Validacion, campo: str) -> str:
    """Return the normal form of a field; "" without one: what is no key stays as it was typed."""
    unknown = any(p.campo == campo and p.codigo in _UNKNOWN for p in validacion.problemas)
    return "" if unknown else getattr(validacion.datos, campo, "")


def store(actor: Actor, client: EditedClient, fila: FilaDeCarga | None = None) -> Fusionado:
    """Store a new client, or an edited one merged with what others changed.

    Where it comes of a refused row of a load (`fila`), that one is mended with it. Raises what the
    services raise.
    """
    engine, cliente_id = shared_engine(), client.cliente_id
    if fila is not None:
        base, own = client.base, client.values
        return correccion.guardar(
            engine, actor, *fila, cliente_id=cliente_id, base=base, propios=own
        )
    if cliente_id:
        return merge.guardar(engine, actor, cliente_id, base=client.base, propios=client.values)
    return Fusionado(clientes.alta(engine, actor, client.values), ())
