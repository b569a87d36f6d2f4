"""What the SAT's bulk validator is asked: text files of `n|RFC|NOMBRE|CP`.

No header, lines numbered from 1 in each file, CRLF also after the last one, UTF-8 without BOM; the
SAT takes 5,000 lines a file.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from clientes_app.domain.cliente import DatosCliente
from clientes_app.domain.revision_sat import SEPARADOR, revisado, se_puede_preguntar

MAXIMO_POR_ARCHIVO = 5000


def solicitudes(clientes: Iterable[DatosCliente]) -> Iterator[bytes]:
    """Yield the files that ask for these clients, without those whom the SAT does not take."""
    preguntados = filter(se_puede_preguntar, clientes)
    while de_un_archivo := list(islice(preguntados, MAXIMO_POR_ARCHIVO)):
        yield "".join(
            f"{numero}{SEPARADOR}{revisado(datos)}\r\n"
            for numero, datos in enumerate(de_un_archivo, start=1)
        ).encode()
