"""Composition root: the application, its pages, its API. Wires, decides nothing."""

import reflex as rx
from reflex.istate.manager.token import BaseStateToken
from reflex_base.utils.format import format_event_handler
from starlette.types import ASGIApp

from clientes_app.api.app import crear_api
from clientes_app.config import settings
from clientes_app.routes import ICON, NO_ENCONTRADA
from clientes_app.ui.acceso.enlace import page as enlace
from clientes_app.ui.acceso.entrar import page as entrar
from clientes_app.ui.acceso.mi_cuenta import page as mi_cuenta
from clientes_app.ui.acceso.usuarios import page as usuarios
from clientes_app.ui.ayuda import page as ayuda
from clientes_app.ui.carga import page as carga
from clientes_app.ui.carga.procesos import detail_page as proceso
from clientes_app.ui.carga.procesos import page as procesos
from clientes_app.ui.carga.procesos.indicator import indicador_de_proceso
from clientes_app.ui.carga.procesos.indicator_state import IndicadorState
from clientes_app.ui.carga.upload.state import SubidaState
from clientes_app.ui.clientes.lista import page as lista
from clientes_app.ui.clientes.papelera import page as papelera
from clientes_app.ui.shell import not_found
from clientes_app.ui.shell.anchor import ancla
from clientes_app.ui.shell.failures import al_fallar
from clientes_app.ui.shell.gate import Porteria
from clientes_app.ui.shell.notices import avisos_flotantes, barrera_de_errores, sin_conexion
from clientes_app.ui.shell.prewritten_rows import por_la_conexion
from clientes_app.web.build import static_folder
from clientes_app.web.delivery import DeliveryMiddleware
from clientes_app.web.upload_gate import PuertaDeSubidas
from clientes_app.worker.enqueuer import connect

DESCRIPCION = "Los datos fiscales de sus clientes, listos para el CFDI 4.0."


async def _galletas_de(pestana: str) -> str:
    """The cookies of the socket that a tab is connected with, "" when there is no such tab."""
    estado = await app.state_manager.get_state(BaseStateToken(ident=pestana, cls=rx.State))
    return estado.router.headers.cookie


def _con_puertas(asgi: ASGIApp) -> ASGIApp:
    guardada = PuertaDeSubidas(
        asgi,
        galletas_de=_galletas_de,
        manejador=format_event_handler(SubidaState.event_handlers["subir"]),
    )
    return DeliveryMiddleware(guardada, static=static_folder())


app = rx.App(
    html_lang="es-MX",
    head_components=[
        rx.el.link(rel="icon", type="image/svg+xml", href=ICON),
        rx.el.script(src="/atajos.js", defer=True),
        rx.el.script(src="/entrada.js", defer=True),
        rx.el.script(src="/borrador.js", defer=True),
    ],
    stylesheets=["/radix.css", "/estilos.css", "/carga.css", "/personas.css"],
    app_wraps={
        (55, "ErrorBoundary"): lambda _con_estado: barrera_de_errores(),
        # In a fragment: Reflex puts the whole page inside of what stands here. The way past all of
        # it comes first.
        (5, "Overlay"): lambda _con_estado: rx.fragment(
            ancla("Saltar al contenido", "contenido", clase="salto"),
            sin_conexion(),
            indicador_de_proceso(IndicadorState.texto, IndicadorState.porcentaje),
        ),
    },
    toaster=avisos_flotantes(),
    backend_exception_handler=al_fallar,
    api_transformer=[crear_api(), _con_puertas],
)
app.add_middleware(Porteria())
if app.sio is not None:
    # An empty list would let any page of the web open our socket: None allows the own origin only.
    app.sio.eio.cors_allowed_origins = None
    por_la_conexion(app.sio)

# What a tab asks of the worker goes into its queues at once; nothing connects before that.
connect(settings())

for pagina, contenido in (
    (lista, lista.clientes),
    (papelera, papelera.papelera),
    (carga, carga.carga_masiva),
    (procesos, procesos.procesos),
    (proceso, proceso.proceso_detalle),
    (usuarios, usuarios.usuarios),
    (mi_cuenta, mi_cuenta.mi_cuenta),
):
    al_abrir = [*pagina.AL_ABRIR, IndicadorState.seguir]
    app.add_page(
        contenido,
        route=pagina.RUTA,
        title=pagina.TITULO,
        description=DESCRIPCION,
        on_load=al_abrir,
    )
app.add_page(
    ayuda.ayuda,
    route=ayuda.RUTA,
    title=ayuda.TITULO,
    description=DESCRIPCION,
    on_load=IndicadorState.seguir,
)
for pagina, contenido in ((entrar, entrar.entrar), (enlace, enlace.enlace)):
    app.add_page(
        contenido,
        route=pagina.RUTA,
        title=pagina.TITULO,
        description=DESCRIPCION,
        on_load=pagina.AL_ABRIR,
    )
app.add_page(not_found.no_encontrada, route=NO_ENCONTRADA, title="Página no encontrada")
