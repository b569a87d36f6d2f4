"""How a person sees the list: kept for the person, the same in each account and each browser."""

from collections.abc import Callable

from clientes_app.domain.aspecto import Aspecto, escribir
from clientes_app.domain.aspecto import leer as leer_texto
from clientes_app.storage.acceso.usuarios import UsuarioRepository
from clientes_app.storage.db.base import Engine
from clientes_app.storage.db.engine import read_transaction, write_transaction


def leer(engine: Engine, usuario_id: int) -> Aspecto:
    """Return how somebody sees the list."""
    with read_transaction(engine) as tx:
        return leer_texto(UsuarioRepository(tx).aspecto(usuario_id))


def cambiar(engine: Engine, usuario_id: int, cambio: Callable[[Aspecto], Aspecto]) -> Aspecto:
    """Change how somebody sees the list, and return what it is then.

    The change is made to what is kept, so that two browsers do not take back each other's.
    """
    with write_transaction(engine) as tx:
        usuarios = UsuarioRepository(tx)
        antes = leer_texto(usuarios.aspecto(usuario_id, bloqueado=True))
        aspecto = cambio(antes)
        if aspecto != antes:
            usuarios.cambiar(usuario_id, aspecto=escribir(aspecto))
        return aspecto
