"""Dates as the SAT prints them, and when a constancia is old."""

import re
from calendar import monthrange
from datetime import date

from clientes_app.domain.dias import MESES
from clientes_app.domain.texto import clave_busqueda

OLD_AFTER_MONTHS = 3
_MONTHS = {mes.upper(): numero for numero, mes in enumerate(MESES, start=1)} | {"SETIEMBRE": 9}
_IN_WORDS = re.compile(r"(\d{1,2}) ?DE ?([A-Z]+?) ?(?:DEL?|,) ?(\d{4})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?!\d)")


def fecha(text: str) -> str | None:
    """Return the first date of a text as ISO writes it, None when there is none.

    Read are «28 DE SEPTIEMBRE DE 2005», 28/09/2005, 28-09-2005 and 2005/09/28.
    """
    plain = " ".join(clave_busqueda(text).split())
    for found in _IN_WORDS.finditer(plain):
        if found[2] in _MONTHS:
            return _iso(int(found[3]), _MONTHS[found[2]], int(found[1]))
    day_first, year_first = _DAY_FIRST.search(plain), _YEAR_FIRST.search(plain)
    if day_first is not None:
        return _iso(int(day_first[3]), int(day_first[2]), int(day_first[1]))
    if year_first is not None:
        return _iso(int(year_first[1]), int(year_first[2]), int(year_first[3]))
    return None


def is_old(emitida: str | None, hoy: date) -> bool:
    """Whether a constancia was issued (ISO) more than three months ago, as banks count it."""
    year, month = divmod(hoy.year * 12 + hoy.month - 1 - OLD_AFTER_MONTHS, 12)
    month += 1
    limit = date(year, month, min(hoy.day, monthrange(year, month)[1]))
    return emitida is not None and date.fromisoformat(emitida) < limit


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
