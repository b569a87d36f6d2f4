"""Random editors on the same clients: nothing accepted is lost, nothing is overwritten unseen.

Issue 4, point 7: replaying `cambio` gives the table, whatever two drawers, the API, the papelera
and «Restaurar» did in between.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine

from clientes_app.domain.cliente import DatosCliente
from clientes_app.services.acceso import cuentas
from clientes_app.services.clientes import clientes, historial, merge
from clientes_app.services.clientes.clientes import ClienteGuardado
from clientes_app.services.context import Actor
from clientes_app.services.errors import (
    CamposEnChoque,
    ClienteBorrado,
    ClienteRepetido,
    DatosInvalidos,
    EdicionSimultanea,
    MezclaInvalida,
)
from tests.builders import un_cliente, un_rfc

RFCS = [un_rfc(numero) for numero in range(900_000, 900_003)]
# Values that are right alone: 610 admits no uso but S01, so that some merges are refused.
TECLEABLES = st.one_of(
    st.tuples(st.just("calle"), st.sampled_from(["", "UNO", "DOS"])),
    st.tuples(st.just("nombre"), st.sampled_from(["PRIMERO", "segundo ", "TERCERO"])),
    st.tuples(st.just("regimen_fiscal"), st.sampled_from(["601", "610"])),
    st.tuples(st.just("uso_cfdi"), st.sampled_from(["G03", "S01"])),
    st.tuples(st.just("rfc"), st.sampled_from(RFCS)),
    st.tuples(st.just("codigo_postal"), st.sampled_from(["42501", "1"])),
)
EDITORES = st.sampled_from(["Ana", "Beto"])
REFUSED = (DatosInvalidos, MezclaInvalida, ClienteRepetido, ClienteBorrado, EdicionSimultanea)
_numero = count()


@dataclass
class Cajon:
    """What one editor has open: what they saw, and what they typed over it."""

    cliente_id: int
    base: dict[str, str]
    propios: dict[str, str]


class DosEditores(RuleBasedStateMachine):
    """Two drawers, the API and the papelera, on two clients of one account."""

    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        self.cuenta_id = cuentas.crear(self.engine, f"Cuenta {next(_numero)}").id
        self.cajones: dict[str, Cajon] = {}
        self.aceptados: list[tuple[int, int, DatosCliente]] = []
        self.ids: list[int] = []

    @initialize()
    def empezar(self) -> None:
        for rfc in RFCS[:2]:
            self.anotar(clientes.alta(self.engine, self.actor("Ana"), un_cliente(rfc=rfc)))
        self.ids = [cliente_id for cliente_id, _, _ in self.aceptados]

    def actor(self, quien: str) -> Actor:
        return Actor(self.cuenta_id, quien, "formulario")

    def actual(self, cliente_id: int) -> ClienteGuardado:
        return clientes.obtener(self.engine, self.cuenta_id, cliente_id)

    def anotar(self, guardado: ClienteGuardado) -> None:
        self.aceptados.append((guardado.id, guardado.version, guardado.datos))

    @rule(quien=EDITORES, cual=st.integers(0, 1))
    def abre(self, quien: str, cual: int) -> None:
        datos = self.actual(self.ids[cual]).datos.como_dict()
        self.cajones[quien] = Cajon(self.ids[cual], datos, dict(datos))

    @precondition(lambda self: self.cajones)
    @rule(data=st.data(), tecleado=TECLEABLES)
    def teclea(self, data: st.DataObject, tecleado: tuple[str, str]) -> None:
        quien = data.draw(st.sampled_from(sorted(self.cajones)))
        self.cajones[quien].propios[tecleado[0]] = tecleado[1]

    @precondition(lambda self: self.cajones)
    @rule(data=st.data())
    def guarda(self, data: st.DataObject) -> None:
        quien = data.draw(st.sampled_from(sorted(self.cajones)))
        cajon = self.cajones[quien]
        antes = self.actual(cajon.cliente_id)
        try:
            hecho = merge.guardar(
                self.engine,
                self.actor(quien),
                cajon.cliente_id,
                base=cajon.base,
                propios=cajon.propios,
            ).cliente
        except CamposEnChoque as error:
            assert self.actual(cajon.cliente_id) == antes
            for choque in error.choques:
                assert choque.guardado == getattr(antes.datos, choque.campo)
                cajon.base[choque.campo] = choque.guardado
                if data.draw(st.booleans()):
                    cajon.propios[choque.campo] = choque.guardado
        except REFUSED:
            assert self.actual(cajon.cliente_id) == antes
        else:
            viejos, nuevos = antes.datos.como_dict(), hecho.datos.como_dict()
            pisados = [campo for campo in viejos if viejos[campo] != nuevos[campo]]
            assert all(cajon.base[campo] == viejos[campo] for campo in pisados)
            self.anotar(hecho)
            cajon.base, cajon.propios = dict(nuevos), dict(nuevos)

    @rule(cual=st.integers(0, 1), tecleado=TECLEABLES, atraso=st.integers(0, 1))
    def edita_por_api(self, cual: int, tecleado: tuple[str, str], atraso: int) -> None:
        actual = self.actual(self.ids[cual])
        valores = actual.datos.como_dict() | {tecleado[0]: tecleado[1]}
        version = actual.version - atraso
        self.intentar(
            lambda: clientes.editar(self.engine, self.actor("ERP"), actual.id, version, valores)
        )

    @rule(cual=st.integers(0, 1))
    def borra(self, cual: int) -> None:
        self.anotar(clientes.borrar(self.engine, self.actor("Beto"), self.ids[cual]))

    @rule(cual=st.integers(0, 1))
    def restaura(self, cual: int) -> None:
        self.intentar(lambda: clientes.restaurar(self.engine, self.actor("Ana"), self.ids[cual]))

    @rule(cual=st.integers(0, 1), data=st.data())
    def vuelve_a_una_version(self, cual: int, data: st.DataObject) -> None:
        actual = self.actual(self.ids[cual])
        version = data.draw(st.integers(1, actual.version))
        self.intentar(
            lambda: historial.restaurar_version(
                self.engine, self.actor("Ana"), actual.id, version, vista=actual.version
            )
        )

    def intentar(self, quehacer: Callable[[], ClienteGuardado]) -> None:
        try:
            self.anotar(quehacer())
        except REFUSED:
            return

    @invariant()
    def repetir_los_cambios_da_la_tabla(self) -> None:
        for cliente_id in self.ids:
            actual = self.actual(cliente_id)
            cambios = clientes.historial(self.engine, self.cuenta_id, cliente_id)
            assert [c.version for c in cambios] == list(range(actual.version, 0, -1))
            assert merge.repetir(reversed(cambios)) == actual.datos
            acciones = [c.accion for c in cambios if c.accion in {"borrado", "restauracion"}]
            assert actual.borrado == (acciones[:1] == ["borrado"])

    @invariant()
    def nada_aceptado_se_pierde(self) -> None:
        for cliente_id, version, datos in self.aceptados[-3:]:
            assert merge.en_version(self.engine, self.cuenta_id, cliente_id, version) == datos


def test_replaying_the_changes_gives_the_table(engine: Engine) -> None:
    maquina: Any = type("Maquina", (DosEditores,), {"engine": engine})
    ejemplos = 25 if engine.dialect.name == "sqlite" else 12
    run_state_machine_as_test(
        maquina,
        settings=settings(max_examples=ejemplos, stateful_step_count=25, deadline=None),
    )
