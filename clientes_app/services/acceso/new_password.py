"""What is wrong with a new password: besides its form, whether it is one of those tried first."""

import math
import re
import threading
from collections.abc import Sequence
from typing import Final

from clientes_app.domain.problemas import Problema, error
from clientes_app.domain.texto import sin_acentos
from clientes_app.domain.usuario import clave_normal, problemas_de_clave

_GUESSES: Final = 8.5
"""A password that a program finds within ten to the power of so many tries is refused.

For slow hashes, as ours are, zxcvbn calls what needs more than 10^8 «safely unguessable»; the half
more also refuses a common word that is typed twice. Source: Wheeler,
«zxcvbn: Low-Budget Password Strength Estimation», USENIX Security 2016.
"""

_LOOKED_AT: Final = 72
"""Characters that the estimate reads: it takes the square of their number in time."""

_WORD: Final = re.compile(r"\w{3,}")
# Those that a Mexican types where an Englishman types the ones on the library's lists.
_OWN_WORDS: Final = (
    "clientes", "catalogo", "contrasena", "contraseña", "clave", "claves", "secreta", "secreto",
    "password", "usuario", "administrador", "propietario", "entrar", "acceso", "bienvenido",
    "empresa", "negocio", "despacho", "contador", "contadora", "contabilidad", "factura",
    "facturas", "facturacion", "fiscal", "mexico", "guadalajara", "monterrey", "america",
    "chivas", "cruzazul", "pumas", "tequiero", "teamo", "teamomucho", "miamor", "corazon",
    "princesa", "hermosa", "bonita", "familia", "jesus", "jesucristo", "dios", "diosesamor",
    "guadalupe", "virgencita", "estrella", "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre", "lunes", "martes",
    "miercoles", "jueves", "viernes", "sabado", "domingo", "primavera", "verano", "invierno",
)  # fmt: skip
_lock = threading.Lock()


def problemas_de_clave_nueva(
    clave: str, *, email: str, otras: Sequence[str] = ()
) -> tuple[Problema, ...]:
    """Return what is wrong with a password that somebody with that address chooses.

    `otras` is what else a stranger may know of them: their name, that of the account.
    """
    if problemas := problemas_de_clave(clave, email=email):
        return problemas
    if _guesses(clave_normal(clave) or "", (email, *otras)) >= _GUESSES:
        return ()
    return (
        error(
            "clave",
            "clave_comun",
            "La contraseña es de las que se prueban primero.",
            sugerencia="Use varias palabras que no vayan juntas, sin su nombre ni secuencias como "
            "1234.",
        ),
    )


def _guesses(clave: str, known: Sequence[str]) -> float:
    """Return in how many tries it is found, as a power of ten."""
    # Its lists take a tenth of a second to load, which no command that needs none should pay.
    from zxcvbn import zxcvbn  # noqa: PLC0415

    words = [*_OWN_WORDS, *(word for text in known for word in _words(text))]
    # It keeps what it is told of one person in a table that all calls share.
    with _lock:
        found = zxcvbn(clave[:_LOOKED_AT], user_inputs=words, max_length=_LOOKED_AT)
        # Nobody is safe by an accent alone.
        plain = zxcvbn(sin_acentos(clave[:_LOOKED_AT]), user_inputs=words, max_length=_LOOKED_AT)
    return min(math.log10(max(1, answer["guesses"])) for answer in (found, plain))


def _words(text: str) -> list[str]:
    return [form for word in _WORD.findall(text) for form in {word, sin_acentos(word)}]
