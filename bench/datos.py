"""Fill a database with invented clients, through the same code as a bulk load."""

from itertools import islice

from sqlalchemy import Engine, text

from clientes_app.services.acceso import cuentas
from clientes_app.services.clientes.demo import filas_inventadas
from clientes_app.storage.clientes import search_index
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.db.engine import write_transaction
from clientes_app.storage.values import Autoria

_POR_LOTE = 20_000
_AUTORIA = Autoria(quien="bench", origen="carga")


def llenar(engine: Engine, cuantas: int) -> int:
    """Store so many clients in the first account of a migrated database; return the account."""
    cuenta_id = cuentas.asegurar_cuenta(engine)
    filas = filas_inventadas(cuantas)
    while lote := list(islice(filas, _POR_LOTE)):
        with write_transaction(engine) as tx:
            ClienteRepository(tx, cuenta_id).aplicar(altas=lote, ediciones=(), autoria=_AUTORIA)
    with write_transaction(engine) as tx:
        search_index.compactar(tx)
    if engine.dialect.name == "postgresql":
        # What autovacuum does by itself soon after a load: statistics, visibility, the GIN list.
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conexion:
            conexion.execute(text("VACUUM ANALYZE cliente"))
    return cuenta_id
