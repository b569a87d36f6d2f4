"""Two accounts, random operations through every door: neither ever meets the other's.

Issue 4, point 2. Both use the same RFCs; every name carries the mark of its account.
"""

import asyncio
import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine

from clientes_app.api.app import crear_api
from clientes_app.domain.columnas import CAMPOS, ENCABEZADO
from clientes_app.domain.roles import Rol
from clientes_app.routes import CLIENTES_CSV, archivo_original, de_cuenta
from clientes_app.services.acceso import cuentas, sesiones, usuarios
from clientes_app.services.acceso.cookie import SESSION_COOKIE
from clientes_app.services.carga import procesos
from clientes_app.services.carga.refusals import ErrorDeProceso
from clientes_app.services.clientes import clientes, historial, merge
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.services.context import Actor
from clientes_app.services.errors import ClienteRepetido, NoEncontrado
from tests.builders import un_cliente, un_rfc
from tests.integration.pasos_procesos import cargar
from tests.ordenes import Consola, abrir_consola, olvidar

MARCAS = ("NORTE", "SUR")
RFCS = [un_rfc(numero) for numero in range(910_000, 910_004)]
CUENTAS = st.sampled_from((0, 1))
CUALES = st.sampled_from(range(len(RFCS)))
CLAVE = "una frase larga para entrar"


class DosCuentas(RuleBasedStateMachine):
    """What each account should hold, RFC to name, beside what it does hold."""

    engine: Engine
    consola: Consola
    carpeta: Path
    ids: tuple[int, int]
    fichas: tuple[str, str]

    def __init__(self) -> None:
        super().__init__()
        self.esperado: tuple[dict[str, str], dict[str, str]] = ({}, {})
        self.procesos: tuple[list[int], list[int]] = ([], [])
        self.numero = 0

    @initialize()
    def vaciar(self) -> None:
        for cual in (0, 1):
            for cliente in clientes.buscar(self.engine, self.ids[cual], Consulta()).filas:
                clientes.borrar(self.engine, self.actor(cual), cliente.id)

    def actor(self, cual: int) -> Actor:
        return Actor(self.ids[cual], f"Persona {MARCAS[cual]}", "formulario")

    def pedir(self, cual: int, archivo: str, *, de: int | None = None) -> httpx.Response:
        """Ask for a file as the person of an account: their own, or one of the account `de`."""
        nombre_corto = MARCAS[cual if de is None else de].lower()

        async def preguntar() -> httpx.Response:
            async with httpx.AsyncClient(
                transport=httpx.ASGITransport(app=crear_api()),
                base_url="http://localhost",
                cookies={SESSION_COOKIE: self.fichas[cual]},
            ) as cliente:
                return await cliente.get(de_cuenta(nombre_corto, archivo))

        return asyncio.run(preguntar())

    def datos(self, cual: int, rfc: str) -> dict[str, str]:
        self.numero += 1
        return un_cliente(rfc=rfc, nombre=f"{MARCAS[cual]} {self.numero}", calle=MARCAS[cual])

    @rule(cual=CUENTAS, quien=CUALES)
    def da_de_alta(self, cual: int, quien: int) -> None:
        datos = self.datos(cual, RFCS[quien])
        hay = self.esperado[cual].get(RFCS[quien])
        if hay is None:
            clientes.alta(self.engine, self.actor(cual), datos)
            self.esperado[cual][RFCS[quien]] = datos["nombre"]
            return
        with pytest.raises(ClienteRepetido) as repetido:
            clientes.alta(self.engine, self.actor(cual), datos)
        assert repetido.value.nombre == hay

    @rule(cual=CUENTAS, quien=CUALES)
    def edita(self, cual: int, quien: int) -> None:
        actual = clientes.por_rfc(self.engine, self.ids[cual], RFCS[quien])
        assert (actual is None) == (RFCS[quien] not in self.esperado[cual])
        if actual is not None:
            datos, base = self.datos(cual, RFCS[quien]), actual.datos.como_dict()
            merge.guardar(self.engine, self.actor(cual), actual.id, base=base, propios=datos)
            self.esperado[cual][RFCS[quien]] = datos["nombre"]

    @rule(cual=CUENTAS, quien=CUALES)
    def borra(self, cual: int, quien: int) -> None:
        actual = clientes.por_rfc(self.engine, self.ids[cual], RFCS[quien])
        if actual is not None:
            clientes.borrar(self.engine, self.actor(cual), actual.id)
            assert self.esperado[cual].pop(RFCS[quien]) == actual.datos.nombre

    @rule(cual=CUENTAS, quienes=st.lists(CUALES, min_size=1, unique=True))
    def carga(self, cual: int, quienes: list[int]) -> None:
        filas = [self.datos(cual, RFCS[quien]) for quien in quienes]
        self.procesos[cual].append(cargar(self.engine, self.actor(cual), filas).id)
        self.esperado[cual].update({fila["rfc"]: fila["nombre"] for fila in filas})

    @rule(cual=CUENTAS, quien=CUALES)
    def importa_por_consola(self, cual: int, quien: int) -> None:
        datos = self.datos(cual, RFCS[quien])
        archivo = self.carpeta / f"{self.numero}.csv"
        with archivo.open("w", encoding="utf-8", newline="") as salida:
            csv.writer(salida).writerows((ENCABEZADO, [datos[campo] for campo in CAMPOS]))
        dicho = self.consola("importar", archivo, "--cuenta", MARCAS[cual], "--json")
        assert dicho.exit_code == 0, dicho.stderr
        self.esperado[cual][datos["rfc"]] = datos["nombre"]

    @rule(cual=CUENTAS, quien=CUALES)
    def intenta_con_lo_ajeno(self, cual: int, quien: int) -> None:
        """Whatever takes an id is given one of the other account."""
        otro = 1 - cual
        ajeno = clientes.por_rfc(self.engine, self.ids[otro], RFCS[quien])
        if ajeno is not None:
            base, yo = ajeno.datos.como_dict(), self.actor(cual)
            for intento in (
                lambda: clientes.obtener(self.engine, self.ids[cual], ajeno.id),
                lambda: clientes.borrar(self.engine, yo, ajeno.id),
                lambda: clientes.restaurar(self.engine, yo, ajeno.id),
                lambda: clientes.historial(self.engine, self.ids[cual], ajeno.id),
                lambda: clientes.editar(self.engine, yo, ajeno.id, ajeno.version, base),
                lambda: merge.guardar(self.engine, yo, ajeno.id, base=base, propios=base),
                lambda: merge.en_version(self.engine, self.ids[cual], ajeno.id, 1),
                lambda: historial.leer(self.engine, self.ids[cual], ajeno.id),
                lambda: historial.restaurar_version(self.engine, yo, ajeno.id, 1, vista=1),
            ):
                self.no_encuentra(intento)
        for proceso in self.procesos[otro]:
            self.intenta_con_proceso(cual, proceso)
            ruta = archivo_original(proceso)
            for de in (cual, otro):
                assert self.pedir(cual, ruta, de=de).status_code == 404
            dicho = self.consola("deshacer", str(proceso), "--cuenta", MARCAS[cual])
            assert dicho.exit_code != 0

    def intenta_con_proceso(self, cual: int, proceso: int) -> None:
        cuenta_id, yo = self.ids[cual], self.actor(cual)
        for intento in (
            lambda: procesos.detalle(self.engine, cuenta_id, proceso),
            lambda: procesos.vista_previa(self.engine, cuenta_id, proceso),
            lambda: procesos.problemas(self.engine, cuenta_id, proceso),
            lambda: procesos.cancelar(self.engine, yo, proceso),
            lambda: procesos.pedir_deshacer(self.engine, yo, proceso),
        ):
            self.no_encuentra(intento)

    def no_encuentra(self, intento: Callable[[], object]) -> None:
        try:
            hecho = intento()
        except (NoEncontrado, ErrorDeProceso):
            return
        # A list of what the other has is as good a refusal, if it is empty.
        assert not getattr(hecho, "filas", hecho)

    @rule(cual=CUENTAS)
    def descarga(self, cual: int) -> None:
        """By HTTP and by the command line: the same bytes, all of one's own, nothing else."""
        assert self.pedir(cual, CLIENTES_CSV, de=1 - cual).status_code == 404
        web = self.pedir(cual, CLIENTES_CSV).content
        assert web == self.consola("exportar", "--cuenta", MARCAS[cual]).stdout_bytes
        filas = list(csv.DictReader(io.StringIO(web.decode("utf-8-sig"))))
        assert {f["RFC"]: f["Nombre o Razón Social"] for f in filas} == self.esperado[cual]

    @rule(cual=CUENTAS)
    def busca_por_consola(self, cual: int) -> None:
        orden = ("buscar", MARCAS[1 - cual], "--cuenta", MARCAS[cual])
        assert self.consola.json(*orden) == []

    @invariant()
    def cada_cual_lo_suyo(self) -> None:
        for cual in (0, 1):
            pagina = clientes.buscar(self.engine, self.ids[cual], Consulta())
            hay = {cliente.datos.rfc: cliente.datos.nombre for cliente in pagina.filas}
            assert hay == self.esperado[cual]
            assert cuentas.obtener(self.engine, self.ids[cual]).clientes == len(hay)
            for texto, cuantos in ((MARCAS[cual], len(hay)), (MARCAS[1 - cual], 0)):
                hallado = clientes.buscar(self.engine, self.ids[cual], Consulta(texto))
                assert hallado.total == cuantos
            papelera = clientes.buscar(self.engine, self.ids[cual], Consulta(papelera=True))
            assert all(c.datos.nombre.startswith(MARCAS[cual]) for c in papelera.filas)
            suyos = {proceso.quien for proceso in procesos.lista(self.engine, self.ids[cual]).filas}
            assert not any(MARCAS[1 - cual] in quien for quien in suyos)


@pytest.fixture
def consola(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url_base: str) -> Iterator[Consola]:
    yield abrir_consola(monkeypatch, tmp_path / "datos", url_base)
    olvidar()


def test_neither_account_ever_meets_the_others(
    consola: Consola, engine: Engine, tmp_path: Path, claves_rapidas: None
) -> None:
    ids = tuple(cuentas.crear(engine, marca).id for marca in MARCAS)
    fichas: list[str] = []
    for cuenta_id, marca in zip(ids, MARCAS, strict=True):
        email = f"{marca.lower()}@despacho.example"
        usuarios.crear(
            engine, cuenta_id=cuenta_id, email=email, nombre=marca, rol=Rol.EDITOR, clave=CLAVE
        )
        fichas.append(sesiones.entrar(engine, email=email, clave=CLAVE, direccion="127.0.0.1"))
    maquina = type(
        "DosCuentasAqui",
        (DosCuentas,),
        {
            "engine": engine,
            "consola": consola,
            "carpeta": tmp_path,
            "ids": ids,
            "fichas": tuple(fichas),
        },
    )
    run_state_machine_as_test(maquina, settings=settings(max_examples=12, stateful_step_count=25))
