"""The columns of the list, one entry each: whoever adds one adds it here, and its cell in `cells`.

Head, cell, bone, order and width are all made from this table. Which of them somebody sees, and in
which order, is a matter of `domain.aspecto`; where they have no room, `widths` says who gives way.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import reflex as rx

from clientes_app.ui.clientes.lista.cells import (
    celda_cambio,
    celda_cp,
    celda_email,
    celda_estado,
    celda_etiquetas,
    celda_persona,
    celda_regimen,
    celda_revision,
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

    `ancho` is its width beside the bar with words, and beside the one of icons; that of the e-mail
    is its least. With a description beside its key it is `descrita` wide. With `comparte` the line
    of a card on which it stands has room for others like it.
    """

    campo: str
    etiqueta: str
    corta: str
    celda: Callable[[rx.Var], rx.Component]
    hueso: str
    ancho: tuple[int, int]
    sentidos: tuple[str, str] | None = None
    descrita: int = 0
    comparte: bool = False


COLUMNAS_DE_LISTA: Final = (
    ColumnaDeLista("etiquetas", "Etiquetas", "Etiquetas", celda_etiquetas, "60%", (132, 132)),
    # The widest thirteen letters (WWWW888888WWW) measure 149.
    ColumnaDeLista("rfc", "RFC", "RFC", celda_rfc, "90%", (170, 166), _LETRAS),
    ColumnaDeLista(
        "regimen_fiscal",
        "Régimen Fiscal",
        "Régimen",
        celda_regimen,
        "70%",
        (70, 66),
        _CIFRAS,
        descrita=290,
        comparte=True,
    ),
    ColumnaDeLista(
        "uso_cfdi",
        "Uso de la Factura",
        "Uso",
        celda_uso,
        "70%",
        (78, 74),
        _LETRAS,
        descrita=232,
        comparte=True,
    ),
    ColumnaDeLista("email", "E-mail", "E-mail", celda_email, "80%", (176, 176), _LETRAS),
    ColumnaDeLista(
        "codigo_postal",
        "Código Postal",
        "CP",
        celda_cp,
        "90%",
        (72, 68),
        _CIFRAS,
        comparte=True,
    ),
    ColumnaDeLista("estado", "Estado", "Estado", celda_estado, "70%", (148, 144)),
    ColumnaDeLista("persona", "Persona", "Persona", celda_persona, "60%", (132, 128)),
    ColumnaDeLista(
        "revision_sat", "Revisión del SAT", "Revisión", celda_revision, "70%", (160, 156)
    ),
    ColumnaDeLista("ultimo_cambio", "Último cambio", "Cambio", celda_cambio, "80%", (104, 100)),
)
"""All that there are (`domain.aspecto.COLUMNAS`); the name stands before them always."""

POR_COLUMNA: Final = {cada.campo: cada for cada in COLUMNAS_DE_LISTA}
NOMBRE: Final = "nombre"
NOMBRE_ETIQUETA: Final = "Nombre o Razón Social"

ORDENABLES: Final = {NOMBRE: (NOMBRE_ETIQUETA, "Nombre", *_LETRAS)} | {
    cada.campo: (cada.etiqueta, cada.corta, *cada.sentidos)
    for cada in COLUMNAS_DE_LISTA
    if cada.sentidos
}
"""By what the list can be sorted: the head, the short word, and both directions of it."""
