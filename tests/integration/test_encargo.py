"""A backup that is uploaded on the first page: by whom, how large, and what becomes of it."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine

from clientes_app import routes
from clientes_app.api.app import crear_api
from clientes_app.api.responses import SenderStalled
from clientes_app.config import Settings, settings
from clientes_app.services.acceso import cuentas, enlaces
from clientes_app.services.clientes import clientes as servicio
from clientes_app.services.context import Actor
from clientes_app.services.respaldo import encargo, respaldos, restauracion
from clientes_app.services.respaldo.encargo import (
    NoSePuedeEncargar,
    SubidaDeRespaldo,
    VigiaDeRestauraciones,
)
from clientes_app.worker import dbos_system
from tests.builders import un_cliente
from tests.gente import un_usuario
from tests.ordenes import abrir_consola, olvidar

pytestmark = pytest.mark.usefixtures("claves_rapidas")


@pytest.fixture
def casa(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url_base: str, engine: Engine
) -> Iterator[Settings]:
    monkeypatch.setenv("CLIENTES_MAX_ARCHIVO_MB", "1")
    abrir_consola(monkeypatch, tmp_path / "datos", url_base)
    yield settings()
    olvidar()


@pytest.fixture
def vigia(casa: Settings) -> Iterator[VigiaDeRestauraciones]:
    vigia = VigiaDeRestauraciones(casa, queue=dbos_system.queue_place(casa))
    yield vigia
    vigia.close()


@pytest.fixture
def copia(engine: Engine, casa: Settings, actor: Actor) -> bytes:
    """A backup with an owner and one client; the database itself has neither any more."""
    vacia = respaldos.make_backup(engine, casa).ruta
    un_usuario(engine, actor.cuenta_id)
    servicio.alta(engine, actor, un_cliente())
    llena = respaldos.make_backup(engine, casa).ruta
    engine.dispose()
    restauracion.restaurar(vacia, casa, queue=dbos_system.queue_place(casa))
    return llena.read_bytes()


def _pedir(metodo: str, **partes: Any) -> httpx.Response:
    async def pedir() -> httpx.Response:
        transporte = httpx.ASGITransport(crear_api())
        async with httpx.AsyncClient(transport=transporte, base_url="http://localhost") as red:
            return await red.request(metodo, routes.SESION_RESTAURAR, **partes)

    return asyncio.run(pedir())


def _como_va(numero: str) -> dict[str, Any]:
    return _pedir("GET", params={"numero": numero}).json()


def _subir(token: str, datos: bytes, **cabeceras: str) -> tuple[int, dict[str, str]]:
    respuesta = _pedir("POST", content=datos, headers={"X-Clientes-Enlace": token, **cabeceras})
    hay = respuesta.headers["content-type"].startswith("application/json")
    return respuesta.status_code, respuesta.json() if hay else {}


def test_who_holds_the_first_link_restores(
    engine: Engine, casa: Settings, vigia: VigiaDeRestauraciones, copia: bytes
) -> None:
    token = enlaces.primer_propietario(engine) or ""
    estado, dicho = _subir(token, copia)
    assert estado == 202
    assert _como_va(dicho["numero"]) == {"espera": True}
    engine.dispose()

    origen = vigia.pendiente()
    assert origen is not None
    assert vigia.cumplir(origen).hecho

    assert vigia.pendiente() is None
    fin = _como_va(dicho["numero"])
    assert fin["hecho"] is True
    assert "1 cliente, 1 usuario" in fin["mensaje"]
    assert fin["destino"] == routes.ENTRAR
    assert servicio.buscar(engine, cuentas.asegurar_cuenta(engine), servicio.Consulta()).total == 1
    # The link was that of the other database.
    assert _subir(token, copia)[0] == 410


def test_nobody_else_does(engine: Engine, casa: Settings, copia: bytes, actor: Actor) -> None:
    token = enlaces.primer_propietario(engine) or ""
    # Without a process above that would carry it out.
    assert _subir(token, copia)[0] == 410
    vigia = VigiaDeRestauraciones(casa, queue="")
    assert _subir("", copia)[0] == 410
    assert _subir("x" * 43, copia)[0] == 410
    assert _subir(token, copia, Origin="http://otro.example")[0] == 403
    un_usuario(engine, actor.cuenta_id)
    assert _subir(token, copia)[0] == 410
    assert vigia.pendiente() is None
    vigia.close()
    for numero in ("", "x", "../../fallo", "0" * 32):
        assert _como_va(numero) == {"espera": True}


def test_what_is_no_whole_backup_or_too_large_is_refused(
    engine: Engine,
    casa: Settings,
    vigia: VigiaDeRestauraciones,
    copia: bytes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    token = enlaces.primer_propietario(engine) or ""
    for datos, dicho in (
        (b"", "incompleto"),
        (copia[:-50], "incompleto"),
        (b"x" * 10_000_001, "pasa de 10 MB"),
    ):
        estado, respuesta = _subir(token, datos)
        assert estado == 422
        assert dicho in respuesta["mensajes"][""]
    monkeypatch.setattr(encargo, "_ROOM", 1 << 60)
    assert "No hay espacio" in _subir(token, copia)[1]["mensajes"][""]
    assert vigia.pendiente() is None
    assert [p.name for p in respaldos.folder_of(casa).iterdir() if p.name.startswith(".en")] == []


def test_one_at_a_time(casa: Settings) -> None:
    with SubidaDeRespaldo(casa), pytest.raises(NoSePuedeEncargar, match="Ya se está subiendo"):
        SubidaDeRespaldo(casa)
    with SubidaDeRespaldo(casa):
        pass


def test_it_is_not_restored_over_an_owner_nor_under_somebody(
    engine: Engine,
    casa: Settings,
    vigia: VigiaDeRestauraciones,
    copia: bytes,
    actor: Actor,
) -> None:
    def encargar() -> Path:
        with SubidaDeRespaldo(casa) as subida:
            subida.agregar(copia)
            subida.encargar()
        origen = vigia.pendiente()
        assert origen is not None
        return origen

    origen = encargar()
    with engine.connect() as otro:
        otro.exec_driver_sql("SELECT count(*) FROM cliente").scalar_one()
        refused = vigia.cumplir(origen)
    assert (refused.hecho, "en uso" in refused.mensaje) == (False, True)
    assert vigia.pendiente() is None

    un_usuario(engine, actor.cuenta_id)
    engine.dispose()
    refused = vigia.cumplir(encargar())
    assert (refused.hecho, "alguien creó" in refused.mensaje) == (False, True)
    assert encargo.resultado(casa, origen.stem) is not None


def test_an_upload_that_stalls_is_given_up(
    engine: Engine,
    casa: Settings,
    vigia: VigiaDeRestauraciones,
) -> None:
    token = enlaces.primer_propietario(engine) or ""
    begun = False

    async def receive() -> dict[str, object]:
        nonlocal begun
        if begun:
            raise SenderStalled
        begun = True
        return {"type": "http.request", "body": b"PK", "more_body": True}

    sent: list[dict[str, object]] = []

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": routes.SESION_RESTAURAR,
        "headers": [(b"x-clientes-enlace", token.encode())],
        "query_string": b"",
    }
    asyncio.run(crear_api()(scope, receive, send))
    assert sent[0]["status"] == 408
    with SubidaDeRespaldo(casa):
        pass
