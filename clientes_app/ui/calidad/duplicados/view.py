"""The parts of the page of possible duplicates. They take values; `page` wires them."""

from dataclasses import dataclass

import reflex as rx

from clientes_app.ui.shell.buttons import Accion, boton
from clientes_app.ui.shell.links import en_cuenta, ir_a
from clientes_app.ui.shell.moment import fecha_local


def _paso(icono: str, nombre: str, ruta: rx.Var, tecla: str) -> rx.Component:
    return rx.el.button(
        rx.icon(icono, size=16, aria_hidden="true"),
        type="button",
        aria_label=nombre,
        title=nombre,
        disabled=ruta == "",
        on_click=ir_a(ruta),
        class_name="boton-icono",
        custom_attrs={"data-tecla": tecla},
    )


def _pareja(una: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.link(
            rx.el.strong(una.nombre, class_name="corta"),
            rx.el.small(una.motivo),
            href=en_cuenta(una.ruta),
            underline="none",
            custom_attrs={"aria-current": rx.cond(una.actual, "true", "false")},
        ),
        key=una.ruta,
    )


def lista_de_parejas(lista: rx.Var) -> rx.Component:
    """Those who may be the same, around those that are looked at, and the ways on."""
    return rx.el.nav(
        rx.el.div(
            rx.el.h2(lista.donde),
            _paso("chevron-left", "Pareja anterior", lista.anterior, "a"),
            _paso("chevron-right", "Pareja siguiente", lista.siguiente, "s"),
            class_name="pares-cabeza",
        ),
        rx.el.ul(rx.foreach(lista.parejas, _pareja)),
        aria_label="Parejas",
        class_name="pares",
    )


@dataclass(frozen=True, kw_only=True)
class CompareProps:
    """The comparison, whether the person may join, and what happens on each step."""

    vista: rx.Var
    edita: rx.Var
    titulo_id: str
    al_elegir: Accion
    al_incluir: Accion
    al_unir: Accion
    al_separar_para_siempre: Accion
    al_dejar: Accion


def _lado(props: CompareProps, lado: rx.Var) -> rx.Component:
    titulo = "Cliente " + lado.letra.to(str)
    return rx.el.div(
        rx.el.h3(rx.link(titulo, href=en_cuenta(lado.ruta), title=lado.nombre)),
        rx.el.p(lado.origen, fecha_local(lado.cuando), lado.cambios),
        rx.cond(
            props.vista.varios,
            rx.cond(
                props.edita,
                rx.el.label(
                    rx.el.input(
                        type="checkbox",
                        default_checked=lado.entra,
                        on_change=lambda _valor: props.al_incluir(lado.cliente_id),
                    ),
                    rx.el.span("Unir al ", titulo),
                    class_name="incluir",
                ),
            ),
        ),
        key=lado.cliente_id,
    )


def _valor(opcion: rx.Var) -> rx.Component:
    return rx.el.span(
        rx.el.span("Cliente ", opcion.letra, ": ", class_name="solo-lectores"),
        rx.cond(
            opcion.principio.to(str) + opcion.distinto.to(str) + opcion.final.to(str) == "",
            rx.el.span("Vacío", class_name="tenue"),
            rx.fragment(
                opcion.principio,
                rx.cond(opcion.distinto != "", rx.el.mark(opcion.distinto)),
                opcion.final,
            ),
        ),
        rx.cond(opcion.detalle != "", rx.el.small(opcion.detalle)),
        rx.cond(opcion.por_que != "", rx.el.small(opcion.por_que, class_name="por-que")),
    )


def _fila(props: CompareProps, fila: rx.Var) -> rx.Component:
    def opcion(una: rx.Var) -> rx.Component:
        return rx.el.label(
            rx.el.input(
                type="radio",
                name="queda-" + fila.campo.to(str),
                # Drawn anew only when other values are shown: what is chosen shows at once.
                default_checked=una.elegida,
                on_change=lambda _valor: props.al_elegir(
                    fila.campo, una.cliente_id, props.vista.versiones
                ),
                key=props.vista.versiones,
            ),
            _valor(una),
            key=una.cliente_id,
        )

    nombre = rx.el.span(fila.etiqueta, class_name="campo-nombre")
    iguales = rx.el.div(
        nombre, rx.el.span(fila.igual, class_name="igual"), class_name="comparar-fila"
    )
    por_elegir = rx.el.div(
        nombre,
        rx.foreach(fila.opciones, opcion),
        role="radiogroup",
        aria_label=fila.etiqueta,
        class_name="comparar-fila",
    )
    para_leer = rx.el.div(
        nombre,
        rx.foreach(fila.opciones, lambda una: rx.el.div(_valor(una), key=una.cliente_id)),
        class_name="comparar-fila",
    )
    return rx.fragment(
        rx.cond(fila.igual != "", iguales, rx.cond(props.edita, por_elegir, para_leer)),
        key=fila.campo,
    )


def _errores(vista: rx.Var) -> rx.Component:
    return rx.el.div(
        rx.cond(
            vista.errores.length() > 0,
            rx.el.div(
                rx.icon("circle-alert", size=18, aria_hidden="true"),
                rx.el.div(
                    rx.el.p("Así no se puede unir: elija otro valor, o corríjalo en la ficha."),
                    rx.foreach(vista.errores, rx.el.p),
                    class_name="mensaje-texto",
                ),
                class_name="mensaje mensaje-red",
            ),
        ),
        role="status",
    )


def _acciones(props: CompareProps) -> rx.Component:
    return rx.el.div(
        boton(
            rx.icon("merge", size=16, aria_hidden="true"),
            props.vista.unir,
            principal=True,
            disabled=~props.vista.se_puede | (props.vista.errores.length() > 0),
            on_click=props.al_unir,
            custom_attrs={"data-tecla": "u"},
        ),
        boton(
            "No son el mismo",
            disabled=~props.vista.se_puede,
            on_click=props.al_separar_para_siempre,
        ),
        rx.el.button(
            "Dejar para después", type="button", on_click=props.al_dejar, class_name="boton derecha"
        ),
        class_name="pie-acciones de-editor",
    )


def comparar(props: CompareProps) -> rx.Component:
    """Clients side by side, a row a field, and what can be done with them."""
    vista = props.vista
    return rx.fragment(
        rx.el.h2(vista.titulo, id=props.titulo_id, tab_index=-1, class_name="seccion-titulo"),
        rx.el.p(
            "Elija qué queda en cada campo. Lo demás va a la Papelera y se puede separar después.",
            class_name="nota de-editor",
        ),
        rx.el.div(
            rx.el.div(
                rx.el.span(class_name="campo-nombre"),
                rx.foreach(vista.lados, lambda lado: _lado(props, lado)),
                class_name="comparar-fila comparar-cabeza",
                style={"--columnas": vista.lados.length()},
            ),
            rx.foreach(vista.filas, lambda fila: _fila(props, fila)),
            class_name="comparar",
            style={"--columnas": vista.columnas},
        ),
        _errores(vista),
        _acciones(props),
    )


def ida(ida_vista: rx.Var) -> rx.Component:
    """One of the clients is in the papelera: who, and whom it was joined to."""
    return rx.cond(
        ida_vista.nombre != "",
        rx.el.div(
            rx.icon("trash-2", size=18, aria_hidden="true"),
            rx.el.p(
                rx.link(ida_vista.nombre, href=en_cuenta(ida_vista.ruta)),
                " está en la papelera",
                rx.cond(
                    ida_vista.con != "",
                    rx.fragment(
                        ": se unió con ",
                        rx.link(ida_vista.con, href=en_cuenta(ida_vista.ruta_de_con)),
                    ),
                ),
                ".",
                class_name="mensaje-texto",
            ),
            class_name="mensaje",
        ),
    )


def lo_hecho(mensaje: rx.Var, al_separar: Accion) -> rx.Component:
    """What was just joined, with the way back, or separated, with what was left as it is."""
    return rx.el.div(
        rx.cond(
            mensaje.texto != "",
            rx.el.div(
                rx.icon("check", size=18, aria_hidden="true"),
                rx.el.div(
                    rx.el.p(mensaje.texto),
                    rx.foreach(mensaje.dejados, rx.el.p),
                    class_name="mensaje-texto",
                ),
                rx.cond(
                    mensaje.union_id > 0,
                    _boton_de_separar(al_separar(mensaje.union_id), mensaje.texto),
                ),
                class_name="mensaje mensaje-vivo",
            ),
        ),
        role="status",
        class_name="lo-hecho",
    )


def _boton_de_separar(al_separar: Accion, de_quien: rx.Var) -> rx.Component:
    return rx.el.button(
        rx.icon("split", size=15, aria_hidden="true"),
        "Separar",
        type="button",
        on_click=al_separar,
        title="Separar: " + de_quien.to(str),
        class_name="boton boton-corto de-editor",
    )


def unidos_hace_poco(uniones: rx.Var, al_separar: Accion, *, titulo_id: str) -> rx.Component:
    """The last unions, each with the way back."""

    def una(union: rx.Var) -> rx.Component:
        return rx.el.li(
            rx.el.div(
                rx.link(union.nombre, href=en_cuenta(union.ruta)),
                rx.el.small(union.con, fecha_local(union.cuando)),
            ),
            _boton_de_separar(al_separar(union.union_id), union.nombre),
            key=union.union_id,
        )

    return rx.el.section(
        rx.el.h2("Unidos hace poco", id=titulo_id, tab_index=-1, class_name="seccion-titulo"),
        rx.cond(
            uniones.length() > 0,
            rx.el.ul(rx.foreach(uniones, una), class_name="gente"),
            rx.el.p("Ninguno.", class_name="nota"),
        ),
        aria_labelledby=titulo_id,
        class_name="seccion",
    )
