"""Actions on many clients as a person knows them: look at what one would do, and ask for it.

How such a process goes on, is cancelled, followed and undone is told by `carga.procesos`.
"""

from clientes_app.domain.acciones import MENDS, Accion, AccionMasiva
from clientes_app.domain.cliente import Contexto
from clientes_app.services.carga.acciones import chosen_ids
from clientes_app.services.carga.acciones.chosen_ids import IdsElegidos
from clientes_app.services.carga.acciones.decision import Decider, Orden
from clientes_app.services.carga.acciones.values import (
    ClienteFuera,
    ClienteQueCambia,
    PreviaDeAccion,
)
from clientes_app.services.carga.queries import existente, guardado
from clientes_app.services.carga.queue import Work, handing_over
from clientes_app.services.carga.refusals import (
    AccionDesconocida,
    SinCpDeExpedicion,
    SinEtiqueta,
)
from clientes_app.services.carga.values import ProcesoGuardado
from clientes_app.services.context import Actor, autoria, contexto_de_reglas
from clientes_app.services.errors import NoEncontrado
from clientes_app.storage.acceso.cuentas import CuentaRepository
from clientes_app.storage.carga.procesos import LifecycleRepository
from clientes_app.storage.clientes.cambios import CambioRepository
from clientes_app.storage.clientes.etiquetas import EtiquetaRepository
from clientes_app.storage.db.base import Engine, Session
from clientes_app.storage.db.engine import read_transaction

__all__ = [
    "MENDS",
    "MUESTRA",
    "Accion",
    "AccionDesconocida",
    "AccionMasiva",
    "ClienteFuera",
    "ClienteQueCambia",
    "IdsElegidos",
    "PreviaDeAccion",
    "SinCpDeExpedicion",
    "SinEtiqueta",
    "encolar",
    "previsualizar",
]

MUESTRA = 50
"""So many of those that change, and of those that are left out, are shown before."""

_AT_ONCE = 2_000


def previsualizar(
    engine: Engine,
    cuenta_id: int,
    pedida: AccionMasiva,
    ids: IdsElegidos,
    *,
    muestra: int = MUESTRA,
) -> PreviaDeAccion:
    """Say what an action would do with these clients; nothing is stored.

    Raises AccionDesconocida, SinCpDeExpedicion, SinEtiqueta and NoEncontrado (the account).
    """
    elegidos = chosen_ids.each_once(ids)
    cambian = iguales = fuera = 0
    primeros: list[ClienteQueCambia] = []
    dejados: list[ClienteFuera] = []
    por_hacer: list[int] = []
    with read_transaction(engine) as tx:
        contexto = _contexto(tx, cuenta_id, pedida)
        revision = CambioRepository(tx, cuenta_id).revision()
        decider = Decider(Orden(cuenta_id=cuenta_id, pedida=pedida, contexto=contexto))
        for desde in range(0, len(elegidos), _AT_ONCE):
            decision = decider.decide(tx, elegidos[desde : desde + _AT_ONCE], desde=desde + 1)
            cambian += len(decision.cambian)
            iguales += decision.iguales
            fuera += len(decision.fuera)
            por_hacer += [elegido.id for elegido, _ in decision.cambian]
            por_hacer += [dejado.id for dejado in decision.fuera]
            campo = pedida.campo
            for elegido, despues in decision.cambian[: muestra - len(primeros)]:
                valores = [
                    getattr(datos, campo) if campo else "" for datos in (elegido.datos, despues)
                ]
                primeros.append(
                    ClienteQueCambia(elegido.id, elegido.datos.nombre, elegido.datos.rfc, *valores)
                )
            dejados += decision.fuera[: muestra - len(dejados)]
    return PreviaDeAccion(
        pedida=pedida,
        revision=revision,
        cambian=cambian,
        iguales=iguales,
        fuera=fuera,
        por_hacer=chosen_ids.each_once(por_hacer),
        muestra=tuple(primeros),
        fuera_muestra=tuple(dejados),
    )


def encolar(
    engine: Engine, actor: Actor, pedida: AccionMasiva, ids: IdsElegidos, *, revision: int = 0
) -> ProcesoGuardado:
    """Ask for an action on these clients: a process that waits for its turn.

    `revision` is the one of the preview: a key that somebody else set since, and a client that
    somebody changed since, are not overwritten or deleted unseen.
    Raises AccionDesconocida, SinCpDeExpedicion, SinEtiqueta and NoEncontrado (the account).
    """
    elegidos = chosen_ids.each_once(ids)
    pieces = list(chosen_ids.packed(elegidos))
    with handing_over(engine) as (tx, work):
        _contexto(tx, actor.cuenta_id, pedida)
        lifecycle = LifecycleRepository(tx, actor.cuenta_id)
        proceso_id = lifecycle.crear_accion(
            titulo=pedida.titulo,
            accion=pedida.accion,
            valor=pedida.valor,
            revision=revision,
            cuantos=len(elegidos),
            autoria=autoria(actor),
        )
        chosen_ids.keep(tx, actor.cuenta_id, proceso_id, pieces)
        work.append(Work("carga", actor.cuenta_id, proceso_id))
        return guardado(existente(lifecycle, proceso_id))


def _contexto(tx: Session, cuenta_id: int, pedida: AccionMasiva) -> Contexto:
    cuenta = CuentaRepository(tx).obtener(cuenta_id)
    if cuenta is None:
        raise NoEncontrado(cuenta_id)
    if not pedida.es_posible:
        raise AccionDesconocida(pedida.titulo)
    if pedida.accion is Accion.USAR_CP_DE_EXPEDICION and not cuenta.cp_expedicion:
        raise SinCpDeExpedicion(cuenta.nombre)
    etiqueta_id = pedida.etiqueta_id
    if etiqueta_id and EtiquetaRepository(tx, cuenta_id).obtener(etiqueta_id) is None:
        raise SinEtiqueta(pedida.titulo)
    return contexto_de_reglas(cuenta.cp_expedicion)
