"""What several commands share: the database, the account, who is at the keyboard."""

from __future__ import annotations

import getpass
import logging
import sys
from typing import TYPE_CHECKING, Any

import click

from clientes_app.cli.log_files import Restraint, rotating
from clientes_app.cli.program import CommandError
from clientes_app.config import InvalidSettings, Settings, settings
from clientes_app.observing.log_lines import FORMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from clientes_app.domain.problemas import Problema
    from clientes_app.services.context import Actor
    from clientes_app.services.resources import Engine

cuenta_option: Callable[[Any], Any] = click.option(
    "--cuenta",
    metavar="NOMBRE",
    help="Nombre o nombre corto de la cuenta; se puede omitir si solo hay una.",
)
json_option: Callable[[Any], Any] = click.option(
    "--json", "as_json", is_flag=True, help="Escribe el resultado en JSON."
)


def read_settings() -> Settings:
    """Return the settings. Raises ErrorDeComando when a variable cannot be used."""
    try:
        return settings()
    except InvalidSettings as error:
        raise CommandError(str(error)) from error


def log_of_service(part: str) -> None:
    """Send the log of a part that serves to where the settings say: its file, or the terminal.

    In a container the terminal is what `docker compose logs` shows.
    """
    if read_settings().log_salida == "terminal":
        terminal = logging.StreamHandler(sys.stderr)
        terminal.addFilter(Restraint())
        _log_by(terminal, part)
    else:
        log_to_file(part)


def log_to_file(part: str) -> None:
    """Send the program's log to a file of its own in the data folder, one for each part.

    Tracebacks belong there and not on the terminal of somebody who loads a CSV.
    """
    from clientes_app.services.resources import make_private_folder

    folder = read_settings().datos / "registro"
    make_private_folder(folder)
    _log_by(rotating(folder / f"{part}.log"), part)


def _log_by(handler: logging.Handler, part: str) -> None:
    handler.setFormatter(FORMS[read_settings().log](part))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # It tells at every start that there is nothing to do.
    logging.getLogger("alembic").setLevel(logging.WARNING)


def database() -> Engine:
    """Return the database, made or brought up to date."""
    from clientes_app.services.resources import make_private_folder, shared_engine

    make_private_folder(read_settings().datos)
    log_to_file("comandos")
    return shared_engine()


def elegir_cuenta(engine: Engine, nombre: str | None) -> int:
    """Return the account that is meant; the first one is made when there is none.

    Raises ErrorDeComando when there is no such account, or when there are several to choose from.
    """
    from clientes_app.services.acceso import cuentas
    from clientes_app.services.errors import NoEncontrado

    primera = cuentas.asegurar_cuenta(engine)
    if nombre is not None:
        try:
            return cuentas.por_nombre(engine, nombre).id
        except NoEncontrado as error:
            mensaje = f"No existe la cuenta «{nombre}». {_existing_cuentas(engine)}"
            raise CommandError(mensaje) from error
    if len(cuentas.lista(engine)) > 1:
        mensaje = f"Elija la cuenta con --cuenta NOMBRE. {_existing_cuentas(engine)}"
        raise CommandError(mensaje)
    return primera


def os_user_actor(cuenta_id: int) -> Actor:
    """Return the user of the operating system as the one who does it."""
    from clientes_app.services.context import Actor

    try:
        usuario = getpass.getuser()
    except (OSError, KeyError):
        usuario = "línea de comandos"
    return Actor(cuenta_id=cuenta_id, quien=usuario, origen="cli")


def avisar_si_nadie_la_ve(engine: Engine, cuenta_id: int, nombre: str) -> None:
    """Say how to let somebody into an account that has no members, once there is sign-in."""
    from clientes_app.services.acceso import usuarios

    if usuarios.hay(engine) and not usuarios.lista(engine, cuenta_id):
        click.echo(
            f"Nadie puede abrir todavía la cuenta «{nombre}» en el navegador: agregue a alguien "
            "con «clientes usuarios crear».",
            err=True,
        )


def explicar(problemas: Iterable[Problema]) -> str:
    """Put what is wrong with some values, and how to mend it, into one line."""
    return " ".join(p.frase for p in problemas)


def _existing_cuentas(engine: Engine) -> str:
    from clientes_app.services.acceso import cuentas

    nombres = ", ".join(f"«{cuenta.nombre}»" for cuenta in cuentas.lista(engine))
    return f"Cuentas: {nombres}."
