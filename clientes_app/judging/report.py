"""What is said about a file: for machines (JSON), for a terminal, and as a CSV of refused rows."""

import codecs
import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from clientes_app.domain.cliente import Contexto, DatosCliente
from clientes_app.domain.columnas import CAMPOS, COLUMNAS, ENCABEZADO
from clientes_app.domain.formula_guard import proteger_fila
from clientes_app.judging.rows import Fila, ProblemaDeFila, validar_filas
from clientes_app.readers.csv.dialect import Dialecto, detectar
from clientes_app.readers.csv.header import ERRORES
from clientes_app.readers.csv.lines import NOMBRES_DE_CODIFICACION
from clientes_app.readers.csv.records import ANCHO, FALTA
from clientes_app.readers.motivos import Motivo, NoCargableError

if TYPE_CHECKING:
    import pandas as pd

NOMBRES_DE_DELIMITADOR = {",": "coma", ";": "punto y coma", "\t": "tabulador"}
"""The separators that load, as a person knows them."""

_FILAS_POR_TROZO = 500
_HASTA_LA_OBLIGATORIA = 1 + max(i for i, columna in enumerate(COLUMNAS) if columna.obligatoria)
_A_LA_VISTA = 60


@dataclass(slots=True, kw_only=True)
class Informe:
    """Everything found in a file: what `clientes validar` says.

    `validas` are the rows that may be stored, the repeated equal ones among them; with
    `rechazadas` they add up to `filas`. `clientes` (line, client) is filled only on demand.
    A file that does not load has a `motivo` and no rows.
    """

    archivo: str
    motivo: Motivo | None = None
    dialecto: Dialecto | None = None
    filas: int = 0
    validas: int = 0
    con_aviso: int = 0
    repetidas: int = 0
    problemas: list[ProblemaDeFila] = field(default_factory=list[ProblemaDeFila])
    clientes: list[tuple[int, DatosCliente]] = field(default_factory=list[tuple[int, DatosCliente]])

    @property
    def rechazadas(self) -> int:
        """How many rows are refused."""
        return self.filas - self.validas

    @property
    def es_cargable(self) -> bool:
        """Whether the file can be processed."""
        return self.motivo is None

    @property
    def estado_de_salida(self) -> int:
        """The exit status of a command: 0 all good, 1 some rows refused, 2 not loadable."""
        if self.motivo is not None:
            return 2
        return 1 if self.rechazadas else 0


def informar(
    archivo: BinaryIO, nombre: str, contexto: Contexto, *, con_filas: bool = False
) -> Informe:
    """Read and judge a whole file; `con_filas` keeps every client as it would be stored."""
    informe = Informe(archivo=nombre)
    try:
        informe.dialecto = detectar(archivo, nombre)
        for lote in validar_filas(archivo, nombre, contexto, dialecto=informe.dialecto):
            for fila in lote.filas:
                _sumar(informe, fila)
                if con_filas and fila.datos is not None:
                    informe.clientes.append((fila.linea, fila.datos))
    except NoCargableError as fallo:
        return Informe(archivo=nombre, motivo=fallo.motivo, dialecto=informe.dialecto)
    return informe


def _sumar(informe: Informe, fila: Fila) -> None:
    informe.filas += 1
    informe.problemas += fila.problemas
    if fila.datos is not None:
        informe.validas += 1
        informe.repetidas += fila.repetida
        informe.con_aviso += bool(fila.problemas)


def resumen(informe: Informe, *, con_filas: bool = False) -> dict[str, Any]:
    """Return what `clientes validar --json [--filas]` prints, as a dict."""
    motivo, dialecto = informe.motivo, informe.dialecto
    dicho: dict[str, Any] = {
        "archivo": informe.archivo,
        "resultado": "no_cargable" if motivo else "cargable",
        "motivo": {"codigo": motivo.codigo, "mensaje": motivo.mensaje} if motivo else None,
        "codificacion": dialecto.codificacion if dialecto else None,
        "delimitador": dialecto.delimitador if dialecto else None,
        "filas": informe.filas,
        "validas": informe.validas,
        "rechazadas": informe.rechazadas,
        "problemas": [problema_json(problema) for problema in informe.problemas],
    }
    if con_filas:
        dicho["clientes"] = [
            {"linea": linea, "datos": por_etiqueta(datos)} for linea, datos in informe.clientes
        ]
    return dicho


def resumen_json(informe: Informe, *, con_filas: bool = False) -> str:
    """Return the one line of JSON that `clientes validar --json [--filas]` prints for a file."""
    return json.dumps(resumen(informe, con_filas=con_filas), ensure_ascii=False)


def problema_json(problema: ProblemaDeFila) -> dict[str, Any]:
    """Return a finding under the names of the command line's JSON."""
    return {
        "linea": problema.linea,
        "columna": problema.columna,
        "valor": problema.valor,
        "gravedad": problema.gravedad.value,
        "codigo": problema.codigo,
        "mensaje": problema.mensaje,
        "sugerencia": problema.sugerencia,
    }


def por_etiqueta(datos: DatosCliente) -> dict[str, str]:
    """Return a client as label to value, in the order of the template."""
    return {
        columna.etiqueta: getattr(datos, campo)
        for columna, campo in zip(COLUMNAS, CAMPOS, strict=True)
    }


def conteos(problemas: Iterable[ProblemaDeFila]) -> "pd.DataFrame":
    """Count findings by column, kind and weight, the most frequent first (errors before notices).

    Columns: gravedad, columna ("" when the whole row is meant), codigo, cuantos.
    """
    # Loading pandas takes longer than checking a small file, which does not need it.
    import pandas as pd  # noqa: PLC0415

    tabla = pd.DataFrame(
        [(p.gravedad.value, p.columna or "", p.codigo) for p in problemas],
        columns=["gravedad", "columna", "codigo"],
        dtype=str,
    )
    contada = tabla.value_counts().reset_index(name="cuantos")
    return contada.sort_values(
        ["gravedad", "cuantos", "columna", "codigo"],
        ascending=[False, False, True, True],
        ignore_index=True,
    )


def texto(informe: Informe, *, detalle: int = 20) -> str:
    """Return the report for a terminal; `detalle` is how many findings are listed."""
    if informe.motivo is not None:
        return f"{informe.archivo}: no se puede cargar.\n  {informe.motivo.mensaje}"
    renglones = [
        (
            f"{informe.archivo}: {_cuantas(informe.filas, 'fila', 'filas')}, "
            f"{_cuantas(informe.validas, 'buena', 'buenas')}, {informe.rechazadas:,} con error, "
            f"{informe.con_aviso:,} con aviso."
        )
    ]
    if informe.dialecto is not None:
        renglones.append(
            f"  Codificación: {NOMBRES_DE_CODIFICACION[informe.dialecto.codificacion]}. "
            f"Separador: {NOMBRES_DE_DELIMITADOR[informe.dialecto.delimitador]}."
        )
    if len(informe.problemas) > detalle:
        renglones += _por_columna(informe.problemas)
    # Errors first: with many notices nobody would see them.
    for problema in sorted(informe.problemas, key=lambda p: not p.es_error)[:detalle]:
        clase = "error" if problema.es_error else "aviso"
        renglones.append(f"  Línea {problema.linea} ({clase}): {sentencia(problema)}")
    if len(informe.problemas) > detalle:
        renglones.append(f"  … y {len(informe.problemas) - detalle} más.")
    return "\n".join(renglones)


def _por_columna(problemas: Sequence[ProblemaDeFila]) -> Iterator[str]:
    nombres = {"error": "errores", "aviso": "avisos"}
    for gravedad, columna, codigo, cuantos in conteos(problemas).itertuples(index=False):
        yield f"  {columna or 'Toda la línea'}: {cuantos} {nombres[gravedad]} ({codigo})"


def _cuantas(numero: int, una: str, varias: str) -> str:
    return f"{numero:,} {una if numero == 1 else varias}"


def sentencia(problema: ProblemaDeFila) -> str:
    """Return a finding in one sentence: column, value as found, reason and remedy."""
    valor = problema.valor
    visto = f" «{valor[:_A_LA_VISTA]}{'…' if len(valor) > _A_LA_VISTA else ''}»" if valor else ""
    donde = f"{problema.columna or 'Toda la línea'}{visto}: "
    remedio = f" {problema.sugerencia}" if problema.sugerencia else ""
    return f"{donde}{problema.mensaje}{remedio}"


def errores_de(fila: Fila) -> str:
    """Return what «Errores» says about a refused row in «Descargar rechazados», on one line.

    A value that is quoted may hold line ends: with a whole row behind one of them the cell would
    look like rows that an unclosed quote swallowed.
    """
    sentencias = [sentencia(problema) for problema in fila.problemas if problema.es_error]
    return " ".join(f"Línea {fila.linea}: {' '.join(sentencias)}".splitlines())


def rechazados_csv(filas: Iterable[tuple[Sequence[str], str]]) -> Iterator[bytes]:
    """Yield «Descargar rechazados» for refused rows given as values as found and their errors.

    The template's header and a last column «Errores», guarded as the export is. Corrected, the
    file loads as it is; not corrected, nothing in it loads: a row that was too long keeps all its
    values, so it is still too long, and one that lacked only optional values says «(falta)» where
    they begin, which is refused too, lest a row with a lost separator should pass as complete.
    """
    yield codecs.BOM_UTF8 + bytes_csv([(*ENCABEZADO, ERRORES)])
    escritas = (proteger_fila((*_completa(valores), errores)) for valores, errores in filas)
    while tanda := list(islice(escritas, _FILAS_POR_TROZO)):
        yield bytes_csv(tanda)


def _completa(valores: Sequence[str]) -> tuple[str, ...]:
    faltan = ANCHO - len(valores)
    if faltan <= 0:
        return tuple(valores)
    marca = FALTA if len(valores) >= _HASTA_LA_OBLIGATORIA else ""
    return (*valores, marca, *[""] * (faltan - 1))


def bytes_csv(filas: Iterable[Sequence[str]]) -> bytes:
    """Return rows as lines of CSV: UTF-8, comma, CRLF."""
    salida = io.StringIO(newline="")
    csv.writer(salida, lineterminator="\r\n").writerows(filas)
    return salida.getvalue().encode("utf-8")
