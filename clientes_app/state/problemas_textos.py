"""Short names for the kinds of problem, for the filter «Tipo de problema»."""

_TIPOS: dict[str, str] = {}


def tipo_de_problema(codigo: str) -> str:
    """The name of a kind; a kind without one is called by its code, in words."""
    return _TIPOS.get(codigo) or codigo.replace("_", " ").capitalize()
