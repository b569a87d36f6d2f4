"""The two headers side by side, when the file's is not the template's."""

import reflex as rx


def _renglon(columna: rx.vars.ObjectVar) -> rx.Component:
    return rx.el.tr(
        rx.el.td(columna.lugar, class_name="cifra"),
        rx.el.td(
            rx.cond(columna.esperado != "", columna.esperado, rx.el.em("(ninguna)")),
        ),
        rx.el.td(
            rx.cond(columna.encontrado != "", columna.encontrado, rx.el.em("(falta)")),
            rx.cond(columna.difiere, rx.el.span(" distinto", class_name="distinto")),
        ),
        class_name=rx.cond(columna.difiere, "difiere", ""),
    )


def comparacion_de_encabezados(columnas: rx.Var[list]) -> rx.Component:
    """A table of what each column must say and what it says; the cells that differ are marked."""
    return rx.el.div(
        rx.el.table(
            rx.el.caption("El encabezado de la plantilla y el del archivo"),
            rx.el.thead(
                rx.el.tr(
                    rx.el.th("Columna", scope="col"),
                    rx.el.th("Debe decir", scope="col"),
                    rx.el.th("El archivo dice", scope="col"),
                )
            ),
            rx.el.tbody(rx.foreach(columnas, _renglon)),
            class_name="cuadro cuadro-encabezados",
        ),
        class_name="desplazable",
        role="region",
        tab_index=0,
        aria_label="Comparación de encabezados",
    )
