"""Removing the clients of an account for good, with all that is known of them."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from clientes_app.storage.clientes.search_index import desindexar_cuenta
from clientes_app.storage.db.tables import (
    CAMBIO,
    CLIENTE,
    CLIENTE_ETIQUETA,
    DISTINTOS,
    DUPLICADOS,
    ETIQUETA,
    PRESENCIA,
    UNIDO,
    UNION,
    VISTA,
)

_WITH_THEM = (
    *(PRESENCIA, DUPLICADOS, DISTINTOS, UNIDO, UNION),
    *(CLIENTE_ETIQUETA, ETIQUETA, VISTA, CAMBIO, CLIENTE),
)


def quitar_clientes(tx: Session, cuenta_id: int) -> None:
    """Remove an account's clients, those of the papelera too, with all that is kept of them.

    What counts them is left to whoever removes the account.
    """
    desindexar_cuenta(tx, cuenta_id)
    for tabla in _WITH_THEM:
        tx.execute(delete(tabla).where(tabla.c.cuenta_id == cuenta_id))
