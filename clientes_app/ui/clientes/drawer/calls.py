"""What the drawer asks of the services: read, judge, store. Runs in threads."""

from collections.abc import Collection, Mapping

from clientes_app.domain.cliente import Validacion, validar
from clientes_app.services.clientes import clientes, historial, merge
from clientes_app.services.clientes.merge import Fusionado
from clientes_app.services.context import Actor
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.drawer.edited import StoredClient
from clientes_app.ui.clientes.drawer.memory import Judged, Namesake

_UNKNOWN = frozenset({"regimen_desconocido", "uso_desconocido", "residencia_desconocida"})


def read(cuenta_id: int, cliente_id: int) -> StoredClient:
    """Read a client. Raises NoEncontrado."""
    if not cliente_id:
        return StoredClient()
    guardado = clientes.obtener(shared_engine(), cuenta_id, cliente_id)
    return StoredClient(cliente_id, guardado.version, guardado.datos.como_dict(), guardado.borrado)


def read_news(cuenta_id: int, cliente_id: int, since: int) -> StoredClient | None:
    """Read a client if it has a later version than `since`, with who changed what meanwhile.

    Raises NoEncontrado.
    """
    if read(cuenta_id, cliente_id).version == since:
        return None
    pagina = historial.leer(shared_engine(), cuenta_id, cliente_id)
    new = [version for version in pagina.versiones if version.version > since]
    actual = pagina.actual
    return StoredClient(
        cliente_id,
        actual.version,
        actual.datos.como_dict(),
        actual.borrado,
        {change.campo: version.quien for version in reversed(new) for change in version.campos},
        new[0].quien if new else "",
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
    validacion = validar(values, context)
    normal = _normal_form(validacion, adopt)
    if normal and normal != values[adopt]:
        values = {**values, adopt: normal}
        validacion = validar(values, context)
    datos = validacion.datos
    otro = clientes.por_rfc(shared_engine(), cuenta_id, datos.rfc, datos.nombre)
    namesake = None
    if otro is not None and otro.id != cliente_id:
        namesake = Namesake(otro.id, otro.datos.nombre)
    return Judged(values, validacion.problemas, namesake, context.cp_expedicion)


def _normal_form(validacion: Validacion, campo: str) -> str:
    """Return the normal form of a field; "" without one: what is no key stays as it was typed."""
    unknown = any(p.campo == campo and p.codigo in _UNKNOWN for p in validacion.problemas)
    return "" if unknown else getattr(validacion.datos, campo, "")


def store(
    actor: Actor, cliente_id: int, base: Mapping[str, str], values: Mapping[str, str]
) -> Fusionado:
    """Store a new client (`cliente_id` 0), or an edited one merged with what others changed.

    Raises what the services raise.
    """
    if cliente_id:
        return merge.guardar(shared_engine(), actor, cliente_id, base=base, propios=values)
    return Fusionado(clientes.alta(shared_engine(), actor, values), ())
