"""A labelled field, as every form about people and accounts has it."""

import reflex as rx

E_MAIL = {
    "type": "email",
    "input_mode": "email",
    "auto_capitalize": "none",
    "spell_check": False,
}
"""What a field for an e-mail is to the browser and to the keyboard of a telephone."""

REGLA_DE_CLAVE = "De 12 caracteres o más. Una frase larga es fácil de recordar."


def campo(
    nombre: str,
    etiqueta: str,
    *,
    mensaje: rx.Var | None = None,
    pista: str | rx.Var = "",
    **props: object,
) -> rx.Component:
    """A field with a hint, and what is wrong with it, beneath.

    `mensaje` is the sentence that says so; without it `assets/entrada.js` writes it there.
    """
    identidad = f"campo-{nombre}"
    atributos = {"aria-describedby": f"pista-{nombre} mensaje-{nombre}"}
    if mensaje is not None:
        atributos["aria-invalid"] = rx.cond(mensaje, "true", "false")
    entrada = rx.el.input(
        **{
            "id": identidad,
            "name": nombre,
            "required": True,
            "max_length": 256,
            "class_name": "entrada",
            "custom_attrs": atributos,
        }
        | props
    )
    return rx.el.div(
        rx.el.label(etiqueta, html_for=identidad),
        _con_mostrar(entrada, identidad) if props.get("type") == "password" else entrada,
        rx.el.p(pista, id=f"pista-{nombre}", class_name="pista-campo"),
        rx.el.p(
            "" if mensaje is None else mensaje,
            id=f"mensaje-{nombre}",
            role="alert",
            class_name="mensaje-campo",
            custom_attrs={"data-mensaje": nombre},
        ),
        class_name="campo",
    )


def _con_mostrar(entrada: rx.Component, identidad: str) -> rx.Component:
    return rx.el.div(
        entrada,
        rx.el.button(
            rx.icon("eye", size=16, aria_hidden="true"),
            # No aria-label: whoever looks for «Contraseña» by its label means the field.
            rx.el.span("Mostrar contraseña", class_name="solo-lectores"),
            type="button",
            title="Mostrar contraseña",
            class_name="boton-icono",
            aria_controls=identidad,
            aria_pressed="false",
            custom_attrs={"data-mostrar-clave": identidad},
        ),
        class_name="campo-clave",
    )
