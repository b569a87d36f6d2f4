"""The lines of a document to what a constancia says: sections, fields, régimenes, cross-checks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from clientes_app.domain.catalogos import estado_de_cp
from clientes_app.domain.codigo_postal import tiene_cinco_digitos
from clientes_app.domain.regimen_impreso import clave_de_regimen
from clientes_app.domain.texto import esqueleto
from clientes_app.readers.constancia import labels
from clientes_app.readers.constancia.fechas import fecha
from clientes_app.readers.constancia.fields import Fields, read_fields
from clientes_app.readers.constancia.glyphs import UNMAPPED
from clientes_app.readers.constancia.lines import Line
from clientes_app.readers.constancia.regimenes import Row, read_regimenes
from clientes_app.readers.constancia.values import (
    ConstanciaData,
    ConstanciaReading,
    Notice,
    not_a_constancia,
    reason,
)
from clientes_app.readers.motivos import Motivo

_RFC = re.compile(r"[A-ZÑ&]{3,4}[0-9]{6}[A-Z0-9]{3}")
_ID_CIF = re.compile(r"id ?cif ?:? ?([0-9]{6,14})(?![0-9])", re.IGNORECASE)
_CHAIN = re.compile(r"\|\|(?P<fecha>[0-9/: .-]+)\|(?P<rfc>[^|]{12,13})\|", re.IGNORECASE)
_PLACE_AND_DATE = "lugaryfechadeemision"
_LEFT_OF_ITS_HEADING = 45.0
_PERSONA = {12: "moral", 13: "fisica"}
_LIVE = frozenset({"ACTIVO", "REACTIVADO"})
_LINES_AT_AN_END = 4
_FEW_LETTERS = 20
_UNREADABLE = 0.2
_OTHERS = (
    ("opiniondelcumplimiento", "El PDF es una opinión de cumplimiento (32-D):"),
    ("opiniondecumplimiento", "El PDF es una opinión de cumplimiento (32-D):"),
    ("acusedemovimientos", "El PDF es un acuse de movimientos:"),
    ("acuse", "El PDF es un acuse:"),
    ("facturacfdi", "El PDF es una factura:"),
    ("usocfdi", "El PDF es una factura:"),
    ("foliofiscal", "El PDF es una factura:"),
    ("ceduladeidentificacionfiscal", "El PDF es solo la cédula de identificación fiscal:"),
)
_MANY_WORDS = 30
_USUAL = ("de", "la", "el", "los", "del", "fiscal", "rfc", "que", "para", "con", "fecha", "total")


def read_text(lines: Sequence[Line]) -> ConstanciaReading:
    """Return what the lines of all pages say, without what a QR adds."""
    lines = list(_without_furniture(lines))
    whole = " ".join(cell.text for line in lines for cell in line)
    letters = [letter for letter in whole if letter != " "]
    if len(letters) < _FEW_LETTERS:
        return ConstanciaReading(motivo=reason("sin_texto"))
    if letters.count(UNMAPPED) > _UNREADABLE * len(letters):
        return ConstanciaReading(motivo=reason("texto_ilegible"))
    folded = esqueleto(whole)
    starts = [i for i, line in enumerate(lines) if _folded(line).startswith(labels.IDENTIFICATION)]
    if labels.TITLE in folded and starts:
        return _Constancia(lines, starts).read()
    if labels.QR_PAGE in folded:
        return _read_qr_page(lines, whole)
    return ConstanciaReading(motivo=_something_else(whole, folded))


def _without_furniture(lines: Sequence[Line]) -> Iterator[Line]:
    """Leave out the lines that count pages, and what stands at the top or foot of several pages."""
    places: dict[str, set[int]] = {}
    for line in lines:
        places.setdefault(_place(line), set()).add(line[0].page)
    for page, on_page in groupby(lines, key=lambda line: line[0].page):
        left = [line for line in on_page if not labels.is_page_line(_folded(line))]
        for i, line in enumerate(left):
            is_at_an_end = min(i, len(left) - 1 - i) < _LINES_AT_AN_END
            is_repeated = page > 0 and len(places[_place(line)]) > 1
            if not (is_at_an_end and is_repeated and _is_said_once(line)):
                yield line


def _is_said_once(line: Line) -> bool:
    """Whether a line is none of a table's, which may well be the same at the same height.

    A heading is none either: where one comes again, another constancia begins.
    """
    return len(line) == 1 and fecha(line[0].text) is None and not labels.is_heading(line[0].text)


def _place(line: Line) -> str:
    return f"{line[0].y:.0f} {_folded(line)}"


def _folded(line: Line) -> str:
    return esqueleto(" ".join(cell.text for cell in line))


class _One(NamedTuple):
    """One constancia of a document: its fields, its régimenes if they can be read, its data."""

    fields: Fields
    rows: tuple[Row, ...] | None
    datos: ConstanciaData


def _is_of_several(fields: Fields) -> bool:
    """Whether labels come again with something else: two constancias that stand side by side."""
    rfcs = {
        found for each in fields.all if each.about == "rfc" for found in _RFC.findall(each.value)
    }
    return fields.says_two_things or len(rfcs) > 1


class _Constancia:
    """The sections of a constancia: what is above the first heading, fields, régimenes."""

    def __init__(self, lines: Sequence[Line], starts: Sequence[int]) -> None:
        """Part the lines at `starts`, where the headings of the identification are."""
        self._head = lines[: starts[0]]
        self._whole = "\n".join(" ".join(cell.text for cell in line) for line in lines)
        self._parts = [
            _sections(lines[start:end])
            for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)
        ]
        self._notices: list[Notice] = []

    def read(self) -> ConstanciaReading:
        several = self._several()
        if not several:
            return ConstanciaReading(motivo=reason("texto_ilegible"))
        fields, rows, datos = several[0]
        if any(each.datos != datos for each in several) or _is_of_several(fields):
            return ConstanciaReading(motivo=reason("varias_constancias"))
        if fields.lost_letters or any(UNMAPPED in each.value for each in fields.all):
            return ConstanciaReading(motivo=reason("texto_ilegible"))
        self._compare(datos.rfc, fields)
        datos = replace(datos, id_cif=self._id_cif(), fecha_emision=self._emitted())
        self._notices += notices(datos, is_table_read=rows is not None)
        return ConstanciaReading(datos=datos, avisos=tuple(self._notices))

    def _several(self) -> list["_One"]:
        """Return what stands below each heading that is followed by an RFC.

        A constancia that is in the document twice gives the same twice, and two of one taxpayer
        that are of different days do not.
        """
        tables: list[list[Line]] = []
        whose: list[tuple[Fields, str]] = []
        before: list[Line] = []
        for fields, table in self._parts:
            rfc = _rfc(fields.get("rfc"))
            if rfc is not None:
                whose.append((fields, rfc))
                tables.append([*before, *table])
                before = []
            elif tables:
                tables[-1] += table
            else:
                before += table
        return [
            _One(fields, rows, constancia_data(fields, rfc=rfc, rows=rows or ()))
            for (fields, rfc), table in zip(whose, tables, strict=True)
            for rows in [read_regimenes(table)]
        ]

    def _compare(self, rfc: str, fields: Fields) -> None:
        """Say when another RFC stands elsewhere on the document, and when a value was cut."""
        printed = {
            cell.text for line in self._head for cell in line if _RFC.fullmatch(cell.text)
        } | {found["rfc"].upper() for found in _CHAIN.finditer(self._whole)}
        if printed - {rfc}:
            self._notices.append(OTHER_RFC)
        if fields.was_cut:
            self._notices.append(
                Notice(
                    "valor_cortado",
                    "Un dato traía dentro otra etiqueta y se cortó ahí: "
                    "compare los datos con la constancia.",
                )
            )

    def _id_cif(self) -> str:
        found = _ID_CIF.search(self._whole)
        if found is not None:
            return found[1]
        cells = [cell for line in self._head for cell in line]
        label = next((cell for cell in cells if esqueleto(cell.text) == "idcif"), None)
        if label is None:
            return ""
        below = (
            cell.text
            for cell in cells
            if cell.text.isdecimal() and 0 <= cell.y - label.y <= 2 * label.size
        )
        return next(below, "")

    def _emitted(self) -> str | None:
        """Return the date below «Lugar y Fecha de Emisión», else that of the seal's chain."""
        cells = [cell for line in self._head for cell in line]
        heading = next((c for c in cells if _PLACE_AND_DATE in esqueleto(c.text)), None)
        if heading is not None:
            below = [
                cell.text
                for cell in cells
                if cell.page == heading.page
                and cell.y >= heading.y
                and cell.x0 >= heading.x0 - _LEFT_OF_ITS_HEADING
            ]
            said = fecha(" ".join(below))
            if said is not None:
                return said
        chain = _CHAIN.search(self._whole)
        return fecha(chain["fecha"]) if chain is not None else None


def _sections(lines: Sequence[Line]) -> tuple[Fields, list[Line]]:
    """Return the fields below the heading of the identification, and the lines of the régimenes."""
    of_fields: list[Line] = []
    of_table: list[Line] = []
    into: list[Line] | None = of_fields
    for line in lines[1:]:
        folded = _folded(line)
        if folded == labels.REGIMES:
            into = of_table
        elif folded.startswith(labels.TABLE_HEADER):
            into = of_table
            into.append(line)
        elif any(folded.startswith(heading) for heading in labels.AFTER):
            into = None
        elif into is not None:
            into.append(line)
    return read_fields(of_fields), of_table


OTHER_RFC = Notice(
    "rfc_distinto",
    "El RFC no es el mismo en todo el documento: revise que la constancia sea auténtica.",
)


def constancia_data(fields: Fields, *, rfc: str, rows: Sequence[Row]) -> ConstanciaData:
    """Put together what was read below the headings."""

    def said(about: str) -> str:
        return fields.get(about) or ""

    curp = said("curp").replace(" ", "")
    persona = "fisica" if curp else _PERSONA[len(rfc)]
    partes = tuple(said(about) for about in ("nombre", "primer_apellido", "segundo_apellido"))
    nombre = " ".join(filter(None, partes)) if persona == "fisica" else said("denominacion")
    cp = said("cp").replace(" ", "")
    return ConstanciaData(
        persona=persona,
        rfc=rfc,
        nombre=nombre,
        cp=cp if tiene_cinco_digitos(cp) else "",
        **{
            about: said(about)
            for about in (
                *("estatus", "tipo_vialidad", "calle", "numero_exterior", "numero_interior"),
                *("colonia", "localidad", "municipio", "estado", "entre_calle", "y_calle"),
                *("email", "nombre_comercial"),
            )
        },
        id_cif="",
        regimen_capital=said("regimen_capital") if persona == "moral" else "",
        curp=curp,
        nombre_partes=partes,
        fecha_emision=None,
        inicio_operaciones=fecha(said("inicio_operaciones")),
        regimenes=tuple(rows),
    )


def notices(datos: ConstanciaData, *, is_table_read: bool) -> Iterator[Notice]:
    """Say what is to be looked at before somebody is invoiced with these data."""
    if not datos.nombre:
        yield Notice("sin_nombre", "El nombre no se pudo leer: escríbalo a mano.")
    if datos.estatus.upper() not in _LIVE:
        yield _of_status(datos.estatus)
    if not is_table_read:
        yield Notice(
            "regimenes_ilegibles", "Los regímenes no se pudieron leer: elija el suyo a mano."
        )
    elif not any(row.hasta is None for row in datos.regimenes):
        yield Notice(
            "sin_regimen_vigente",
            "La constancia no muestra ningún régimen vigente: pida a su cliente una más reciente.",
        )
    if any(row.hasta is None and row.clave is None for row in datos.regimenes):
        yield Notice(
            "regimen_sin_clave",
            "Un régimen vigente no está en el catálogo del SAT: elija el suyo a mano.",
        )
    if not datos.cp:
        yield Notice(
            "sin_cp",
            "La constancia no muestra código postal, como las de quien reside en el extranjero: "
            "escríbalo a mano.",
        )
    elif estado_de_cp(datos.cp) is None:
        yield Notice(
            "cp_desconocido",
            f"El código postal {datos.cp} no está en el catálogo del SAT: revíselo.",
        )


def _of_status(estatus: str) -> Notice:
    if not estatus:
        return Notice("sin_estatus", "El estatus en el padrón no se pudo leer: revíselo.")
    consecuencia = (
        "el SAT rechaza las facturas a su nombre."
        if "CANCELADO" in estatus.upper()
        else "confirme con su cliente que puede recibir facturas."
    )
    return Notice("estatus_no_activo", f"El estatus en el padrón es «{estatus}»: {consecuencia}")


def _read_qr_page(lines: Sequence[Line], whole: str) -> ConstanciaReading:
    """Read the SAT's page behind the QR, printed: values in the next cell, régimenes as pairs."""
    fields = read_fields(lines)
    rfc = _rfc(whole.partition(":")[2][:40])
    if rfc is None or fields.lost_letters or any(UNMAPPED in each.value for each in fields.all):
        return ConstanciaReading(motivo=reason("texto_ilegible"))
    rows: list[Row] = []
    for each in fields.all:
        if each.about == "regimen":
            rows.append(Row(each.value, clave_de_regimen(each.value), None, None))
        elif each.about == "fecha_de_alta" and rows:
            rows[-1] = rows[-1]._replace(desde=fecha(each.value))
    datos = constancia_data(fields, rfc=rfc, rows=rows)
    return ConstanciaReading(datos=datos, avisos=tuple(notices(datos, is_table_read=True)))


def _rfc(text: str | None) -> str | None:
    """Return the RFC that a text begins with, whatever blanks and dashes are in it."""
    found = _RFC.match("".join((text or "").replace("-", " ").split()).upper())
    return found[0] if found else None


def _something_else(whole: str, folded: str) -> Motivo:
    """Say what a document is that is no constancia, as far as that is known."""
    que = next((said for mark, said in _OTHERS if mark in folded), None)
    if que is not None:
        return not_a_constancia(que)
    words = whole.lower().split()
    if len(words) > _MANY_WORDS and not any(word.strip(".,:;") in _USUAL for word in words):
        return reason("texto_ilegible")
    return not_a_constancia("El PDF")
