"""What somebody typed into the search field, as the words that must occur."""

import re
from dataclasses import dataclass

from clientes_app.domain.texto import clave_busqueda, limpiar

_RE_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]+")
_RE_GUIONES = re.compile(r"[-\u2010-\u2015\u2212\s]+")
_RE_PARTE_DE_RFC = re.compile(r"[A-Z&]{3,4}[0-9]{2,6}[A-Z0-9]{0,3}")
_RE_RFC = re.compile(r"[A-Z&]{3,4}[0-9]{6}[A-Z0-9]{3}")

LARGO_MAXIMO = 300
"""Longer queries are cut: no field that is searched is longer (characters)."""

PALABRAS_MAXIMAS = 12
"""Further words are ignored, so that nobody can make the database test a thousand."""


@dataclass(frozen=True, slots=True)
class Terminos:
    """A query, folded as the index is.

    Every one of `palabras` must occur; or, if `rfc` is not "", that text must occur in the RFC
    (it is the query without its dashes and blanks). `exacto` is the query as a whole RFC, or "".
    """

    palabras: tuple[str, ...]
    rfc: str
    exacto: str

    def __bool__(self) -> bool:
        """Whether anything is asked at all."""
        return bool(self.palabras)


def terminos(texto: str) -> Terminos:
    """Read a query as it was typed."""
    plegado = clave_busqueda(limpiar(_RE_CONTROL.sub(" ", texto[:LARGO_MAXIMO])))
    palabras = tuple(dict.fromkeys(plegado.split()))[:PALABRAS_MAXIMAS]
    junto = _RE_GUIONES.sub("", plegado)
    # Without dashes every word is a part of `junto`: then the words alone find all it would.
    con_guiones = any(_RE_GUIONES.search(palabra) for palabra in palabras)
    es_parte = con_guiones and _RE_PARTE_DE_RFC.fullmatch(junto) is not None
    return Terminos(
        palabras=palabras,
        rfc=junto if es_parte else "",
        exacto=junto if _RE_RFC.fullmatch(junto) else "",
    )
