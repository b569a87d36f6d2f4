"""By what one sees, without counting anything, whether figures of an account may be others."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from clientes_app.storage.db.tables import CAMBIO, CUENTA, DISTINTOS, DUPLICADOS, REGLAS


class MarcaDeCalidad(NamedTuple):
    """Up to where clients, rules, postal code and duplicates of an account are what they were."""

    revision: int
    reglas: str
    en_curso: str
    hasta: int
    cp_expedicion: str
    cp_observado: str
    duplicados: int
    distintos: int


def marca_de(tx: Session, cuenta_id: int) -> MarcaDeCalidad:
    """Return the mark of an account; of one that is gone, that of an empty one."""
    revision = select(func.max(CAMBIO.c.id)).where(CAMBIO.c.cuenta_id == cuenta_id)
    buscados = select(DUPLICADOS.c.revision).where(DUPLICADOS.c.cuenta_id == cuenta_id)
    # Nobody takes back that two are not the same, so that their number says it.
    distintos = select(func.count()).where(DISTINTOS.c.cuenta_id == cuenta_id)
    consulta = (
        select(
            func.coalesce(revision.scalar_subquery(), 0),
            REGLAS.c.version,
            REGLAS.c.en_curso,
            REGLAS.c.hasta,
            func.coalesce(CUENTA.c.cp_expedicion, ""),
            func.coalesce(CUENTA.c.cp_observado, ""),
            func.coalesce(buscados.scalar_subquery(), -1),
            distintos.scalar_subquery(),
        )
        .select_from(REGLAS)
        .outerjoin(CUENTA, CUENTA.c.id == cuenta_id)
    )
    return MarcaDeCalidad._make(tx.execute(consulta).one())
