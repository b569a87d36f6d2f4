"""The cells of a row: one function a column, each told the row.

What is cut or gone shows whole on hover and focus (assets/lista.js), so every cell has its title.
"""

import reflex as rx

from clientes_app.ui.clientes.etiquetas.chips import ficha_de_etiqueta
from clientes_app.ui.shell.copying import boton_de_copiar


def marcado(fila: rx.Var, campo: str) -> rx.Component | rx.Var:
    """A text of a row, with what was searched for marked in it."""
    trozos = fila.marcas[campo]
    return rx.cond(
        trozos,
        rx.foreach(
            trozos,
            lambda trozo: rx.cond(trozo.hallado, rx.el.mark(trozo.texto), trozo.texto),
        ),
        getattr(fila, campo),
    )


def _con_clave(clave: rx.Var, texto: rx.Var, campo: str, etiqueta: str) -> rx.Component:
    return rx.el.td(
        rx.el.span(clave, class_name="clave"),
        # A blank of its own, so that a copied row has one there.
        " ",
        rx.el.span(texto, class_name="descripcion-clave"),
        title=clave.to(str) + " " + texto.to(str),
        class_name=f"c-{campo}",
        data_etiqueta=etiqueta,
    )


def celda_rfc(fila: rx.Var) -> rx.Component:
    """The RFC, with its button to copy it."""
    return rx.el.td(
        marcado(fila, "rfc"),
        boton_de_copiar("RFC " + fila.rfc.to(str), fila.rfc, tamano=14, data_tecla="c"),
        title=fila.rfc,
        class_name="c-rfc",
        data_etiqueta="RFC",
    )


def celda_regimen(fila: rx.Var) -> rx.Component:
    """The key of the régimen; where there is room its description too."""
    return _con_clave(fila.regimen, fila.regimen_texto, "regimen_fiscal", "Régimen")


def celda_uso(fila: rx.Var) -> rx.Component:
    """The key of the uso; where there is room its description too."""
    return _con_clave(fila.uso, fila.uso_texto, "uso_cfdi", "Uso")


def celda_etiquetas(fila: rx.Var) -> rx.Component:
    """The first etiqueta, and how many more there are; on narrower tables they are dots."""
    return rx.el.td(
        rx.el.div(
            rx.foreach(fila.etiquetas, ficha_de_etiqueta),
            rx.cond(
                fila.mas_etiquetas != "",
                rx.el.span(fila.mas_etiquetas, class_name="mas-correos"),
            ),
            class_name="etiquetas",
        ),
        title=fila.etiquetas_dichas,
        class_name="c-etiquetas",
        data_etiqueta="Etiquetas",
    )


def celda_email(fila: rx.Var) -> rx.Component:
    """The first e-mail, and how many more there are."""
    return rx.el.td(
        rx.el.div(
            rx.el.span(marcado(fila, "email")),
            rx.cond(
                fila.mas_correos != "",
                rx.el.span(fila.mas_correos, class_name="mas-correos"),
            ),
            class_name="correos",
        ),
        title=fila.correos,
        class_name="c-email",
        data_etiqueta="E-mail",
    )


def celda_cp(fila: rx.Var) -> rx.Component:
    """The postal code."""
    return rx.el.td(
        marcado(fila, "cp"), title=fila.cp, class_name="c-codigo_postal", data_etiqueta="CP"
    )


def _texto(texto: rx.Var, campo: str, etiqueta: str) -> rx.Component:
    return rx.el.td(texto, title=texto, class_name=f"c-{campo}", data_etiqueta=etiqueta)


def celda_estado(fila: rx.Var) -> rx.Component:
    """The state in which its postal code is."""
    return _texto(fila.estado, "estado", "Estado")


def celda_persona(fila: rx.Var) -> rx.Component:
    """Whose RFC it is."""
    return _texto(fila.persona, "persona", "Persona")


def celda_revision(fila: rx.Var) -> rx.Component:
    """What the SAT's validator said of it, as far as that still holds."""
    return rx.el.td(
        rx.cond(fila.revision != "", rx.el.span(fila.revision, class_name=fila.sello)),
        title=fila.revision,
        class_name="c-revision_sat",
        data_etiqueta="Revisión del SAT",
    )


def celda_cambio(fila: rx.Var) -> rx.Component:
    """The day on which it was changed last."""
    return _texto(fila.cambio, "ultimo_cambio", "Último cambio")
