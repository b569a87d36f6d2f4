"""Postal codes: the recipient's, against the SAT's catalogue, and the free one of a parcel."""

import re

from clientes_app.domain import campos
from clientes_app.domain.catalogos import estado_de_cp, estado_mas_cercano, nombre_estado
from clientes_app.domain.letras import gemela
from clientes_app.domain.problemas import Problema, aviso, error
from clientes_app.domain.texto import clave_busqueda

_DIGITOS = 5
_RE_DECIMAL = re.compile(r"([0-9]{4,5})(?:\.0*|,0{1,2})")
_RE_CIENTIFICA = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+")
_RE_MILES = re.compile(r"[1-9][0-9]{0,2}(?:[,.'][0-9]{3})+(?:[.,]0+)?|[1-9] [0-9]{3}")
_RE_CUATRO = re.compile("[1-9][0-9]{3}")
RELLENOS = frozenset({"00000", "99999"})
"""What people type to get past a required field. The SAT's catalogue lists 99999 (Zacatecas,
no municipio), but nobody lives there: as a client's postal code it is refused."""
_MEXICO = frozenset({"", "MEXICO", "MEX", "MX", "MEJICO", "ESTADOS UNIDOS MEXICANOS"})
_RE_PREFIJO = re.compile(r"C\.? ?P(?=[^A-Z])", re.IGNORECASE)
_RE_SIGNOS = re.compile(r"[^\w]+|_")
_RE_LETRAS_APARTE = re.compile(r"(?<=[0-9])[ ,.;:-]+[^\W\d_][^\d]*$")
_CIFRAS = str.maketrans("OoIlSB", "001158")
_CONSTANCIA = "Compárelo con la Constancia de Situación Fiscal de su cliente."


def leer(original: str) -> campos.Lectura:
    """Read the recipient's postal code: five digits of c_CodigoPostal (CFDI40147)."""
    valor, halladas = _arreglado("codigo_postal", original)
    if not valor:
        return "", (*halladas, campos.obligatorio("codigo_postal"))
    problema = _que_falla(valor, original)
    return valor, halladas if problema is None else (*halladas, problema)


def tiene_cinco_digitos(texto: str) -> bool:
    """Whether a text has the shape of a postal code of Mexico."""
    return len(texto) == _DIGITOS and texto.isascii() and texto.isdecimal()


def estado(valor: str) -> str:
    """Return the name of the state of a postal code that a client may have, else ""."""
    clave = None if valor in RELLENOS else estado_de_cp(valor)
    return nombre_estado(clave) if clave else ""


def es_de_mexico(pais: str) -> bool:
    """Whether an address of that country, as somebody wrote it, is one of Mexico; blank is."""
    return clave_busqueda(pais) in _MEXICO


def leer_envio(original: str, pais: str) -> campos.Lectura:
    """Read a parcel's postal code: free text abroad; in Mexico a doubtful one is a notice."""
    if not original:
        return original, ()
    campo = "codigo_postal_envio"
    if not es_de_mexico(pais):
        return campos.texto_libre(campo, original)
    valor, halladas = _arreglado(campo, original)
    halladas += campos.caracteres(campo, valor, original)
    if valor and not any(p.es_error for p in halladas) and estado_de_cp(valor) is None:
        halladas += (
            aviso(
                campo,
                "cp_envio_dudoso",
                f"«{valor}» no es un código postal de México.",
                valor=original,
                sugerencia="Revíselo, o escriba el País si es de otro.",
            ),
        )
    return valor, halladas


def _arreglado(campo: str, original: str) -> campos.Lectura:
    if tiene_cinco_digitos(original):
        return original, ()
    valor, halladas = campos.limpio(campo, original)
    valor, mas = campos.sin_formula(campo, valor, original)
    halladas += mas
    if valor.startswith("'") and valor[1:].isdecimal():
        valor = valor[1:]
        halladas += (aviso(campo, "arreglo_apostrofo", "Se quitó el apóstrofo.", valor=original),)
    decimal = _RE_DECIMAL.fullmatch(valor)
    if decimal is not None:
        valor = decimal[1]
        halladas += (
            aviso(
                campo,
                "arreglo_cp_decimal",
                f"Se quitó el decimal: queda «{valor}».",
                valor=original,
            ),
        )
    if _RE_CUATRO.fullmatch(valor):
        valor = f"0{valor}"
        halladas += (
            aviso(
                campo,
                "arreglo_cp_cero",
                f"Tenía cuatro dígitos y se le puso el cero que suele faltar: queda «{valor}».",
                valor=original,
            ),
        )
    return valor, halladas


def _que_falla(valor: str, original: str) -> Problema | None:
    if tiene_cinco_digitos(valor):
        return _que_falla_en_cinco_digitos(valor, original)
    if _RE_CIENTIFICA.fullmatch(valor):
        codigo = "cp_notacion_cientifica"
        mensaje = f"«{valor}» es un número en notación científica, no un código postal."
        sugerencia = "Escriba los cinco dígitos; en Excel, dé antes a la columna formato de texto."
    elif _RE_MILES.fullmatch(valor):
        codigo = "cp_separador_de_miles"
        mensaje = f"«{valor}» lleva separador de miles; puede leerse de dos maneras."
        sugerencia = "Escriba los cinco dígitos, sin comas ni puntos."
    else:
        codigo, (mensaje, sugerencia) = "cp_forma", _forma(valor)
    propuesta = _propuesta(valor) if codigo == "cp_forma" else None
    return error(
        "codigo_postal",
        codigo,
        mensaje,
        valor=original,
        sugerencia=f"¿Es {propuesta}?" if propuesta else sugerencia,
        accion=f"Usar {propuesta}" if propuesta else "",
        arreglo=propuesta,
    )


def _forma(valor: str) -> tuple[str, str]:
    """Return what is wrong with the shape, and what to do."""
    ajena = next((letra for letra in valor if not "0" <= letra <= "9"), "")
    if len(valor) == _DIGITOS:
        lugar = valor.index(ajena) + 1
        return f"La posición {lugar} dice «{ajena}» y debe ser un dígito.", _CONSTANCIA
    if ajena == " ":
        return "El código postal lleva un espacio.", "Escriba los cinco dígitos juntos."
    mensaje = f"El código postal debe tener cinco dígitos; «{valor[:40]}» no los tiene."
    return mensaje, _CONSTANCIA


def _propuesta(valor: str) -> str | None:
    """Return the postal code that was certainly meant: without blanks and signs, O as 0."""
    solo = _RE_LETRAS_APARTE.sub("", _RE_PREFIJO.sub("", valor, count=1))
    digitos = "".join(
        gemela(letra) or letra for letra in _RE_SIGNOS.sub("", solo).translate(_CIFRAS)
    )
    return digitos if tiene_cinco_digitos(digitos) and estado_de_cp(digitos) else None


def _que_falla_en_cinco_digitos(valor: str, original: str) -> Problema | None:
    if valor in RELLENOS:
        codigo, mensaje = "cp_relleno", f"{valor} no es el código postal de nadie."
    elif estado_de_cp(valor) is None:
        cercano = nombre_estado(estado_mas_cercano(valor))
        codigo = "cp_no_catalogo"
        mensaje = (
            f"El código postal {valor} no está en el catálogo del SAT. "
            f"El más cercano es de {cercano}."
        )
    else:
        return None
    return error(
        "codigo_postal",
        codigo,
        mensaje,
        valor=original,
        sugerencia=_CONSTANCIA,
        sat="CFDI40147",
    )
