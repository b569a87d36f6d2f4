"""Possible duplicates side by side: what each of them holds, and what is proposed to stay.

For each field one client's value is proposed: the one that the rules find least fault with, one
that says something before one that is blank, else that of the client who stays. Who stays is who
has the RFC that is chosen, so that the client keeps the number by which others know it. A postal
address is one thing: it is taken whole.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from clientes_app.domain.cliente import Contexto, DatosCliente, validar
from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.problemas import Problema
from clientes_app.routes import MAS_JUNTOS
from clientes_app.services.calidad.duplicados import MotivoDeParecido
from clientes_app.services.calidad.union import elegidos_de
from clientes_app.services.context import contexto_de_reglas
from clientes_app.services.errors import NoEncontrado
from clientes_app.storage.acceso.cuentas import CuentaRepository
from clientes_app.storage.calidad.duplicados import DuplicadosRepository, Hallados
from clientes_app.storage.clientes.cambios import CambioRepository
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.clientes.etiquetas import EtiquetasDeClientes
from clientes_app.storage.clientes.uniones import UnionGuardada, UnionRepository
from clientes_app.storage.db.base import Engine, Session
from clientes_app.storage.db.engine import read_transaction
from clientes_app.storage.values import CambioGuardado, ClienteGuardado, Identificado

_ALREDEDOR = 20
"""So many groups before and after the one that is looked at are named."""

_RECIENTES = 10

_ENVIO = CAMPOS[CAMPOS.index("calle") : CAMPOS.index("residencia_fiscal")]


class PorQue(StrEnum):
    """Why a value is proposed: the other is blank, has more faults, or it is whose RFC stays."""

    LLENO = "lleno"
    MENOS_AVISOS = "menos_avisos"
    QUEDA = "queda"


@dataclass(frozen=True, slots=True)
class Propuesta:
    """Whose value of a field is proposed, and why."""

    cliente_id: int
    por_que: PorQue


@dataclass(frozen=True, slots=True)
class Comparada:
    """One of the clients who are laid side by side; `alta` is the change that made it."""

    cliente: ClienteGuardado
    alta: CambioGuardado
    problemas: tuple[Problema, ...]
    etiquetas: tuple[str, ...]

    @property
    def cambios(self) -> int:
        """How often it was changed since it was added."""
        return self.cliente.version - 1


@dataclass(frozen=True, slots=True)
class Comparacion:
    """Clients side by side; `motivo` is None where nobody but the person thinks them the same."""

    motivo: MotivoDeParecido | None
    lados: tuple[Comparada, ...]
    propuestas: Mapping[str, Propuesta]
    contexto: Contexto

    @property
    def etiquetas(self) -> tuple[str, ...]:
        """Return what the etiquetas of all of them are called: the one that stays gets them."""
        return tuple(sorted({una for lado in self.lados for una in lado.etiquetas}))

    def sin(self, fuera: Collection[int]) -> "Comparacion":
        """Return the comparison without some of the clients, who stay as they are."""
        lados = tuple(lado for lado in self.lados if lado.cliente.id not in fuera)
        if not fuera or not lados:
            return self
        return replace(self, lados=lados, propuestas=_propuestas(lados))

    def elegidos(self, eleccion: Mapping[str, int]) -> dict[str, int]:
        """Return whose value of each field stays: what was chosen, else what is proposed."""
        ids = {lado.cliente.id for lado in self.lados}
        propuestos = {campo: uno.cliente_id for campo, uno in self.propuestas.items()}
        return propuestos | {campo: uno for campo, uno in eleccion.items() if uno in ids}

    def queda(self, eleccion: Mapping[str, int]) -> int:
        """Return who stays: whose RFC is chosen; where all have the same, whose name is."""
        rfcs = {lado.cliente.datos.rfc for lado in self.lados}
        return self.elegidos(eleccion)["rfc" if len(rfcs) > 1 else "nombre"]

    def errores(self, eleccion: Mapping[str, int]) -> tuple[Problema, ...]:
        """Return why the rules would refuse what is chosen; nothing of who stays as it is."""
        todos = {lado.cliente.id: lado.cliente.datos for lado in self.lados}
        queda = self.queda(eleccion)
        elegidos = elegidos_de(todos, queda, self.elegidos(eleccion))
        if elegidos == todos[queda].como_dict():
            return ()
        problemas = validar(elegidos, self.contexto).problemas
        return tuple(problema for problema in problemas if problema.es_error)


@dataclass(frozen=True, slots=True)
class ParejaNombrada:
    """A group in the list of them: why, and who."""

    motivo: MotivoDeParecido
    clientes: tuple[Identificado, ...]


@dataclass(frozen=True, slots=True)
class UnionReciente:
    """A union that can be separated, and who lies in the papelera by it."""

    union: UnionGuardada
    unidos: tuple[Identificado, ...]


@dataclass(frozen=True, slots=True)
class Parejas:
    """The groups of an account, around the one that is looked at.

    `lugar` counts from 1 among `grupos`, 0 when what is looked at is none of them. `ida` is one of
    the clients that the address names and the list does not have any more, with whom it was joined.
    """

    grupos: int
    lugar: int
    cerca: tuple[ParejaNombrada, ...]
    anterior: tuple[int, ...]
    siguiente: tuple[int, ...]
    comparacion: Comparacion | None
    ida: tuple[Identificado, Identificado | None] | None
    recientes: tuple[UnionReciente, ...]
    al_dia: bool


def mirar(
    engine: Engine,
    cuenta_id: int,
    ids: Sequence[int],
    *,
    despues: Sequence[tuple[int, ...]] = (),
) -> Parejas:
    """Return the groups of an account and the clients `ids` side by side.

    Without any those of the first group. `despues` are groups that the person left for later, each
    as it was laid side by side: they come last.
    """
    with read_transaction(engine) as tx:
        revision = CambioRepository(tx, cuenta_id).revision()
        repositorio = DuplicadosRepository(tx, cuenta_id)
        hallados = repositorio.hallados() or Hallados(0, ())
        grupos = sorted(hallados.grupos, key=lambda uno: uno[1][:MAS_JUNTOS] in despues)
        # Without any ids that is the first group.
        lugar = next((n for n, uno in enumerate(grupos, 1) if set(ids) <= set(uno[1])), 0)
        motivo = grupos[lugar - 1][0] if lugar else None
        # One of a group that was joined or told apart in part is compared with whom is left of it.
        buscados = tuple(ids) or (grupos[0][1] if grupos else ())
        vivos = repositorio.identificados(buscados)
        quedan = [i for i in dict.fromkeys(buscados) if i in vivos][:MAS_JUNTOS]
        cerca = grupos[max(0, lugar - 1 - _ALREDEDOR) : lugar + _ALREDEDOR]
        quienes = repositorio.identificados([i for _, suyos in cerca for i in suyos])
        return Parejas(
            grupos=len(grupos),
            lugar=lugar,
            cerca=tuple(_nombradas(cerca, quienes)),
            anterior=grupos[lugar - 2][1] if lugar > 1 else (),
            siguiente=grupos[lugar][1] if lugar < len(grupos) else (),
            comparacion=_comparar(tx, cuenta_id, quedan, motivo) if len(quedan) > 1 else None,
            ida=_ida(tx, cuenta_id, [i for i in buscados if i not in vivos]),
            recientes=_recientes(tx, cuenta_id),
            al_dia=hallados.revision == revision,
        )


def proponer(
    lados: Sequence[tuple[ClienteGuardado, tuple[Problema, ...]]],
) -> dict[str, Propuesta]:
    """Return for each field whose value is proposed to stay.

    `lados` are the clients with what the rules say of each.
    """
    faltas = {
        cliente.id: {campo: _faltas(problemas, campo) for campo in CAMPOS}
        for cliente, problemas in lados
    }
    datos = {cliente.id: cliente.datos for cliente, _ in lados}
    # The RFC first: of those with as few faults that of the client who is there for longest.
    todos = [cliente for cliente, _ in lados]
    rfc = min(todos, key=lambda uno: (*faltas[uno.id]["rfc"], uno.id)).id
    rfcs = {uno.rfc for uno in datos.values()}
    campo = "rfc" if len(rfcs) > 1 else "nombre"
    queda = rfc if campo == "rfc" else _mejor("nombre", datos, faltas, rfc).cliente_id
    propuestas = {campo: _mejor(campo, datos, faltas, queda) for campo in CAMPOS}
    envio = _de_quien_la_direccion(datos, queda)
    por_que = PorQue.QUEDA if envio == queda else PorQue.LLENO
    return propuestas | dict.fromkeys(_ENVIO, Propuesta(envio, por_que))


def _de_quien_la_direccion(datos: Mapping[int, DatosCliente], queda: int) -> int:
    con_direccion = [i for i, uno in datos.items() if any(getattr(uno, c) for c in _ENVIO)]
    return queda if queda in con_direccion or not con_direccion else con_direccion[0]


def _mejor(
    campo: str,
    datos: Mapping[int, DatosCliente],
    faltas: Mapping[int, Mapping[str, tuple[int, int]]],
    queda: int,
) -> Propuesta:
    def orden(cliente_id: int) -> tuple[int, bool, int, bool]:
        errores, avisos = faltas[cliente_id][campo]
        vacio = not getattr(datos[cliente_id], campo)
        return errores, vacio, avisos, cliente_id != queda

    mejor = min(datos, key=orden)
    if mejor == queda:
        return Propuesta(mejor, PorQue.QUEDA)
    vacio = not getattr(datos[queda], campo)
    return Propuesta(mejor, PorQue.LLENO if vacio else PorQue.MENOS_AVISOS)


def _faltas(problemas: Iterable[Problema], campo: str) -> tuple[int, int]:
    """Return how many errors and how many notices a field has."""
    suyos = [problema for problema in problemas if problema.campo == campo]
    errores = sum(problema.es_error for problema in suyos)
    return errores, len(suyos) - errores


def _comparar(
    tx: Session, cuenta_id: int, ids: Sequence[int], motivo: str | None
) -> Comparacion | None:
    cuenta = CuentaRepository(tx).obtener(cuenta_id)
    if cuenta is None:
        raise NoEncontrado(cuenta_id)
    contexto = contexto_de_reglas(cuenta.cp_expedicion)
    clientes, cambios = ClienteRepository(tx, cuenta_id), CambioRepository(tx, cuenta_id)
    etiquetas = EtiquetasDeClientes(tx, cuenta_id).leer(ids)
    leidos = [cliente for uno in ids if (cliente := clientes.obtener(uno)) is not None]
    lados = tuple(
        Comparada(
            cliente,
            cambios.de_cliente(cliente.id, hasta=1)[0],
            validar(cliente.datos.como_dict(), contexto).problemas,
            tuple(una.nombre for una in etiquetas.get(cliente.id, ())),
        )
        for cliente in leidos
    )
    por = MotivoDeParecido(motivo) if motivo else None
    return Comparacion(por, lados, _propuestas(lados), contexto)


def _propuestas(lados: Sequence[Comparada]) -> dict[str, Propuesta]:
    return proponer([(lado.cliente, lado.problemas) for lado in lados])


def _nombradas(
    grupos: Iterable[tuple[str, tuple[int, ...]]], quienes: Mapping[int, Identificado]
) -> Iterable[ParejaNombrada]:
    for motivo, ids in grupos:
        suyos = tuple(quienes[i] for i in ids if i in quienes)
        if len(suyos) > 1:
            yield ParejaNombrada(MotivoDeParecido(motivo), suyos)


def _ida(
    tx: Session, cuenta_id: int, idos: Sequence[int]
) -> tuple[Identificado, Identificado | None] | None:
    """Return the first of some clients that lies in the papelera, and whom it was joined to."""
    for cliente_id in idos:
        cliente = ClienteRepository(tx, cuenta_id).obtener(cliente_id)
        if cliente is not None:
            quien = Identificado(cliente_id, cliente.datos.rfc, cliente.datos.nombre)
            return quien, UnionRepository(tx, cuenta_id).con_quien([cliente_id]).get(cliente_id)
    return None


def _recientes(tx: Session, cuenta_id: int) -> tuple[UnionReciente, ...]:
    uniones = UnionRepository(tx, cuenta_id)
    recientes = uniones.recientes(limite=_RECIENTES)
    unidos = uniones.unidos([union.id for union in recientes])
    return tuple(
        UnionReciente(union, tuple(unido.quien for unido in unidos[union.id]))
        for union in recientes
    )
