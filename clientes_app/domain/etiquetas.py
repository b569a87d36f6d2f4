"""Etiquetas: short words with a colour that an account puts on its clients. Pure."""

from collections.abc import Iterable, Mapping
from typing import Final

from clientes_app.domain.problemas import Problema, error
from clientes_app.domain.texto import clave_busqueda, limpiar, primer_control

COLORES: Final[Mapping[str, str]] = {
    "azul": "Azul",
    "violeta": "Violeta",
    "rosa": "Rosa",
    "ambar": "Ámbar",
    "verde": "Verde",
    "gris": "Gris",
}
"""The colours that an etiqueta can have, in words; each is a pair of the style sheet."""

MAXIMAS: Final = 100
"""So many an account may have: they are all offered at once."""

LARGO_MAXIMO: Final = 30
SEPARADOR: Final = ", "
"""Stands between the etiquetas of a client where they are one text: no name has a comma."""

_DE_CAMBIO = "etiqueta:"


def leer_nombre(original: str) -> tuple[str, tuple[Problema, ...]]:
    """Return the name of an etiqueta that somebody typed, without stray blanks, and what is wrong.

    One of a hundred thousand characters is not looked through.
    """
    nombre = limpiar(original[: LARGO_MAXIMO * 10])
    if not nombre:
        return "", (_error("etiqueta_falta", "Falta el nombre de la etiqueta.", "Escríbalo."),)
    if len(nombre) > LARGO_MAXIMO:
        mensaje = f"El nombre de la etiqueta pasa de {LARGO_MAXIMO} caracteres."
        return nombre, (_error("etiqueta_larga", mensaje, "Acórtelo."),)
    if "," in nombre or primer_control(nombre) is not None:
        mensaje = "El nombre de una etiqueta no lleva comas ni caracteres de control."
        return nombre, (_error("etiqueta_letras", mensaje, "Quítelos."),)
    return nombre, ()


def leer_color(color: str) -> tuple[str, tuple[Problema, ...]]:
    """Return a colour, and what is wrong with it: that there is no such one."""
    if color in COLORES:
        return color, ()
    mensaje = "Ese color no es de los que puede tener una etiqueta."
    return color, (_error("etiqueta_color", mensaje, f"Elija {', '.join(COLORES.values())}."),)


def etiqueta_repetida(nombre: str) -> Problema:
    """Return what is said of a name that another etiqueta of the account has."""
    mensaje = f"Ya hay una etiqueta que se llama «{nombre}»."
    return _error("etiqueta_repetida", mensaje, "Use esa o elija otro nombre.")


def demasiadas_etiquetas() -> Problema:
    """Return what is said when an account has as many as it may."""
    mensaje = f"La cuenta ya tiene {MAXIMAS} etiquetas, que es el máximo."
    return _error("etiqueta_demasiadas", mensaje, "Borre alguna que ya no use.")


def clave_de(nombre: str) -> str:
    """Return by what two names of etiquetas are the same: case and accents make no difference."""
    return clave_busqueda(nombre)


def juntas(nombres: Iterable[str]) -> str:
    """Return the etiquetas of a client as one text, which a file has in its last column."""
    return SEPARADOR.join(nombres)


def como_valor(etiqueta_id: int, nombre: str) -> str:
    """Return what an action keeps of the etiqueta that it puts on or takes off.

    Its number, and what it was called when that was asked for: «7 Mayoreo».
    """
    return f"{etiqueta_id} {nombre}"


def de_valor(valor: str) -> tuple[int, str]:
    """Return the number and the name that `como_valor` put together; 0 when it is no such text."""
    numero, _, nombre = valor.partition(" ")
    es_numero = numero.isascii() and numero.isdecimal() and len(numero) <= len("9" * 18)
    return (int(numero) if es_numero and nombre else 0), nombre


def campo_de_cambio(etiqueta_id: int) -> str:
    """Return under what a change of a client holds one of its etiquetas."""
    return f"{_DE_CAMBIO}{etiqueta_id}"


def del_cambio(valores: Mapping[str, str]) -> dict[int, str]:
    """Return by number the etiquetas that one side of a change holds: the name, "" without it."""
    return {
        int(campo.removeprefix(_DE_CAMBIO)): nombre
        for campo, nombre in valores.items()
        if campo.startswith(_DE_CAMBIO)
    }


def _error(codigo: str, mensaje: str, sugerencia: str) -> Problema:
    return error("nombre", codigo, mensaje, sugerencia=sugerencia)
