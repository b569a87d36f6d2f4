"""The choices of one filter, narrowed by typing where they are many."""

import reflex as rx


def _elegida(clave: rx.Var[str]) -> tuple[rx.Var[str]]:
    return (clave,)


class CasillasDeFiltro(rx.Component):
    """Boxes to tick, one for each `OpcionVisible`, and above many of them a field to search them.

    Typing narrows them without the server. `on_poner` is told the key of what is ticked or not
    any more. With another `key` the field is empty again.
    """

    library = "$/public/componentes/casillas.js"
    tag = "Casillas"

    titulo: rx.Var[str]
    opciones: rx.Var[list]

    on_poner: rx.EventHandler[_elegida]
