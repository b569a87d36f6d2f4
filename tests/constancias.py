"""Constancias as the SAT prints them, invented: each with what a right reader says of it."""

import io
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import reportlab
from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from clientes_app.domain.catalogos import REGIMENES
from tests.builders import digito

_WIDTH, _HEIGHT = 612.0, 792.0
_PITCH = 11.0
_QR = "https://siat.sat.gob.mx/app/qr/faces/pages/mobile/validadorqr.jsf?D1=10&D2=1&D3="
_WORDS = (
    *("ACEROS", "NUÑEZ", "DEL", "SUR", "Y", "COMERCIALIZADORA", "&", "PEÑA", "DE", "LA", "XOOL"),
    *("TRANSPORTES", "O'FARRILL", "3", "HERMANOS", "MUÑOZ", "EL", "IBAÑEZ", "GRUPO", "RFC"),
)
_PLACES = ("TLALNEPANTLA DE BAZ", "LEON", "SAN JOSE DEL CABO", "ATIZAPAN DE ZARAGOZA", "MERIDA")
_STREETS = (
    "CALLE REGIMEN 12", "20 DE NOVIEMBRE", "CALLE LOCAL", "CIRCUITO ÑANDU", "AVENIDA DE LA PAZ",
    "PROLONGACION CALZADA DE LOS MAESTROS DEL AÑO NUEVO Y DE LA INDEPENDENCIA",
)  # fmt: skip
_NUMBERS = ("118", "S/N", "MZ 4 LT 12", "", "LOCAL 11 Y 12", "3ER PISO", "KM 12.5")
_KINDS = ("", "CALLE", "AVENIDA (AV.)", "CERRADA (CDA) O PRIVADA (PRIV)")
_STATES = ("MEXICO", "CIUDAD DE MEXICO", "VERACRUZ DE IGNACIO DE LA LLAVE", "JALISCO")
_CPS = ("06700", "01210", "54080", "97070", "44160", "64000")
_MONTHS = (
    *("ENERO", "FEBRERO", "MARZO", "ABRIL", "MAYO", "JUNIO", "JULIO", "AGOSTO", "SEPTIEMBRE"),
    *("OCTUBRE", "NOVIEMBRE", "DICIEMBRE"),
)
_PRINTED = {
    **{clave: f"Régimen de {each.descripcion}" for clave, each in REGIMENES.items()},
    "601": "Régimen General de Ley Personas Morales",
    "612": "Régimen de las Personas Físicas con Actividades Empresariales y Profesionales",
    "625": (
        "Régimen de las Actividades Empresariales con ingresos a través de Plataformas "
        "Tecnológicas."
    ),
    "626": "Régimen Simplificado de Confianza",
    "": "Régimen Intermedio de las Personas Físicas con Actividades Empresariales",
}
_OF_PEOPLE = ("605", "606", "608", "611", "612", "614", "625", "626", "")
_OF_COMPANIES = ("601", "603", "622", "624", "626")


@dataclass(frozen=True, slots=True)
class Look:
    """How a constancia is drawn; the data are the same whatever it looks like."""

    font: str
    by_word: bool
    shuffled: bool
    rotation: int
    says_rotation: bool
    value_column: bool
    glued: bool
    spaced: float
    dates_at: str
    bottom: float
    old: bool
    has_qr: bool


@dataclass(slots=True)
class _Page:
    """Where the next line goes, and all that was put anywhere so far: page, x, y, text."""

    look: Look
    page: int = 0
    y: float = 40.0
    put: list[tuple[int, float, float, str]] = field(default_factory=list)

    def text(self, x: float, text: str, dy: float = 0.0) -> None:
        if text:
            self.put.append((self.page, x, self.y + dy, text))

    def next_line(self, pitch: float = _PITCH) -> None:
        self.y += pitch
        if self.y > self.look.bottom:
            self.page, self.y = self.page + 1, 40.0

    def width(self, text: str) -> float:
        return pdfmetrics.stringWidth(text, self.look.font, 8) + self.look.spaced * len(text)

    def wrapped(self, text: str, width: float, first: float | None = None) -> list[str]:
        lines: list[str] = [""]
        for word in text.split():
            room = width if len(lines) > 1 or first is None else first
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.width(longer) > room:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines


def un_aspecto(azar: random.Random) -> Look:
    """Return some way to draw a constancia."""
    return Look(
        font=azar.choice(("Helvetica", "Times-Roman", "Vera")),
        by_word=azar.random() < 0.6,
        shuffled=azar.random() < 0.4,
        rotation=azar.choice((0, 0, 0, 90, 180, 270)),
        says_rotation=azar.random() < 0.7,
        value_column=azar.random() < 0.3,
        glued=azar.random() < 0.3,
        spaced=azar.choice((0.0, 0.0, 0.0, 0.8)),
        dates_at=azar.choice(("first", "middle", "last")),
        bottom=azar.choice((740.0, 740.0, 420.0, 300.0, 470.0)),
        old=azar.random() < 0.2,
        has_qr=azar.random() < 0.15,
    )


def una_constancia(azar: random.Random, look: Look | None = None) -> tuple[bytes, dict[str, Any]]:
    """Return a PDF, and its data as expected.json says them."""
    look = look or un_aspecto(azar)
    datos = _datos(azar)
    if look.font == "Vera":
        fonts = Path(reportlab.__file__).parent / "fonts"
        pdfmetrics.registerFont(TTFont("Vera", str(fonts / "Vera.ttf")))
    page = _Page(look)
    _head(page, datos)
    _identification(page, datos)
    _address(page, datos)
    _tables(page, datos, azar)
    return _drawn(page, datos, azar), datos


def _datos(azar: random.Random) -> dict[str, Any]:
    is_person = azar.random() < 0.5
    letters = "".join(azar.choices("ABCDEGHKLMNOPRSTUVXZÑ", k=4 if is_person else 3))
    year, month, day = azar.randint(70, 99), azar.randint(1, 12), azar.randint(1, 28)
    rfc = f"{letters}{year:02}{month:02}{day:02}{azar.choice('ABC123')}{azar.choice('XYZ789')}"
    rfc += digito(rfc)
    name = " ".join(azar.choices(_WORDS, k=azar.randint(1, 12)))
    parts = [" ".join(azar.choices(_WORDS[:9], k=n)) for n in (2, 1, azar.choice((0, 1)))]
    municipio = azar.choice(_PLACES)
    rows = _rows(azar, _OF_PEOPLE if is_person else _OF_COMPANIES)
    datos: dict[str, Any] = {
        "persona": "fisica" if is_person else "moral",
        "rfc": rfc,
        "nombre": " ".join(filter(None, parts)) if is_person else name,
        "cp": azar.choice(_CPS),
        "estatus": azar.choice(("ACTIVO", "REACTIVADO", "SUSPENDIDO")),
        "tipo_vialidad": azar.choice(_KINDS),
        "calle": azar.choice(_STREETS),
        "numero_exterior": azar.choice(_NUMBERS),
        "numero_interior": azar.choice(_NUMBERS),
        "colonia": azar.choice(("ROMA NORTE", "LOMAS DEL PEDREGAL II SECCION", "CENTRO", "")),
        "localidad": azar.choice(("", municipio)),
        "municipio": municipio,
        "estado": azar.choice(_STATES),
        "entre_calle": azar.choice(("", "AVENIDA PACHECO")),
        "y_calle": azar.choice(("", "NORTE 3")),
        "email": "",
        "nombre_comercial": azar.choice(("", "", "RFC: LA TIENDA", name)),
        "id_cif": f"{azar.randrange(10**11):011}",
        "regimen_capital": "" if is_person else "SOCIEDAD ANONIMA DE CAPITAL VARIABLE",
        "fecha_emision": f"2026-{azar.randint(1, 12):02}-{azar.randint(1, 28):02}",
        "inicio_operaciones": f"20{azar.randint(0, 20):02}-{month:02}-{day:02}",
        "regimenes": rows,
        "regimenes_vigentes": [
            row["clave"] for row in rows if row["hasta"] is None and row["clave"]
        ],
    }
    if is_person:
        datos |= {"curp": f"{rfc[:10].replace('Ñ', 'X')}HDFRRL09", "nombre_partes": parts}
    return datos


def _rows(azar: random.Random, keys: tuple[str, ...]) -> list[dict[str, Any]]:
    chosen = azar.sample(keys, k=azar.randint(1, min(5, len(keys))))
    return [
        {
            "clave": clave or None,
            "texto": _PRINTED[clave],
            "desde": f"20{azar.randint(10, 22)}-{azar.randint(1, 12):02}-01",
            "hasta": f"2024-{azar.randint(1, 12):02}-28" if azar.random() < 0.3 else None,
        }
        for clave in chosen
    ]


def _in_words(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day} DE {_MONTHS[int(month) - 1]} DE {year}"


def _short(iso: str | None) -> str:
    return "/".join(reversed(iso.split("-"))) if iso else ""


def _head(page: _Page, datos: dict[str, Any]) -> None:
    page.text(42, "CÉDULA DE IDENTIFICACIÓN FISCAL")
    page.text(330, "CONSTANCIA DE SITUACIÓN FISCAL")
    page.y += 14
    right = [
        "Lugar y Fecha de Emisión",
        *page.wrapped(
            f"BENITO JUAREZ , CIUDAD DE MEXICO A {_in_words(datos['fecha_emision'])}", 190
        ),
        datos["rfc"],
    ]
    left = [
        datos["rfc"],
        "Registro Federal de Contribuyentes",
        *page.wrapped(datos["nombre"], 130),
        "Nombre, denominación o razón",
        "social",
        f"idCIF: {datos['id_cif']}",
    ]
    for i, text in enumerate(left):
        page.text(140, text, i * 10)
    for i, text in enumerate(right):
        page.text(345, text, 2 + i * 10)
    page.y += max(len(left), len(right)) * 10 + 24


def _identification(page: _Page, datos: dict[str, Any]) -> None:
    old = page.look.old
    labels = [("RFC", datos["rfc"])]
    if datos["persona"] == "fisica":
        nombre, primero, segundo = datos["nombre_partes"]
        labels += [("CURP", datos["curp"]), ("Nombre(s)" if old else "Nombre (s)", nombre)]
        labels += [("Primer Apellido", primero), ("Segundo Apellido", segundo)]
    else:
        labels += [("Denominación/Razón Social", datos["nombre"])]
        labels += [("Régimen Capital", datos["regimen_capital"])]
    labels += [
        ("Nombre Comercial", datos["nombre_comercial"]),
        ("Fecha inicio de operaciones", _in_words(datos["inicio_operaciones"])),
        ("Situación del contribuyente" if old else "Estatus en el padrón", datos["estatus"]),
        ("Fecha de último cambio de estado", _in_words(datos["inicio_operaciones"])),
    ]
    page.text(42, "Datos de Identificación del Contribuyente:")
    page.next_line(14)
    for label, value in labels:
        _cells(page, [(42.0, 190.0, 400.0, label, value)])
    page.next_line(4)


def _address(page: _Page, datos: dict[str, Any]) -> None:
    old = page.look.old
    page.text(42, "Datos de Ubicación:" if old else "Datos del domicilio registrado")
    page.next_line(14)
    municipio = (
        "Municipio o Delegación" if old else ("Nombre del Municipio o Demarcación Territorial")
    )
    pairs = [
        ("Código Postal", "cp", "Tipo de Vialidad", "tipo_vialidad"),
        ("Nombre de Vialidad", "calle", "Número Exterior", "numero_exterior"),
        ("Número Interior", "numero_interior", "Nombre de la Colonia", "colonia"),
        ("Nombre de la Localidad", "localidad", municipio, "municipio"),
        ("Nombre de la Entidad Federativa", "estado", "Entre Calle", "entre_calle"),
        ("Y Calle", "y_calle", "", ""),
    ]
    for left, left_field, right, right_field in pairs:
        cells = [(42.0, 42.0, 250.0, left, datos[left_field])]
        if right:
            cells.append((306.0, 306.0, 260.0, right, datos[right_field]))
        _cells(page, cells)
    page.next_line(4)


def _cells(page: _Page, cells: list[tuple[float, float, float, str, str]]) -> None:
    """Put labels with their values beside each other; a value wraps below its own label."""
    look = page.look
    tails: list[tuple[float, list[str]]] = []
    for x, column, width, name, value in cells:
        label = f"{name}:"
        page.text(x, label)
        behind = x + page.width(label) + (0.1 if look.glued else 2.4)
        beside = look.value_column and column > behind
        at = column if beside else behind
        lines = page.wrapped(value, width, width if beside else x + width - behind)
        page.text(at, lines[0])
        tails.append((at if beside else x, lines[1:]))
    page.next_line()
    for i in range(max(len(tail) for _, tail in tails)):
        for x, tail in tails:
            page.text(x, tail[i] if i < len(tail) else "")
        page.next_line()


def _tables(page: _Page, datos: dict[str, Any], azar: random.Random) -> None:
    page.text(42, "Actividades Económicas:")
    page.next_line(14)
    for x, text in ((42, "Orden"), (90, "Actividad Económica"), (400, "Porcentaje")):
        page.text(x, text)
    page.next_line()
    page.text(50, "1")
    page.text(90, "Comercio al por mayor de ropa. Régimen de Arrendamiento")
    page.text(455, "01/02/2003")
    page.next_line(15)
    page.text(42, "Regímenes:")
    page.next_line(14)
    for x, text in ((42, "Régimen"), (392, "Fecha Inicio"), (467, "Fecha Fin")):
        page.text(x, text)
    page.next_line()
    width = azar.choice((340.0, 260.0, 170.0))
    for row in datos["regimenes"]:
        lines = page.wrapped(row["texto"], width)
        beside = {"first": 0.0, "middle": (len(lines) - 1) / 2, "last": len(lines) - 1.0}
        at = beside[page.look.dates_at]
        for i, line in enumerate(lines):
            page.text(42, line)
            if i == int(at):
                dy = (at - i) * _PITCH
                page.text(392, _short(row["desde"]), dy)
                page.text(467, _short(row["hasta"]), dy)
            page.next_line()
    page.next_line(4)
    page.text(42, "Obligaciones:")
    page.next_line(14)
    page.text(42, "Pago provisional mensual de ISR. Régimen Simplificado de Confianza.")
    page.text(455, "01/02/2003")
    page.next_line()
    page.text(42, "Sus datos personales son incorporados y protegidos en los sistemas del SAT.")
    page.next_line()
    emitted = datos["fecha_emision"].replace("-", "/")
    page.text(42, f"Cadena Original Sello: ||{emitted}|{datos['rfc']}|CONSTANCIA DE SITUACIÓN|1||")


def _drawn(page: _Page, datos: dict[str, Any], azar: random.Random) -> bytes:
    look, out = page.look, io.BytesIO()
    size = (_HEIGHT, _WIDTH) if look.rotation in {90, 270} else (_WIDTH, _HEIGHT)
    is_turned = look.says_rotation and look.rotation in {90, 270}
    # reportlab turns the size of a page that is turned.
    canvas = Canvas(out, pagesize=size[::-1] if is_turned else size, pageCompression=1)
    pages = page.page + 1
    for number in range(pages):
        if look.says_rotation:
            canvas.setPageRotation(look.rotation)
        here = [(x, y, text) for at, x, y, text in page.put if at == number]
        here.append((480.0, 14.0, f"Página [{number + 1}] de [{pages}]"))
        pieces = [piece for each in here for piece in _pieces(page, *each)]
        if look.shuffled:
            azar.shuffle(pieces)
        for x, y, text in pieces:
            _draw(canvas, look, size, (x, y, text))
        if look.has_qr and number == 0 and look.rotation == 0:
            widget = QrCodeWidget(f"{_QR}{datos['id_cif']}_{datos['rfc']}")
            left, low, right, high = widget.getBounds()
            scaled = Drawing(60, 60, transform=[60 / (right - left), 0, 0, 60 / (high - low), 0, 0])
            scaled.add(widget)
            renderPDF.draw(scaled, canvas, 45, 674)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _pieces(page: _Page, x: float, y: float, text: str) -> list[tuple[float, float, str]]:
    if not page.look.by_word:
        return [(x, y, text)]
    pieces: list[tuple[float, float, str]] = []
    blank = page.width(" ")
    for word in text.split():
        pieces.append((x, y, word))
        x += page.width(word) + blank
    return pieces


def _draw(
    canvas: Canvas, look: Look, size: tuple[float, float], piece: tuple[float, float, str]
) -> None:
    """Draw a text so that it stands at its place of the page once that is turned."""
    x, y, text = piece
    at, angle = {
        0: ((x, size[1] - y), 0),
        90: ((y, x), 90),
        180: ((size[0] - x, y), 180),
        270: ((size[0] - y, size[1] - x), -90),
    }[look.rotation]
    canvas.saveState()
    canvas.translate(*at)
    canvas.rotate(angle)
    drawn = canvas.beginText(0, 0)
    drawn.setFont(look.font, 8)
    drawn.setCharSpace(look.spaced)
    drawn.textOut(text)
    canvas.drawText(drawn)
    canvas.restoreState()
