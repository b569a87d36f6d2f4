"""The commands about clients: template, check, import, export, search."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clientes_app.cli.common import cuenta_option, database, elegir_cuenta, json_option
from clientes_app.cli.files import FilePath, OutputPath, opened, write_chunks
from clientes_app.cli.program import BAD_USAGE, CommandError, SpanishCommand, WholeNumber

if TYPE_CHECKING:
    from clientes_app.services.clientes.clientes import ClienteGuardado
    from clientes_app.services.resources import Engine

_MAXIMO_DE_RESULTADOS = 10_000


@click.command(cls=SpanishCommand)
@click.option(
    "-o",
    "output",
    type=OutputPath(),
    default="ejemplo-carga-masiva.zip",
    metavar="F.zip",
    help="Archivo que se escribe. Si se omite: ejemplo-carga-masiva.zip.",
)
def plantilla(output: Path) -> None:
    """Guarda el .zip de «Ejemplo de Carga Masiva»."""
    from clientes_app.readers.csv.template import zip_de_ejemplo

    write_chunks([zip_de_ejemplo()], output)
    click.echo(f"Se guardó {click.format_filename(output)}.", err=True)


@click.command(cls=SpanishCommand)
@click.argument("archivos", nargs=-1, required=True, type=FilePath(), metavar="F.csv…")
@json_option
@click.option("--filas", is_flag=True, help="Con --json: también los clientes como se guardarían.")
def validar(archivos: tuple[Path, ...], as_json: bool, filas: bool) -> int:
    """Revisa archivos sin guardar nada.

    Termina con 0 si todas las filas son buenas, con 1 si alguna se rechaza y con 2 si algún
    archivo no se puede cargar.
    """
    from clientes_app.services.carga import revision
    from clientes_app.services.context import contexto_de_reglas

    contexto = contexto_de_reglas("")
    exit_status = 0
    for ruta in archivos:
        try:
            with opened(ruta) as archivo:
                informe = revision.informar(archivo, ruta.name, contexto, con_filas=filas)
        except CommandError as error:
            click.echo(f"Error: {error.message}", err=True)
            exit_status = BAD_USAGE
            continue
        if as_json:
            click.echo(revision.resumen_json(informe, con_filas=filas))
        else:
            click.echo(revision.texto(informe))
        exit_status = max(exit_status, informe.estado_de_salida)
    return exit_status


@click.command(cls=SpanishCommand)
@click.option(
    "-o",
    "output",
    type=OutputPath(),
    metavar="F.csv",
    help="Archivo que se escribe. Si se omite: la salida estándar.",
)
@click.option(
    "--etiquetas",
    "con_etiquetas",
    is_flag=True,
    help="Agrega una última columna «Etiquetas». Al cargar el archivo se pasa por alto.",
)
@cuenta_option
def exportar(output: Path | None, con_etiquetas: bool, cuenta: str | None) -> None:
    """Escribe todos los clientes en un .CSV."""
    from clientes_app.export import clientes_csv
    from clientes_app.services.clientes import clientes

    engine = database()
    cuenta_id = elegir_cuenta(engine, cuenta)
    filas = clientes.exportar(engine, cuenta_id, con_etiquetas=con_etiquetas)
    write_chunks(clientes_csv.lineas(filas, con_etiquetas=con_etiquetas), output)
    if output is not None:
        click.echo(f"Se guardó {click.format_filename(output)}.", err=True)


@click.command(cls=SpanishCommand)
@json_option
@cuenta_option
def etiquetas(as_json: bool, cuenta: str | None) -> None:
    """Muestra las etiquetas de una cuenta y cuántos clientes las llevan."""
    from clientes_app.services.clientes import etiquetas as de_cuenta

    engine = database()
    contadas = de_cuenta.contadas(engine, elegir_cuenta(engine, cuenta))
    if as_json:
        dichas = [
            {"nombre": c.etiqueta.nombre, "color": c.etiqueta.color, "clientes": c.clientes}
            for c in contadas
        ]
        json.dump(dichas, sys.stdout, ensure_ascii=False)
        click.echo()
        return
    for contada in contadas:
        click.echo(f"{contada.etiqueta.nombre}\t{contada.etiqueta.color}\t{contada.clientes}")


@click.command(cls=SpanishCommand)
@click.argument("texto", metavar="TEXTO")
@click.option(
    "--limite",
    type=WholeNumber(1, _MAXIMO_DE_RESULTADOS),
    default=50,
    metavar="N",
    help="Cuántos clientes se muestran como máximo. Si se omite: 50.",
)
@json_option
@cuenta_option
def buscar(texto: str, limite: int, as_json: bool, cuenta: str | None) -> None:
    """Busca clientes por nombre, RFC, e-mail o código postal."""
    from clientes_app.services.clientes import clientes

    engine = database()
    cuenta_id = elegir_cuenta(engine, cuenta)
    hallados = list(_hallados(engine, cuenta_id, texto, limite))
    if as_json:
        json.dump([_as_json(cliente) for cliente in hallados], sys.stdout, ensure_ascii=False)
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
    if not hallados:
        click.echo(f"No hay clientes que coincidan con «{texto}».", err=True)
        return
    mas = "más de " if total.hay_mas_de else ""
    encontrados = "encontrado" if total.total == 1 else "encontrados"
    click.echo(f"{len(hallados):,} de {mas}{total.total:,} {encontrados}.", err=True)


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


def _as_json(cliente: ClienteGuardado) -> dict[str, Any]:
    return {"id": cliente.id, "version": cliente.version, "datos": cliente.datos.por_etiqueta()}
