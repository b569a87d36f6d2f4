"""Signing in and out: what sets the cookie of the session, and takes it away.

The forms send themselves (assets/entrada.js) and read a JSON answer: `destino`, where to go on,
or `mensajes`, a sentence for each field that is wrong ("" for the form as such).
"""

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from clientes_app.api.forms import form_of
from clientes_app.api.gate import (
    find_signed_in,
    from_here_only,
    safe_destination,
    token_of,
)
from clientes_app.domain.problemas import Problema
from clientes_app.domain.usuario import faltas_al_entrar
from clientes_app.live.threads import NoThreadSoon, in_sign_in_thread
from clientes_app.routes import ENTRAR, INICIO
from clientes_app.services.acceso import enlaces, sesiones
from clientes_app.services.acceso.cookie import (
    BROWSER_COOKIE,
    SESSION_COOKIE,
    cookie_place,
    token_in,
)
from clientes_app.services.acceso.credentials import Browser, new_token
from clientes_app.services.errors import (
    CredencialesInvalidas,
    DatosInvalidos,
    DemasiadosIntentos,
    EnlaceInvalido,
    SinCuentas,
)
from clientes_app.services.resources import shared_engine

_SIN_GUARDAR = {"Cache-Control": "no-store"}
_COOKIE_DAYS: Final = 90
_BROWSER_DAYS: Final = 400
"""Browsers keep no cookie longer."""

_MAXIMO_BYTES: Final = 16 * 1024
_MINUTO: Final = 60


@from_here_only
async def entrar(request: Request) -> Response:
    """Sign in with e-mail and password."""
    formulario = await _formulario(request)
    if formulario is None:
        return _error("El formulario es demasiado grande.", estado=413)
    email, clave = formulario.get("email", ""), formulario.get("clave", "")
    if faltas := faltas_al_entrar(email, clave):
        return _invalido(faltas)
    browser = _browser(request)
    try:
        token = await in_sign_in_thread(
            sesiones.entrar,
            shared_engine(),
            email=email,
            clave=clave,
            direccion=_direccion(request),
            agente=_agente(request),
            browser=browser,
        )
    except NoThreadSoon:
        return _ocupado()
    except (CredencialesInvalidas, DemasiadosIntentos) as error:
        return _negado(error)
    return _signed_in(request, token, browser, safe_destination(formulario.get("destino", "")))


@from_here_only
async def usar_enlace(request: Request) -> Response:
    """Use a one-time link: the first owner, an invitation, a new password."""
    formulario = await _formulario(request)
    if formulario is None:
        return _error("El formulario es demasiado grande.", estado=413)
    browser = _browser(request)
    try:
        token = await in_sign_in_thread(
            enlaces.usar,
            shared_engine(),
            formulario.get("t", ""),
            nombre=formulario.get("nombre", ""),
            email=formulario.get("email", ""),
            clave=formulario.get("clave", ""),
            cuenta=formulario.get("cuenta", ""),
            direccion=_direccion(request),
            agente=_agente(request),
            browser=browser,
        )
    except EnlaceInvalido:
        return _error(
            "Este enlace ya se usó o venció. Pida otro a un propietario de la cuenta o a quien "
            "administra el servidor.",
            estado=410,
        )
    except DatosInvalidos as error:
        return _invalido(error.problemas)
    except NoThreadSoon:
        return _ocupado()
    except (CredencialesInvalidas, DemasiadosIntentos) as error:
        return _negado(error)
    return _signed_in(request, token, browser, INICIO)


@from_here_only
async def salir(request: Request) -> Response:
    """«Cerrar sesión»: end this session."""
    await run_in_threadpool(sesiones.salir, shared_engine(), token_of(request))
    return _signed_out(request)


@from_here_only
async def salir_de_todas(request: Request) -> Response:
    """«Cerrar todas»: end every session of the person, in every browser."""
    signed_in = await find_signed_in(request)
    if signed_in is not None:
        usuario_id = signed_in.identity.usuario_id
        await run_in_threadpool(sesiones.salir_de_todas, shared_engine(), usuario_id)
    return _signed_out(request)


async def _formulario(request: Request) -> dict[str, str] | None:
    """Return what a form sent, None when it is larger than any of ours."""
    return await form_of(request, most=_MAXIMO_BYTES)


def _direccion(request: Request) -> str:
    return request.client.host if request.client else ""


def _agente(request: Request) -> str:
    return request.headers.get("user-agent", "")[:200]


def _browser(request: Request) -> Browser:
    return Browser(
        token=token_in(request.headers.get("cookie", ""), BROWSER_COOKIE),
        next=new_token(),
        session=token_of(request),
    )


def _signed_in(request: Request, token: str, browser: Browser, destino: str) -> Response:
    respuesta = JSONResponse({"destino": destino}, headers=_SIN_GUARDAR)
    _put_cookie(respuesta, request, SESSION_COOKIE, token, days=_COOKIE_DAYS)
    _put_cookie(respuesta, request, BROWSER_COOKIE, browser.next, days=_BROWSER_DAYS)
    return respuesta


def _signed_out(request: Request) -> Response:
    respuesta = JSONResponse({"destino": ENTRAR}, headers=_SIN_GUARDAR)
    _put_cookie(respuesta, request, SESSION_COOKIE, "", days=0)
    return respuesta


def _put_cookie(
    respuesta: Response, request: Request, cookie: str, token: str, *, days: int
) -> None:
    """Set one of our cookies; one of no days is taken away."""
    place = cookie_place(cookie, scheme=request.url.scheme)
    respuesta.set_cookie(
        place.name,
        token,
        max_age=days * 24 * 3600,
        httponly=True,
        samesite="lax",
        secure=place.secure,
        path=place.path,
    )


def _negado(error: CredencialesInvalidas | DemasiadosIntentos) -> Response:
    if isinstance(error, SinCuentas):
        texto = "Ya no pertenece a ninguna cuenta. Pida una invitación a un propietario."
        return _error(texto, estado=403)
    if isinstance(error, CredencialesInvalidas):
        return _error("El e-mail o la contraseña no son correctos.", campo="clave", estado=401)
    segundos = error.segundos
    espera = f"{segundos} segundos" if segundos <= _MINUTO else f"{-(-segundos // _MINUTO)} minutos"
    return _error(
        f"Demasiados intentos fallidos. Espere {espera} e intente de nuevo.",
        campo="clave",
        estado=429,
    )


def _ocupado() -> Response:
    respuesta = _error(
        "Muchas personas están entrando a la vez. Espere unos segundos e intente de nuevo.",
        estado=503,
    )
    respuesta.headers["Retry-After"] = "5"
    return respuesta


def _error(mensaje: str, *, estado: int, campo: str = "") -> Response:
    return _refused({campo: mensaje}, estado=estado)


def _invalido(problemas: tuple[Problema, ...]) -> Response:
    return _refused({problema.campo or "": problema.frase for problema in problemas}, estado=422)


def _refused(mensajes: dict[str, str], *, estado: int) -> Response:
    return JSONResponse({"mensajes": mensajes}, status_code=estado, headers=_SIN_GUARDAR)
