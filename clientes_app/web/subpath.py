"""The folder that is served: the build, or one in the data folder that is made as it starts.

One build serves any host, port and sub-path. Below a sub-path a copy is served whose addresses
begin with it. Where the build cannot be written, as in a container with a read-only root, the
folder has the build as it is beside notes of its own, which Reflex writes anew at each start.
"""

import gzip
import hashlib
import os
import re
import shutil
import tempfile
from pathlib import Path

from clientes_app.config import Settings
from clientes_app.routes import BUILT_FILES
from clientes_app.services.resources import make_private_folder
from clientes_app.web.build import ROOT, fingerprint, web_folder
from clientes_app.web.build_patches import PatchImpossible

_FOLDER = "paginas"
_STATIC = Path("build") / "client"
# The notes of Reflex about the build.
_NOTES = "backend"
_TEXTS = {".html", ".js", ".css"}
_COMPRESSED = {".gz", ".br"}
_ROOT_OF_THE_ROUTER = '"basename":"/"'
_ADDRESS_OF_THE_SERVER = 'location.host+"/'
_ENVIRONMENT = "reflex-env-"


def served_folder(settings: Settings) -> Path:
    """Return the folder that is served."""
    notes = web_folder() / _NOTES
    if not settings.subruta and (not notes.is_dir() or os.access(notes, os.W_OK)):
        return web_folder()
    return settings.datos / _FOLDER / _name_of_copy(settings.subruta)


def prepare(settings: Settings) -> None:
    """Make the folder in the data folder, if one is served and is not there; remove older ones.

    Raises PatchImpossible when the built files are not as they were known.
    """
    target = served_folder(settings)
    if target == web_folder() or target.is_dir():
        return
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".") as unfinished:
        copy = Path(unfinished) / target.name
        shutil.copytree(web_folder() / _NOTES, copy / _NOTES)
        if settings.subruta:
            shutil.copytree(web_folder() / _STATIC, copy / _STATIC)
            _put_below(copy / _STATIC, settings.subruta)
        else:
            (copy / _STATIC.parent).mkdir()
            (copy / _STATIC).symlink_to(web_folder() / _STATIC)
        make_private_folder(copy)
        for other in target.parent.iterdir():
            if not other.name.startswith("."):
                shutil.rmtree(other, ignore_errors=True)
        try:
            # Of two servers that start at once, the second one finds the other's copy.
            copy.replace(target)
        except OSError:
            if not target.is_dir():
                raise


def _name_of_copy(subpath: str) -> str:
    mark = web_folder() / "huella.txt"
    built_from = mark.read_text("utf-8") if mark.is_file() else fingerprint()
    return hashlib.sha256(f"{built_from}\0{subpath}".encode()).hexdigest()[:16]


def _put_below(static: Path, subpath: str) -> None:
    """Let every address in the built files that leads to the server begin with the sub-path.

    Those that the router of the page leads to do not: it puts its root before them by itself.
    """
    own = "|".join(re.escape(file.name) for file in sorted((ROOT / "assets").iterdir()))
    files = re.compile(rf"""(["'`(])(?={re.escape(BUILT_FILES)}|/(?:{own})\b)""")
    rooted = served = False
    for file in sorted(static.rglob("*")):
        if file.suffix not in _TEXTS:
            continue
        before = file.read_text("utf-8")
        text = files.sub(rf"\1{subpath}", before)
        if file.suffix == ".html" and _ROOT_OF_THE_ROUTER in text:
            text = text.replace(_ROOT_OF_THE_ROUTER, f'"basename":"{subpath}"')
            rooted = True
        if file.name.startswith(_ENVIRONMENT) and _ADDRESS_OF_THE_SERVER in text:
            text = text.replace(_ADDRESS_OF_THE_SERVER, f'location.host+"{subpath}/')
            served = True
        if text != before:
            _write(file, text)
    if not (rooted and served):
        message = f"Los archivos construidos en {static} no son como se conocían."
        raise PatchImpossible(message)


def _write(file: Path, text: str) -> None:
    content = text.encode()
    file.write_bytes(content)
    for suffix in _COMPRESSED:
        compressed = file.with_name(file.name + suffix)
        if compressed.is_file():
            compressed.unlink()
            # What is made anew at a start is made in the one form that Python knows by itself.
            file.with_name(file.name + ".gz").write_bytes(gzip.compress(content, mtime=0))
