"""Where in a text the words of a search stand, so that they can be marked."""

from collections.abc import Iterable
from itertools import groupby

from clientes_app.domain.texto import clave_busqueda


def trozos(texto: str, palabras: Iterable[str]) -> tuple[tuple[str, bool], ...]:
    """Cut a text into pieces, each with whether it was searched for; () when nothing was.

    `palabras` are folded as the index is; a letter of the text may be folded to several, or none.
    """
    plegados = [clave_busqueda(letra) for letra in texto]
    origen = [lugar for lugar, plegado in enumerate(plegados) for _ in plegado]
    entero = "".join(plegados)
    marcados: set[int] = set()
    for palabra in filter(None, palabras):
        desde = entero.find(palabra)
        while desde >= 0:
            marcados.update(origen[desde : desde + len(palabra)])
            desde = entero.find(palabra, desde + 1)
    if not marcados:
        return ()
    tramos = groupby(range(len(texto)), key=marcados.__contains__)
    return tuple(("".join(texto[i] for i in tramo), hallado) for hallado, tramo in tramos)
