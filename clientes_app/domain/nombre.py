"""The name of the recipient, which the SAT compares to the letter (CFDI40145)."""

import re
from collections.abc import Iterator

from clientes_app.domain import campos, letras
from clientes_app.domain import texto as _texto
from clientes_app.domain.problemas import Problema, aviso, error
from clientes_app.domain.rfc.structure import Receptor

PUBLICO_EN_GENERAL = "PUBLICO EN GENERAL"

PALABRAS_NADA = frozenset(
    {"NA", "N/A", "#N/A", "#NA", "#N/D", "N/D", "ND", "NULL", "NONE", "NAN", "-NAN", "<NA>", "NIL"}
    | {"TRUE", "FALSE", "VERDADERO", "FALSO"}
)
"""Words by which other tools write «nothing», true or false.

A name that is wholly one of them is kept to the letter, with a notice: upper case would hide
that «None» or «nan» came out of a program and not out of a Constancia.
"""

_REGIMENES_SOCIETARIOS = (
    "SA DE CV",
    "SA",
    "S DE RL DE CV",
    "S DE RL MI",
    "S DE RL",
    "SAPI DE CV",
    "SAPI",
    "SAB DE CV",
    "SAB",
    "SAS DE CV",
    "SAS",
    "SC DE RL DE CV",
    "SC DE RL",
    "SCL",
    "SC",
    "AC",
    "IAP",
    "ABP",
    "SPR DE RL",
    "SOFOM ENR",
    "SOFOM ER",
    "S EN C POR A",
    "S EN NC",
    "S EN C",
)
_PALABRAS = frozenset({"DE", "EN", "POR", "SOFOM"})


def _como_se_escribe(cola: str) -> str:
    """Return a pattern for a tail with or without dots and blanks: «S.A. DE C. V.»."""
    partes = (
        palabra if palabra in _PALABRAS else r"[. ]*".join(palabra) for palabra in cola.split()
    )
    return r"[. ]*".join(partes)


_RE_COLA = re.compile(
    r"(?P<antes>[ ,;]+)(?P<cola>(?:"
    + "|".join(_como_se_escribe(cola) for cola in _REGIMENES_SOCIETARIOS)
    + r")\.?)[ .,;]*$"
)
_ULTIMAS = frozenset(
    junta[desde:]
    for junta in (cola.replace(" ", "") for cola in _REGIMENES_SOCIETARIOS)
    for desde in range(len(junta))
)
"""What may stand after the last blank of a name that ends in such a tail."""

_RAREZAS: dict[letras.Clase, tuple[str, str]] = {
    "comillas": ("nombre_comillas", "Usar comillas rectas"),
    "guiones": ("nombre_guiones", "Usar guiones normales"),
    "letras": ("nombre_letras", "Usar letras latinas"),
    "emoji": ("nombre_emoji", "Quitar emojis"),
    "signos": ("nombre_signos", "Usar signos normales"),
}
"""The code of a notice about each, and what its button says."""

CODIGOS_DE_RAREZAS = frozenset(codigo for codigo, _ in _RAREZAS.values())
"""The codes of all of them."""

_LETRA_POR_LETRA = "El SAT compara el nombre letra por letra."
_RE_INTERROGACION = re.compile(r"[^\W\d_]\?[^\W\d_]")


def leer(original: str) -> campos.Lectura:
    """Read a name: clean, in upper case, judged by itself (the RFC is not looked at)."""
    valor, halladas = campos.limpio("nombre", original)
    if not valor:
        return "", (*halladas, campos.obligatorio("nombre"))
    alto = _texto.mayusculas(valor)
    if alto in PALABRAS_NADA:
        return valor, (
            *halladas,
            aviso(
                "nombre",
                "nombre_nada",
                f"El nombre es «{valor}», que suele querer decir «nada».",
                valor=original,
                sugerencia="Revise que de verdad sea el nombre del cliente.",
            ),
        )
    return alto, halladas + _juicio(alto, original)


def _juicio(nombre: str, original: str) -> tuple[Problema, ...]:
    halladas = campos.caracteres("nombre", nombre, original)
    if "|" in nombre:
        halladas += (
            error(
                "nombre",
                "nombre_barra",
                "El nombre lleva una barra «|», que el SAT no admite.",
                valor=original,
                sugerencia="Quite la barra.",
                accion="Quitar «|»",
                arreglo=_texto.limpiar(nombre.replace("|", " ")),
            ),
        )
    if nombre.isascii() and "`" not in nombre:
        if not halladas and "?" in nombre and _RE_INTERROGACION.search(nombre):
            halladas += (
                aviso(
                    "nombre",
                    "nombre_interrogacion",
                    "El nombre lleva «?» dentro de una palabra: quizá se perdió una letra.",
                    valor=original,
                    sugerencia="¿Va una Ñ o una vocal con acento?",
                ),
            )
        return halladas
    mal_leido = _mal_leido(nombre, original)
    if mal_leido is not None:
        return (*halladas, mal_leido)
    # A character that is refused is not remarked, too.
    rarezas = () if halladas else _rarezas(nombre, original)
    return (*halladas, *rarezas, *_acentos(nombre, original))


def _mal_leido(nombre: str, original: str) -> Problema | None:
    # In lower case «ã±» is nothing; in upper case, as it would be stored, it is «Ñ» misread.
    leido = campos.bien_leido(original) or campos.bien_leido(nombre)
    if leido is None:
        return None
    bueno = _texto.mayusculas(_texto.limpiar(leido))
    return error(
        "nombre",
        "texto_mal_codificado",
        f"El nombre se leyó con otra codificación; parece decir «{bueno}».",
        valor=original,
        sugerencia="Corrija el nombre; si viene de un archivo, guárdelo como CSV UTF-8.",
        accion="Corregir el nombre",
        arreglo=bueno,
    )


def _rarezas(nombre: str, original: str) -> Iterator[Problema]:
    """Name the characters that look right and are not, each kind with its first one's place."""
    halladas = list(letras.rarezas(nombre))
    for clase, (codigo, accion) in _RAREZAS.items():
        suyas = [rareza for rareza in halladas if rareza.clase == clase]
        if not suyas:
            continue
        arreglo = _sin_rarezas(nombre, suyas)
        mas = f"; hay {len(suyas) - 1} más" if len(suyas) > 1 else ""
        yield aviso(
            "nombre",
            codigo,
            f"La posición {suyas[0].lugar} tiene {letras.nombrada(suyas[0].letra)}{mas}.",
            valor=original,
            sugerencia=f"{_LETRA_POR_LETRA} ¿Es «{arreglo}»?" if arreglo else _LETRA_POR_LETRA,
            accion=accion if arreglo else "",
            arreglo=arreglo or None,
            sat="CFDI40145",
        )


def _sin_rarezas(nombre: str, rarezas: list[letras.Rareza]) -> str:
    """Return the name with plain characters in their places; "" if that is not certain."""
    nuevas = list(nombre)
    for _, lugar, _, llano in rarezas:
        if llano is None:
            return ""
        nuevas[lugar - 1] = llano
    return _texto.limpiar("".join(nuevas))


def _acentos(nombre: str, original: str) -> Iterator[Problema]:
    sin = _texto.sin_acentos(nombre)
    if sin != nombre:
        yield aviso(
            "nombre",
            "nombre_acentos",
            "El nombre lleva acentos.",
            valor=original,
            sugerencia="El SAT lo registra sin acentos; la Ñ se queda.",
            accion="Quitar acentos",
            arreglo=sin,
            sat="CFDI40145",
        )


def cola(nombre: str) -> tuple[str, str] | None:
    """Return the name without its régimen societario, and that tail as found; None without one."""
    ultima = nombre[nombre.rstrip(" .,;").rfind(" ") + 1 :]
    if _letras(ultima) not in _ULTIMAS:
        return None
    hallada = _RE_COLA.search(nombre)
    if hallada is None or not hallada.start():
        return None
    return nombre[: hallada.start()].rstrip(" ,;"), hallada["cola"]


def sin_cola(nombre: str, quien: Receptor) -> str:
    """Return the name without its régimen societario, if it is that of a persona moral.

    The name of a person, and of a generic RFC, may well end like one.
    """
    hallada = cola(nombre) if quien == "moral" else None
    return nombre if hallada is None else hallada[0]


def _letras(palabra: str) -> str:
    return palabra.replace(".", "").strip(" ,;")


def aviso_de_cola(nombre: str, original: str) -> tuple[Problema, ...]:
    """Say that the name ends in a régimen societario, which the SAT does not want (CFDI40145)."""
    hallada = cola(nombre)
    if hallada is None:
        return ()
    sin, dicha = hallada
    return (
        aviso(
            "nombre",
            "nombre_regimen_societario",
            f"El nombre termina en «{dicha}», el régimen societario.",
            valor=original,
            sugerencia="El SAT lo pide sin él, como está en la Constancia.",
            accion=f'Quitar "{dicha}"',
            arreglo=sin,
            sat="CFDI40145",
        ),
    )
