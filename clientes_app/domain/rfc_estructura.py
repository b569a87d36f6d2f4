"""The shape of an RFC: pattern, date, check digit. No sentences here.

Source: tdCFDI.xsd (t_RFC, the pattern), Anexo 20 (who has twelve characters and who thirteen),
SAT «Procedimiento para verificar la estructura del RFC» (check digit).
"""

import re
from datetime import date
from operator import mul
from typing import Literal

from clientes_app.domain import texto as _texto

Persona = Literal["fisica", "moral"]

GENERICO_NACIONAL = "XAXX010101000"
GENERICO_EXTRANJERO = "XEXX010101000"
GENERICOS = frozenset({GENERICO_NACIONAL, GENERICO_EXTRANJERO})

LARGO_MORAL = 12
LARGO_FISICA = 13

PALABRAS_INCONVENIENTES = frozenset(
    re.findall(
        "[A-Z]{4}",
        "BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COJA COJE COJI COJO CULO FETO GUEY JOTO "
        "KACA KACO KAGA KAGO KAKA KOGE KOJO KULO MAME MAMO MEAR MEAS MEON MION MOCO MULA PEDA "
        "PEDO PENE PUTA PUTO QULO RATA RUIN ",
    )
)
"""Four letters that the SAT replaces in a person's RFC (python-stdnum 2.2 lists the same)."""

_RE_SAT = re.compile(
    "[A-Z&Ñ]{3,4}[0-9]{2}(?:0[1-9]|1[012])(?:0[1-9]|[12][0-9]|3[01])[A-Z0-9]{2}[0-9A]"
)
_RE_SEPARADORES = re.compile("[ \\-\u2010-\u2015\u2212]+")
_RE_FORMULA = re.compile('="([^"]*)"')
_ALTAS = str.maketrans("abcdefghijklmnopqrstuvwxyzñ", "ABCDEFGHIJKLMNOPQRSTUVWXYZÑ")
_VALORES = {letra: valor for valor, letra in enumerate("0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ")}
_FECHAS = frozenset(
    date.fromordinal(dia).strftime("%y%m%d")
    for siglo in (1900, 2000)
    for dia in range(date(siglo, 1, 1).toordinal(), date(siglo + 100, 1, 1).toordinal())
)
"""The two-digit dates that exist in either century: 000229 does, 010229 does not."""

_RE_CALLADO = re.compile("[A-Z&Ñ]{3,4}[0-9]{6}[1-9A-NP-Z]{2}[0-9A]")
_VALOR_POR_BYTE = bytes(_VALORES.get(chr(punto), 0) for punto in range(256))
_PESOS_FISICA = tuple(range(LARGO_FISICA, 0, -1))
_PESOS_MORAL = _PESOS_FISICA[1:]
_BLANCO_MORAL = _VALORES[" "] * LARGO_FISICA


def persona(valor: str) -> Persona:
    """Return whose RFC it is, by its length (Anexo 20; CFDI40158)."""
    return "moral" if len(valor) == LARGO_MORAL else "fisica"


def normalizar(texto: str) -> str:
    """Drop blanks, dashes, invisible characters and Excel's ="…"; put letters in upper case."""
    if texto.isascii() and texto.isalnum():
        return texto.upper()
    limpio = _texto.limpiar(texto)
    formula = _RE_FORMULA.fullmatch(limpio)
    if formula is not None:
        limpio = formula[1]
    return _RE_SEPARADORES.sub("", limpio).translate(_ALTAS)


def sigue_patron(valor: str) -> bool:
    """Whether a text follows the pattern of the SAT's schema, anchored at both ends."""
    return _RE_SAT.fullmatch(valor) is not None


def tiene_fecha(valor: str) -> bool:
    """Whether the six digits of a text that follows the pattern are a date of either century."""
    return valor[-9:-3] in _FECHAS


def es_valido(valor: str) -> bool:
    """Whether a normalised text follows the SAT's pattern and holds a date that exists."""
    return sigue_patron(valor) and tiene_fecha(valor)


def es_callado(texto: str) -> bool:
    """Whether a text is, as it stands, a valid RFC of one taxpayer about which nothing is said.

    The fast way through a file: one pattern, one look-up of the date, one weighted sum (with
    the digit itself at weight 1 it is a multiple of 11). Equal to `es_valido` and no `avisos`.
    """
    if _RE_CALLADO.fullmatch(texto) is None or texto[-9:-3] not in _FECHAS:
        return False
    valores = texto.encode("latin-1").translate(_VALOR_POR_BYTE)
    if len(valores) == LARGO_MORAL:
        return (_BLANCO_MORAL + sum(map(mul, valores, _PESOS_MORAL))) % 11 == 0
    return (
        sum(map(mul, valores, _PESOS_FISICA)) % 11 == 0 and texto[:4] not in PALABRAS_INCONVENIENTES
    )


def digito_verificador(sin_digito: str) -> str:
    """Return the check digit for the first eleven (moral) or twelve (física) characters."""
    suma = sum(
        _VALORES[letra] * peso
        for letra, peso in zip(sin_digito.rjust(LARGO_FISICA - 1), range(13, 1, -1), strict=True)
    )
    return "0123456789A"[-suma % 11]
