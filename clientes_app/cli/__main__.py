"""`python -m clientes_app.cli`: how `clientes servir` starts its two halves."""

if __name__ == "__main__":
    # Not above: each process that reads ahead (`services.procesos_lectura`) imports this module by
    # another name, and would wait a quarter of a second for commands that it never runs.
    from clientes_app.cli.main import app

    app()
