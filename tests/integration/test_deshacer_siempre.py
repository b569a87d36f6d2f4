"""Loads, edits by hand and undoings in any order: nothing of an edit by hand is lost."""

from collections import defaultdict
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from clientes_app.services.acceso import cuentas
from clientes_app.services.carga import procesos
from clientes_app.services.clientes import clientes
from clientes_app.services.context import Actor
from clientes_app.storage.db.engine import read_transaction
from clientes_app.storage.db.tables import CLIENTE
from tests.builders import un_cliente, un_rfc
from tests.integration.pasos_procesos import cargar

CAMPOS = ("email", "calle", "referencias")
VALORES = ("uno@correo.example", "dos@correo.example", "tres@correo.example")
A_MANO = 0
"""Whose a value is that somebody wrote by hand: no process has that number."""

Foto = dict[int, dict[str, str]]
_cuentas = count(1)

_fila = st.fixed_dictionaries(dict.fromkeys(CAMPOS, st.sampled_from(VALORES)))
_carga = st.dictionaries(st.integers(0, 2), _fila, min_size=1)
_edicion = st.tuples(st.integers(0, 2), st.sampled_from(CAMPOS), st.sampled_from(VALORES))
_quien = st.integers(0, 9)
_pasos = {
    "carga": st.tuples(st.just("carga"), _carga),
    "deshacer": st.tuples(st.just("deshacer"), _quien),
    "edicion": st.tuples(st.just("edicion"), _edicion),
    "borrado": st.tuples(st.just("borrado"), st.integers(0, 2)),
    "restauracion": st.tuples(st.just("restauracion"), _quien),
}
pocas = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Catalogo:
    """An account, and a book of whose each value is: the process that wrote it, or A_MANO."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        cuenta = cuentas.crear(engine, f"Cuenta {next(_cuentas)}")
        self.actor = Actor(cuenta.id, "Ana", "formulario")
        self.rfcs = [un_rfc(n) for n in range(3)]
        self.cargas: list[int] = []
        self.duenos: defaultdict[tuple[int, str], list[int]] = defaultdict(list)

    def foto(self) -> Foto:
        """The living clients as they are."""
        with read_transaction(self.engine) as tx:
            filas = tx.execute(
                select(CLIENTE).where(
                    CLIENTE.c.cuenta_id == self.actor.cuenta_id, CLIENTE.c.borrado_en.is_(None)
                )
            ).mappings()
            return {fila["id"]: {c: fila[c] for c in ("rfc", *CAMPOS)} for fila in filas}

    def carga(self, filas: dict[int, dict[str, str]]) -> None:
        antes = self.foto()
        archivo = [un_cliente(rfc=self.rfcs[n], **valores) for n, valores in filas.items()]
        proceso_id = cargar(self.engine, self.actor, archivo).id
        self._anotar(antes, proceso_id)
        self.cargas.append(proceso_id)

    def edicion(self, edicion: tuple[int, str, str]) -> None:
        cual, campo, valor = edicion
        antes = self.foto()
        actual = clientes.por_rfc(self.engine, self.actor.cuenta_id, self.rfcs[cual])
        if actual is None:
            return
        valores = actual.datos.como_dict() | {campo: valor}
        clientes.editar(self.engine, self.actor, actual.id, actual.version, valores)
        self._anotar(antes, A_MANO)

    def borrado(self, cual: int) -> None:
        actual = clientes.por_rfc(self.engine, self.actor.cuenta_id, self.rfcs[cual])
        if actual is not None:
            clientes.borrar(self.engine, self.actor, actual.id)

    def restauracion(self, cual: int) -> None:
        """Bring one back; from then on somebody wants it there."""
        borrados = sorted({cliente for cliente, _ in self.duenos} - set(self.foto()))
        ocupados = {cliente["rfc"] for cliente in self.foto().values()}
        if not borrados:
            return
        cliente_id = borrados[cual % len(borrados)]
        guardado = clientes.obtener(self.engine, self.actor.cuenta_id, cliente_id)
        if guardado.datos.rfc not in ocupados:
            clientes.restaurar(self.engine, self.actor, cliente_id)
            self.duenos[cliente_id, "rfc"].append(A_MANO)

    def deshacer(self, cual: int) -> None:
        """Undo one of the loads, if it can be; it may take back only what is its own."""
        if not self.cargas:
            return
        proceso_id = self.cargas[cual % len(self.cargas)]
        if not procesos.detalle(self.engine, self.actor.cuenta_id, proceso_id).puede_deshacerse:
            return
        antes = self.foto()
        resultado = procesos.deshacer(self.engine, self.actor, proceso_id)
        ahora = self.foto()
        idos = set(antes) - set(ahora)
        assert len(idos) <= resultado.borrados
        assert set(ahora) <= set(antes), "undoing brings nobody back from the papelera"
        for cliente_id in idos:
            assert all(
                set(self.duenos[cliente_id, campo]) == {proceso_id} for campo in ("rfc", *CAMPOS)
            )
        for cliente_id, valores in ahora.items():
            for campo in CAMPOS:
                if valores[campo] != antes[cliente_id][campo]:
                    assert self.duenos[cliente_id, campo].pop() == proceso_id

    def _anotar(self, antes: Foto, dueno: int) -> None:
        for cliente_id, valores in self.foto().items():
            for campo, valor in valores.items():
                if antes.get(cliente_id, {}).get(campo) != valor:
                    self.duenos[cliente_id, campo].append(dueno)

    def sigue(self, pasos: list[tuple[str, object]]) -> None:
        for que, como in pasos:
            getattr(self, que)(como)

    def deshacer_todas(self) -> None:
        for lugar in reversed(range(len(self.cargas))):
            self.deshacer(lugar)


@given(
    base=_carga,
    pasos=st.lists(st.one_of(_pasos["carga"], _pasos["deshacer"]), min_size=2, max_size=6),
)
@pocas
def test_after_undoing_all_loads_the_catalogue_equals_the_one_before(
    engine: Engine, base: dict[int, dict[str, str]], pasos: list[tuple[str, object]]
) -> None:
    catalogo = Catalogo(engine)
    catalogo.carga(base)
    catalogo.cargas.clear()
    antes = catalogo.foto()
    catalogo.sigue(pasos)
    catalogo.deshacer_todas()
    assert catalogo.foto() == antes
    for proceso_id in catalogo.cargas:
        assert procesos.detalle(engine, catalogo.actor.cuenta_id, proceso_id).dejados == 0


@given(pasos=st.lists(st.one_of(*_pasos.values()), min_size=3, max_size=10))
@pocas
def test_undoing_takes_back_nothing_but_what_the_load_wrote(
    engine: Engine, pasos: list[tuple[str, object]]
) -> None:
    catalogo = Catalogo(engine)
    catalogo.sigue(pasos)
    catalogo.deshacer_todas()
