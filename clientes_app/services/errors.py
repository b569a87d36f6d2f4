"""Errors are classes with data; the sentence is made at the edge."""

from dataclasses import dataclass
from datetime import datetime

from clientes_app.domain.problemas import Problema


@dataclass(frozen=True, slots=True)
class Ajeno:
    """What somebody else stored in a field: the value, who it was, and when (UTC)."""

    campo: str
    guardado: str
    quien: str
    cuando: datetime


@dataclass(frozen=True, slots=True)
class Choque(Ajeno):
    """A field that two people changed: from `base`, to `guardado` by the other, to `propio`."""

    base: str
    propio: str


class ErrorDeServicio(Exception):
    """What a service refuses to do, in a way the caller is expected to handle."""


class DatosInvalidos(ErrorDeServicio):
    """The rules refuse the values; `problemas` holds the errors and the notices."""

    def __init__(self, problemas: tuple[Problema, ...]) -> None:
        super().__init__("; ".join(problema.codigo for problema in problemas))
        self.problemas = problemas


class ClienteRepetido(ErrorDeServicio):
    """Another client of the account has this RFC: `cliente_id`, called `nombre`.

    If it is a generic one, the other has this name, too.
    """

    def __init__(self, cliente_id: int, nombre: str) -> None:
        super().__init__(f"cliente {cliente_id}")
        self.cliente_id = cliente_id
        self.nombre = nombre


class NoEncontrado(ErrorDeServicio):
    """The account has no such thing."""


class EdicionSimultanea(ErrorDeServicio):
    """Somebody else changed the client since; it is at `version_actual` now."""

    def __init__(self, cliente_id: int, version_actual: int) -> None:
        super().__init__(f"cliente {cliente_id} version {version_actual}")
        self.cliente_id = cliente_id
        self.version_actual = version_actual


class ClienteBorrado(ErrorDeServicio):
    """The client lies in the papelera and must be restored before it can be edited."""

    def __init__(self, cliente_id: int) -> None:
        super().__init__(f"cliente {cliente_id}")
        self.cliente_id = cliente_id


class CamposEnChoque(ErrorDeServicio):
    """Two people changed the same fields; whoever saves must choose. The client is at `version`."""

    def __init__(self, cliente_id: int, version: int, choques: tuple[Choque, ...]) -> None:
        super().__init__(f"cliente {cliente_id}: " + ", ".join(c.campo for c in choques))
        self.cliente_id = cliente_id
        self.version = version
        self.choques = choques


class MezclaInvalida(ErrorDeServicio):
    """What two people changed in different fields may stand alone, but not together.

    `problemas` are those of the two together, `ajenos` what the other one changed.
    """

    def __init__(self, problemas: tuple[Problema, ...], ajenos: tuple[Ajeno, ...]) -> None:
        super().__init__("; ".join(problema.codigo for problema in problemas))
        self.problemas = problemas
        self.ajenos = ajenos


class NoEsDeEjemplo(ErrorDeServicio):
    """The account holds what somebody works with: it is not removed."""


class CuentaTrabajando(ErrorDeServicio):
    """A process of the account has not ended, so that the account cannot be removed."""


class CuentaRepetida(ErrorDeServicio):
    """There is an account of that name already."""

    def __init__(self, nombre: str) -> None:
        super().__init__(nombre)
        self.nombre = nombre


class CredencialesInvalidas(ErrorDeServicio):
    """E-mail and password do not belong together, or there is no such user: it is not told."""


class SinCuentas(CredencialesInvalidas):
    """The password is right, but the user is a member of no account (any more)."""


class DemasiadosIntentos(ErrorDeServicio):
    """After that many failures the next try may be made in `segundos` seconds (one or more)."""

    def __init__(self, segundos: int) -> None:
        super().__init__(f"{segundos} s")
        self.segundos = segundos


class EnlaceInvalido(ErrorDeServicio):
    """There is no such link, or it was used, withdrawn, or has run out: it is not told which."""


class UltimoPropietario(ErrorDeServicio):
    """The account would be left without an owner."""


class ClaveDeOtraCuenta(ErrorDeServicio):
    """The user also belongs to an account that the actor does not own.

    Whoever sets their password gets into that one, too.
    """
