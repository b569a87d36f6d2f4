"""What the pages of «Cuenta» begin with: the title, and the tabs between them."""

import reflex as rx

from clientes_app.routes import CUENTA_DATOS, CUENTA_USUARIOS, PERFIL
from clientes_app.ui.shell.frame import cabeza
from clientes_app.ui.shell.links import en_cuenta
from clientes_app.ui.shell.person import PERSONA


def pestanas(actual: str) -> rx.Component:
    """The head of a page of the account; only owners have more than one."""

    def pestana(texto: str, destino: str) -> rx.Component:
        return rx.link(
            texto,
            href=en_cuenta(destino),
            underline="none",
            custom_attrs={"aria-current": "page"} if destino == actual else {},
        )

    return rx.fragment(
        cabeza(
            "Cuenta",
            junto=rx.el.p(
                "Es del negocio y la ve todo el equipo. Su nombre y su contraseña están en ",
                rx.link("Mi perfil", href=en_cuenta(PERFIL), underline="always"),
                ".",
            ),
        ),
        rx.cond(
            PERSONA.administra,
            rx.el.nav(
                pestana("Datos", CUENTA_DATOS),
                pestana("Usuarios", CUENTA_USUARIOS),
                aria_label="Cuenta",
                class_name="pestanas",
            ),
        ),
    )
