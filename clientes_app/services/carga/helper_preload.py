"""What a helper needs, loaded and used once: whatever is forked of this has it at hand.

Only the process that forks the helpers imports this module (see `ayudante`). It spares each of them
some 70 ms, in which a load stores a thousand clients.
"""

import gc
import io

from clientes_app.judging.rows import validar_filas
from clientes_app.readers.csv.template import EJEMPLO, ejemplo_csv
from clientes_app.services.carga import read_ahead, shared_judging
from clientes_app.services.carga.chunk import Tanda
from clientes_app.services.context import contexto_de_reglas

__all__ = ["read_ahead", "shared_judging"]


def _usar_una_vez() -> None:
    """Read the catalogues, and take the first turn of whatever makes ready at its first turn."""
    bueno = ejemplo_csv()
    for contenido in (bueno, bueno.replace(b"@", b" ")):
        for lote in validar_filas(io.BytesIO(contenido), EJEMPLO, contexto_de_reglas("")):
            Tanda.de(lote.filas)


_usar_una_vez()
# What is here now stays: to look at it again would only make each helper a copy of its own.
gc.collect()
gc.freeze()
