"""E-mail addresses: their syntax is judged by email-validator, without asking any server."""

import re
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from clientes_app.domain import campos
from clientes_app.domain.columnas import POR_CAMPO
from clientes_app.domain.problemas import Problema, aviso, error

_RE_LOCAL = re.compile(r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*")
_RE_SEPARADOR = re.compile(r"[;,/|\s]")
_MAXIMO_LOCAL = 64
_MAXIMO = POR_CAMPO["email"].maximo


@lru_cache(maxsize=16384)
def _dominio(dominio: str) -> str | None:
    """Return a plain ASCII domain as the library normalises it, None when it has to be asked.

    The library judges the domain apart from what stands before the @, so each domain is asked
    for once, behind a mailbox of one letter.
    """
    if not dominio.isascii() or "xn--" in dominio.lower():
        return None
    try:
        return validate_email(f"a@{dominio}", check_deliverability=False).domain
    except EmailNotValidError:
        return None


def llano(valor: str) -> str | None:
    """Accept a plain address fast: its normal form, or None when the library has to be asked.

    Plain is: lower-case ASCII before the @ (the library lowers some well-known mailboxes), and
    an ASCII domain. A property test holds this against the library.
    """
    local, _, dominio = valor.partition("@")
    if len(local) > _MAXIMO_LOCAL or len(valor) > _MAXIMO or not _RE_LOCAL.fullmatch(local):
        return None
    normal = _dominio(dominio)
    return None if normal is None else f"{local}@{normal}"


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
        normal = validar_con_biblioteca(valor)
    except EmailNotValidError:
        return valor, (*halladas, _que_falla(campo, valor, original))
    if not normal.isascii():
        halladas += (
            aviso(campo, "email_con_acentos", "El e-mail lleva acentos u otras letras no inglesas.",
                  valor=original, sugerencia="Muchos servidores no lo aceptan; revíselo."),
        )
    return normal, halladas


def validar_con_biblioteca(valor: str) -> str:
    """Return the address in normal form, or raise EmailNotValidError (syntax only, no DNS)."""
    return validate_email(valor, check_deliverability=False, strict=True).normalized


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
