"""«Calidad del catálogo»: how many clients can be invoiced today, and what keeps the others."""

import reflex as rx

from clientes_app import routes
from clientes_app.services.clientes.revision_sat import MAX_BYTES
from clientes_app.ui.calidad import texts
from clientes_app.ui.calidad.respuesta_state import (
    ID_RESPUESTA,
    MAX_ARCHIVOS,
    TITULO_DE_RESPUESTA,
    RespuestaState,
)
from clientes_app.ui.calidad.respuesta_view import respuestas_leidas, sin_revisar, subir_respuesta
from clientes_app.ui.calidad.state import CalidadState
from clientes_app.ui.calidad.texts import BarraVista, DuplicadoVisto, FaltaVista, ParecidoVisto
from clientes_app.ui.clientes.acciones.state import AccionState
from clientes_app.ui.clientes.acciones.view import dialogo_de_accion
from clientes_app.ui.clientes.seleccion.state import SeleccionState
from clientes_app.ui.shell.buttons import boton
from clientes_app.ui.shell.frame import cabeza, marco
from clientes_app.ui.shell.links import en_cuenta
from clientes_app.ui.shell.person import PERSONA

RUTA = routes.CALIDAD
TITULO = "Calidad del catálogo"
_POR_REVISAR = (
    CalidadState.resumen.sin_revisar,
    CalidadState.resumen.no_se_han_revisado,
    CalidadState.resumen.hay_sin_revisar,
)
ON_LOAD = [AccionState.cerrar, RespuestaState.olvidar, CalidadState.follow]


def _tarjeta(titulo: str, *partes: rx.Component, identidad: str) -> rx.Component:
    return rx.el.section(
        rx.el.h2(titulo, id=identidad, class_name="seccion-titulo"),
        *partes,
        class_name="tarjeta",
        aria_labelledby=identidad,
    )


def _parte(
    clase: str, cuantos: rx.Var[str], que: str, *, ruta: rx.Var[str] | None = None
) -> rx.Component:
    dicho = rx.el.span(rx.el.span(cuantos, class_name="cifra fuerte"), f" {que}")
    marca = rx.el.i(class_name=clase, aria_hidden="true")
    sin_enlace = rx.el.span(marca, dicho)
    if ruta is None:
        return sin_enlace
    enlace = rx.link(marca, dicho, href=en_cuenta(ruta), underline="none")
    return rx.cond(ruta != "", enlace, sin_enlace)


def _trozo(clase: str, parte: rx.Var[str]) -> rx.Component:
    return rx.el.span(class_name=clase, style={"flex": parte})


def _listos() -> rx.Component:
    visto = CalidadState.resumen
    return rx.el.section(
        rx.el.div(
            rx.el.p(
                visto.porcentaje,
                rx.el.small("listos para facturar"),
                class_name="listos-cifra",
            ),
            rx.el.div(
                rx.el.div(
                    _trozo("parte-lista", visto.parte_lista),
                    _trozo("parte-aviso", visto.parte_con_avisos),
                    _trozo("parte-grave", visto.parte_rechazable),
                    class_name="reparto",
                    aria_hidden="true",
                ),
                rx.el.div(
                    _parte("parte-lista", visto.listos, "listos"),
                    _parte("parte-aviso", visto.con_avisos, "con avisos"),
                    _parte(
                        "parte-grave",
                        visto.rechazables,
                        "que el SAT rechazaría",
                        ruta=visto.ruta_de_rechazables,
                    ),
                    class_name="leyenda",
                ),
            ),
            class_name="listos",
        ),
        class_name="tarjeta",
        aria_label="Listos para facturar",
    )


def _falta(falta: rx.Var[FaltaVista]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(falta.nombre, " ", rx.el.span(falta.sat, class_name="codigo-sat")),
            rx.el.p(falta.explicacion),
        ),
        rx.el.p(
            rx.link(falta.cuantos, href=en_cuenta(falta.ruta), aria_label=falta.dicho),
            class_name="cuantos",
        ),
        rx.el.div(
            rx.cond(
                falta.accion != "",
                boton(
                    falta.corregir,
                    on_click=[
                        SeleccionState.elegir_con_aviso(falta.codigo),
                        AccionState.abrir(falta.accion),
                    ],
                ),
            ),
            class_name="remedio de-editor",
        ),
        class_name="falta",
    )


def _por_corregir() -> rx.Component:
    return _tarjeta(
        "Por corregir",
        rx.cond(
            CalidadState.faltas.length() > 0,
            rx.el.ul(rx.foreach(CalidadState.faltas, _falta), class_name="faltas"),
            rx.el.p("Nada: todos los clientes están listos.", class_name="nota"),
        ),
        identidad="por-corregir",
    )


def _barra(barra: rx.Var[BarraVista]) -> rx.Component:
    partes = (
        rx.el.span(barra.nombre, class_name="corta", title=barra.nombre),
        rx.el.span(rx.el.i(style={"width": barra.ancho}), aria_hidden="true"),
        rx.el.span(barra.cuantos, class_name="cifra"),
    )
    return rx.el.li(
        rx.cond(
            barra.ruta != "",
            rx.link(
                *partes,
                href=en_cuenta(barra.ruta),
                aria_label=barra.dicho,
                underline="none",
                class_name="barra-de-cifra",
            ),
            rx.el.span(*partes, class_name="barra-de-cifra"),
        )
    )


def _barras(titulo: str, barras: rx.Var[list[BarraVista]], *, identidad: str) -> rx.Component:
    lista = rx.el.ul(rx.foreach(barras, _barra), class_name="barras-de-cifras")
    return _tarjeta(titulo, lista, identidad=identidad)


def _duplicado(duplicado: rx.Var[DuplicadoVisto]) -> rx.Component:
    return rx.el.li(
        rx.el.p(duplicado.motivo, class_name="nota"),
        rx.foreach(duplicado.clientes, _parecido),
        rx.el.div(
            rx.link(
                "Comparar",
                href=en_cuenta(duplicado.ruta),
                title=duplicado.dicho,
                underline="none",
                class_name="boton",
            ),
            rx.cond(
                duplicado.uno > 0,
                boton(
                    "No son el mismo",
                    de_editor=True,
                    on_click=CalidadState.no_son_el_mismo(duplicado.uno, duplicado.otro),
                ),
            ),
            class_name="acciones",
        ),
        class_name="parecido",
    )


def _parecido(cliente: rx.Var[ParecidoVisto]) -> rx.Component:
    return rx.el.p(
        rx.link(cliente.nombre, href=en_cuenta(cliente.ruta)),
        rx.el.span(cliente.rfc, class_name="cifra"),
    )


def _duplicados() -> rx.Component:
    return _tarjeta(
        "Posibles duplicados",
        rx.el.p(
            "Mismo e-mail con otro RFC, nombres casi iguales o un RFC a una letra de otro.",
            class_name="nota",
        ),
        rx.el.div(
            rx.el.p(CalidadState.parejas, class_name="fuerte cifra"),
            rx.cond(
                CalidadState.duplicados.length() > 0,
                rx.link(
                    CalidadState.revisar,
                    href=en_cuenta(routes.DUPLICADOS),
                    underline="none",
                    class_name="boton boton-principal",
                ),
            ),
            class_name="acciones",
        ),
        rx.el.ul(rx.foreach(CalidadState.duplicados, _duplicado), class_name="parecidos"),
        identidad="duplicados",
    )


def _crecimiento() -> rx.Component:
    visto = CalidadState.crecimiento
    return _tarjeta(
        "Crecimiento",
        rx.el.p(visto.frase, class_name="nota"),
        rx.el.div(
            rx.el.div(rx.foreach(visto.alturas, rx.el.span), class_name="grafica-alturas"),
            rx.el.svg(
                rx.el.path(d=visto.area, class_name="area"),
                rx.el.path(d=visto.linea, class_name="trazo"),
                view_box=f"0 0 {texts.LADO} {texts.LADO}",
                preserve_aspect_ratio="none",
            ),
            rx.el.div(rx.foreach(visto.meses, rx.el.span), class_name="grafica-meses"),
            class_name="grafica",
            role="img",
            aria_label=visto.dicho,
        ),
        identidad="crecimiento",
    )


def _vacio() -> rx.Component:
    return rx.el.div(
        rx.icon("gauge", size=32, aria_hidden="true"),
        rx.el.h2("Todavía no hay clientes"),
        rx.el.p("Aquí aparece cuántos están listos para facturar y qué les falta a los demás."),
        class_name="vacio",
    )


def calidad() -> rx.Component:
    """The figures of the catalogue; each that the list can be filtered by is a link."""
    return marco(
        cabeza(
            TITULO,
            subir_respuesta(
                RespuestaState.leyendo,
                id_subida=ID_RESPUESTA,
                max_archivos=MAX_ARCHIVOS,
                limite_bytes=MAX_BYTES,
                al_soltar=RespuestaState.subir(rx.upload_files_chunk(upload_id=ID_RESPUESTA)),
                al_no_aceptar=RespuestaState.no_aceptado,
            ),
        ),
        rx.el.p(
            "Cuántos clientes se pueden facturar hoy sin que el SAT rechace al receptor.",
            class_name="nota",
        ),
        respuestas_leidas(RespuestaState.respuestas, titulo_id=TITULO_DE_RESPUESTA),
        rx.cond(
            ~CalidadState.cargado,
            rx.el.div(rx.spinner(size="3"), rx.el.p("Cargando…"), class_name="revisando"),
            rx.cond(CalidadState.resumen.vacio, _vacio(), _todo()),
        ),
        dialogo_de_accion(),
        persona=PERSONA,
        activo=RUTA,
        clase="de-calidad",
    )


def _todo() -> rx.Component:
    return rx.el.div(
        rx.cond(
            CalidadState.resumen.revisando,
            rx.el.p(
                "Se están revisando los clientes con las reglas de hoy; "
                "las cifras todavía pueden cambiar.",
                class_name="nota",
                role="status",
            ),
        ),
        _listos(),
        _por_corregir(),
        rx.cond(CalidadState.resumen.se_revisan, sin_revisar(*_POR_REVISAR)),
        rx.el.div(
            _barras("Por régimen", CalidadState.regimenes, identidad="por-regimen"),
            _barras("Por estado", CalidadState.estados, identidad="por-estado"),
            class_name="dos-columnas",
        ),
        _duplicados(),
        _crecimiento(),
        class_name="seccion",
    )
