"""The command that fills an account with invented clients."""

import sys

import click

from clientes_app.cli.common import avisar_si_nadie_la_ve, database, os_user_actor
from clientes_app.cli.program import CommandError, SpanishCommand, WholeNumber
from clientes_app.domain.plurales import cuantos
from clientes_app.services.resources import Engine

_MAXIMO = 1_000_000


@click.command(cls=SpanishCommand)
@click.option(
    "--filas",
    type=WholeNumber(1, _MAXIMO),
    default=500,
    metavar="N",
    help="Cuántos clientes se inventan. Si se omite: 500.",
)
@click.option("--quitar", is_flag=True, help="Borra esa cuenta con todo lo que tiene.")
def demo(filas: int, *, quitar: bool) -> None:
    """Crea una cuenta con clientes inventados.

    La cuenta se llama «Demostración» y sirve para conocer el programa.
    """
    if quitar:
        _quitar(database())
    else:
        _llenar(database(), filas)


def _llenar(engine: Engine, filas: int) -> None:
    from clientes_app.cli.carga import ejecutar_con_barra
    from clientes_app.export import clientes_csv
    from clientes_app.judging.plan import Opciones
    from clientes_app.services import ejemplo
    from clientes_app.services.acceso import cuentas
    from clientes_app.services.carga import procesos
    from clientes_app.services.clientes.demo import filas_inventadas

    cuenta_id = ejemplo.vacia(engine).id
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
    inventados = cuantos(tiene, "cliente inventado", "clientes inventados")
    nuevos = cuantos(proceso.creados, "nuevo", "nuevos")
    click.echo(f"La cuenta «{ejemplo.NOMBRE}» tiene {inventados} ({nuevos}).")
    avisar_si_nadie_la_ve(engine, cuenta_id, ejemplo.NOMBRE)


def _quitar(engine: Engine) -> None:
    from clientes_app.services import ejemplo
    from clientes_app.services.acceso import cuentas
    from clientes_app.services.errors import CuentaTrabajando, NoEncontrado, NoEsDeEjemplo

    try:
        ejemplo.quitar(engine, cuentas.por_nombre(engine, ejemplo.NOMBRE).id)
    except NoEncontrado as error:
        mensaje = f"No hay ninguna cuenta «{ejemplo.NOMBRE}» que quitar."
        raise CommandError(mensaje) from error
    except NoEsDeEjemplo as error:
        mensaje = (
            f"La cuenta «{ejemplo.NOMBRE}» no se hizo para mirar: no se borra, porque puede tener "
            "clientes de verdad."
        )
        raise CommandError(mensaje) from error
    except CuentaTrabajando as error:
        mensaje = f"Hay procesos en marcha en «{ejemplo.NOMBRE}». Espere a que terminen."
        raise CommandError(mensaje) from error
    click.echo(f"Se quitó la cuenta «{ejemplo.NOMBRE}» con todo lo que tenía.")
