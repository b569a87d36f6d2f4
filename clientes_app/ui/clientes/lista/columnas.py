"""The columns of the list, one entry each: whoever adds one adds it here, and its cell in `cells`.

Head, cell, bone and order are all made from this table; what a column gives way to, and at which
width, stands in assets/clientes.css under its class (`c-` and `campo`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import reflex as rx

from clientes_app.ui.clientes.lista.cells import (
    celda_cp,
    celda_email,
    celda_etiquetas,
    celda_regimen,
    celda_rfc,
    celda_uso,
)

_LETRAS: Final = ("A a Z", "Z a A")
_CIFRAS: Final = ("0 a 9", "9 a 0")


@dataclass(frozen=True, slots=True)
class ColumnaDeLista:
    """A column beside the name.

    `campo` names it in classes, addresses and orders, `etiqueta` is its head, `corta` what it is
    called where there is little room. `celda` makes its cell of a row; `hueso` is how much of the
    cell its bone fills. `sentidos` are the two directions of its order, up and down, in words; a
    column without them is not sorted by.
    """

    campo: str
    etiqueta: str
    corta: str
    celda: Callable[[rx.Var], rx.Component]
    hueso: str
    sentidos: tuple[str, str] | None = None


COLUMNAS_DE_LISTA: Final = (
    ColumnaDeLista("etiquetas", "Etiquetas", "Etiquetas", celda_etiquetas, "60%"),
    ColumnaDeLista("rfc", "RFC", "RFC", celda_rfc, "90%", _LETRAS),
    ColumnaDeLista("regimen_fiscal", "Régimen Fiscal", "Régimen", celda_regimen, "70%", _CIFRAS),
    ColumnaDeLista("uso_cfdi", "Uso de la Factura", "Uso", celda_uso, "70%", _LETRAS),
    ColumnaDeLista("email", "E-mail", "E-mail", celda_email, "80%", _LETRAS),
    ColumnaDeLista("codigo_postal", "Código Postal", "CP", celda_cp, "90%", _CIFRAS),
)
"""All that there are, in the order in which a list begins; the name stands before them always."""

NOMBRE: Final = "nombre"
NOMBRE_ETIQUETA: Final = "Nombre o Razón Social"

ORDENABLES: Final = {NOMBRE: (NOMBRE_ETIQUETA, "Nombre", *_LETRAS)} | {
    cada.campo: (cada.etiqueta, cada.corta, *cada.sentidos)
    for cada in COLUMNAS_DE_LISTA
    if cada.sentidos
}
"""By what the list can be sorted: the head, the short word, and both directions of it."""
