"""The commands about bulk loads: import, list, undo."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import click

from clientes_app.cli.common import (
    cuenta_option,
    database,
    elegir_cuenta,
    json_option,
    os_user_actor,
)
from clientes_app.cli.files import FilePath, OutputPath, chunks_of, opened, write_chunks
from clientes_app.cli.program import CommandError, SpanishCommand, WholeNumber
from clientes_app.cli.progress import progress_bar
from clientes_app.domain.columnas import POR_CAMPO
from clientes_app.domain.plurales import cuantos

if TYPE_CHECKING:
    from clientes_app.judging.plan import Opciones
    from clientes_app.services.carga.values import Dejado, ProcesoGuardado
    from clientes_app.services.context import Actor
    from clientes_app.services.resources import Engine

_ESPERA = 0.3
_MOMENTO = "{:%Y-%m-%d %H:%M} UTC"


@click.command(cls=SpanishCommand)
@click.argument("archivo", type=FilePath(), metavar="F.csv")
@click.option(
    "--existentes",
    type=click.Choice(["actualizar", "omitir", "rechazar"]),
    default="actualizar",
    metavar="actualizar|omitir|rechazar",
    help="Qué hacer con los clientes que ya existen. Si se omite: actualizar.",
)
@click.option(
    "--blancos",
    type=click.Choice(["conservar", "borrar"]),
    default="conservar",
    metavar="conservar|borrar",
    help="Si una celda en blanco conserva lo guardado o borra el dato. Si se omite: conservar.",
)
@json_option
@click.option(
    "--rechazados",
    type=OutputPath(),
    metavar="F",
    help="Guarda aquí las filas rechazadas, si las hay, con su columna «Errores».",
)
@cuenta_option
def importar(  # noqa: PLR0917 - click passes them by name
    archivo: Path,
    existentes: str,
    blancos: str,
    as_json: bool,
    rechazados: Path | None,
    cuenta: str | None,
) -> int:
    """Carga un archivo hasta el final.

    Termina con 0 si todas las filas se cargaron, con 1 si alguna se rechazó y con 2 si el archivo
    no se pudo cargar.
    """
    from clientes_app.judging.plan import Opciones

    opciones = Opciones(
        existentes=cast("Literal['actualizar', 'omitir', 'rechazar']", existentes),
        blancos=cast("Literal['conservar', 'borrar']", blancos),
    )
    with opened(archivo) as entrada:
        engine = database()
        actor = os_user_actor(elegir_cuenta(engine, cuenta))
        proceso = cargar_hasta_el_final(
            engine, actor, archivo.name, chunks_of(entrada), opciones=opciones
        )
    if proceso.rechazados:
        llevar_a_lo_rechazado(engine, actor.cuenta_id, proceso, rechazados, archivo=archivo)
    return decir_resultado(engine, actor.cuenta_id, proceso, as_json=as_json)


def cargar_hasta_el_final(
    engine: Engine, actor: Actor, nombre: str, trozos: Iterable[bytes], *, opciones: Opciones
) -> ProcesoGuardado:
    """Load what comes in pieces as a file of that name, and return the process as it ended.

    Raises CommandError.
    """
    from clientes_app.services.carga import procesos

    try:
        with procesos.Recepcion(engine, actor, nombre) as recepcion:
            for trozo in trozos:
                recepcion.agregar(trozo)
            proceso_id = recepcion.terminar()
    except procesos.ErrorDeProceso as error:
        raise CommandError(str(error)) from error
    procesos.poner_en_espera(engine, actor, proceso_id, opciones)
    ejecutar_con_barra(engine, proceso_id)
    return procesos.detalle(engine, actor.cuenta_id, proceso_id)


def decir_resultado(
    engine: Engine, cuenta_id: int, proceso: ProcesoGuardado, *, as_json: bool
) -> int:
    """Say what came of a load; return the exit status that says so, too."""
    from clientes_app.services.carga import procesos

    if as_json:
        _escribir_json(engine, cuenta_id, proceso)
        if proceso.motivo_mensaje:
            click.echo(proceso.motivo_mensaje, err=True)
    else:
        click.echo(en_palabras(proceso))
    if proceso.estado in {procesos.Estado.TERMINADO, procesos.Estado.DESHECHO}:
        return 0
    return 1 if proceso.estado is procesos.Estado.TERMINADO_CON_RECHAZOS else 2


def llevar_a_lo_rechazado(
    engine: Engine,
    cuenta_id: int,
    proceso: ProcesoGuardado,
    destino: Path | None,
    *,
    archivo: Path | None = None,
) -> None:
    """Write the refused rows where they are wanted, or say how to see why they were refused.

    `archivo` is the one file that they came from.
    """
    from clientes_app.services.carga import procesos

    if destino is None:
        validar = f", o con «clientes validar {click.format_filename(archivo)}»" if archivo else ""
        click.echo(f"Vea por qué se rechazaron en «Ver detalle» del proceso{validar}.", err=True)
        return
    write_chunks(procesos.rechazados_csv(engine, cuenta_id, proceso.id), destino)
    click.echo(f"Lo rechazado se guardó en {click.format_filename(destino)}.", err=True)


@click.command(cls=SpanishCommand)
@json_option
@cuenta_option
def procesos(as_json: bool, cuenta: str | None) -> None:
    """Muestra los procesos, del más nuevo al más antiguo."""
    from clientes_app.services.carga import procesos as servicio

    engine = database()
    cuenta_id = elegir_cuenta(engine, cuenta)
    pagina = paginas = 1
    todos: list[dict[str, Any]] = []
    while pagina <= paginas:
        lista = servicio.lista(engine, cuenta_id, pagina=pagina)
        pagina, paginas = pagina + 1, lista.paginas
        for proceso in lista.filas:
            if as_json:
                todos.append(_proceso_json(proceso))
            else:
                click.echo(f"{_MOMENTO.format(proceso.creado_en)}\t{en_palabras(proceso)}")
    if as_json:
        json.dump(todos, sys.stdout, ensure_ascii=False)
        click.echo()
    elif not lista.total:
        click.echo("Todavía no hay procesos. Cargue un archivo con «clientes importar».", err=True)


@click.command(cls=SpanishCommand)
@click.argument("proceso_id", type=WholeNumber(1), metavar="ID")
@json_option
@cuenta_option
def deshacer(proceso_id: int, as_json: bool, cuenta: str | None) -> None:
    """Deshace una carga, un arreglo u otra acción.

    Borra lo que creó y restaura lo que cambió o borró. Los clientes que alguien cambió después se
    dejan como están y se muestran; pueden deshacerse más tarde con la misma orden.
    """
    from clientes_app.services.carga import procesos
    from clientes_app.services.errors import NoEncontrado

    engine = database()
    actor = os_user_actor(elegir_cuenta(engine, cuenta))
    try:
        resultado = procesos.deshacer(engine, actor, proceso_id)
    except NoEncontrado as error:
        mensaje = (
            f"No existe el proceso {proceso_id} en esta cuenta. Vea los que hay con «clientes "
            "procesos»."
        )
        raise CommandError(mensaje) from error
    except procesos.ErrorDeProceso as error:
        raise CommandError(str(error)) from error
    dejados = procesos.cada_dejado(engine, actor.cuenta_id, proceso_id)
    if as_json:
        dicho = {
            "proceso": proceso_id,
            "borrados": resultado.borrados,
            "restaurados": resultado.restaurados,
            "dejados": [_dejado_json(dejado) for dejado in dejados],
        }
        json.dump(dicho, sys.stdout, ensure_ascii=False)
        click.echo()
        return
    click.echo(
        f"Se deshizo el proceso {proceso_id}: "
        f"{cuantos(resultado.borrados, 'cliente borrado', 'clientes borrados')}, "
        f"{cuantos(resultado.restaurados, 'restaurado', 'restaurados')}, "
        f"{cuantos(resultado.dejados, 'se dejó como estaba', 'se dejaron como estaban')}."
    )
    for dejado in dejados:
        click.echo(f"  {dejado.nombre} ({dejado.rfc}): {dejado.frase}{_valores(dejado)}")


def _dejado_json(dejado: Dejado) -> dict[str, Any]:
    return {
        "cliente": dejado.cliente_id,
        "nombre": dejado.nombre,
        "rfc": dejado.rfc,
        "motivo": dejado.frase,
        "valores": [
            {
                "columna": POR_CAMPO[valor.campo].etiqueta,
                "de_la_carga" if dejado.creado else "antes_de_la_carga": valor.otro,
                "ahora": valor.ahora,
            }
            for valor in dejado.valores
        ],
    }


def _valores(dejado: Dejado) -> str:
    cuando = "en la carga" if dejado.creado else "antes"
    return "".join(
        f" {POR_CAMPO[valor.campo].etiqueta}: {cuando} «{valor.otro}», ahora «{valor.ahora}»."
        for valor in dejado.valores
    )


def ejecutar_con_barra(engine: Engine, proceso_id: int) -> None:
    """Run a process to its end here, without a worker, after whatever runs in its account.

    Raises ErrorDeComando when it failed; the worker goes on with it later.
    """
    from clientes_app.services.carga import procesos

    avisado = False
    with progress_bar("Procesando") as avanzar:
        while True:
            try:
                desenlace = procesos.ejecutar(engine, proceso_id, on_progress=avanzar)
            except KeyboardInterrupt:
                click.echo(
                    f"Lo que ya se guardó del proceso {proceso_id} sigue guardado; lo demás se "
                    "hará cuando corra «clientes servir».",
                    err=True,
                )
                raise
            if desenlace is procesos.Outcome.DONE:
                return
            if desenlace is procesos.Outcome.FAILED:
                mensaje = (
                    f"El proceso {proceso_id} falló y se intentará de nuevo cuando corra "
                    "«clientes servir». El registro, en la carpeta de datos, dice por qué."
                )
                raise CommandError(mensaje)
            if desenlace is procesos.Outcome.NO_DATABASE:
                mensaje = (
                    "La base de datos no responde, su disco está lleno u otro programa la tiene "
                    f"ocupada. Lo que ya estaba guardado del proceso {proceso_id} sigue guardado; "
                    "lo demás se hará cuando corra «clientes servir»."
                )
                raise CommandError(mensaje)
            if not avisado:
                click.echo("Esperando a que termine otro proceso de la cuenta…", err=True)
                avisado = True
            time.sleep(_ESPERA)


def en_palabras(proceso: ProcesoGuardado) -> str:
    """Say in one line how a process stands, and what came of it."""
    partes = [f"Proceso {proceso.id}, {proceso.archivo}: {proceso.etiqueta}."]
    if proceso.motivo_mensaje:
        partes.append(proceso.motivo_mensaje)
    if proceso.deshecho_en is not None:
        partes.append(
            f"Lo deshizo {proceso.deshace_quien} el {_MOMENTO.format(proceso.deshecho_en)}: "
            f"{cuantos(proceso.borrados, 'borrado', 'borrados')}, "
            f"{cuantos(proceso.restaurados, 'restaurado', 'restaurados')}, "
            f"{cuantos(proceso.dejados, 'se dejó como estaba', 'se dejaron como estaban')}."
        )
    elif proceso.pedida is not None:
        partes.append(
            f"{cuantos(proceso.filas, 'cliente', 'clientes')}: "
            f"{cuantos(proceso.actualizados, 'cambiado', 'cambiados')}, "
            f"{cuantos(proceso.iguales, 'igual', 'iguales')}, "
            f"{cuantos(proceso.rechazados, 'se dejó fuera', 'se dejaron fuera')}."
        )
    elif proceso.filas:
        partes.append(
            f"{cuantos(proceso.filas, 'fila', 'filas')}: "
            f"{cuantos(proceso.creados, 'creado', 'creados')}, "
            f"{cuantos(proceso.actualizados, 'actualizado', 'actualizados')}, "
            f"{cuantos(proceso.iguales, 'igual', 'iguales')}, "
            f"{cuantos(proceso.rechazados, 'rechazado', 'rechazados')}."
        )
    return " ".join(partes)


def _proceso_json(proceso: ProcesoGuardado) -> dict[str, Any]:
    def momento(cuando: datetime | None) -> str | None:
        return None if cuando is None else cuando.isoformat()

    return {
        "proceso": proceso.id,
        "archivo": proceso.archivo,
        "accion": str(proceso.pedida.accion) if proceso.pedida is not None else None,
        "estado": str(proceso.estado),
        "motivo": _motivo(proceso),
        "quien": proceso.quien,
        "creado_en": momento(proceso.creado_en),
        "terminado_en": momento(proceso.terminado_en),
        "filas": proceso.filas,
        "filas_hechas": proceso.filas_hechas,
        "creados": proceso.creados,
        "actualizados": proceso.actualizados,
        "iguales": proceso.iguales,
        "rechazados": proceso.rechazados,
        "deshecho": _deshecho(proceso),
    }


def _deshecho(proceso: ProcesoGuardado) -> dict[str, Any] | None:
    if proceso.deshecho_en is None:
        return None
    return {
        "quien": proceso.deshace_quien,
        "cuando": proceso.deshecho_en.isoformat(),
        "borrados": proceso.borrados,
        "restaurados": proceso.restaurados,
        "dejados": proceso.dejados,
    }


def _motivo(proceso: ProcesoGuardado) -> dict[str, str] | None:
    if not proceso.motivo_codigo:
        return None
    return {"codigo": proceso.motivo_codigo, "mensaje": proceso.motivo_mensaje}


def _escribir_json(engine: Engine, cuenta_id: int, proceso: ProcesoGuardado) -> None:
    """Write the result of an import; its findings one after the other, in bounded memory."""
    from clientes_app.services.carga import procesos

    cabeza = {
        "proceso": proceso.id,
        "estado": str(proceso.estado),
        "filas": proceso.filas,
        "creados": proceso.creados,
        "actualizados": proceso.actualizados,
        "iguales": proceso.iguales,
        "rechazados": proceso.rechazados,
    }
    click.echo(json.dumps(cabeza, ensure_ascii=False)[:-1] + ', "problemas": [', nl=False)
    separador = ""
    for problema in procesos.cada_problema(engine, cuenta_id, proceso.id):
        dicho = {
            "linea": problema.linea,
            "columna": problema.columna,
            "valor": problema.valor,
            "gravedad": problema.gravedad,
            "codigo": problema.codigo,
            "mensaje": problema.mensaje,
            "sugerencia": problema.sugerencia,
        }
        click.echo(separador + json.dumps(dicho, ensure_ascii=False), nl=False)
        separador = ", "
    click.echo("]}")
