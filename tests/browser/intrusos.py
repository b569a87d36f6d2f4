"""Who may not get in, what they would call, and what must stay as it is."""

import importlib
import pkgutil
import time
import uuid
from datetime import timedelta
from typing import Any

import reflex as rx
from reflex_base.utils.format import format_event_handler
from sqlalchemy import text

import clientes_app.ui
from clientes_app.domain.roles import Rol
from clientes_app.export.clientes_csv import lineas
from clientes_app.services.acceso import cuentas, sesiones
from clientes_app.services.carga import procesos
from clientes_app.services.clientes.demo import filas_inventadas
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.ui.calidad.respuesta_state import RespuestaState
from clientes_app.ui.carga.upload.state import SubidaState
from clientes_app.ui.clientes.drawer.document_state import LlenadoState
from clientes_app.ui.shell.guard import permission_of
from tests.browser.conftest import Servidor
from tests.builders import un_cliente

SECRETO = "SECRETO QUE SOLO VE SU CUENTA"
TABLAS = ("cliente", "cambio", "proceso", "usuario", "membresia", "enlace", "cuenta")


def _handlers() -> dict[str, Rol | None]:
    """Every handler of ours by its full name, with the role that it asks for."""
    for module in pkgutil.walk_packages(clientes_app.ui.__path__, "clientes_app.ui."):
        importlib.import_module(module.name)
    found: dict[str, Rol | None] = {}
    for state in rx.State.__subclasses__():
        if state.__module__.startswith("clientes_app."):
            for name, handler in state.event_handlers.items():
                door = permission_of(handler.fn)
                if door is not None:
                    found[format_event_handler(state.event_handlers[name])] = door.rol
    return found


HANDLERS = _handlers()
DE_SUBIDA = format_event_handler(SubidaState.event_handlers["subir"])
DE_SUBIDAS = sorted(
    format_event_handler(state.event_handlers["subir"])
    for state in (SubidaState, RespuestaState, LlenadoState)
)
"""What takes uploads, which come by HTTP and are called there."""
GUARDED = sorted(
    name for name, rol in HANDLERS.items() if rol is not None and name not in DE_SUBIDAS
)
"""What asks for a session over the socket."""


def un_borrador(cliente_id: int) -> dict[str, object]:
    """What a page says was typed in its drawer: another name for a client, as its first owner."""
    campos = {
        campo: {"texto": valor, "vista": 1, "serie": 1}
        for campo, valor in un_cliente(nombre="INTRUSO").items()
    }
    return {"cliente": str(cliente_id), "numero": 1, "dueno": "1.1", "campos": campos, "foco": ""}


def argumentos_de(name: str, numero: int) -> dict[str, object]:
    """Arguments that the handler would take; `numero` stands for every id."""
    from clientes_app.ui.shell.arguments import expected_arguments  # noqa: PLC0415 - what it takes

    registered = {
        format_event_handler(handler): handler
        for state in rx.State.__subclasses__()
        for handler in state.event_handlers.values()
    }
    plausible: dict[str, object] = {
        "int": numero,
        "str": str(numero),
        "bool": True,
        "dict[str, str]": un_cliente(nombre="INTRUSO"),
        "str | list[str]": "omitir",
        "list[str]": ["INTRUSO"],
        "dict[str, int | float | bool]": {"progress": 0.5},
        "dict[str, typing.Any] | None": un_borrador(numero),
    }
    hints = registered[name]._get_type_hints()
    return {
        argument: plausible[getattr(hints[argument], "__name__", "")]
        if getattr(hints[argument], "__name__", "") in plausible
        else plausible[str(hints[argument])]
        for argument in expected_arguments(registered[name].fn)
    }


def volcado(servidor: Servidor) -> dict[str, list[Any]]:
    # Until every file was looked into the worker still writes.
    while _sin_revisar(servidor):
        time.sleep(0.1)
    with read_transaction(servidor.engine) as tx:
        return {
            tabla: sorted(map(repr, tx.execute(text(f"SELECT * FROM {tabla}"))))  # noqa: S608
            for tabla in TABLAS
        }


def _sin_revisar(servidor: Servidor) -> bool:
    with read_transaction(servidor.engine) as tx:
        recibidos = text(
            "SELECT count(*) FROM proceso WHERE estado = 'recibido' AND vista_previa IS NULL"
        )
        return bool(tx.execute(recibidos).scalar_one())


def un_ajeno(servidor: Servidor) -> tuple[int, int]:
    """Store a client and a process in the first account, whose ids others try."""
    cliente = servidor.alta(nombre=SECRETO)
    archivo = b"".join(lineas(filas_inventadas(3)))
    proceso = procesos.recibir(servidor.engine, servidor.actor, f"{SECRETO}.csv", [archivo])
    # Before the worker comes upon it, which would be a change that nobody made.
    procesos.previsualizar(servidor.engine, servidor.cuenta_id, proceso)
    return cliente.id, proceso


def _vencida(servidor: Servidor) -> str:
    token = servidor.entrar(nombre="Vencida")
    persona = sesiones.identificar(servidor.engine, token)
    assert persona is not None
    with write_transaction(servidor.engine) as tx:
        tx.execute(
            text("UPDATE sesion SET vence_en = :antes WHERE id = :id"),
            {
                "antes": (utc_now() - timedelta(days=1)).replace(tzinfo=None),
                "id": persona.sesion_id,
            },
        )
    return token


def _cerrada(servidor: Servidor) -> str:
    token = servidor.entrar(nombre="Cerrada")
    sesiones.salir(servidor.engine, token)
    return token


def _quitada(servidor: Servidor) -> str:
    otra = cuentas.crear(servidor.engine, f"Otra {uuid.uuid4()}").id
    token = servidor.entrar(nombre=f"Q{uuid.uuid4().hex[:8]} Quitada", cuenta_id=otra)
    persona = sesiones.identificar(servidor.engine, token)
    assert persona is not None
    with write_transaction(servidor.engine) as tx:
        tx.execute(text("DELETE FROM membresia WHERE usuario_id = :id"), {"id": persona.usuario_id})
    return token


SIN_DERECHO = {
    "nobody": lambda _servidor: "",
    "invented": lambda _servidor: "x" * 43,
    "expired": _vencida,
    "signed out": _cerrada,
    "removed": _quitada,
}
