"""The cluster for real: two web processes and two workers, which die, behind the nginx of `deploy`.

They share PostgreSQL and Redis and nothing else: each has a data folder of its own.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from redis import Redis
from sqlalchemy import func, select, text

from bench.caidas_instalacion import NoSucedio, esperar
from clientes_app.routes import SALUD
from clientes_app.services.acceso import cuentas
from clientes_app.services.acceso.cookie import SESSION_COOKIE
from clientes_app.services.carga import procesos
from clientes_app.services.clientes import clientes
from clientes_app.storage.db.engine import open_engine, read_transaction
from clientes_app.storage.db.tables import CLIENTE
from clientes_app.worker.number import living_workers
from tests.browser.conftest import Servidor, puerto_libre
from tests.browser.pasos_carga import CARGA, esperar_cifras, subir, un_archivo
from tests.browser.pasos_formulario import LISTA, editar, guardado, guardar
from tests.builders import un_cliente, un_csv
from tests.servers import FALTA_NGINX, NGINX, Postgresql, nginx

SITIO = Path(__file__).parents[2] / "deploy" / "nginx-cluster.conf"
FILAS = 20_000
DE_VUELTA = 120_000
RELEVO_S = 60.0
"""Within how many seconds another worker must have taken over what a dead one ran."""

_WHO_LOADS = text("SELECT executor_id FROM dbos.workflow_status WHERE name = 'carga'")


@dataclass
class Miembro:
    """One process of the cluster, «web» or «worker», with all that it starts."""

    orden: list[str]
    entorno: dict[str, str]
    registro: Path
    proceso: subprocess.Popen[bytes] | None = None

    def vive(self) -> bool:
        """Whether it runs."""
        return self.proceso is not None and self.proceso.poll() is None

    def arrancar(self) -> None:
        """Start it, and wait for nothing."""
        with self.registro.open("ab") as salida:
            self.proceso = subprocess.Popen(
                [sys.executable, "-m", "clientes_app.cli", *self.orden],
                env=os.environ | self.entorno,
                stdout=salida,
                stderr=salida,
                process_group=0,
            )

    def terminar(self, senal: signal.Signals) -> None:
        """Send a signal to it and to what it started, and wait until it is gone."""
        if self.proceso is not None and self.vive():
            os.killpg(self.proceso.pid, senal)
            self.proceso.wait(60)


@dataclass
class Cluster:
    """Who serves behind the address of `servidor`, and who loads.

    `webs` has them by the name that the proxy gives them, `workers` by that of their lock.
    """

    servidor: Servidor
    webs: dict[str, Miembro]
    workers: dict[str, Miembro]

    def levantar(self) -> None:
        """Start who does not run, and wait until the proxy knows of each."""
        for web in self.webs.values():
            if not web.vive():
                web.arrancar()
        # One after the other: the first is number 1, and who comes back gets the number it had.
        for nombre, worker in self.workers.items():
            if not worker.vive():
                worker.arrancar()
                self._aguardar(lambda n=nombre: n in living_workers(self.servidor.engine))
        self._aguardar(lambda: {self.quien_sirve(str(n)) for n in range(30)} == {*self.webs})

    def quien_sirve(self, token: str) -> str:
        """Which replica the proxy gives the browser of a session to."""
        galleta = {"Cookie": f"{SESSION_COOKIE}={token}"}
        respuesta = httpx.get(f"{self.servidor.url}{SALUD}", headers=galleta, timeout=60)
        return respuesta.headers.get("x-replica", "")

    def sesion_en(self, replica: str, nombre: str) -> str:
        """Open a session whose browser that replica serves; return its token."""
        for _ in range(100):
            token = self.servidor.entrar(nombre=nombre)
            if self.quien_sirve(token) == replica:
                return token
        raise AssertionError(replica)

    def _aguardar(self, cierto: Callable[[], bool]) -> None:
        miembros = [*self.webs.values(), *self.workers.values()]
        try:
            esperar(
                lambda: cierto() or not all(m.vive() for m in miembros if m.proceso),
                "the cluster is not whole",
                pausa=0.1,
                tolera=(httpx.TransportError,),
            )
        except NoSucedio as error:
            raise AssertionError(self.servidor.dicho()) from error
        assert cierto(), self.servidor.dicho()


def _exigir_nginx() -> None:
    if not NGINX.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(FALTA_NGINX)
        pytest.skip(FALTA_NGINX)


def _sitio(puerto: str, puertos: list[str]) -> str:
    """Give the site of `deploy`, on a port of this machine and before these two."""
    sitio = SITIO.read_text("utf-8")
    for viejo, nuevo in (
        ("listen 80;", f"listen 127.0.0.1:{puerto};"),
        ("server web-1:3000 ", f"server 127.0.0.1:{puertos[0]} "),
        ("server web-2:3000 ", f"server 127.0.0.1:{puertos[1]} "),
    ):
        assert sitio.count(viejo) == 1
        sitio = sitio.replace(viejo, nuevo)
    return sitio


@pytest.fixture(scope="module")
def puesto(
    construida: Path,
    tmp_path_factory: pytest.TempPathFactory,
    servidor_postgresql: Postgresql,
    redis: Redis,
) -> Iterator[Cluster]:
    """Give the cluster, of which nobody runs yet.

    Where nginx is missing the test is skipped, but in CI it fails.
    """
    assert construida.is_dir()
    _exigir_nginx()
    datos = tmp_path_factory.mktemp("datos")
    base = servidor_postgresql.base_migrada().render_as_string(hide_password=False)
    registro = datos / "servidor.log"
    comun = {
        "CLIENTES_DATABASE_URL": base,
        "CLIENTES_REDIS_URL": f"redis://127.0.0.1:{redis.connection_pool.connection_kwargs['port']}",
        "CLIENTES_PROXIES": "127.0.0.1",
        "CLIENTES_LOG_SALIDA": "terminal",
    }

    def miembro(nombre: str, *orden: str) -> Miembro:
        (datos / nombre).mkdir()
        return Miembro([*orden], comun | {"CLIENTES_DATOS": str(datos / nombre)}, registro)

    puerto, *puertos = (str(puerto_libre()) for _ in range(3))
    engine = open_engine(base)
    cluster = Cluster(
        Servidor(
            f"http://127.0.0.1:{puerto}", datos, registro, engine, cuentas.asegurar_cuenta(engine)
        ),
        {f"127.0.0.1:{p}": miembro(f"web-{p}", "web", "--puerto", p) for p in puertos},
        {nombre: miembro(nombre, "worker") for nombre in ("worker-1", "worker-2")},
    )
    try:
        with nginx(tmp_path_factory.mktemp("nginx"), _sitio(puerto, puertos)):
            yield cluster
    finally:
        engine.dispose()
        for uno in (*cluster.webs.values(), *cluster.workers.values()):
            uno.terminar(signal.SIGTERM)


@pytest.fixture(scope="module")
def servidor(puesto: Cluster) -> Servidor:
    """Give what browsers see of it."""
    return puesto.servidor


@pytest.fixture(autouse=True)
def cluster(puesto: Cluster) -> Cluster:
    """Give the cluster, whole: who was killed by the test before is back."""
    puesto.levantar()
    return puesto


def _pagina(contexto: BrowserContext, cluster: Cluster, replica: str, nombre: str) -> Page:
    """Open the list in somebody's browser, which that replica serves."""
    contexto.add_cookies(cluster.servidor.galletas(cluster.sesion_en(replica, nombre)))
    page = contexto.new_page()
    respuesta = page.goto(LISTA)
    assert respuesta is not None
    assert respuesta.headers["x-replica"] == replica
    return page


def test_browsers_on_two_replicas_see_each_others_changes_and_presence(
    abrir_navegador: Callable[..., BrowserContext], cluster: Cluster, servidor: Servidor
) -> None:
    cliente = servidor.alta(nombre="DE LAS DOS", colonia="CENTRO")
    ana, beto = (
        _pagina(abrir_navegador(rol=None), cluster, replica, nombre)
        for replica, nombre in zip(cluster.webs, ("Ana López", "Beto Ruiz"), strict=True)
    )
    fila = beto.locator("tbody:not([aria-hidden]) tr").filter(has_text=cliente.datos.rfc)
    solo_el = f"{LISTA}?q={cliente.datos.rfc}"
    beto.goto(solo_el)
    expect(fila).to_be_visible()
    de_ana = editar(ana, cliente.id)
    expect(fila.get_by_role("img", name="Ana López lo tiene abierto")).to_be_visible()
    de_beto = editar(beto, cliente.id)
    expect(de_ana.get_by_role("status").get_by_role("img")).to_have_attribute(
        "title", "Beto Ruiz lo tiene abierto"
    )
    de_beto.get_by_label("Colonia").fill("De Beto")
    guardar(de_beto)
    expect(de_ana.get_by_label("Colonia")).to_have_value("De Beto")
    beto.goto(solo_el)
    expect(fila.get_by_role("img", name="Ana López lo tiene abierto")).to_be_visible()
    de_ana.get_by_label("Nombre o Razón Social").fill("de ana")
    guardar(de_ana)
    expect(fila).to_contain_text("DE ANA")
    expect(beto.locator(".presente")).to_have_count(0)


def test_a_load_whose_worker_is_killed_is_ended_by_the_other_one_with_each_row_once(
    abrir_navegador: Callable[..., BrowserContext], cluster: Cluster, servidor: Servidor
) -> None:
    antes = _stored(servidor)
    page = _pagina(abrir_navegador(rol=None), cluster, next(iter(cluster.webs)), "Ana López")
    page.goto(CARGA)
    subir(page, un_archivo("larga.csv", un_csv([un_cliente() for _ in range(FILAS)])))
    esperar_cifras(page, Filas=f"{FILAS:,}")
    page.get_by_role("button", name="Procesar Archivo").click()
    esperar(lambda: _stored(servidor) > antes, "nothing is loaded")
    (primero,) = _who_loads(servidor)
    cluster.workers[primero].terminar(signal.SIGKILL)
    muerto = time.monotonic()
    assert antes < _stored(servidor) < antes + FILAS
    (otro,) = cluster.workers.keys() - {primero}
    esperar(lambda: _who_loads(servidor) == [otro], "nobody takes it over", pausa=0.05)
    assert time.monotonic() - muerto < RELEVO_S
    proceso = page.get_by_role("region", name="El proceso")
    expect(proceso.get_by_text("Terminado", exact=True)).to_be_visible(timeout=DE_VUELTA)
    (cargado,) = procesos.lista(servidor.engine, servidor.cuenta_id).filas
    assert (cargado.creados, cargado.filas) == (FILAS, FILAS)
    assert _stored(servidor) == antes + FILAS


def test_what_is_typed_outlives_the_replica_and_is_saved_by_the_other_one(
    navegador: Browser, cluster: Cluster, servidor: Servidor
) -> None:
    cliente = servidor.alta(calle="REFORMA", colonia="CENTRO")
    contexto = navegador.new_context(base_url=servidor.url, locale="es-MX")
    suya = next(iter(cluster.webs))
    page = _pagina(contexto, cluster, suya, "Ana López")
    cajon = editar(page, cliente.id)
    cajon.get_by_label("Calle").fill("Escrita antes")
    page.evaluate("window.laMismaPagina = true")
    cajon.get_by_label("Referencias").press_sequentially("a medias")
    with page.expect_websocket(timeout=DE_VUELTA):
        cluster.webs[suya].terminar(signal.SIGKILL)
        page.keyboard.type(" y sigue")
    valores = cliente.datos.como_dict() | {"colonia": "DE BETO"}
    clientes.editar(servidor.engine, servidor.actor, cliente.id, 1, valores)
    expect(cajon.get_by_label("Colonia")).to_have_value("DE BETO", timeout=DE_VUELTA)
    expect(cajon.get_by_label("Referencias")).to_be_focused()
    page.keyboard.type(" allá")
    guardar(cajon)
    expect(cajon).to_have_count(0)
    assert page.evaluate("window.laMismaPagina")
    assert guardado(servidor, cliente.datos.rfc).datos == cliente.datos._replace(
        calle="Escrita antes", referencias="a medias y sigue allá", colonia="DE BETO"
    )
    assert not cluster.webs[suya].vive()
    contexto.close()


def _stored(servidor: Servidor) -> int:
    with read_transaction(servidor.engine) as tx:
        return tx.execute(select(func.count()).select_from(CLIENTE)).scalar_one()


def _who_loads(servidor: Servidor) -> list[str]:
    with read_transaction(servidor.engine) as tx:
        return list(tx.execute(_WHO_LOADS).scalars())
