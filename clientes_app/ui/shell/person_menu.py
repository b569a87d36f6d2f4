"""Who is here, in the frame: the account in use and the switch, the person and the way out."""

from dataclasses import dataclass

import reflex as rx

from clientes_app import routes


@dataclass(frozen=True, slots=True)
class Persona:
    """What the frame shows of whoever is signed in; every part is a variable."""

    nombre: rx.Var
    email: rx.Var
    iniciales: rx.Var
    cuenta: rx.Var
    rol: rx.Var
    cuentas: rx.Var
    edita: rx.Var
    administra: rx.Var


def enviar_sesion(direccion: str, campos: rx.Var | None = None) -> rx.event.EventSpec:
    """Send to one of the addresses of the session, and go where the answer says."""
    partes = rx.Var.create({} if campos is None else {"cuenta": campos})
    return rx.call_function(rx.Var(f"() => window.enviarSesion('{direccion}', {partes!s})"))


def cuenta_en_uso(persona: Persona) -> rx.Component:
    """The name of the account; a menu of the others when there are any."""
    nombre = rx.el.small(persona.cuenta)
    cambio = rx.dropdown_menu.root(
        rx.dropdown_menu.trigger(
            rx.el.button(
                rx.el.span(persona.cuenta),
                rx.icon("chevrons-up-down", size=13, aria_hidden="true"),
                type="button",
                class_name="cuenta-en-uso",
                aria_label="Cambiar de cuenta. Está en: " + persona.cuenta.to(str),
            )
        ),
        rx.dropdown_menu.content(
            rx.foreach(
                persona.cuentas,
                lambda cuenta: rx.dropdown_menu.item(
                    cuenta.nombre,
                    rx.el.small(cuenta.rol, class_name="rol-en-menu"),
                    on_select=enviar_sesion(routes.SESION_CUENTA, cuenta.id),
                    key=cuenta.id,
                ),
            ),
        ),
        modal=False,
    )
    return rx.cond(persona.cuentas.length() > 1, cambio, nombre)


def menu_de_persona(persona: Persona, *, con_nombre: bool) -> rx.Component:
    """The person's menu: what is theirs, what is the business's, and the way out."""
    rotulo = (
        rx.el.span(
            rx.el.span(persona.nombre, class_name="persona-nombre"),
            rx.el.small(persona.rol),
            class_name="persona-quien",
        )
        if con_nombre
        else rx.fragment()
    )
    return rx.dropdown_menu.root(
        rx.dropdown_menu.trigger(
            rx.el.button(
                rx.el.span(persona.iniciales, class_name="iniciales", aria_hidden="true"),
                rotulo,
                type="button",
                class_name="persona" if con_nombre else "persona persona-sola",
                aria_label="Menú de " + persona.nombre.to(str),
            )
        ),
        rx.dropdown_menu.content(
            rx.el.div(persona.email, class_name="menu-rotulo"),
            rx.dropdown_menu.item("Mi perfil", on_select=rx.redirect(routes.PERFIL)),
            rx.dropdown_menu.item("Cuenta", on_select=rx.redirect(routes.CUENTA_DATOS)),
            rx.dropdown_menu.separator(),
            rx.dropdown_menu.item("Cerrar sesión", on_select=enviar_sesion(routes.SESION_SALIR)),
        ),
        modal=False,
    )
