"""Views of the list: what it shows, kept under a name for a person or for the whole account."""

from dataclasses import dataclass, replace
from datetime import timedelta

from clientes_app.domain import aspecto, vistas
from clientes_app.domain.problemas import Problema
from clientes_app.services.clientes import aspecto as aspectos
from clientes_app.services.errors import DatosInvalidos, NoEncontrado
from clientes_app.storage.acceso.usuarios import UsuarioRepository
from clientes_app.storage.clientes.etiquetas import EtiquetaRepository
from clientes_app.storage.clientes.vistas import VistaRepository, cambios_de_vistas
from clientes_app.storage.db.base import Engine, Session
from clientes_app.storage.db.column_types import is_id, utc_now
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.storage.values import EtiquetaGuardada, VistaGuardada

__all__ = [
    "QuienMira",
    "VistaGuardada",
    "VistasDeLista",
    "borrar",
    "cambiar",
    "cambios",
    "devolver",
    "elegir",
    "guardar",
    "lista",
    "renombrar",
]

_BORRADAS_QUEDAN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuienMira:
    """A person in an account; `edita` says that they may change what is the whole account's."""

    cuenta_id: int
    usuario_id: int
    edita: bool


@dataclass(frozen=True, slots=True)
class VistasDeLista:
    """The views that a person sees, by name, and the etiquetas of which their filters may be.

    `columnas` are those that the person sees now, as a view keeps them.
    """

    vistas: tuple[VistaGuardada, ...]
    etiquetas: tuple[EtiquetaGuardada, ...]
    columnas: str


def cambios(engine: Engine, cuenta_id: int) -> int:
    """Return how often views of an account changed: it grows with each change."""
    with read_transaction(engine) as tx:
        return cambios_de_vistas(tx, cuenta_id)


def lista(engine: Engine, quien: QuienMira) -> VistasDeLista:
    """Return the views that a person sees: the account's, and their own."""
    with read_transaction(engine) as tx:
        return VistasDeLista(
            _repositorio(tx, quien).todas(),
            EtiquetaRepository(tx, quien.cuenta_id).todas(),
            _columnas(tx, quien),
        )


def elegir(engine: Engine, quien: QuienMira, vista_id: int) -> str:
    """Have a person see the columns of a view, if it says any; return those that they see then.

    Raises NoEncontrado.
    """
    with read_transaction(engine) as tx:
        una = _repositorio(tx, quien).obtener(vista_id) if is_id(vista_id) else None
        if una is None:
            raise NoEncontrado(vista_id)
        if not una.columnas:
            return _columnas(tx, quien)
    visto = aspectos.cambiar(
        engine, quien.usuario_id, lambda antes: vistas.con_columnas(antes, una.columnas)
    )
    return vistas.columnas_de(visto)


def guardar(
    engine: Engine, quien: QuienMira, nombre: str, consulta: str, *, de_la_cuenta: bool
) -> VistaGuardada:
    """Keep under a name that none has yet what an address says, and the columns that one sees.

    Raises DatosInvalidos.
    """
    leido, problemas = vistas.leer_nombre(nombre)
    if de_la_cuenta and not quien.edita:
        problemas = (vistas.vista_de_editores(),)
    with write_transaction(engine) as tx:
        repositorio = _a_solas(tx, quien)
        _exigir(problemas, repositorio, leido, de_la_cuenta=de_la_cuenta)
        return repositorio.crear(
            leido,
            consulta=consulta,
            columnas=_columnas(tx, quien),
            de_la_cuenta=de_la_cuenta,
        )


def cambiar(engine: Engine, quien: QuienMira, vista_id: int, consulta: str) -> VistaGuardada:
    """Have a view keep what an address says, and the columns that one sees.

    Raises NoEncontrado.
    """
    with write_transaction(engine) as tx:
        repositorio = _a_solas(tx, quien)
        una = _suya(repositorio, quien, vista_id)
        columnas = _columnas(tx, quien)
        repositorio.cambiar(una.id, consulta=consulta, columnas=columnas)
        return replace(una, consulta=consulta, columnas=columnas)


def renombrar(engine: Engine, quien: QuienMira, vista_id: int, nombre: str) -> str:
    """Give a view another name; return it. Raises DatosInvalidos, NoEncontrado."""
    leido, problemas = vistas.leer_nombre(nombre)
    with write_transaction(engine) as tx:
        repositorio = _a_solas(tx, quien)
        una = _suya(repositorio, quien, vista_id)
        _exigir(problemas, repositorio, leido, de_la_cuenta=una.de_la_cuenta, menos=una.id)
        repositorio.renombrar(una.id, leido)
        return leido


def borrar(engine: Engine, quien: QuienMira, vista_id: int) -> VistaGuardada:
    """Take a view away, and return it; for a day it can be brought back. Raises NoEncontrado."""
    with write_transaction(engine) as tx:
        repositorio = _a_solas(tx, quien)
        repositorio.olvidar(utc_now() - _BORRADAS_QUEDAN)
        una = _suya(repositorio, quien, vista_id)
        repositorio.borrar(una.id)
        return una


def devolver(engine: Engine, quien: QuienMira, vista_id: int) -> VistaGuardada:
    """Bring a view back that was deleted; one that is there stays as it is.

    Raises NoEncontrado, and DatosInvalidos when another one has its name by now, or there are too
    many.
    """
    with write_transaction(engine) as tx:
        repositorio = _a_solas(tx, quien)
        hay = repositorio.obtener(vista_id) if is_id(vista_id) else None
        if hay is not None:
            return hay
        una = _suya(repositorio, quien, vista_id, borrada=True)
        _exigir((), repositorio, una.nombre, de_la_cuenta=una.de_la_cuenta)
        repositorio.devolver(una.id)
        return una


def _repositorio(tx: Session, quien: QuienMira) -> VistaRepository:
    return VistaRepository(tx, quien.cuenta_id, quien.usuario_id)


def _columnas(tx: Session, quien: QuienMira) -> str:
    visto = UsuarioRepository(tx).aspecto(quien.usuario_id)
    return vistas.columnas_de(aspecto.leer(visto))


def _a_solas(tx: Session, quien: QuienMira) -> VistaRepository:
    """Return the views, once nobody else changes any: a name is there once."""
    repositorio = _repositorio(tx, quien)
    repositorio.avisar()
    return repositorio


def _suya(
    repositorio: VistaRepository, quien: QuienMira, vista_id: int, *, borrada: bool = False
) -> VistaGuardada:
    """Return a view that the person may change. Raises NoEncontrado."""
    una = repositorio.obtener(vista_id, borrada=borrada) if is_id(vista_id) else None
    if una is None or (una.de_la_cuenta and not quien.edita):
        raise NoEncontrado(vista_id)
    return una


def _exigir(
    problemas: tuple[Problema, ...],
    repositorio: VistaRepository,
    nombre: str,
    *,
    de_la_cuenta: bool,
    menos: int | None = None,
) -> None:
    """Raise DatosInvalidos for what is wrong, also when another one than `menos` has the name.

    Without `menos` it is one more, and there may be too many already.
    """
    hay = [una for una in repositorio.todas() if una.de_la_cuenta == de_la_cuenta]
    clave = vistas.clave_de(nombre)
    otra = next((u for u in hay if u.id != menos and vistas.clave_de(u.nombre) == clave), None)
    if not problemas and otra is not None:
        problemas = (vistas.vista_repetida(otra.nombre, de_la_cuenta=de_la_cuenta),)
    if not problemas and menos is None and len(hay) >= vistas.MAXIMAS:
        problemas = (vistas.demasiadas_vistas(de_la_cuenta=de_la_cuenta),)
    if problemas:
        raise DatosInvalidos(problemas)
