"""Members and invitations of an account, and the link that was just made."""

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.ui.shell.buttons import Accion, boton
from clientes_app.ui.shell.moment import fecha_local


def elegir_rol(valor: rx.Var | str, *, etiqueta: str | rx.Var, **props: object) -> rx.Component:
    """The three roles to choose from."""
    return rx.el.select(
        *(rx.el.option(rol.etiqueta, value=rol.value) for rol in Rol),
        value=valor,
        class_name="entrada",
        aria_label=etiqueta,
        **props,
    )


def _fila(al_rol: Accion, al_enlace: Accion, al_quitar: Accion):  # noqa: ANN202 (a row maker)
    def ver(fila: rx.Var) -> rx.Component:
        return rx.el.tr(
            rx.el.td(
                rx.el.div(
                    rx.el.span(fila.iniciales, class_name="iniciales", aria_hidden="true"),
                    rx.el.span(
                        rx.el.strong(fila.nombre, rx.cond(fila.es_yo, " (usted)", "")),
                        rx.el.small(fila.email),
                        class_name="persona-quien",
                    ),
                    class_name="persona-fila",
                )
            ),
            rx.el.td(
                elegir_rol(
                    fila.rol,
                    etiqueta="Rol de " + fila.nombre.to(str),
                    on_change=lambda rol: al_rol(fila.id, rol),
                ),
                data_etiqueta="Rol",
            ),
            rx.el.td(
                rx.cond(fila.ultima_vez != "", fecha_local(fila.ultima_vez), "Todavía no entra"),
                data_etiqueta="Última vez",
            ),
            rx.el.td(
                boton("Enlace de contraseña", on_click=al_enlace(fila.id, fila.email)),
                boton(
                    "Quitar",
                    on_click=al_quitar(fila.id),
                    title="Quitar a " + fila.nombre.to(str),
                ),
                class_name="c-acciones",
            ),
            key=fila.id,
        )

    return ver


def tabla_de_usuarios(
    filas: rx.Var, *, al_rol: Accion, al_enlace: Accion, al_quitar: Accion
) -> rx.Component:
    """Who belongs to the account."""
    return rx.el.table(
        rx.el.caption("Usuarios", class_name="solo-lectores"),
        rx.el.thead(
            rx.el.tr(
                *(rx.el.th(columna, scope="col") for columna in ("Usuario", "Rol", "Última vez")),
                rx.el.th(rx.el.span("Acciones", class_name="solo-lectores"), scope="col"),
            )
        ),
        rx.el.tbody(rx.foreach(filas, _fila(al_rol, al_enlace, al_quitar))),
        class_name="tabla usuarios",
    )


def invitaciones(pendientes: rx.Var, *, al_anular: Accion) -> rx.Component:
    """The links that nobody has used yet."""
    return rx.cond(
        pendientes.length() > 0,
        rx.el.section(
            rx.el.h2("Enlaces sin usar"),
            rx.el.ul(
                rx.foreach(
                    pendientes,
                    lambda pendiente: rx.el.li(
                        rx.el.span(
                            rx.el.strong(pendiente.email),
                            rx.el.small(pendiente.que, ", vence el ", fecha_local(pendiente.vence)),
                            class_name="persona-quien",
                        ),
                        boton(
                            "Anular",
                            on_click=al_anular(pendiente.id),
                            title="Anular el enlace de " + pendiente.email.to(str),
                        ),
                        key=pendiente.id,
                    ),
                ),
                class_name="lista-llana",
            ),
            class_name="bloque",
        ),
    )


def enlace_hecho(enlace: rx.Var, de: rx.Var) -> rx.Component:
    """The link that was just made, to be copied: it is shown only now."""
    return rx.cond(
        enlace != "",
        rx.el.div(
            rx.el.p(
                "Envíe este enlace a ",
                rx.el.strong(de),
                ". Sirve una sola vez y solo se muestra ahora.",
            ),
            rx.el.div(
                rx.el.input(
                    value=enlace,
                    read_only=True,
                    class_name="entrada",
                    aria_label="Enlace de un solo uso",
                ),
                boton("Copiar", on_click=[rx.set_clipboard(enlace), rx.toast.success("Copiado.")]),
                class_name="enlace-hecho-linea",
            ),
            role="status",
            class_name="enlace-hecho",
        ),
    )


def invitar(al_invitar: Accion) -> rx.Component:
    """E-mail and role of somebody new."""
    return rx.el.form(
        rx.el.div(
            rx.el.label("Correo de quien invita", html_for="invitar-email"),
            rx.el.input(
                id="invitar-email",
                name="email",
                type="email",
                auto_complete="off",
                required=True,
                max_length=256,
                class_name="entrada",
            ),
            class_name="campo",
        ),
        rx.el.div(
            rx.el.label("Rol", html_for="invitar-rol"),
            rx.el.select(
                *(rx.el.option(rol.etiqueta, value=rol.value) for rol in Rol),
                id="invitar-rol",
                name="rol",
                default_value=Rol.EDITOR.value,
                class_name="entrada",
            ),
            class_name="campo",
        ),
        rx.el.button("Invitar", type="submit", class_name="boton boton-principal"),
        on_submit=al_invitar,
        reset_on_submit=True,
        class_name="invitar",
    )
