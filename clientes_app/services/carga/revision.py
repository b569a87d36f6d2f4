"""A file looked into without a database: what `clientes validar` says, in JSON and in words."""

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from clientes_app.domain.acciones import Accion
from clientes_app.domain.cliente import Contexto, DatosCliente
from clientes_app.domain.plurales import cuantos
from clientes_app.judging import findings
from clientes_app.judging.judge import Judge, JudgedRows, clientes_de
from clientes_app.readers.csv.lines import NOMBRES_DE_CODIFICACION
from clientes_app.readers.documents import Document, open_document
from clientes_app.readers.motivos import Motivo, NoCargableError
from clientes_app.readers.table import TextRows

NOMBRES_DE_DELIMITADOR = {",": "coma", ";": "punto y coma", "\t": "tabulador"}
"""The separators that load, as a person knows them."""


def juzgar(
    document: Document,
    contexto: Contexto,
    arreglos: Collection[Accion] = (),
    *,
    keep: Callable[[TextRows], None] | None = None,
) -> Iterator[JudgedRows]:
    """Yield the rows of a document, judged, table by table.

    `arreglos` are those of ARREGLOS_DE_ARCHIVO that every name is given; `keep` is
    shown the rows as they were read. Raises NoCargableError,
    possibly after some rows: whoever stores rows must have read the document to its end once before
    (the preview does).
    """
    judge = Judge(contexto, arreglos, parcial=document.parcial)
    for rows in document.tables():
        if keep is not None:
            keep(rows)
        yield judge.judge(rows)


@dataclass(slots=True, kw_only=True)
class Informe:
    """Everything found in a file: what `clientes validar` says.

    `validas` are the rows that may be stored, the repeated equal ones among them; with
    `rechazadas` they add up to `filas`. `problemas` is the table of `judging.findings`. `clientes`
    (line to client) is filled only on demand. A file that does not load has a `motivo` and no rows.
    """

    archivo: str
    motivo: Motivo | None = None
    document: Document | None = None
    filas: int = 0
    validas: int = 0
    con_aviso: int = 0
    repetidas: int = 0
    problemas: findings.Problemas = field(default_factory=findings.none)
    clientes: dict[int, DatosCliente] = field(default_factory=dict[int, DatosCliente])

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
    problemas: list[findings.Problemas] = []
    try:
        informe.document = open_document(archivo, nombre)
        for rows in juzgar(informe.document, contexto):
            informe.filas += len(rows)
            informe.validas += len(rows.clientes)
            informe.con_aviso += rows.con_aviso
            informe.repetidas += len(rows.repetidas)
            problemas.append(rows.problemas)
            if con_filas:
                informe.clientes |= clientes_de(rows.clientes)
    except NoCargableError as fallo:
        return Informe(archivo=nombre, motivo=fallo.motivo, document=informe.document)
    informe.problemas = findings.joined(problemas)
    return informe


def resumen(informe: Informe, *, con_filas: bool = False) -> dict[str, Any]:
    """Return what `clientes validar --json [--filas]` prints, as a dict."""
    motivo, document = informe.motivo, informe.document
    nombres = findings.COLUMNS[:-1]
    dicho: dict[str, Any] = {
        "archivo": informe.archivo,
        "resultado": "no_cargable" if motivo else "cargable",
        "motivo": {"codigo": motivo.codigo, "mensaje": motivo.mensaje} if motivo else None,
        "codificacion": (document.codificacion or None) if document else None,
        "delimitador": (document.delimitador or None) if document else None,
        "filas": informe.filas,
        "validas": informe.validas,
        "rechazadas": informe.rechazadas,
        "problemas": [
            dict(zip(nombres, problema[:-1], strict=True))
            for problema in findings.as_rows(informe.problemas)
        ],
    }
    if con_filas:
        dicho["clientes"] = [
            {"linea": linea, "datos": datos.por_etiqueta()}
            for linea, datos in informe.clientes.items()
        ]
    return dicho


def resumen_json(informe: Informe, *, con_filas: bool = False) -> str:
    """Return the one line of JSON that `clientes validar --json [--filas]` prints for a file."""
    return json.dumps(resumen(informe, con_filas=con_filas), ensure_ascii=False)


def texto(informe: Informe, *, detalle: int = 20) -> str:
    """Return the report for a terminal; `detalle` is how many findings are listed."""
    if informe.motivo is not None:
        return f"{informe.archivo}: no se puede cargar.\n  {informe.motivo.mensaje}"
    renglones = [
        (
            f"{informe.archivo}: {cuantos(informe.filas, 'fila', 'filas')}, "
            f"{cuantos(informe.validas, 'buena', 'buenas')}, {informe.rechazadas:,} con error, "
            f"{informe.con_aviso:,} con aviso."
        )
    ]
    if informe.document is not None and informe.document.codificacion:
        renglones.append(
            f"  Codificación: {NOMBRES_DE_CODIFICACION[informe.document.codificacion]}. "
            f"Separador: {NOMBRES_DE_DELIMITADOR[informe.document.delimitador]}."
        )
    todos = len(informe.problemas)
    if todos > detalle:
        renglones += _por_columna(informe.problemas)
    renglones += (
        f"  Línea {linea} ({gravedad}): {sentencia}"
        for linea, gravedad, sentencia in findings.worst(informe.problemas, detalle)
    )
    if todos > detalle:
        renglones.append(f"  … y {todos - detalle:,} más.")
    return "\n".join(renglones)


def _por_columna(problemas: findings.Problemas) -> Iterator[str]:
    nombres = {"error": ("error", "errores"), "aviso": ("aviso", "avisos")}
    for gravedad, columna, codigo, veces in findings.counts(problemas):
        yield f"  {columna or 'Toda la línea'}: {cuantos(veces, *nombres[gravedad])} ({codigo})"
