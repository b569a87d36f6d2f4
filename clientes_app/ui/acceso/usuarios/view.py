"""Members and invitations of an account, and the link that was just made."""

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.ui.acceso.field import E_MAIL, campo
from clientes_app.ui.shell.buttons import Accion, boton
from clientes_app.ui.shell.moment import fecha_local


def _opciones() -> list[rx.Component]:
    return [rx.el.option(rol.etiqueta, value=rol.value) for rol in Rol]


def _mas_acciones(fila: rx.Var, al_enlace: Accion, al_quitar: Accion) -> rx.Component:
    rotulo = "Más acciones para " + fila.nombre.to(str)
    return rx.dropdown_menu.root(
        rx.dropdown_menu.trigger(
            rx.el.button(
                rx.icon("ellipsis", size=18, aria_hidden="true"),
                type="button",
                aria_label=rotulo,
                title=rotulo,
                class_name="boton-icono",
            )
        ),
        rx.dropdown_menu.content(
            rx.dropdown_menu.item("Enlace de contraseña", on_select=al_enlace(fila.id, fila.email)),
            rx.dropdown_menu.item("Quitar de la cuenta", on_select=al_quitar(fila.id, "")),
            align="end",
        ),
        modal=False,
    )


def lista_de_usuarios(filas: rx.Var, *, al_enlace: Accion, al_preguntar: Accion) -> rx.Component:
    """Who belongs to the account, each with a role to change and a menu of the rest."""

    def linea(fila: rx.Var) -> rx.Component:
        return rx.el.li(
            rx.el.span(fila.iniciales, class_name="iniciales", aria_hidden="true"),
            rx.el.div(
                rx.el.span(fila.nombre, rx.cond(fila.es_yo, " (usted)", "")),
                rx.el.small(fila.email),
                rx.el.small(
                    rx.cond(
                        fila.ultima_vez != "",
                        rx.fragment("Última vez: ", fecha_local(fila.ultima_vez)),
                        "Todavía no entra",
                    )
                ),
            ),
            rx.el.select(
                *_opciones(),
                value=fila.rol,
                on_change=lambda rol: al_preguntar(fila.id, rol),
                aria_label="Rol de " + fila.nombre.to(str),
                class_name="entrada elegir-rol",
            ),
            _mas_acciones(fila, al_enlace, al_preguntar),
            key=fila.id,
        )

    return rx.el.ul(
        rx.foreach(filas, linea),
        id="usuarios",
        tab_index=-1,
        aria_label="Usuarios",
        class_name="gente",
    )


def enlaces_sin_usar(pendientes: rx.Var, *, al_anular: Accion) -> rx.Component:
    """The links that nobody has used yet."""
    return rx.el.ul(
        rx.foreach(
            pendientes,
            lambda pendiente: rx.el.li(
                rx.el.div(
                    rx.el.span(pendiente.email),
                    rx.el.small(pendiente.que, ", vence el ", fecha_local(pendiente.vence)),
                ),
                boton(
                    "Anular",
                    on_click=al_anular(pendiente.id),
                    title="Anular el enlace de " + pendiente.email.to(str),
                ),
                key=pendiente.id,
            ),
        ),
        aria_label="Enlaces sin usar",
        class_name="gente",
    )


def enlace_hecho(enlace: rx.Var, de: rx.Var) -> rx.Component:
    """The link that was just made, to be copied: it is shown only now, and takes the focus."""
    return rx.cond(
        enlace != "",
        rx.el.div(
            rx.el.p(
                "Envíe este enlace a ",
                rx.el.strong(de),
                ". Sirve una sola vez y solo se muestra ahora.",
                id="enlace-para-quien",
            ),
            rx.el.div(
                rx.el.input(
                    id="enlace-hecho",
                    value=enlace,
                    read_only=True,
                    auto_focus=True,
                    class_name="entrada",
                    aria_label="Enlace de un solo uso",
                    aria_describedby="enlace-para-quien",
                    key=enlace,
                ),
                boton(
                    "Copiar",
                    on_click=rx.toast.success("Se copió el enlace."),
                    custom_attrs={"data-copiar": "enlace-hecho"},
                ),
                class_name="enlace-hecho-linea",
            ),
            class_name="enlace-hecho",
        ),
    )


def invitar(al_invitar: Accion, errores: rx.Var) -> rx.Component:
    """E-mail and role of somebody new."""
    return rx.el.form(
        campo(
            "email",
            "E-mail de la persona invitada",
            mensaje=errores["email"],
            auto_complete="off",
            **E_MAIL,
        ),
        rx.el.div(
            rx.el.label("Rol", html_for="campo-rol"),
            rx.el.select(
                *_opciones(),
                id="campo-rol",
                name="rol",
                default_value=Rol.EDITOR.value,
                class_name="entrada",
            ),
            class_name="campo elegir-rol",
        ),
        rx.el.button("Crear enlace", type="submit", class_name="boton boton-principal"),
        on_submit=al_invitar,
        # What is wrong is told beside the field, in our words.
        no_validate=True,
        class_name="linea-campo",
    )
