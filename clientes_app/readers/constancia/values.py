"""What a constancia says, and why a file gives none."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from clientes_app.domain.dias import dia_dicho
from clientes_app.readers.constancia.fechas import is_old
from clientes_app.readers.constancia.regimenes import Row
from clientes_app.readers.motivos import Motivo


class Cedula(NamedTuple):
    """What the QR of the first page says."""

    rfc: str
    id_cif: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstanciaData:
    """Everything as printed, "" where a field is empty or not there.

    `nombre` is the one of the CFDI: without the régimen de capital, or given names and surnames in
    this order; `nombre_partes` are those three. `calle` is the name without its kind. Dates are as
    ISO writes them, None where there is none.
    """

    persona: str
    rfc: str
    nombre: str
    cp: str
    estatus: str
    tipo_vialidad: str
    calle: str
    numero_exterior: str
    numero_interior: str
    colonia: str
    localidad: str
    municipio: str
    estado: str
    entre_calle: str
    y_calle: str
    email: str
    nombre_comercial: str
    id_cif: str
    regimen_capital: str
    curp: str
    nombre_partes: tuple[str, ...]
    fecha_emision: str | None
    inicio_operaciones: str | None
    regimenes: tuple[Row, ...]

    @property
    def vigentes(self) -> tuple[str, ...]:
        """The keys of the régimenes that have not ended, in the order of the table."""
        return tuple(
            row.clave for row in self.regimenes if row.hasta is None and row.clave is not None
        )

    def como_dict(self) -> dict[str, Any]:
        """As `clientes constancia --json` prints it; a company has no CURP and no surnames."""
        said: dict[str, Any] = {campo: getattr(self, campo) for campo in self.__slots__}
        if self.persona == "moral":
            del said["curp"], said["nombre_partes"]
        else:
            said["nombre_partes"] = list(self.nombre_partes)
        said["regimenes"] = [row._asdict() for row in self.regimenes]
        said["regimenes_vigentes"] = list(self.vigentes)
        return said


class Notice(NamedTuple):
    """Something to look at: a code and a Spanish sentence."""

    codigo: str
    mensaje: str


def notices_of_age(datos: ConstanciaData, hoy: date) -> tuple[Notice, ...]:
    """Say that a constancia is old: a notice of the day on which it is looked at, not its own."""
    if datos.fecha_emision is None or not is_old(datos.fecha_emision, hoy):
        return ()
    dia = dia_dicho(date.fromisoformat(datos.fecha_emision))
    return (
        Notice(
            "emision_antigua",
            f"La constancia se emitió el {dia}, hace más de tres meses: sus datos pueden haber "
            "cambiado desde entonces. Compárelos con una más nueva si la tiene.",
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstanciaReading:
    """What came of reading a file: its data, or a `motivo`; what its QR says, if it can be read."""

    datos: ConstanciaData | None = None
    motivo: Motivo | None = None
    qr: Cedula | None = None
    avisos: tuple[Notice, ...] = ()


REASONS = {
    "no_es_pdf": "El archivo no es un PDF. Descargue la constancia del portal del SAT y use ese "
    "archivo tal como llega.",
    "vacio": "El archivo está vacío. Descargue la constancia de nuevo.",
    "cifrado": "El PDF pide una contraseña. Ábralo con ella, guárdelo sin contraseña (Imprimir › "
    "Guardar como PDF) y use esa copia, o descargue la constancia de nuevo.",
    "danado": "El PDF está dañado o llegó incompleto. Descargue la constancia de nuevo.",
    "sin_texto": "El PDF es una imagen y no tiene texto que leer, como los escaneados. Use el PDF "
    "que se descarga del portal del SAT, o escriba los datos a mano.",
    "texto_ilegible": "El texto del PDF no se puede leer: le faltan letras o no dice cuáles son. "
    "Use el PDF que se descarga del portal del SAT, o escriba los datos a mano.",
    "varias_constancias": "El PDF tiene varias constancias, de distintos RFC o de distintos días. "
    "Sepárelas y use un PDF para cada una.",
    "demasiadas_paginas": "El PDF tiene demasiadas páginas para ser una constancia, que suele "
    "tener tres. Use solo las suyas.",
    "demasiado_grande": "El PDF es demasiado grande para ser una constancia. Use el que se "
    "descarga del portal del SAT.",
    "no_se_pudo_leer": "El PDF no se pudo leer dentro del tiempo y la memoria que se le dan. Use "
    "el que se descarga del portal del SAT, o escriba los datos a mano.",
}
"""Why a file gives no constancia, and how to go on; `no_es_constancia` depends on what it is."""

_NOT_A_CONSTANCIA = (
    "{que} no es una Constancia de Situación Fiscal. Descárguela del portal del SAT, o escriba los "
    "datos a mano."
)


def reason(codigo: str) -> Motivo:
    """Return one of REASONS."""
    return Motivo(codigo=codigo, mensaje=REASONS[codigo])


def not_a_constancia(que: str) -> Motivo:
    """Say that a PDF is something else: `que` begins the sentence."""
    return Motivo(codigo="no_es_constancia", mensaje=_NOT_A_CONSTANCIA.format(que=que))
