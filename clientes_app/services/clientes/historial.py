"""The history of one client: who changed what, when and from where, and the way back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.etiquetas import del_cambio
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.merge import en_version
from clientes_app.services.context import Actor
from clientes_app.services.errors import NoEncontrado
from clientes_app.storage.clientes.cambios import CambioRepository
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.clientes.uniones import NotaDeUnion, UnionRepository
from clientes_app.storage.db.base import Engine
from clientes_app.storage.db.engine import read_transaction
from clientes_app.storage.values import CambioGuardado, ClienteGuardado

__all__ = [
    "VERSIONES_POR_PAGINA",
    "CampoCambiado",
    "Historial",
    "NotaDeUnion",
    "Version",
    "leer",
    "restaurar_version",
]

VERSIONES_POR_PAGINA = 20


@dataclass(frozen=True, slots=True)
class CampoCambiado:
    """A field that a change moved, from one value to another."""

    campo: str
    antes: str
    despues: str


@dataclass(frozen=True, slots=True)
class EtiquetaCambiada:
    """An etiqueta that a change put on the client, or took off it, as it was called then."""

    nombre: str
    puesta: bool


@dataclass(frozen=True, slots=True)
class Version:
    """One change of a client, and the version that it made.

    `accion` is «alta», «edicion», «borrado», «restauracion», «etiquetas» or «revision_sat»;
    `campos` come in the order of the template, `etiquetas` by name, `revision_sat` is what the
    SAT's validator said. `proceso_id` is the bulk load that did it,
    of the file `archivo` (None and "" by hand), or `por_accion` the action of that title; with
    `deshace` it is the undoing of that.
    `union` says with whom the client was joined by it, or with `deshace` separated from.
    With `linea` somebody mended by hand what that load had refused on that line.
    """

    version: int
    accion: str
    quien: str
    origen: str
    proceso_id: int | None
    archivo: str
    por_accion: bool
    deshace: bool
    linea: int | None
    cuando: datetime
    campos: tuple[CampoCambiado, ...]
    etiquetas: tuple[EtiquetaCambiada, ...] = ()
    revision_sat: str = ""
    union: NotaDeUnion | None = None


@dataclass(frozen=True, slots=True)
class Historial:
    """A page of a client's history, the newest change first.

    `actual` is the client as it is stored now; `hay_mas` says that there are older changes.
    """

    actual: ClienteGuardado
    versiones: tuple[Version, ...]
    hay_mas: bool


def leer(
    engine: Engine,
    cuenta_id: int,
    cliente_id: int,
    *,
    hasta: int | None = None,
    cuantas: int = VERSIONES_POR_PAGINA,
) -> Historial:
    """Return a client's changes, at most `cuantas`, back from the version `hasta` (the newest).

    Raises NoEncontrado.
    """
    with read_transaction(engine) as tx:
        actual = ClienteRepository(tx, cuenta_id).obtener(cliente_id)
        if actual is None:
            raise NoEncontrado(cliente_id)
        cambios = CambioRepository(tx, cuenta_id).de_cliente(
            cliente_id, hasta=hasta, limite=cuantas + 1
        )
        notas = UnionRepository(tx, cuenta_id).notas(cliente_id)
    versiones = tuple(_version(cambio, notas) for cambio in cambios[:cuantas])
    return Historial(actual, versiones, hay_mas=len(cambios) > cuantas)


def restaurar_version(
    engine: Engine, actor: Actor, cliente_id: int, version: int, *, vista: int
) -> ClienteGuardado:
    """Give the client the values that it had at `version`, as a new change.

    `vista` is the version the person saw as the present one: when somebody changed the client
    since, EdicionSimultanea. Also raises NoEncontrado, ClienteBorrado, ClienteRepetido when
    another client has that RFC now, and DatosInvalidos when today's rules refuse those values.
    """
    datos = en_version(engine, actor.cuenta_id, cliente_id, version)
    return clientes.editar(engine, actor, cliente_id, vista, datos.como_dict())


def _version(cambio: CambioGuardado, notas: Mapping[int, NotaDeUnion]) -> Version:
    campos = tuple(
        CampoCambiado(campo, cambio.antes.get(campo, ""), cambio.despues[campo])
        for campo in CAMPOS
        if campo in cambio.despues
    )
    proceso_id, linea = cambio.corrige or (cambio.proceso_id, None)
    return Version(
        version=cambio.version,
        accion=cambio.accion,
        quien=cambio.quien,
        origen=cambio.origen,
        proceso_id=proceso_id,
        archivo=cambio.archivo,
        por_accion=cambio.por_accion,
        deshace=cambio.deshace_version is not None,
        linea=linea,
        cuando=cambio.creado_en,
        campos=campos,
        etiquetas=_etiquetas(cambio),
        revision_sat=cambio.despues.get("revision_sat", ""),
        union=notas.get(cambio.deshace_version or cambio.version),
    )


def _etiquetas(cambio: CambioGuardado) -> tuple[EtiquetaCambiada, ...]:
    lados = ((cambio.despues, True), (cambio.antes, False))
    return tuple(
        EtiquetaCambiada(nombre, puesta)
        for valores, puesta in lados
        for nombre in sorted(filter(None, del_cambio(valores).values()))
    )
