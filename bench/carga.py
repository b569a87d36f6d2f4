"""How long a bulk load takes, beside the bare tool of the database, on the same file.

    python -m bench.carga                        # 100,000 rows, five rounds, SQLite
    python -m bench.carga --base postgresql --rondas 5
    python -m bench.carga --filas 100000 1000000 --rondas 1 --perfil

Each piece runs in an operating system process of its own (`bench.tarea`), on a new database. A
round does all of them one after the other, for each size, and ratios are paired within a round.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from bench import carga_llana
from bench.archivos import escribir
from bench.medida import Medida, proporcion, resumen
from bench.tareas import LECTURAS
from tests.servers import Postgresql, dsn, postgresql, programas

_AJUSTES = ("shared_buffers=512MB", "work_mem=32MB", "max_wal_size=4GB")
_MALAS = 0.4
_NOMBRES = {
    "carga": "carga: el proceso entero, ya revisado",
    "llana": "filas listas, con la herramienta de la base",
    "leido": "csv.reader solo, archivo limpio",
    "vista": "vista previa, archivo limpio",
    "leido_malas": "csv.reader solo, 40 % de filas con error",
    "vista_malas": "vista previa, 40 % de filas con error",
    "carga_malas": "carga, 40 % de filas con error",
}
_PARES = (("carga", "llana"), ("vista", "leido"), ("vista_malas", "leido_malas"))
"""A preview beside the bare reading of its file, which tells how fast the machine is just now."""


class Base:
    """Where the rounds get their new databases; `servidor` is the postmaster's number, if any."""

    servidor: int | None = None

    def __init__(self, carpeta: Path) -> None:
        self.carpeta = carpeta
        self._numero = 0

    def nueva(self) -> str:
        """Return the address of a database that does not exist yet."""
        self._numero += 1
        return f"sqlite:///{self.carpeta / f'{self._numero}.sqlite3'}"

    def tarea(self, que: str, url: str, *mas: str | Path) -> Medida:
        """Run a piece of work in its own process."""
        servidor = [] if self.servidor is None else ["--servidor", str(self.servidor)]
        hecho = subprocess.run(
            [sys.executable, "-m", "bench.tarea", que, url, *mas, *servidor],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        *perfil, ultima = hecho.stdout.splitlines()
        if perfil:
            print("\n".join(perfil))
        return Medida(**json.loads(ultima))

    def llana(self, cargada: str, archivo: Path) -> Medida:
        """Put the rows of a loaded database, which goes, into a new one by `.import`."""
        carga_llana.preparar_sqlite(_ruta(cargada), self.carpeta)
        self.quitar(cargada)
        migrada = self.nueva()
        self.tarea("recibir", migrada, archivo)
        medida = carga_llana.cargar_sqlite(_ruta(migrada), self.carpeta)
        self.quitar(migrada)
        return medida

    def quitar(self, url: str) -> None:
        """Remove a database."""
        for final in ("", "-wal", "-shm"):
            Path(f"{_ruta(url)}{final}").unlink(missing_ok=True)


class BasePostgresql(Base):
    """New databases of a cluster that is thrown away."""

    def __init__(self, carpeta: Path, cluster: Postgresql) -> None:
        super().__init__(carpeta)
        self._cluster = cluster
        with psycopg.connect(_dsn(self.nueva())) as conexion:
            (pid,) = conexion.execute("SELECT pg_backend_pid()").fetchone() or (0,)
            estado = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2]
        self.servidor = int(estado.split()[1])

    def nueva(self) -> str:
        """Return the address of a new, empty database."""
        return self._cluster.base_vacia().render_as_string(hide_password=False)

    def llana(self, cargada: str, archivo: Path) -> Medida:
        """Put the rows of a loaded database, which goes, into a new one by COPY."""
        carga_llana.preparar_postgresql(_dsn(cargada), self.carpeta)
        # The server would look after its new rows meanwhile.
        self.quitar(cargada)
        migrada = self.nueva()
        self.tarea("recibir", migrada, archivo)
        medida = carga_llana.cargar_postgresql(
            _dsn(migrada), self.carpeta, servidor=self.servidor or 0
        )
        self.quitar(migrada)
        return medida

    def quitar(self, url: str) -> None:
        """Drop a database."""
        self._cluster.eliminar(make_url(url))


def _ruta(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def _dsn(url: str) -> str:
    return dsn(make_url(url))


@contextmanager
def base(nombre: str, carpeta: Path) -> Iterator[Base]:
    """Give the place of new databases of a kind."""
    if nombre == "sqlite":
        yield Base(carpeta)
        return
    bin_ = programas()
    if bin_ is None:
        mensaje = "PostgreSQL no está instalado."
        raise SystemExit(mensaje)
    with postgresql(bin_, settings=_AJUSTES) as cluster:
        yield BasePostgresql(carpeta, cluster)


def una_ronda(sitio: Base, limpio: Path, malo: Path, *, perfil: bool) -> dict[str, Medida]:
    """Do every piece once; return what each took."""
    hecho: dict[str, Medida] = {}
    perfilar = ["--perfil"] if perfil else []
    url = sitio.nueva()
    sitio.tarea("recibir", url, limpio)
    hecho["leido"] = sitio.tarea("leer", url, limpio).por(LECTURAS)
    hecho["vista"] = sitio.tarea("vista", url, *perfilar)
    # The bare tool closes the database, too, which copies the rest of the log into it.
    hecho["carga"] = sitio.tarea("carga", url, "--cerrar", *perfilar)
    hecho["llana"] = sitio.llana(url, limpio)
    url = sitio.nueva()
    sitio.tarea("recibir", url, malo)
    hecho["leido_malas"] = sitio.tarea("leer", url, malo).por(LECTURAS)
    hecho["vista_malas"] = sitio.tarea("vista", url)
    hecho["carga_malas"] = sitio.tarea("carga", url, "--cerrar")
    sitio.quitar(url)
    return hecho


def medir_cargas(
    sitio: Base, carpeta: Path, *, tamanos: list[int], rondas: int, perfil: bool
) -> None:
    """Print the medians of some rounds, and the ratios within them: to the bare way, by size."""
    hechas: dict[int, list[dict[str, Medida]]] = {filas: [] for filas in tamanos}
    archivos = {filas: _archivos(carpeta, filas) for filas in tamanos}
    for numero in range(1, rondas + 1):
        for filas, (limpio, malo) in archivos.items():
            ronda = una_ronda(sitio, limpio, malo, perfil=perfil)
            hechas[filas].append(ronda)
            reloj, procesador = ronda["carga"].entre(ronda["llana"])
            print(
                f"ronda {numero}, {filas:,} filas: {reloj:.2f} veces la llana, "
                f"{procesador:.2f} en procesador",
                flush=True,
            )
    for filas, rondas_suyas in hechas.items():
        print(f"\n{filas:,} filas, medianas de {rondas} rondas")
        for pieza in rondas_suyas[0]:
            resumen(_NOMBRES[pieza], [ronda[pieza] for ronda in rondas_suyas], filas)
        for una, otra in _PARES:
            pares = [(ronda[una], ronda[otra]) for ronda in rondas_suyas]
            proporcion(f"{una} / {otra}", pares)
    primera = tamanos[0]
    for filas in tamanos[1:]:
        for pieza in ("carga", "llana"):
            pares = [
                (muchas[pieza].por(filas), pocas[pieza].por(primera))
                for muchas, pocas in zip(hechas[filas], hechas[primera], strict=True)
            ]
            proporcion(f"{pieza}: una fila de {filas:,} / una de {primera:,}", pares)


def _archivos(carpeta: Path, filas: int) -> tuple[Path, Path]:
    limpio, malo = carpeta / f"limpio{filas}.csv", carpeta / f"malo{filas}.csv"
    escribir(limpio, filas)
    escribir(malo, filas, malas=_MALAS)
    return limpio, malo


def principal() -> None:
    """Measure what the arguments ask for."""
    argumentos = argparse.ArgumentParser(description="Mide la carga masiva y la vista previa.")
    argumentos.add_argument("--filas", type=int, nargs="+", default=[100_000])
    argumentos.add_argument("--rondas", type=int, default=5)
    argumentos.add_argument("--base", choices=["sqlite", "postgresql"], default="sqlite")
    argumentos.add_argument("--perfil", action="store_true", help="imprime dónde se va el tiempo")
    pedido = argumentos.parse_args()
    with tempfile.TemporaryDirectory(prefix="clientes-bench-") as nombre:
        carpeta = Path(nombre)
        # The server of PostgreSQL runs as somebody else.
        carpeta.chmod(0o755)
        with base(pedido.base, carpeta) as sitio:
            medir_cargas(
                sitio,
                carpeta,
                tamanos=pedido.filas,
                rondas=pedido.rondas,
                perfil=pedido.perfil,
            )


if __name__ == "__main__":
    principal()
