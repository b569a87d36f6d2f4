"""Who is here, in the frame: the account in use and the switch, the person and the way out."""

from dataclasses import dataclass

import reflex as rx

from clientes_app import routes
from clientes_app.ui.shell.links import ir_a


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
    falta: rx.Var

    @property
    def entre_varias(self) -> rx.Var:
        """The name of the account, for whoever has more than one; else ""."""
        return rx.cond(self.cuentas.length() > 1, self.cuenta, "")


def con_cuenta(persona: Persona, *contenido: rx.Component) -> rx.Component:
    """What is shown only where the address names an account of the person's."""
    return rx.cond(persona.falta == "cuenta", rx.fragment(), rx.fragment(*contenido))


def enviar_sesion(direccion: str) -> rx.event.EventSpec:
    """Send to one of the addresses of the session, and go where the answer says."""
    return rx.call_function(rx.Var(f"() => window.enviarSesion('{direccion}')"))


def cuenta_en_uso(persona: Persona) -> rx.Component:
    """The name of the account; a menu of the others when there are any."""
    nombre = rx.el.small(persona.cuenta, title=persona.cuenta)
    cambio = rx.dropdown_menu.root(
        rx.dropdown_menu.trigger(
            rx.el.button(
                rx.el.span(persona.cuenta, title=persona.cuenta),
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
                    rx.el.a(
                        cuenta.nombre,
                        rx.el.small(cuenta.rol, class_name="rol-en-menu"),
                        rx.cond(
                            cuenta.nombre == persona.cuenta,
                            rx.icon("check", size=15, role="img", aria_label="En uso"),
                        ),
                        href=cuenta.destino,
                        reload_document=True,
                    ),
                    as_child=True,
                    key=cuenta.destino,
                ),
            ),
        ),
        modal=False,
    )
    return con_cuenta(persona, rx.cond(persona.cuentas.length() > 1, cambio, nombre))


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
            con_cuenta(
                persona,
                rx.dropdown_menu.item("Mi perfil", on_select=ir_a(routes.PERFIL)),
                rx.dropdown_menu.item("Cuenta", on_select=ir_a(routes.CUENTA_DATOS)),
            ),
            rx.dropdown_menu.separator(),
            rx.dropdown_menu.item("Cerrar sesión", on_select=enviar_sesion(routes.SESION_SALIR)),
        ),
        modal=False,
    )
