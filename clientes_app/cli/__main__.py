"""`python -m clientes_app.cli`: how `clientes servir` starts its two halves."""

from clientes_app.cli.main import app

app()
