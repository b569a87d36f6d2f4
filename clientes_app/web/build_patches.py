"""What is changed in the built files before they are compressed.

Reflex writes the host and port of the build, and a few English words, into its scripts, and all
of Radix into its style sheet.
"""

import re
from pathlib import Path

from clientes_app.web.lean_styles import without_unused

_ADDRESS = re.compile(r"""(["'`])(ws|http)s?://[^/"'`]+(/[^"'`]*)["'`]""")
_WORDS = {
    "A new version of this app is available.": "Hay una versión nueva de la aplicación.",
    "`Reload`": "`Actualizar`",
}


class PatchImpossible(RuntimeError):
    """The built files are not as they were known: a new version of Reflex needs a look."""


def relative_addresses(code: str) -> str:
    """Replace each address fixed at build time by one made from where the page was loaded.

    With this, one build serves any host and port, with or without TLS.
    """

    def from_the_page(found: re.Match[str]) -> str:
        _, scheme, path = found.groups()
        secure, plain = ("wss:", "ws:") if scheme == "ws" else ("https:", "http:")
        return f'((location.protocol=="https:"?"{secure}":"{plain}")+"//"+location.host+"{path}")'

    return _ADDRESS.sub(from_the_page, code)


def _only_file(folder: Path, pattern: str) -> Path:
    files = list(folder.glob(pattern))
    if len(files) != 1:
        message = f"Se esperaba un solo {pattern} en {folder}; hay {len(files)}."
        raise PatchImpossible(message)
    return files[0]


def patch_built_files(static: Path) -> None:
    """Free the built files from the address of the build, English words and unused styles.

    Raises PatchImpossible when what should be replaced is not there.
    """
    environment = _only_file(static / "assets", "reflex-env-*.js")
    environment.write_text(relative_addresses(environment.read_text("utf-8")), "utf-8")
    for sheet in (static / "assets").glob("*.css"):
        sheet.write_text(without_unused(sheet.read_text("utf-8")), "utf-8")
    missing = set(_WORDS)
    for script in (static / "assets").glob("*.js"):
        code = script.read_text("utf-8")
        present = [word for word in _WORDS if word in code]
        for word in present:
            code = code.replace(word, _WORDS[word])
        if present:
            script.write_text(code, "utf-8")
            missing.difference_update(present)
    if missing:
        message = f"No aparecen en los archivos construidos: {sorted(missing)}."
        raise PatchImpossible(message)
