"""A refused row as somebody mends it: its values in the twenty fields, or why not. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from clientes_app.domain.acciones import Accion, arreglar_nombre
from clientes_app.domain.cliente import Contexto, validar
from clientes_app.domain.columnas import CAMPOS, COLUMNAS
from clientes_app.domain.rfc.structure import receptor
from clientes_app.readers.csv.records import ANCHO, FALTA
from clientes_app.services.rechazos.refusals import FilaDescuadrada

_QUE_DICEN_SU_LUGAR = ("rfc", "uso_cfdi", "regimen_fiscal", "email", "codigo_postal")
"""The fields whose rules tell a value that slipped in from another column."""

_OBLIGATORIOS = 1 + max(i for i, columna in enumerate(COLUMNAS) if columna.obligatoria)


@dataclass(frozen=True, slots=True)
class FilaPorCorregir:
    """A refused row in the drawer: `valores` by field, mended as far as the reader is certain.

    `archivo` is the file that it is of. `aviso` says what is odd about the row as such, "" when
    nothing is. `quedan` is how many rows of its load nobody has mended, this one among them.
    """

    proceso_id: int
    linea: int
    archivo: str
    valores: dict[str, str] = field(default_factory=dict[str, str])
    aviso: str = ""
    quedan: int = 1


def en_campos(
    linea: int, valores: Sequence[str], contexto: Contexto, arreglos: Collection[Accion]
) -> tuple[dict[str, str], str]:
    """Return a refused row's values by field, and what is to be said of the row as such.

    A value that its rule takes is in its normal form, as the load would have stored it; another one
    stays as it stood in the file. `arreglos` are those that all names of the file were given.

    A row that is too long or too short is shown only where its values stand right for certain: it
    reaches beyond the last required column, and all that have a strict rule obey it. What is left
    over, or lacks at the end, is said. Else raises FilaDescuadrada.
    """
    if FALTA in valores:
        valores = valores[: list(valores).index(FALTA)]
    escritos = dict(zip(CAMPOS, [*valores[:ANCHO], *[""] * (ANCHO - len(valores))], strict=True))
    juzgada = validar(escritos, contexto)
    malos = {problema.campo for problema in juzgada.problemas if problema.es_error}
    aviso = ""
    if len(valores) != ANCHO:
        if len(valores) < _OBLIGATORIOS or not malos.isdisjoint(_QUE_DICEN_SU_LUGAR):
            raise FilaDescuadrada(linea, len(valores), ANCHO)
        aviso = _de_mas(valores) if len(valores) > ANCHO else _de_menos(len(valores))
    normales = juzgada.datos.como_dict()
    campos = {
        campo: escrito.strip() if campo in malos else normales[campo]
        for campo, escrito in escritos.items()
    }
    if "nombre" not in malos:
        quien = receptor(None if "rfc" in malos else campos["rfc"])
        campos["nombre"], _ = arreglar_nombre(campos["nombre"], escritos["nombre"], quien, arreglos)
    return campos, aviso


def _de_mas(valores: Sequence[str]) -> str:
    sobran = ", ".join(f"«{valor.strip()}»" for valor in valores[ANCHO:])
    return (
        f"La fila trae {len(valores)} valores y debe traer {ANCHO}. Lo que sobra al final no está "
        f"en ningún campo: {sobran}."
    )


def _de_menos(cuantos: int) -> str:
    return (
        f"La fila trae {cuantos} valores y debe traer {ANCHO}: los últimos campos quedan vacíos. "
        "Revise que cada dato esté en el suyo."
    )
