"""The commands about clients: template, check, import, export, search."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clientes_app.cli.common import base, elegir_cuenta, opcion_cuenta, opcion_json
from clientes_app.cli.files import Ruta, abierto, escribir
from clientes_app.cli.program import MAL_USO, Comando, ErrorDeComando

if TYPE_CHECKING:
    from clientes_app.services.clientes.clientes import ClienteGuardado
    from clientes_app.services.resources import Engine

_MAXIMO_DE_RESULTADOS = 10_000


@click.command(cls=Comando)
@click.option(
    "-o",
    "salida",
    type=Ruta(),
    metavar="F.zip",
    help="Archivo que se escribe. Si se omite: ejemplo-carga-masiva.zip.",
)
def plantilla(salida: Path | None) -> None:
    """Guarda el .zip de «Ejemplo de Carga Masiva»."""
    from clientes_app.readers.csv.template import zip_de_ejemplo

    destino = salida or Path("ejemplo-carga-masiva.zip")
    escribir([zip_de_ejemplo()], destino)
    click.echo(f"Se guardó {click.format_filename(destino)}.", err=True)


@click.command(cls=Comando)
@click.argument("archivos", nargs=-1, required=True, type=Ruta(), metavar="F.csv…")
@opcion_json
@click.option("--filas", is_flag=True, help="Con --json: también los clientes como se guardarían.")
def validar(archivos: tuple[Path, ...], como_json: bool, filas: bool) -> int:
    """Revisa archivos sin guardar nada.

    Termina con 0 si todas las filas son buenas, con 1 si alguna se rechaza y con 2 si algún
    archivo no se puede cargar.
    """
    from clientes_app.judging import report
    from clientes_app.services.context import contexto_de_reglas

    contexto = contexto_de_reglas("")
    estado = 0
    for ruta in archivos:
        try:
            with abierto(ruta) as archivo:
                informe = report.informar(archivo, ruta.name, contexto, con_filas=filas)
        except ErrorDeComando as error:
            click.echo(f"Error: {error.message}", err=True)
            estado = MAL_USO
            continue
        if como_json:
            click.echo(report.resumen_json(informe, con_filas=filas))
        else:
            click.echo(report.texto(informe))
        estado = max(estado, informe.estado_de_salida)
    return estado


@click.command(cls=Comando)
@click.option(
    "-o",
    "salida",
    type=Ruta(),
    metavar="F.csv",
    help="Archivo que se escribe. Si se omite: la salida estándar.",
)
@opcion_cuenta
def exportar(salida: Path | None, cuenta: str | None) -> None:
    """Escribe todos los clientes en un .CSV."""
    from clientes_app.export import clientes_csv
    from clientes_app.services.clientes import clientes

    engine = base()
    cuenta_id = elegir_cuenta(engine, cuenta)
    escribir(clientes_csv.lineas(clientes.exportar(engine, cuenta_id)), salida)


@click.command(cls=Comando)
@click.argument("texto", metavar="TEXTO")
@click.option(
    "--limite",
    type=click.IntRange(1, _MAXIMO_DE_RESULTADOS),
    default=50,
    metavar="N",
    help="Cuántos clientes se muestran como máximo. Si se omite: 50.",
)
@opcion_json
@opcion_cuenta
def buscar(texto: str, limite: int, como_json: bool, cuenta: str | None) -> None:
    """Busca clientes por nombre, RFC, e-mail o código postal."""
    from clientes_app.services.clientes import clientes

    engine = base()
    cuenta_id = elegir_cuenta(engine, cuenta)
    hallados = list(_hallados(engine, cuenta_id, texto, limite))
    if como_json:
        json.dump([_como_json(cliente) for cliente in hallados], sys.stdout, ensure_ascii=False)
        click.echo()
        return
    total = clientes.buscar(engine, cuenta_id, clientes.Consulta(texto=texto))
    for cliente in hallados:
        datos = cliente.datos
        visibles = (
            *(datos.rfc, datos.nombre, datos.regimen_fiscal),
            *(datos.uso_cfdi, datos.email, datos.codigo_postal),
        )
        click.echo("\t".join(visibles))
    mas = "más de " if total.hay_mas_de else ""
    click.echo(f"{len(hallados):,} de {mas}{total.total:,} encontrados.", err=True)


def _hallados(engine: Engine, cuenta_id: int, texto: str, limite: int) -> Iterator[ClienteGuardado]:
    from itertools import islice

    from clientes_app.services.clientes import clientes

    def todos() -> Iterator[ClienteGuardado]:
        pagina = paginas = 1
        while pagina <= paginas:
            hallado = clientes.buscar(
                engine, cuenta_id, clientes.Consulta(texto=texto, pagina=pagina)
            )
            yield from hallado.filas
            pagina, paginas = pagina + 1, hallado.paginas

    return islice(todos(), limite)


def _como_json(cliente: ClienteGuardado) -> dict[str, Any]:
    from clientes_app.judging.report import por_etiqueta

    return {"id": cliente.id, "version": cliente.version, "datos": por_etiqueta(cliente.datos)}
