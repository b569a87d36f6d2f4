"""How somebody sees the list, ready for the page: what the table is told, and what the sheet."""

from dataclasses import dataclass

from clientes_app.domain.aspecto import Aspecto
from clientes_app.ui.clientes.lista.columnas import POR_COLUMNA
from clientes_app.ui.clientes.lista.widths import sheet_of_widths


@dataclass(frozen=True)
class EntradaDeColumna:
    """A column in the sheet; `primera` and `ultima` say where it cannot be moved further."""

    campo: str
    etiqueta: str
    puesta: bool
    primera: bool
    ultima: bool


@dataclass(frozen=True)
class AspectoVisto:
    """What the table is told: its columns, whether rows are low, and its style sheet.

    The latter once for an account with etiquetas and once for one that has none.
    """

    columnas: tuple[str, ...]
    compacta: bool
    con_etiquetas: str
    sin_etiquetas: str


def aspecto_visto(aspecto: Aspecto) -> AspectoVisto:
    """Make what the table is told."""
    return AspectoVisto(
        columnas=aspecto.columnas,
        compacta=aspecto.compacta,
        con_etiquetas=sheet_of_widths(aspecto.columnas, con_etiquetas=True),
        sin_etiquetas=sheet_of_widths(aspecto.columnas, con_etiquetas=False),
    )


def entradas(aspecto: Aspecto) -> list[EntradaDeColumna]:
    """Make the lines of the sheet, in the order of the columns."""
    puestas = aspecto.columnas
    return [
        EntradaDeColumna(
            campo=columna,
            etiqueta=POR_COLUMNA[columna].etiqueta,
            puesta=columna in puestas,
            primera=puestas[:1] == (columna,),
            ultima=puestas[-1:] == (columna,),
        )
        for columna in aspecto.orden
    ]


def lugar_dicho(aspecto: Aspecto, columna: str) -> str:
    """Say where a column stands: «E-mail, 3 de 6»."""
    lugar = aspecto.columnas.index(columna) + 1
    return f"{POR_COLUMNA[columna].etiqueta}, {lugar} de {len(aspecto.columnas)}"
