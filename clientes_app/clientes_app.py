"""Composition root: the application, its pages, its API. Wires, decides nothing."""

import reflex as rx
from starlette.types import ASGIApp

from clientes_app.api.app import crear_api
from clientes_app.config import settings
from clientes_app.routes import CUENTA, ICON, NO_ENCONTRADA
from clientes_app.ui.acceso.cuenta import page as cuenta
from clientes_app.ui.acceso.enlace import page as enlace
from clientes_app.ui.acceso.entrar import page as entrar
from clientes_app.ui.acceso.perfil import page as perfil
from clientes_app.ui.acceso.usuarios import page as usuarios
from clientes_app.ui.ayuda import page as ayuda
from clientes_app.ui.calidad import page as calidad
from clientes_app.ui.calidad.duplicados import first_page as duplicados
from clientes_app.ui.calidad.duplicados import page as pareja
from clientes_app.ui.calidad.respuesta_state import RespuestaState
from clientes_app.ui.carga import page as carga
from clientes_app.ui.carga.procesos import page as procesos
from clientes_app.ui.carga.procesos.indicator import indicador_de_proceso
from clientes_app.ui.carga.procesos.indicator_state import IndicadorState
from clientes_app.ui.carga.upload.state import SubidaState
from clientes_app.ui.clientes.drawer.document_state import LlenadoState
from clientes_app.ui.clientes.ficha import page as ficha
from clientes_app.ui.clientes.lista import page as lista
from clientes_app.ui.clientes.paleta.view import paleta
from clientes_app.ui.clientes.papelera import page as papelera
from clientes_app.ui.rechazos import page as proceso
from clientes_app.ui.shell import not_found
from clientes_app.ui.shell.anchor import ancla
from clientes_app.ui.shell.announcements import anuncios
from clientes_app.ui.shell.failures import on_failure, on_page_failure
from clientes_app.ui.shell.gate import NOT_UNDERSTOOD, Gate
from clientes_app.ui.shell.measured_handlers import MeasuredHandlers
from clientes_app.ui.shell.notices import avisos_flotantes, barrera_de_errores, sin_conexion
from clientes_app.ui.shell.person import PERSONA, con_la_cuenta
from clientes_app.ui.shell.reflex_internals import (
    accept_own_origin_only,
    frame_of,
    full_name,
    registered_handler,
    tab_whereabouts,
    tell_tab,
)
from clientes_app.ui.shell.strangers import forget_strangers
from clientes_app.ui.shell.tab import TabState
from clientes_app.web.account_addresses import AccountAddresses
from clientes_app.web.delivery import DeliveryMiddleware
from clientes_app.web.front_door import FrontDoor, is_among
from clientes_app.web.measured_requests import MeasuredRequests
from clientes_app.web.plain_words import PlainWords
from clientes_app.web.request_gate import RequestGate
from clientes_app.web.request_ids import RequestIds
from clientes_app.web.signed_in import is_signed_in
from clientes_app.web.socket_gate import SocketGate
from clientes_app.web.subpath import served_folder
from clientes_app.web.upload_gate import UploadGate
from clientes_app.worker.enqueuer import connect

DESCRIPCION = "Los datos fiscales de sus clientes, listos para el CFDI 4.0."


def _with_gates(asgi: ASGIApp) -> ASGIApp:
    socket = SocketGate(
        asgi,
        knows=lambda name: registered_handler(name) is not None,
        not_understood=frame_of(app, NOT_UNDERSTOOD),
        is_somebodys=is_signed_in,
    )
    guarded = UploadGate(
        socket,
        whereabouts=lambda tab: tab_whereabouts(app, tab),
        handlers={
            full_name(estado.event_handlers["subir"])
            for estado in (SubidaState, RespuestaState, LlenadoState)
        },
        tell=lambda tab, sentence: tell_tab(app, tab, rx.toast.error(sentence)),
    )
    limited = RequestGate(AccountAddresses(guarded), patience=settings().espera_s)
    delivered = DeliveryMiddleware(
        PlainWords(limited), static=served_folder(settings()) / "build" / "client"
    )
    door = FrontDoor(MeasuredRequests(delivered), settings=settings())
    return RequestIds(door, trusts=lambda address: is_among(address, settings().proxies))


app = rx.App(
    html_lang="es-MX",
    head_components=[
        rx.el.link(rel="icon", type="image/svg+xml", href=ICON),
        # Not deferred: the page would be alive before them, and what it calls then is lost.
        *(
            rx.el.script(src=f"/{name}.js")
            for name in (
                *("atajos", "entrada", "restaurar", "borrador"),
                *("lista", "cajon", "soltar", "elegir", "copiar"),
            )
        ),
    ],
    stylesheets=[
        f"/{name}.css"
        for name in (
            *("radix", "shell", "clientes", "llenar", "ficha", "etiquetas", "filtros", "vistas"),
            *("seleccion", "aspecto", "inicio", "paleta", "calidad"),
            *("duplicados", "carga", "acceso", "ayuda"),
        )
    ],
    app_wraps={
        (55, "ErrorBoundary"): lambda _stateful: barrera_de_errores(),
        # In a fragment: Reflex puts the whole page inside of what stands here. The way past all of
        # it comes first.
        (5, "Overlay"): lambda _stateful: rx.fragment(
            ancla("Saltar al contenido", "contenido", clase="salto"),
            sin_conexion(),
            anuncios(),
            indicador_de_proceso(IndicadorState.texto, IndicadorState.porcentaje),
            paleta(PERSONA, aqui=TabState.aqui.destino),
        ),
    },
    toaster=avisos_flotantes(),
    backend_exception_handler=on_failure,
    frontend_exception_handler=on_page_failure,
    api_transformer=[crear_api(), _with_gates],
)
app.add_middleware(MeasuredHandlers())
app.add_middleware(Gate())
accept_own_origin_only(app)
forget_strangers(app)

# What a tab asks of the worker goes into its queues at once; nothing connects before that.
connect(settings())

for page, content in (
    (lista, lista.clientes),
    (ficha, ficha.ficha),
    (papelera, papelera.papelera),
    (carga, carga.carga_masiva),
    (calidad, calidad.calidad),
    (duplicados, duplicados.primera_pareja),
    (pareja, pareja.pareja),
    (procesos, procesos.procesos),
    (proceso, proceso.proceso_con_sus_filas),
    (cuenta, cuenta.cuenta),
    (usuarios, usuarios.usuarios),
    (perfil, perfil.perfil),
    (ayuda, ayuda.ayuda),
):
    app.add_page(
        content,
        route=CUENTA + page.RUTA,
        title=con_la_cuenta(page.TITULO),
        description=DESCRIPCION,
        on_load=[*page.ON_LOAD, IndicadorState.follow],
    )
for page, content in ((entrar, entrar.entrar), (enlace, enlace.enlace)):
    app.add_page(
        content,
        route=page.RUTA,
        title=page.TITULO,
        description=DESCRIPCION,
        on_load=page.ON_LOAD,
    )
app.add_page(not_found.no_encontrada, route=NO_ENCONTRADA, title="Página no encontrada")
