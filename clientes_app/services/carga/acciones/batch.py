"""One batch of an action: some of the chosen clients, their history and the progress together."""

import time
from dataclasses import dataclass

from clientes_app.domain.acciones import Accion
from clientes_app.domain.columnas import POR_CAMPO
from clientes_app.domain.edicion import Edicion
from clientes_app.services.carga.acciones.chosen_ids import IdsElegidos
from clientes_app.services.carga.acciones.decision import Decider, Decision, Orden
from clientes_app.services.carga.batch import end
from clientes_app.services.carga.pace import Pace
from clientes_app.services.carga.runs import RunningProcess, fenced
from clientes_app.services.carga.values import Estado
from clientes_app.storage.carga.problemas import FilaDeProblema, HallazgoRepository
from clientes_app.storage.carga.procesos import LifecycleRepository, Sumas
from clientes_app.storage.clientes import bulk
from clientes_app.storage.clientes.elegidos import ElegidosRepository, Traslado
from clientes_app.storage.clientes.etiquetas import CambioDeEtiquetas, EtiquetasDeClientes
from clientes_app.storage.db import write_turn
from clientes_app.storage.db.base import Engine, Session
from clientes_app.storage.values import Autoria


@dataclass(slots=True, kw_only=True)
class RunningAction(RunningProcess):
    """An action in the hands of a run: what is done, and who answers for it."""

    orden: Orden
    autoria: Autoria


def apply_batch(engine: Engine, action_run: RunningAction, ids: IdsElegidos, pace: Pace) -> bool:
    """Do it to some clients in one transaction; False when the process is over.

    It goes on for as long as `pace` allows and nobody waits. Raises TakenOver.
    """
    with fenced(engine, action_run.run) as tx:
        lifecycle = LifecycleRepository(tx, action_run.cuenta_id)
        if lifecycle.esta_cancelado(action_run.proceso_id):
            end(tx, action_run, estado=Estado.CANCELADO)
            return False
        lugar, sumas = action_run.linea_hecha, Sumas()
        decider = Decider(action_run.orden)
        pace.begin()
        while some := ids[lugar : lugar + pace.rows]:
            decision = decider.decide(tx, some, desde=lugar + 1)
            _store(tx, action_run, decision)
            sumas += Sumas(
                filas=len(some),
                actualizados=len(decision.cambian),
                iguales=decision.iguales,
                rechazados=len(decision.fuera),
            )
            lugar += len(some)
            if write_turn.somebody_waits(tx):
                pace.yields()
                break
            if pace.enough():
                break
        lifecycle.avanzar(action_run.proceso_id, linea=lugar, sumas=sumas)
        at_the_end = lugar >= len(ids)
        if at_the_end:
            end(tx, action_run, estado=Estado.TERMINADO)
        committing = time.monotonic()
    pace.committed(time.monotonic() - committing)
    action_run.linea_hecha = lugar
    action_run.filas_hechas += sumas.filas
    return not at_the_end


def _store_etiquetas(tx: Session, action_run: RunningAction, decision: Decision) -> None:
    pedida = action_run.orden.pedida
    una = (pedida.etiqueta_id,)
    pone = pedida.accion is Accion.PONER_ETIQUETA
    cambios = [
        CambioDeEtiquetas(
            elegido.id,
            elegido.version,
            puestas=una if pone else (),
            quitadas=() if pone else una,
        )
        for elegido, _ in decision.cambian
    ]
    EtiquetasDeClientes(tx, action_run.cuenta_id).fijar(cambios, action_run.autoria)


def _store(tx: Session, action_run: RunningAction, decision: Decision) -> None:
    cuenta_id, quien = action_run.cuenta_id, action_run.autoria
    pedida = action_run.orden.pedida
    elegidos = ElegidosRepository(tx, cuenta_id)
    if pedida.etiqueta_id:
        _store_etiquetas(tx, action_run, decision)
    elif pedida.campo is None:
        traslados = [Traslado(elegido.id, elegido.version) for elegido, _ in decision.cambian]
        mover = elegidos.borrar if pedida.accion is Accion.BORRAR else elegidos.restaurar
        mover(traslados, quien)
    else:
        ediciones = [
            Edicion(elegido.id, elegido.version, elegido.datos, despues)
            for elegido, despues in decision.cambian
        ]
        bulk.editar(tx, cuenta_id, ediciones=ediciones, autoria=quien)
    HallazgoRepository(tx, cuenta_id).agregar_problemas(
        action_run.proceso_id,
        [
            FilaDeProblema(
                linea=fuera.lugar,
                columna=POR_CAMPO[pedida.campo].etiqueta if pedida.campo else None,
                valor=f"{fuera.nombre} ({fuera.rfc})" if fuera.rfc else "",
                gravedad="error",
                codigo=fuera.codigo,
                mensaje=fuera.motivo,
                sugerencia="",
            )
            for fuera in decision.fuera
        ],
    )
