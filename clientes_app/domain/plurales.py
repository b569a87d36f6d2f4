"""How many of something, in words: «1 cliente», «1,234 clientes»."""


def cuantos(numero: int, uno: str, varios: str) -> str:
    """Return a count as Mexico writes it, with the word for one or for several.

    The words may be more than a noun: `cuantos(n, "fila se rechazará", "filas se rechazarán")`.
    """
    return f"{numero:,} {uno if numero == 1 else varios}"
