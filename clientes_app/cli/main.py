"""`clientes`: the command line. Each command calls a service and says what came of it."""

import click

from clientes_app.cli import carga, catalogo, cuentas, demo, servicio, usuarios
from clientes_app.cli.programa import Programa


@click.group(cls=Programa)
@click.version_option(
    package_name="clientes-app",
    message="clientes, versión %(version)s",
    help="Muestra la versión y termina.",
)
def app() -> None:
    """El catálogo de clientes de un negocio mexicano, listo para el CFDI 4.0.

    Los ajustes se leen de variables de entorno que empiezan con CLIENTES_; CLIENTES_DATOS es la
    carpeta de datos.
    """


for _comando in (
    servicio.servir,
    servicio.web,
    servicio.worker,
    servicio.migrar,
    cuentas.cuentas,
    usuarios.usuarios,
    catalogo.plantilla,
    catalogo.validar,
    carga.importar,
    catalogo.exportar,
    catalogo.buscar,
    carga.procesos,
    carga.deshacer,
    demo.demo,
):
    app.add_command(_comando)
