"""E-mail addresses: their syntax is judged by email-validator, without asking any server."""

import re

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email
from email_validator.rfc_constants import CASE_INSENSITIVE_MAILBOX_NAMES

from clientes_app.domain import campos
from clientes_app.domain.columnas import POR_CAMPO
from clientes_app.domain.problemas import Problema, aviso, error

_ETIQUETA = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_RE_LLANO = re.compile(
    r"([A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*)"
    rf"@((?:{_ETIQUETA}\.)+([A-Za-z0-9](?:[A-Za-z0-9-]{{0,61}}[A-Za-z])?))"
)
_RE_SEPARADOR = re.compile(r"[;,/|\s]")
_MAXIMO_LOCAL = 64
_MAXIMO = POR_CAMPO["email"].maximo
_DE_USO_ESPECIAL = frozenset(SPECIAL_USE_DOMAIN_NAMES)
_SIN_DISTINCION = frozenset(CASE_INSENSITIVE_MAILBOX_NAMES)


def llano(valor: str) -> str | None:
    """Accept a plain address fast: its normal form, or None when the library has to be asked.

    Plain is ASCII letters, digits and `_ + - .`, without two dashes in a row after the @ (which
    Punycode has). A property test holds this against the library.
    """
    partes = _RE_LLANO.fullmatch(valor)
    if partes is None or len(valor) > _MAXIMO:
        return None
    local, dominio, final = partes.groups()
    if len(local) > _MAXIMO_LOCAL or "--" in dominio or not final[-1].isalpha():
        return None
    if final.lower() in _DE_USO_ESPECIAL:
        return None
    if valor.islower():
        return valor
    alias = local.lower()
    return f"{alias if alias in _SIN_DISTINCION else local}@{dominio.lower()}"


def leer(campo: str, original: str) -> campos.Lectura:
    """Read one address; a blank is nothing (whether it may be blank is not judged here)."""
    if not original:
        return original, ()
    normal = llano(original)
    if normal is not None:
        return normal, ()
    valor, halladas = campos.limpio(campo, original)
    normal = _normal(valor) if valor else ""
    if normal is None:
        return valor, (*halladas, _que_falla(campo, valor, original))
    if not normal.isascii():
        halladas += (
            aviso(
                campo,
                "email_con_acentos",
                "El e-mail lleva acentos u otras letras no inglesas.",
                valor=original,
                sugerencia="Muchos servidores no lo aceptan; revíselo.",
            ),
        )
    return normal, halladas


def _normal(valor: str) -> str | None:
    """Return a clean address in normal form, or None when it is none."""
    normal = llano(valor)
    if normal is not None or "@" not in valor or " " in valor:
        return normal
    try:
        return validar_con_biblioteca(valor)
    except EmailNotValidError:
        return None


def validar_con_biblioteca(valor: str) -> str:
    """Return the address in normal form, or raise EmailNotValidError (syntax only, no DNS)."""
    return validate_email(valor, check_deliverability=False, strict=True).normalized


def _que_falla(campo: str, valor: str, original: str) -> Problema:
    if valor.count("@") > 1 and _RE_SEPARADOR.search(valor):
        return error(
            campo,
            "email_varios",
            "Hay más de un e-mail en la misma celda.",
            valor=original,
            sugerencia="Deje uno y ponga los demás en «E-mail adicional 1» y «E-mail adicional 2».",
        )
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
