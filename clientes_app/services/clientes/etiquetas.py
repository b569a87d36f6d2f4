"""The etiquetas of an account, as people manage them, and those of one client."""

from collections.abc import Collection
from dataclasses import dataclass

from clientes_app.domain import etiquetas
from clientes_app.domain.etiquetas import COLORES
from clientes_app.domain.problemas import Problema
from clientes_app.services.context import Actor, autoria
from clientes_app.services.errors import ClienteBorrado, DatosInvalidos, NoEncontrado
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.clientes.etiquetas import (
    CambioDeEtiquetas,
    EtiquetaRepository,
    EtiquetasDeClientes,
)
from clientes_app.storage.db.base import Engine, Session
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.storage.values import EtiquetaContada, EtiquetaGuardada

__all__ = [
    "EtiquetaContada",
    "EtiquetaGuardada",
    "EtiquetasPuestas",
    "borrar",
    "cambiar",
    "contadas",
    "crear",
    "de_cliente",
    "devolver",
    "lista",
    "poner",
    "poner_nueva",
]


@dataclass(frozen=True, slots=True)
class EtiquetasPuestas:
    """Those of a client, and those that the account has, both by name."""

    suyas: tuple[EtiquetaGuardada, ...]
    todas: tuple[EtiquetaGuardada, ...]


def lista(engine: Engine, cuenta_id: int) -> tuple[EtiquetaGuardada, ...]:
    """Return the etiquetas of an account, by name."""
    with read_transaction(engine) as tx:
        return EtiquetaRepository(tx, cuenta_id).todas()


def contadas(engine: Engine, cuenta_id: int) -> tuple[EtiquetaContada, ...]:
    """Return the etiquetas of an account with how many clients of the list have each, by name."""
    with read_transaction(engine) as tx:
        return EtiquetaRepository(tx, cuenta_id).contadas()


def crear(engine: Engine, actor: Actor, nombre: str, color: str = "") -> EtiquetaGuardada:
    """Make an etiqueta; without a colour it gets the one that fewest have.

    Raises DatosInvalidos.
    """
    with write_transaction(engine) as tx:
        return _crear(_a_solas(tx, actor.cuenta_id), nombre, color)


def _crear(repositorio: EtiquetaRepository, nombre: str, color: str = "") -> EtiquetaGuardada:
    leido, problemas = etiquetas.leer_nombre(nombre)
    hay = repositorio.todas()
    color = color or _el_menos_usado(hay)
    problemas += etiquetas.leer_color(color)[1]
    if len(hay) >= etiquetas.MAXIMAS:
        problemas = (etiquetas.demasiadas_etiquetas(),)
    _exigir(problemas, repositorio, leido)
    return repositorio.crear(leido, color)


def cambiar(
    engine: Engine, actor: Actor, etiqueta_id: int, *, nombre: str, color: str
) -> EtiquetaGuardada:
    """Give an etiqueta another name or colour. Raises DatosInvalidos, NoEncontrado."""
    leido, problemas = etiquetas.leer_nombre(nombre)
    problemas += etiquetas.leer_color(color)[1]
    with write_transaction(engine) as tx:
        repositorio = _a_solas(tx, actor.cuenta_id)
        actual = repositorio.obtener(etiqueta_id)
        if actual is None:
            raise NoEncontrado(etiqueta_id)
        nueva = EtiquetaGuardada(etiqueta_id, leido, color)
        if nueva != actual:
            _exigir(problemas, repositorio, leido, menos=etiqueta_id)
            repositorio.cambiar(etiqueta_id, nombre=leido, color=color)
        return nueva


def borrar(engine: Engine, actor: Actor, etiqueta_id: int) -> EtiquetaContada:
    """Take an etiqueta away from all clients; return it with how many lose it.

    Raises NoEncontrado.
    """
    with write_transaction(engine) as tx:
        repositorio = _a_solas(tx, actor.cuenta_id)
        una = next((c for c in repositorio.contadas() if c.etiqueta.id == etiqueta_id), None)
        if una is None:
            raise NoEncontrado(etiqueta_id)
        repositorio.borrar(etiqueta_id)
        return una


def devolver(engine: Engine, actor: Actor, etiqueta_id: int) -> EtiquetaGuardada:
    """Bring an etiqueta back that was deleted, with the clients that had it.

    One that is there stays as it is. Raises NoEncontrado, and DatosInvalidos when another one has
    its name by now, or there are too many.
    """
    with write_transaction(engine) as tx:
        repositorio = _a_solas(tx, actor.cuenta_id)
        hay = repositorio.obtener(etiqueta_id)
        if hay is not None:
            return hay
        una = repositorio.borrada(etiqueta_id)
        if una is None:
            raise NoEncontrado(etiqueta_id)
        lleno = len(repositorio.todas()) >= etiquetas.MAXIMAS
        _exigir((etiquetas.demasiadas_etiquetas(),) if lleno else (), repositorio, una.nombre)
        repositorio.devolver(etiqueta_id)
        return una


def de_cliente(engine: Engine, cuenta_id: int, cliente_id: int) -> EtiquetasPuestas:
    """Return the etiquetas of a client, and those that it could have."""
    with read_transaction(engine) as tx:
        suyas = EtiquetasDeClientes(tx, cuenta_id).leer([cliente_id])
        return EtiquetasPuestas(
            suyas.get(cliente_id, ()), EtiquetaRepository(tx, cuenta_id).todas()
        )


def poner(
    engine: Engine,
    actor: Actor,
    cliente_id: int,
    *,
    puestas: Collection[int] = (),
    quitadas: Collection[int] = (),
) -> None:
    """Put etiquetas on a client, and take others off; what is so already stays.

    Raises NoEncontrado (also for an etiqueta that the account has not) and ClienteBorrado.
    """
    with write_transaction(engine) as tx:
        en_uso = {una.id for una in _a_solas(tx, actor.cuenta_id).todas()}
        if not en_uso.issuperset(puestas):
            raise NoEncontrado(cliente_id)
        _poner(tx, actor, cliente_id, puestas=set(puestas), quitadas=set(quitadas))


def poner_nueva(engine: Engine, actor: Actor, cliente_id: int, nombre: str) -> EtiquetaGuardada:
    """Put on a client the etiqueta of that name, which is made where there is none.

    Raises DatosInvalidos, NoEncontrado and ClienteBorrado; then none is made.
    """
    with write_transaction(engine) as tx:
        repositorio = _a_solas(tx, actor.cuenta_id)
        una = repositorio.de_nombre(etiquetas.leer_nombre(nombre)[0])
        una = una or _crear(repositorio, nombre)
        _poner(tx, actor, cliente_id, puestas={una.id}, quitadas=set())
        return una


def _poner(
    tx: Session, actor: Actor, cliente_id: int, *, puestas: set[int], quitadas: set[int]
) -> None:
    actual = ClienteRepository(tx, actor.cuenta_id).obtener(cliente_id)
    if actual is None:
        raise NoEncontrado(cliente_id)
    if actual.borrado:
        raise ClienteBorrado(cliente_id)
    de_clientes = EtiquetasDeClientes(tx, actor.cuenta_id)
    suyas = {una.id for una in de_clientes.leer([cliente_id]).get(cliente_id, ())}
    cambio = CambioDeEtiquetas(
        cliente_id,
        actual.version,
        puestas=tuple(sorted(puestas - suyas)),
        quitadas=tuple(sorted(suyas & quitadas)),
    )
    if cambio.puestas or cambio.quitadas:
        de_clientes.fijar([cambio], autoria(actor))


def _a_solas(tx: Session, cuenta_id: int) -> EtiquetaRepository:
    """Return the account's etiquetas, once nobody else changes them: a name is there once."""
    ClienteRepository(tx, cuenta_id).bloquear()
    return EtiquetaRepository(tx, cuenta_id)


def _exigir(
    problemas: tuple[Problema, ...], repositorio: EtiquetaRepository, nombre: str, *, menos: int = 0
) -> None:
    """Raise DatosInvalidos for what is wrong, also when another one than `menos` has the name."""
    otra = repositorio.de_nombre(nombre)
    if not problemas and otra is not None and otra.id != menos:
        problemas = (etiquetas.etiqueta_repetida(otra.nombre),)
    if problemas:
        raise DatosInvalidos(problemas)


def _el_menos_usado(hay: Collection[EtiquetaGuardada]) -> str:
    usados = [una.color for una in hay]
    return min(COLORES, key=usados.count)
