"""What a person may ask of a process: start it, cancel it, throw the upload away."""

from clientes_app.domain.acciones import ARREGLOS_DE_ARCHIVO, Accion
from clientes_app.judging.plan import Opciones
from clientes_app.services.carga.queries import arreglos_de, existente, guardado, vista_previa
from clientes_app.services.carga.queue import Work, handing_over
from clientes_app.services.carga.refusals import AccionNoPosible, SinVistaPrevia
from clientes_app.services.carga.values import Estado, ProcesoGuardado
from clientes_app.services.context import Actor
from clientes_app.services.errors import NoEncontrado
from clientes_app.storage.carga.archivo import ArchivoRepository
from clientes_app.storage.carga.procesos import EN_MARCHA, LifecycleRepository
from clientes_app.storage.db.base import Engine, Session
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.engine import write_transaction


def encolar(engine: Engine, actor: Actor, proceso_id: int, opciones: Opciones) -> ProcesoGuardado:
    """Start a process: «Procesar Archivo». Asking again changes nothing: one run, one outcome.

    Raises NoEncontrado; SinVistaPrevia while the file is not known to be loadable.
    """
    vista = vista_previa(engine, actor.cuenta_id, proceso_id)
    if vista is None:
        mensaje = "El archivo todavía se está revisando. Espere un momento."
        raise SinVistaPrevia(mensaje)
    if not vista.es_cargable:
        raise SinVistaPrevia(vista.motivo.mensaje if vista.motivo else "El archivo no se carga.")
    with handing_over(engine) as (tx, work):
        proceso = _poner_en_espera(tx, actor, proceso_id, opciones, filas=vista.filas)
        if proceso.estado is Estado.EN_ESPERA:
            work.append(Work("carga", actor.cuenta_id, proceso_id))
    return proceso


def elegir_arreglo(
    engine: Engine, cuenta_id: int, proceso_id: int, arreglo: Accion, *, elegido: bool
) -> bool:
    """Choose that one of ARREGLOS_DE_ARCHIVO is given to all names of a file, or is not.

    Return whether the file is looked into anew: not when that is chosen already, nor once it was
    started. Raises NoEncontrado.
    """
    with handing_over(engine) as (tx, work):
        lifecycle = LifecycleRepository(tx, cuenta_id)
        before = set(arreglos_de(existente(lifecycle, proceso_id)))
        after = before | {arreglo} if elegido else before - {arreglo}
        if after == before:
            return False
        arreglos = ",".join(cada for cada in ARREGLOS_DE_ARCHIVO if cada in after)
        return _look_anew(lifecycle, work, cuenta_id, proceso_id, arreglos=arreglos)


def revisar_de_nuevo(engine: Engine, cuenta_id: int, proceso_id: int) -> bool:
    """Have a file looked into anew, since the account says more of itself by now.

    Return whether it is: not once it was started. Raises NoEncontrado.
    """
    with handing_over(engine) as (tx, work):
        lifecycle = LifecycleRepository(tx, cuenta_id)
        existente(lifecycle, proceso_id)
        return _look_anew(lifecycle, work, cuenta_id, proceso_id)


def _look_anew(
    lifecycle: LifecycleRepository,
    work: list[Work],
    cuenta_id: int,
    proceso_id: int,
    **otherwise: str,
) -> bool:
    # Without its token a look that is still being taken ends: it is one at other things.
    if not lifecycle.cambiar(
        proceso_id,
        de=[Estado.RECIBIDO],
        vista_previa=None,
        run_token=None,
        intentos=0,
        **otherwise,
    ):
        return False
    work.append(Work("vista", cuenta_id, proceso_id))
    return True


def poner_en_espera(
    engine: Engine, actor: Actor, proceso_id: int, opciones: Opciones
) -> ProcesoGuardado:
    """Start an upload without a preview, for whoever runs it at once.

    Asking again changes nothing; return the process as it is then. Raises NoEncontrado.
    """
    with write_transaction(engine) as tx:
        return _poner_en_espera(tx, actor, proceso_id, opciones, filas=0)


def _poner_en_espera(
    tx: Session, actor: Actor, proceso_id: int, opciones: Opciones, *, filas: int
) -> ProcesoGuardado:
    lifecycle = LifecycleRepository(tx, actor.cuenta_id)
    lifecycle.cambiar(
        proceso_id,
        de=[Estado.RECIBIDO],
        estado=Estado.EN_ESPERA,
        existentes=opciones.existentes,
        blancos=opciones.blancos,
        quien=actor.quien,
        usuario_id=actor.usuario_id,
        origen=actor.origen,
        filas=filas,
        intentos=0,
    )
    proceso = lifecycle.obtener(proceso_id)
    if proceso is None:
        raise NoEncontrado
    return guardado(proceso)


def cancelar(engine: Engine, actor: Actor, proceso_id: int) -> ProcesoGuardado:
    """Stop a process: at once while it waits, after the batch in hand while it runs.

    What it stored stays and its counts say so; «Deshacer carga» takes it back.
    Raises NoEncontrado; AccionNoPosible when it has ended already.
    """
    with write_transaction(engine) as tx:
        lifecycle = LifecycleRepository(tx, actor.cuenta_id)
        proceso = lifecycle.obtener(proceso_id)
        if proceso is None:
            raise NoEncontrado
        if proceso.estado not in EN_MARCHA:
            raise AccionNoPosible(accion="cancelar", etiqueta=guardado(proceso).etiqueta)
        if not lifecycle.cambiar(
            proceso_id,
            de=[Estado.EN_ESPERA],
            estado=Estado.CANCELADO,
            cancelar=True,
            terminado_en=utc_now(),
            filas_hechas=0,
        ):
            lifecycle.cambiar(proceso_id, de=[Estado.PROCESANDO], cancelar=True)
        tx.expire_all()
        final = lifecycle.obtener(proceso_id)
        if final is None:
            raise NoEncontrado
        return guardado(final)


def descartar(engine: Engine, cuenta_id: int, proceso_id: int) -> None:
    """Throw away an upload that was never started; one that was stays as it is."""
    with write_transaction(engine) as tx:
        ArchivoRepository(tx, cuenta_id).eliminar(proceso_id)
