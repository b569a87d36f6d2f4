"""Numbers as people read them, and as an address names them, which anybody can write."""

import re

# Greater numbers fit no database's key: they are unknown without asking.
_NUMERO = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)


def numero_de_proceso(texto: str) -> int:
    """The number of a process as an address names it; 0, which nothing has, if it is none."""
    return int(texto) if _NUMERO.fullmatch(texto) else 0


def numero(cuantos: int) -> str:
    """Write a count as Mexico does: 12,345."""
    return f"{cuantos:,}"
