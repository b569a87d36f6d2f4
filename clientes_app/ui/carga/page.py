"""Carga Masiva de Clientes: upload, look, choose, process."""

import reflex as rx

from clientes_app import routes
from clientes_app.ui.carga.preview.findings import (
    arreglos_de_archivo,
    cifra,
    eleccion,
    primeras_filas,
)
from clientes_app.ui.carga.preview.headers import comparacion_de_encabezados
from clientes_app.ui.carga.preview.mends_state import ArreglosState
from clientes_app.ui.carga.preview.rfc_state import RfcPropioState
from clientes_app.ui.carga.preview.rfc_view import pregunta_del_rfc
from clientes_app.ui.carga.preview.state import CargaState
from clientes_app.ui.carga.problemas.view import problemas
from clientes_app.ui.carga.procesos.actions import acciones_de_proceso, pregunta_de_orden
from clientes_app.ui.carga.procesos.table import avance, cuentas, deshecho, estado
from clientes_app.ui.carga.steps import (
    enlace,
    enlace_de_descarga,
    mensaje,
    mismo_archivo,
    no_encontrado,
    revisando,
)
from clientes_app.ui.carga.upload.state import ID_SUBIDA, SubidaState
from clientes_app.ui.carga.upload.view import avance_de_subida, zona_de_subida
from clientes_app.ui.shell.buttons import boton
from clientes_app.ui.shell.download_link import descarga
from clientes_app.ui.shell.frame import cabeza, marco
from clientes_app.ui.shell.person import PERSONA
from clientes_app.ui.shell.reflex_internals import dropped_files

RUTA = routes.CARGA_MASIVA
TITULO = "Carga Masiva de Clientes"
ON_LOAD = [
    SubidaState.open_page,
    RfcPropioState.open_page,
    CargaState.follow,
    CargaState.say_if_slow,
    ArreglosState.follow,
]

_EXISTENTES = {"actualizar": "Actualizar", "omitir": "Omitir", "rechazar": "Rechazar"}
_NOTAS_EXISTENTES = {
    "actualizar": "Sus datos se cambian por los del archivo.",
    "omitir": "Se quedan como están; solo entran los nuevos.",
    "rechazar": "Esas filas se devuelven como rechazadas.",
}
_BLANCOS = {"conservar": "Conservar lo guardado", "borrar": "Borrar el dato"}
_NOTAS_BLANCOS = {
    "conservar": "Una celda vacía no toca el dato que ya está guardado.",
    "borrar": "Una celda vacía borra el dato que está guardado.",
}


def _subida() -> rx.Component:
    """The way in for a file; once one was looked into, its name and the ways out of it."""
    return rx.el.div(
        rx.cond(CargaState.fase == "lista", _archivo()),
        rx.el.div(
            rx.cond(
                SubidaState.subiendo,
                avance_de_subida(
                    SubidaState.que,
                    SubidaState.porcentaje,
                    id_subida=ID_SUBIDA,
                    al_cancelar=SubidaState.cancelado,
                ),
                zona_de_subida(
                    id_subida=ID_SUBIDA,
                    limite_bytes=SubidaState.limite_bytes,
                    limite=SubidaState.limite,
                    breve=CargaState.fase == "lista",
                    pedido=SubidaState.pedido,
                    al_soltar=[
                        SubidaState.empezar(),
                        SubidaState.subir(
                            rx.upload_files_chunk(
                                upload_id=ID_SUBIDA,
                                on_upload_progress=SubidaState.avanzar.throttle(200),
                            ),
                            dropped_files().length(),
                        ),
                    ],
                    al_no_aceptar=SubidaState.no_aceptado,
                ),
            ),
            rx.cond(CargaState.fase == "lista", boton("Descartar", on_click=CargaState.descartar)),
            class_name="de-editor subida-acciones",
        ),
        rx.cond(SubidaState.error != "", mensaje(SubidaState.error)),
        class_name=rx.cond(CargaState.fase == "lista", "tarjeta subida-hecha", "subida-caja"),
    )


def _archivo() -> rx.Component:
    """Name and dialect of the file."""
    return rx.el.div(
        rx.el.h2(CargaState.proceso.archivo, class_name="proceso-archivo"),
        rx.cond(
            CargaState.vista.dialecto != "",
            rx.el.p(CargaState.vista.dialecto, class_name="nota"),
        ),
        class_name="carga-archivo",
    )


def _cifras() -> rx.Component:
    vista, efecto = CargaState.vista, CargaState.efecto
    return rx.el.dl(
        cifra("Filas", vista.filas),
        cifra("Buenas", vista.buenas, tono=rx.cond(vista.hay_buenas, "bien", "")),
        cifra("Con error", vista.con_error, tono=rx.cond(vista.hay_errores, "mal", "")),
        cifra("Con aviso", vista.con_aviso, tono=rx.cond(vista.hay_avisos, "ojo", "")),
        cifra("Nuevas", efecto.nuevas, corte=True),
        cifra("Se actualizarían", efecto.se_actualizarian),
        cifra("Iguales", efecto.iguales),
        rx.cond(CargaState.existentes == "omitir", cifra("Se omitirían", efecto.omitidas)),
        rx.cond(
            CargaState.existentes == "rechazar",
            cifra("Se rechazarían", efecto.por_rechazar, tono="mal"),
        ),
        class_name="tarjeta franja",
    )


def _elecciones() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Antes de procesar", class_name="seccion-titulo"),
        rx.el.div(
            arreglos_de_archivo(ArreglosState.arreglos, al_cambiar=ArreglosState.arreglar),
            eleccion(
                "Clientes que ya existen",
                _EXISTENTES,
                valor=CargaState.existentes,
                al_cambiar=CargaState.elegir_existentes,
                notas=_NOTAS_EXISTENTES,
            ),
            eleccion(
                "Celdas en blanco",
                _BLANCOS,
                valor=CargaState.blancos,
                al_cambiar=CargaState.elegir_blancos,
                notas=_NOTAS_BLANCOS,
            ),
            class_name="tarjeta elecciones",
        ),
        class_name="grupo",
    )


def _lista() -> rx.Component:
    return rx.fragment(
        mismo_archivo(CargaState.vista.mismo_archivo),
        pregunta_del_rfc(),
        rx.cond(
            CargaState.vista.sin_leer != "",
            mensaje(CargaState.vista.sin_leer, tono="amber", icono="files"),
        ),
        _cifras(),
        rx.cond(CargaState.vista.falta != "", rx.el.p(CargaState.vista.falta, class_name="nota")),
        rx.cond(
            CargaState.vista.repetidas != "",
            rx.el.p(CargaState.vista.repetidas, class_name="nota"),
        ),
        _elecciones(),
        problemas(),
        rx.cond(
            CargaState.vista.hay_buenas,
            primeras_filas(
                CargaState.vista.encabezado,
                CargaState.vista.primeras,
                de_documento=CargaState.vista.es_documento,
            ),
        ),
        rx.cond(CargaState.error != "", mensaje(CargaState.error)),
        rx.el.div(
            rx.el.p(
                rx.cond(ArreglosState.contando, "Contando de nuevo…", CargaState.efecto.resumen),
                role="status",
                class_name="cifra",
            ),
            boton(
                "Procesar Archivo",
                principal=True,
                de_editor=True,
                disabled=ArreglosState.contando,
                on_click=CargaState.procesar,
            ),
            class_name="carga-procesar",
        ),
    )


def _no_cargable() -> rx.Component:
    return rx.fragment(
        _archivo(),
        mensaje(
            rx.el.p("Este archivo no se puede cargar. No se guardó nada.", class_name="fuerte"),
            rx.el.p(CargaState.vista.motivo),
        ),
        rx.cond(
            CargaState.vista.comparacion.length() > 0,
            comparacion_de_encabezados(CargaState.vista.comparacion),
        ),
    )


def _enviado() -> rx.Component:
    proceso = CargaState.proceso
    return rx.el.section(
        rx.el.div(
            _archivo(),
            estado(proceso),
            avance(proceso),
            deshecho(proceso),
            cuentas(proceso),
            rx.cond(proceso.motivo != "", rx.el.p(proceso.motivo, class_name="nota")),
            rx.cond(
                proceso.corregir != "",
                rx.el.p(
                    "Las filas rechazadas no se pierden. Descárguelas, complete en Excel lo que "
                    "falta y suba aquí ese mismo archivo; o corríjalas una por una.",
                    class_name="nota de-editor",
                ),
            ),
            rx.cond(
                proceso.activo,
                rx.el.p(
                    "Puede cerrar esta página: el proceso sigue por su cuenta.",
                    class_name="nota",
                ),
            ),
            acciones_de_proceso(proceso),
            class_name="tarjeta carga-enviado",
        ),
        id="proceso-" + proceso.id,
        tab_index=-1,
        aria_label="El proceso",
        class_name="seccion",
    )


def carga_masiva() -> rx.Component:
    """The page from top to bottom: example, upload, what was found, process, links."""
    return marco(
        cabeza(TITULO),
        enlace_de_descarga(
            "Ejemplo de Carga Masiva",
            href=routes.EJEMPLO_ZIP,
            nota="Plantilla, ejemplo, instrucciones y claves del SAT, en un .zip",
        ),
        rx.el.section(
            _subida(),
            rx.match(
                CargaState.fase,
                ("lista", _lista()),
                ("no_cargable", _no_cargable()),
                rx.fragment(),
            ),
            aria_label=rx.cond(
                (CargaState.fase == "lista") | (CargaState.fase == "no_cargable"),
                "Lo que hay en el archivo",
                "Subir archivo",
            ),
            class_name="seccion",
        ),
        rx.el.p(
            "Para subir un archivo necesita el rol de Editor: pídalo a un propietario.",
            class_name="de-lector nota",
        ),
        rx.match(
            CargaState.fase,
            ("revisando", revisando(CargaState.proceso, lento=False)),
            ("lento", revisando(CargaState.proceso, lento=True)),
            ("enviado", _enviado()),
            ("no_encontrado", no_encontrado()),
            rx.fragment(),
        ),
        rx.el.p(
            enlace("Ver estado de los procesos", href=routes.PROCESOS, icono="list-checks"),
            descarga("Descargar en .CSV", href=routes.CLIENTES_CSV),
            class_name="carga-enlaces",
        ),
        pregunta_de_orden(),
        persona=PERSONA,
        activo=RUTA,
    )
