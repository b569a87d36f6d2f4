"""Fill a database with invented clients, through the same code as a bulk load.

What people and the SAT say of clients later is put straight into the tables.
"""

from collections.abc import Mapping
from itertools import islice

from sqlalchemy import Engine, text

from clientes_app.services.acceso import cuentas
from clientes_app.services.clientes import etiquetas
from clientes_app.services.clientes.demo import filas_inventadas
from clientes_app.services.context import Actor
from clientes_app.storage.clientes import search_index
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.db.engine import write_transaction
from clientes_app.storage.values import Autoria

_POR_LOTE = 20_000
_AUTORIA = Autoria(quien="bench", origen="carga")

_AL_AZAR = "(id * 7919) % 10000"
ETIQUETAS: Mapping[str, str] = {
    "Rara": f"{_AL_AZAR} < 5",
    "Alguna": f"{_AL_AZAR} BETWEEN 1000 AND 1099",
    "Común": f"{_AL_AZAR} >= 7000",
    "Empresas": "length(rfc) = 12",
    "De una carga": "id <= (SELECT max(id) / 20 FROM cliente)",
}
"""Who has each etiqueta: one of two thousand, of a hundred, of three; two of whom lie together."""

_REVISIONES = f"""
    CASE WHEN {_AL_AZAR} < 6000 THEN 'valido' WHEN {_AL_AZAR} < 6900 THEN 'nombre_no_coincide'
    WHEN {_AL_AZAR} < 7300 THEN 'cp_no_coincide' WHEN {_AL_AZAR} < 7305 THEN 'no_registrado'
    ELSE '' END
"""


def llenar(engine: Engine, cuantas: int) -> int:
    """Store so many clients in the first account of a migrated database; return the account."""
    cuenta_id = cuentas.asegurar_cuenta(engine)
    filas = filas_inventadas(cuantas)
    while lote := list(islice(filas, _POR_LOTE)):
        with write_transaction(engine) as tx:
            ClienteRepository(tx, cuenta_id).aplicar(altas=lote, ediciones=(), autoria=_AUTORIA)
    with write_transaction(engine) as tx:
        search_index.compactar(tx)
    _ordenar(engine, "cliente")
    return cuenta_id


def marcar(engine: Engine, cuenta_id: int) -> None:
    """Give the clients of an account etiquetas, and most of them a «Revisión del SAT»."""
    actor = Actor(cuenta_id, "bench", "formulario")
    for nombre, quienes in ETIQUETAS.items():
        una = etiquetas.crear(engine, actor, nombre)
        suyos = (
            "INSERT INTO cliente_etiqueta (cliente_id, etiqueta_id, cuenta_id) "  # noqa: S608 (our own)
            f"SELECT id, :etiqueta, cuenta_id FROM cliente WHERE cuenta_id = :cuenta AND {quienes}"
        )
        with write_transaction(engine) as tx:
            tx.execute(text(suyos), {"etiqueta": una.id, "cuenta": cuenta_id})
    revisados = f"UPDATE cliente SET revision_sat = {_REVISIONES} WHERE cuenta_id = :cuenta"  # noqa: S608 (our own)
    with write_transaction(engine) as tx:
        tx.execute(text(revisados), {"cuenta": cuenta_id})
    _ordenar(engine, "cliente", "cliente_etiqueta")


def _ordenar(engine: Engine, *tablas: str) -> None:
    """Do what autovacuum does soon after a load: statistics, visibility, the GIN list."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conexion:
            conexion.execute(text(f"VACUUM ANALYZE {', '.join(tablas)}"))
