"""What the bar of the selection offers to do with the chosen clients."""

import reflex as rx

from clientes_app.domain.acciones import Accion, AccionMasiva
from clientes_app.routes import ELEGIDOS_CSV
from clientes_app.ui.clientes.acciones.count_state import ConteoState
from clientes_app.ui.clientes.acciones.state import AccionState
from clientes_app.ui.clientes.acciones.texts import CORREGIR
from clientes_app.ui.clientes.etiquetas.state import EtiquetasState
from clientes_app.ui.clientes.seleccion.state import SeleccionState
from clientes_app.ui.shell.download_link import descarga
from clientes_app.ui.shell.links import en_cuenta

_DOWNLOAD, _FORM = "descargar-elegidos", "ids-elegidos"
_CORREGIR = tuple((AccionMasiva(accion).titulo, accion) for accion in CORREGIR)
_ETIQUETAS = (
    ("Poner etiqueta", Accion.PONER_ETIQUETA),
    ("Quitar etiqueta", Accion.QUITAR_ETIQUETA),
)
_CAMBIAR = (
    ("Uso de la Factura", Accion.CAMBIAR_USO),
    ("Régimen Fiscal", Accion.CAMBIAR_REGIMEN),
)


def acciones_de_lista(resumen: rx.Var) -> tuple[rx.Component, ...]:
    """What can be done with clients of the list; on a telephone behind one button."""
    return (
        _menu("Etiquetas", "tag", _ETIQUETAS, _administrar()),
        _menu("Cambiar", "pencil", _CAMBIAR),
        _menu("Corregir", "wrench", _CORREGIR),
        _descargar(resumen),
        rx.el.button(
            rx.icon("trash-2", size=16, aria_hidden="true"),
            "Borrar",
            type="button",
            on_click=AccionState.abrir(Accion.BORRAR.value),
            class_name="accion-barra delicada de-editor",
        ),
        _en_telefono(),
    )


def restaurar_elegidos() -> rx.Component:
    """What can be done with clients of the papelera."""
    return rx.el.button(
        rx.icon("undo-2", size=16, aria_hidden="true"),
        "Restaurar",
        type="button",
        on_click=AccionState.abrir(Accion.RESTAURAR.value),
        class_name="accion-barra siempre de-editor",
    )


def _opcion(texto: str, accion: Accion, *, clase: str = "opcion") -> rx.Component:
    contenido: list[rx.Component | str] = [texto]
    if accion in CORREGIR:
        nota = rx.el.small(ConteoState.notas[accion.value], class_name="nota-de-opcion")
        contenido = [rx.el.span(texto, " ", nota)]
    return rx.dropdown_menu.item(
        *contenido, on_select=AccionState.abrir(accion.value), class_name=clase
    )


def _al_abrir(abre: rx.Var) -> rx.Var:
    """Count for the notes of the entries, once the menu is open."""
    return rx.cond(abre, ConteoState.contar, rx.noop())


def _administrar(*, clase: str = "opcion") -> rx.Component:
    return rx.dropdown_menu.item(
        "Administrar etiquetas", on_select=EtiquetasState.abrir, class_name=clase
    )


def _menu(
    nombre: str, icono: str, opciones: tuple[tuple[str, Accion], ...], *demas: rx.Component
) -> rx.Component:
    return rx.dropdown_menu.root(
        rx.dropdown_menu.trigger(
            rx.el.button(
                rx.icon(icono, size=16, aria_hidden="true"),
                nombre,
                rx.icon("chevron-down", size=14, aria_hidden="true"),
                type="button",
                class_name="accion-barra de-editor",
            )
        ),
        rx.dropdown_menu.content(*(_opcion(*opcion) for opcion in opciones), *demas, side="top"),
        on_open_change=_al_abrir if opciones is _CORREGIR else rx.noop(),
        modal=False,
    )


def _descargar(resumen: rx.Var) -> rx.Component:
    """The chosen ones as a file: by their ids, or by what finds them all."""
    contenido = (rx.icon("download", size=16, aria_hidden="true"), "Descargar")
    return rx.el.div(
        rx.cond(
            SeleccionState.todos,
            descarga("Descargar", href=resumen.descarga, clase="accion-barra"),
            rx.el.form(
                rx.el.input(type="hidden", name="ids", value=SeleccionState.ids.join(",")),
                # Reflex keeps a browser from sending a form by itself; this is not asked.
                rx.el.button(
                    *contenido,
                    type="button",
                    on_click=rx.call_script(f"document.getElementById('{_FORM}').submit()"),
                    class_name="accion-barra",
                ),
                id=_FORM,
                method="post",
                action=en_cuenta(ELEGIDOS_CSV),
            ),
        ),
        id=_DOWNLOAD,
        class_name="en-barra",
    )


def _en_telefono() -> rx.Component:
    return rx.dropdown_menu.root(
        rx.dropdown_menu.trigger(
            rx.el.button("Acciones", type="button", class_name="boton solo-telefono")
        ),
        rx.dropdown_menu.content(
            *(
                _opcion(texto, accion, clase="opcion de-editor")
                for texto, accion in (*_ETIQUETAS, *_CORREGIR)
            ),
            _opcion("Cambiar uso", Accion.CAMBIAR_USO, clase="opcion de-editor"),
            _opcion("Cambiar régimen", Accion.CAMBIAR_REGIMEN, clase="opcion de-editor"),
            rx.dropdown_menu.item(
                "Descargar",
                on_select=rx.call_script(
                    f"document.querySelector('#{_DOWNLOAD} .accion-barra').click()"
                ),
                class_name="opcion",
            ),
            _administrar(clase="opcion de-editor"),
            _opcion("Borrar", Accion.BORRAR, clase="opcion de-editor"),
            side="top",
        ),
        on_open_change=_al_abrir,
        modal=False,
    )
