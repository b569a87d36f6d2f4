"""Letters and signs that look right and are not, and the plain ones for which they stand."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

Clase = Literal["comillas", "guiones", "letras", "emoji", "signos"]

COMILLAS = dict.fromkeys("“”„‟«»″〝〞〟ʺ‶ˮ״˝❝❞❠", '"') | dict.fromkeys(
    "‘’‚‛′‵‹›ʹʻʼʽʾʿˈ´`\u1fbd\u1fbf\u1fef\u1ffd՚׳Ꞌꞌ❛❜❟", "'"
)
"""Typographic quotes, and signs typed in place of an apostrophe, with the plain ones."""

GUIONES = "‐‑‒–—―−⁃˗﹘﹣－⸺⸻"
"""Dashes that are not the one of the keyboard. Python's category Pd knows some rarer ones."""

_GEMELAS = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХԚԜҮ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϺ",
        "ABESIJKMHOPCTYXQWY" + "ABEZHIKMNOPTYXCM",
        strict=True,
    )
)
_ALFABETOS = {
    "CYRILLIC": "una letra cirílica",
    "GREEK": "una letra griega",
    "HEBREW": "una letra hebrea",
    "ARABIC": "una letra árabe",
    "CJK": "una letra china",
    "HIRAGANA": "una letra japonesa",
    "KATAKANA": "una letra japonesa",
    "HANGUL": "una letra coreana",
}
_RE_DIBUJADA = re.compile(
    "(?:LATIN LETTER SMALL CAPITAL|(?:NEGATIVE )?(?:CIRCLED|SQUARED) LATIN CAPITAL LETTER) ([A-Z])"
)
_DECORADAS = frozenset({"<wide>", "<narrow>", "<font>"})
_VOLADAS = frozenset({"<super>", "<sub>", "<fraction>"})
_DE_PALABRAS = frozenset({"Lu", "Ll", "Lt", "Nl"})
_DE_OTRO_SIGNO = {"°": "O", "⁄": "/", "∕": "/"}
_EMOJI_DESDE = 0x1F000


class Tabla(dict[int, str]):
    """A table for `str.translate`, learnt character by character."""

    def __init__(self, que: Callable[[str], str]) -> None:
        super().__init__()
        self._que = que

    def __missing__(self, punto: int) -> str:
        self[punto] = dicho = self._que(chr(punto))
        return dicho


class Rareza(NamedTuple):
    """A character that does not belong into a name: where it stands (from 1), and what it is.

    `llano` is what should certainly stand there ("" for nothing), None when nobody can tell.
    """

    clase: Clase
    lugar: int
    letra: str
    llano: str | None


def rarezas(nombre: str) -> Iterator[Rareza]:
    """Find what does not belong into a name in upper case."""
    if _CORRIENTES.issuperset(nombre):
        return
    for lugar, letra in enumerate(nombre, start=1):
        clase = _clase(letra)
        if clase is not None:
            yield Rareza(clase, lugar, letra, _llano(clase, letra))


def nombrada(letra: str) -> str:
    """Name a character that does not belong into a name, as a sentence does."""
    clase = _clase(letra)
    cosa = "cifra" if letra.isdecimal() else "letra"
    que = {
        "comillas": "una comilla tipográfica",
        "guiones": "un guion tipográfico",
        "letras": _ALFABETOS.get(_alfabeto(letra), f"una {cosa} de otro alfabeto"),
        "emoji": "un emoji",
        "signos": "un signo que no suele ir en un nombre",
        None: f"una {cosa} con acento o tilde",
    }[clase]
    parece = gemela(letra) if clase == "letras" else ""
    return f"{que}, «{letra}» (U+{ord(letra):04X})" + (f", que parece «{parece}»" if parece else "")


def gemela(letra: str) -> str:
    """Return the plain capital or digit that one of another alphabet looks like or says, or ""."""
    base, *acentos = unicodedata.normalize("NFKD", letra.upper())
    if base in _GEMELAS:
        return unicodedata.normalize("NFC", _GEMELAS[base] + "".join(acentos))
    if letra.isdecimal():
        return str(unicodedata.decimal(letra))
    dibujada = _RE_DIBUJADA.fullmatch(unicodedata.name(letra, ""))
    return dibujada[1] if dibujada else ""


def con_signos_llanos(texto: str) -> str:
    """Return the text with the quotes and dashes of the keyboard."""
    if texto.isascii() and "`" not in texto:
        return texto
    return "".join("-" if _es_guion(letra) else COMILLAS.get(letra, letra) for letra in texto)


def _decorada(letra: str) -> str:
    """Return the plain form of a letter or sign of another width or drawing, and of a ligature."""
    llana = unicodedata.normalize("NFKC", letra)
    # Ligatures and Roman numerals: «ﬁ», «ĳ», «Ⅻ».
    varias = _etiqueta(letra) == "<compat>" and unicodedata.category(letra) in _DE_PALABRAS
    return llana if llana.isascii() and (varias or _etiqueta(letra) in _DECORADAS) else letra


LLANAS = Tabla(_decorada)
"""Full-width and mathematical letters, ligatures and Roman numerals, to the letters they are."""


def de_busqueda(letra: str) -> str:
    """Return a character as it is searched: every form of a letter, quote or dash as the plain one.

    Signs that are written for one another become the same: º and °, … and three dots.
    """
    if letra in COMILLAS:
        return COMILLAS[letra]
    if _es_guion(letra):
        return "-"
    piezas = "".join(
        pieza
        for pieza in unicodedata.normalize("NFKD", _DE_OTRO_SIGNO.get(letra, letra))
        if not unicodedata.combining(pieza)
    )
    if piezas != letra:
        return "".join(map(de_busqueda, piezas)).upper()
    return letra if letra.isascii() else gemela(letra) or letra


def _clase(letra: str) -> Clase | None:
    """Say what a character of a name is; None for letters, digits and signs that belong there."""
    if letra in COMILLAS:
        return "comillas"
    if letra.isascii() or letra in "¡¿" or unicodedata.combining(letra):
        return None
    if _es_guion(letra):
        return "guiones"
    if letra.isdecimal() or (ord(letra) >= _EMOJI_DESDE and gemela(letra)):
        return "letras"
    if letra.isalpha() and letra not in "ªº":
        return None if _alfabeto(letra) == "LATIN" and not gemela(letra) else "letras"
    es_emoji = ord(letra) >= _EMOJI_DESDE or letra == "\u20e3"
    return "emoji" if es_emoji or "\u2600" <= letra <= "\u27bf" else "signos"


def _llano(clase: Clase, letra: str) -> str | None:
    if clase == "letras":
        return gemela(letra) or None
    if clase == "signos":
        if letra in "⁄∕":
            return "/"
        llano = unicodedata.normalize("NFKC", letra).upper()
        return llano if llano.isascii() and _etiqueta(letra) not in _VOLADAS else None
    return {"comillas": COMILLAS.get(letra), "guiones": "-", "emoji": ""}[clase]


def _es_guion(letra: str) -> bool:
    return letra != "-" and (letra in GUIONES or unicodedata.category(letra) == "Pd")


def _alfabeto(letra: str) -> str:
    return unicodedata.name(letra, "").partition(" ")[0]


def _etiqueta(letra: str) -> str:
    """Return the kind of Unicode's decomposition: «<wide>», «<super>»… or something else."""
    return unicodedata.decomposition(letra).partition(" ")[0]


_CORRIENTES = frozenset(letra for letra in map(chr, range(0x100)) if _clase(letra) is None)
"""What nearly every name is made of."""
