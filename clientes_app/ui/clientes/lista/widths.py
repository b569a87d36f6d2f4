"""How wide the columns are that somebody sees, and which give way where the table has no room.

Whatever set and order is chosen: the name has 14 rem, RFC and keys stay, and what gives way does so
in one order. At which width follows from what is chosen, so the rules are made anew for each choice
instead of standing in assets/clientes.css: a container query cannot be told a width by a variable.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from clientes_app.ui.clientes.lista.columnas import POR_COLUMNA

NOMBRE_MINIMO: Final = 224


@dataclass(frozen=True, slots=True)
class _Marco:
    """A range of windows: for which, the index of its widths, and box and buttons of a row."""

    media: str
    cual: int
    fijo: int


_MARCOS: Final = (
    _Marco("(min-width:1100px)", 0, 34 + 74),
    _Marco("(min-width:768px) and (max-width:1099px)", 1, 34 + 72),
)

_CEDEN: Final = (
    ("uso_cfdi", 180),
    ("regimen_fiscal", 180),
    ("etiquetas", 70),
    ("email", 18),
    ("ultimo_cambio", 12),
    ("persona", 12),
    ("estado", 12),
    ("revision_sat", 12),
    ("codigo_postal", 6),
)
"""What gives way, the first one first, and how much the name has above its least when it comes.

Of a key that is its description; etiquetas become dots beside the name. What is not there in the
beginning was asked for, so it stays longer than what is.
"""

_DEL_EMAIL: Final = 0.4
"""Which part of what is left over goes to the e-mail; the rest is the name's."""


def sheet_of_widths(columnas: Sequence[str], *, con_etiquetas: bool) -> str:
    """Return the style sheet of a table with these columns; the account may have no etiquetas."""
    vistas = [columna for columna in columnas if con_etiquetas or columna != "etiquetas"]
    escritorio = (
        f"@media screen and {marco.media}{{{''.join(_del_marco(vistas, marco))}}}"
        for marco in _MARCOS
    )
    telefono = f"@media (max-width:767px){{{''.join(_de_tarjeta(vistas))}}}"
    return "".join((*escritorio, telefono))


def _del_marco(vistas: Sequence[str], marco: _Marco) -> Iterator[str]:
    ceden = [(columna, holgura) for columna, holgura in _CEDEN if columna in vistas]
    necesario = marco.fijo + NOMBRE_MINIMO
    for columna in vistas:
        ancho = POR_COLUMNA[columna].ancho[marco.cual]
        yield f".lista th.c-{columna}{{width:{ancho}px}}"
        if not _is_lost(columna, ceden):
            necesario += ancho
        elif columna == "etiquetas":
            yield ".lista .c-etiquetas{display:none}.lista .puntos{display:inline-flex}"
        else:
            yield f".lista .c-{columna}{{display:none}}"
    hay_email = False
    for columna, holgura in reversed(ceden):
        necesario += _de_mas(columna, marco)
        hay_email = hay_email or columna == "email"
        reglas = "".join(_que_vuelve(columna)) + (_email(necesario, marco) if hay_email else "")
        yield f"@container lista (min-width:{necesario + holgura}px){{{reglas}}}"


def _is_lost(columna: str, ceden: Sequence[tuple[str, int]]) -> bool:
    """Whether all of a column gives way, not only the description of its key."""
    return not POR_COLUMNA[columna].descrita and columna in dict(ceden)


def _de_mas(columna: str, marco: _Marco) -> int:
    una = POR_COLUMNA[columna]
    ancho = una.ancho[marco.cual]
    return una.descrita - ancho if una.descrita else ancho


def _que_vuelve(columna: str) -> Iterator[str]:
    descrita = POR_COLUMNA[columna].descrita
    if descrita:
        yield f".lista .c-{columna} .descripcion-clave{{display:inline}}"
        yield f".lista th.c-{columna}{{width:{descrita}px}}"
        return
    yield f".lista .c-{columna}{{display:table-cell}}"
    if columna == "etiquetas":
        yield ".lista .puntos{display:none}"


def _email(necesario: int, marco: _Marco) -> str:
    minimo = POR_COLUMNA["email"].ancho[marco.cual]
    return f".lista th.c-email{{width:calc({minimo}px + (100cqi - {necesario}px) * {_DEL_EMAIL})}}"


def _de_tarjeta(vistas: Sequence[str]) -> Iterator[str]:
    """Say on which line of a card each value stands; short ones share that of the first of them.

    The buttons of a card take the end of its first two lines; while clients are chosen the boxes
    stand at their beginning instead.
    """
    cortas = [columna for columna in vistas if POR_COLUMNA[columna].comparte]
    if "etiquetas" in vistas:
        yield ".lista .puntos{display:inline-flex}"
    linea = 1
    for columna in vistas:
        celda = f".tabla.lista tbody td.c-{columna}"
        if columna in cortas[1:] or columna == "etiquetas":
            continue
        linea += 1
        if columna not in cortas:
            hasta = "-2" if linea == 2 else "-1"  # noqa: PLR2004 - the second line has the buttons
            yield f"{celda}{{grid-row:{linea};grid-column:1/{hasta}}}"
            continue
        for lugar, corta in enumerate(cortas, start=1):
            celda = f".tabla.lista tbody td.c-{corta}"
            yield f"{celda}{{grid-row:{linea};grid-column:{lugar}}}"
            yield f".seleccionando {celda}{{grid-column:{lugar + 1}}}"
