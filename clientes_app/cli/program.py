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

BAD_USAGE = 2
INTERRUPTED = 130


class CommandError(click.ClickException):
    """What stops a command, as one Spanish sentence; exit status 2."""

    exit_code = BAD_USAGE


class SpanishCommand(click.Command):
    """A command whose usage line is in Spanish."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[OPCIONES]")
        super().__init__(*args, **kwargs)


class SpanishGroup(click.Group):
    """A group of commands whose usage line is in Spanish."""

    command_class = SpanishCommand
    group_class = type

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[OPCIONES]")
        kwargs.setdefault("subcommand_metavar", "COMANDO [ARGUMENTOS]…")
        super().__init__(*args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order in which they were added: the order of importance."""
        del ctx
        return list(self.commands)


class Program(SpanishGroup):
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
        _speak_utf8()
        spanish.instalar()
        try:
            exit_status = super().main(
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
            sys.exit(BAD_USAGE)
        except click.ClickException as error:
            _tell(error)
            sys.exit(error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            click.echo("Se interrumpió.", err=True)
            sys.exit(INTERRUPTED)
        except BrokenPipeError:
            _silence_output()
            sys.exit(BAD_USAGE)
        except OSError as error:
            click.echo(f"Error: {explicar(error)}", err=True)
            sys.exit(BAD_USAGE)
        except Exception as error:
            if not _is_database_fault(error):
                raise
            logging.getLogger(__name__).exception("The database cannot be used")
            click.echo(
                "Error: no se puede usar la base de datos: no responde, el disco está lleno u otro "
                "programa la tiene ocupada. El registro, en la carpeta de datos, dice por qué.",
                err=True,
            )
            sys.exit(BAD_USAGE)
        sys.exit(exit_status if isinstance(exit_status, int) else 0)


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


def as_sentence(texto: str) -> str:
    """Begin a sentence with a capital; names in it stay as they are."""
    return texto[:1].upper() + texto[1:]


def _tell(error: click.ClickException) -> None:
    mensaje = " ".join(error.format_message().split())
    help_hint = ""
    if isinstance(error, click.UsageError) and error.ctx is not None:
        help_hint = f" Vea la ayuda con «{error.ctx.command_path} --help»."
    click.echo(f"Error: {mensaje}{help_hint}", err=True)


def _speak_utf8() -> None:
    # Under LANG=C or a Latin-1 locale Spanish text would end in a UnicodeEncodeError.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() != "utf-8":
            stream.reconfigure(encoding="utf-8", errors="replace")


def _silence_output() -> None:
    # The reader is gone; the interpreter flushes once more while it ends, and must not
    # complain in English about it.
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
