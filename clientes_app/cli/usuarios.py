"""The commands about users. Whoever has the data folder is trusted: nothing asks for a role."""

import json
import sys

import click

from clientes_app import routes
from clientes_app.cli.common import (
    cuenta_option,
    database,
    elegir_cuenta,
    explicar,
    json_option,
    read_settings,
)
from clientes_app.cli.program import CommandError, SpanishCommand, SpanishGroup
from clientes_app.domain.roles import Rol


@click.group(cls=SpanishGroup)
def usuarios() -> None:
    """Crea y muestra a quienes entran con e-mail y contraseña."""


@usuarios.command(cls=SpanishCommand)
@click.option("--email", required=True, metavar="E", help="E-mail con que entra.")
@click.option("--nombre", required=True, metavar="N", help="Nombre que ven los demás.")
@click.option(
    "--rol",
    required=True,
    type=click.Choice([rol.value for rol in Rol], case_sensitive=False),
    metavar="R",
    help="Qué puede hacer en la cuenta: lector, editor o propietario.",
)
@click.option(
    "--password-stdin",
    "lee_clave",
    is_flag=True,
    help="Lee la contraseña de la entrada estándar. Si se omite: da un enlace para elegirla.",
)
@cuenta_option
def crear(email: str, nombre: str, rol: str, lee_clave: bool, cuenta: str | None) -> None:
    """Agrega a alguien a una cuenta.

    Si el e-mail ya es de un usuario, conserva su nombre y recibe el rol.
    """
    from clientes_app.services.acceso import cuentas, enlaces
    from clientes_app.services.acceso import usuarios as servicio
    from clientes_app.services.errors import DatosInvalidos, UltimoPropietario

    engine = database()
    cuenta_id = elegir_cuenta(engine, cuenta)
    clave = _read_clave() if lee_clave else ""
    try:
        servicio.crear(
            engine, cuenta_id=cuenta_id, email=email, nombre=nombre, rol=Rol(rol), clave=clave
        )
    except DatosInvalidos as error:
        raise CommandError(explicar(error.problemas)) from error
    except UltimoPropietario as error:
        mensaje = (
            f"«{email}» es el único propietario de la cuenta. Antes de cambiar su rol, haga "
            "propietario a alguien más."
        )
        raise CommandError(mensaje) from error
    usuario = servicio.por_email(engine, email)
    click.echo(
        f"«{usuario.nombre}» ({usuario.email}) es {Rol(rol).etiqueta} de la cuenta "
        f"«{cuentas.obtener(engine, cuenta_id).nombre}».",
        err=True,
    )
    if not usuario.clave:
        _tell_enlace(enlaces.de_clave_por_email(engine, email))


@usuarios.command(cls=SpanishCommand)
@json_option
@cuenta_option
def lista(as_json: bool, cuenta: str | None) -> None:
    """Muestra a los usuarios de una cuenta."""
    from clientes_app.services.acceso import usuarios as servicio

    engine = database()
    miembros = servicio.lista(engine, elegir_cuenta(engine, cuenta))
    if as_json:
        json.dump(
            [
                {
                    "id": miembro.usuario_id,
                    "nombre": miembro.nombre,
                    "email": miembro.email,
                    "rol": miembro.rol.value,
                    "desde": miembro.desde.isoformat(),
                    "ultima_vez": miembro.ultima_vez and miembro.ultima_vez.isoformat(),
                }
                for miembro in miembros
            ],
            sys.stdout,
            ensure_ascii=False,
        )
        click.echo()
        return
    if not miembros:
        click.echo(
            "Nadie entra todavía en esta cuenta: agregue a alguien con «clientes usuarios crear».",
            err=True,
        )
    for miembro in miembros:
        vez = "nunca" if miembro.ultima_vez is None else f"{miembro.ultima_vez:%Y-%m-%d}"
        click.echo(f"{miembro.nombre}\t{miembro.email}\t{miembro.rol.etiqueta}\t{vez}")


@usuarios.command("enlace-clave", cls=SpanishCommand)
@click.argument("email", metavar="E")
def enlace_clave(email: str) -> None:
    """Escribe un enlace para elegir otra contraseña.

    E es el e-mail del usuario. Al usarlo se cierran todas sus sesiones.
    """
    from clientes_app.services.acceso import enlaces
    from clientes_app.services.errors import NoEncontrado

    try:
        token = enlaces.de_clave_por_email(database(), email)
    except NoEncontrado as error:
        mensaje = (
            f"No hay ningún usuario con el e-mail «{email}». Vea los que hay con "
            "«clientes usuarios lista»."
        )
        raise CommandError(mensaje) from error
    _tell_enlace(token)


def _read_clave() -> str:
    """Read one line; on a terminal without showing it."""
    if sys.stdin.isatty():
        clave: str = click.prompt("Contraseña", hide_input=True, err=True)
    else:
        clave = sys.stdin.readline().rstrip("\r\n")
    if not clave:
        mensaje = "No llegó ninguna contraseña por la entrada estándar."
        raise CommandError(mensaje)
    return clave


def _tell_enlace(token: str) -> None:
    click.echo("Con este enlace se elige la contraseña, una sola vez y antes de un día:", err=True)
    click.echo(f"{read_settings().direccion()}{routes.enlace(token)}")
