"""Days and months as they are read."""

from datetime import date

MESES = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto"),
    *("septiembre", "octubre", "noviembre", "diciembre"),
)
"""The months as Spanish calls them; the first three letters are how it shortens them."""


def dia_dicho(dia: date) -> str:
    """Return a day as it is read: «1 ene 2026»."""
    return f"{dia.day} {mes_dicho(dia)}"


def mes_dicho(dia: date) -> str:
    """Return the month of a day: «ene 2026»."""
    return f"{MESES[dia.month - 1][:3]} {dia.year}"
