"""Every address of the application, once: pages, doors of HTTP, downloads, links that are printed.

Addresses begin with a slash and know neither host nor sub-path. What has parts that change is a
function; its pattern, for whoever declares it, stands beside it.

Whatever belongs to an account stands behind `/c/NOMBRE-CORTO`. Here it is written without: pages
put that before it by `ui/shell/links.py`, everybody else by `de_cuenta`.
"""

import re
from typing import Final
from urllib.parse import quote, urlencode

CUENTA: Final = "/c/[negocio]"
"""Where the pages of an account are declared; what Reflex says of `negocio` is no authority."""

# Pages of an account.
CLIENTES: Final = "/catalogos/clientes"
CARGA_MASIVA: Final = f"{CLIENTES}/carga-masiva"
PAPELERA: Final = f"{CLIENTES}/papelera"
PROCESOS: Final = f"{CLIENTES}/procesos"
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

# Doors of HTTP that open and close sessions.
SESION_ENTRAR: Final = "/sesion/entrar"
SESION_ENLACE: Final = "/sesion/enlace"
SESION_SALIR: Final = "/sesion/salir"
SESION_SALIR_DE_TODAS: Final = "/sesion/salir-de-todas"

# Files of an account that are handed out.
CUENTA_DE_ARCHIVOS: Final = "/c/{negocio}"
CLIENTES_CSV: Final = "/descargas/clientes.csv"
EJEMPLO_ZIP: Final = "/descargas/ejemplo.zip"
RECHAZADOS_CSV: Final = "/descargas/procesos/{proceso}/rechazados.csv"
ARCHIVO_ORIGINAL: Final = "/descargas/procesos/{proceso}/original"

SALUD: Final = "/salud"
"""Answers 200 while the database answers."""

# Given by Reflex.
SUBIDAS: Final = "/_upload"
BUILT_FILES: Final = "/assets/"
"""Scripts and styles whose names change with what is in them."""

ICON: Final = "/favicon.svg"


_DE_CUENTA: Final = re.compile(r"/c/([^/]*)(.*)", re.DOTALL)
SIN_CUENTA: Final = ("/catalogos", AYUDA, "/descargas", *MOVED, CUENTA_DATOS, PERFIL)
"""How the addresses of an account began while they did not name it; people still have them."""


def de_cuenta(nombre_corto: str, ruta: str) -> str:
    """Return the address of something of an account."""
    return f"/c/{nombre_corto}{ruta}"


def cuenta_en(direccion: str) -> tuple[str, str] | None:
    """Return the short name that an address has, and what stands behind; None if it names none."""
    partes = _DE_CUENTA.match(direccion)
    return None if partes is None else (partes[1], partes[2])


def le_falta_la_cuenta(direccion: str) -> bool:
    """Whether an address is one from before they named the account."""
    return any(direccion == inicio or direccion.startswith(f"{inicio}/") for inicio in SIN_CUENTA)


# An id may also be a variable of a page, which stands in an f-string as a placeholder.
def proceso(proceso_id: object) -> str:
    """Return the page of one process."""
    return f"{PROCESOS}/{proceso_id}"


def cliente(cliente_id: object) -> str:
    """Return the list with the drawer of a client."""
    return f"{CLIENTES}?cliente={cliente_id}"


def proceso_en_carga(proceso_id: object) -> str:
    """Return the page of the bulk load with a file that was uploaded before."""
    return f"{CARGA_MASIVA}?proceso={proceso_id}"


def procesos(pagina: object) -> str:
    """Return a page of the list of processes."""
    return f"{PROCESOS}?pagina={pagina}"


def clientes_csv(texto: str) -> str:
    """Return where the clients that a search finds are downloaded; all of them without one."""
    return f"{CLIENTES_CSV}?{urlencode({'q': texto})}" if texto else CLIENTES_CSV


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
