"""How long the clients out of many invoices take: read, previewed, loaded; peak of memory.

    python -m bench.facturas                      # 10,000 XML in a zip, 2,000 clients
    python -m bench.facturas --facturas 50000

Each part runs in a process of its own. Half of the clients are stored before, so that the load
changes them; the others lack an e-mail and come back as refused.
"""

import argparse
import base64
import random
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from bench.medida import medir
from clientes_app.judging.plan import Opciones
from clientes_app.readers.cfdi.comprobante import Comprobante
from clientes_app.readers.cfdi.reading import read_invoices
from clientes_app.readers.cfdi.union import UnionDeReceptores
from clientes_app.services.acceso.cuentas import asegurar_cuenta
from clientes_app.services.carga import procesos
from clientes_app.services.context import Actor
from clientes_app.storage.db.engine import open_engine
from clientes_app.storage.db.migrate import migrate
from tests.builders import un_cliente, un_csv, un_rfc
from tests.facturas import una_factura

_PARTES = ("leer", "vista", "carga")
_EL_DE_LAS_FACTURAS = 2
"""The number of its process: the first one stored the clients of before."""
_CONCEPTO = (
    '<cfdi:Concepto ClaveProdServ="84111506" Cantidad="1" ClaveUnidad="ACT" '
    'Descripcion="Servicio de {}" ValorUnitario="100.00" Importe="100.00" ObjetoImp="02">'
    '<cfdi:Impuestos><cfdi:Traslados><cfdi:Traslado Base="100.00" Impuesto="002" '
    'TipoFactor="Tasa" TasaOCuota="0.160000" Importe="16.00"/></cfdi:Traslados></cfdi:Impuestos>'
    "</cfdi:Concepto>"
)


def _escribir(archivo: Path, facturas: int, rfcs: list[str]) -> None:
    """Write a zip of invoices as large as real ones: seal, certificate, one to eight concepts."""
    azar = random.Random(facturas)
    with zipfile.ZipFile(archivo, "w", zipfile.ZIP_DEFLATED) as abierto:
        for numero in range(facturas):
            sello, certificado = (base64.b64encode(azar.randbytes(n)).decode() for n in (256, 1500))
            conceptos = "".join(map(_CONCEPTO.format, range(azar.randint(1, 8))))
            xml = una_factura(
                numero=numero,
                fecha=f"2026-{numero % 12 + 1:02}-{numero % 28 + 1:02}T10:00:00",
                receptor={"Rfc": azar.choice(rfcs), "Nombre": f"CLIENTE {numero % 997}"},
                raiz=f'Sello="{sello}" Certificado="{certificado}"',
                antes=f"<cfdi:Conceptos>{conceptos}</cfdi:Conceptos>",
            )
            declarado = f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}'
            abierto.writestr(f"{numero}.xml", declarado.encode())


def _leer(archivo: Path) -> str:
    union = UnionDeReceptores()
    with archivo.open("rb") as abierto:
        for each in read_invoices(abierto, archivo.name):
            if isinstance(each, Comprobante):
                union.take(each)
    return f"{sum(1 for _ in union.clientes()):,} clientes"


def _en_la_base(archivo: Path, parte: str) -> str:
    engine = open_engine(f"sqlite:///{archivo.with_suffix('.sqlite3')}")
    actor = Actor(asegurar_cuenta(engine), "banco", "cli")
    if parte == "vista":
        with archivo.open("rb") as abierto:
            proceso_id = procesos.recibir(engine, actor, archivo.name, iter(abierto))
        procesos.previsualizar(engine, actor.cuenta_id, proceso_id)
    else:
        proceso_id = _EL_DE_LAS_FACTURAS
        procesos.poner_en_espera(engine, actor, proceso_id, Opciones())
        procesos.ejecutar(engine, proceso_id)
    hecho = procesos.detalle(engine, actor.cuenta_id, proceso_id)
    return f"{hecho.filas:,} filas, {hecho.actualizados:,} cambiados, {hecho.rechazados:,} fuera"


def _medir_parte(archivo: Path, parte: str) -> None:
    with medir() as medida:
        dicho = _leer(archivo) if parte == "leer" else _en_la_base(archivo, parte)
    print(
        f"{parte:8} {medida.reloj:6.2f} s, procesador {medida.procesador:6.2f} s, "
        f"{medida.memoria:5.0f} MB: {dicho}"
    )


def _preparar(archivo: Path, facturas: int, clientes: int) -> None:
    rfcs = [un_rfc() for _ in range(clientes)]
    _escribir(archivo, facturas, rfcs)
    url = f"sqlite:///{archivo.with_suffix('.sqlite3')}"
    migrate(url)
    engine = open_engine(url)
    actor = Actor(asegurar_cuenta(engine), "banco", "cli")
    guardados = un_csv([un_cliente(rfc=rfc) for rfc in rfcs[::2]])
    proceso_id = procesos.recibir(engine, actor, "antes.csv", [guardados])
    procesos.poner_en_espera(engine, actor, proceso_id, Opciones())
    procesos.ejecutar(engine, proceso_id)
    engine.dispose()


def principal() -> None:
    """Measure."""
    argumentos = argparse.ArgumentParser()
    argumentos.add_argument("--facturas", type=int, default=10_000)
    argumentos.add_argument("--clientes", type=int, default=2_000)
    argumentos.add_argument("--parte", choices=_PARTES)
    argumentos.add_argument("--archivo", type=Path)
    pedido = argumentos.parse_args()
    if pedido.parte:
        _medir_parte(pedido.archivo, pedido.parte)
        return
    with tempfile.TemporaryDirectory() as carpeta:
        archivo = Path(carpeta, "facturas.zip")
        _preparar(archivo, pedido.facturas, pedido.clientes)
        print(f"{pedido.facturas:,} XML, {archivo.stat().st_size / 1e6:,.1f} MB en el .zip")
        for parte in _PARTES:
            orden = [sys.executable, "-m", "bench.facturas", "--parte", parte]
            subprocess.run([*orden, "--archivo", str(archivo)], check=True)


if __name__ == "__main__":
    principal()
