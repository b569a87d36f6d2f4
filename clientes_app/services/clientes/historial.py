"""The history of one client: who changed what, when and from where, and the way back."""

from dataclasses import dataclass
from datetime import datetime

from clientes_app.domain.columnas import CAMPOS
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.merge import en_version
from clientes_app.services.context import Actor
from clientes_app.services.errors import NoEncontrado
from clientes_app.storage.clientes.cambios import CambioRepository
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.db.base import Engine
from clientes_app.storage.db.engine import read_transaction
from clientes_app.storage.values import CambioGuardado, CargaDeCliente, ClienteGuardado

VERSIONES_POR_PAGINA = 20


@dataclass(frozen=True, slots=True)
class CampoCambiado:
    """A field that a change moved, from one value to another."""

    campo: str
    antes: str
    despues: str


@dataclass(frozen=True, slots=True)
class Version:
    """One change of a client, and the version that it made.

    `accion` is «alta», «edicion», «borrado» or «restauracion»; `campos` come in the order of the
    template. `proceso_id` is the bulk load of the file `archivo` that did it, or whose undoing did
    it (`deshace`; then `origen` is the door through which it was undone).
    """

    version: int
    accion: str
    quien: str
    origen: str
    proceso_id: int | None
    archivo: str
    deshace: bool
    cuando: datetime
    campos: tuple[CampoCambiado, ...]


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
        repositorio = CambioRepository(tx, cuenta_id)
        cambios = repositorio.de_cliente(cliente_id, hasta=hasta, limite=cuantas + 1)
        con_carga = any(cambio.proceso_id for cambio in cambios)
        cargas = repositorio.cargas_de(cliente_id) if con_carga else {}
    versiones = tuple(
        _version(cambio, cargas.get(cambio.proceso_id or 0)) for cambio in cambios[:cuantas]
    )
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


def _version(cambio: CambioGuardado, carga: CargaDeCliente | None) -> Version:
    campos = tuple(
        CampoCambiado(campo, cambio.antes.get(campo, ""), cambio.despues[campo])
        for campo in CAMPOS
        if campo in cambio.despues
    )
    return Version(
        version=cambio.version,
        accion=cambio.accion,
        quien=cambio.quien,
        origen=cambio.origen,
        proceso_id=cambio.proceso_id,
        archivo=carga.archivo if carga else "",
        # A load touches a client once: what comes later is its undoing.
        deshace=carga is not None and cambio.version > carga.version,
        cuando=cambio.creado_en,
        campos=campos,
    )
