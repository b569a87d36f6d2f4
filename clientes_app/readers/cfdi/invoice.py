"""One XML as the invoice that it is, of whatever version and prefix (Anexo 20).

Only the direct children of the root in the root's own namespace count: there is a Receptor in
payroll, in foreign trade and in many an addenda.
"""

import re
from xml.sax.xmlreader import AttributesImpl

from clientes_app.domain.rfc.structure import normalizar
from clientes_app.domain.texto import limpiar
from clientes_app.readers.cfdi.comprobante import (
    Comprobante,
    DireccionDeCfdi,
    EmisorDeCfdi,
    NoEsCfdiError,
    ReceptorDeCfdi,
    motivo_de_tipo,
)
from clientes_app.readers.cfdi.motivos import no_es_cfdi
from clientes_app.readers.cfdi.xml_events import read_events

_CFDI_4 = "http://www.sat.gob.mx/cfd/4"
_CFDI_3 = "http://www.sat.gob.mx/cfd/3"
_TIMBRE = "http://www.sat.gob.mx/TimbreFiscalDigital"
_NOMINA = "http://www.sat.gob.mx/nomina"
_RETENCIONES = "http://www.sat.gob.mx/esquemas/retencionpago/"
_VERSIONES = {(_CFDI_4, "4.0"), (_CFDI_3, "3.3"), (_CFDI_3, "3.2")}
_TIPOS_DE_3_2 = {"ingreso": "I", "egreso": "E", "traslado": "T"}
_DIRECCION = {
    "calle": "calle",
    "numero_exterior": "noExterior",
    "numero_interior": "noInterior",
    "colonia": "colonia",
    "localidad": "localidad",
    "municipio": "municipio",
    "estado": "estado",
    "pais": "pais",
    "cp": "codigoPostal",
}
_RE_FECHA = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})")
_COMPLEMENTO_DEPTH = 2


def read_invoice(xml: str, archivo: str) -> Comprobante:
    """Read an invoice from its XML. Raises NoEsCfdiError when it is none, and says what it is."""
    invoice = _Invoice()
    read_events(xml, invoice)
    return invoice.result(archivo)


def collapsed(text: str) -> str:
    """Return a text without what nobody meant to send, such as runs of blanks."""
    return limpiar(text)


class _Invoice:
    """Keeps of the elements what is wanted of them, and of nothing below the third level."""

    def __init__(self) -> None:
        # The declared prefixes of the element that is open on each level.
        self._scopes: list[dict[str, str]] = []
        self._root = ("", "")
        self._child = ""
        self._version = ""
        self._tipo = ""
        self._fecha = ""
        self._emisor: EmisorDeCfdi | None = None
        self._receptor: ReceptorDeCfdi | None = None
        self._direccion: DireccionDeCfdi | None = None
        self._uuid = ""
        self._es_nomina = False
        self._es_global = False

    def opened(self, depth: int, name: str, attributes: AttributesImpl) -> None:
        """Take an element. Raises NoEsCfdiError when the root is that of another document."""
        if depth > _COMPLEMENTO_DEPTH:
            return
        space, local = self._resolve(depth, name, attributes)
        if depth == 0:
            self._take_root(space, local, attributes)
        elif depth == 1:
            self._child = local if space == self._root[0] else ""
            self._take_child(attributes)
        elif self._child == "Complemento":
            self._take_complemento(space, local, attributes)
        elif self._child == "Receptor" and (space, local) == (self._root[0], "Domicilio"):
            self._direccion = DireccionDeCfdi(
                **{ours: collapsed(_value(attributes, sats)) for ours, sats in _DIRECCION.items()}
            )

    def result(self, archivo: str) -> Comprobante:
        """Return the invoice. Raises NoEsCfdiError when it does not say whom it is for."""
        if self._receptor is None or not self._receptor.rfc:
            raise no_es_cfdi(motivo="sin_receptor")
        return Comprobante(
            archivo=archivo,
            version=self._version,
            tipo=self._tipo,
            uuid=self._uuid,
            fecha=self._fecha,
            emisor=self._emisor or EmisorDeCfdi(),
            receptor=self._receptor._replace(direccion=self._direccion),
            motivo=motivo_de_tipo(self._tipo, es_nomina=self._es_nomina),
            es_global=self._es_global,
        )

    def _resolve(self, depth: int, name: str, attributes: AttributesImpl) -> tuple[str, str]:
        """Return namespace and local name of an element; "" for a prefix that nobody declared."""
        del self._scopes[depth:]
        self._scopes.append(
            {
                key[6:]: str(attributes[key])
                for key in attributes.getNames()
                if key == "xmlns" or key.startswith("xmlns:")
            }
        )
        prefix, colon, local = name.rpartition(":")
        for declared in reversed(self._scopes):
            if prefix in declared:
                return declared[prefix], local
        return "", local if colon else name

    def _take_root(self, space: str, local: str, attributes: AttributesImpl) -> None:
        version = _value(attributes, "Version", "version").strip()
        if local != "Comprobante" or space not in {_CFDI_4, _CFDI_3}:
            raise _not_an_invoice(space, local)
        if (space, version) not in _VERSIONES:
            raise no_es_cfdi(motivo="version_no_soportada")
        self._root = (space, local)
        self._version = version
        tipo = _value(attributes, "TipoDeComprobante", "tipoDeComprobante").strip()
        self._tipo = _TIPOS_DE_3_2.get(tipo.lower(), tipo.upper())
        self._fecha = iso_moment(_value(attributes, "Fecha", "fecha"))

    def _take_child(self, attributes: AttributesImpl) -> None:
        if self._child == "Emisor" and self._emisor is None:
            self._emisor = EmisorDeCfdi(
                normalizar(_value(attributes, "Rfc", "rfc")),
                collapsed(_value(attributes, "Nombre", "nombre")),
            )
        elif self._child == "Receptor" and self._receptor is None:
            self._receptor = ReceptorDeCfdi(
                rfc=normalizar(_value(attributes, "Rfc", "rfc")),
                nombre=collapsed(_value(attributes, "Nombre", "nombre")),
                cp=_value(attributes, "DomicilioFiscalReceptor").strip(),
                regimen=_value(attributes, "RegimenFiscalReceptor").strip(),
                uso=_value(attributes, "UsoCFDI").strip().upper(),
                residencia_fiscal=_value(attributes, "ResidenciaFiscal").strip().upper(),
                num_reg_id_trib=collapsed(_value(attributes, "NumRegIdTrib")),
            )
        elif self._child == "InformacionGlobal":
            self._es_global = True

    def _take_complemento(self, space: str, local: str, attributes: AttributesImpl) -> None:
        if local == "TimbreFiscalDigital" and space == _TIMBRE:
            self._uuid = self._uuid or _value(attributes, "UUID").strip()
        elif local == "Nomina" and space.startswith(_NOMINA):
            self._es_nomina = True


def _value(attributes: AttributesImpl, *names: str) -> str:
    """Return the first attribute of that name, "" without one: 3.2 wrote in lower case."""
    return next((str(attributes[name]) for name in names if name in attributes), "")


def iso_moment(text: str) -> str:
    """Return a moment as ISO 8601 to the second; the text as it is when it is none."""
    found = _RE_FECHA.match(text.strip())
    return f"{found[1]}T{found[2]}" if found else text.strip()


def _not_an_invoice(space: str, local: str) -> NoEsCfdiError:
    """Say what a document is whose root is not that of an invoice."""
    if local == "Retenciones" and space.startswith(_RETENCIONES):
        return no_es_cfdi(motivo="retenciones")
    if local == "Comprobante" and space.startswith("http://www.sat.gob.mx/cfd/"):
        return no_es_cfdi(motivo="version_no_soportada")
    if "ContabilidadE" in space:
        return no_es_cfdi(motivo="contabilidad")
    if "acuse" in local.lower() or "cancelacfd" in space.lower():
        return no_es_cfdi(motivo="acuse")
    if local == "TimbreFiscalDigital" or space.startswith(_NOMINA) or space.endswith("Pagos20"):
        return no_es_cfdi(motivo="complemento_suelto")
    return no_es_cfdi(motivo="html" if local.lower() == "html" else "no_es_cfdi")
