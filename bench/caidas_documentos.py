"""Kill the worker with -9 while it reads documents of the SAT, and compare what is stored.

    python -m bench.caidas_documentos --facturas 10000 --constancias 60 --muertes 20 --base sqlite

Each death has an account of its own that holds half of the clients before. The worker dies at a
random moment while it looks into the document, while it reads it without a preview, or while it
loads; then it is started again. In the end clients, history, findings, refused rows, counts and the
process must equal those of an account that was left in peace. At the moment of each death either
the whole document is stored and nothing is known of it, or its table is and the document is gone;
and in the end nothing of it is left, neither in the database nor in any file. Ends with status 1
otherwise.
"""

import argparse
import random
import sqlite3
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from sqlalchemy import Engine, select

from bench.caidas import BASES, base_nueva, preparar, vecino
from bench.caidas_archivo import Archivo, guardar_previos
from bench.caidas_huella import comparar_indice, huella, no_hallados
from bench.caidas_instalacion import Instalacion, esperar, instalacion
from clientes_app.domain.cliente import DatosCliente, validar
from clientes_app.judging.plan import Opciones
from clientes_app.services.acceso import cuentas
from clientes_app.services.carga import procesos
from clientes_app.services.carga.archivo import NIVEL, TAMANO_DE_PIEZA
from clientes_app.services.carga.procesos import Estado, Outcome
from clientes_app.services.context import Actor, contexto_de_reglas
from clientes_app.storage.db.base import DatabaseFault
from clientes_app.storage.db.engine import read_transaction
from clientes_app.storage.db.tables import PROCESO, PROCESO_PIEZA
from tests.builders import un_cliente, un_rfc
from tests.constancias import una_constancia
from tests.facturas import un_zip, una_factura

MOMENTOS = ("revisando", "sin vista", "revisando", "cargando")
"""Looking into it; reading it without a preview, as the command line does; storing its clients."""

_VENTANA, _PASO = 64, 1_500
_TABLA = b'{"emisores":'


def facturas(cuantas: int, *, clientes: int = 1_000) -> Archivo:
    """Make a zip of invoices to so many clients, the first half of whom are stored before."""
    azar = random.Random(cuantas)
    rfcs = [un_rfc(7 * n) for n in range(clientes)]
    miembros = [
        (
            f"{n}.xml",
            una_factura(
                numero=n,
                fecha=f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}T10:00:00",
                receptor={"Rfc": rfcs[n % clientes], "Nombre": f"CLIENTE {n % clientes}"},
                raiz=f'Sello="{azar.randbytes(128).hex()}"',
            ).encode(),
        )
        for n in range(cuantas)
    ]
    return Archivo(un_zip(miembros).getvalue(), _previos(rfcs), clientes, 0, "facturas.zip")


def constancias(cuantas: int) -> Archivo:
    """Make a zip of constancias, the first half of whose clients are stored before."""
    azar = random.Random(cuantas)
    dibujadas = [una_constancia(azar) for _ in range(cuantas)]
    miembros = [(f"{n}.pdf", contenido) for n, (contenido, _) in enumerate(dibujadas)]
    rfcs = [str(datos["rfc"]) for _, datos in dibujadas]
    return Archivo(un_zip(miembros).getvalue(), _previos(rfcs), cuantas, 0, "constancias.zip")


def _previos(rfcs: Sequence[str]) -> tuple[DatosCliente, ...]:
    contexto = contexto_de_reglas("")
    return tuple(
        validar(un_cliente(rfc=rfc, nombre="DE ANTES"), contexto).datos
        for rfc in rfcs[: len(rfcs) // 2]
    )


@dataclass
class Resultado:
    """What came of the deaths; `leyendo` counts those at which the document was still there."""

    muertes: Counter[str] = field(default_factory=Counter[str])
    leyendo: int = 0
    faltas: list[str] = field(default_factory=list[str])


class Ensayo:
    """Reads one document again and again, killing the worker each time."""

    def __init__(
        self, engine: Engine, archivo: Archivo, casa: Instalacion, *, semilla: int
    ) -> None:
        """Read and load it undisturbed in both ways, to know what must come of it, and when."""
        self._engine = engine
        self._archivo = archivo
        self._casa = casa
        self._azar = random.Random(semilla)
        self._cuentas = 0
        self._segundos: dict[str, float] = {}
        self.resultado = Resultado()
        self._sana = {
            con_vista: self._tranquilo(con_vista=con_vista) for con_vista in (True, False)
        }

    def morir(self, momento: str) -> None:
        """Read and load, kill the worker at that moment, start it again, and compare."""
        if not self._casa.vive():
            self._casa.arrancar()
        actor, proceso_id = self._recibir(con_vista=momento != "sin vista")
        with vecino(self._engine, actor.cuenta_id):
            self._llegar_a(momento, actor, proceso_id)
            time.sleep(self._azar.uniform(0, self._segundos[momento]))
            self._casa.matar("worker")
            self._mirar(momento, actor, proceso_id)
            self._casa.arrancar()
            if momento == "revisando":
                self._procesar(actor, proceso_id)
            _cuando(lambda: self._detalle(actor, proceso_id).ha_terminado, "no termina")
        self._comparar(momento, actor, proceso_id)

    def nada_queda(self, carpeta: Path) -> None:
        """Note as a fault when a file below a folder holds anything of the document."""
        # Outside of any transaction, in which the log of writes cannot be emptied.
        with closing(sqlite3.connect(str(self._engine.url.database))) as conexion:
            conexion.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.resultado.faltas += [
            f"{archivo} tiene algo del documento" for archivo in con_algo_de(self._archivo, carpeta)
        ]

    def _llegar_a(self, momento: str, actor: Actor, proceso_id: int) -> None:
        """Wait until the worker has begun what it is to die of."""
        if momento == "revisando":
            _cuando(lambda: self._empezado(proceso_id), "nadie lo toma")
            return
        if momento == "cargando":
            self._procesar(actor, proceso_id)
        else:
            procesos.poner_en_espera(self._engine, actor, proceso_id, Opciones())
        _cuando(
            lambda: self._detalle(actor, proceso_id).estado is not Estado.EN_ESPERA, "nadie lo toma"
        )

    def _procesar(self, actor: Actor, proceso_id: int) -> None:
        """Press «Procesar Archivo» as soon as that can be done."""
        _cuando(
            lambda: procesos.vista_previa(self._engine, actor.cuenta_id, proceso_id) is not None,
            "no se revisa",
        )
        procesos.encolar(self._engine, actor, proceso_id, Opciones())

    def _tranquilo(self, *, con_vista: bool) -> dict[str, str]:
        actor, proceso_id = self._recibir(con_vista=False)
        antes = time.monotonic()
        if con_vista:
            procesos.previsualizar(self._engine, actor.cuenta_id, proceso_id)
        revisado = time.monotonic()
        procesos.poner_en_espera(self._engine, actor, proceso_id, Opciones())
        if procesos.ejecutar(self._engine, proceso_id) is not Outcome.DONE:
            raise AssertionError
        cargado = time.monotonic()
        if con_vista:
            self._segundos |= {"revisando": revisado - antes, "cargando": cargado - revisado}
        else:
            self._segundos["sin vista"] = cargado - antes
        return huella(self._engine, actor.cuenta_id, proceso_id)

    def _recibir(self, *, con_vista: bool) -> tuple[Actor, int]:
        """Make an account with what it holds before, and upload the document."""
        self._cuentas += 1
        cuenta = cuentas.crear(self._engine, f"Ensayo {self._cuentas}")
        guardar_previos(self._engine, cuenta.id, self._archivo)
        actor = Actor(cuenta.id, "Ana", "carga")
        with procesos.Recepcion(self._engine, actor, self._archivo.nombre) as recepcion:
            recepcion.agregar(self._archivo.contenido)
            return actor, recepcion.terminar(con_vista=con_vista)

    def _mirar(self, momento: str, actor: Actor, proceso_id: int) -> None:
        """Note what the death left: all of the document and no word of it, or its table."""
        documento, guardado = self._guardado(proceso_id)
        vista = procesos.vista_previa(self._engine, actor.cuenta_id, proceso_id)
        if documento:
            es_bueno = guardado.startswith(_TABLA) and (vista is None) == (momento == "sin vista")
        else:
            es_bueno = guardado == self._archivo.contenido and vista is None
        if not es_bueno:
            self.resultado.faltas.append(f"{momento}: quedó a medias ({guardado[:20]!r})")
        self.resultado.muertes[momento] += 1
        self.resultado.leyendo += not documento
        detalle = self._detalle(actor, proceso_id)
        print(
            f"  {self._cuentas:3} {momento:10} {'la tabla' if documento else 'el documento':12} "
            f"{detalle.filas_hechas:,} filas guardadas ({detalle.etiqueta})",
            flush=True,
        )

    def _comparar(self, momento: str, actor: Actor, proceso_id: int) -> None:
        hallada = huella(self._engine, actor.cuenta_id, proceso_id)
        sana = self._sana[momento != "sin vista"]
        faltas = [
            f"{momento}: {tabla} {hallada[tabla]}, no {debida}"
            for tabla, debida in sana.items()
            if hallada[tabla] != debida
        ]
        if perdidos := no_hallados(self._engine, actor.cuenta_id):
            faltas.append(f"{momento}: la búsqueda no halla {perdidos[:3]}")
        if not self._guardado(proceso_id)[1].startswith(_TABLA):
            faltas.append(f"{momento}: el documento sigue ahí")
        self.resultado.faltas += faltas

    def _guardado(self, proceso_id: int) -> tuple[str, bytes]:
        """Give of which documents the pieces are the table, and the pieces, of one moment."""
        consulta = (
            select(PROCESO.c.documento, PROCESO_PIEZA.c.contenido)
            .join(PROCESO_PIEZA, PROCESO_PIEZA.c.proceso_id == PROCESO.c.id)
            .where(PROCESO.c.id == proceso_id)
            .order_by(PROCESO_PIEZA.c.orden)
        )
        with read_transaction(self._engine) as tx:
            piezas = tx.execute(consulta).all()
        return piezas[0].documento, b"".join(zlib.decompress(bytes(p.contenido)) for p in piezas)

    def _empezado(self, proceso_id: int) -> bool:
        with read_transaction(self._engine) as tx:
            consulta = select(PROCESO.c.run_token).where(PROCESO.c.id == proceso_id)
            return tx.execute(consulta).scalar_one() is not None

    def _detalle(self, actor: Actor, proceso_id: int) -> procesos.ProcesoGuardado:
        return procesos.detalle(self._engine, actor.cuenta_id, proceso_id)


def _cuando(cierto: Callable[[], bool], que: str) -> None:
    esperar(cierto, que, tolera=DatabaseFault)


def con_algo_de(archivo: Archivo, carpeta: Path) -> list[str]:
    """Give the files below a folder in which some bytes of a document stand as they are stored."""
    partes = [
        pieza[i : i + _VENTANA]
        for desde in range(0, len(archivo.contenido), TAMANO_DE_PIEZA)
        for pieza in [zlib.compress(archivo.contenido[desde : desde + TAMANO_DE_PIEZA], NIVEL)]
        for i in range(_PASO, len(pieza) - _VENTANA, _PASO)
    ]
    hallados: list[str] = []
    for cada in sorted(carpeta.rglob("*")):
        if cada.is_file():
            bytes_ = cada.read_bytes()
            if any(parte in bytes_ for parte in partes):
                hallados.append(str(cada))
    return hallados


def ensayar(
    engine: Engine, casa: Instalacion, archivo: Archivo, *, muertes: int, semilla: int = 1
) -> Ensayo:
    """Die so many times, in every kind of moment in turn."""
    ensayo = Ensayo(engine, archivo, casa, semilla=semilla)
    momentos = cycle(MOMENTOS)
    for _ in range(muertes):
        ensayo.morir(next(momentos))
    comparar_indice(engine)
    return ensayo


def principal() -> int:
    """Do what the arguments ask for; return the exit status."""
    argumentos = argparse.ArgumentParser(description="Mata al worker mientras lee documentos.")
    argumentos.add_argument("--facturas", type=int, default=10_000)
    argumentos.add_argument("--constancias", type=int, default=60)
    argumentos.add_argument("--muertes", type=int, default=20)
    argumentos.add_argument("--base", choices=BASES, nargs="+", default=list(BASES))
    argumentos.add_argument("--semilla", type=int, default=1)
    pedido = argumentos.parse_args()
    faltas = 0
    archivos = (facturas(pedido.facturas), constancias(pedido.constancias))
    for nombre, archivo in ((base, cada) for base in pedido.base for cada in archivos):
        print(f"\n{nombre}, {archivo.nombre}", flush=True)
        with tempfile.TemporaryDirectory(prefix="clientes-caidas-") as temporal:
            carpeta = Path(temporal)
            with base_nueva(nombre, carpeta) as url, preparar(carpeta, url) as engine:
                with instalacion(carpeta, url, parte="worker") as casa:
                    ensayo = ensayar(
                        engine, casa, archivo, muertes=pedido.muertes, semilla=pedido.semilla
                    )
                if nombre == "sqlite":
                    ensayo.nada_queda(carpeta)
        resultado = ensayo.resultado
        print(
            f"{nombre}: {resultado.muertes.total()} muertes, {resultado.leyendo} de ellas mientras "
            f"leía; diferencias: {len(resultado.faltas)}",
            *resultado.faltas,
            sep="\n  ",
        )
        faltas += len(resultado.faltas)
    return int(faltas > 0)


if __name__ == "__main__":
    sys.exit(principal())
