"""What was found in a file: figures, the first rows, and the choices."""

import reflex as rx

from clientes_app.ui.carga.preview.texts import ArregloVisto


def cifra(
    nombre: str, valor: rx.Var[str], *, tono: str | rx.Var[str] = "", corte: bool = False
) -> rx.Component:
    """One figure with its name; `tono` is a class that colours it, `corte` a line before it."""
    return rx.el.div(
        rx.el.dt(nombre, class_name="cifra-nombre"),
        rx.el.dd(valor, class_name=rx.Var.create("cifra cifra-valor ") + tono),
        class_name="cifra-caja corte" if corte else "cifra-caja",
    )


def eleccion(
    titulo: str,
    opciones: dict[str, str],
    *,
    valor: rx.Var[str],
    al_cambiar: rx.event.EventCallback,
    notas: dict[str, str],
) -> rx.Component:
    """A choice of one of a few: value to label in `opciones`, what it means in `notas`."""
    return rx.el.fieldset(
        rx.el.legend(titulo),
        rx.segmented_control.root(
            *(rx.segmented_control.item(etiqueta, value=op) for op, etiqueta in opciones.items()),
            value=valor,
            on_change=al_cambiar,
            aria_label=titulo,
        ),
        rx.el.p(
            rx.match(valor, *((op, nota) for op, nota in notas.items()), ""), class_name="nota"
        ),
        class_name="eleccion",
    )


def arreglos_de_archivo(
    arreglos: rx.Var[list[ArregloVisto]], *, al_cambiar: rx.event.EventCallback
) -> rx.Component:
    """The mends that all names of the file can be given, each with a switch."""
    return rx.el.fieldset(
        rx.el.legend("Corregir en todo el archivo"),
        rx.foreach(
            arreglos,
            lambda cada: rx.el.label(
                rx.el.input(
                    type="checkbox",
                    role="switch",
                    checked=cada.elegido,
                    on_change=al_cambiar(cada.accion, ~cada.elegido),
                ),
                rx.el.span(cada.titulo, rx.el.span(" · ", cada.filas, class_name="cifra")),
                class_name="interruptor",
            ),
        ),
        rx.el.p("Se aplica a lo que ve abajo y a lo que se guarda.", class_name="nota"),
        class_name="eleccion de-editor",
    )


def _celda(celda: rx.Var[str]) -> rx.Component:
    return rx.el.td(celda)


def _fila(celdas: rx.Var[list[str]]) -> rx.Component:
    return rx.el.tr(rx.foreach(celdas, _celda))


def primeras_filas(
    encabezado: rx.Var[list[str]], filas: rx.Var[list[list[str]]], *, de_documento: rx.Var[bool]
) -> rx.Component:
    """The first rows as they would be stored; wide, so it scrolls inside its frame."""
    return rx.el.section(
        rx.el.h2("Primeras filas, tal como se guardarían", class_name="seccion-titulo"),
        rx.el.div(
            rx.el.table(
                rx.el.thead(
                    rx.el.tr(rx.foreach(encabezado, lambda titulo: rx.el.th(titulo, scope="col")))
                ),
                rx.el.tbody(rx.foreach(filas, _fila)),
                class_name=rx.cond(
                    de_documento, "cuadro cuadro-ancha de-documentos", "cuadro cuadro-ancha"
                ),
            ),
            class_name="desplazable",
            role="region",
            tab_index=0,
            aria_label="Primeras filas",
        ),
        class_name="primeras",
    )
