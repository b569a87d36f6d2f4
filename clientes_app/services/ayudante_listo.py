"""What a helper needs, loaded and used once: whatever is forked of this has it at hand.

Only the process that forks the helpers imports this module (see `ayudante`). It spares each of them
some 70 ms, in which a load stores a thousand clients.
"""

import gc
import io

from clientes_app.csv_import.filas import validar_filas
from clientes_app.csv_import.plantilla import EJEMPLO, ejemplo_csv
from clientes_app.services import procesos_juicio, procesos_lectura
from clientes_app.services.contexto import contexto_de_reglas
from clientes_app.services.procesos_tanda import Tanda

__all__ = ["procesos_juicio", "procesos_lectura"]


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
