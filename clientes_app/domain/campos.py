"""What holds for every field: cleaning that is said, and characters and lengths that are refused.

Codes that begin with «arreglo_» say that a value was mended; nothing mended is mended again.
"""

import re
import unicodedata

from clientes_app.domain import texto as _texto
from clientes_app.domain.columnas import POR_CAMPO
from clientes_app.domain.problemas import Problema, aviso, error

Lectura = tuple[str, tuple[Problema, ...]]
"""A value as it would be stored, and what was found on the way to it."""

OBLIGATORIO = "obligatorio"
"""The code of what `obligatorio` says."""

_CP1252_ALTOS = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_RE_MAL_LEIDO = re.compile(f"[ÂÃ][\x80-\xbf{_CP1252_ALTOS}]|â[\x80-\xbf{_CP1252_ALTOS}]{{2}}")
_SOSPECHOSAS = frozenset("ÂÃâ")
_RE_FORMULA = re.compile('="([^"]*)"')
_MAS_VUELTAS = 3


def limpio(campo: str, original: str) -> Lectura:
    """Clean a text and say what was done to it."""
    valor = _texto.limpiar(original)
    if valor == original:
        return valor, ()
    halladas: list[Problema] = []
    if _texto.sin_entidades(original) != original:
        halladas.append(
            aviso(
                campo,
                "arreglo_entidades",
                f"Se cambiaron códigos HTML: queda «{valor}».",
                valor=original,
            )
        )
    if _texto.tiene_invisibles(original):
        halladas.append(
            aviso(campo, "arreglo_invisibles", "Se quitaron caracteres invisibles.", valor=original)
        )
    if _texto.llano(original) != original:
        cambiadas = "Se cambiaron letras de ancho completo o adornadas por las normales."
        halladas.append(aviso(campo, "arreglo_letras", cambiadas, valor=original))
    if unicodedata.normalize("NFC", original) != original:
        halladas.append(
            aviso(
                campo,
                "arreglo_acento_compuesto",
                "Se unió cada letra con su acento, que venía por separado.",
                valor=original,
            )
        )
    if not halladas or _texto.tiene_blancos_de_mas(original):
        halladas.append(
            aviso(campo, "arreglo_espacios", "Se quitaron espacios de más.", valor=original)
        )
    return valor, tuple(halladas)


def sin_formula(campo: str, valor: str, original: str) -> Lectura:
    """Take Excel's ="01000" off a code, and say so."""
    hallada = _RE_FORMULA.fullmatch(valor)
    if hallada is None:
        return valor, ()
    return _texto.limpiar(hallada[1]), (
        aviso(
            campo,
            "arreglo_formula",
            f"Se quitó la fórmula de Excel: queda «{hallada[1]}».",
            valor=original,
        ),
    )


_COMO_LLENAR = {
    "nombre": "Escríbalo como está registrado ante el SAT.",
    "rfc": "Escriba sus 12 o 13 caracteres.",
    "email": "Escriba al menos un e-mail; ahí llegan las facturas.",
    "codigo_postal": "Escriba los cinco dígitos de su domicilio fiscal.",
}


def obligatorio(campo: str, *, sugerencia: str = "") -> Problema:
    """Say that a required field is blank."""
    etiqueta = POR_CAMPO[campo].etiqueta
    return error(
        campo,
        OBLIGATORIO,
        f"Falta «{etiqueta}».",
        sugerencia=sugerencia or _COMO_LLENAR[campo],
    )


def caracteres(campo: str, valor: str, original: str) -> tuple[Problema, ...]:
    """Refuse control characters and lost ones, and text longer than the column takes."""
    if valor.isascii() and valor.isprintable() and len(valor) <= POR_CAMPO[campo].maximo:
        return ()
    halladas: list[Problema] = []
    control = _texto.primer_control(valor)
    if control is not None:
        lugar, caracter = control
        halladas.append(
            error(
                campo,
                "caracter_de_control",
                f"La posición {lugar} tiene un carácter de control (U+{ord(caracter):04X}).",
                valor=original,
                sugerencia="Vuelva a escribir el texto, sin copiarlo.",
            )
        )
    lugar = valor.find("\ufffd")
    if lugar >= 0:
        halladas.append(
            error(
                campo,
                "caracter_perdido",
                f"La posición {lugar + 1} tiene un carácter que se perdió («\ufffd»).",
                valor=original,
                sugerencia="Escriba la letra que va ahí.",
            )
        )
    maximo = POR_CAMPO[campo].maximo
    if len(valor) > maximo:
        halladas.append(
            error(
                campo,
                "demasiado_largo",
                f"Tiene {len(valor)} caracteres; caben {maximo}.",
                valor=original,
                sugerencia="Acorte el texto.",
            )
        )
    return tuple(halladas)


def bien_leido(texto: str) -> str | None:
    """Return what a text said before UTF-8 was read as Windows-1252 («PEÃ‘A»: «PEÑA»), or None."""
    if _SOSPECHOSAS.isdisjoint(texto) or not _RE_MAL_LEIDO.search(texto):
        return None
    leido = texto
    for _ in range(_MAS_VUELTAS):
        try:
            otra = b"".join(_byte(letra) for letra in leido).decode("utf-8")
        except UnicodeError:
            break
        if otra == leido:
            break
        leido = otra
    return None if leido == texto else leido


def _byte(letra: str) -> bytes:
    try:
        return letra.encode("cp1252")
    except UnicodeEncodeError:
        return letra.encode("latin-1")


def texto_libre(campo: str, original: str) -> Lectura:
    """Read an optional text (street, town…)."""
    valor, halladas = limpio(campo, original)
    halladas += caracteres(campo, valor, original)
    leido = bien_leido(original)
    if leido is not None:
        halladas += (
            aviso(
                campo,
                "texto_mal_codificado",
                f"El texto se leyó con otra codificación; parece decir «{leido}».",
                valor=original,
                accion="Corregir el texto",
                arreglo=_texto.limpiar(leido),
            ),
        )
    return valor, halladas
