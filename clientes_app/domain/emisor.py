"""Who issues the invoices of an account: the business whose clients they name."""

from typing import NamedTuple

from clientes_app.domain.problemas import Problema, error
from clientes_app.domain.rfc.structure import GENERICOS, es_valido, normalizar

_MOSTRADO = 40


class QuienFactura(NamedTuple):
    """The RFC and the postal code of who issues; "" for what the account does not say."""

    rfc: str = ""
    codigo_postal: str = ""


def leer_rfc_propio(original: str) -> tuple[str, tuple[Problema, ...]]:
    """Return the RFC of an account as it is stored, "" for none, and what is wrong with it."""
    rfc = normalizar(original)
    if not rfc or (es_valido(rfc) and rfc not in GENERICOS):
        return rfc, ()
    mensaje = f"«{original.strip()[:_MOSTRADO]}» no es el RFC de un negocio."
    remedio = "Escriba el suyo, de 12 o 13 caracteres, como está en su Constancia."
    return rfc, (error("rfc_propio", "rfc_propio", mensaje, valor=original, sugerencia=remedio),)
