"""The filters in use, each with its way out, and the choice of another one."""

from dataclasses import dataclass

import reflex as rx

from clientes_app.ui.clientes.filtros.choices import CasillasDeFiltro
from clientes_app.ui.clientes.filtros.shown import ETIQUETAS, ICONOS
from clientes_app.ui.shell.buttons import Accion


@dataclass(frozen=True)
class ChoiceOfFilters:
    """What the choice shows and calls: `al_abrir` takes a bool, `al_elegir` a filter.

    `al_poner` takes a choice of it, `al_poner_dia` the day of «Cambiados desde»;
    `al_administrar` leads to the etiquetas.
    """

    abierto: rx.Var
    elegido: rx.Var
    opciones: rx.Var
    dia: rx.Var
    al_abrir: Accion
    al_elegir: Accion
    al_poner: Accion
    al_poner_dia: Accion
    al_administrar: Accion


def _puesto(puesto: rx.Var, al_elegir: Accion) -> rx.Component:
    etiqueta = puesto.etiqueta.to(str)
    return rx.el.div(
        rx.el.button(
            rx.el.span(puesto.etiqueta),
            rx.cond(puesto.verbo != "", rx.el.span(puesto.verbo)),
            rx.cond(puesto.valor != "", rx.el.strong(puesto.valor)),
            type="button",
            on_click=al_elegir(puesto.nombre),
        ),
        rx.el.button(
            rx.icon("x", size=14, aria_hidden="true"),
            type="button",
            aria_label="Quitar filtro " + etiqueta,
            title="Quitar filtro " + etiqueta,
            on_click=[rx.redirect(puesto.quitar), rx.set_focus("agregar-filtro")],
        ),
        role="group",
        aria_label="Filtro " + etiqueta,
        key=puesto.nombre,
        class_name="filtro-puesto",
    )


def _entrada(nombre: str, etiqueta: str, eleccion: ChoiceOfFilters) -> rx.Component:
    return rx.el.button(
        rx.icon(ICONOS[nombre], size=16, aria_hidden="true"),
        etiqueta,
        type="button",
        on_click=eleccion.al_elegir(nombre),
        aria_pressed=eleccion.elegido == nombre,
        class_name="opcion-filtro",
    )


def _desde(eleccion: ChoiceOfFilters) -> rx.Component:
    return rx.cond(
        eleccion.elegido == "desde",
        rx.el.div(
            rx.el.label("Desde el día", html_for="desde-el-dia"),
            rx.el.input(
                id="desde-el-dia",
                type="date",
                value=eleccion.dia,
                on_change=eleccion.al_poner_dia,
                class_name="entrada",
            ),
            class_name="dia-de-filtro",
        ),
    )


def _opciones(eleccion: ChoiceOfFilters) -> rx.Component:
    titulo = rx.match(eleccion.elegido, *ETIQUETAS.items(), "")
    return rx.el.div(
        rx.el.button(
            rx.icon("arrow-left", size=16, aria_hidden="true"),
            "Otros filtros",
            type="button",
            on_click=eleccion.al_abrir(True),
            class_name="opcion-filtro a-los-filtros",
        ),
        CasillasDeFiltro.create(
            _desde(eleccion),
            key=eleccion.elegido,
            titulo=titulo,
            opciones=eleccion.opciones,
            on_poner=eleccion.al_poner,
        ),
        rx.cond(
            eleccion.elegido == "etiqueta",
            rx.el.button(
                "Administrar etiquetas",
                type="button",
                on_click=[eleccion.al_abrir(False), eleccion.al_administrar],
                class_name="boton-llano de-editor",
            ),
        ),
        rx.el.p(
            "Las cifras cuentan lo que queda con la búsqueda y los demás filtros.",
            class_name="nota",
        ),
        class_name="opciones-de-filtro",
    )


def _eleccion(eleccion: ChoiceOfFilters) -> rx.Component:
    return rx.popover.root(
        rx.popover.trigger(
            rx.el.button(
                rx.icon("plus", size=14, aria_hidden="true"),
                "Agregar filtro",
                type="button",
                id="agregar-filtro",
                class_name="agregar-filtro",
            )
        ),
        rx.popover.content(
            rx.el.div(
                rx.el.div(
                    rx.el.p("Filtrar por…", class_name="titulo-de-filtros"),
                    *(_entrada(nombre, dicha, eleccion) for nombre, dicha in ETIQUETAS.items()),
                    class_name="nombres-de-filtro",
                ),
                rx.cond(eleccion.elegido != "", _opciones(eleccion)),
                class_name=rx.cond(
                    eleccion.elegido != "",
                    "eleccion-de-filtros con-opciones",
                    "eleccion-de-filtros",
                ),
            ),
            aria_label="Filtros",
            align="start",
            class_name="hoja-de-filtros",
        ),
        open=eleccion.abierto,
        on_open_change=eleccion.al_abrir,
    )


def filtros_de_lista(
    *antes: rx.Component, puestos: rx.Var, sin: rx.Var, eleccion: ChoiceOfFilters
) -> rx.Component:
    """All of it, in one line, behind what stands before the filters.

    `sin` is the address of the list without any filter.
    """
    return rx.el.div(
        *antes,
        rx.foreach(puestos, lambda puesto: _puesto(puesto, eleccion.al_elegir)),
        _eleccion(eleccion),
        rx.cond(
            puestos.length() > 0,
            rx.el.button(
                "Quitar todos",
                type="button",
                on_click=[rx.redirect(sin), rx.set_focus("agregar-filtro")],
                class_name="boton-llano",
            ),
        ),
        role="group",
        aria_label="Filtros",
        class_name="filtros-de-lista",
    )
