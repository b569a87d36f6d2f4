"""The commands about a whole installation: move it to PostgreSQL, see whether it is sound."""

from __future__ import annotations

import json
import logging
import os
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import click

from clientes_app.cli.common import json_option, log_to_file, read_settings
from clientes_app.cli.program import CommandError, SpanishCommand
from clientes_app.cli.progress import progress_bar
from clientes_app.domain.plurales import cuantos

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clientes_app.services.instalacion.chequeo import Chequeo
    from clientes_app.services.instalacion.mudanza import MudanzaRechazada

_COLORES = {"bien": "green", "aviso": "yellow", "falla": "red"}

_POR_QUE_NO = {
    "ya_mudada": (
        "esta instalación no usa SQLite: CLIENTES_DATABASE_URL es ya la dirección de otra base."
    ),
    "nada": "esta instalación no tiene todavía una base de datos; revise CLIENTES_DATOS.",
    "sin_direccion": (
        "--a debe ser la dirección de una base de PostgreSQL, como "
        "postgresql://usuario:contraseña@servidor/clientes."
    ),
    "en_uso": (
        "la base de datos está en uso. Detenga «clientes servir» (o «web» y «worker») y todo otro "
        "programa que la tenga abierta, y repita."
    ),
    "no_responde": (
        "no se puede usar la base de destino: el servidor no responde, la base no existe, o el "
        "usuario o la contraseña no son esos."
    ),
    "no_vacio": (
        "la base de destino no está vacía: tiene {detalle}. Cree una nueva (createdb) y repita."
    ),
    "sin_utf8": (
        "la base de destino guarda texto en {detalle}. Cree una en UTF-8 "
        "(createdb --encoding=UTF8 --template=template0) y repita."
    ),
    "sin_permiso": (
        "el usuario de --a no puede crear tablas en la base de destino, o su extensión pg_trgm. "
        "Hágalo dueño de la base (ALTER DATABASE … OWNER TO …) y repita."
    ),
    "fila": (
        "PostgreSQL no admite una fila: {detalle}. La base de destino quedó vacía; el registro, en "
        "la carpeta de datos, dice por qué."
    ),
    "distinto": (
        "lo copiado no es igual a lo que había: {detalle}. La base de destino quedó vacía; repita."
    ),
}


@click.command(cls=SpanishCommand)
@click.option(
    "--a",
    "destino",
    required=True,
    metavar="URL",
    help="La base de PostgreSQL, vacía: postgresql://usuario:contraseña@servidor/base.",
)
def mudar(destino: str) -> None:
    """Lleva todo de SQLite a una base vacía de PostgreSQL.

    Cada fila se copia y después se compara. Si algo falla, la base de destino queda vacía; la de
    SQLite queda como está en todo caso. Los procesos que esperan o iban a la mitad siguen allá.
    """
    from clientes_app.services.instalacion import mudanza

    read_settings()
    log_to_file("comandos")
    try:
        with progress_bar("Mudando") as avanzar:
            filas = mudanza.mudar(destino, on_progress=avanzar or (lambda _hechas, _todas: None))
    except mudanza.MudanzaRechazada as error:
        raise CommandError(_por_que_no(error)) from error
    click.echo(
        f"Se mudaron {cuantos(filas['cliente'], 'cliente', 'clientes')} de "
        f"{cuantos(filas['cuenta'], 'cuenta', 'cuentas')}, con su historial y sus procesos "
        f"({cuantos(sum(filas.values()), 'fila', 'filas')} en total, comparadas una por una)."
    )
    click.echo("Para usar la base nueva arranque Clientes con")
    click.echo(f"CLIENTES_DATABASE_URL={_sin_clave(destino)}")
    click.echo(
        "La base de SQLite quedó como estaba: guárdela hasta estar seguro, y no la use más.",
        err=True,
    )


def _por_que_no(error: MudanzaRechazada) -> str:
    logging.getLogger(__name__).warning("Nothing was moved", exc_info=error)
    return f"No se mudó nada: {_POR_QUE_NO[error.motivo].format(detalle=error.detalle)}"


def _sin_clave(direccion: str) -> str:
    """Show an address as it was given but for the password, which stays off screens and logs."""
    partes = urlsplit(direccion)
    if partes.password is None:
        return direccion
    _, _, servidor = partes.netloc.rpartition("@")
    return urlunsplit(partes._replace(netloc=f"{partes.username}:CONTRASEÑA@{servidor}"))


@click.command(cls=SpanishCommand)
@json_option
def revisar(as_json: bool) -> int:
    """Dice si esta instalación está sana, y qué hacer si no.

    No cambia nada. Termina con 0 si todo está bien, aunque haya avisos, y con 1 si algo falla.
    """
    from clientes_app.services.instalacion.entorno import version_instalada

    # What it finds is told below, to people; the rest would be a trace of where it was looked for.
    logging.disable(logging.CRITICAL)
    try:
        chequeos = list(_chequeos())
    finally:
        logging.disable(logging.NOTSET)
    cuantas = {nivel: sum(1 for c in chequeos if c.resultado == nivel) for nivel in _COLORES}
    peor = next((nivel for nivel in ("falla", "aviso") if cuantas[nivel]), "bien")
    if as_json:
        dicho = {
            "version": version_instalada(),
            "resultado": peor,
            "chequeos": [
                {"nombre": c.nombre, "resultado": c.resultado, "frase": c.frase} for c in chequeos
            ],
        }
        json.dump(dicho, sys.stdout, ensure_ascii=False)
        click.echo()
    else:
        click.echo(f"Clientes {version_instalada()}")
        ancho = max(len(c.nombre) for c in chequeos)
        for chequeo in chequeos:
            nivel = click.style(f"{chequeo.resultado:5}", fg=_COLORES[chequeo.resultado])
            click.echo(f"{nivel}  {chequeo.nombre:{ancho}}  {chequeo.frase}")
        click.echo(_resumen(cuantas["falla"], cuantas["aviso"]))
    return 1 if peor == "falla" else 0


def _resumen(fallas: int, avisos: int) -> str:
    dichos = [cuantos(fallas, "falla", "fallas")] * bool(fallas)
    dichos += [cuantos(avisos, "aviso", "avisos")] * bool(avisos)
    if not dichos:
        return "Todo está bien."
    return f"{'Hay' if fallas else 'Todo funciona; hay'} {' y '.join(dichos)}."


def _chequeos() -> Iterator[Chequeo]:
    """Look at one thing after the other, the nearest one first."""
    from clientes_app.config import InvalidSettings, settings
    from clientes_app.services.instalacion import base, entorno
    from clientes_app.services.instalacion.chequeo import aviso, bien, falla
    from clientes_app.web import is_front_end_built
    from clientes_app.worker.number import living_workers

    yield entorno.python()
    try:
        ajustes = settings()
    except InvalidSettings as error:
        yield falla("ajustes", str(error))
        return
    yield entorno.variables(os.environ)
    yield entorno.carpeta(ajustes)
    yield entorno.disco(ajustes)
    yield from base.base_de_datos(ajustes, workers=living_workers)
    yield entorno.respaldo(ajustes)
    yield entorno.redis(ajustes)
    yield entorno.direccion_publica(ajustes)
    if is_front_end_built():
        yield bien("páginas", "Preparadas.")
    else:
        yield aviso("páginas", "Se preparan al arrancar «clientes servir»; tarda unos segundos.")
