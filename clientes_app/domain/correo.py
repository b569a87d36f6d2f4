"""E-mail addresses: their syntax is judged by email-validator, without asking any server."""

import re
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from clientes_app.domain import campos
from clientes_app.domain.columnas import POR_CAMPO
from clientes_app.domain.problemas import Problema, error

_RE_LOCAL = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*")
_RE_SEPARADOR = re.compile(r"[;,/|\s]")
_MAXIMO_LOCAL = 64


@lru_cache(maxsize=16384)
def _dominio(dominio: str) -> str | None:
    """Return a domain as the library normalises it, or None when it refuses it."""
    try:
        correo = validate_email(f"a@{dominio}", check_deliverability=False)
    except EmailNotValidError:
        return None
    return correo.domain


def llano(valor: str) -> str | None:
    """Accept a plain address fast: its normal form, or None when the library has to be asked."""
    local, arroba, dominio = valor.partition("@")
    if (
        not arroba
        or len(local) > _MAXIMO_LOCAL
        or _RE_LOCAL.fullmatch(local) is None
        or not dominio.isascii()
    ):
        return None
    normal = _dominio(dominio)
    if normal is None or len(local) + 1 + len(normal) > POR_CAMPO["email"].maximo:
        return None
    return f"{local}@{normal}"


def leer(campo: str, original: str) -> campos.Lectura:
    """Read one address; a blank is nothing (whether it may be blank is not judged here)."""
    if not original:
        return "", ()
    normal = llano(original)
    if normal is not None:
        return normal, ()
    valor, halladas = campos.limpio(campo, original)
    if not valor:
        return "", halladas
    try:
        correo = validate_email(valor, check_deliverability=False)
    except EmailNotValidError:
        return valor, (*halladas, _que_falla(campo, valor, original))
    return correo.normalized, halladas


def _que_falla(campo: str, valor: str, original: str) -> Problema:
    if valor.count("@") > 1 and _RE_SEPARADOR.search(valor):
        return error(campo, "email_varios", "Hay más de un e-mail en la misma celda.",
                     valor=original,
                     sugerencia="Deje uno y ponga los demás en «E-mail adicional 1» y "
                     "«E-mail adicional 2».")
    local, arroba, dominio = valor.rpartition("@")
    if not arroba:
        mensaje, sugerencia = "Al e-mail le falta la arroba (@).", "Escríbalo como nombre@dominio."
    elif " " in valor:
        mensaje, sugerencia = "El e-mail lleva un espacio.", "Quite el espacio."
    elif not local:
        mensaje, sugerencia = "Al e-mail le falta lo que va antes de la arroba.", "Complételo."
    elif "." not in dominio.strip("."):
        mensaje = f"Al dominio «{dominio}» le falta la terminación."
        sugerencia = "Escríbalo completo; por ejemplo, .com o .mx."
    elif ".." in valor or valor.endswith(".") or local.endswith(".") or local.startswith("."):
        mensaje, sugerencia = "El e-mail lleva un punto de más.", "Quite el punto."
    else:
        mensaje, sugerencia = "No es un e-mail bien escrito.", "Revise el e-mail."
    return error(campo, "email_invalido", mensaje, valor=original, sugerencia=sugerencia)
