"""Accept fast: one look at a whole row that is right as it stands and about which nothing is said.

Nearly every row of a good file is one. This module knows no rule of its own: whatever it does not
know at a glance it leaves to `domain.cliente`, which explains; tests hold the two equal.
"""

from collections.abc import Sequence
from datetime import date
from operator import gt

from clientes_app.domain import claves, codigo_postal, correo, nombre
from clientes_app.domain.columnas import CAMPOS, COLUMNAS
from clientes_app.domain.rfc import structure as _rfc
from clientes_app.domain.texto import es_latin_1

_SIGNO = "|"
"""Put between the cells, so that all of them are looked at in one text. No name may hold it."""

_SIGNOS = len(CAMPOS) - 1
_CALLE = CAMPOS.index("calle")
_RESIDENCIA = CAMPOS.index("residencia_fiscal")
_MAXIMOS = tuple(columna.maximo for columna in COLUMNAS[_CALLE:_RESIDENCIA])
_MAXIMO_NOMBRE = COLUMNAS[0].maximo
_SIGNOS_DEL_RESTO = len(CAMPOS) - _CALLE - 1
_SIN_NADA_MAS = _SIGNO * (len(CAMPOS) - _CALLE)
"""How a row ends that says nothing behind the postal code."""


def tal_cual(fila: Sequence[str], hoy: date) -> Sequence[str] | None:
    """Return the twenty texts as they are stored, the name in upper case; None when in doubt.

    An apostrophe is a doubt too, since a file may hold it as the guard of a formula.
    """
    todo = _SIGNO.join(fila)
    if not _es_llano(todo, _SIGNOS):
        return None
    dicho, rfc, uso, regimen, email, otro, tercero, cp, *_ = fila
    if (
        not _rfc.es_callado(rfc)
        or not codigo_postal.es_callado(cp)
        or not claves.son_calladas(regimen, uso, _rfc.persona(rfc), hoy)
        or not correo.es_callado(email)
        or ((otro or tercero) and not _distintos(email, otro, tercero))
        or not (todo.endswith(_SIN_NADA_MAS) or _cabe_el_resto(fila))
    ):
        return None
    alto = dicho.upper()
    if not _es_callado_el_nombre(alto, es_moral=len(rfc) == _rfc.LARGO_MORAL):
        return None
    return fila if alto == dicho else (alto, *fila[1:])


def es_callado_el_resto(fila: Sequence[str]) -> bool:
    """Whether all that stands behind the postal code is right as it stands, residence and all."""
    todo = _SIGNO.join(fila[_CALLE:])
    return len(todo) == _SIGNOS_DEL_RESTO or (
        _es_llano(todo, _SIGNOS_DEL_RESTO) and _cabe_el_resto(fila)
    )


def _cabe_el_resto(fila: Sequence[str]) -> bool:
    """Whether clean texts are: none too long, a parcel's postal code that exists, no residence."""
    cp, pais, residencia, registro = fila[12], fila[16], fila[18], fila[19]
    return (
        not residencia
        and not registro
        and (not cp or codigo_postal.leer_envio(cp, pais) == (cp, ()))
        and not any(map(gt, map(len, fila[_CALLE:_RESIDENCIA]), _MAXIMOS))
    )


def _es_llano(todo: str, signos: int) -> bool:
    """Whether every cell is clean as `texto.esta_limpio` means it, and none looks badly read."""
    if (
        not todo.isprintable()
        or "&" in todo
        or "'" in todo
        or "  " in todo
        or " |" in todo
        or "| " in todo
        or todo.startswith(" ")
        or todo.count(_SIGNO) != signos
    ):
        return False
    if todo.isascii():
        return True
    # Latin-1 is composed (NFC); these three begin every text that was read as Windows-1252.
    return "Ã" not in todo and "Â" not in todo and "â" not in todo and es_latin_1(todo)


def _es_callado_el_nombre(alto: str, *, es_moral: bool) -> bool:
    if (
        not alto
        or len(alto) > _MAXIMO_NOMBRE
        or "?" in alto
        or alto in nombre.PALABRAS_NADA
        or alto == nombre.PUBLICO_EN_GENERAL
        or not (alto.isascii() or alto.replace("Ñ", "").isascii())
    ):
        return False
    return not es_moral or nombre.es_sin_cola(alto)


def _distintos(email: str, otro: str, tercero: str) -> bool:
    """Whether the further addresses are plain too and no two are the same (all lower case)."""
    return (
        (not otro or correo.es_callado(otro))
        and (not tercero or correo.es_callado(tercero))
        and email not in {otro, tercero}
        and otro != tercero
    )
