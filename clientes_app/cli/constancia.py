"""The command about constancias: what they say, and loading it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clientes_app.cli.carga import (
    cargar_hasta_el_final,
    decir_resultado,
    llevar_a_lo_rechazado,
)
from clientes_app.cli.common import (
    cuenta_option,
    database,
    elegir_cuenta,
    json_option,
    os_user_actor,
)
from clientes_app.cli.files import FilePath, OutputPath, chunks_of, opened
from clientes_app.cli.program import BAD_USAGE, CommandError, SpanishCommand

if TYPE_CHECKING:
    from clientes_app.services.context import Actor

_SIN_CORREO = (
    "Una constancia no dice el uso de la factura ni, casi nunca, el e-mail: los clientes nuevos "
    "se rechazan. Guárdelos con --rechazados F.csv, complete esas columnas y cárguelos con "
    "«clientes importar F.csv»."
)


@click.command(cls=SpanishCommand)
@click.argument("archivos", nargs=-1, required=True, type=FilePath(), metavar="F.pdf…")
@json_option
@click.option(
    "--importar",
    is_flag=True,
    help="También carga lo leído: cambia a los clientes que ya existen y rechaza a los nuevos, que "
    "necesitan uso de la factura y e-mail.",
)
@click.option(
    "--rechazados",
    type=OutputPath(),
    metavar="F.csv",
    help="Con --importar: guarda aquí lo rechazado, para completarlo y cargarlo.",
)
@cuenta_option
def constancia(
    archivos: tuple[Path, ...],
    as_json: bool,
    importar: bool,
    rechazados: Path | None,
    cuenta: str | None,
) -> int:
    """Lee Constancias de Situación Fiscal (PDF, o .zip de varias).

    Sin --importar no guarda nada. Termina con 0 si todas se leyeron, con 1 si alguna de un .zip no
    se pudo leer, o alguna fila se rechazó al importar, y con 2 si algún archivo no se pudo leer.
    """
    actor = None
    if importar:
        # Whether that is possible is known before anything is said.
        actor = os_user_actor(elegir_cuenta(database(), cuenta))
    read: list[Path] = []
    exit_status = 0
    for ruta in archivos:
        try:
            found = _tell(ruta, as_json=as_json)
        except CommandError as error:
            click.echo(f"Error: {error.message}", err=True)
            exit_status = BAD_USAGE
            continue
        exit_status = max(exit_status, found)
        if found != BAD_USAGE:
            read.append(ruta)
    if actor is not None and read:
        exit_status = max(exit_status, _load(actor, read, rechazados, as_json=as_json))
    return exit_status


def _tell(ruta: Path, *, as_json: bool) -> int:
    """Say what a file says; 2 when nothing of it could be read, 1 when something could not."""
    from clientes_app.services.documentos.constancias import leer_constancias

    were_read: list[bool] = []
    with opened(ruta) as archivo:
        for leida in leer_constancias(archivo, ruta.name):
            were_read.append(leida.es_buena)
            if as_json:
                click.echo(json.dumps(leida.como_dict(), ensure_ascii=False))
            else:
                click.echo(leida.en_palabras())
    if not any(were_read):
        return BAD_USAGE
    return 0 if all(were_read) else 1


def _load(actor: Actor, rutas: list[Path], rechazados: Path | None, *, as_json: bool) -> int:
    """Load what was read, as one process; return its exit status."""
    from clientes_app.judging.plan import Opciones
    from clientes_app.services.documentos.paquete import empacar

    engine, opciones = database(), Opciones()
    if len(rutas) == 1:
        with opened(rutas[0]) as archivo:
            proceso = cargar_hasta_el_final(
                engine, actor, rutas[0].name, chunks_of(archivo), opciones=opciones
            )
    else:
        trozos = empacar(_all_in(rutas))
        proceso = cargar_hasta_el_final(engine, actor, "constancias.zip", trozos, opciones=opciones)
    if proceso.rechazados:
        llevar_a_lo_rechazado(engine, actor.cuenta_id, proceso, rechazados)
        if rechazados is None:
            click.echo(_SIN_CORREO, err=True)
    return decir_resultado(engine, actor.cuenta_id, proceso, as_json=as_json)


def _all_in(rutas: list[Path]) -> Iterator[tuple[str, list[bytes]]]:
    """Yield the PDFs of all files, those in zips among them; what is not read was told."""
    from clientes_app.readers.constancia.document import LIMITS
    from clientes_app.readers.zip_members import contents

    for ruta in rutas:
        with opened(ruta) as archivo:
            for member in contents(archivo, ruta.name, LIMITS):
                if member.motivo is None:
                    yield member.nombre, [member.contenido]
