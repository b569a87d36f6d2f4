"""What is read of one invoice, and what is said of a document that is none."""

from typing import Any, NamedTuple

VERSION_DE_METADATOS = "meta"

TIPOS_DE_VENTA = frozenset("IE")
"""Ingreso and egreso: only their uso says what a client uses our invoices for."""

TIPOS_DE_CLIENTE = TIPOS_DE_VENTA | {"P"}
"""The kinds whose recipient is a client; not a payroll (N) and not a transfer of goods (T)."""


class EmisorDeCfdi(NamedTuple):
    """Who issued the invoice."""

    rfc: str = ""
    nombre: str = ""


class DireccionDeCfdi(NamedTuple):
    """The address of a recipient, which only version 3.2 has."""

    calle: str = ""
    numero_exterior: str = ""
    numero_interior: str = ""
    colonia: str = ""
    localidad: str = ""
    municipio: str = ""
    estado: str = ""
    pais: str = ""
    cp: str = ""


class ReceptorDeCfdi(NamedTuple):
    """Whom the invoice is for, as the document says it; "" for what it does not say."""

    rfc: str
    nombre: str = ""
    cp: str = ""
    regimen: str = ""
    uso: str = ""
    residencia_fiscal: str = ""
    num_reg_id_trib: str = ""
    direccion: DireccionDeCfdi | None = None


class Comprobante(NamedTuple):
    """One invoice.

    `archivo` is the file, or «zip!member». `version` is «4.0», «3.3», «3.2», or «meta» for a row of
    the SAT's metadata. `fecha` is ISO 8601 without a zone. `motivo` says why its recipient is no
    client, "" when he is one. `cancelado` is known from the metadata only. `es_global` is the
    invoice of many sales to the general public.
    """

    archivo: str
    version: str
    tipo: str
    uuid: str
    fecha: str
    emisor: EmisorDeCfdi
    receptor: ReceptorDeCfdi
    motivo: str = ""
    cancelado: bool | None = None
    es_global: bool = False

    @property
    def tomar(self) -> bool:
        """Whether the recipient is a client."""
        return not self.motivo

    def como_dict(self) -> dict[str, Any]:
        """Everything as JSON can hold it, with the keys that `clientes cfdi --json` names."""
        receptor = self.receptor._asdict()
        direccion = receptor.pop("direccion")
        if direccion is not None:
            receptor["direccion"] = self.receptor.direccion and self.receptor.direccion._asdict()
        dicho: dict[str, Any] = {
            "archivo": self.archivo,
            "version": self.version,
            "tipo": self.tipo,
            "uuid": self.uuid,
            "fecha": self.fecha,
            "emisor": self.emisor._asdict(),
            "receptor": receptor,
            "tomar": self.tomar,
        }
        if self.cancelado is not None:
            dicho["cancelado"] = self.cancelado
        if self.motivo:
            dicho["motivo"] = self.motivo
        return dicho


class DocumentoRechazado(NamedTuple):
    """A file, a member of a zip or a row of metadata that gives no invoice.

    `motivo` is a stable code in ASCII, `mensaje` a Spanish sentence that says what it is and what
    to do.
    """

    archivo: str
    motivo: str
    mensaje: str


Leido = Comprobante | DocumentoRechazado
"""What a document gives, piece by piece and in its order."""


class NoEsCfdiError(Exception):
    """The document gives no invoice; `codigo` and the sentence are those of `motivos`."""

    def __init__(self, codigo: str, mensaje: str) -> None:
        self.codigo = codigo
        self.mensaje = mensaje
        super().__init__(mensaje)


def motivo_de_tipo(tipo: str, *, es_nomina: bool = False) -> str:
    """Say why the recipient of an invoice of that kind is no client; "" when he is one."""
    if es_nomina or tipo == "N":
        return "nomina"
    if tipo == "T":
        return "traslado"
    return "" if tipo in TIPOS_DE_CLIENTE else "tipo_desconocido"
