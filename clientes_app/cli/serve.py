"""The commands that serve: both halves in one tree, or each by itself."""

import errno
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

import click

from clientes_app import routes
from clientes_app.cli.common import database, log_of_service, read_settings
from clientes_app.cli.program import CommandError, SpanishCommand, WholeNumber
from clientes_app.cli.supervisor import NoSeSostiene, Supervisor
from clientes_app.web.parent_process import PARENT, die_with_parent

_PUERTO_MAXIMO = 65_535
_PACIENCIA_CON_EL_PUERTO = 5.0
_PACIENCIA_CON_LA_BASE = 30.0
_PAUSA = 0.1
# Which port each part answers Prometheus on, counted from the one of the settings.
_METRICAS_DE = {"web": 0, "worker": 1}
# What a server writes is its own: the database, logs, copies.
_SOLO_PARA_QUIEN_SIRVE = 0o077
_T = TypeVar("_T")


def _opciones(funcion: Callable[..., Any]) -> Callable[..., Any]:
    funcion = click.option(
        "--puerto",
        type=WholeNumber(1, _PUERTO_MAXIMO),
        metavar="PUERTO",
        help="Puerto en que escucha. Si se omite: CLIENTES_PUERTO o 3000.",
    )(funcion)
    return click.option(
        "--host",
        metavar="DIRECCIÓN",
        help="Dirección en que escucha. Si se omite: CLIENTES_HOST o 127.0.0.1.",
    )(funcion)


@click.command(cls=SpanishCommand)
@_opciones
def servir(host: str | None, puerto: int | None) -> None:
    """Sirve la aplicación completa.

    Pone al día la base de datos y arranca las dos partes, «web» y «worker».
    """
    os.umask(_SOLO_PARA_QUIEN_SIRVE)
    host, puerto = host or read_settings().host, puerto or read_settings().puerto
    _exigir_puerto_libre(host, puerto)
    for parte in _METRICAS_DE:
        _exigir_metricas_libres(parte)
    _aguardar_la_base(_poner_al_dia)
    _construir()
    log_of_service("servir")
    en_archivos = read_settings().log_salida == "archivos"
    supervisor = Supervisor(read_settings().datos / "registro" if en_archivos else None)
    supervisor.agregar("worker")
    supervisor.agregar("web", "--host", host, "--puerto", str(puerto))
    for senal in (signal.SIGTERM, signal.SIGINT):
        signal.signal(senal, lambda *_: supervisor.parar())
    anuncio = _anuncio(host, puerto)
    restaurar = _restaurar_lo_encargado(supervisor, host, puerto)

    def al_pasar() -> None:
        restaurar()
        anuncio()

    try:
        supervisor.sostener(al_pasar=al_pasar)
    except NoSeSostiene as error:
        raise CommandError(str(error)) from error
    click.echo("Clientes terminó.", err=True)


@click.command(cls=SpanishCommand)
@_opciones
def web(host: str | None, puerto: int | None) -> None:
    """Sirve solo las páginas.

    El trabajo pesado lo hace «clientes worker».
    """
    from clientes_app.web import BuildFailed, serve_web
    from clientes_app.web.build_patches import PatchImpossible

    os.umask(_SOLO_PARA_QUIEN_SIRVE)
    # At once, so that the port is free for the next start. Nothing is lost by it: what a page
    # asks for is one transaction, which is stored whole or not at all.
    die_with_parent(signal.SIGKILL)
    host, puerto = host or read_settings().host, puerto or read_settings().puerto
    _exigir_puerto_libre(host, puerto)
    _exigir_metricas_libres("web")
    _aguardar_la_base(_poner_al_dia)
    if PARENT not in os.environ:
        # Under `servir` this output goes to a file, which is no place for a token.
        _ofrecer_primer_propietario(host, puerto)
        direccion = read_settings().direccion(host=host, puerto=puerto)
        click.echo(f"Clientes se sirve en {direccion} (Ctrl+C para terminar).", err=True)
    log_of_service("web")
    try:
        serve_web(host, puerto)
    except (BuildFailed, PatchImpossible) as error:
        raise CommandError(_why_not_built(error)) from error


@click.command(cls=SpanishCommand)
def worker() -> None:
    """Hace solo el trabajo pesado: revisar y cargar archivos."""
    os.umask(_SOLO_PARA_QUIEN_SIRVE)
    die_with_parent()
    _exigir_metricas_libres("worker")
    _aguardar_la_base(_poner_al_dia)
    log_of_service("worker")
    _servir_metricas_del_worker()
    from clientes_app.worker import runner, workflows

    for senal in (signal.SIGTERM, signal.SIGINT):
        signal.signal(senal, lambda *_: workflows.stopping.set())
    _aguardar_la_base(lambda: runner.Worker(read_settings())).run()
    runner.end_process()


@click.command(cls=SpanishCommand)
def migrar() -> None:
    """Pone al día la base de datos."""
    _poner_al_dia()
    click.echo("La base de datos está al día.")


def _poner_al_dia() -> None:
    from clientes_app.services.acceso.cuentas import asegurar_cuenta
    from clientes_app.worker import dbos_system

    asegurar_cuenta(database())
    dbos_system.migrate(read_settings())


def _aguardar_la_base(hacer: Callable[[], _T]) -> _T:
    """Do what needs the database; wait for a server that starts together with us.

    Raises the database's own fault when it lasts: nothing tells a wrong address apart.
    """
    limite = time.monotonic() + _PACIENCIA_CON_LA_BASE
    avisado = False
    while True:
        try:
            return hacer()
        except Exception as error:
            if not _ha_de_volver(error) or time.monotonic() > limite:
                raise
        if not avisado:
            click.echo(
                "La base de datos no responde; se sigue intentando durante "
                f"{_PACIENCIA_CON_LA_BASE:.0f} segundos…",
                err=True,
            )
            avisado = True
        time.sleep(_PAUSA)


def _ha_de_volver(error: Exception) -> bool:
    """Whether it is a server's fault; SQLite has no server that could still be starting."""
    from clientes_app.services.resources import is_database_fault

    return is_database_fault(error) and not read_settings().database_url.startswith("sqlite")


def _construir() -> None:
    from clientes_app.web import BuildFailed, build_front_end

    # Most starts find it built; a first one takes some ten seconds and should say why.
    aviso = threading.Timer(
        1.0, lambda: click.echo("Preparando las páginas; tarda unos segundos…", err=True)
    )
    aviso.start()
    try:
        build_front_end()
    except BuildFailed as error:
        raise CommandError(_why_not_built(error)) from error
    finally:
        aviso.cancel()


def _why_not_built(error: Exception) -> str:
    registro = read_settings().datos / "registro" / "construccion.log"
    registro.parent.mkdir(parents=True, exist_ok=True)
    registro.write_text(str(error), encoding="utf-8")
    return f"No se pudieron preparar las páginas. Vea por qué en {registro}."


def _exigir_metricas_libres(parte: str) -> None:
    """Say so at once when a part could not answer Prometheus where the settings say."""
    donde = read_settings().metricas
    if donde is None:
        return
    host, puerto = donde[0], donde[1] + _METRICAS_DE[parte]
    try:
        _exigir_puerto_libre(host, puerto)
    except CommandError as error:
        mensaje = (
            f"Las métricas de «{parte}» no se pueden servir en «{host}», puerto {puerto}. Elija "
            "otra dirección u otro puerto en CLIENTES_METRICAS."
        )
        raise CommandError(mensaje) from error


def _servir_metricas_del_worker() -> None:
    donde = read_settings().metricas
    if donde is not None:
        from clientes_app.observing.metrics import serve_metrics

        serve_metrics(donde[0], donde[1] + _METRICAS_DE["worker"])


def _exigir_puerto_libre(host: str, puerto: int) -> None:
    try:
        direccion = socket.getaddrinfo(host, puerto, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        mensaje = f"No existe la dirección «{host}» en esta máquina."
        raise CommandError(mensaje) from error
    # A tree that was killed a moment ago may still be letting go of its port.
    limite = time.monotonic() + _PACIENCIA_CON_EL_PUERTO
    while (error := _sin_escuchar(direccion[0], direccion[4])) is not None:
        if error.errno != errno.EADDRINUSE or time.monotonic() > limite:
            raise CommandError(_por_que_no_escucha(error, host, puerto)) from error
        time.sleep(_PAUSA)


def _sin_escuchar(familia: socket.AddressFamily, direccion: Any) -> OSError | None:  # noqa: ANN401 (as getaddrinfo gives it)
    """Try to take an address; return what the system says against it."""
    with socket.socket(familia, socket.SOCK_STREAM) as enchufe:
        enchufe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            enchufe.bind(direccion)
        except OSError as error:
            return error
    return None


def _por_que_no_escucha(error: OSError, host: str, puerto: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"El puerto {puerto} ya está en uso. Elija otro con --puerto."
    if error.errno == errno.EACCES:
        return f"Falta permiso para usar el puerto {puerto}. Elija otro con --puerto."
    return f"No se puede escuchar en «{host}», puerto {puerto}. Revise --host."


def _anuncio(host: str, puerto: int) -> Callable[[], None]:
    """Make the function that says once, when the pages answer, where they are."""
    dicho = False
    desde_aqui = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared

    def decir() -> None:
        nonlocal dicho
        if dicho:
            return
        try:
            socket.create_connection((desde_aqui, puerto), timeout=0.2).close()
        except OSError:
            return
        direccion = read_settings().direccion(host=host, puerto=puerto)
        click.echo(f"Clientes está en {direccion} (Ctrl+C para terminar).")
        dicho = True
        _ofrecer_primer_propietario(host, puerto)

    return decir


def _restaurar_lo_encargado(supervisor: Supervisor, host: str, puerto: int) -> Callable[[], None]:
    """Make the function that restores what somebody uploaded on the very first page."""
    from clientes_app.services.respaldo.encargo import VigiaDeRestauraciones
    from clientes_app.worker import dbos_system

    try:
        vigia = VigiaDeRestauraciones(
            read_settings(), queue=dbos_system.queue_place(read_settings())
        )
    except OSError:
        # On a full disk the pages are served all the same; they offer no restoring then.
        logging.getLogger(__name__).exception("No restoring from the first page")
        return lambda: None

    def restaurar_si_hay() -> None:
        origen = vigia.pendiente()
        if origen is None:
            return
        click.echo("Restaurando un respaldo; las páginas vuelven en unos segundos…", err=True)
        hecho = supervisor.sin_hijos(lambda: vigia.cumplir(origen))
        click.echo(hecho.mensaje, err=True)
        if hecho.hecho:
            # The link that was printed stands in the database no more. A backup may have no owner.
            _ofrecer_primer_propietario(host, puerto)

    return restaurar_si_hay


def _ofrecer_primer_propietario(host: str, puerto: int) -> None:
    """Print the link for the first owner, while nobody can sign in."""
    from clientes_app.services.acceso import enlaces
    from clientes_app.services.resources import is_database_fault, shared_engine

    try:
        token = enlaces.primer_propietario(shared_engine())
    except Exception as error:
        if not is_database_fault(error):
            raise
        # What is being served goes on; the next start offers it again.
        logging.getLogger(__name__).exception("The link for the first owner could not be made")
        return
    if token is not None:
        direccion = read_settings().direccion(host=host, puerto=puerto)
        enlace = f"{direccion}{routes.enlace(token)}"
        # Framed above and below only: the line of the link is copied whole.
        raya = "─" * (len(enlace) + 2)
        click.echo(
            f"\n{raya}\n Para crear al primer propietario abra una sola vez:\n\n {enlace}\n{raya}"
        )
