"""What the drawer asks of the services: read, judge, store. Runs in threads."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from clientes_app.domain.cliente import DatosCliente, Validacion, validar
from clientes_app.domain.rfc.structure import GENERICOS
from clientes_app.services.clientes import clientes, historial, merge
from clientes_app.services.clientes.clientes import ClienteGuardado
from clientes_app.services.clientes.merge import Fusionado
from clientes_app.services.context import Actor
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.resources import shared_engine

BLANCO = DatosCliente().como_dict()


@dataclass(frozen=True, slots=True)
class Leido:
    """A client as it is stored; `cliente_id` is 0 for a new one.

    `autores` names who changed each field since the version that was asked about, and `quien`
    whoever made the last change.
    """

    cliente_id: int = 0
    version: int = 0
    valores: dict[str, str] = field(default_factory=lambda: dict(BLANCO))
    borrado: bool = False
    autores: dict[str, str] = field(default_factory=dict[str, str])
    quien: str = ""


@dataclass(frozen=True, slots=True)
class Juicio:
    """What the rules say of values, and another client that has their RFC."""

    validacion: Validacion
    otro: ClienteGuardado | None


def leer(cuenta_id: int, cliente_id: int) -> Leido:
    """Read a client. Raises NoEncontrado."""
    if not cliente_id:
        return Leido()
    guardado = clientes.obtener(shared_engine(), cuenta_id, cliente_id)
    return Leido(cliente_id, guardado.version, guardado.datos.como_dict(), guardado.borrado)


def novedad(cuenta_id: int, cliente_id: int, desde: int) -> Leido | None:
    """Read a client if it has a later version than `desde`, with who changed what since.

    Raises NoEncontrado.
    """
    leido = leer(cuenta_id, cliente_id)
    if leido.version == desde:
        return None
    pagina = historial.leer(shared_engine(), cuenta_id, cliente_id)
    nuevas = [version for version in pagina.versiones if version.version > desde]
    actual = pagina.actual
    return Leido(
        cliente_id,
        actual.version,
        actual.datos.como_dict(),
        actual.borrado,
        {cambio.campo: version.quien for version in reversed(nuevas) for cambio in version.campos},
        nuevas[0].quien if nuevas else "",
    )


def bases(cuenta_id: int, cliente_id: int, versiones: Collection[int]) -> dict[int, dict[str, str]]:
    """Return the client's values at each of these versions, without those that never were."""
    leidas: dict[int, dict[str, str]] = {}
    for version in versiones:
        try:
            datos = merge.en_version(shared_engine(), cuenta_id, cliente_id, version)
        except NoEncontrado:
            continue
        leidas[version] = datos.como_dict()
    return leidas


def juzgar(cuenta_id: int, valores: Mapping[str, str], cliente_id: int) -> Juicio:
    """Judge values as saving them would."""
    validacion = validar(valores, clientes.contexto(shared_engine(), cuenta_id))
    rfc = validacion.datos.rfc
    otro = (
        None if not rfc or rfc in GENERICOS else clientes.por_rfc(shared_engine(), cuenta_id, rfc)
    )
    return Juicio(validacion, None if otro is None or otro.id == cliente_id else otro)


def juzgar_adoptando(
    cuenta_id: int, valores: Mapping[str, str], cliente_id: int, campo: str
) -> tuple[dict[str, str], Juicio]:
    """Judge values of which one field takes over its normalised form, and return them so."""
    juicio = juzgar(cuenta_id, valores, cliente_id)
    normal = getattr(juicio.validacion.datos, campo, "") if campo else ""
    if not normal or normal == valores[campo]:
        return dict(valores), juicio
    adoptados = {**valores, campo: normal}
    return adoptados, juzgar(cuenta_id, adoptados, cliente_id)


def guardar(
    actor: Actor, cliente_id: int, base: Mapping[str, str], valores: Mapping[str, str]
) -> Fusionado:
    """Store a new client (`cliente_id` 0), or an edited one merged with what others changed.

    Raises what the services raise.
    """
    if cliente_id:
        return merge.guardar(shared_engine(), actor, cliente_id, base=base, propios=valores)
    return Fusionado(clientes.alta(shared_engine(), actor, valores), ())
