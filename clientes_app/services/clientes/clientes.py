"""The clients of an account: find, add, edit, delete, bring back, export."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from clientes_app.domain.cliente import Contexto, DatosCliente, validar
from clientes_app.domain.filtros import NINGUNO, Filtros
from clientes_app.services.context import Actor, autoria, contexto_de_reglas
from clientes_app.services.errors import (
    ClienteBorrado,
    ClienteRepetido,
    DatosInvalidos,
    EdicionSimultanea,
    NoEncontrado,
)
from clientes_app.storage.acceso.cuentas import CuentaRepository
from clientes_app.storage.clientes.cambios import CambioRepository
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.clientes.etiquetas import EtiquetaRepository, EtiquetasDeClientes
from clientes_app.storage.clientes.facets import file_of_load
from clientes_app.storage.clientes.search import EXACT_UP_TO, ORDENES, ROWS_PER_PAGE, Buscador
from clientes_app.storage.clientes.search_terms import read_terms
from clientes_app.storage.db.base import DuplicateRow, Engine, Session
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.storage.errors import EstaBorrado, RfcOcupado, VersionVieja
from clientes_app.storage.values import CambioGuardado, ClienteGuardado, EtiquetaGuardada

__all__ = [
    "EXACT_UP_TO",
    "ORDENES",
    "ROWS_PER_PAGE",
    "ClienteGuardado",
    "Consulta",
    "Pagina",
    "PaginaMirada",
    "alta",
    "borrar",
    "buscar",
    "contexto",
    "editar",
    "encontrados",
    "exportar",
    "historial",
    "mirar",
    "obtener",
    "pagina_mirada",
    "palabras_de",
    "por_rfc",
    "repetido",
    "restaurar",
    "revision",
    "storing",
    "validos",
]


@dataclass(frozen=True, slots=True)
class Consulta:
    """What of the list is to be shown; `orden` is one of ORDENES, `pagina` counts from 1.

    The papelera has one order, the newest first; of it `borrado_por` keeps what the undoing of
    that load deleted, 0 what people did.
    """

    texto: str = ""
    orden: str = "nombre"
    descendente: bool = False
    pagina: int = 1
    papelera: bool = False
    borrado_por: int | None = None
    filtros: Filtros = NINGUNO


@dataclass(frozen=True, slots=True)
class Pagina:
    """A page of the list.

    `total` clients were found, or more than that if `hay_mas_de` (then `paginas` ends there too).
    `pagina` is the one shown: the last one when a later one was asked for.
    """

    filas: tuple[ClienteGuardado, ...]
    total: int
    hay_mas_de: bool
    pagina: int
    paginas: int


@dataclass(frozen=True, slots=True)
class PaginaMirada:
    """A page, and the size of the list or papelera that it is of, at a revision of the account.

    `archivo` is the file of the load by which it is filtered, `nombres` what the account's
    etiquetas are called, by number; `etiquetas` are those of the clients of the page, by id.
    """

    revision: int
    pagina: Pagina
    total: int
    archivo: str = ""
    nombres: Mapping[str, str] = field(default_factory=dict[str, str])
    etiquetas: Mapping[int, tuple[EtiquetaGuardada, ...]] = field(
        default_factory=dict[int, tuple[EtiquetaGuardada, ...]]
    )


def buscar(engine: Engine, cuenta_id: int, consulta: Consulta) -> Pagina:
    """Return a page of the list or of the papelera, searched and sorted.

    An unknown order is the order by name.
    """
    with read_transaction(engine) as tx:
        return _pagina(tx, cuenta_id, consulta)


def mirar(engine: Engine, cuenta_id: int, consulta: Consulta) -> PaginaMirada:
    """Return a page as `buscar` does, the size of the whole list, and their revision."""
    with read_transaction(engine) as tx:
        return pagina_mirada(tx, cuenta_id, consulta)


def pagina_mirada(tx: Session, cuenta_id: int, consulta: Consulta) -> PaginaMirada:
    """Return in a transaction what `mirar` does."""
    # The revision first: the page is of that one or of a later one, never of an earlier.
    revision_ = CambioRepository(tx, cuenta_id).novedad()
    pagina = _pagina(tx, cuenta_id, consulta)
    cuenta = CuentaRepository(tx).obtener(cuenta_id)
    if cuenta is None:
        raise NoEncontrado(cuenta_id)
    total = cuenta.borrados if consulta.papelera else cuenta.clientes
    carga = consulta.filtros.carga
    return PaginaMirada(
        revision_,
        pagina,
        total,
        archivo=file_of_load(tx, cuenta_id, carga) if carga else "",
        nombres=_nombres(tx, cuenta_id),
        etiquetas=EtiquetasDeClientes(tx, cuenta_id).leer([fila.id for fila in pagina.filas]),
    )


def _nombres(tx: Session, cuenta_id: int) -> dict[str, str]:
    return {str(una.id): una.nombre for una in EtiquetaRepository(tx, cuenta_id).todas()}


def palabras_de(texto: str) -> tuple[str, ...]:
    """Return what is looked for when a text is searched, folded as the index is."""
    terms = read_terms(texto)
    return (*terms.words, terms.rfc)


def obtener(engine: Engine, cuenta_id: int, cliente_id: int) -> ClienteGuardado:
    """Return a client, also from the papelera. Raises NoEncontrado."""
    with read_transaction(engine) as tx:
        return _exigir(ClienteRepository(tx, cuenta_id).obtener(cliente_id), cliente_id)


def por_rfc(engine: Engine, cuenta_id: int, rfc: str, nombre: str = "") -> ClienteGuardado | None:
    """Return the client with that RFC (as it is stored), of a generic one that of the name too."""
    with read_transaction(engine) as tx:
        return ClienteRepository(tx, cuenta_id).por_rfc(rfc, nombre)


def contexto(engine: Engine, cuenta_id: int) -> Contexto:
    """Return what the rules need to know for a client of this account today."""
    with read_transaction(engine) as tx:
        cuenta = CuentaRepository(tx).obtener(cuenta_id)
    if cuenta is None:
        raise NoEncontrado(cuenta_id)
    return contexto_de_reglas(cuenta.cp_expedicion)


def alta(engine: Engine, actor: Actor, valores: Mapping[str, str]) -> ClienteGuardado:
    """Store a new client. Raises DatosInvalidos, ClienteRepetido."""
    datos = validos(engine, actor, valores)
    with storing(engine, actor) as (tx, buscados):
        buscados.append(datos)
        return ClienteRepository(tx, actor.cuenta_id).alta(datos, autoria(actor))


def editar(
    engine: Engine, actor: Actor, cliente_id: int, version: int, valores: Mapping[str, str]
) -> ClienteGuardado:
    """Store a client's new data; all twenty fields count, one that is left out becomes blank.

    Data equal to what is stored change nothing, the version neither. Raises DatosInvalidos,
    NoEncontrado, ClienteBorrado, ClienteRepetido, and EdicionSimultanea when the client is at
    another version than the one given.
    """
    datos = validos(engine, actor, valores)
    try:
        with storing(engine, actor) as (tx, buscados):
            buscados.append(datos)
            guardado = ClienteRepository(tx, actor.cuenta_id).editar(
                cliente_id, version=version, datos=datos, autoria=autoria(actor)
            )
    except EstaBorrado as error:
        raise ClienteBorrado(cliente_id) from error
    except VersionVieja as error:
        raise EdicionSimultanea(cliente_id, error.version_actual) from error
    return _exigir(guardado, cliente_id)


def borrar(engine: Engine, actor: Actor, cliente_id: int) -> ClienteGuardado:
    """Put a client into the papelera. Raises NoEncontrado."""
    with write_transaction(engine) as tx:
        guardado = ClienteRepository(tx, actor.cuenta_id).borrar(cliente_id, autoria(actor))
    return _exigir(guardado, cliente_id)


def restaurar(engine: Engine, actor: Actor, cliente_id: int) -> ClienteGuardado:
    """Bring a client back. Raises NoEncontrado, and ClienteRepetido if its RFC is taken now."""
    try:
        with write_transaction(engine) as tx:
            guardado = ClienteRepository(tx, actor.cuenta_id).restaurar(cliente_id, autoria(actor))
    except RfcOcupado as error:
        raise ClienteRepetido(error.cliente_id, error.nombre) from error
    return _exigir(guardado, cliente_id)


def historial(engine: Engine, cuenta_id: int, cliente_id: int) -> tuple[CambioGuardado, ...]:
    """Return the changes of a client, the newest first. Raises NoEncontrado."""
    with read_transaction(engine) as tx:
        cambios = CambioRepository(tx, cuenta_id).de_cliente(cliente_id)
    if not cambios:
        raise NoEncontrado(cliente_id)
    return cambios


def revision(engine: Engine, cuenta_id: int) -> int:
    """Return the revision of the account: it grows with every change of a client.

    So it does with every change of the account's etiquetas.
    """
    with read_transaction(engine) as tx:
        return CambioRepository(tx, cuenta_id).novedad()


def exportar(
    engine: Engine,
    cuenta_id: int,
    texto: str = "",
    filtros: Filtros = NINGUNO,
    *,
    con_etiquetas: bool = False,
) -> Iterator[Sequence[str]]:
    """Give the clients of the list by name, twenty texts each in the order of the template.

    With a text or filters those that `buscar` finds by them; with etiquetas one text more each.

    They are those of the moment of the first row, read in bounded memory.
    """
    with read_transaction(engine) as tx:
        buscador = Buscador(tx, cuenta_id, filtros=filtros)
        recorrer = buscador.recorrer_con_etiquetas if con_etiquetas else buscador.recorrer
        yield from recorrer(texto)


def encontrados(engine: Engine, cuenta_id: int, consulta: Consulta) -> Sequence[int]:
    """Return the ids of all clients that a query finds, on whatever page, ascending."""
    with read_transaction(engine) as tx:
        return _buscador(tx, cuenta_id, consulta).ids(consulta.texto)


def _buscador(tx: Session, cuenta_id: int, consulta: Consulta) -> Buscador:
    return Buscador(
        tx,
        cuenta_id,
        papelera=consulta.papelera,
        borrado_por=consulta.borrado_por,
        filtros=consulta.filtros,
    )


def _pagina(tx: Session, cuenta_id: int, consulta: Consulta) -> Pagina:
    pedida = max(1, consulta.pagina)
    buscador = _buscador(tx, cuenta_id, consulta)
    orden = consulta.orden if consulta.orden in ORDENES else "nombre"
    descendente = consulta.descendente
    if consulta.papelera:
        orden, descendente = "borrado_en", True
    while True:
        hallazgo = buscador.pagina(
            consulta.texto, orden=orden, descendente=descendente, pagina=pedida
        )
        paginas = max(1, -(-hallazgo.total // ROWS_PER_PAGE))
        if pedida <= paginas:
            return Pagina(hallazgo.filas, hallazgo.total, hallazgo.hay_mas_de, pedida, paginas)
        pedida = paginas


def validos(engine: Engine, actor: Actor, valores: Mapping[str, str]) -> DatosCliente:
    """Return a client as it would be stored. Raises DatosInvalidos."""
    validacion = validar(valores, contexto(engine, actor.cuenta_id))
    if not validacion.es_valida:
        raise DatosInvalidos(validacion.problemas)
    return validacion.datos


@contextmanager
def storing(engine: Engine, actor: Actor) -> Generator[tuple[Session, list[DatosCliente]]]:
    """Give a transaction in which a client is stored, and a list that takes the data meant.

    When another client has their identity already, ClienteRepetido is raised and nothing is stored.
    """
    buscados: list[DatosCliente] = []
    try:
        with write_transaction(engine) as tx:
            yield tx, buscados
    except RfcOcupado as error:
        raise ClienteRepetido(error.cliente_id, error.nombre) from error
    except DuplicateRow as error:
        raise repetido(engine, actor, buscados[0], error) from error


def _exigir(guardado: ClienteGuardado | None, cliente_id: int) -> ClienteGuardado:
    if guardado is None:
        raise NoEncontrado(cliente_id)
    return guardado


def repetido(engine: Engine, actor: Actor, datos: DatosCliente, error: DuplicateRow) -> Exception:
    """Say who is there already after a unique index refused data; else the error is another one."""
    otro = por_rfc(engine, actor.cuenta_id, datos.rfc, datos.nombre)
    return error if otro is None else ClienteRepetido(otro.id, otro.datos.nombre)
