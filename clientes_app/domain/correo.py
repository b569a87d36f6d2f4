"""E-mail addresses: their syntax is judged by email-validator, without asking any server."""

import re
from collections.abc import Iterator

from email_validator import (
    SPECIAL_USE_DOMAIN_NAMES,
    EmailNotValidError,
    ValidatedEmail,
    validate_email,
)
from email_validator.rfc_constants import CASE_INSENSITIVE_MAILBOX_NAMES

from clientes_app.domain import campos
from clientes_app.domain.columnas import POR_CAMPO
from clientes_app.domain.letras import con_signos_llanos, gemela, nombrada
from clientes_app.domain.problemas import Problema, aviso, error

_ETIQUETA = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_RE_LLANO = re.compile(
    r"([A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*)"
    rf"@((?:{_ETIQUETA}\.)+([A-Za-z0-9](?:[A-Za-z0-9-]{{0,61}}[A-Za-z])?))"
)
_RE_SEPARADOR = re.compile(r"[;,/|\s]")
_RE_ENTRE_ANGULOS = re.compile("[^<>]*<([^<>]*)>[^<>]*")
_RE_ENTRE_PARENTESIS = re.compile(r"\s*\([^()]*\)\s*")
_SIGNOS = r"[\s.,;:'\"<>()\[\]{}!?*/\\=]*"
_ROTULOS = ("mailto", "e-mail", "email", "correo")
_RE_ALREDEDOR = re.compile(
    rf"^(?:{_SIGNOS}(?:{'|'.join(_ROTULOS)})[^@:]*:)?{_SIGNOS}|(?:\?\w+=.*)?{_SIGNOS}$",
    re.IGNORECASE,
)
_RE_ARROBA = re.compile(r"\s*[(\[{]\s*(?:at|arroba)\s*[)\]}]\s*|\s+(?:at|arroba)\s+", re.IGNORECASE)
_RE_TRAS_ESPACIO = re.compile(r"(?<=[A-Za-z0-9])[\s,;:-]+[^@]*$")
_RE_ADORNADA = re.compile(r"<.*>|\(.*\)")
_RE_PUNTO = re.compile("[,;:]")
_RE_ESPACIO_DE_MAS = re.compile(r"\s*([@.])\s*")
_RE_DE_MAS = re.compile(r"\.*@[@.]*|\.{2,}")
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
    return normal, (*halladas, *_remarcas(campo, normal, valor, original))


def _remarcas(campo: str, normal: str, valor: str, original: str) -> Iterator[Problema]:
    """Say what is remarkable about a good address whose cleaned text is `valor`."""
    if normal.lower() != valor.lower():
        yield aviso(
            campo, "arreglo_letras", f"Se cambiaron signos: queda «{normal}».", valor=original
        )
    sin = normal.lstrip("'")
    if sin != normal and _normal(sin):
        yield aviso(
            campo,
            "email_apostrofo",
            "El e-mail empieza con un apóstrofo.",
            valor=original,
            sugerencia=f"¿Es {sin}?",
            accion=f"Usar {sin}",
            arreglo=sin,
        )
    if not normal.isascii():
        yield _no_inglesas(campo, normal, original)


def _no_inglesas(campo: str, normal: str, original: str) -> Problema:
    """Name the first letter that is none of ASCII, and offer those that look the same."""
    lugar, letra = next((i, c) for i, c in enumerate(normal, start=1) if not c.isascii())
    propuesta = "".join(gemela(letra).lower() or letra for letra in con_signos_llanos(normal))
    se_ofrece = propuesta.isascii() and _normal(propuesta) is not None
    return aviso(
        campo,
        "email_con_acentos",
        f"La posición {lugar} tiene {nombrada(letra)}.",
        valor=original,
        sugerencia=f"¿Es {propuesta}?"
        if se_ofrece
        else "Muchos servidores no aceptan acentos ni otras letras; revíselo.",
        accion=f"Usar {propuesta}" if se_ofrece else "",
        arreglo=propuesta if se_ofrece else None,
    )


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
    """Return the address in normal form, or raise EmailNotValidError (syntax only, no DNS).

    The domain stays as it is given: Punycode, or the letters for which that stands.
    """
    leida = _con_biblioteca(valor)
    en_punycode = valor.rpartition("@")[2].isascii()
    return f"{leida.local_part}@{leida.ascii_domain if en_punycode else leida.domain}"


def _con_biblioteca(valor: str) -> ValidatedEmail:
    return validate_email(valor, check_deliverability=False, strict=True)


def escrituras(valor: str) -> tuple[str, ...]:
    """Return a good address in both spellings of its domain, letters before Punycode."""
    if valor.isascii() and "xn--" not in valor:
        return (valor,)
    try:
        leida = _con_biblioteca(valor)
    except EmailNotValidError:
        return (valor,)
    dominios = dict.fromkeys((leida.domain, leida.ascii_domain))
    return tuple(f"{leida.local_part}@{dominio}" for dominio in dominios)


def _que_falla(campo: str, valor: str, original: str) -> Problema:
    # A cell may hold a hundred thousand characters, of which nobody means an address.
    corto = valor[: 2 * _MAXIMO]
    propuesta = _propuesta(corto) if corto == valor else None
    if propuesta is None and valor.count("@") > 1 and _RE_SEPARADOR.search(valor):
        return error(
            campo,
            "email_varios",
            "Hay más de un e-mail.",
            valor=original,
            sugerencia="Deje uno aquí; los demás se escriben aparte, como e-mails adicionales.",
        )
    mensaje, sugerencia = _razon(corto)
    return error(
        campo,
        "email_invalido",
        mensaje,
        valor=original,
        sugerencia=f"¿Es {propuesta}?" if propuesta else sugerencia,
        accion=f"Usar {propuesta}" if propuesta else "",
        arreglo=propuesta,
    )


def _propuesta(valor: str) -> str | None:
    """Return the one address that was certainly meant, or None."""
    return next(filter(None, map(_normal, _sin_adornos(valor))), None)


def _sin_adornos(valor: str) -> Iterator[str]:
    """Take off step by step what people write around an address, and slips of the keyboard."""
    entre_angulos = _RE_ENTRE_ANGULOS.fullmatch(valor)
    solo = entre_angulos[1] if entre_angulos else valor
    if "@" not in solo:
        solo = _RE_ARROBA.sub("@", solo, count=1)
    sin_parentesis = _RE_ENTRE_PARENTESIS.sub(" ", solo)
    solo = sin_parentesis if "@" in sin_parentesis else solo
    if solo.isascii():
        # A grave accent may stand in an address, although it mostly stands for an apostrophe.
        yield _RE_ALREDEDOR.sub("", solo)
    solo = _RE_ALREDEDOR.sub("", con_signos_llanos(solo))
    yield solo
    local, _, dominio = solo.rpartition("@")
    yield _RE_ESPACIO_DE_MAS.sub(r"\1", f"{local}@{dominio}")
    solo = f"{local}@{_RE_PUNTO.sub('.', dominio)}"
    yield _RE_ESPACIO_DE_MAS.sub(r"\1", solo)
    yield _RE_TRAS_ESPACIO.sub("", f"{local}@{dominio}")
    yield _RE_DE_MAS.sub(lambda sobra: "@" if "@" in sobra[0] else ".", solo)


def _razon(valor: str) -> tuple[str, str]:
    """Return why a text is no address, and what to do."""
    local, arroba, dominio = valor.rpartition("@")
    adornada = valor.lower().startswith("mailto:") or _RE_ADORNADA.search(valor)
    de_mas = ".." in valor or valor.endswith(".") or local.endswith(".") or local.startswith(".")
    razones = (
        (not arroba, "Al e-mail le falta la arroba (@).", "Escríbalo como nombre@dominio."),
        (adornada, "El e-mail lleva más que la dirección.", "Deje solo la dirección."),
        (valor[-1] in ",;:", f"El e-mail termina con «{valor[-1]}».", "Quite ese signo."),
        ("," in dominio, "El e-mail lleva una coma.", "¿Va un punto en su lugar?"),
        (" " in valor, "El e-mail lleva un espacio.", "Deje solo la dirección, sin espacios."),
        (not local, "Al e-mail le falta lo que va antes de la arroba.", "Complételo."),
        ("@" in local, "El e-mail lleva más de una arroba (@).", "Deje una sola."),
        (
            "." not in dominio.strip("."),
            f"Al dominio «{dominio}» le falta la terminación.",
            "Escríbalo completo; por ejemplo, .com o .mx.",
        ),
        (de_mas, "El e-mail lleva un punto de más.", "Quite el punto."),
        (True, "No es un e-mail bien escrito.", "Revise el e-mail."),
    )
    return next((mensaje, remedio) for cierta, mensaje, remedio in razones if cierta)
