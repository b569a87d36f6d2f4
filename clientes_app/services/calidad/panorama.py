"""What «Calidad del catálogo» shows of an account, and by what one sees that it may be another."""

from dataclasses import dataclass
from datetime import date

from clientes_app.domain.cruces import hoy
from clientes_app.services.calidad import cifras, duplicados
from clientes_app.services.calidad.cifras import CifrasDeCalidad
from clientes_app.services.calidad.duplicados import Duplicados
from clientes_app.storage.calidad.marca import MarcaDeCalidad, marca_de
from clientes_app.storage.db.base import Engine
from clientes_app.storage.db.engine import read_transaction

GRUPOS = 8
"""How many groups of possible duplicates are shown."""


@dataclass(frozen=True, slots=True)
class Panorama:
    """The figures of an account, and its first possible duplicates."""

    cifras: CifrasDeCalidad
    duplicados: Duplicados


def marca(engine: Engine, cuenta_id: int) -> tuple[date, MarcaDeCalidad]:
    """Return what is another one whenever the panorama may be; it costs next to nothing.

    With the day: the figures of the growth are those of a month.
    """
    with read_transaction(engine) as tx:
        return hoy(), marca_de(tx, cuenta_id)


def mirar(engine: Engine, cuenta_id: int) -> Panorama:
    """Return what is to be shown now."""
    return Panorama(
        cifras.contar(engine, cuenta_id), duplicados.ver(engine, cuenta_id, limite=GRUPOS)
    )
