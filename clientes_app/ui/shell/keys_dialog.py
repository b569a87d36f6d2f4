"""The keys of the application, shown by «?» (assets/atajos.js).

A dialog of the browser's own: it keeps the focus inside and gives it back by itself, so that no
state of the tab has to know of it.
"""

import reflex as rx

DIALOGO = "teclas"
MOSTRAR_TECLAS = rx.call_function(
    rx.Var(f"() => document.getElementById('{DIALOGO}')?.showModal()")
)
_TITULO = "titulo-de-teclas"

_TECLAS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "En todas partes": (
        ("Ir a…", ("Ctrl", "K")),
        ("Buscar", ("/",)),
        ("Agregar Cliente", ("n",)),
        ("Estas teclas", ("?",)),
        ("Cerrar lo abierto", ("Esc",)),
    ),
    "En la lista y la ficha": (
        ("Fila siguiente o anterior", ("↓", "↑")),
        ("Abrir la ficha", ("Enter",)),
        ("Editar", ("e",)),
        ("Copiar el RFC", ("c",)),
        ("Seleccionar la fila", ("Espacio",)),
    ),
    "En los posibles duplicados": (
        ("Pareja siguiente", ("s",)),
        ("Pareja anterior", ("a",)),
        ("Elegir qué queda", ("←", "→")),
        ("Unir", ("u",)),
    ),
    "Al agregar o editar": (
        ("Guardar", ("Ctrl", "Enter")),
        ("Cerrar", ("Esc",)),
    ),
}


def _renglon(que: str, teclas: tuple[str, ...]) -> rx.Component:
    return rx.el.div(rx.el.dt(que), rx.el.dd(*(rx.el.kbd(tecla) for tecla in teclas)))


def dialogo_de_teclas() -> rx.Component:
    """All keys, in groups; closed until it is asked for."""
    return rx.el.dialog(
        rx.el.form(
            rx.el.h2("Teclas", id=_TITULO),
            rx.el.button(
                rx.icon("x", size=16, aria_hidden="true"),
                type="submit",
                aria_label="Cerrar",
                title="Cerrar",
                class_name="boton-icono",
            ),
            method="dialog",
        ),
        rx.el.div(
            *(
                rx.el.section(
                    rx.el.h3(grupo),
                    rx.el.dl(*(_renglon(que, teclas) for que, teclas in suyas)),
                )
                for grupo, suyas in _TECLAS.items()
            ),
            class_name="grupos-de-teclas",
        ),
        id=DIALOGO,
        aria_labelledby=_TITULO,
        class_name="teclas",
    )
