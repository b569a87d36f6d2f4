"""`python -m clientes_app.cli`: how `clientes servir` starts its two halves."""

from clientes_app.cli.main import app

# A process that reads ahead (`services.procesos_lectura`) imports this module by another name.
if __name__ == "__main__":
    app()
