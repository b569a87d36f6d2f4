"""Strangers and slow ones, over real sockets and requests: nobody else notices them."""

import contextlib
import json
import socket
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from simple_websocket import Client, ConnectionClosed

from clientes_app import routes
from clientes_app.api.app import crear_api
from clientes_app.services.acceso.cookie import SESSION_COOKIE
from clientes_app.services.carga import procesos
from clientes_app.web.upload_gate import MOST_OF_A_SESSION
from tests.browser.conftest import Servidor, servir
from tests.browser.intrusos import DE_SUBIDA
from tests.enchufe import Enchufe, enchufe

ESPERA_S = 2
HIDRATAR = "reflex___state____state.hydrate_and_load"
FALLO = (
    "reflex___state____state.reflex___state____frontend_event_exception_state"
    ".handle_frontend_exception"
)
MEDIA = "\ud83d"


@pytest.fixture(scope="module")
def servidor(construida: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servidor]:
    """Give an application of its own, with little patience: its logs and memory are looked at."""
    assert construida.is_dir()
    with servir(tmp_path_factory.mktemp("datos"), CLIENTES_ESPERA_S=str(ESPERA_S)) as corriendo:
        yield corriendo


@contextlib.contextmanager
def _pestana(servidor: Servidor, token: str, ruta: str = routes.CARGA_MASIVA) -> Iterator[Enchufe]:
    """A tab of somebody in the account, its page loaded."""
    ruta = routes.de_cuenta(servidor.nombre_corto, ruta)
    with enchufe(servidor.url, galleta=f"{SESSION_COOKIE}={token}", ruta=ruta) as tab:
        tab.hidratar()
        assert tab.recibir()
        yield tab


def _empezar_a_subir(servidor: Servidor, token: str, tab: Enchufe) -> socket.socket:
    """Send the beginning of an upload, and then nothing."""
    direccion = urlsplit(servidor.url)
    cuerpo = (
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\n'
        b"Content-Type: text/csv\r\n\r\n" + b"x" * 200
    )
    cabeceras = (
        f"POST /_upload HTTP/1.1\r\nHost: {direccion.netloc}\r\n"
        f"Cookie: {SESSION_COOKIE}={token}\r\n"
        f"reflex-client-token: {tab.pestana}\r\nreflex-event-handler: {DE_SUBIDA}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000\r\n\r\n"
    )
    conexion = socket.create_connection((direccion.hostname, direccion.port), timeout=30)
    conexion.sendall(cabeceras.encode() + cuerpo)
    return conexion


def _respuesta(conexion: socket.socket) -> str:
    """All that is answered until the other side closes, or has answered whole."""
    recibido = b""
    with contextlib.suppress(OSError):
        while trozo := conexion.recv(4096):
            recibido += trozo
            if b"}" in trozo:
                break
    return recibido.decode()


def _subir(servidor: Servidor, token: str, tab: Enchufe, **peticion: Any) -> httpx.Response:
    cabeceras = {"reflex-client-token": tab.pestana, "reflex-event-handler": DE_SUBIDA}
    return httpx.post(
        f"{servidor.url}/_upload",
        headers=cabeceras | peticion.pop("headers", {}),
        cookies={SESSION_COOKIE: token},
        timeout=60,
        **peticion,
    )


def test_uploads_that_stall_end_and_keep_nobody_waiting(servidor: Servidor) -> None:
    """Eight people, three files each, none of which goes on: more than there were threads."""
    gente = [servidor.entrar(nombre=f"Lenta{uuid.uuid4().hex[:6]} Ríos") for _ in range(8)]
    with contextlib.ExitStack() as pila:
        tabs = [pila.enter_context(_pestana(servidor, token)) for token in gente]
        conexiones = [
            pila.enter_context(_empezar_a_subir(servidor, token, tab))
            for token, tab in zip(gente, tabs, strict=True)
            for _ in range(MOST_OF_A_SESSION)
        ]
        # Meanwhile somebody else opens the list.
        with _pestana(servidor, servidor.entrar(), routes.CLIENTES) as otra:
            assert otra.recibido
        salud = httpx.get(f"{servidor.url}/salud").json()
        assert salud["estado"] == "bien"
        assert salud["hilos_libres"]["manejadores"] > 0
        respuestas = [_respuesta(conexion) for conexion in conexiones]
    estados = {respuesta.split(maxsplit=2)[1] for respuesta in respuestas}
    assert estados <= {"408", "400", "503"}
    assert all("mensajes" in respuesta for respuesta in respuestas)
    assert any("HTTP/1.1 503" in respuesta for respuesta in respuestas)
    # Nothing of them stays, and there is room again.
    limite = time.monotonic() + 30
    while httpx.get(f"{servidor.url}/salud").json()["hilos_libres"]["subidas"] < 16:
        assert time.monotonic() < limite
        time.sleep(0.1)
    assert procesos.lista(servidor.engine, servidor.cuenta_id).total == 0


def test_a_session_has_few_uploads_at_once_and_is_told(servidor: Servidor) -> None:
    token = servidor.entrar(nombre="Prisa Ruiz")
    with contextlib.ExitStack() as pila:
        tab = pila.enter_context(_pestana(servidor, token))
        for _ in range(MOST_OF_A_SESSION):
            pila.enter_context(_empezar_a_subir(servidor, token, tab))
        time.sleep(ESPERA_S / 4)
        respuesta = _subir(servidor, token, tab, files={"files": ("a.csv", b"x", "text/csv")})
        assert respuesta.status_code == 429
        assert "Espere a que termine uno" in respuesta.text
        while "Espere a que termine uno" not in "".join(tab.recibido):
            assert tab.recibir()
        # The page also says why what was on its way is not there.
        while "El archivo dej" not in "".join(tab.recibido):
            assert tab.recibir()


@pytest.mark.parametrize(
    "peticion",
    [
        {},
        {"content": b"x"},
        {"content": b"x", "headers": {"Content-Type": "text/csv"}},
        {"content": b"x", "headers": {"Content-Type": "multipart/form-data"}},
        {"content": b"x", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
        {
            "content": b"--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--x--",
            "headers": {"Content-Type": "multipart/form-data; boundary=x"},
        },
        {
            "content": b'--x\r\nContent-Disposition: attachment; name="files"\r\n\r\nx\r\n--x--',
            "headers": {"Content-Type": "multipart/form-data; boundary=x"},
        },
        {"data": {"__reflex_event_args": "{"}, "files": {"files": ("a.csv", b"x")}},
        {"data": {"__reflex_event_args": "[1]"}, "files": {"files": ("a.csv", b"x")}},
    ],
)
def test_an_upload_of_another_form_is_refused_in_spanish(
    servidor: Servidor, peticion: dict[str, Any]
) -> None:
    token = servidor.entrar(nombre="Forma Otra")
    with _pestana(servidor, token) as tab:
        respuesta = _subir(servidor, token, tab, **dict(peticion))
    assert respuesta.status_code in {400, 415}
    assert set(respuesta.json()) == {"mensajes"}


def test_methods_that_an_address_does_not_take_are_refused_in_spanish(servidor: Servidor) -> None:
    partes = {"proceso": "1", "negocio": servidor.nombre_corto}
    with httpx.Client(base_url=servidor.url) as cliente:
        for ruta in crear_api().routes:
            direccion = ruta.path.format_map(partes)
            for metodo in ("GET", "POST", "PUT", "DELETE", "PATCH", "TRACE", "FOO"):
                respuesta = cliente.request(metodo, direccion)
                if respuesta.status_code == 405:
                    assert metodo not in respuesta.headers["allow"].split(", ")
                    assert "no admite ese método" in respuesta.json()["mensajes"][""]
                else:
                    assert metodo in {"GET", "POST"}, (metodo, direccion)
        for direccion in ("/_upload", "/_event/", "/ping", "/entrar", "/no/hay"):
            respuesta = cliente.request("FOO", direccion)
            assert respuesta.status_code >= 400
            assert respuesta.headers["content-type"] == "application/json", direccion


def test_an_odd_origin_is_refused_in_words(servidor: Servidor) -> None:
    antes = servidor.dicho().count("Traceback")
    for origen in ("http://[::1", "http://[", "null", "\x7f", "http://a:b:c"):
        for direccion in ("/sesion/entrar", "/sesion/salir", "/_event/?EIO=4&transport=websocket"):
            metodo = "POST" if direccion.startswith("/sesion") else "GET"
            respuesta = httpx.request(
                metodo, f"{servidor.url}{direccion}", headers={"Origin": origen}
            )
            assert respuesta.status_code in {400, 403}, (origen, direccion)
            assert origen not in respuesta.text
    assert servidor.dicho().count("Traceback") == antes


def test_an_address_that_is_too_long_is_refused_in_words(servidor: Servidor) -> None:
    larga = httpx.get(f"{servidor.url}/entrar?destino={'x' * 9_000}")
    assert (larga.status_code, "demasiado larga" in larga.text) == (414, True)
    galletas = {f"g{n}": "x" * 4_000 for n in range(10)}
    with httpx.Client(cookies=galletas) as cliente:
        muchas = cliente.get(f"{servidor.url}/entrar")
    assert (muchas.status_code, "Borre las galletas" in muchas.text) == (431, True)


def test_what_a_stranger_says_on_a_socket_does_not_fill_the_log(servidor: Servidor) -> None:
    antes = len(servidor.dicho())
    for vez in range(60):
        with enchufe(servidor.url) as tab, contextlib.suppress(ConnectionClosed):
            tab.mandar("no.existe" * 20, {"texto": "ECO" * 20_000})
            tab.mandar(FALLO, {"info": "FALLA" * 20_000, "component_stack": "PILA" * 1_000})
            tab.mandar(HIDRATAR, {"inventado": "ECO" * 1_000})
            tab.ws.send(f'42/_event,["event",{json.dumps("ECO" * 1_000)}]')
            assert tab.ws.receive(timeout=5) or vez
    dicho = servidor.dicho()[antes:]
    assert "ECOECO" not in dicho
    assert "Traceback" not in dicho
    assert dicho.count("A page failed") == 30
    assert len(dicho) < 120_000


@pytest.mark.parametrize("trama", ["4" * 200_000, '42/_event,["event",5]', "x", b"x"])
def test_a_socket_that_speaks_otherwise_is_closed(servidor: Servidor, trama: str | bytes) -> None:
    with enchufe(servidor.url) as tab:
        tab.ws.send(trama)
        assert _hasta_el_cierre(tab.ws) == 1008


def _hasta_el_cierre(ws: Client) -> int | str | None:
    """Read until the other side closes, and return why it did; None when it does not."""
    try:
        while ws.receive(timeout=30):
            pass
    except ConnectionClosed as cierre:
        return cierre.reason
    return None


def test_half_a_letter_closes_no_tab(servidor: Servidor) -> None:
    """In what is typed, and in the address."""
    token = servidor.entrar(nombre="Media Letra")
    ruta = f"{routes.CLIENTES}?q={MEDIA}"
    with _pestana(servidor, token, ruta) as tab:
        buscar = (
            "reflex___state____state.clientes_app___ui___clientes___lista___state____lista_state"
        )
        tab.mandar(f"{buscar}.buscar", {"texto": f"{MEDIA}ANA"})
        assert tab.recibir()
        tab.fingido = {}
        tab.hidratar()
        assert tab.recibir()


def test_nothing_stays_of_tabs_that_nobody_is_signed_in_to(servidor: Servidor) -> None:
    """Sockets with the longest address that is read, closed at once: the memory comes back."""
    _muchos(servidor, 40)
    time.sleep(5)
    antes = _memoria_propia_kb(servidor)
    _muchos(servidor, 100)
    limite = time.monotonic() + 40
    # Each of them kept 200 kB for an hour.
    while _memoria_propia_kb(servidor) - antes > 100 * 60:
        assert time.monotonic() < limite, _memoria_propia_kb(servidor) - antes
        time.sleep(0.5)


def _muchos(servidor: Servidor, cuantos: int) -> None:
    larga = "/entrar?x=" + "x" * 7_000

    def uno() -> None:
        with enchufe(servidor.url, ruta=larga) as tab:
            tab.fingido = {"pathname": "/entrar", "asPath": larga, "query": {"x": "x" * 7_000}}
            tab.hidratar()
            tab.recibir()

    with ThreadPoolExecutor(10) as hilos:
        for hecho in [hilos.submit(uno) for _ in range(cuantos)]:
            hecho.result()


def _memoria_propia_kb(servidor: Servidor) -> int:
    """The memory of the process that answers at the port: not the files that it maps."""
    registro = (servidor.datos / "registro" / "web.log").read_text("utf-8")
    pid = registro.rpartition("Spawning worker-1 with PID: ")[2].split()[0]
    estado = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(estado.partition("RssAnon:")[2].split()[0])


def test_sixty_sign_ins_at_once_slow_no_page(servidor: Servidor) -> None:
    """Some wait, the last are told to try again; whoever opens a page notices nothing."""
    servidor.entrar()

    def entrar(numero: int) -> int:
        datos = {"email": f"nadie{numero}@nada.example", "clave": "una frase que nadie tiene"}
        return httpx.post(f"{servidor.url}/sesion/entrar", data=datos, timeout=120).status_code

    with ThreadPoolExecutor(60) as hilos, httpx.Client(base_url=servidor.url) as cliente:
        estados = [hilos.submit(entrar, numero) for numero in range(60)]
        while not any(estado.done() for estado in estados):
            time.sleep(0.01)
        libres = []
        while not all(estado.done() for estado in estados):
            libres.append(cliente.get("/salud").json()["hilos_libres"])
            assert cliente.get("/entrar").status_code == 200
    assert {estado.result() for estado in estados} == {401, 503}
    # None of them ever held a thread that answers anybody else.
    assert all(uso["peticiones"] > 30 for uso in libres)
    assert min(uso["claves"] for uso in libres) == 0


def test_a_socket_without_a_tab_is_refused(servidor: Servidor) -> None:
    apreton = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    for consulta in ("", "&token=", f"&token={'x' * 100}", "&token=a%0Ab"):
        direccion = f"{servidor.url}/_event/?EIO=4&transport=websocket{consulta}"
        assert httpx.get(direccion, headers=apreton).status_code == 403
