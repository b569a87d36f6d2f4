"""Steps that tests of bulk loads share: files, processes, what is stored."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, Table, func, select, update

from clientes_app.domain.columnas import CAMPOS, ENCABEZADO
from clientes_app.judging.plan import Opciones
from clientes_app.services.carga import procesos
from clientes_app.services.clientes import clientes
from clientes_app.services.context import Actor
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.storage.db.tables import PROCESO
from tests.builders import un_cliente

FILAS = 4_500


def un_archivo(filas: Sequence[dict[str, str]]) -> bytes:
    """The rows under the template's header, as the bytes of a file."""
    texto = io.StringIO(newline="")
    escritor = csv.writer(texto)
    escritor.writerow(ENCABEZADO)
    escritor.writerows([fila[campo] for campo in CAMPOS] for fila in filas)
    return texto.getvalue().encode()


def varios(cuantos: int, *, malos: int = 0) -> list[dict[str, str]]:
    """Valid rows, all different; the first `malos` of them with a wrong e-mail."""
    filas = [un_cliente(calle=f"Calle {i}") for i in range(cuantos)]
    for fila in filas[:malos]:
        fila["email"] = "no es un correo"
    return filas


def en_espera(
    engine: Engine, actor: Actor, filas: Sequence[dict[str, str]], opciones: Opciones | None = None
) -> int:
    """Upload and enqueue; return the number of the process."""
    proceso_id = procesos.recibir(engine, actor, "prueba.csv", [un_archivo(filas)])
    procesos.poner_en_espera(engine, actor, proceso_id, opciones or Opciones())
    return proceso_id


def cargar(
    engine: Engine, actor: Actor, filas: Sequence[dict[str, str]], opciones: Opciones | None = None
) -> procesos.ProcesoGuardado:
    """Upload, run to the end, and return the process as it is then."""
    proceso_id = en_espera(engine, actor, filas, opciones)
    assert procesos.ejecutar(engine, proceso_id) is procesos.Outcome.DONE
    return procesos.detalle(engine, actor.cuenta_id, proceso_id)


def almacenado(engine: Engine, cuenta_id: int) -> list[tuple[str, ...]]:
    """What the account holds, row by row."""
    return sorted(tuple(fila) for fila in clientes.exportar(engine, cuenta_id))


def cuantos_hay(engine: Engine, tabla: Table) -> int:
    """How many rows a table has."""
    with read_transaction(engine) as tx:
        return tx.execute(select(func.count()).select_from(tabla)).scalar_one()


def poner(engine: Engine, proceso_id: int, **valores: Any) -> None:
    """Set columns of a process behind the back of the services."""
    with write_transaction(engine) as tx:
        tx.execute(update(PROCESO).where(PROCESO.c.id == proceso_id).values(**valores))
