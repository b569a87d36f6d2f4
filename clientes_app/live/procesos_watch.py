"""The watches on bulk loads: the pages of the list, and single processes with their preview.

The worker writes its progress into the process's row after every batch, and each write moves the
pulse; so progress is seen at this pace and nobody asks for it.
"""

from dataclasses import dataclass

from clientes_app.live.watcher import Watcher
from clientes_app.services.carga import procesos
from clientes_app.services.carga.procesos import PaginaDeProcesos, ProcesoGuardado, VistaPrevia
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.resources import shared_engine

_PAUSE_S = 0.4


@dataclass(frozen=True, slots=True)
class ProcesoWithPreview:
    """A process as it is stored; `previa` is None while the file is being looked into."""

    proceso: ProcesoGuardado
    previa: VistaPrevia | None


def _page(key: tuple[int, int]) -> PaginaDeProcesos:
    cuenta_id, pagina = key
    return procesos.lista(shared_engine(), cuenta_id, pagina=pagina)


def _proceso(key: tuple[int, int]) -> ProcesoWithPreview | None:
    try:
        return ProcesoWithPreview(
            procesos.detalle(shared_engine(), *key), procesos.vista_previa(shared_engine(), *key)
        )
    except NoEncontrado:
        return None


procesos_watch: Watcher[tuple[int, int], PaginaDeProcesos] = Watcher(_page, pause=_PAUSE_S)
"""A page of an account's processes, by the account's id and the page's number."""

proceso_watch: Watcher[tuple[int, int], ProcesoWithPreview | None] = Watcher(
    _proceso, pause=_PAUSE_S
)
"""One process, by the ids of the account and the process; None where there is no such one."""
