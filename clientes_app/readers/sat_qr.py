"""The text of a QR of the SAT: the constancia's, its seal's, and those that are taken for them.

Nothing is opened: only the text is looked at. An RFC may hold «&» and «Ñ», which the SAT writes as
they are and others write as `%26`, `%C3%91`, `%D1` or `&amp;`.
"""

import re
import unicodedata
from typing import Any, Literal, NamedTuple
from urllib.parse import unquote_to_bytes

from clientes_app.readers.motivos import Motivo

Tipo = Literal["cif", "sello", "error"]

HOST = "siat.sat.gob.mx"
"""The only address at which the SAT's QR leads anywhere."""

_INVOICE_HOST = "verificacfdi.facturaelectronica.sat.gob.mx"
_ADDRESS = re.compile(
    rf"(?:https?://|(?={re.escape(HOST)}/))(?P<host>[^/?#]*)(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_SERVICE = re.compile(r"[?&]D1=(\d+)(?=&|$)", re.IGNORECASE)
_SAID = re.compile(r"[?&]D3=(.*?)(?=&D[12]=|#|$)", re.IGNORECASE | re.DOTALL)
_RFC = "[A-ZÑ&]{3,4}[0-9]{6}[A-Z0-9]{3}"
_CEDULA = re.compile(rf"([0-9]{{6,14}})_({_RFC})")
_OPINION = re.compile(rf"[A-Z0-9]+_({_RFC})_[0-9-]+_[A-Z]+")
_ANY_RFC = re.compile(rf"(?<![A-ZÑ&0-9])({_RFC})(?![A-Z0-9])")
_CEDULA_SERVICE, _OPINION_SERVICE, _SEAL_SERVICE = "10", "1", "26"
_LONGEST = 4096

_REASONS = {
    "vacio": "No hay texto: pegue el del código QR de la constancia.",
    "no_es_qr_del_sat": "El texto no es el de un código QR del SAT. Escanee el de la primera "
    f"página de la constancia: empieza con https://{HOST}/.",
    "no_oficial": f"La dirección no es la del SAT, que empieza con https://{HOST}/: no la abra, y "
    "pida la constancia de nuevo.",
    "qr_de_factura": "Es el código QR de una factura, no el de una constancia: escanee el de la "
    "primera página de la Constancia de Situación Fiscal.",
    "opinion_de_cumplimiento": "Es el código QR de una opinión de cumplimiento (32-D), que no da "
    "el idCIF: escanee el de la primera página de la Constancia de Situación Fiscal.",
    "sin_rfc": "La dirección es del SAT y no trae ningún RFC: escanee de nuevo el código QR "
    "completo.",
}


class SatQr(NamedTuple):
    """What the text of a QR gives.

    `cif` is the constancia's, with RFC and idCIF; `sello` that of its seal, with the RFC only; an
    `error` has a `motivo`, and the RFC where there is one.
    """

    tipo: Tipo
    rfc: str = ""
    id_cif: str = ""
    motivo: Motivo | None = None

    def como_dict(self) -> dict[str, Any]:
        """As `clientes sat qr --json` prints it."""
        return {
            "tipo": self.tipo,
            "rfc": self.rfc or None,
            "id_cif": self.id_cif or None,
            "motivo": self.motivo.codigo if self.motivo else None,
        }


def read_qr(text: str) -> SatQr:
    """Return what the text of a QR says.

    An address has no blanks: those that an e-mail put into it are left away, and then, if that is
    none, whatever words stand around one.
    """
    text = unicodedata.normalize("NFC", text[:_LONGEST].replace("&amp;", "&"))
    words = [word for part in text.split() if (word := _without_wrapping(part))]
    whole = _read("".join(words))
    if whole.motivo is None or len(words) <= 1:
        return whole
    each = list(map(_read, words))
    found = {qr for qr in each if qr.motivo is None}
    if len(found) == 1:
        return found.pop()
    forged = (qr for qr in each if qr.motivo is not None and qr.motivo.codigo == "no_oficial")
    return _error("no_es_qr_del_sat") if found else next(forged, whole)


def _without_wrapping(word: str) -> str:
    """Return a word without what nobody sees and without the marks in which addresses are put."""
    seen = "".join(letter for letter in word if unicodedata.category(letter) != "Cf")
    return seen.lstrip("<([\"'«“").rstrip(">)]\"'»”.,;")


def _read(text: str) -> SatQr:
    if not text:
        return _error("vacio")
    address = _ADDRESS.fullmatch(text)
    if address is None:
        return _error("no_es_qr_del_sat")
    host = address["host"].lower().removesuffix(":443")
    if host == _INVOICE_HOST:
        return _error("qr_de_factura")
    if host != HOST:
        is_about_it = "sat.gob.mx" in address["host"].lower() or _SAID.search(address["rest"])
        return _error("no_oficial" if is_about_it else "no_es_qr_del_sat")
    return _of_the_sat(address["rest"])


def _of_the_sat(rest: str) -> SatQr:
    service, said = _SERVICE.search(rest), _SAID.search(rest)
    value = _decoded(said[1]).strip().upper() if said else ""
    cedula = _CEDULA.fullmatch(value)
    if cedula is not None and service is not None:
        if service[1] == _CEDULA_SERVICE:
            return SatQr("cif", cedula[2], cedula[1])
        if service[1] == _SEAL_SERVICE:
            return SatQr("sello", cedula[2])
    opinion = _OPINION.fullmatch(value)
    if opinion is not None and service is not None and service[1] == _OPINION_SERVICE:
        return _error("opinion_de_cumplimiento", opinion[1])
    somewhere = _ANY_RFC.search(value)
    if value.startswith("||") and somewhere is not None:
        # The long form of a seal.
        return SatQr("sello", somewhere[1])
    if somewhere is None:
        return _error("sin_rfc")
    return _error("no_es_qr_del_sat", somewhere[1])


def _decoded(value: str) -> str:
    """Undo per cent signs: UTF-8, or what older programs write."""
    raw = unquote_to_bytes(value)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _error(codigo: str, rfc: str = "") -> SatQr:
    return SatQr("error", rfc, motivo=Motivo(codigo=codigo, mensaje=_REASONS[codigo]))
