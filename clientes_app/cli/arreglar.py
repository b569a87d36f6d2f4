"""The command that mends a kind of trouble in all clients that have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from clientes_app.cli.carga import ejecutar_con_barra, en_palabras
from clientes_app.cli.common import cuenta_option, database, elegir_cuenta, os_user_actor
from clientes_app.cli.program import CommandError, SpanishCommand
from clientes_app.domain.acciones import MENDS, AccionMasiva
from clientes_app.domain.observaciones import BITS
from clientes_app.domain.plurales import cuantos

if TYPE_CHECKING:
    from clientes_app.services.carga.acciones.values import PreviaDeAccion

_SHOWN = 20


@click.command(cls=SpanishCommand)
@click.argument("codigo", metavar="CODIGO")
@click.option("--simular", is_flag=True, help="Muestra lo que haría y no cambia nada.")
@cuenta_option
def arreglar(codigo: str, simular: bool, cuenta: str | None) -> None:
    """Arregla un problema en todos los clientes que lo tienen.

    CODIGO es acentos, regimen_societario, generico_cp o letra_ajena. Se deshace con «clientes
    deshacer».
    """
    from clientes_app.services.carga import procesos
    from clientes_app.services.carga.acciones import acciones
    from clientes_app.services.clientes import clientes

    pedida = _mend(codigo)
    engine = database()
    actor = os_user_actor(elegir_cuenta(engine, cuenta))
    try:
        todos = clientes.encontrados(engine, actor.cuenta_id, clientes.Consulta())
        previa = acciones.previsualizar(engine, actor.cuenta_id, pedida, todos, muestra=_SHOWN)
        if simular or not previa.cambian:
            _show(previa, simular=simular)
            return
        proceso = acciones.encolar(
            engine, actor, pedida, previa.por_hacer, revision=previa.revision
        )
    except procesos.ErrorDeProceso as error:
        raise CommandError(str(error)) from error
    ejecutar_con_barra(engine, proceso.id)
    hecho = procesos.detalle(engine, actor.cuenta_id, proceso.id)
    click.echo(en_palabras(hecho))
    for dejado in procesos.cada_problema(engine, actor.cuenta_id, proceso.id):
        click.echo(f"  Se dejó fuera: {dejado.valor}: {dejado.mensaje}")
    if hecho.puede_deshacerse:
        click.echo(f"Se deshace con «clientes deshacer {proceso.id}».", err=True)


def _mend(codigo: str) -> AccionMasiva:
    """Return the action of a code. Raises CommandError, which lists those that there are."""
    from clientes_app.services.calidad import duplicados

    if codigo in MENDS:
        return AccionMasiva(MENDS[codigo])
    tienen = f"Tienen arreglo cierto: {', '.join(sorted(MENDS))}."
    mensaje = f"No existe el problema «{codigo}»."
    if codigo in BITS or codigo == duplicados.CODIGO:
        mensaje = f"«{codigo}» no tiene un arreglo cierto: se corrige cliente por cliente."
    mensaje = f"{mensaje} {tienen}"
    raise CommandError(mensaje)


def _show(previa: PreviaDeAccion, *, simular: bool) -> None:
    """Say what would be done; without `simular` that is nothing."""
    click.echo(
        f"{previa.pedida.titulo}: "
        f"{cuantos(previa.cambian, 'cliente cambiaría', 'clientes cambiarían')}, "
        f"{cuantos(previa.iguales, 'ya está bien', 'ya están bien')}, "
        f"{cuantos(previa.fuera, 'se dejaría fuera', 'se dejarían fuera')}."
    )
    for cliente in previa.muestra:
        click.echo(f"  {cliente.rfc}: {cliente.antes} → {cliente.despues}")
    _how_many_more(previa.cambian - len(previa.muestra))
    for fuera in previa.fuera_muestra:
        click.echo(f"  Se dejaría fuera: {fuera.nombre} ({fuera.rfc}): {fuera.motivo}")
    _how_many_more(previa.fuera - len(previa.fuera_muestra))
    if simular:
        click.echo("No se cambió nada: fue una simulación.", err=True)


def _how_many_more(rest: int) -> None:
    if rest:
        click.echo(f"  … y {rest:,} más.")
