"""Moments as the reader's own clock shows them."""

import reflex as rx

_FORMATO = "{day:'numeric',month:'short',year:'numeric',hour:'2-digit',minute:'2-digit'}"


def fecha_local(momento: rx.Var[str]) -> rx.Component:
    """An ISO 8601 moment, in es-MX and in the time zone of the browser."""
    texto = rx.Var(
        f"({momento!s} ? new Intl.DateTimeFormat('es-MX',{_FORMATO})"
        f".format(new Date({momento!s})) : '')",
        _var_type=str,
        _var_data=momento._get_all_var_data(),  # noqa: SLF001 - how a Var is derived from a Var
    )
    return rx.el.time(texto, date_time=momento)
