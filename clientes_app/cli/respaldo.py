"""The commands about backups: make one, see which there are, bring one back."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clientes_app.cli.common import database, json_option, log_to_file, read_settings
from clientes_app.cli.files import FilePath, OutputPath, replacing
from clientes_app.cli.program import CommandError, SpanishCommand
from clientes_app.domain.plurales import cuantos

if TYPE_CHECKING:
    from clientes_app.services.respaldo.respaldos import Manifiesto, Respaldo

_NOT_WHOLE = 1
_MB = 1_000_000


class BackupTarget(OutputPath):
    """Where a backup is written: a file, or a folder, in which it gets a name of its own."""

    def convert(
        self,
        value: Any,  # noqa: ANN401 - as click gives it
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Path:
        """Take a path that can be written. Raises CommandError for another one."""
        if Path(value).is_dir():
            # Whether a file can be made in it.
            super().convert(str(Path(value) / ".clientes"), param, ctx)
            return Path(value)
        return super().convert(value, param, ctx)


@click.command(cls=SpanishCommand)
@click.argument("destino", required=False, type=BackupTarget(), metavar="[DESTINO]")
def respaldar(destino: Path | None) -> None:
    """Guarda una copia de todo mientras la aplicación sigue en uso.

    DESTINO es un archivo o una carpeta. Si se omite: la carpeta «respaldos» de la carpeta de datos.
    """
    from clientes_app.services.respaldo import respaldos

    engine, settings = database(), read_settings()
    try:
        if destino is None or destino.is_dir():
            made = respaldos.make_backup(engine, settings, folder=destino)
            _tell_made(made.manifiesto, made.ruta)
            return
        with replacing(destino, new_mode=0o600) as file:
            manifest = respaldos.write_backup(engine, file, settings)
    except respaldos.ErrorDeRespaldo as error:
        raise CommandError(str(error)) from error
    _tell_made(manifest, destino)


@click.command("respaldos", cls=SpanishCommand)
@json_option
def lista_de_respaldos(as_json: bool) -> int:
    """Muestra los respaldos que hay y si cada uno está entero.

    Lee cada uno por completo. Termina con 1 si alguno está dañado o incompleto.
    """
    from clientes_app.services.respaldo import respaldos

    found = respaldos.lista(read_settings())
    if as_json:
        json.dump([_as_json(one) for one in found], sys.stdout, ensure_ascii=False)
        click.echo()
    else:
        for one in found:
            click.echo(_as_line(one))
        folder = respaldos.folder_of(read_settings())
        click.echo(f"{cuantos(len(found), 'respaldo', 'respaldos')} en {folder}.", err=True)
    return 0 if all(one.entero for one in found) else _NOT_WHOLE


@click.command(cls=SpanishCommand)
@click.argument("origen", type=FilePath(), metavar="ORIGEN")
@click.option("--si", "confirmed", is_flag=True, help="No pregunta antes de restaurar.")
def restaurar(origen: Path, confirmed: bool) -> None:
    """Pone un respaldo en lugar de lo que hay ahora.

    ORIGEN es un archivo, o el nombre de uno que muestre «clientes respaldos». Lo que hay ahora se
    guarda antes como un respaldo más. La aplicación no debe estar en marcha.
    """
    from clientes_app.services.respaldo import respaldos, restauracion
    from clientes_app.worker import dbos_system

    settings = read_settings()
    log_to_file("comandos")
    path = _meant(origen, respaldos.folder_of(settings))
    try:
        manifest = restauracion.exigir_que_sirva(path, settings)
        if not confirmed:
            _confirm(manifest)
        done = restauracion.restaurar(path, settings, queue=dbos_system.queue_place(settings))
    except respaldos.ErrorDeRespaldo as error:
        raise CommandError(str(error)) from error
    click.echo(f"Se restauró: {restauracion.contenido_de(done.manifiesto)}.", err=True)
    if done.anterior is not None:
        click.echo(f"Lo que había antes quedó en {done.anterior}.", err=True)


def _meant(origen: Path, folder: Path) -> Path:
    named = folder / origen
    return (
        named if not origen.exists() and origen.name == str(origen) and named.exists() else origen
    )


def _confirm(manifest: Manifiesto) -> None:
    from clientes_app.services.respaldo.restauracion import contenido_de

    click.echo(
        f"Respaldo del {_moment(manifest)}, versión {manifest.version}: {contenido_de(manifest)}.",
        err=True,
    )
    if not _is_terminal():
        mensaje = "Para restaurar sin que se pregunte, agregue --si."
        raise CommandError(mensaje)
    answer: str = click.prompt(
        "Se pondrá en lugar de lo que hay ahora. ¿Continuar? [s/N]",
        default="n",
        show_default=False,
        err=True,
    )
    if answer.strip().lower() not in {"s", "si", "sí"}:
        mensaje = "No se restauró nada."
        raise CommandError(mensaje)


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _tell_made(manifest: Manifiesto | None, path: Path) -> None:
    from clientes_app.services.respaldo.restauracion import contenido_de

    if path.is_file():
        click.echo(str(path))
    what = "" if manifest is None else f": {contenido_de(manifest)}"
    click.echo(f"Se guardó el respaldo{what}.", err=True)


def _as_line(one: Respaldo) -> str:
    from clientes_app.services.respaldo.restauracion import contenido_de

    manifest = one.manifiesto
    parts = (
        "fecha desconocida" if manifest is None else _moment(manifest),
        f"{one.tamano / _MB:,.1f} MB",
        "" if manifest is None else contenido_de(manifest),
        "entero" if one.entero else one.falta,
        one.ruta.name,
    )
    return "\t".join(parts)


def _moment(manifest: Manifiesto) -> str:
    return f"{manifest.creado_en.astimezone():%Y-%m-%d %H:%M}"


def _as_json(one: Respaldo) -> dict[str, Any]:
    manifest = one.manifiesto
    said: dict[str, Any] = {
        "archivo": one.ruta.name,
        "ruta": str(one.ruta),
        "bytes": one.tamano,
        "entero": one.entero,
        "falta": one.falta or None,
    }
    if manifest is not None:
        said |= {
            "creado_en": manifest.creado_en.isoformat(),
            "motivo": manifest.motivo,
            "version": manifest.version,
            "esquema": manifest.esquema,
            "motor": manifest.motor,
            "conteos": manifest.conteos,
            "sha256": manifest.sha256,
        }
    return said
