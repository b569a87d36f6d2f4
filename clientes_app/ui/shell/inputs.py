"""Fields of our own, which do not wait for the server: text, a searchable drop-down, a choice."""

import reflex as rx


def _dicho(
    valor: rx.Var[str], sale: rx.Var[bool], serie: rx.Var[int], vista: rx.Var[int]
) -> tuple[rx.Var[str], rx.Var[bool], rx.Var[int], rx.Var[int]]:
    """What both tell: value, whether the field was left, the telling's number, what it rests on."""
    return valor, sale, serie, vista


class Campo(rx.Component):
    """A text field; `value` is taken over only where nothing newer was typed.

    `vuelta` is the number of the last telling that the server has answered, `al_escribir` tells
    also while typing (after a short pause), `lineas` above 1 makes it a field of several lines,
    `siempre` takes the value over even while the field has the focus. `ofrece` are texts that may
    be chosen instead of being typed, found by their words without accents. `vista` is the version
    of the client that the value is of: the field tells the one that its text is based on, and keeps
    what is typed in the tab's draft.
    """

    library = "$/public/componentes/campo.js"
    tag = "Campo"

    value: rx.Var[str]
    vuelta: rx.Var[int]
    vista: rx.Var[int]
    name: rx.Var[str]
    mayusculas: rx.Var[bool]
    lineas: rx.Var[int]
    al_escribir: rx.Var[bool]
    siempre: rx.Var[bool]
    ofrece: rx.Var[list[str]]
    type: rx.Var[str]
    max_length: rx.Var[int]
    input_mode: rx.Var[str]
    placeholder: rx.Var[str]
    auto_complete: rx.Var[str]
    spell_check: rx.Var[bool]
    read_only: rx.Var[bool]

    on_confirmar: rx.EventHandler[_dicho]


class Combo(rx.Component):
    """A drop-down searched by typing; `opciones` are objects with `clave` and `descripcion`.

    What was chosen shows at once and stays until the server has answered to it: `vuelta` is the
    number of the last telling that it has; `vista` is as in Campo. What was typed before there are
    choices is chosen once they are there. What none of them fits is told as it was typed, and the
    server says why; `descripcion` is that of a `value` which is not among the choices. `vacio` is
    said while there are none at all.
    """

    library = "$/public/componentes/combo.js"
    tag = "Combo"

    value: rx.Var[str]
    vuelta: rx.Var[int]
    vista: rx.Var[int]
    name: rx.Var[str]
    opciones: rx.Var[list]
    descripcion: rx.Var[str]
    vacio: rx.Var[str]
    placeholder: rx.Var[str]
    read_only: rx.Var[bool]

    on_elegir: rx.EventHandler[_dicho]


class OpcionDeGrupo(rx.Component):
    """One of several to choose from, of the group `name`: a choice shows at once.

    `elegida` is taken over whenever it becomes another one.
    """

    library = "$/public/componentes/opcion.js"
    tag = "Opcion"

    name: rx.Var[str]
    elegida: rx.Var[bool]

    on_elegir: rx.EventHandler[rx.event.no_args_event_spec]
