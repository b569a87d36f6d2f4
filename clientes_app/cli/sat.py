"""The commands about what the SAT says of clients."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clientes_app.cli.common import (
    cuenta_option,
    database,
    elegir_cuenta,
    json_option,
    os_user_actor,
)
from clientes_app.cli.files import FilePath, OutputPath, opened, write_chunks
from clientes_app.cli.program import BAD_USAGE, CommandError, SpanishCommand, SpanishGroup
from clientes_app.domain.plurales import cuantos
from clientes_app.domain.revision_sat import REVISIONES

if TYPE_CHECKING:
    from clientes_app.services.clientes.revision_sat import Aplicada, LineaAplicada, Motivo

_SHOWN = 20
_SOME_REFUSED = 1


@click.group(cls=SpanishGroup)
def sat() -> None:
    """Pregunta al SAT por los clientes, y lee lo que contesta y sus códigos QR."""


@sat.command(cls=SpanishCommand)
@click.option(
    "-o",
    "output",
    type=FilePath(),
    metavar="DIR|F",
    help="Carpeta o archivo que se escribe. Si se omite: la salida estándar.",
)
@click.option(
    "--sin-revisar", is_flag=True, help="Solo los que el SAT no ha revisado, o cambiaron después."
)
@cuenta_option
def exportar(output: Path | None, sin_revisar: bool, cuenta: str | None) -> None:
    """Escribe los clientes para el validador masivo del SAT, 5,000 por archivo.

    No van los de RFC genérico. Si son más de 5,000, -o debe ser una carpeta.
    """
    from clientes_app.services.clientes import revision_sat

    engine = database()
    cuenta_id = elegir_cuenta(engine, cuenta)
    archivos = list(revision_sat.exportar(engine, cuenta_id, solo_sin_revisar=sin_revisar))
    if not archivos:
        click.echo("No hay clientes por los que se pueda preguntar al SAT.", err=True)
        return
    for contenido, ruta in zip(archivos, _targets(output, len(archivos)), strict=True):
        write_chunks([contenido], ruta)
        if ruta is not None:
            click.echo(f"Se guardó {click.format_filename(ruta)}.", err=True)


def _targets(output: Path | None, how_many: int) -> list[Path | None]:
    """Return where each file goes. Raises CommandError when there is only room for one."""
    if output is not None and output.is_dir():
        from clientes_app.services.clientes.revision_sat import nombre_de_solicitud

        names = (nombre_de_solicitud(n) for n in range(1, how_many + 1))
        return [_writable(output / name) for name in names]
    if how_many > 1:
        mensaje = (
            f"Son {how_many} archivos, de 5,000 clientes cada uno. Diga con -o en qué carpeta se "
            "guardan; debe existir."
        )
        raise CommandError(mensaje)
    return [None if output is None else _writable(output)]


def _writable(path: Path) -> Path:
    return OutputPath().convert(path, None, None)


@sat.command(cls=SpanishCommand)
@click.argument("archivo", type=FilePath(), metavar="F.txt")
@json_option
@cuenta_option
def respuesta(archivo: Path, as_json: bool, cuenta: str | None) -> int:
    """Guarda lo que contestó el validador masivo del SAT.

    Termina con 0 si todas las líneas se entienden, con 1 si alguna no y con 2 si el archivo no es
    una respuesta.
    """
    from clientes_app.services.clientes import revision_sat

    with opened(archivo) as abierto:
        contenido = abierto.read(revision_sat.MAX_BYTES + 1)
    engine = database()
    actor = os_user_actor(elegir_cuenta(engine, cuenta))
    try:
        hecha = revision_sat.aplicar(engine, actor, contenido)
    except revision_sat.NoCargableError as error:
        if as_json:
            click.echo(json.dumps(_refused_as_json(archivo.name, error.motivo), ensure_ascii=False))
        else:
            click.echo(f"Error: {error.motivo.mensaje}", err=True)
        return BAD_USAGE
    if as_json:
        click.echo(json.dumps(_as_json(archivo.name, hecha), ensure_ascii=False))
    else:
        _tell(hecha)
    return _SOME_REFUSED if hecha.rechazados else 0


def _refused_as_json(archivo: str, motivo: Motivo) -> dict[str, Any]:
    return {
        "archivo": archivo,
        "resultado": "error",
        "motivo": {"codigo": motivo.codigo, "mensaje": motivo.mensaje},
        "lineas": [],
        "rechazados": [],
        "avisos": [],
    }


def _as_json(archivo: str, hecha: Aplicada) -> dict[str, Any]:
    return {
        "archivo": archivo,
        "resultado": "ok",
        "motivo": None,
        "lineas": [_line_as_json(aplicada) for aplicada in hecha.lineas],
        "rechazados": list(hecha.rechazados),
        "avisos": list(hecha.avisos),
    }


def _line_as_json(aplicada: LineaAplicada) -> dict[str, Any]:
    linea = aplicada.linea
    return {
        "consecutivo": linea.consecutivo,
        "rfc": linea.rfc,
        "nombre": linea.nombre,
        "cp": linea.cp,
        "resultado": linea.resultado,
        "obsoleta": aplicada.obsoleta,
        "leyenda": linea.leyenda,
    }


def _tell(hecha: Aplicada) -> None:
    from clientes_app.services.clientes.revision_frases import frases

    for resultado, nombre in REVISIONES.items():
        if hecha.marcados.get(resultado):
            click.echo(f"{hecha.marcados[resultado]:>9,}  {nombre}")
    for frase in frases(hecha):
        click.echo(frase)
    for aplicada in hecha.obsoletas[:_SHOWN]:
        click.echo(f"  Línea {aplicada.linea.linea}: {aplicada.linea.rfc} {aplicada.linea.nombre}")
    if len(hecha.obsoletas) > _SHOWN:
        resto = len(hecha.obsoletas) - _SHOWN
        click.echo(f"  … y {cuantos(resto, 'línea', 'líneas')} más; todas, con --json.")


@sat.command(cls=SpanishCommand)
@click.argument("texto", metavar="TEXTO")
@json_option
def qr(texto: str, as_json: bool) -> int:
    """Lee el texto del código QR de una constancia: RFC e idCIF.

    No abre ninguna dirección. Termina con 0 si el texto da un RFC de una constancia o de su sello,
    y con 2 si es otra cosa.
    """
    from clientes_app.readers.sat_qr import read_qr

    leido = read_qr(texto)
    if as_json:
        click.echo(json.dumps(leido.como_dict(), ensure_ascii=False))
    elif leido.motivo is not None:
        click.echo(f"Error: {leido.motivo.mensaje}", err=True)
    elif leido.id_cif:
        click.echo(f"RFC {leido.rfc}, idCIF {leido.id_cif}.")
    else:
        click.echo(f"RFC {leido.rfc}. Es el código QR del sello, que no trae el idCIF.")
    return BAD_USAGE if leido.motivo is not None else 0
