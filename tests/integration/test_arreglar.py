"""`clientes arreglar`: what it would do, doing it, and taking it back; killed in the middle."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from bench.caidas import base_nueva, preparar
from bench.caidas_huella import comparar_indice, no_hallados
from bench.caidas_instalacion import Instalacion, esperar, instalacion
from clientes_app.domain.rfc.rfc import GENERICO_NACIONAL
from clientes_app.services.acceso import cuentas
from clientes_app.services.carga import procesos
from clientes_app.services.carga.acciones import acciones
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.demo import filas_inventadas
from clientes_app.services.context import Actor
from clientes_app.services.resources import shared_engine
from clientes_app.storage.db.engine import read_transaction
from clientes_app.storage.db.tables import CAMBIO
from tests.builders import un_cliente
from tests.conftest import POSTGRESQL, SQLITE
from tests.integration.pasos_acciones import ACENTOS, guardados
from tests.integration.pasos_procesos import almacenado
from tests.ordenes import Consola, abrir_consola, olvidar

FILAS = 20_000
GENERICO = {"rfc": GENERICO_NACIONAL, "regimen_fiscal": "616", "uso_cfdi": "S01"}


@pytest.fixture
def consola(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url_base: str) -> Iterator[Consola]:
    yield abrir_consola(monkeypatch, tmp_path / "datos", url_base)
    olvidar()


def _una_cuenta(filas: list[dict[str, str]], cp: str = "") -> int:
    engine = shared_engine()
    cuenta = cuentas.crear(engine, "Norte", cp_expedicion=cp)
    guardados(engine, cuenta.id, filas)
    return cuenta.id


def test_it_shows_does_and_takes_back(consola: Consola) -> None:
    acento, raro = un_cliente(nombre="CLÍNICA MUÑOZ"), un_cliente(nombre="PÚBLICO EN GENERAL")
    cuenta_id = _una_cuenta([acento, raro, un_cliente(nombre="BUENO")])
    antes = almacenado(shared_engine(), cuenta_id)

    simulado = consola("arreglar", "acentos", "--simular", "--cuenta", "norte")
    assert simulado.exit_code == 0
    assert simulado.stdout.splitlines() == [
        "Quitar acentos: 1 cliente cambiaría, 1 ya está bien, 1 se dejaría fuera.",
        f"  {acento['rfc']}: CLÍNICA MUÑOZ → CLINICA MUÑOZ",
        (
            f"  Se dejaría fuera: PÚBLICO EN GENERAL ({raro['rfc']}): «PUBLICO EN GENERAL» solo va "
            "con el RFC XAXX010101000."
        ),
    ]
    assert "No se cambió nada" in simulado.stderr
    assert almacenado(shared_engine(), cuenta_id) == antes

    hecho = consola("arreglar", "acentos", "--cuenta", "norte")
    assert hecho.exit_code == 0
    assert hecho.stdout.splitlines()[0] == (
        "Proceso 1, Quitar acentos: Terminado. 2 clientes: 1 cambiado, 0 iguales, 1 se dejó fuera."
    )
    assert "clientes deshacer 1" in hecho.stderr
    assert "CLINICA MUÑOZ" in {fila[0] for fila in almacenado(shared_engine(), cuenta_id)}
    assert consola.json("procesos", "--cuenta", "norte")[0]["accion"] == "quitar_acentos"

    deshecho = consola("deshacer", "1", "--cuenta", "norte")
    assert "0 clientes borrados, 1 restaurado" in deshecho.stdout
    assert almacenado(shared_engine(), cuenta_id) == antes


def test_each_code_mends_its_trouble_and_a_second_time_there_is_nothing(consola: Consola) -> None:
    filas = [
        un_cliente(nombre="ACEROS SA DE CV"),
        un_cliente(nombre="ТUBOS"),
        un_cliente(**GENERICO, nombre="MOSTRADOR", codigo_postal="01000"),
    ]
    cuenta_id = _una_cuenta(filas, cp="44100")
    for codigo in ("regimen_societario", "letra_ajena", "generico_cp"):
        assert "1 cambiado" in consola("arreglar", codigo, "--cuenta", "norte").stdout
        otra_vez = consola("arreglar", codigo, "--cuenta", "norte")
        assert "0 clientes cambiarían, 3 ya están bien" in otra_vez.stdout
    quedan = {(fila[0], fila[7]) for fila in almacenado(shared_engine(), cuenta_id)}
    assert quedan == {("ACEROS", "42501"), ("TUBOS", "42501"), ("MOSTRADOR", "44100")}
    assert procesos.lista(shared_engine(), cuenta_id).total == 3


@pytest.mark.parametrize(
    ("codigo", "dicho"),
    [
        ("nada", "No existe el problema «nada». Tienen arreglo cierto: acentos, generico_cp, "),
        ("cp_fuera", "«cp_fuera» no tiene un arreglo cierto: se corrige cliente por cliente. "),
        ("generico_cp", "no tiene código postal de expedición"),
    ],
)
def test_what_cannot_be_mended_is_told(consola: Consola, codigo: str, dicho: str) -> None:
    resultado = consola("arreglar", codigo)
    assert (resultado.exit_code, resultado.stdout) == (2, "")
    assert dicho in resultado.stderr


@pytest.fixture
def instalado(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A folder; the settings that the test changes are put back."""
    abrir_consola(monkeypatch, tmp_path, "")
    yield tmp_path
    olvidar()


@pytest.mark.parametrize("base", [SQLITE, POSTGRESQL])
def test_killed_at_random_moments_it_changes_each_once_and_is_undone_to_what_was_before(
    instalado: Path, base: str
) -> None:
    azar = random.Random(17)
    with base_nueva(base, instalado) as url, preparar(instalado, url) as engine:
        actor = Actor(cuentas.asegurar_cuenta(engine), "Eva", "formulario")
        filas = [
            datos._replace(nombre=f"{datos.nombre} ÁÉ").como_dict()
            for datos in filas_inventadas(FILAS)
        ]
        ids = guardados(engine, actor.cuenta_id, filas)
        antes = almacenado(engine, actor.cuenta_id)
        pedido = acciones.encolar(engine, actor, ACENTOS, ids)
        with instalacion(instalado, url, parte="worker") as casa:
            _killed_now_and_then(engine, pedido.id, casa, azar)
            assert _cambios(engine, pedido.id) == (FILAS, FILAS)
            hecho = procesos.detalle(engine, actor.cuenta_id, pedido.id)
            assert (hecho.estado, hecho.actualizados) == (procesos.Estado.TERMINADO, FILAS)

            tocado = clientes.obtener(engine, actor.cuenta_id, ids[77])
            ana = Actor(actor.cuenta_id, "Ana", "formulario")
            a_mano = tocado.datos.como_dict() | {"nombre": "A MANO"}
            clientes.editar(engine, ana, tocado.id, tocado.version, a_mano)
            procesos.pedir_deshacer(engine, actor, pedido.id)
            _killed_now_and_then(engine, pedido.id, casa, azar)
        deshecho = procesos.detalle(engine, actor.cuenta_id, pedido.id)
        assert (deshecho.restaurados, deshecho.dejados) == (FILAS - 1, 1)
        assert _cambios(engine, pedido.id) == (2 * FILAS - 1, FILAS)
        suyo = {f[1]: "A MANO" if f[1] == tocado.datos.rfc else f[0] for f in antes}
        ahora = {fila[1]: fila[0] for fila in almacenado(engine, actor.cuenta_id)}
        assert ahora == suyo
        assert no_hallados(engine, actor.cuenta_id, cada=31) == []
        comparar_indice(engine)


def _killed_now_and_then(
    engine: Engine, proceso_id: int, casa: Instalacion, azar: random.Random
) -> None:
    """Let the worker go on with a process, killed twice at a random place, until it is through."""
    hechos = _cambios(engine, proceso_id)[0]
    for lugar in sorted(azar.sample(range(FILAS), 2)):
        casa.arrancar()
        esperar(lambda n=hechos + lugar: _cambios(engine, proceso_id)[0] > n, "no avanza")
        casa.matar("worker")
    casa.arrancar()
    esperar(lambda: _is_through(engine, proceso_id), "no termina")
    casa.matar("worker")


def _is_through(engine: Engine, proceso_id: int) -> bool:
    cuenta_id = cuentas.asegurar_cuenta(engine)
    proceso = procesos.detalle(engine, cuenta_id, proceso_id)
    return proceso.ha_terminado and not proceso.deshaciendo


def _cambios(engine: Engine, proceso_id: int) -> tuple[int, int]:
    """How many changes a process made, and to how many clients."""
    quien = CAMBIO.c.cliente_id
    with read_transaction(engine) as tx:
        contados = select(func.count(), func.count(quien.distinct()))
        return tuple(tx.execute(contados.where(CAMBIO.c.proceso_id == proceso_id)).one())
