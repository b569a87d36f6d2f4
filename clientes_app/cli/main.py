"""`clientes`: the command line. Each command calls a service and says what came of it."""

import click

from clientes_app.cli import (
    arreglar,
    calidad,
    carga,
    cfdi,
    clientes,
    constancia,
    cuentas,
    demo,
    instalacion,
    respaldo,
    sat,
    serve,
    usuarios,
)
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
    instalacion.mudar,
    instalacion.revisar,
    cuentas.cuentas,
    usuarios.usuarios,
    clientes.plantilla,
    clientes.validar,
    carga.importar,
    constancia.constancia,
    cfdi.cfdi,
    clientes.exportar,
    clientes.etiquetas,
    clientes.buscar,
    calidad.calidad,
    arreglar.arreglar,
    sat.sat,
    carga.procesos,
    carga.deshacer,
    respaldo.respaldar,
    respaldo.lista_de_respaldos,
    respaldo.restaurar,
    demo.demo,
):
    app.add_command(_comando)
