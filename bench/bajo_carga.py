"""What a person feels while a load runs: search and saving, in a browser on the whole application.

    python -m bench.bajo_carga --filas 100000 --cargas 6 --clientes 20000

Starts `clientes servir` on a new database and a free port, searches and saves at rest, then starts
some loads, one after the other, which the worker takes, and does the same until each ends: in one
load somebody saves only some seven times. Needs Chromium.
"""

import argparse
import random
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from bench.archivos import escribir
from bench.datos import llenar
from bench.medida import cuantil
from bench.tareas import encolar, recibir, vista
from clientes_app.services.carga import procesos
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.services.clientes.demo import filas_inventadas
from tests.browser.conftest import CHROMIUM, CHROMIUM_FLAGS, Servidor, servir
from tests.browser.pasos_formulario import LISTA, guardar

_PACIENCIA = 60_000
_QUIEN = "Ana Ruiz"
_SEMILLA_DE_LO_GUARDADO = 3
_SEMILLA_DE_LAS_CARGAS = 2
_FINALES = {procesos.Estado.EN_ESPERA, procesos.Estado.PROCESANDO}
_CRONOMETRO = """() => {
    const cajon = document.querySelector('[role=dialog]');
    window.cronometro = {};
    cajon.addEventListener(
        'click', () => { window.cronometro.inicio ??= performance.now(); }, {capture: true});
    new MutationObserver((_, yo) => {
        if (cajon.dataset.state === 'closed') {
            window.cronometro.fin = performance.now();
            yo.disconnect();
        }
    }).observe(cajon, {attributes: true});
}"""

Tiempos = dict[str, list[float]]


class Persona:
    """Somebody at the list, whose clock runs from the last key to what it changes on the page."""

    def __init__(self, page: Page, rfcs: list[str], editada: int) -> None:
        self._page = page
        self._rfcs = rfcs
        self._editada = editada
        self._azar = random.Random(_SEMILLA_DE_LO_GUARDADO)
        self._veces = 0

    def buscar(self) -> float:
        """Search a client by RFC; return the milliseconds until it is the only row."""
        rfc = self._azar.choice(self._rfcs)
        campo = self._page.get_by_role("searchbox")
        filas = self._page.locator("tbody:not([aria-hidden]) tr")
        campo.fill("")
        expect(filas).not_to_have_count(1)
        inicio = time.perf_counter()
        campo.fill(rfc)
        self._page.wait_for_function(
            "rfc => { const f = document.querySelectorAll('tbody:not([aria-hidden]) tr');"
            " return f.length === 1 && f[0].innerText.includes(rfc) }",
            arg=rfc,
        )
        return (time.perf_counter() - inicio) * 1000

    def guardar(self) -> float:
        """Change a client in the drawer; return the milliseconds from the click to its closing.

        By the page's own clock: Playwright's way to the button is nobody's, and the quarter of a
        second in which the drawer slides away is not waiting.
        """
        self._veces += 1
        self._page.goto(f"{LISTA}?cliente={self._editada}")
        cajon = self._page.get_by_role("dialog", name="Editar Cliente")
        nombre = cajon.get_by_label("Nombre o Razón Social")
        expect(nombre).to_have_value(re.compile("."))
        nombre.fill(f"QUIEN SE EDITA {self._veces}")
        self._page.evaluate(_CRONOMETRO)
        guardar(cajon)
        cajon.wait_for(state="detached")
        milisegundos: float = self._page.evaluate("cronometro.fin - cronometro.inicio")
        return milisegundos


def medir(persona: Persona, seguir: Callable[[int], bool]) -> Tiempos:
    """Search three times and save once, again and again."""
    tiempos: Tiempos = {"búsqueda": [], "guardar": []}
    vuelta = 0
    while seguir(vuelta):
        tiempos["búsqueda"] += [persona.buscar() for _ in range(3)]
        tiempos["guardar"].append(persona.guardar())
        vuelta += 1
    return tiempos


def en_marcha(servidor: Servidor, proceso_id: int) -> bool:
    """Whether the load still runs."""
    estado = procesos.detalle(servidor.engine, servidor.actor.cuenta_id, proceso_id).estado
    return estado in _FINALES


def imprimir(cuando: str, tiempos: Tiempos) -> None:
    """Print a line for what was done."""
    for que, suyos in tiempos.items():
        print(
            f"{cuando:10}{que:10} n={len(suyos):<5} p50 {cuantil(suyos, 0.5):7.0f} ms   "
            f"p95 {cuantil(suyos, 0.95):7.0f} ms   máx {max(suyos):7.0f} ms",
            flush=True,
        )


def comparar(
    page: Page, servidor: Servidor, archivos: list[Path], *, clientes_hay: int, vueltas: int
) -> None:
    """Measure at rest and under the loads, and print both."""
    rfcs = [fila.rfc for fila, _ in zip(filas_inventadas(clientes_hay), range(2000), strict=False)]
    servidor.alta(nombre="QUIEN SE EDITA")
    editada = (
        clientes.buscar(servidor.engine, servidor.actor.cuenta_id, Consulta("QUIEN SE EDITA"))
        .filas[0]
        .id
    )
    page.goto(LISTA)
    persona = Persona(page, rfcs, editada)
    medir(persona, lambda vuelta: vuelta < 3)  # noqa: PLR2004 (what a server in use has behind it)
    reposo = medir(persona, lambda vuelta: vuelta < vueltas)
    imprimir("en reposo", reposo)
    carga: Tiempos = {que: [] for que in reposo}
    for archivo in archivos:
        proceso_id = recibir(servidor.engine, archivo)
        vista(servidor.engine, proceso_id)
        inicio = time.perf_counter()
        encolar(servidor.engine, proceso_id)
        for que, suyos in medir(persona, lambda _, p=proceso_id: en_marcha(servidor, p)).items():
            carga[que] += suyos
        print(f"una carga duró {time.perf_counter() - inicio:.0f} s", flush=True)
    imprimir("con carga", carga)
    veces = cuantil(carga["búsqueda"], 0.95) / cuantil(reposo["búsqueda"], 0.95)
    print(f"búsqueda, p95: {veces:.2f} veces la del reposo")


def principal() -> None:
    """Measure what the arguments ask for."""
    argumentos = argparse.ArgumentParser(description="Mide la página mientras corre una carga.")
    argumentos.add_argument("--filas", type=int, default=100_000)
    argumentos.add_argument("--cargas", type=int, default=6, help="una tras otra")
    argumentos.add_argument(
        "--vueltas", type=int, default=30, help="en reposo: 3 búsquedas cada una"
    )
    argumentos.add_argument("--clientes", type=int, default=20_000, help="los que ya hay")
    pedido = argumentos.parse_args()
    with tempfile.TemporaryDirectory(prefix="clientes-bench-") as nombre:
        carpeta = Path(nombre)
        archivos = [carpeta / f"carga{numero}.csv" for numero in range(pedido.cargas)]
        for numero, archivo in enumerate(archivos):
            escribir(archivo, pedido.filas, semilla=_SEMILLA_DE_LAS_CARGAS + numero)
        with (
            servir(carpeta / "datos") as servidor,
            sync_playwright() as playwright,
            playwright.chromium.launch(
                executable_path=str(CHROMIUM), args=CHROMIUM_FLAGS
            ) as chromium,
        ):
            llenar(servidor.engine, pedido.clientes)
            contexto = chromium.new_context(base_url=servidor.url, locale="es-MX")
            contexto.add_cookies(servidor.galletas(servidor.entrar(nombre=_QUIEN)))
            page = contexto.new_page()
            page.set_default_timeout(_PACIENCIA)
            comparar(page, servidor, archivos, clientes_hay=pedido.clientes, vueltas=pedido.vueltas)


if __name__ == "__main__":
    principal()
