"""What somebody typed into the search field, as the words that must occur."""

import re
from dataclasses import dataclass

from clientes_app.domain.texto import clave_busqueda, limpiar

_RE_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]+")
_RE_GUIONES = re.compile(r"[-\s]+")
_ALREDEDOR = ",;<>"
"""What stands around words that were copied from a text, and is no part of them."""
_RE_PARTE_DE_RFC = re.compile(r"[A-Z&]{3,4}[0-9]{2,6}[A-Z0-9]{0,3}")
_RE_RFC = re.compile(r"[A-Z&]{3,4}[0-9]{6}[A-Z0-9]{3}")

LONGEST_QUERY = 300
"""Longer queries are cut: no field that is searched is longer (characters)."""

MOST_WORDS = 12
"""Further words are ignored, so that nobody can make the database test a thousand."""


@dataclass(frozen=True, slots=True)
class SearchTerms:
    """A query, folded as the index is.

    Every one of `words` must occur; or, if `rfc` is not "", that text must occur in the RFC
    (it is the query without its dashes and blanks). `exact_rfc` is the query as a whole RFC, or "".
    """

    words: tuple[str, ...]
    rfc: str
    exact_rfc: str

    def __bool__(self) -> bool:
        """Whether anything is asked at all."""
        return bool(self.words)


def read_terms(texto: str) -> SearchTerms:
    """Read a query as it was typed."""
    folded = clave_busqueda(limpiar(_RE_CONTROL.sub(" ", texto[:LONGEST_QUERY])))
    typed = folded.split()
    bare = [word for word in (word.strip(_ALREDEDOR) for word in typed) if word]
    words = tuple(dict.fromkeys(bare or typed))[:MOST_WORDS]
    joined = _RE_GUIONES.sub("", "".join(bare))
    # Without dashes every word is a part of `joined`: then the words alone find all it would.
    con_guiones = any(_RE_GUIONES.search(palabra) for palabra in words)
    es_parte = con_guiones and _RE_PARTE_DE_RFC.fullmatch(joined) is not None
    return SearchTerms(
        words=words,
        rfc=joined if es_parte else "",
        exact_rfc=joined if _RE_RFC.fullmatch(joined) else "",
    )
