"""Clients that are the same one are joined into one of them, and separated again.

The one that stays gets the chosen values as an ordinary change; the others go to the papelera. Both
stand in the history, and what separates them again names the changes that it takes back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from clientes_app.domain.cliente import DatosCliente, identidad, validar
from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.etiquetas import campo_de_cambio, del_cambio
from clientes_app.services.calidad.duplicados import olvidar_a_los_que_se_van
from clientes_app.services.clientes import clientes
from clientes_app.services.context import Actor, autoria, contexto_de_reglas
from clientes_app.services.errors import (
    ClienteBorrado,
    ClienteRepetido,
    DatosInvalidos,
    EdicionSimultanea,
    ErrorDeServicio,
    NoEncontrado,
)
from clientes_app.storage.acceso.cuentas import CuentaRepository
from clientes_app.storage.clientes.cambios import CambioRepository
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.clientes.elegidos import Elegido, ElegidosRepository, Traslado
from clientes_app.storage.clientes.etiquetas import CambioDeEtiquetas, EtiquetasDeClientes
from clientes_app.storage.clientes.reversal import DeshacerRepository, Posterior
from clientes_app.storage.clientes.uniones import Unido, UnionGuardada, UnionRepository
from clientes_app.storage.db.base import DuplicateRow, Engine, Session
from clientes_app.storage.db.engine import write_transaction
from clientes_app.storage.errors import RfcOcupado
from clientes_app.storage.values import ClienteGuardado, Identificado

_DE_LA_IDENTIDAD = {"rfc", "nombre"}


class YaSeparados(ErrorDeServicio):
    """Somebody separated these clients before."""


class UnidoDespues(ErrorDeServicio):
    """The client who stayed was joined once more since, to `con`: that is separated before."""

    def __init__(self, con: str) -> None:
        super().__init__(con)
        self.con = con


class MotivoDeNoSeparar(StrEnum):
    """Why something of a union is left as it is.

    Somebody changed these fields since; the rules refuse what would become of the client, or
    another one has its RFC by now; the client was brought back by hand, or lies in the papelera.
    """

    CAMBIADO = "cambiado"
    NO_CABE = "no_cabe"
    REPETIDO = "repetido"
    RESTAURADO = "restaurado"
    BORRADO = "borrado"


@dataclass(frozen=True, slots=True)
class CampoDejado:
    """A field that somebody changed since: what it was before the union, and what it is now."""

    campo: str
    antes: str
    ahora: str


@dataclass(frozen=True, slots=True)
class SinSeparar:
    """What of a client was left as it is, and why.

    `campos` are those that somebody changed; `por` is who did, or who has the RFC by now.
    """

    cliente: Identificado
    motivo: MotivoDeNoSeparar
    campos: tuple[CampoDejado, ...] = ()
    por: str = ""


@dataclass(frozen=True, slots=True)
class Union:
    """What joining made: the client who stays, as it is now, and how many went."""

    union_id: int
    queda: ClienteGuardado
    idos: int


@dataclass(frozen=True, slots=True)
class Separacion:
    """What separating did: who stayed, who is back in the list, and what was left as it is."""

    queda: Identificado
    vueltos: tuple[Identificado, ...]
    sin_separar: tuple[SinSeparar, ...]


def elegidos_de(
    todos: Mapping[int, DatosCliente], queda_id: int, eleccion: Mapping[str, int]
) -> dict[str, str]:
    """Return the values that were chosen; a field that nobody chose is that of who stays."""
    return {campo: getattr(todos[eleccion.get(campo, queda_id)], campo) for campo in CAMPOS}


def unir(
    engine: Engine,
    actor: Actor,
    vistos: Mapping[int, int],
    *,
    queda_id: int,
    eleccion: Mapping[str, int],
) -> Union:
    """Join the clients `vistos` into one of them, and put the others into the papelera.

    `vistos` says by id at which version the person saw each; `eleccion` of whom the value of a
    field stays. Raises NoEncontrado, EdicionSimultanea when somebody changed one since,
    ClienteBorrado, DatosInvalidos, ClienteRepetido; whichever it is, nothing is stored.
    """
    if queda_id not in vistos or len(vistos) < 2:  # noqa: PLR2004 (one is joined to another)
        raise NoEncontrado(queda_id)
    if not set(eleccion) <= set(CAMPOS) or not set(eleccion.values()) <= set(vistos):
        raise NoEncontrado(queda_id)
    buscados: list[DatosCliente] = []
    try:
        with write_transaction(engine) as tx:
            repositorio = ClienteRepository(tx, actor.cuenta_id)
            repositorio.bloquear()
            todos = _como_se_vieron(tx, actor.cuenta_id, vistos)
            elegidos = elegidos_de({i: uno.datos for i, uno in todos.items()}, queda_id, eleccion)
            datos = _validos(tx, actor.cuenta_id, elegidos, todos[queda_id].datos)
            buscados.append(datos)
            return _unir(tx, actor, todos, queda_id, datos)
    except RfcOcupado as error:
        raise ClienteRepetido(error.cliente_id, error.nombre) from error
    except DuplicateRow as error:
        raise clientes.repetido(engine, actor, buscados[0], error) from error


def separar(engine: Engine, actor: Actor, union_id: int) -> Separacion:
    """Bring back whom a union put into the papelera, and give the one that stayed its own values.

    What somebody changed since is left alone, field by field, and said. Raises NoEncontrado,
    YaSeparados, UnidoDespues, and ClienteRepetido when nobody can come back since others have
    their RFCs by now; then nothing changes.
    """
    with write_transaction(engine) as tx:
        ClienteRepository(tx, actor.cuenta_id).bloquear()
        uniones = UnionRepository(tx, actor.cuenta_id)
        union = uniones.obtener(union_id)
        if union is None:
            raise NoEncontrado(union_id)
        if union.separada:
            raise YaSeparados
        try:
            return _Separando(tx, actor, union).separar()
        except RfcOcupado as error:
            raise ClienteRepetido(error.cliente_id, error.nombre) from error


def _como_se_vieron(tx: Session, cuenta_id: int, vistos: Mapping[int, int]) -> dict[int, Elegido]:
    todos = ElegidosRepository(tx, cuenta_id).leer(list(vistos))
    for cliente_id, version in vistos.items():
        if cliente_id not in todos:
            raise NoEncontrado(cliente_id)
        if todos[cliente_id].borrado:
            raise ClienteBorrado(cliente_id)
        if todos[cliente_id].version != version:
            raise EdicionSimultanea(cliente_id, todos[cliente_id].version)
    return todos


def _validos(
    tx: Session, cuenta_id: int, elegidos: Mapping[str, str], actuales: DatosCliente
) -> DatosCliente:
    """Return the chosen values as they are stored. Who gets no other ones is not judged."""
    if elegidos == actuales.como_dict():
        return actuales
    cuenta = CuentaRepository(tx).obtener(cuenta_id)
    if cuenta is None:
        raise NoEncontrado(cuenta_id)
    validacion = validar(elegidos, contexto_de_reglas(cuenta.cp_expedicion))
    if not validacion.es_valida:
        raise DatosInvalidos(validacion.problemas)
    return validacion.datos


def _unir(
    tx: Session, actor: Actor, todos: Mapping[int, Elegido], queda_id: int, datos: DatosCliente
) -> Union:
    repositorio, autor = ClienteRepository(tx, actor.cuenta_id), autoria(actor)
    idos = [Traslado(uno.id, uno.version) for uno in todos.values() if uno.id != queda_id]
    # They go first: the one that stays may get the RFC or the name of one of them.
    ElegidosRepository(tx, actor.cuenta_id).borrar(idos, autor)
    de_etiquetas = _juntar_etiquetas(tx, actor, todos, queda_id)
    actual = repositorio.obtener(queda_id)
    if actual is None:
        raise NoEncontrado(queda_id)
    queda = repositorio.guardar(actual, datos, autor, aunque_sean_iguales=True)
    union_id = UnionRepository(tx, actor.cuenta_id).anotar(
        queda_id,
        queda.version,
        {uno.id: uno.version + 1 for uno in idos},
        autor,
        version_de_etiquetas=de_etiquetas,
    )
    olvidar_a_los_que_se_van(tx, actor.cuenta_id, {uno.id for uno in idos})
    return Union(union_id, queda, len(idos))


def _juntar_etiquetas(
    tx: Session, actor: Actor, todos: Mapping[int, Elegido], queda_id: int
) -> int | None:
    """Put the others' etiquetas on the one that stays; return the version that it got by that."""
    etiquetas = EtiquetasDeClientes(tx, actor.cuenta_id)
    de_cada = {i: {una.id for una in suyas} for i, suyas in etiquetas.leer(list(todos)).items()}
    faltan = set[int]().union(*de_cada.values()) - de_cada.get(queda_id, set())
    if not faltan:
        return None
    version = todos[queda_id].version
    cambio = CambioDeEtiquetas(queda_id, version, puestas=tuple(sorted(faltan)))
    etiquetas.fijar([cambio], autoria(actor))
    return version + 1


class _Separando:
    """One separation, inside its transaction."""

    def __init__(self, tx: Session, actor: Actor, union: UnionGuardada) -> None:
        self._tx = tx
        self._cuenta_id = actor.cuenta_id
        self._autor = autoria(actor)
        self._union = union
        self._clientes = ClienteRepository(tx, actor.cuenta_id)
        self._uniones = UnionRepository(tx, actor.cuenta_id)
        self._sin_separar: list[SinSeparar] = []

    def separar(self) -> Separacion:
        unidos = self._uniones.unidos([self._union.id])[self._union.id]
        otro_rfc = self._dar_lo_suyo()
        vueltos = self._traer(unidos, otro_rfc=otro_rfc)
        repetidos = [s for s in self._sin_separar if s.motivo is MotivoDeNoSeparar.REPETIDO]
        de_los_idos = [s for s in repetidos if s.cliente != self._union.queda]
        if de_los_idos and not vueltos:
            quien = de_los_idos[0]
            raise ClienteRepetido(quien.cliente.id, quien.por)
        if not de_los_idos:
            self._uniones.separar(self._union.id)
        return Separacion(self._union.queda, vueltos, tuple(self._sin_separar))

    def _dar_lo_suyo(self) -> bool:
        """Give the one that stayed what it had; return whether its RFC or name was changed."""
        queda = self._union.queda
        actual = self._clientes.obtener(queda.id)
        if actual is None:
            raise NoEncontrado(queda.id)
        if actual.borrado:
            otra_vez = self._uniones.con_quien([queda.id]).get(queda.id)
            if otra_vez is not None:
                raise UnidoDespues(otra_vez.nombre)
            self._dejar(queda, MotivoDeNoSeparar.BORRADO)
            return False
        if self._uniones.esta_deshecho(queda.id, self._union.version):
            return False
        cambio = CambioRepository(self._tx, self._cuenta_id).de_cliente(
            queda.id, hasta=self._union.version, limite=1
        )[0]
        en_pie = DeshacerRepository(self._tx, self._cuenta_id).en_pie([queda.id])[queda.id]
        posteriores = [p for p in en_pie if p.version > self._union.version]
        self._exigir_orden(cambio.antes, posteriores)
        despues = self._como_era(actual, cambio.antes, posteriores)
        if despues is not None:
            self._clientes.guardar(
                actual,
                despues,
                self._autor,
                aunque_sean_iguales=True,
                deshace=self._union.version,
            )
        self._quitar_etiquetas()
        tocados = frozenset[str]().union(*(p.campos for p in posteriores))
        return bool(_DE_LA_IDENTIDAD & (set(cambio.antes) | tocados))

    def _quitar_etiquetas(self) -> None:
        """Take off the etiquetas that came by the union, unless somebody touched one since."""
        queda_id, version = self._union.queda.id, self._union.version_de_etiquetas
        actual = self._clientes.obtener(queda_id)
        if version is None or actual is None or self._uniones.esta_deshecho(queda_id, version):
            return
        cambio = CambioRepository(self._tx, self._cuenta_id).de_cliente(
            queda_id, hasta=version, limite=1
        )[0]
        en_pie = DeshacerRepository(self._tx, self._cuenta_id).en_pie([queda_id])[queda_id]
        tocadas = frozenset[str]().union(*(p.campos for p in en_pie if p.version > version))
        vinieron = del_cambio(cambio.despues)
        etiquetas = EtiquetasDeClientes(self._tx, self._cuenta_id)
        suyas = [una.id for una in etiquetas.leer([queda_id]).get(queda_id, ())]
        quitadas = tuple(
            una for una in suyas if una in vinieron and campo_de_cambio(una) not in tocadas
        )
        if quitadas:
            fuera = CambioDeEtiquetas(queda_id, actual.version, (), quitadas, deshace=version)
            etiquetas.fijar([fuera], self._autor)

    def _exigir_orden(self, antes: Mapping[str, str], posteriores: Sequence[Posterior]) -> None:
        """Raise UnidoDespues when a later union gave one of these fields its value."""
        campos = {p.version: p.campos for p in posteriores}
        for otra in self._uniones.en_pie(self._union.queda.id):
            if set(antes) & campos.get(otra.version, frozenset()):
                con = self._uniones.unidos([otra.id])[otra.id]
                raise UnidoDespues(con[0].quien.nombre)

    def _como_era(
        self,
        actual: ClienteGuardado,
        antes: Mapping[str, str],
        posteriores: Sequence[Posterior],
    ) -> DatosCliente | None:
        """Return what the one that stayed becomes; None when it has to be left as it is."""
        queda, datos = self._union.queda, actual.datos
        dejados = {campo: p.quien for p in posteriores for campo in p.campos if campo in antes}
        despues = datos._replace(**{c: v for c, v in antes.items() if c not in dejados})
        if identidad(despues) != identidad(datos):
            otro = self._clientes.por_rfc(despues.rfc, despues.nombre)
            if otro is not None and otro.id != queda.id:
                self._dejar(queda, MotivoDeNoSeparar.REPETIDO, por=otro.datos.nombre)
                return None
        if (
            any(p.campos & set(CAMPOS) for p in posteriores)
            and despues != datos
            and not self._cabe(despues)
        ):
            self._dejar(queda, MotivoDeNoSeparar.NO_CABE)
            return None
        if dejados:
            campos = tuple(
                CampoDejado(campo, antes[campo], getattr(datos, campo))
                for campo in CAMPOS
                if campo in dejados
            )
            self._dejar(queda, MotivoDeNoSeparar.CAMBIADO, campos, por=dejados[campos[-1].campo])
        return despues

    def _cabe(self, datos: DatosCliente) -> bool:
        cuenta = CuentaRepository(self._tx).obtener(self._cuenta_id)
        cp = "" if cuenta is None else cuenta.cp_expedicion
        juzgado = validar(datos.como_dict(), contexto_de_reglas(cp))
        return juzgado.es_valida and juzgado.datos == datos

    def _traer(self, unidos: Sequence[Unido], *, otro_rfc: bool) -> tuple[Identificado, ...]:
        """Bring back those whom nobody touched since, unless somebody has their RFC by now."""
        elegidos = ElegidosRepository(self._tx, self._cuenta_id)
        hay = elegidos.leer([unido.quien.id for unido in unidos])
        vuelven: list[Unido] = []
        for unido in unidos:
            actual = hay[unido.quien.id]
            if actual.version == unido.version:
                otro = self._clientes.por_rfc(actual.datos.rfc, actual.datos.nombre)
                # Two who had one name before the database refused that may have it again.
                es_tocayo = otro is not None and otro.id == self._union.queda.id and not otro_rfc
                if otro is None or es_tocayo:
                    vuelven.append(unido)
                else:
                    self._dejar(unido.quien, MotivoDeNoSeparar.REPETIDO, por=otro.datos.nombre)
            elif not self._uniones.esta_deshecho(unido.quien.id, unido.version):
                motivo = (
                    MotivoDeNoSeparar.BORRADO if actual.borrado else MotivoDeNoSeparar.RESTAURADO
                )
                self._dejar(unido.quien, motivo)
        elegidos.restaurar(
            [Traslado(uno.quien.id, uno.version, uno.version) for uno in vuelven], self._autor
        )
        return tuple(uno.quien for uno in vuelven)

    def _dejar(
        self,
        cliente: Identificado,
        motivo: MotivoDeNoSeparar,
        campos: tuple[CampoDejado, ...] = (),
        *,
        por: str = "",
    ) -> None:
        self._sin_separar.append(SinSeparar(cliente, motivo, campos, por))
