"""The short name of an account, which stands in the addresses of its pages: `abarrotes-pena`."""

import re

from clientes_app.domain.problemas import Problema, error
from clientes_app.domain.texto import clave_busqueda

_MAXIMO = 40
_VALIDO = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_PALABRA = re.compile(r"[a-z0-9]+", re.ASCII)
_SIN_LETRAS = "cuenta"
_TECLEADO_MAXIMO = 200


def nombre_corto_de(nombre: str) -> str:
    """Return the short name that the name of an account suggests: its words, in plain letters.

    As many whole words as fit; of a first one that is too long by itself, its beginning.
    """
    palabras = _PALABRA.findall(clave_busqueda(nombre).lower())
    entero = "-".join(palabras)
    if len(entero) > _MAXIMO:
        entero = entero[: _MAXIMO + 1].rpartition("-")[0] or entero[:_MAXIMO]
    return entero or _SIN_LETRAS


def numerado(corto: str, numero: int) -> str:
    """Return the short name with a number behind it, for an account whose own is taken."""
    cola = f"-{numero}"
    return corto[: _MAXIMO - len(cola)].rstrip("-") + cola


def leer_nombre_corto(original: str) -> tuple[str, tuple[Problema, ...]]:
    """Return a short name that somebody typed, in lower case, and what is wrong with it."""
    corto = original[:_TECLEADO_MAXIMO].strip().lower()
    if not corto:
        return "", (_error("nombre_corto_falta", "Falta el nombre corto.", "", "Escríbalo."),)
    if len(corto) > _MAXIMO:
        mensaje = f"El nombre corto pasa de {_MAXIMO} caracteres."
        return corto, (_error("nombre_corto_largo", mensaje, original, "Acórtelo."),)
    if not _VALIDO.fullmatch(corto):
        mensaje = "El nombre corto lleva solo letras sin acento, números y guiones entre ellos."
        sugerencia = f"Puede ser «{nombre_corto_de(corto)}»."
        return corto, (_error("nombre_corto_letras", mensaje, original, sugerencia),)
    return corto, ()


def nombre_corto_ocupado(corto: str) -> Problema:
    """Return what is said of a short name that another account has, or had."""
    mensaje = f"El nombre corto «{corto}» es, o fue, de otra cuenta."
    return _error("nombre_corto_ocupado", mensaje, corto, "Elija otro.")


def _error(codigo: str, mensaje: str, valor: str, sugerencia: str) -> Problema:
    return error("nombre_corto", codigo, mensaje, valor=valor, sugerencia=sugerencia)
