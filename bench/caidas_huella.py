"""Everything that a load leaves in an account, comparable between two accounts and two databases.

Numbers that the database gives (ids, moments) are left out; the rows that they stand for are not.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Engine, text

from clientes_app.domain.columnas import CAMPOS
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.storage.db.engine import read_transaction, write_connection

_CLIENTE = ", ".join((*(f"c.{campo}" for campo in CAMPOS), "c.version", "c.busqueda"))
_CONSULTAS = {
    "cliente": (
        f"SELECT {_CLIENTE}, c.borrado_en IS NULL, c.proceso_id = :proceso FROM cliente c "  # noqa: S608 (our own names)
        "WHERE c.cuenta_id = :cuenta"
    ),
    "cambio": (
        "SELECT c.rfc, c.nombre, k.version, k.accion, k.origen, k.quien, k.antes, k.despues, "
        "k.proceso_id = :proceso FROM cambio k JOIN cliente c ON c.id = k.cliente_id "
        "WHERE k.cuenta_id = :cuenta AND c.cuenta_id = :cuenta"
    ),
    "problema": (
        "SELECT linea, columna, valor, gravedad, codigo, mensaje, sugerencia "
        "FROM proceso_problema WHERE cuenta_id = :cuenta AND proceso_id = :proceso"
    ),
    "rechazo": (
        "SELECT linea, valores, errores FROM proceso_rechazo "
        "WHERE cuenta_id = :cuenta AND proceso_id = :proceso"
    ),
    "proceso": (
        "SELECT archivo, sha256, estado, filas, filas_hechas, linea_hecha, creados, actualizados, "
        "iguales, rechazados, motivo_codigo, motivo_mensaje, vista_previa, intentos, "
        "cancelar, deshacer FROM proceso "
        "WHERE cuenta_id = :cuenta AND id = :proceso"
    ),
    "cuenta": "SELECT clientes, borrados FROM cuenta WHERE id = :cuenta",
}


def huella(engine: Engine, cuenta_id: int, proceso_id: int) -> dict[str, str]:
    """Give a digest of the rows of each table, in an order that depends on the rows alone."""
    partes: dict[str, str] = {}
    for tabla, consulta in _CONSULTAS.items():
        with read_transaction(engine) as tx:
            filas = tx.execute(text(consulta), {"cuenta": cuenta_id, "proceso": proceso_id})
            partes[tabla] = _resumen(filas.all())
    return partes


def _resumen(filas: Iterable[Sequence[Any]]) -> str:
    # 0 and 1 on SQLite are false and true on PostgreSQL.
    textos = sorted(
        json.dumps([int(v) if isinstance(v, bool) else v for v in fila], ensure_ascii=False)
        for fila in filas
    )
    digesto = hashlib.sha256("\n".join(textos).encode()).hexdigest()[:16]
    return f"{len(textos)} {digesto}"


def comparar_indice(engine: Engine) -> None:
    """Compare SQLite's search index with every row of the database; one that disagrees raises.

    PostgreSQL keeps its own index by itself.
    """
    if engine.dialect.name == "sqlite":
        with write_connection(engine) as conexion:
            conexion.exec_driver_sql(
                "INSERT INTO cliente_fts(cliente_fts, rank) VALUES ('integrity-check', 1)"
            )


def no_hallados(engine: Engine, cuenta_id: int, *, cada: int = 97) -> list[str]:
    """Give the RFCs, of one client in so many, that a search does not find as often as stored."""
    consulta = text(
        "SELECT rfc, count(*) FROM cliente WHERE cuenta_id = :cuenta AND borrado_en IS NULL "
        "GROUP BY rfc ORDER BY rfc"
    )
    with read_transaction(engine) as tx:
        rfcs = tx.execute(consulta, {"cuenta": cuenta_id}).all()
    return [
        rfc
        for rfc, cuantos in rfcs[::cada]
        if clientes.buscar(engine, cuenta_id, Consulta(rfc)).total != cuantos
    ]
