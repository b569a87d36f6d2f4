"""An XML read as events in bounded memory: no tree, no DTD, no entity, nothing fetched.

Names are taken as they stand: an addenda whose prefix nobody declared is common in invoices, and
what stands that deep is never looked at.
"""

from typing import Protocol
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from clientes_app.readers.cfdi.motivos import no_es_cfdi

_CHUNK = 64 * 1024
MAX_ELEMENTS = 400_000
"""An invoice of the greatest size that is read, with concepts of a line each, has fewer."""
MAX_MARK = 1024 * 1024
"""Bytes of one tag, comment or instruction: the parser holds it whole, with every attribute."""


class XmlListener(Protocol):
    """Who is told of each element."""

    def opened(self, depth: int, name: str, attributes: AttributesImpl) -> None:
        """Take the beginning of an element, the root at depth 0, its name with its prefix."""
        ...


def read_events(xml: str, listener: XmlListener) -> None:
    """Tell `listener` of every element, to the end of the document.

    Raises NoEsCfdiError: it is not well-formed, has a DTD, or would take too much memory.
    """
    parser = DefusedExpatParser(forbid_dtd=True)
    events = _Events(listener)
    parser.setContentHandler(events)
    data = xml.encode()
    try:
        for start in range(0, len(data), _CHUNK):
            events.pending += _CHUNK
            parser.feed(data[start : start + _CHUNK])
            if events.pending > MAX_MARK:
                raise no_es_cfdi(motivo="demasiado_grande")
        parser.close()
    except DefusedXmlException as error:
        raise no_es_cfdi(motivo="dtd_prohibida") from error
    except SAXParseException as error:
        raise no_es_cfdi(motivo="xml_mal_formado") from error


class _Events(ContentHandler):
    """Counts what the parser says; `pending` are the bytes since it last said anything."""

    def __init__(self, listener: XmlListener) -> None:
        super().__init__()
        self._listener = listener
        self._depth = 0
        self._elements = 0
        self.pending = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - as in SAX
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise no_es_cfdi(motivo="demasiado_grande")
        self.pending = 0
        self._listener.opened(self._depth, name, attrs)
        self._depth += 1

    def endElement(self, name: str) -> None:  # noqa: N802 - as in SAX
        del name
        self.pending = 0
        self._depth -= 1

    def characters(self, content: str) -> None:
        del content
        self.pending = 0
