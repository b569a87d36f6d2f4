"""`clientes`: the command line. Each command calls a service and says what came of it."""

import click

from clientes_app.cli import carga, clientes, cuentas, demo, serve, usuarios
from clientes_app.cli.program import Program


@click.group(cls=Program)
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
    serve.servir,
    serve.web,
    serve.worker,
    serve.migrar,
    cuentas.cuentas,
    usuarios.usuarios,
    clientes.plantilla,
    clientes.validar,
    carga.importar,
    clientes.exportar,
    clientes.buscar,
    carga.procesos,
    carga.deshacer,
    demo.demo,
):
    app.add_command(_comando)
