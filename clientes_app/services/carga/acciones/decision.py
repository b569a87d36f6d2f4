"""What an action does with some of the chosen clients, as they are at this moment.

The preview and the process ask the same: what is counted before is what is done, but for what
somebody changed between the two.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from clientes_app.domain.acciones import DE_ETIQUETA, Accion, AccionMasiva, aplicar
from clientes_app.domain.cliente import Contexto, DatosCliente, IdentidadDeCliente, identidad
from clientes_app.domain.edicion import Existente
from clientes_app.domain.problemas import Problema, error
from clientes_app.domain.rfc.rfc import GENERICOS
from clientes_app.services.carga.acciones.values import ClienteFuera
from clientes_app.storage.clientes import bulk
from clientes_app.storage.clientes.elegidos import Elegido, ElegidosRepository
from clientes_app.storage.clientes.etiquetas import EtiquetaRepository, EtiquetasDeClientes
from clientes_app.storage.db.base import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Orden:
    """An action on clients of an account, under which rules.

    With a `revision` what others did after it is not overwritten; `proceso_id` is the action's own.
    """

    cuenta_id: int
    pedida: AccionMasiva
    contexto: Contexto
    revision: int = 0
    proceso_id: int = 0


@dataclass(slots=True)
class Decision:
    """What happens to some clients: `cambian` become what stands beside them, the rest stays."""

    cambian: list[tuple[Elegido, DatosCliente]] = field(
        default_factory=list[tuple[Elegido, DatosCliente]]
    )
    iguales: int = 0
    fuera: list[ClienteFuera] = field(default_factory=list[ClienteFuera])


class Decider:
    """Decides for the chosen clients of one action, some at a time, in their order."""

    def __init__(self, orden: Orden) -> None:
        self._orden = orden
        self._dichas: dict[IdentidadDeCliente, tuple[int, str]] = {}
        self._con_etiqueta: frozenset[int] = frozenset()
        self._falta: Problema | None = None

    def decide(self, tx: Session, ids: Sequence[int], *, desde: int) -> Decision:
        """Decide for the clients of these ids, the first of which stands at the place `desde`."""
        elegidos = ElegidosRepository(tx, self._orden.cuenta_id)
        leidos = elegidos.leer(ids)
        decision = Decision()
        self._look_at_etiqueta(tx, ids)
        lugares = {cliente_id: lugar for lugar, cliente_id in enumerate(ids, start=desde)}
        for cliente_id in lugares.keys() - leidos.keys():
            decision.fuera.append(_no_esta(lugares[cliente_id], cliente_id))
        candidatos: list[tuple[Elegido, DatosCliente]] = []
        for cliente_id in lugares.keys() & leidos.keys():
            elegido = leidos[cliente_id]
            despues = self._despues(elegido)
            if isinstance(despues, Problema):
                decision.fuera.append(_fuera(lugares[cliente_id], elegido, despues))
            elif despues is None:
                decision.iguales += 1
            else:
                candidatos.append((elegido, despues))
        candidatos.sort(key=lambda candidato: lugares[candidato[0].id])
        self._without_conflicts(tx, candidatos, lugares, decision)
        decision.fuera.sort()
        return decision

    def _despues(self, elegido: Elegido) -> DatosCliente | Problema | None:
        """Return the client as it would be; None when there is nothing to do."""
        accion = self._orden.pedida.accion
        if accion in {Accion.BORRAR, Accion.RESTAURAR}:
            hecho = elegido.borrado is (accion is Accion.BORRAR)
            return None if hecho else elegido.datos
        if elegido.borrado:
            return _problema("borrado", "Está en la papelera.")
        if accion in DE_ETIQUETA:
            hecho = (elegido.id in self._con_etiqueta) is (accion is Accion.PONER_ETIQUETA)
            return self._falta or (None if hecho else elegido.datos)
        despues = aplicar(self._orden.pedida, elegido.datos, self._orden.contexto)
        return None if despues == elegido.datos else despues

    def _look_at_etiqueta(self, tx: Session, ids: Sequence[int]) -> None:
        """Find out who of these clients has the etiqueta, and whether there is one still."""
        cuenta_id, etiqueta_id = self._orden.cuenta_id, self._orden.pedida.etiqueta_id
        if not etiqueta_id:
            return
        self._con_etiqueta = EtiquetasDeClientes(tx, cuenta_id).con(etiqueta_id, ids)
        if EtiquetaRepository(tx, cuenta_id).obtener(etiqueta_id) is None:
            self._falta = _problema("sin_etiqueta", "La etiqueta ya no existe.")

    def _without_conflicts(
        self,
        tx: Session,
        candidatos: Sequence[tuple[Elegido, DatosCliente]],
        lugares: dict[int, int],
        decision: Decision,
    ) -> None:
        """Leave out whom somebody changed meanwhile, and who would be somebody else's double."""
        tocados = self._touched(tx, [elegido.id for elegido, _ in candidatos])
        existentes = self._holders(tx, candidatos)
        for elegido, despues in candidatos:
            lugar, suya = lugares[elegido.id], identidad(despues)
            if elegido.id in tocados:
                quien = tocados[elegido.id]
                problema = _problema("cambiado", f"{quien} lo cambió mientras tanto.")
                decision.fuera.append(_fuera(lugar, elegido, problema))
                continue
            if self._gets_identity(elegido, despues):
                otro = self._dichas.get(suya)
                if suya in existentes:
                    otro = (existentes[suya].id, existentes[suya].datos.nombre)
                if otro is not None:
                    decision.fuera.append(_repetido(lugar, elegido, otro))
                    continue
                self._dichas[suya] = (elegido.id, despues.nombre)
            decision.cambian.append((elegido, despues))

    def _touched(self, tx: Session, ids: Sequence[int]) -> dict[int, str]:
        """Return whom others changed since what is not mended but set anew, or deleted."""
        orden, pedida = self._orden, self._orden.pedida
        guarded = {Accion.CAMBIAR_USO, Accion.CAMBIAR_REGIMEN, Accion.BORRAR}
        if not orden.revision or pedida.accion not in guarded:
            return {}
        elegidos = ElegidosRepository(tx, orden.cuenta_id)
        return dict(
            elegidos.tocados(ids, desde=orden.revision, campo=pedida.campo, menos=orden.proceso_id)
        )

    def _gets_identity(self, elegido: Elegido, despues: DatosCliente) -> bool:
        """Whether the client becomes one that another one may be already."""
        restored = self._orden.pedida.accion is Accion.RESTAURAR
        return restored or identidad(despues) != identidad(elegido.datos)

    def _holders(
        self, tx: Session, candidatos: Sequence[tuple[Elegido, DatosCliente]]
    ) -> dict[IdentidadDeCliente, Existente]:
        buscadas = [
            identidad(despues)
            for elegido, despues in candidatos
            if self._gets_identity(elegido, despues)
        ]
        if not buscadas:
            return {}
        return bulk.existentes(tx, self._orden.cuenta_id, identidades=buscadas)


def _problema(codigo: str, mensaje: str) -> Problema:
    return error(None, codigo, mensaje)


def _no_esta(lugar: int, cliente_id: int) -> ClienteFuera:
    return ClienteFuera(lugar, cliente_id, "", "", "no_esta", "Ya no está en la cuenta.")


def _fuera(lugar: int, elegido: Elegido, problema: Problema) -> ClienteFuera:
    datos = elegido.datos
    return ClienteFuera(
        lugar, elegido.id, datos.nombre, datos.rfc, problema.codigo, problema.mensaje
    )


def _repetido(lugar: int, elegido: Elegido, otro: tuple[int, str]) -> ClienteFuera:
    otro_id, nombre = otro
    motivo = f"Ya hay un cliente con ese RFC: {nombre}."
    if elegido.datos.rfc in GENERICOS:
        motivo = f"Ya hay un cliente genérico que se llama {nombre}."
    return ClienteFuera(
        lugar, elegido.id, elegido.datos.nombre, elegido.datos.rfc, "repetido", motivo, otro_id
    )
