"""Signing in and out: what sets the cookie of the session, and takes it away.

The forms send themselves (assets/entrada.js) and read a JSON answer: `destino`, where to go on,
or `mensajes`, a sentence for each field that is wrong ("" for the form as such).
"""

from typing import Final
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from clientes_app.api.gate import (
    find_signed_in,
    from_here_only,
    safe_destination,
    token_of,
)
from clientes_app.domain.problemas import Problema
from clientes_app.domain.usuario import faltas_al_entrar
from clientes_app.routes import ENTRAR, INICIO
from clientes_app.services.acceso import enlaces, sesiones
from clientes_app.services.acceso.cookie import SESSION_COOKIE
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
    try:
        token = await run_in_threadpool(
            sesiones.entrar,
            shared_engine(),
            email=email,
            clave=clave,
            direccion=_direccion(request),
            agente=_agente(request),
        )
    except (CredencialesInvalidas, DemasiadosIntentos) as error:
        return _negado(error)
    return _signed_in(request, token, safe_destination(formulario.get("destino", "")))


@from_here_only
async def usar_enlace(request: Request) -> Response:
    """Use a one-time link: the first owner, an invitation, a new password."""
    formulario = await _formulario(request)
    if formulario is None:
        return _error("El formulario es demasiado grande.", estado=413)
    try:
        token = await run_in_threadpool(
            enlaces.usar,
            shared_engine(),
            formulario.get("t", ""),
            nombre=formulario.get("nombre", ""),
            email=formulario.get("email", ""),
            clave=formulario.get("clave", ""),
            cuenta=formulario.get("cuenta", ""),
            direccion=_direccion(request),
            agente=_agente(request),
        )
    except EnlaceInvalido:
        return _error(
            "Este enlace ya se usó o venció. Pida otro a un propietario de la cuenta.", estado=410
        )
    except DatosInvalidos as error:
        return _invalido(error.problemas)
    except (CredencialesInvalidas, DemasiadosIntentos) as error:
        return _negado(error)
    return _signed_in(request, token, INICIO)


@from_here_only
async def salir(request: Request) -> Response:
    """«Cerrar sesión»: end this session."""
    await run_in_threadpool(sesiones.salir, shared_engine(), token_of(request))
    return _signed_out()


@from_here_only
async def salir_de_todas(request: Request) -> Response:
    """«Cerrar todas»: end every session of the person, in every browser."""
    signed_in = await find_signed_in(request)
    if signed_in is not None:
        usuario_id = signed_in.identity.usuario_id
        await run_in_threadpool(sesiones.salir_de_todas, shared_engine(), usuario_id)
    return _signed_out()


async def _formulario(request: Request) -> dict[str, str] | None:
    """Return what a form sent, None when it is larger than any of ours."""
    cuerpo = bytearray()
    async for trozo in request.stream():
        cuerpo += trozo
        if len(cuerpo) > _MAXIMO_BYTES:
            return None
    return dict(parse_qsl(cuerpo.decode("utf-8", "replace"), keep_blank_values=True))


def _direccion(request: Request) -> str:
    return request.client.host if request.client else ""


def _agente(request: Request) -> str:
    return request.headers.get("user-agent", "")[:200]


def _es_https(request: Request) -> bool:
    return "https" in {request.url.scheme, request.headers.get("x-forwarded-proto", "")}


def _signed_in(request: Request, token: str, destino: str) -> Response:
    respuesta = JSONResponse({"destino": destino}, headers=_SIN_GUARDAR)
    respuesta.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=_COOKIE_DAYS * 24 * 3600,
        httponly=True,
        samesite="lax",
        secure=_es_https(request),
        path="/",
    )
    return respuesta


def _signed_out() -> Response:
    respuesta = JSONResponse({"destino": ENTRAR}, headers=_SIN_GUARDAR)
    respuesta.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="lax")
    return respuesta


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


def _error(mensaje: str, *, estado: int, campo: str = "") -> Response:
    return _refused({campo: mensaje}, estado=estado)


def _invalido(problemas: tuple[Problema, ...]) -> Response:
    return _refused({problema.campo or "": problema.frase for problema in problemas}, estado=422)


def _refused(mensajes: dict[str, str], *, estado: int) -> Response:
    return JSONResponse({"mensajes": mensajes}, status_code=estado, headers=_SIN_GUARDAR)
