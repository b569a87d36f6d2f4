"""The shape of an RFC: pattern, date, check digit. No sentences here.

Source: tdCFDI.xsd (t_RFC, the pattern), Anexo 20 (who has twelve characters and who thirteen),
SAT «Procedimiento para verificar la estructura del RFC» (check digit).
"""

import re
from datetime import date
from operator import mul
from typing import Literal

from clientes_app.domain import texto as _texto
from clientes_app.domain.letras import GUIONES

Persona = Literal["fisica", "moral"]

Receptor = Literal["", "fisica", "moral", "nacional", "extranjero"]
"""Whose RFC it is, as far as other fields depend on it: a person, a company, one of the many behind
a generic RFC, or "" when the RFC is not right and nobody can tell."""

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
_RE_SEPARADORES = re.compile(f"[ {GUIONES}-]+")
_RE_FORMULA = re.compile('="([^"]*)"')
_ALTAS = str.maketrans("abcdefghijklmnopqrstuvwxyzñ", "ABCDEFGHIJKLMNOPQRSTUVWXYZÑ")
_VALORES = {letra: valor for valor, letra in enumerate("0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ")}
_PESOS = range(13, 1, -1)
_FECHAS = frozenset(
    date.fromordinal(dia).isoformat()[2:].replace("-", "")
    for dia in range(date(2000, 1, 1).toordinal(), date(2100, 1, 1).toordinal())
)
"""The two-digit dates that exist in either century: 000229 does, 010229 does not.

Each one of the years 1900 to 1999 exists in this century too, since 2000 was a leap year.
"""


def persona(valor: str) -> Persona:
    """Return whose RFC it is, by its length (Anexo 20; CFDI40158)."""
    return "moral" if len(valor) == LARGO_MORAL else "fisica"


def receptor(valor: str | None) -> Receptor:
    """Return whose RFC a valid one is; "" for a blank or none."""
    if not valor:
        return ""
    if valor == GENERICO_NACIONAL:
        return "nacional"
    return "extranjero" if valor == GENERICO_EXTRANJERO else persona(valor)


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


def digito_verificador(sin_digito: str) -> str:
    """Return the check digit for the first eleven (moral) or twelve (física) characters."""
    valores = map(_VALORES.__getitem__, sin_digito.rjust(LARGO_FISICA - 1))
    return "0123456789A"[-sum(map(mul, valores, _PESOS)) % 11]
