"""How far the form has to be unfolded for what there is to show. Pure."""

from collections.abc import Collection, Mapping

from clientes_app.ui.clientes.drawer.fields_order import ADDRESS, EMAILS, OF_FOREIGNERS


def for_values(values: Mapping[str, str]) -> tuple[int, bool]:
    """Return how many e-mail fields the values need, and whether the optional part."""
    return for_fields({campo for campo, value in values.items() if value})


def for_fields(campos: Collection[str]) -> tuple[int, bool]:
    """Return how many e-mail fields there must be to show these fields, and the optional part."""
    needed = [place for place, campo in enumerate(EMAILS, start=1) if campo in campos]
    return max(needed, default=0), not {*ADDRESS, *OF_FOREIGNERS}.isdisjoint(campos)
