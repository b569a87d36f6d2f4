"""The command about invoices: who the clients are that they name."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

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
from clientes_app.domain.texto import sin_medias_letras

if TYPE_CHECKING:
    from clientes_app.readers.cfdi.union import UnionDeReceptores
    from clientes_app.services.acceso.cuentas import CuentaGuardada
    from clientes_app.services.context import Actor
    from clientes_app.services.documentos.facturas import InformeDeFacturas
    from clientes_app.services.resources import Engine


@click.command(cls=SpanishCommand)
@click.argument("rutas", nargs=-1, required=True, type=FilePath(), metavar="RUTA…")
@click.option(
    "--rfc",
    default="",
    metavar="NUESTRO",
    help="El RFC de quien factura, que no es cliente. Si se omite: el de la cuenta, o el que está "
    "en todas las facturas.",
)
@json_option
@click.option("--importar", is_flag=True, help="Carga los clientes en la cuenta.")
@click.option(
    "--existentes",
    type=click.Choice(["actualizar", "omitir", "rechazar"]),
    default="omitir",
    metavar="actualizar|omitir|rechazar",
    help="Con --importar: qué hacer con los clientes que ya existen. Si se omite: omitir.",
)
@click.option(
    "--rechazados",
    type=OutputPath(),
    metavar="F",
    help="Con --importar: guarda aquí los clientes rechazados, con su columna «Errores».",
)
@cuenta_option
def cfdi(  # noqa: PLR0917 - click passes them by name
    rutas: tuple[Path, ...],
    rfc: str,
    as_json: bool,
    importar: bool,
    existentes: str,
    rechazados: Path | None,
    cuenta: str | None,
) -> int:
    """Lee quiénes son los clientes en facturas (XML, .zip o metadatos del SAT).

    Una carpeta se lee con todo lo que contiene. Sin --importar nada se guarda. Termina con 0 si
    todo se leyó, con 1 si algo de un .zip o de los metadatos, o algún cliente, se rechazó y con 2
    si algún archivo no se pudo leer.
    """
    from clientes_app.readers.cfdi.union import UnionDeReceptores
    from clientes_app.services.documentos.facturas import InformeDeFacturas

    union = UnionDeReceptores()
    propio = _leido(rfc)
    actor = None
    if importar or cuenta is not None:
        engine = database()
        actor = os_user_actor(elegir_cuenta(engine, cuenta))
        propio = _rfc_de_la_cuenta(engine, actor, propio)
    exit_status = leidas = 0
    for ruta, nombre in _archivos(rutas):
        informe = InformeDeFacturas(archivo=nombre)
        try:
            _leer(ruta, informe, union, as_json=as_json)
        except CommandError as error:
            click.echo(f"Error: {error.message}", err=True)
            exit_status = BAD_USAGE
            continue
        exit_status = max(exit_status, informe.estado_de_salida)
        leidas += informe.leidos
    if importar and actor is not None and leidas:
        if propio:
            _guardar_rfc(actor, propio, union)
        exit_status = max(
            exit_status,
            _importar(actor, rutas, existentes, rechazados=rechazados, as_json=as_json),
        )
    _decir_union(union, propio, as_json=as_json)
    return exit_status


def _leido(rfc: str) -> str:
    """Return an RFC as the SAT writes it, "" for none. Raises CommandError."""
    from clientes_app.domain.emisor import leer_rfc_propio

    propio, problemas = leer_rfc_propio(rfc)
    if problemas or (rfc and not propio):
        mensaje = (
            f"«{rfc}» no es el RFC de un negocio. Escriba el de quien factura con sus 12 o 13 "
            "caracteres."
        )
        raise CommandError(mensaje)
    return propio


def _rfc_de_la_cuenta(engine: Engine, actor: Actor, rfc: str) -> str:
    """Return the RFC that is ours, "" to learn it from the invoices.

    Raises CommandError when the account has another one.
    """
    from clientes_app.services.acceso import cuentas

    cuenta = cuentas.obtener(engine, actor.cuenta_id)
    if rfc and cuenta.rfc_propio not in {"", rfc}:
        raise _otro_rfc(cuenta)
    return rfc or cuenta.rfc_propio


def _guardar_rfc(actor: Actor, propio: str, union: UnionDeReceptores) -> None:
    """Have an account without RFC keep the given one, for whoever goes on with the load.

    Raises CommandError when it got another one meanwhile, and when no invoice names the given one,
    which is then no RFC of who issued or received them.
    """
    from clientes_app.services.acceso import cuentas

    engine = database()
    if cuentas.obtener(engine, actor.cuenta_id).rfc_propio == propio:
        return
    if not union.nombra(propio):
        mensaje = (
            f"No se cargó nada: {propio} no emite ni recibe ninguna de estas facturas. Revise "
            "--rfc, que es el RFC de quien factura."
        )
        raise CommandError(mensaje)
    cuenta = cuentas.fijar_rfc_propio(engine, actor, propio)
    if cuenta.rfc_propio != propio:
        raise _otro_rfc(cuenta)
    click.echo(f"{propio} quedó como el RFC propio de la cuenta «{cuenta.nombre}».", err=True)


def _otro_rfc(cuenta: CuentaGuardada) -> CommandError:
    return CommandError(
        f"El RFC propio de la cuenta «{cuenta.nombre}» es {cuenta.rfc_propio}. Quite --rfc, "
        "elija otra cuenta o cámbielo en «Cuenta»."
    )


def _importar(
    actor: Actor,
    rutas: tuple[Path, ...],
    existentes: str,
    *,
    rechazados: Path | None,
    as_json: bool,
) -> int:
    """Load the clients of all files together, as one process; return its exit status."""
    from clientes_app.judging.plan import Opciones
    from clientes_app.services.documentos.paquete import empacar

    engine = database()
    opciones = Opciones(existentes=cast("Literal['actualizar', 'omitir', 'rechazar']", existentes))
    if len(rutas) == 1 and not rutas[0].is_dir():
        with opened(rutas[0]) as archivo:
            proceso = cargar_hasta_el_final(
                engine, actor, rutas[0].name, chunks_of(archivo), opciones=opciones
            )
    else:
        trozos = empacar(_documentos(rutas))
        proceso = cargar_hasta_el_final(engine, actor, "facturas.zip", trozos, opciones=opciones)
    if proceso.rechazados:
        llevar_a_lo_rechazado(engine, actor.cuenta_id, proceso, rechazados)
    return decir_resultado(engine, actor.cuenta_id, proceso, as_json=as_json)


def _documentos(rutas: tuple[Path, ...]) -> Iterator[tuple[str, list[bytes]]]:
    """Yield every document that can be read, those of a zip by themselves: name and bytes."""
    from clientes_app.readers.cfdi.reading import ZIP_LIMITS
    from clientes_app.readers.motivos import NoCargableError
    from clientes_app.readers.zip_members import contents

    for ruta, nombre in _archivos(rutas):
        # What cannot be read has been said already.
        with suppress(CommandError, NoCargableError), opened(ruta) as archivo:
            for each in contents(archivo, nombre, ZIP_LIMITS):
                if each.motivo is None:
                    is_bare = each.nombre == nombre
                    yield nombre if is_bare else f"{nombre}!{each.nombre}", [each.contenido]


def _archivos(rutas: tuple[Path, ...]) -> Iterator[tuple[Path, str]]:
    """Yield every file that is meant, and how it is named: below a folder, by its path there."""
    for ruta in rutas:
        if not ruta.is_dir():
            yield ruta, sin_medias_letras(ruta.name)
            continue
        for folder, folders, files in os.walk(ruta):
            folders.sort()
            for name in sorted(files):
                path = Path(folder, name)
                # A pipe would be waited for without end.
                if not name.startswith(".") and path.is_file():
                    yield path, sin_medias_letras(path.relative_to(ruta).as_posix())


def _leer(
    ruta: Path, informe: InformeDeFacturas, union: UnionDeReceptores, *, as_json: bool
) -> None:
    """Read a file and say what it gave; its invoices one after the other, in bounded memory."""
    from clientes_app.services.documentos.facturas import leer_facturas

    with opened(ruta) as archivo:
        if not as_json:
            for _ in leer_facturas(archivo, informe, union):
                pass
            click.echo(informe.en_palabras())
            return
        click.echo(json.dumps({"archivo": informe.archivo}, ensure_ascii=False)[:-1], nl=False)
        click.echo(', "comprobantes": [', nl=False)
        separator = ""
        for comprobante in leer_facturas(archivo, informe, union):
            click.echo(separator + _json(comprobante.como_dict()), nl=False)
            separator = ", "
        click.echo(f"], {_json(informe.como_dict())[1:]}")


def _decir_union(union: UnionDeReceptores, propio: str, *, as_json: bool) -> None:
    from clientes_app.services.context import contexto_de_reglas
    from clientes_app.services.documentos.facturas import receptor_en_palabras

    if not propio and union.rfc_comun:
        propio = union.rfc_comun
        click.echo(
            f"Se tomó {propio} como el RFC de quien factura, porque está en todas las facturas. "
            "Si no lo es, dígalo con --rfc.",
            err=True,
        )
    if not as_json:
        contexto = contexto_de_reglas("")
        for receptor in union.clientes(propio):
            click.echo(receptor_en_palabras(receptor, contexto))
        return
    click.echo('{"union_receptores": [', nl=False)
    separator = ""
    for receptor in union.clientes(propio):
        click.echo(separator + _json(receptor.como_dict()), nl=False)
        separator = ", "
    click.echo("]}")


def _json(what: dict[str, Any]) -> str:
    return json.dumps(what, ensure_ascii=False)
