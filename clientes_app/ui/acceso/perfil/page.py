"""«Mi perfil»: name, password, appearance, sessions and accounts of the person."""

import reflex as rx

from clientes_app.routes import CUENTA_DATOS, PERFIL, SESION_SALIR_DE_TODAS
from clientes_app.ui.acceso.field import REGLA_DE_CLAVE, campo
from clientes_app.ui.acceso.perfil.state import PerfilState
from clientes_app.ui.acceso.settings_form import apartado, formulario
from clientes_app.ui.shell.buttons import boton
from clientes_app.ui.shell.confirm_dialog import confirmar
from clientes_app.ui.shell.frame import cabeza, marco
from clientes_app.ui.shell.links import en_cuenta
from clientes_app.ui.shell.moment import fecha_local
from clientes_app.ui.shell.person import PERSONA
from clientes_app.ui.shell.person_menu import enviar_sesion
from clientes_app.ui.shell.reflex_internals import color_mode, set_color_mode

RUTA = PERFIL
TITULO = "Mi perfil"
ON_LOAD = [PerfilState.open_page]


def _persona() -> rx.Component:
    return apartado(
        "Persona",
        "Su equipo ve el nombre en el historial y junto a lo que tiene abierto.",
        formulario(
            "Guardar nombre",
            campo(
                "nombre",
                "Nombre",
                mensaje=PerfilState.errores["nombre"],
                pista="Así se firman sus cambios desde ahora.",
                default_value=PerfilState.nombre,
                auto_complete="name",
            ),
            al_guardar=PerfilState.guardar_nombre,
        ),
        rx.el.dl(
            rx.el.dt("E-mail"),
            rx.el.dd(PERSONA.email),
            rx.el.dd(
                "Con él entra. Para usar otro, pida una invitación a un propietario.",
                class_name="pista-campo",
            ),
            class_name="datos-fijos",
        ),
    )


def _clave() -> rx.Component:
    return apartado(
        "Contraseña",
        "Al cambiarla se cierran sus demás sesiones.",
        formulario(
            "Cambiar contraseña",
            campo(
                "actual",
                "Contraseña actual",
                mensaje=PerfilState.errores["actual"],
                type="password",
                auto_complete="current-password",
            ),
            campo(
                "nueva",
                "Contraseña nueva",
                mensaje=PerfilState.errores["nueva"],
                pista=REGLA_DE_CLAVE,
                type="password",
                auto_complete="new-password",
            ),
            al_guardar=PerfilState.guardar_clave,
            principal=False,
        ),
    )


def _apariencia() -> rx.Component:
    return apartado(
        "Apariencia",
        "Solo en este navegador.",
        rx.el.div(
            *(
                rx.el.label(
                    rx.el.input(
                        type="radio",
                        name="apariencia",
                        checked=color_mode == modo,
                        on_change=set_color_mode(modo),
                    ),
                    texto,
                )
                for modo, texto in (
                    ("system", "Como el sistema"),
                    ("light", "Claro"),
                    ("dark", "Oscuro"),
                )
            ),
            role="radiogroup",
            aria_label="Apariencia",
            class_name="segmentos",
        ),
    )


def _sesion(sesion: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(
                sesion.navegador,
                rx.cond(sesion.es_esta, rx.el.span("Esta", class_name="sello sello-vivo")),
            ),
            rx.el.small(
                rx.cond(
                    sesion.es_esta, "Ahora", rx.fragment("Última vez: ", fecha_local(sesion.usada))
                )
            ),
        ),
        rx.cond(
            sesion.es_esta,
            rx.fragment(),
            boton(
                "Cerrar",
                on_click=PerfilState.cerrar_sesion(sesion.id),
                title="Cerrar la sesión de " + sesion.navegador.to(str),
            ),
        ),
        key=sesion.id,
    )


def _sesiones() -> rx.Component:
    return apartado(
        "Sesiones",
        "Los navegadores en los que entró y no ha salido.",
        rx.el.ul(rx.foreach(PerfilState.sesiones, _sesion), class_name="gente"),
        boton("Cerrar todas", id="cerrar-todas", on_click=PerfilState.preguntar(True)),
        confirmar(
            "¿Cerrar todas sus sesiones?",
            rx.fragment("También esta. Tendrá que entrar de nuevo en cada navegador."),
            abierto=PerfilState.cerrando,
            si="Cerrar todas",
            no="Cancelar",
            al_si=enviar_sesion(SESION_SALIR_DE_TODAS),
            al_no=PerfilState.preguntar(False),
        ),
    )


def _cuentas() -> rx.Component:
    return apartado(
        "Mis cuentas",
        "En cada una puede tener otro rol.",
        rx.el.ul(
            rx.foreach(
                PERSONA.cuentas,
                lambda cuenta: rx.el.li(
                    rx.el.div(rx.link(cuenta.nombre, href=cuenta.destino), rx.el.small(cuenta.rol)),
                    key=cuenta.destino,
                ),
            ),
            class_name="gente",
        ),
    )


def perfil() -> rx.Component:
    """What is the person's own, the same in all accounts."""
    return marco(
        cabeza(
            TITULO,
            junto=rx.el.p(
                "Es igual en todas sus cuentas. Lo del negocio está en ",
                rx.link("Cuenta", href=en_cuenta(CUENTA_DATOS), underline="always"),
                ".",
            ),
        ),
        # Not before the values are there: what somebody types then would be typed over.
        rx.cond(
            PerfilState.cargado,
            rx.el.div(
                _persona(),
                _clave(),
                _apariencia(),
                _sesiones(),
                _cuentas(),
                class_name="bloques",
            ),
        ),
        persona=PERSONA,
        activo=RUTA,
    )
