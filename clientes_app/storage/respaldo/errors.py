"""What speaks against a backup or a restore, as sentences: whoever reads them is at a terminal."""


class ErrorDeRespaldo(Exception):
    """A backup cannot be made or restored; the text says in Spanish why, and what to do."""


class RespaldoInservible(ErrorDeRespaldo):
    """The file is no backup, or not a whole one."""


class NoSePuedeRespaldar(ErrorDeRespaldo):
    """There is no way to make a backup now."""


class NoSePuedeRestaurar(ErrorDeRespaldo):
    """The backup is whole, but does not go into this installation as it is now."""
