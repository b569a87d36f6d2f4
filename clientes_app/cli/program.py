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
from clientes_app.domain.texto import sin_medias_letras

BAD_USAGE = 2
INTERRUPTED = 130
_HELP = {"help_option_names": ["--help", "-h"]}


class CommandError(click.ClickException):
    """What stops a command, as one Spanish sentence; exit status 2."""

    exit_code = BAD_USAGE


class WholeNumber(click.IntRange):
    """A whole number within bounds, which are told in words."""

    def convert(
        self,
        value: Any,  # noqa: ANN401 - as click gives it
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> int:
        """Take a number within the bounds. Raises BadParameter for anything else."""
        try:
            return int(super().convert(value, param, ctx))
        except click.BadParameter:
            self.fail(f"«{value}» no es un número {self._describe_range()}.", param, ctx)

    def _describe_range(self) -> str:
        # Click shows this behind the option in its help.
        return f"de {self.min:,} en adelante" if self.max is None else f"de {self.min} a {self.max}"


class SpanishCommand(click.Command):
    """A command whose usage line is in Spanish; it takes no text that could not be stored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[OPCIONES]")
        kwargs.setdefault("context_settings", _HELP)
        super().__init__(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 (as in click)
        """Run the command; refuses bytes that are no UTF-8, but in the paths of files."""
        for param in self.params:
            value = ctx.params.get(param.name or "")
            if isinstance(value, str) and value != sin_medias_letras(value):
                mensaje = "lleva bytes que no son UTF-8; escríbalo en una terminal en UTF-8."
                raise click.BadParameter(mensaje, ctx=ctx, param=param)
        return super().invoke(ctx)


class SpanishGroup(click.Group):
    """A group of commands whose usage line is in Spanish."""

    command_class = SpanishCommand
    group_class = type

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[OPCIONES]")
        kwargs.setdefault("context_settings", _HELP)
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
            click.echo(f"Error: {as_sentence(explicar(error))}", err=True)
            sys.exit(BAD_USAGE)
        except Exception as error:
            reason = _why_no_database(error)
            if reason is None:
                raise
            logging.getLogger(__name__).exception("The database cannot be used")
            click.echo(f"Error: {reason}", err=True)
            sys.exit(BAD_USAGE)
        sys.exit(exit_status if isinstance(exit_status, int) else 0)


def _why_no_database(error: Exception) -> str | None:
    """Say why the database cannot be used, None when that is not what failed."""
    from clientes_app.services.resources import (
        MigrationFailed,
        NewerSchema,
        is_damaged_database,
        is_database_fault,
    )
    from clientes_app.services.respaldo.respaldos import ErrorDeRespaldo

    if isinstance(error, ErrorDeRespaldo):
        return f"{error} Sin un respaldo no se pone al día la base de datos, que quedó como estaba."
    if isinstance(error, NewerSchema):
        return (
            "La base de datos es de una versión más nueva de Clientes (su revisión es la "
            f"{error.revision}, que este programa no conoce). Instale la versión que la usó por "
            "última vez, o una posterior; la base quedó como estaba."
        )
    if isinstance(error, MigrationFailed):
        return (
            "No se pudo poner al día la base de datos, que quedó como estaba (en la revisión "
            f"{error.revision or 'inicial'}). El registro, en la carpeta de datos, dice por qué; "
            "la versión anterior de Clientes la sigue sirviendo."
        )
    if is_damaged_database(error):
        return (
            "El archivo de la base de datos está dañado o no es una base de datos. Ponga en su "
            "lugar el de una copia de respaldo, o revise CLIENTES_DATOS y CLIENTES_DATABASE_URL."
        )
    if is_database_fault(error):
        return (
            "No se puede usar la base de datos: no responde, el disco está lleno u otro programa "
            "la tiene ocupada. El registro, en la carpeta de datos, dice por qué."
        )
    return None


def explicar(error: OSError) -> str:
    """Say in Spanish what the operating system refused."""
    que = f" «{click.format_filename(error.filename)}»" if error.filename else ""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"ya no queda espacio en el disco para{que or ' escribir'}; libere espacio."
    if isinstance(error, FileNotFoundError):
        return f"no existe el archivo o la carpeta{que}. Revise cómo está escrita la ruta."
    if isinstance(error, IsADirectoryError):
        return f"se esperaba un archivo y{que} es una carpeta. Agregue el nombre del archivo."
    if isinstance(error, NotADirectoryError):
        return f"se esperaba una carpeta en{que} y hay un archivo. Elija otra ruta."
    if isinstance(error, PermissionError):
        return (
            f"falta permiso para usar{que}. Elija otra ruta, o pida permiso a quien administra la "
            "máquina."
        )
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
