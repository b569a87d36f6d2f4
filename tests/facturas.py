"""Invoices as the SAT's systems write them, valid by default; people and numbers are invented."""

import io
import uuid
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import quoteattr

PROPIO = "EKU9003173C9"
CFDI_4 = "http://www.sat.gob.mx/cfd/4"
CFDI_3 = "http://www.sat.gob.mx/cfd/3"

_ENCABEZADO = (
    "Uuid~RfcEmisor~NombreEmisor~RfcReceptor~NombreReceptor~RfcPac~FechaEmision~"
    "FechaCertificacionSat~Monto~EfectoComprobante~Estatus~FechaCancelacion"
)


def _folio(numero: int) -> str:
    return str(uuid.UUID(int=0x5F3A << 112 | numero)).upper()


def una_factura(
    *,
    version: str = "4.0",
    numero: int = 1,
    tipo: str = "I",
    fecha: str = "2026-03-02T10:11:12",
    emisor: str = PROPIO,
    receptor: Mapping[str, str] | None = None,
    raiz: str = "",
    antes: str = "",
    dentro: str = "",
    complemento: str = "",
    addenda: str = "",
) -> str:
    """One invoice without declaration, before 4.0 without postal code and régimen.

    The last five are XML put where their names say.
    """
    quien = {"Rfc": "CXO860722AB4", "Nombre": "COMERCIALIZADORA XOCHITL", "UsoCFDI": "G03"}
    if version == "4.0":
        quien |= {"DomicilioFiscalReceptor": "44160", "RegimenFiscalReceptor": "601"}
    quien |= dict(receptor or {})
    espacio = CFDI_4 if version == "4.0" else CFDI_3
    mayor = version != "3.2"
    atributos = " ".join(
        f"{nombre if mayor else nombre.lower()}={quoteattr(valor)}"
        for nombre, valor in quien.items()
    )
    return (
        f'<cfdi:Comprobante xmlns:cfdi="{espacio}" {raiz} '
        f'{"Version" if mayor else "version"}="{version}" '
        f'{"Fecha" if mayor else "fecha"}="{fecha}" '
        f'{"TipoDeComprobante" if mayor else "tipoDeComprobante"}="{tipo}">{antes}'
        f'<cfdi:Emisor {"Rfc" if mayor else "rfc"}="{emisor}" Nombre="ESCUELA KEMPER URGATE"/>'
        f"<cfdi:Receptor {atributos}>{dentro}</cfdi:Receptor><cfdi:Complemento>{complemento}"
        '<tfd:TimbreFiscalDigital xmlns:tfd="http://www.sat.gob.mx/TimbreFiscalDigital" '
        f'Version="1.1" UUID="{_folio(numero)}"/></cfdi:Complemento>{addenda}</cfdi:Comprobante>'
    )


def un_renglon(
    *,
    numero: int = 1,
    nombre_emisor: str = "ESCUELA KEMPER URGATE",
    rfc: str = "CXO860722AB4",
    nombre: str = "COMERCIALIZADORA XOCHITL SA DE CV",
    fecha: str = "2026-01-11 07:10:23",
    efecto: str = "I",
    estatus: str = "1",
) -> str:
    """One row of the SAT's metadata, without its end."""
    return (
        f"{_folio(numero)}~{PROPIO}~{nombre_emisor}~{rfc}~{nombre}~SAT970701NN3~{fecha}~{fecha}~"
        f"116.00~{efecto}~{estatus}~"
    )


def unos_metadatos(*renglones: str, encabezado: str = _ENCABEZADO, fin: str = "\r\n") -> bytes:
    """A text of metadata with these rows."""
    return "".join(renglon + fin for renglon in (encabezado, *renglones)).encode()


def un_zip(miembros: Iterable[tuple[str, bytes]]) -> io.BytesIO:
    """A zip with these members, to be read from its beginning."""
    archivo = io.BytesIO()
    with zipfile.ZipFile(archivo, "w", zipfile.ZIP_DEFLATED) as abierto:
        for nombre, contenido in miembros:
            abierto.writestr(nombre, contenido)
    archivo.seek(0)
    return archivo
