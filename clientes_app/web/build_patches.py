"""What is changed in the built files before they are compressed.

Reflex writes the host and port of the build, and a few English words, into its scripts.
"""

import re
from pathlib import Path

_DIRECCION = re.compile(r"""(["'`])(ws|http)s?://[^/"'`]+(/[^"'`]*)["'`]""")
_PALABRAS = {
    "A new version of this app is available.": "Hay una versión nueva de la aplicación.",
    "`Reload`": "`Actualizar`",
}


class RetoqueImposible(RuntimeError):
    """The built files are not as they were known: a new version of Reflex needs a look."""


def direcciones_relativas(codigo: str) -> str:
    """Replace each address fixed at build time by one made from where the page was loaded.

    With this, one build serves any host and port, with or without TLS.
    """

    def desde_la_pagina(hallazgo: re.Match[str]) -> str:
        _, esquema, ruta = hallazgo.groups()
        seguro, llano = ("wss:", "ws:") if esquema == "ws" else ("https:", "http:")
        return f'((location.protocol=="https:"?"{seguro}":"{llano}")+"//"+location.host+"{ruta}")'

    return _DIRECCION.sub(desde_la_pagina, codigo)


def _unico(carpeta: Path, patron: str) -> Path:
    archivos = list(carpeta.glob(patron))
    if len(archivos) != 1:
        mensaje = f"Se esperaba un solo {patron} en {carpeta}; hay {len(archivos)}."
        raise RetoqueImposible(mensaje)
    return archivos[0]


def retocar(estaticos: Path) -> None:
    """Free the built files from the address of the build and from English words.

    Raises RetoqueImposible when what should be replaced is not there.
    """
    entorno = _unico(estaticos / "assets", "reflex-env-*.js")
    entorno.write_text(direcciones_relativas(entorno.read_text("utf-8")), "utf-8")
    faltan = set(_PALABRAS)
    for guion in (estaticos / "assets").glob("*.js"):
        codigo = guion.read_text("utf-8")
        presentes = [palabra for palabra in _PALABRAS if palabra in codigo]
        for palabra in presentes:
            codigo = codigo.replace(palabra, _PALABRAS[palabra])
        if presentes:
            guion.write_text(codigo, "utf-8")
            faltan.difference_update(presentes)
    if faltan:
        mensaje = f"No aparecen en los archivos construidos: {sorted(faltan)}."
        raise RetoqueImposible(mensaje)
