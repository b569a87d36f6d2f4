"""The commands about accounts."""

import json
import sys

import click

from clientes_app.cli.common import avisar_si_nadie_la_ve, database, explicar, json_option
from clientes_app.cli.program import CommandError, SpanishCommand, SpanishGroup


@click.group(cls=SpanishGroup)
def cuentas() -> None:
    """Crea y muestra las cuentas."""


@cuentas.command(cls=SpanishCommand)
@click.argument("nombre", metavar="NOMBRE")
@click.option(
    "--cp-expedicion",
    default="",
    metavar="CP",
    help="Código postal de quien factura; se usa con los RFC genéricos.",
)
@click.option(
    "--rfc",
    default="",
    metavar="RFC",
    help="RFC de quien factura; no se toma como cliente al leer sus facturas.",
)
def crear(nombre: str, cp_expedicion: str, rfc: str) -> None:
    """Crea una cuenta."""
    from clientes_app.services.acceso import cuentas as servicio
    from clientes_app.services.errors import CuentaRepetida, DatosInvalidos

    engine = database()
    try:
        cuenta = servicio.crear(engine, nombre, cp_expedicion=cp_expedicion, rfc_propio=rfc)
    except CuentaRepetida as error:
        mensaje = f"Ya existe la cuenta «{error.nombre}». Elija otro nombre."
        raise CommandError(mensaje) from error
    except DatosInvalidos as error:
        raise CommandError(explicar(error.problemas)) from error
    click.echo(f"Se creó la cuenta «{cuenta.nombre}».")
    avisar_si_nadie_la_ve(engine, cuenta.id, cuenta.nombre)


@cuentas.command(cls=SpanishCommand)
@json_option
def lista(as_json: bool) -> None:
    """Muestra las cuentas."""
    from clientes_app.services.acceso import cuentas as servicio

    engine = database()
    servicio.asegurar_cuenta(engine)
    todas = servicio.lista(engine)
    if as_json:
        json.dump(
            [
                {
                    "id": cuenta.id,
                    "nombre": cuenta.nombre,
                    "nombre_corto": cuenta.nombre_corto,
                    "cp_expedicion": cuenta.cp_expedicion,
                    "rfc_propio": cuenta.rfc_propio,
                    "clientes": cuenta.clientes,
                }
                for cuenta in todas
            ],
            sys.stdout,
            ensure_ascii=False,
        )
        click.echo()
        return
    for cuenta in todas:
        cp = cuenta.cp_expedicion or "sin CP"
        click.echo(f"{cuenta.nombre}\t{cuenta.nombre_corto}\t{cp}\t{cuenta.clientes:,}")
