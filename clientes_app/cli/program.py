"""How every command behaves: its errors, its exit statuses, its encoding."""

import errno
import io
import logging
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from clientes_app.cli import spanish

MAL_USO = 2
INTERRUMPIDO = 130


class ErrorDeComando(click.ClickException):
    """What stops a command, as one Spanish sentence; exit status 2."""

    exit_code = MAL_USO


class Comando(click.Command):
    """A command whose usage line is in Spanish."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[OPCIONES]")
        super().__init__(*args, **kwargs)


class Grupo(click.Group):
    """A group of commands whose usage line is in Spanish."""

    command_class = Comando
    group_class = type

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[OPCIONES]")
        kwargs.setdefault("subcommand_metavar", "COMANDO [ARGUMENTOS]…")
        super().__init__(*args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order in which they were added: the order of importance."""
        del ctx
        return list(self.commands)


class Programa(Grupo):
    """The whole command line: every failure that can be foreseen is one line on stderr."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> NoReturn:
        """Run a command and end with its exit status."""
        del standalone_mode, prog_name
        _hablar_utf8()
        spanish.instalar()
        try:
            estado = super().main(
                args=args,
                prog_name="clientes",
                complete_var=complete_var,
                standalone_mode=False,
                windows_expand_args=windows_expand_args,
                **extra,
            )
            sys.stdout.flush()
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message(), err=True)
            sys.exit(MAL_USO)
        except click.ClickException as error:
            _decir(error)
            sys.exit(error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            click.echo("Se interrumpió.", err=True)
            sys.exit(INTERRUMPIDO)
        except BrokenPipeError:
            _callar_salida()
            sys.exit(MAL_USO)
        except OSError as error:
            click.echo(f"Error: {explicar(error)}", err=True)
            sys.exit(MAL_USO)
        except Exception as error:
            if not _is_database_fault(error):
                raise
            logging.getLogger(__name__).exception("The database cannot be used")
            click.echo(
                "Error: no se puede usar la base de datos: no responde, el disco está lleno u otro "
                "programa la tiene ocupada. El registro, en la carpeta de datos, dice por qué.",
                err=True,
            )
            sys.exit(MAL_USO)
        sys.exit(estado if isinstance(estado, int) else 0)


def _is_database_fault(error: Exception) -> bool:
    from clientes_app.services.resources import is_database_fault

    return is_database_fault(error)


def explicar(error: OSError) -> str:
    """Say in Spanish what the operating system refused."""
    que = f" «{click.format_filename(error.filename)}»" if error.filename else ""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"ya no queda espacio en el disco para{que or ' escribir'}; libere espacio."
    if isinstance(error, FileNotFoundError):
        return f"no existe el archivo o la carpeta{que}."
    if isinstance(error, IsADirectoryError):
        return f"se esperaba un archivo y{que} es una carpeta."
    if isinstance(error, NotADirectoryError):
        return f"se esperaba una carpeta en{que}."
    if isinstance(error, PermissionError):
        return f"falta permiso para usar{que}."
    return f"el sistema no pudo usar{que} (código {error.errno})."


def oracion(texto: str) -> str:
    """Begin a sentence with a capital; names in it stay as they are."""
    return texto[:1].upper() + texto[1:]


def _decir(error: click.ClickException) -> None:
    mensaje = " ".join(error.format_message().split())
    ayuda = ""
    if isinstance(error, click.UsageError) and error.ctx is not None:
        ayuda = f" Vea la ayuda con «{error.ctx.command_path} --help»."
    click.echo(f"Error: {mensaje}{ayuda}", err=True)


def _hablar_utf8() -> None:
    # Under LANG=C or a Latin-1 locale Spanish text would end in a UnicodeEncodeError.
    for flujo in (sys.stdout, sys.stderr):
        if isinstance(flujo, io.TextIOWrapper) and flujo.encoding.lower() != "utf-8":
            flujo.reconfigure(encoding="utf-8", errors="replace")


def _callar_salida() -> None:
    # The reader is gone; the interpreter flushes once more while it ends, and must not
    # complain in English about it.
    nada = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nada, sys.stdout.fileno())
