"""Every address of the application, once: pages, doors of HTTP, downloads, links that are printed.

Addresses begin with a slash and know neither host nor sub-path. What has parts that change is a
function; its pattern, for whoever declares it, stands beside it.

Whatever belongs to an account stands behind `/c/NOMBRE-CORTO`. Here it is written without: pages
put that before it by `ui/shell/links.py`, everybody else by `de_cuenta`.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Final
from urllib.parse import quote, urlencode

CUENTA: Final = "/c/[negocio]"
"""Where the pages of an account are declared; what Reflex says of `negocio` is no authority."""

# Pages of an account.
CLIENTES: Final = "/catalogos/clientes"
CALIDAD: Final = "/catalogos/calidad"
DUPLICADOS: Final = f"{CALIDAD}/duplicados"
PAREJA: Final = f"{DUPLICADOS}/[pareja]"
"""Some clients side by side: their ids, parted by dashes."""

MAS_JUNTOS: Final = 6
"""So many clients are laid side by side at once."""

CARGA_MASIVA: Final = f"{CLIENTES}/carga-masiva"
PAPELERA: Final = f"{CLIENTES}/papelera"
PROCESOS: Final = f"{CLIENTES}/procesos"
FICHA: Final = f"{CLIENTES}/[numero]"
"""The card of a client; no other page beside the list has a number for a name."""

PROCESO: Final = f"{PROCESOS}/[proceso]"
CUENTA_DATOS: Final = "/cuenta"
CUENTA_USUARIOS: Final = f"{CUENTA_DATOS}/usuarios"
PERFIL: Final = "/perfil"
AYUDA: Final = "/ayuda"

# Pages of no account.
INICIO: Final = "/"
"""Leads to the clients of the account used last."""

ENTRAR: Final = "/entrar"
ENLACE: Final = "/enlace"
NO_ENCONTRADA: Final = "404"

MOVED: Final = {"/mi-cuenta": PERFIL, "/usuarios": CUENTA_USUARIOS}
"""Addresses that pages had before, and where they are now."""

SIN_PAGINA: Final = ("", "/catalogos")
"""What stays of the address of the clients when somebody cuts off its end."""

# Doors of HTTP that open and close sessions.
SESION_ENTRAR: Final = "/sesion/entrar"
SESION_ENLACE: Final = "/sesion/enlace"
SESION_RESTAURAR: Final = "/sesion/restaurar"
"""Takes a backup from the holder of the first owner's link, and says how restoring it ended."""

SESION_SALIR: Final = "/sesion/salir"
SESION_SALIR_DE_TODAS: Final = "/sesion/salir-de-todas"

# Files of an account that are handed out.
CUENTA_DE_ARCHIVOS: Final = "/c/{negocio}"
CLIENTES_CSV: Final = "/descargas/clientes.csv"
ELEGIDOS_CSV: Final = "/descargas/clientes-elegidos.csv"
EJEMPLO_ZIP: Final = "/descargas/ejemplo.zip"
SOLICITUD_SAT: Final = "/descargas/solicitud-sat"
"""A .txt for the SAT's validator, or a .zip of several."""

RECHAZADOS_CSV: Final = "/descargas/procesos/{proceso}/rechazados.csv"
ARCHIVO_ORIGINAL: Final = "/descargas/procesos/{proceso}/original"

SALUD: Final = "/salud"
"""Answers 200 while the database answers."""

SALUD_LISTO: Final = "/salud/listo"
"""Answers 200 while people can be served, and tells this machine how everything is."""

# Given by Reflex.
SUBIDAS: Final = "/_upload"
EVENTS: Final = "/_event"
"""Where the sockets of the tabs connect."""

BUILT_FILES: Final = "/assets/"
"""Scripts and styles whose names change with what is in them."""

ICON: Final = "/favicon.svg"


_DE_CUENTA: Final = re.compile(r"/c/([^/]*)(.*)", re.DOTALL)
SIN_CUENTA: Final = ("/catalogos", AYUDA, "/descargas", *MOVED, CUENTA_DATOS, PERFIL)
"""How the addresses of an account began while they did not name it; people still have them."""


def is_ours(first: str) -> bool:
    """Whether addresses of ours begin with `first` (without slash): no sub-path may.

    A proxy may hand on what stands behind the sub-path or the whole; the two must differ.
    """
    own = (CUENTA, ENTRAR, ENLACE, SESION_ENTRAR, SALUD, SUBIDAS, EVENTS, BUILT_FILES, *SIN_CUENTA)
    return first in {address.split("/")[1] for address in own}


def de_cuenta(nombre_corto: str, ruta: str) -> str:
    """Return the address of something of an account."""
    return f"/c/{nombre_corto}{ruta}"


def cuenta_en(direccion: str) -> tuple[str, str] | None:
    """Return the short name that an address has, and what stands behind; None if it names none."""
    partes = _DE_CUENTA.match(direccion)
    return None if partes is None else (partes[1], partes[2])


def es_inicio(direccion: str) -> bool:
    """Whether an address says no more than that it is one of ours."""
    return direccion.rstrip("/") in {"", "/c"}


def le_falta_la_cuenta(direccion: str) -> bool:
    """Whether an address is one from before they named the account."""
    return any(direccion == inicio or direccion.startswith(f"{inicio}/") for inicio in SIN_CUENTA)


# An id may also be a variable of a page, which stands in an f-string as a placeholder.
def proceso(proceso_id: object) -> str:
    """Return the page of one process."""
    return f"{PROCESOS}/{proceso_id}"


def ficha(cliente_id: object) -> str:
    """Return the card of a client."""
    return FICHA.replace("[numero]", f"{cliente_id}")


def pareja(ids: Iterable[int]) -> str:
    """Return the page of some clients side by side, the first ones of a larger group.

    Of none it is that of the first who may be one.
    """
    unidos = "-".join(map(str, islice(ids, MAS_JUNTOS)))
    return PAREJA.replace("[pareja]", unidos) if unidos else DUPLICADOS


def clientes_con(filtro: object, valor: object) -> str:
    """Return the list filtered by one thing: `avisos` (codes with commas), `regimen`, `estado`."""
    return f"{CLIENTES}?{filtro}={valor}"


def correccion(proceso_id: object, linea: object) -> str:
    """Return the page of a load with one of its refused rows opened to be mended."""
    return f"{proceso(proceso_id)}?linea={linea}"


def proceso_en_carga(proceso_id: object) -> str:
    """Return the page of the bulk load with a file that was uploaded before."""
    return f"{CARGA_MASIVA}?proceso={proceso_id}"


def carga_de(documentos: object) -> str:
    """Return the page of the bulk load at its way in for "facturas" or "constancias"."""
    return f"{CARGA_MASIVA}?documentos={documentos}"


def procesos(pagina: object) -> str:
    """Return a page of the list of processes."""
    return f"{PROCESOS}?pagina={pagina}"


def clientes_csv(parametros: Mapping[str, str]) -> str:
    """Return where the clients that a search and filters find are downloaded; all without them."""
    return f"{CLIENTES_CSV}?{urlencode(parametros)}" if parametros else CLIENTES_CSV


def solicitud_sat(*, solo_sin_revisar: bool) -> str:
    """Return where the clients are downloaded for the SAT's validator."""
    return f"{SOLICITUD_SAT}?sat=sin_revisar" if solo_sin_revisar else SOLICITUD_SAT


def rechazados_csv(proceso_id: object) -> str:
    """Return where the refused rows of a process are downloaded."""
    return RECHAZADOS_CSV.replace("{proceso}", f"{proceso_id}")


def archivo_original(proceso_id: object) -> str:
    """Return where the uploaded file of a process is downloaded as it came."""
    return ARCHIVO_ORIGINAL.replace("{proceso}", f"{proceso_id}")


def entrar(*, destino: str) -> str:
    """Return the page to sign in that leads on to an address of ours."""
    return f"{ENTRAR}?destino={quote(destino, safe='')}"


def enlace(token: str) -> str:
    """Return the page that uses a one-time link."""
    return f"{ENLACE}?{urlencode({'t': token})}"
