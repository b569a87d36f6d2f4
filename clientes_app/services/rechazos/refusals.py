"""Why a refused row is not mended on the page: classes with data; the sentence is made here."""

from datetime import datetime

from clientes_app.services.errors import ErrorDeServicio


class FilaNoSeCorrige(ErrorDeServicio):
    """A refused row cannot be mended on the page; `str()` is for the user."""


class FilaYaCorregida(FilaNoSeCorrige):
    """Somebody mended the row: `quien`, at the moment `cuando` (UTC)."""

    def __init__(self, linea: int, quien: str, cuando: datetime) -> None:
        """Keep who was quicker, and when."""
        self.linea, self.quien, self.cuando = linea, quien, cuando
        super().__init__(f"{quien} ya corrigió la línea {linea:,}.")


class FilaSinGuardar(FilaNoSeCorrige):
    """The row itself is not kept (any more)."""

    def __init__(self, linea: int) -> None:
        """Keep the line."""
        super().__init__(
            f"La línea {linea:,} de esta carga ya no se guarda: corríjala en su archivo y súbala "
            "de nuevo."
        )


class CargaSinCorreccion(FilaNoSeCorrige):
    """The load has not ended, or it was undone."""

    def __init__(self, etiqueta: str) -> None:
        """Keep the label of its state."""
        super().__init__(
            f"Las filas se corrigen cuando la carga ha terminado; esta está en «{etiqueta}»."
        )


class FilaDescuadrada(FilaNoSeCorrige):
    """The row has too many or too few values, and which belongs where is not certain."""

    def __init__(self, linea: int, valores: int, columnas: int) -> None:
        """Keep how many values there are, and how many there should be."""
        super().__init__(
            f"La línea {linea:,} trae {valores} valores en vez de {columnas} y no es seguro cuál "
            "va en cada columna: corríjala en su archivo, con «Descargar rechazados»."
        )
