"""One constancia whose every line can be otherwise: what people do with theirs before they send it.

`tests/constancias.py` draws good ones in every way; this one is for those that are not.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

FONT, SIZE, PITCH = "Helvetica", 8, 11.0
WIDTH, HEIGHT = 612.0, 792.0
RFC = "XIA190128J61"
NOMBRE = "ACEROS DEL NORTE"
ETIQUETAS: Mapping[str, str] = {
    "RFC:": RFC,
    "Denominación/Razón Social:": NOMBRE,
    "Régimen Capital:": "SOCIEDAD ANONIMA DE CAPITAL VARIABLE",
    "Nombre Comercial:": "",
    "Fecha inicio de operaciones:": "31 DE MARZO DE 2002",
    "Estatus en el padrón:": "ACTIVO",
    "Fecha de último cambio de estado:": "31 DE MARZO DE 2002",
}
DE_PERSONA: Mapping[str, str] = {
    "RFC:": "MUPL530413RT0",
    "CURP:": "MUPL530413MDFRRR09",
    "Nombre (s):": "LAURA",
    "Primer Apellido:": "MUÑOZ",
    "Segundo Apellido:": "PEREZ",
    "Fecha inicio de operaciones:": "31 DE MARZO DE 2002",
    "Estatus en el padrón:": "ACTIVO",
}
DOMICILIO: Mapping[str, str] = {
    "Código Postal:": "06700",
    "Tipo de Vialidad:": "CALLE",
    "Nombre de Vialidad:": "REFORMA",
    "Número Exterior:": "12",
    "Número Interior:": "",
    "Nombre de la Colonia:": "ROMA NORTE",
    "Nombre de la Localidad:": "",
    "Nombre del Municipio o Demarcación Territorial:": "CUAUHTEMOC",
    "Nombre de la Entidad Federativa:": "CIUDAD DE MEXICO",
    "Entre Calle:": "",
}
UN_REGIMEN = (("Régimen General de Ley Personas Morales", "31/03/2002", ""),)


@dataclass
class Hoja:
    """A PDF to which lines are put, word by word, on one page after the other."""

    ancho: float = WIDTH
    oculto: bool = False
    _salida: io.BytesIO = field(default_factory=io.BytesIO)
    _canvas: Canvas = field(init=False)

    def __post_init__(self) -> None:
        """Open the file."""
        self._canvas = Canvas(self._salida, pagesize=(self.ancho, HEIGHT))

    def poner(
        self, x: float, y: float, texto: str, *, oculto: bool = False, size: int = SIZE
    ) -> None:
        """Draw a text whose words stand each by itself; an `oculto` one nobody sees."""
        for palabra in texto.split(" "):
            trazo = self._canvas.beginText(x, HEIGHT - y)
            trazo.setFont(FONT, size)
            trazo.setTextRenderMode(3 if oculto or self.oculto else 0)
            trazo.textOut(palabra)
            self._canvas.drawText(trazo)
            x += pdfmetrics.stringWidth(f"{palabra} ", FONT, size)

    def pasar(self) -> None:
        """Go on with the next page."""
        self._canvas.showPage()

    def bytes(self) -> bytes:
        """Close the file."""
        self._canvas.showPage()
        self._canvas.save()
        return self._salida.getvalue()


def dibujar(
    hoja: Hoja,
    *,
    datos: Mapping[str, str] | None = None,
    cambios: Mapping[str, str | None] | None = None,
    regimenes: Sequence[tuple[str, str, str]] = UN_REGIMEN,
    emision: str = "BENITO JUAREZ , CIUDAD DE MEXICO A 06 DE MAYO DE 2026",
    pagina: str = "Página [1] de [1]",
    x: float = 0.0,
) -> None:
    """Draw a constancia on one page, at `x`.

    `cambios` are other values by their label, with a line break where they wrap; None is no such
    label.
    """
    dichos = {**(datos or ETIQUETAS), **DOMICILIO, **(cambios or {})}
    rfc = str(dichos["RFC:"])
    hoja.poner(x + 480, 14, pagina)
    for dx, y, texto in (
        (42, 40, "CÉDULA DE IDENTIFICACIÓN FISCAL"),
        (330, 40, "CONSTANCIA DE SITUACIÓN FISCAL"),
        (140, 54, rfc),
        (140, 64, "Registro Federal de Contribuyentes"),
        (140, 84, "idCIF: 12345678901"),
        (345, 56, "Lugar y Fecha de Emisión"),
        (345, 66, emision),
        (42, 130, "Datos de Identificación del Contribuyente:"),
    ):
        hoja.poner(x + dx, y, texto)
    y = 144.0
    for etiqueta in [cada for cada in dichos if cada not in DOMICILIO]:
        y = _celda(hoja, x + 42, y, (etiqueta, dichos[etiqueta]), 158)
    hoja.poner(x + 42, y + 6, "Datos del domicilio registrado")
    y += 20
    for i, etiqueta in enumerate(DOMICILIO):
        antes = y
        y = _celda(hoja, x + (42, 306)[i % 2], y, (etiqueta, dichos[etiqueta]), None)
        y = y if i % 2 else antes
    y = _tablas(hoja, x, y + 6, regimenes)
    hoja.poner(x + 42, y, "Sus datos personales son incorporados y protegidos en los sistemas.")
    hoja.poner(x + 42, y + PITCH, f"Cadena Original Sello: ||2026/05/06|{rfc}|CONSTANCIA|200||")


def _celda(
    hoja: Hoja, x: float, y: float, que: tuple[str, str | None], columna: float | None
) -> float:
    etiqueta, valor = que
    if valor is None:
        return y + PITCH
    hoja.poner(x, y, etiqueta)
    detras = pdfmetrics.stringWidth(f"{etiqueta} ", FONT, SIZE)
    for renglon in valor.split("\n"):
        hoja.poner(x + (columna or detras), y, renglon)
        y += PITCH
    return y


def _tablas(hoja: Hoja, x: float, y: float, regimenes: Sequence[tuple[str, str, str]]) -> float:
    renglones = [
        [(42, "Actividades Económicas:")],
        [(42, "Orden"), (90, "Actividad Económica"), (440, "Fecha Inicio"), (510, "Fecha Fin")],
        [(50, "1"), (90, "Comercio. Régimen de Arrendamiento"), (440, "31/03/2002")],
        [(42, "Regímenes:")],
        [(42, "Régimen"), (392, "Fecha Inicio"), (467, "Fecha Fin")],
        *([(42, texto), (392, desde), (467, hasta)] for texto, desde, hasta in regimenes),
        [(42, "Obligaciones:")],
        [(42, "Pago de ISR. Régimen Simplificado de Confianza."), (392, "31/03/2002")],
    ]
    for renglon in renglones:
        for dx, texto in renglon:
            hoja.poner(x + dx, y, texto)
        y += 14
    return y
