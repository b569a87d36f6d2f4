"""What a repository refuses, as facts; the services turn them into their own errors."""


class RfcOcupado(Exception):
    """Another living client of the account has the RFC, and the name if it is a generic one."""

    def __init__(self, cliente_id: int, nombre: str) -> None:
        super().__init__(f"cliente {cliente_id}")
        self.cliente_id = cliente_id
        self.nombre = nombre


class VersionVieja(Exception):
    """The client is at another version than the writer thought."""

    def __init__(self, cliente_id: int, version_actual: int) -> None:
        super().__init__(f"cliente {cliente_id} version {version_actual}")
        self.cliente_id = cliente_id
        self.version_actual = version_actual


class EstaBorrado(Exception):
    """The client lies in the papelera."""

    def __init__(self, cliente_id: int) -> None:
        super().__init__(f"cliente {cliente_id}")
        self.cliente_id = cliente_id
