"""What a bulk load may refuse to do: classes with data; the sentence is made from it."""

from clientes_app.services.errors import ErrorDeServicio


class ErrorDeProceso(ErrorDeServicio):
    """Something that was asked of a process is not possible; `str()` is for the user."""


class ArchivoDemasiadoGrande(ErrorDeProceso):
    """The file passes the limit of CLIENTES_MAX_ARCHIVO_MB megabytes."""

    def __init__(self, maximo_mb: int) -> None:
        """Keep the limit, in megabytes."""
        self.maximo_mb = maximo_mb
        super().__init__(
            f"El archivo pasa de {maximo_mb} MB, que es el límite. Divídalo en varios archivos."
        )


class NoSeGuardo(ErrorDeProceso):
    """The database did not take the file: it does not answer, its disk is full, or it is locked."""

    def __init__(self) -> None:
        super().__init__(
            "No se pudo guardar el archivo: la base de datos no responde, su disco está lleno u "
            "otro programa la tiene ocupada. No se cargó nada de él. Súbalo de nuevo en un "
            "momento; si vuelve a pasar, avise a quien administra el sistema."
        )


class AccionNoPosible(ErrorDeProceso):
    """The process is in a state in which this cannot be done."""

    def __init__(self, *, accion: str, etiqueta: str) -> None:
        """Keep what was asked (an infinitive) and the label of the state."""
        self.accion = accion
        self.etiqueta = etiqueta
        super().__init__(f"No se puede {accion}: el proceso ya está en «{etiqueta}».")


class NadaQueDeshacer(ErrorDeProceso):
    """The process stored nothing."""

    def __init__(self) -> None:
        super().__init__("Este proceso no guardó nada: no hay qué deshacer.")


class NoSeDeshizo(ErrorDeProceso):
    """The undoing was stopped after attempts without progress; it may be asked for again."""

    def __init__(self, motivo: str) -> None:
        """Keep what the row of the process says about it."""
        super().__init__(motivo)


class SinVistaPrevia(ErrorDeProceso):
    """The file is not loadable, or nobody has looked into it yet."""

    def __init__(self, mensaje: str) -> None:
        """Keep the reason as the user is told."""
        super().__init__(mensaje)


class AccionDesconocida(ErrorDeProceso):
    """There is no such action, or its key is none that the SAT has."""

    def __init__(self, titulo: str) -> None:
        """Keep what was asked for."""
        super().__init__(f"No se puede «{titulo}»: elija una clave de la lista del SAT.")


class SinCpDeExpedicion(ErrorDeProceso):
    """The account does not say from which postal code it issues."""

    def __init__(self, cuenta: str) -> None:
        """Keep the account's name."""
        self.cuenta = cuenta
        super().__init__(
            f"La cuenta «{cuenta}» no tiene código postal de expedición. Escríbalo en «Cuenta» e "
            "inténtelo de nuevo."
        )


class SinEtiqueta(ErrorDeProceso):
    """The account has no such etiqueta (any more)."""

    def __init__(self, titulo: str) -> None:
        """Keep what was asked for."""
        super().__init__(f"No se puede «{titulo}»: la cuenta ya no tiene esa etiqueta.")
