"""Text as people send it, and the forms in which it is kept, searched and sorted."""

import html
import re
import unicodedata
from html.entities import name2codepoint

from clientes_app.domain.letras import LLANAS, Tabla, de_busqueda

_LATIN_1 = 0xFF
_DIBUJOS = {codigo: 0x2400 + codigo for codigo in range(0x20) if chr(codigo) not in "\t\n\r"}
_DIBUJOS[0x7F] = 0x2421

_LIMITE_ENTIDADES = 8000
"""Longer texts exceed every column anyway; entities in them are left alone (cost is bounded)."""

_BLANCOS = "\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u2800\u3000"
_INVISIBLES = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
EN_BLANCO = re.sub(
    "(.)-(.)",
    lambda par: "".join(map(chr, range(ord(par[1]), ord(par[2]) + 1))),
    _BLANCOS + _INVISIBLES.partition("\U000e0000")[0],
)
"""Every character of which a text may consist and still be blank, for `str.strip`."""

_RE_BLANCOS = re.compile(f"[{_BLANCOS}]+")
_RE_INVISIBLES = re.compile(f"[{_INVISIBLES}]+")
_RE_CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_RE_MEDIAS_LETRAS = re.compile("[\ud800-\udfff]")
_RE_ENTIDAD = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8}[0-9]{0,2});")
# "&amp;amp;amp;" in one step, so that a chain of them does not cost its length squared.
_RE_CADENA_AMP = re.compile(r"&(?:(?:amp|#0{0,4}38|#x0{0,4}26);)+", re.IGNORECASE)

_ENTIDADES = {
    nombre: chr(punto)
    for nombre, punto in (name2codepoint | {"apos": 0x27}).items()
    if punto <= _LATIN_1 or 0x2000 <= punto <= 0x2122  # noqa: PLR2004
}
"""HTML 4's letters, quotes and blanks. Not its Greek and mathematics: «A&PI;B» is a name."""


def es_latin_1(texto: str) -> bool:
    """Whether every character is one of Latin-1: all of those are composed (NFC) already."""
    if texto.isascii():
        return True
    try:
        texto.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


def esta_limpio(texto: str) -> bool:
    """Whether `limpiar` certainly returns the text as it is: printable Latin-1, plainly spaced."""
    return (
        texto.isprintable()
        and "&" not in texto
        and "  " not in texto
        and texto[:1] != " "
        and texto[-1:] != " "
        and es_latin_1(texto)
    )


def sin_medias_letras(texto: str) -> str:
    """Return the text with U+FFFD for each lone surrogate: half an emoji, a byte that is no UTF-8.

    No database, file or socket takes one.
    """
    return texto if texto.isascii() else _RE_MEDIAS_LETRAS.sub("\ufffd", texto)


def visible(texto: str) -> str:
    """Return a text with its control characters as the pictures that Unicode has for them.

    A finding is shown and kept as text: PostgreSQL keeps no NUL, and a terminal obeys an escape.
    """
    return texto if texto.isprintable() else texto.translate(_DIBUJOS)


def limpiar(texto: str) -> str:
    """Return the text without what nobody meant to send.

    HTML entities (only with their semicolon) become characters, decomposed letters are composed
    (NFC), full-width and other drawn letters plain ones, invisible characters go, and every run of
    blanks, tabs and line breaks becomes one blank, none at the ends. Control characters stay, to
    be found by `primer_control`. Idempotent.
    """
    if esta_limpio(texto):
        return texto
    while True:
        limpio = _sin_blancos_de_mas(llano(_RE_INVISIBLES.sub("", texto)))
        if len(limpio) <= _LIMITE_ENTIDADES:
            limpio = sin_entidades(limpio)
        limpio = unicodedata.normalize("NFC", limpio)
        if limpio == texto:
            return limpio
        texto = limpio


def sin_entidades(texto: str) -> str:
    """Replace HTML entities that end in a semicolon, one layer deep («&amp;» chains wholly)."""
    if "&" not in texto:
        return texto
    return _RE_ENTIDAD.sub(_entidad, _RE_CADENA_AMP.sub("&", texto))


def _entidad(hallada: re.Match[str]) -> str:
    nombre = hallada[1]
    if nombre[0] == "#":
        punto = int(f"0{nombre[1:]}", 16) if nombre[1] in "xX" else int(nombre[1:])
        caracter = html.unescape(hallada[0])
        legible = punto in (9, 10, 13) or (punto >= ord(" ") and not _RE_CONTROL.search(caracter))
        return caracter if legible and caracter != "\ufffd" else hallada[0]
    exacta = _ENTIDADES.get(nombre)
    if exacta is not None:
        return exacta
    minuscula = _ENTIDADES.get(nombre.lower())
    if minuscula is None:
        return hallada[0]
    return minuscula.upper() if nombre.isupper() else minuscula


def _sin_blancos_de_mas(texto: str) -> str:
    return _RE_BLANCOS.sub(" ", texto).strip(" ")


def llano(texto: str) -> str:
    """Return the text with plain letters for full-width and mathematical ones and ligatures."""
    return texto if es_latin_1(texto) else texto.translate(LLANAS)


def tiene_invisibles(texto: str) -> bool:
    """Whether the text holds characters that nobody sees (zero width, BOM, soft hyphen…)."""
    return not texto.isascii() and _RE_INVISIBLES.search(texto) is not None


def tiene_blancos_de_mas(texto: str) -> bool:
    """Whether the text holds blanks that `limpiar` takes away or replaces."""
    visible = _RE_INVISIBLES.sub("", texto)
    return _sin_blancos_de_mas(visible) != visible


def primer_control(texto: str) -> tuple[int, str] | None:
    """Return place (from 1) and character of the first control character, or None.

    Tab and line breaks are blanks, not control characters; lone surrogates and noncharacters,
    which no database stores, count as control characters.
    """
    hallado = _RE_CONTROL.search(texto)
    return None if hallado is None else (hallado.start() + 1, hallado[0])


def mayusculas(texto: str) -> str:
    """Return the text in upper case, composed (NFC)."""
    alto = texto.upper()
    return alto if alto.isascii() else unicodedata.normalize("NFC", alto)


def _sin_acento(letra: str) -> str:
    piezas = unicodedata.normalize("NFD", letra)
    return "".join(pieza for pieza in piezas if not unicodedata.combining(pieza))


def _es_de_otro_alfabeto(letra: str) -> bool:
    """Whether a mark on a letter is no accent but makes it another letter."""
    base = unicodedata.normalize("NFD", letra)[0]
    return base.isalpha() and not unicodedata.name(base, "").startswith("LATIN")


_SIN_ACENTOS = Tabla(
    lambda letra: letra if letra in "Ññ" or _es_de_otro_alfabeto(letra) else _sin_acento(letra)
)
_LATIN_1_SIN_ACENTOS = bytes(map(ord, "".join(map(chr, range(256))).translate(_SIN_ACENTOS)))
_BUSQUEDA = Tabla(de_busqueda)
_ORDEN = Tabla(lambda letra: "N{" if letra == "Ñ" else _sin_acento(letra))


def sin_acentos(texto: str) -> str:
    """Take the accents off every Latin letter but Ñ, which is a letter of its own."""
    if texto.isascii():
        return texto
    try:
        return texto.encode("latin-1").translate(_LATIN_1_SIN_ACENTOS).decode("latin-1")
    except UnicodeEncodeError:
        return unicodedata.normalize("NFC", texto).translate(_SIN_ACENTOS)


def esqueleto(texto: str) -> str:
    """Return letters and digits only, without accents and in lower case, to compare prints by."""
    piezas = unicodedata.normalize("NFD", texto.lower())
    return "".join(p for p in piezas if p.isalnum() and not unicodedata.combining(p))


def clave_busqueda(texto: str) -> str:
    """Return what the search index holds and queries are folded with: upper case, Ñ as N.

    Every form of a letter, quote or dash is the plain one, a letter of another alphabet the one
    that it looks like.
    """
    # Nearly every text holds nothing but ASCII and Ñ, which is composed as it stands.
    alto = texto.upper().replace("Ñ", "N").replace("`", "'")
    return alto if alto.isascii() else mayusculas(texto).translate(_BUSQUEDA)


def clave_orden(nombre: str) -> str:
    """Return a key that sorts names as a Mexican reader does: accents ignored, Ñ after N.

    «Ñ» becomes «N{», and «{» comes after «Z» in every byte order.
    """
    alto = nombre.upper().replace("Ñ", "N{")
    return alto if alto.isascii() else mayusculas(nombre).translate(_ORDEN)
