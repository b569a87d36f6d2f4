"""Clients joined, edited, deleted, restored and separated in any order: nothing of them is lost."""

from collections.abc import Mapping, Sequence
from itertools import count

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from clientes_app.domain.columnas import CAMPOS
from clientes_app.services.acceso import cuentas
from clientes_app.services.calidad import union
from clientes_app.services.calidad.union import UnidoDespues, YaSeparados
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.merge import repetir
from clientes_app.services.context import Actor
from clientes_app.services.errors import ClienteRepetido
from clientes_app.storage.db.engine import read_transaction
from clientes_app.storage.db.tables import CLIENTE, CUENTA
from tests.builders import un_cliente, un_rfc

LIBRES = ("email", "calle", "referencias", "nombre")
"""The fields that people change; the RFC comes with a union alone."""

VALORES = ("uno@correo.example", "dos@correo.example", "tres@correo.example")
NOMBRES = ("LUNES", "MARTES", "JUEVES")
CUANTOS = 3

Foto = dict[int, dict[str, object]]
_cuentas = count(1)

_quien = st.integers(0, CUANTOS - 1)
_union = st.tuples(
    st.just("unir"),
    st.tuples(
        # Most often into the first one: then a later union meets an earlier one.
        st.one_of(
            st.sampled_from(([0, 1], [0, 2])),
            st.lists(_quien, min_size=2, max_size=3, unique=True),
        ),
        st.dictionaries(st.sampled_from((*LIBRES, "rfc")), st.integers(0, 2), min_size=1),
    ),
)
_separacion = st.tuples(st.just("separar"), st.integers(0, 9))
_edicion = st.tuples(
    st.just("editar"), st.tuples(_quien, st.sampled_from(LIBRES), st.integers(0, 2))
)
_borrado = st.tuples(st.just("borrar"), _quien)
_restauracion = st.tuples(st.just("restaurar"), _quien)
pocas = settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Clientela:
    """An account of some clients, and every value that any of them ever had."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.actor = Actor(
            cuentas.crear(engine, f"Cuenta {next(_cuentas)}").id, "Ana", "formulario"
        )
        filas = (
            un_cliente(rfc=un_rfc(n), email=VALORES[n], calle=f"CALLE {n}") for n in range(CUANTOS)
        )
        self.ids = [clientes.alta(engine, self.actor, fila).id for fila in filas]
        self.uniones: list[int] = []
        self.hubo: dict[int, set[tuple[str, str]]] = {uno: set() for uno in self.ids}
        # When somebody last wrote a field by hand, and when a union was made.
        self.paso = 0
        self.a_mano: dict[tuple[int, str], int] = {}
        self.unida_en: dict[int, int] = {}
        self.comprobar()

    def foto(self) -> Foto:
        """All that is stored of each client but for what counts its changes."""
        menos = {"version", "actualizado_en", "borrado_en"}
        with read_transaction(self.engine) as tx:
            filas = tx.execute(
                select(CLIENTE).where(CLIENTE.c.cuenta_id == self.actor.cuenta_id)
            ).mappings()
            return {
                fila["id"]: {c: v for c, v in fila.items() if c not in menos}
                | {"borrado": fila["borrado_en"] is not None}
                for fila in filas
            }

    def unir(self, como: tuple[Sequence[int], Mapping[str, int]]) -> None:
        lugares, de_quien = como
        ids = [self.ids[lugar] for lugar in lugares]
        todos = {uno: clientes.obtener(self.engine, self.actor.cuenta_id, uno) for uno in ids}
        if any(uno.borrado for uno in todos.values()):
            return
        hecha = union.unir(
            self.engine,
            self.actor,
            {uno: todos[uno].version for uno in ids},
            queda_id=ids[0],
            eleccion={campo: ids[lado % len(ids)] for campo, lado in de_quien.items()},
        )
        self.uniones.append(hecha.union_id)
        self.unida_en[hecha.union_id] = self.paso

    def separar(self, cual: int) -> bool:
        """Separate one of the unions; return whether there was anything to separate."""
        if not self.uniones:
            return False
        union_id = self.uniones[cual % len(self.uniones)]
        antes = self.foto()
        try:
            hecha = union.separar(self.engine, self.actor, union_id)
        except (YaSeparados, UnidoDespues, ClienteRepetido):
            assert self.foto() == antes
            return False
        ahora = self.foto()
        for campo in CAMPOS:
            if ahora[hecha.queda.id][campo] != antes[hecha.queda.id][campo]:
                escrito = self.a_mano.get((hecha.queda.id, campo), -1)
                assert escrito < self.unida_en[union_id], "somebody's own value is left alone"
        return True

    def editar(self, como: tuple[int, str, int]) -> None:
        quien, campo, valor = como
        actual = clientes.obtener(self.engine, self.actor.cuenta_id, self.ids[quien])
        nuevo = (NOMBRES if campo == "nombre" else VALORES)[valor]
        if actual.borrado or getattr(actual.datos, campo) == nuevo:
            return
        valores = actual.datos.como_dict() | {campo: nuevo}
        clientes.editar(self.engine, self.actor, actual.id, actual.version, valores)
        self.a_mano[actual.id, campo] = self.paso

    def borrar(self, quien: int) -> None:
        clientes.borrar(self.engine, self.actor, self.ids[quien])

    def restaurar(self, quien: int) -> None:
        try:
            clientes.restaurar(self.engine, self.actor, self.ids[quien])
        except ClienteRepetido:
            # A union gave its RFC to another one.
            assert clientes.obtener(self.engine, self.actor.cuenta_id, self.ids[quien]).borrado

    def sigue(self, pasos: Sequence[tuple[str, object]]) -> None:
        for que, como in pasos:
            self.paso += 1
            getattr(self, que)(como)
            self.comprobar()

    def comprobar(self) -> None:
        """The history leads to what is stored, and knows every value that ever was."""
        foto = self.foto()
        for cliente_id, fila in foto.items():
            cambios = clientes.historial(self.engine, self.actor.cuenta_id, cliente_id)
            assert repetir(reversed(cambios)).como_dict() == {c: fila[c] for c in CAMPOS}
            movidos = (c.accion for c in cambios if c.accion in {"borrado", "restauracion"})
            assert (next(movidos, "") == "borrado") is fila["borrado"]
            assert [c.version for c in cambios] == list(range(len(cambios), 0, -1))
            self.hubo[cliente_id] |= {(c, str(fila[c])) for c in CAMPOS if fila[c]}
            escritos = {par for c in cambios for par in c.despues.items()}
            assert self.hubo[cliente_id] <= escritos
        vivos = sum(not fila["borrado"] for fila in foto.values())
        with read_transaction(self.engine) as tx:
            cuenta = tx.execute(select(CUENTA).where(CUENTA.c.id == self.actor.cuenta_id)).one()
        assert (cuenta.clientes, cuenta.borrados) == (vivos, CUANTOS - vivos)


@given(
    pasos=st.lists(
        st.one_of(_union, _union, _separacion, _edicion, _borrado, _restauracion),
        min_size=3,
        max_size=12,
    )
)
@pocas
def test_the_history_replays_to_the_table_and_nothing_is_lost(
    engine: Engine, pasos: list[tuple[str, object]]
) -> None:
    Clientela(engine).sigue(pasos)


@given(
    pasos=st.lists(st.one_of(_union, _union, _separacion), min_size=1, max_size=6),
    orden=st.lists(st.integers(0, 9), max_size=6),
)
@example(pasos=[("unir", ([0, 1], {"email": 1})), ("unir", ([0, 2], {"email": 1}))], orden=[0, 1])
@pocas
def test_whatever_was_joined_is_exactly_as_before_once_all_is_separated(
    engine: Engine, pasos: list[tuple[str, object]], orden: list[int]
) -> None:
    clientela = Clientela(engine)
    antes = clientela.foto()
    clientela.sigue(pasos)
    clientela.sigue([("separar", cual) for cual in orden])
    # Whatever is refused for now has a later one before it.
    while any(clientela.separar(lugar) for lugar in range(len(clientela.uniones))):
        clientela.comprobar()
    assert clientela.foto() == antes
