"""Views of the list («vistas»): what it shows, under a name, for a person or the account. Pure."""

from dataclasses import replace
from typing import Final

from clientes_app.domain.aspecto import Aspecto, escribir, leer
from clientes_app.domain.problemas import Problema, error
from clientes_app.domain.texto import clave_busqueda, limpiar, primer_control

MAXIMAS: Final = 100
"""So many an account may have, and so many of their own each person: all are offered at once."""

LARGO_MAXIMO: Final = 40
TODOS: Final = "Todos"
"""The list as it begins, which stands among the views of every account."""


def leer_nombre(original: str) -> tuple[str, tuple[Problema, ...]]:
    """Return the name of a view that somebody typed, without stray blanks, and what is wrong.

    One of a hundred thousand characters is not looked through.
    """
    nombre = limpiar(original[: LARGO_MAXIMO * 10])
    if not nombre:
        return "", (_error("vista_falta", "Falta el nombre de la vista.", "Escríbalo."),)
    if len(nombre) > LARGO_MAXIMO:
        mensaje = f"El nombre de la vista pasa de {LARGO_MAXIMO} caracteres."
        return nombre, (_error("vista_larga", mensaje, "Acórtelo."),)
    if primer_control(nombre) is not None:
        mensaje = "El nombre de una vista no lleva caracteres de control."
        return nombre, (_error("vista_letras", mensaje, "Quítelos."),)
    if clave_de(nombre) == clave_de(TODOS):
        mensaje = f"«{TODOS}» es la lista sin búsqueda ni filtros."
        return nombre, (_error("vista_repetida", mensaje, "Elija otro nombre."),)
    return nombre, ()


def vista_repetida(nombre: str, *, de_la_cuenta: bool) -> Problema:
    """Return what is said of a name that another view of the account, or of oneself, has."""
    hay = "La cuenta ya tiene" if de_la_cuenta else "Ya tiene"
    mensaje = f"{hay} una vista que se llama «{nombre}»."
    return _error("vista_repetida", mensaje, "Elija otro nombre, o cambie esa.")


def demasiadas_vistas(*, de_la_cuenta: bool) -> Problema:
    """Return what is said when an account, or a person, has as many as they may."""
    hay = "La cuenta ya tiene" if de_la_cuenta else "Ya tiene"
    mensaje = f"{hay} {MAXIMAS} vistas, que es el máximo."
    return _error("vista_demasiadas", mensaje, "Borre alguna que ya no use.")


def vista_de_editores() -> Problema:
    """Return what is said to somebody who may only look, of a view for the whole account."""
    mensaje = "Su rol en esta cuenta (Lector) no permite guardar vistas para toda la cuenta."
    return _error("vista_de_editores", mensaje, "Guárdela para usted.")


def clave_de(nombre: str) -> str:
    """Return by what two names of views are the same: case and accents make no difference."""
    return clave_busqueda(nombre)


def columnas_de(aspecto: Aspecto) -> str:
    """Return what a view keeps of the columns that somebody sees: "" for those of the beginning."""
    return escribir(replace(aspecto, compacta=False))


def con_columnas(aspecto: Aspecto, columnas: str) -> Aspecto:
    """Return how somebody sees the list who chose a view.

    One with the columns of the beginning leaves them as they are: most views are about whom they
    show, and who arranged their columns need not do that again after each. How high the rows are
    is never a view's affair.
    """
    return replace(leer(columnas), compacta=aspecto.compacta) if columnas else aspecto


def _error(codigo: str, mensaje: str, sugerencia: str) -> Problema:
    return error("nombre", codigo, mensaje, sugerencia=sugerencia)
