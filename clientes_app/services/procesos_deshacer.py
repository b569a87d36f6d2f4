"""«Deshacer carga»: what a process created goes, what it updated comes back.

A client that somebody changed since is left alone and listed among the findings of the
process. It runs in batches like a load and can be cut off anywhere: the changes that it
writes carry the number of the process, which is how the next run sees what is done.
"""

from collections.abc import Callable
from dataclasses import dataclass

from clientes_app.domain.cliente import DatosCliente
from clientes_app.services import cola
from clientes_app.services.contexto import Actor
from clientes_app.services.errors import NoEncontrado
from clientes_app.services.procesos_consulta import guardado
from clientes_app.services.procesos_errores import AccionNoPosible, NadaQueDeshacer
from clientes_app.services.procesos_lote import ArriendoPerdido
from clientes_app.services.procesos_tipos import Estado, ProcesoGuardado, ResultadoDeDeshacer
from clientes_app.services.procesos_trabajador import ARRIENDO, nombre_de_trabajador
from clientes_app.storage import lote
from clientes_app.storage.base import Engine, Session
from clientes_app.storage.clientes import ClienteRepository
from clientes_app.storage.engine import escritura
from clientes_app.storage.guardado import Autoria
from clientes_app.storage.procesos_ciclo import DESHACIBLES, CicloRepository
from clientes_app.storage.procesos_deshacer import DeshacerRepository, Huella
from clientes_app.storage.procesos_hallazgos import FilaDeProblema, HallazgoRepository
from clientes_app.storage.tables import Proceso

_POR_LOTE = 1_000
CAMBIADO_DESPUES = "cambiado_despues"
"""The code under which the clients that were left alone are listed."""


@dataclass(frozen=True, slots=True)
class _Edicion:
    id: int
    version: int
    antes: DatosCliente
    despues: DatosCliente


@dataclass(frozen=True, slots=True)
class _Tanda:
    ultimo: int
    borrados: int
    restaurados: int
    dejados: int


def pedir_deshacer(engine: Engine, actor: Actor, proceso_id: int) -> ProcesoGuardado:
    """Ask the worker to undo a process; asking again changes nothing.

    Raises NoEncontrado; AccionNoPosible when it has not ended; NadaQueDeshacer.
    """
    proceso = _marcar(engine, actor, proceso_id)
    cola.pedir_deshacer(actor.cuenta_id, proceso_id)
    return proceso


def deshacer(engine: Engine, actor: Actor, proceso_id: int) -> ResultadoDeDeshacer | None:
    """Undo a process here and now; None when another process of the account is running.

    Then it is marked, and the worker does it.
    Raises NoEncontrado, AccionNoPosible, NadaQueDeshacer.
    """
    _marcar(engine, actor, proceso_id)
    return seguir_deshaciendo(
        engine, actor.cuenta_id, proceso_id, trabajador=nombre_de_trabajador()
    )


def seguir_deshaciendo(
    engine: Engine,
    cuenta_id: int,
    proceso_id: int,
    *,
    trabajador: str,
    parar: Callable[[], bool] = lambda: False,
) -> ResultadoDeDeshacer | None:
    """Undo a process that is marked for it, from wherever that was left.

    None when it is not marked, when another one runs, or when `parar` said to stop.
    """
    autoria = _tomar(engine, cuenta_id, proceso_id, trabajador)
    if autoria is None:
        return None
    borrados = restaurados = dejados = ultimo = 0
    while True:
        if parar():
            with escritura(engine) as sesion:
                CicloRepository(sesion, cuenta_id).soltar(
                    proceso_id, trabajador=trabajador, sin_culpa=True
                )
            return None
        with escritura(engine) as sesion:
            ClienteRepository(sesion, cuenta_id).bloquear()
            if not CicloRepository(sesion, cuenta_id).renovar(
                proceso_id, trabajador=trabajador, segundos=ARRIENDO
            ):
                raise ArriendoPerdido
            tanda = _tanda(sesion, cuenta_id, proceso_id, despues_de=ultimo, autoria=autoria)
            if tanda is None:
                _terminar(sesion, cuenta_id, proceso_id)
                return ResultadoDeDeshacer(borrados, restaurados, dejados)
        ultimo = tanda.ultimo
        borrados += tanda.borrados
        restaurados += tanda.restaurados
        dejados += tanda.dejados


def _marcar(engine: Engine, actor: Actor, proceso_id: int) -> ProcesoGuardado:
    with escritura(engine) as sesion:
        ciclo = CicloRepository(sesion, actor.cuenta_id)
        proceso = ciclo.obtener(proceso_id)
        if proceso is None:
            raise NoEncontrado
        if proceso.deshacer:
            return guardado(proceso)
        if not guardado(proceso).puede_deshacerse:
            if proceso.estado in DESHACIBLES:
                raise NadaQueDeshacer
            raise AccionNoPosible(accion="deshacer", etiqueta=guardado(proceso).etiqueta)
        ciclo.cambiar(
            proceso_id,
            de=DESHACIBLES,
            deshacer=True,
            deshace_quien=actor.quien,
            deshace_origen=actor.origen,
        )
        sesion.refresh(proceso)
        return guardado(proceso)


def _tomar(engine: Engine, cuenta_id: int, proceso_id: int, trabajador: str) -> Autoria | None:
    with escritura(engine) as sesion:
        ClienteRepository(sesion, cuenta_id).bloquear()
        ciclo = CicloRepository(sesion, cuenta_id)
        proceso = ciclo.obtener(proceso_id)
        if proceso is None or not proceso.deshacer:
            return None
        if not ciclo.arrendar_a_solas(
            proceso_id, de=DESHACIBLES, trabajador=trabajador, segundos=ARRIENDO
        ):
            return None
        HallazgoRepository(sesion, cuenta_id).borrar_codigo(proceso_id, CAMBIADO_DESPUES)
        return _autoria(proceso, proceso_id)


def _autoria(proceso: Proceso, proceso_id: int) -> Autoria:
    return Autoria(proceso.deshace_quien, proceso.deshace_origen, None, proceso_id)


def _tanda(
    sesion: Session, cuenta_id: int, proceso_id: int, *, despues_de: int, autoria: Autoria
) -> _Tanda | None:
    """Undo the next clients; None when there are none left."""
    repositorio = DeshacerRepository(sesion, cuenta_id)
    huellas = repositorio.huellas(proceso_id, despues_de=despues_de, cuantos=_POR_LOTE)
    if not huellas:
        return None
    intactas = [h for h in huellas if not h.deshecha and h.actual == h.version and not h.borrado]
    altas = [h for h in intactas if h.accion == "alta"]
    ediciones = [h for h in intactas if h.accion == "edicion"]
    dejadas = [h for h in huellas if not h.deshecha and h not in intactas]
    repositorio.borrar([(h.cliente_id, h.actual) for h in altas], autoria)
    lote.editar(
        sesion,
        cuenta_id,
        ediciones=[
            _Edicion(h.cliente_id, h.actual, h.datos, h.datos._replace(**h.antes))
            for h in ediciones
        ],
        autoria=autoria,
    )
    HallazgoRepository(sesion, cuenta_id).agregar_problemas(
        proceso_id, [_dejado(h) for h in dejadas]
    )
    hechas = [h for h in huellas if h.deshecha]
    return _Tanda(
        ultimo=huellas[-1].cliente_id,
        borrados=len(altas) + sum(h.accion == "alta" for h in hechas),
        restaurados=len(ediciones) + sum(h.accion == "edicion" for h in hechas),
        dejados=len(dejadas),
    )


def _dejado(huella: Huella) -> FilaDeProblema:
    que = "lo borró" if huella.borrado else "lo cambió"
    return FilaDeProblema(
        linea=0,
        columna=None,
        valor=f"{huella.datos.nombre} ({huella.datos.rfc})",
        gravedad="aviso",
        codigo=CAMBIADO_DESPUES,
        mensaje=f"Alguien {que} después de la carga; al deshacerla se dejó como está.",
        sugerencia="Revíselo en la lista y corrija a mano lo que haga falta.",
    )


def _terminar(sesion: Session, cuenta_id: int, proceso_id: int) -> None:
    CicloRepository(sesion, cuenta_id).cambiar(
        proceso_id,
        de=DESHACIBLES,
        estado=Estado.DESHECHO,
        deshacer=False,
        arrendado_por=None,
        arrendado_hasta=None,
    )
