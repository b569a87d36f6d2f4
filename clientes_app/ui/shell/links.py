"""Links to what belongs to an account: they stay in the account of the page that they stand on.

`routes` writes such addresses without the account. A page puts it before them by `en_cuenta`, a
handler by `lead_to`; a test looks for links that do neither.
"""

import reflex as rx

from clientes_app import routes
from clientes_app.ui.shell.caller import current_caller

# The browser's own address, as the gate reads it; "" on the few pages that are of no account.
# Reflex takes the name of the variable from the text of the hook.
_HERE = rx.Var(
    "cuenta_aqui_",
    _var_type=str,
    _var_data=rx.vars.VarData(
        imports={"react-router": "useLocation"},
        hooks={
            r'const cuenta_aqui_ = useLocation().pathname.match(/^\/c\/[^/]+/)?.[0] ?? ""': None
        },
    ),
).to(str)

_LAST_PART = rx.Var(
    "parte_final_",
    _var_type=str,
    _var_data=rx.vars.VarData(
        imports={"react-router": "useLocation"},
        hooks={
            'const parte_final_ = useLocation().pathname.split("/").filter(Boolean).pop()': None
        },
    ),
).to(str)


def end_of_address() -> rx.Var[str]:
    """Return the last part of the path that the browser is at, by which a page knows its own."""
    return _LAST_PART


def en_cuenta(ruta: str | rx.Var[str]) -> rx.Var[str]:
    """Return the address of something of the account that the page is in, for a link."""
    return _HERE + rx.Var.create(ruta).to(str)


def ir_a(ruta: str | rx.Var[str]) -> rx.event.EventSpec:
    """Lead to a page of the account that the page is in, on a click."""
    return rx.redirect(en_cuenta(ruta))


def lead_to(ruta: str) -> rx.event.EventSpec:
    """Lead to a page of the account for which a handler acts."""
    return rx.redirect(routes.de_cuenta(current_caller().cuenta.nombre_corto, ruta))
