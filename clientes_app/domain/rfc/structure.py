"""The shape of an RFC: pattern, date, check digit. No sentences here.

Source: tdCFDI.xsd (t_RFC, the pattern), Anexo 20 (who has twelve characters and who thirteen),
SAT «Procedimiento para verificar la estructura del RFC» (check digit).
"""

import re
from collections.abc import Iterable
from datetime import date
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

_TRAS_LA_SEGUNDA_LETRA = 11
_LETRAS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ&Ñ"
_SIN_DUDA = "123456789ABCDEFGHIJKLMNPQRSTUVWXYZ"


def _sumas(primeras: Iterable[str], segundas: Iterable[str], peso: int) -> dict[str, int]:
    """Return what each pair adds to the sum of the check digit; its first one weighs `peso`."""
    return {
        una + otra: _VALORES[una] * peso + _VALORES[otra] * (peso - 1)
        for una in primeras
        for otra in segundas
    }


# Small tables, which stay in the processor's cache, instead of a pattern and a loop. A company's
# three letters count as if a blank stood before them.
_SUMA_1_2 = _sumas(_LETRAS, _LETRAS, 13) | {
    letra: suma for (_, letra), suma in _sumas(" ", _LETRAS, 13).items()
}
_SUMA_3_4 = _sumas(_LETRAS, _LETRAS, 11)
_SUMA_ANIO = _sumas("0123456789", "0123456789", 9)
_SUMA_DIA = {
    dia: sum(_VALORES[cifra] * peso for cifra, peso in zip(dia, (7, 6, 5, 4), strict=True))
    for dia in {fecha[2:] for fecha in _FECHAS}
}
_SUMA_HOMOCLAVE = _sumas(_SIN_DUDA, _SIN_DUDA, 3)
_SUMA_DIGITO = {digito: _VALORES[digito] for digito in "0123456789A"}


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

    The fast way through a file: each piece is known by heart, with what it adds to the weighted
    sum (with the digit itself at weight 1 that is a multiple of 11). Equal to `es_valido` and no
    `avisos`.
    """
    corte = len(texto) - _TRAS_LA_SEGUNDA_LETRA
    if corte not in {1, 2}:
        return False
    try:
        suma = (
            _SUMA_1_2[texto[:corte]]
            + _SUMA_3_4[texto[corte:-9]]
            + _SUMA_ANIO[texto[-9:-7]]
            + _SUMA_DIA[texto[-7:-3]]
            + _SUMA_HOMOCLAVE[texto[-3:-1]]
            + _SUMA_DIGITO[texto[-1]]
        )
    except KeyError:
        return False
    return (
        suma % 11 == 0
        and (texto[-7:-3] != "0229" or texto[-9:-3] in _FECHAS)
        and texto[:4] not in PALABRAS_INCONVENIENTES
    )


def digito_verificador(sin_digito: str) -> str:
    """Return the check digit for the first eleven (moral) or twelve (física) characters."""
    suma = sum(
        _VALORES[letra] * peso
        for letra, peso in zip(sin_digito.rjust(LARGO_FISICA - 1), range(13, 1, -1), strict=True)
    )
    return "0123456789A"[-suma % 11]
