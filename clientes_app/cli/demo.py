"""The command that fills an account with invented clients."""

import sys

import click

from clientes_app.cli.common import avisar_si_nadie_la_ve, database, os_user_actor
from clientes_app.cli.program import CommandError, SpanishCommand
from clientes_app.domain.plurales import cuantos

_NOMBRE = "Demostración"
_MAXIMO = 1_000_000


@click.command(cls=SpanishCommand)
@click.option(
    "--filas",
    type=click.IntRange(1, _MAXIMO),
    default=500,
    metavar="N",
    help="Cuántos clientes se inventan. Si se omite: 500.",
)
def demo(filas: int) -> None:
    """Crea una cuenta con clientes inventados.

    La cuenta se llama «Demostración» y sirve para conocer el programa.
    """
    from clientes_app.cli.carga import ejecutar_con_barra
    from clientes_app.export import clientes_csv
    from clientes_app.judging.plan import Opciones
    from clientes_app.services.acceso import cuentas
    from clientes_app.services.carga import procesos
    from clientes_app.services.clientes.demo import filas_inventadas
    from clientes_app.services.errors import NoEncontrado

    engine = database()
    try:
        cuenta_id = cuentas.por_nombre(engine, _NOMBRE).id
    except NoEncontrado:
        cuenta_id = cuentas.crear(engine, _NOMBRE).id
    actor = os_user_actor(cuenta_id)
    try:
        with procesos.Recepcion(
            engine, actor, "demostracion.csv", maximo_mb=sys.maxsize
        ) as archivo:
            for trozo in clientes_csv.lineas(filas_inventadas(filas)):
                archivo.agregar(trozo)
            proceso_id = archivo.terminar()
    except procesos.ErrorDeProceso as error:
        raise CommandError(str(error)) from error
    procesos.poner_en_espera(engine, actor, proceso_id, Opciones())
    ejecutar_con_barra(engine, proceso_id)
    proceso = procesos.detalle(engine, cuenta_id, proceso_id)
    tiene = cuentas.obtener(engine, cuenta_id).clientes
    click.echo(
        f"La cuenta «{_NOMBRE}» tiene {cuantos(tiene, 'cliente inventado', 'clientes inventados')} "
        f"({cuantos(proceso.creados, 'nuevo', 'nuevos')})."
    )
    avisar_si_nadie_la_ve(engine, cuenta_id, _NOMBRE)
