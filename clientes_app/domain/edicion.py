"""A client as it is stored, and a change to it that was decided: no database here."""

from typing import NamedTuple

from clientes_app.domain.cliente import DatosCliente


class Existente(NamedTuple):
    """A client as it is stored."""

    id: int
    version: int
    datos: DatosCliente


class Edicion(NamedTuple):
    """A client to be changed from `antes`, which has this version, to `despues`.

    `deshace` is the version whose change is taken back by this one, if it does that.
    `observaciones` are the kinds of trouble of `despues`, None when whoever stores it has to ask
    the rules for them.
    """

    id: int
    version: int
    antes: DatosCliente
    despues: DatosCliente
    deshace: int | None = None
    observaciones: int | None = None
