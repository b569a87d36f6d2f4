"""What the SAT's bulk validator says of a client, and for which data that holds. Pure.

The SAT compares RFC, name and postal code with its register, and nothing else. What it said holds
for exactly those three values: it lapses when one of them changes, and holds again when they come
back.
"""

from collections.abc import Mapping
from typing import Final

from clientes_app.domain.cliente import DatosCliente
from clientes_app.domain.rfc.structure import GENERICOS, sigue_patron

VALIDO: Final = "valido"
SIN_REVISAR: Final = "sin_revisar"
REVISIONES: Final[Mapping[str, str]] = {
    VALIDO: "Validado",
    "nombre_no_coincide": "Nombre no coincide",
    "cp_no_coincide": "C.P. no coincide",
    "nombre_y_cp_no_coinciden": "Nombre y C.P. no coinciden",
    "no_registrado": "No registrado",
    "no_susceptible": "No susceptible",
    SIN_REVISAR: "Sin revisar",
}
"""What a client can be, in words. What is stored for SIN_REVISAR is ""."""

RECHAZOS: Final = tuple(clave for clave in REVISIONES if clave not in {VALIDO, SIN_REVISAR})
"""With these an invoice to the client would be refused."""

NO_APLICA: Final = "no_aplica"
"""What is stored for a client of a generic RFC, of whom the SAT knows nothing."""

SEPARADOR: Final = "|"
"""Parts the values of a line, for the SAT too; no name that can be stored has it."""

CAMPOS_REVISADOS: Final = ("rfc", "nombre", "codigo_postal")


def revisado(datos: DatosCliente) -> str:
    """Return the three values that the SAT compares, as one text."""
    return SEPARADOR.join((datos.rfc, datos.nombre, datos.codigo_postal))


def sin_revision(rfc: str) -> str:
    """Return what is stored for a client of whom the SAT has said nothing that holds."""
    return NO_APLICA if rfc in GENERICOS else ""


def vigente(dicha: str, de: str, datos: DatosCliente) -> str:
    """Return what holds for a client of whose values `de` the SAT said `dicha`."""
    return dicha if de == revisado(datos) else sin_revision(datos.rfc)


def se_puede_preguntar(datos: DatosCliente) -> bool:
    """Whether the SAT's validator takes a client: no generic RFC, nothing that breaks its line."""
    return (
        datos.rfc not in GENERICOS
        and sigue_patron(datos.rfc)
        and SEPARADOR not in datos.nombre
        and bool(datos.nombre and datos.codigo_postal)
    )
