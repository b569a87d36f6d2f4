"""What a user may do in an account."""

from enum import StrEnum


class Rol(StrEnum):
    """A role; each one may do all that the ones before it may."""

    LECTOR = "lector"
    """Look, search, export."""

    EDITOR = "editor"
    """Also change clients and run processes."""

    PROPIETARIO = "propietario"
    """Also the users and the account itself."""

    @property
    def etiqueta(self) -> str:
        """The role's name as people read it."""
        return self.value.capitalize()

    def alcanza(self, necesario: "Rol") -> bool:
        """Whether this role suffices where `necesario` is asked for."""
        return _ORDEN[self] >= _ORDEN[necesario]


_ORDEN = {rol: lugar for lugar, rol in enumerate(Rol)}
