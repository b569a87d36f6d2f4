"""Nobody gets in by HTTP: every address, called as somebody who may not."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from clientes_app import routes
from clientes_app.api.app import crear_api
from clientes_app.domain.roles import Rol
from clientes_app.services.acceso import cuentas
from clientes_app.services.acceso.cookie import SESSION_COOKIE
from tests.browser.conftest import Servidor, servir
from tests.browser.intrusos import (
    DE_SUBIDA,
    DE_SUBIDAS,
    GUARDED,
    SECRETO,
    SIN_DERECHO,
    un_ajeno,
    volcado,
)
from tests.enchufe import Enchufe, enchufe

RUTAS_PUBLICAS = {"/salud", "/salud/listo"}


@pytest.fixture(scope="module")
def servidor(construida: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servidor]:
    """Give an application of its own: that nothing changes is seen by all of its tables."""
    assert construida.is_dir()
    with servir(tmp_path_factory.mktemp("datos")) as corriendo:
        yield corriendo


@pytest.fixture(scope="module")
def ajeno(servidor: Servidor) -> tuple[int, int]:
    """A client and a process of the first account, whose ids others try."""
    return un_ajeno(servidor)


def _direcciones(servidor: Servidor, proceso: int) -> list[tuple[str, str]]:
    """Every HTTP address of ours with each of its methods."""
    partes = {"proceso": proceso, "negocio": servidor.nombre_corto}
    return [
        (metodo, ruta.path.format_map(partes))
        for ruta in crear_api().routes
        for metodo in sorted(ruta.methods or ())
        if ruta.path not in RUTAS_PUBLICAS
    ]


@pytest.mark.parametrize("quien", SIN_DERECHO)
def test_without_a_session_no_address_gives_anything(
    servidor: Servidor, ajeno: tuple[int, int], quien: str
) -> None:
    galletas = {SESSION_COOKIE: SIN_DERECHO[quien](servidor)}
    antes = volcado(servidor)
    with httpx.Client(base_url=servidor.url, cookies=galletas) as cliente:
        for metodo, direccion in _direcciones(servidor, ajeno[1]):
            respuesta = cliente.request(metodo, direccion)
            if direccion.startswith("/sesion/salir"):
                assert respuesta.json() == {"destino": "/entrar"}
            else:
                assert respuesta.status_code in {303, 401, 404, 405, 410, 422, 429}, direccion
            assert SECRETO not in respuesta.text
    assert volcado(servidor) == antes


def test_another_account_downloads_nothing(servidor: Servidor, ajeno: tuple[int, int]) -> None:
    otra = cuentas.crear(servidor.engine, "La de al lado")
    galletas = {SESSION_COOKIE: servidor.entrar(nombre="Lola Lado", cuenta_id=otra.id)}
    with httpx.Client(base_url=servidor.url, cookies=galletas) as cliente:
        propia = cliente.get(routes.de_cuenta(otra.nombre_corto, routes.CLIENTES_CSV))
        assert propia.status_code == 200
        assert SECRETO not in propia.text
        archivos = [routes.rechazados_csv(ajeno[1]), routes.archivo_original(ajeno[1])]
        negadas = [routes.de_cuenta(otra.nombre_corto, archivo) for archivo in archivos]
        for nombre_corto in (servidor.nombre_corto, "no-hay"):
            negadas += [
                routes.de_cuenta(nombre_corto, archivo)
                for archivo in (*archivos, routes.CLIENTES_CSV, routes.EJEMPLO_ZIP)
            ]
        # An account of others and one that does not exist are not told apart.
        respuestas = [cliente.get(direccion) for direccion in negadas]
        assert {(r.status_code, r.text) for r in respuestas} == {(404, respuestas[0].text)}


def test_another_site_cannot_act(servidor: Servidor) -> None:
    """A form of somebody else's page, sent by the browser of somebody who is signed in."""
    galletas = {SESSION_COOKIE: servidor.entrar()}
    with httpx.Client(base_url=servidor.url, cookies=galletas) as cliente:
        for ruta in crear_api().routes:
            if "POST" in (ruta.methods or ()):
                for cabeceras in (
                    {"Origin": "https://otro.example"},
                    {"Origin": "null"},
                    {"Sec-Fetch-Site": "cross-site"},
                ):
                    respuesta = cliente.post(ruta.path, headers=cabeceras)
                    assert respuesta.status_code == 403, (ruta.path, cabeceras)
        propia = routes.de_cuenta(servidor.nombre_corto, routes.CLIENTES_CSV)
        assert cliente.get(propia).status_code == 200


def test_an_upload_needs_the_session_of_its_tab(servidor: Servidor, ajeno: tuple[int, int]) -> None:
    """With the name of somebody's tab but without their session nothing is taken."""
    token, lector = servidor.entrar(), servidor.entrar(nombre="Leo Lector", rol=Rol.LECTOR)
    otra = cuentas.crear(servidor.engine, "La de arriba").id
    ajena = servidor.entrar(nombre="Aura Arriba", cuenta_id=otra)
    with enchufe(servidor.url, galleta=f"{SESSION_COOKIE}={token}") as tab:
        tab.hidratar()
        assert tab.recibir()
        antes = volcado(servidor)
        for galleta, manejador in (
            *((galleta, subir) for galleta in ("", ajena, lector) for subir in DE_SUBIDAS),
            (token, GUARDED[0]),
            (token, "no.existe"),
        ):
            respuesta = httpx.post(
                f"{servidor.url}/_upload",
                headers={"reflex-client-token": tab.pestana, "reflex-event-handler": manejador},
                cookies={SESSION_COOKIE: galleta},
                files={"files": ("../../intruso.csv", b"x", "text/csv")},
            )
            assert respuesta.status_code == 403, (galleta, manejador)
        assert volcado(servidor) == antes


def _subir(servidor: Servidor, token: str, tab: Enchufe, **cabeceras: str) -> httpx.Response:
    return httpx.post(
        f"{servidor.url}/_upload",
        headers={
            "reflex-client-token": tab.pestana,
            "reflex-event-handler": DE_SUBIDA,
            **cabeceras,
        },
        cookies={SESSION_COOKIE: token},
        files={"files": ("a.csv", b"x", "text/csv")},
    )


def test_an_upload_is_judged_in_the_account_of_its_tab(servidor: Servidor) -> None:
    """By the role there, not by that in another account; the page must stand in it, too."""
    cuenta = cuentas.crear(servidor.engine, "La de abajo")
    dueno = servidor.entrar(nombre="Dueño Abajo", cuenta_id=cuenta.id)
    servidor.entrar(nombre="Ambas Cuentas", rol=Rol.LECTOR)
    token = servidor.entrar(nombre="Ambas Cuentas", rol=Rol.EDITOR, cuenta_id=cuenta.id)
    assert dueno != token
    pagina = {
        nombre: f"{servidor.url}{routes.de_cuenta(nombre, routes.CARGA_MASIVA)}"
        for nombre in (servidor.nombre_corto, cuenta.nombre_corto, "no-hay")
    }
    suya, de_abajo, ninguna = pagina.values()
    for ruta, referer, estado in (
        (servidor.nombre_corto, suya, 403),
        (cuenta.nombre_corto, suya, 403),
        (cuenta.nombre_corto, ninguna, 403),
        (cuenta.nombre_corto, f"{servidor.url}/entrar", 403),
        ("no-hay", ninguna, 403),
        (cuenta.nombre_corto, de_abajo, 202),
    ):
        direccion = routes.de_cuenta(ruta, routes.CARGA_MASIVA)
        galleta = f"{SESSION_COOKIE}={token}"
        with enchufe(servidor.url, galleta=galleta, ruta=direccion) as tab:
            tab.hidratar()
            assert tab.recibir()
            respuesta = _subir(servidor, token, tab, Referer=referer)
            assert respuesta.status_code == estado, (ruta, referer)


def test_the_cookie_is_out_of_reach_of_scripts(servidor: Servidor) -> None:
    """HttpOnly and SameSite always; the token never travels to the page.

    Nobody in front is trusted here, so that nobody can say that there is TLS.
    """
    servidor.entrar()
    datos = {"email": servidor.email("Ana"), "clave": "una frase larga para entrar"}
    llana = httpx.post(f"{servidor.url}/sesion/entrar", data=datos)
    fingida = httpx.post(
        f"{servidor.url}/sesion/entrar", data=datos, headers={"X-Forwarded-Proto": "https"}
    )
    assert "httponly; max-age" in llana.headers["set-cookie"].lower()
    assert "samesite=lax" in llana.headers["set-cookie"].lower()
    assert "secure" not in llana.headers["set-cookie"].lower()
    assert "secure" not in fingida.headers["set-cookie"].lower()
    token = llana.cookies[SESSION_COOKIE]
    with enchufe(servidor.url, galleta=f"{SESSION_COOKIE}={token}") as tab:
        tab.hidratar()
        while tab.recibir(1.0):
            pass
        assert tab.recibido
        assert token not in "".join(tab.recibido)


@pytest.mark.parametrize(
    "destino", ["https://otro.example", "//otro.example", "/\\otro.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(servidor: Servidor, destino: str) -> None:
    servidor.entrar()
    datos = {"email": servidor.email("Ana"), "clave": "una frase larga para entrar"}
    respuesta = httpx.post(f"{servidor.url}/sesion/entrar", data={**datos, "destino": destino})
    assert respuesta.json() == {"destino": "/"}
