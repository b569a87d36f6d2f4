"""What a user's e-mail, name and password may be. The fields: «email», «nombre», «clave»."""

import unicodedata

from clientes_app.domain import correo
from clientes_app.domain.problemas import Problema, error
from clientes_app.domain.texto import clave_busqueda, limpiar, primer_control

CLAVE_MINIMA = 12
CLAVE_MAXIMA = 256
"""Least and greatest length of a password, in characters."""

_NOMBRE_MAXIMO = 120
_DISTINTOS = 5
_LETRA_Y_ACENTOS = 4
_TECLEADO_MAXIMO = 2000
"""Longer texts are no e-mail and no name; cleaning them would only cost time."""


def leer_email(original: str) -> tuple[str, tuple[Problema, ...]]:
    """Return an address in the one form in which it is kept and compared, and what is wrong.

    Lower case throughout: nobody means two mailboxes by «Ana@» and «ana@», but one person who
    cannot sign in does.
    """
    normal, halladas = correo.leer("email", original[:_TECLEADO_MAXIMO])
    errores = tuple(hallada for hallada in halladas if hallada.es_error)
    if not normal:
        falta = error("email", "email_falta", "Falta el e-mail.", sugerencia="Escríbalo.")
        return "", (falta,)
    if any(hallada.codigo == "email_varios" for hallada in errores):
        varios = error(
            "email", "email_varios", "Hay más de un e-mail.", valor=original, sugerencia="Deje uno."
        )
        return normal, (varios,)
    return correo.escrituras(normal)[0].lower(), errores


def email_para_buscar(original: str) -> str:
    """Return an address as it would be kept; what is none comes back as some text that is none."""
    normal, errores = leer_email(original)
    return "" if errores else normal


def leer_nombre(original: str) -> tuple[str, tuple[Problema, ...]]:
    """Return the name without blanks too many, and what is wrong with it."""
    limpio = limpiar(original[:_TECLEADO_MAXIMO])
    if not limpio:
        falta = error("nombre", "nombre_falta", "Falta el nombre.", sugerencia="Escríbalo.")
        return "", (falta,)
    if len(limpio) > _NOMBRE_MAXIMO:
        largo = error(
            "nombre",
            "nombre_largo",
            f"El nombre pasa de {_NOMBRE_MAXIMO} caracteres.",
            sugerencia="Acórtelo.",
        )
        return limpio, (largo,)
    if primer_control(limpio) is not None:
        control = error(
            "nombre",
            "nombre_control",
            "El nombre lleva un carácter que no se puede guardar.",
            sugerencia="Vuelva a escribirlo a mano.",
        )
        return limpio, (control,)
    return limpio, ()


def nombre_plegado(nombre: str) -> str:
    """Return what names have in common that a reader takes for one: their letters and digits.

    Case, accents, blanks and signs make no difference, nor do letters of other alphabets that look
    like ours.
    """
    return "".join(letra for letra in clave_busqueda(limpiar(nombre)) if letra.isalnum())


def nombre_visible(nombre: str, email: str, *, hay_tocayo: bool) -> str:
    """Return how others are told of a person: with the e-mail where the name is not enough.

    That is so when somebody else looks the same by name, and when the name itself looks like it
    came with an e-mail.
    """
    return f"{nombre} ({email})" if hay_tocayo or "@" in nombre else nombre


def clave_normal(clave: str) -> str | None:
    """Return the password as it is compared, or None when it cannot be any user's.

    A letter with its accent is one character (NFC), however the keyboard sends it: a Mac and a
    Windows machine differ in that. Nothing else is changed, not even blanks at the ends.
    """
    if len(clave) > _LETRA_Y_ACENTOS * CLAVE_MAXIMA:
        return None
    normal = unicodedata.normalize("NFC", clave)
    if len(normal) > CLAVE_MAXIMA or any("\ud800" <= letra <= "\udfff" for letra in normal):
        return None
    return normal


def falta_clave(clave: str) -> tuple[Problema, ...]:
    """Return that the password is missing, if it is."""
    return () if clave else (_falta_clave("Escríbala."),)


def faltas_al_entrar(email: str, clave: str) -> tuple[Problema, ...]:
    """Return which of the two is missing; whether they are right is not judged here."""
    del_email = () if limpiar(email[:_TECLEADO_MAXIMO]) else leer_email("")[1]
    return (*del_email, *falta_clave(clave))


def problemas_de_clave(clave: str, *, email: str) -> tuple[Problema, ...]:
    """Return what is wrong with a new password of the user with that address.

    Length is what makes a password hard to guess; classes of characters are not asked for.
    """
    normal = clave_normal(clave)
    if normal is None:
        if len(clave) > CLAVE_MAXIMA:
            return (_mala("clave_larga", f"pasa de {CLAVE_MAXIMA} caracteres", "Acórtela."),)
        remedio = "Escríbala a mano."
        return (_mala("clave_caracter", "lleva un carácter que no se puede guardar", remedio),)
    if len(normal) < CLAVE_MINIMA:
        remedio = "Alárguela; sirven varias palabras seguidas."
        corta = _mala("clave_corta", f"tiene menos de {CLAVE_MINIMA} caracteres", remedio)
        return (corta if clave else _falta_clave("Escríbala."),)
    if normal.strip().casefold() == email.casefold():
        return (_mala("clave_es_email", "es igual a su e-mail", "Elija otra."),)
    if len(set(normal)) < _DISTINTOS:
        remedio = f"Use por lo menos {_DISTINTOS} caracteres distintos."
        return (_mala("clave_repetida", "repite casi siempre lo mismo", remedio),)
    return ()


def _falta_clave(remedio: str) -> Problema:
    return error("clave", "clave_falta", "Falta la contraseña.", sugerencia=remedio)


def _mala(codigo: str, que: str, remedio: str) -> Problema:
    return error("clave", codigo, f"La contraseña {que}.", sugerencia=remedio)
