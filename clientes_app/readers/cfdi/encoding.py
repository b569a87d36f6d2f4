"""The text of an XML, whatever wrote it: its encoding, and what stands before and behind it."""

import codecs
import re

from clientes_app.readers.cfdi.motivos import no_es_cfdi

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32's mark begins as that of UTF-16 does, so it is looked for first."""

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARATION = re.compile(r"<\?xml\s[^>]*\?>")
_BEGINNING = re.compile(r"<[?!_:A-Za-z]")
_ONE_BYTE = re.compile("iso8859-[0-9]+|cp125[0-8]|cp437|cp850|mac-roman")
_PLAIN = re.compile(f"utf-8|ascii|{_ONE_BYTE.pattern}")
"""One byte a letter, or UTF-8: nothing else can stand behind a declaration that is ASCII itself."""

_LOOK_AT = 1024
_JUNK_LIMIT = 4096


def xml_text(data: bytes) -> str | None:
    """Return the XML in these bytes, from its first «<» to its last «>»; None if it is none.

    The declaration is left away, since the text has no encoding any more. Raises NoEsCfdiError when
    the bytes do not fit the encoding that they declare.
    """
    encoding, start = _encoding(data)
    if _ONE_BYTE.fullmatch(encoding) and _is_utf_8(data):
        raise no_es_cfdi(motivo="codificacion")
    try:
        text = data[start:].decode(encoding)
    except UnicodeDecodeError as error:
        raise no_es_cfdi(motivo="codificacion") from error
    beginning = _BEGINNING.search(text, 0, _JUNK_LIMIT)
    if beginning is None:
        return None
    text = text[beginning.start() : text.rfind(">") + 1 or None]
    declaration = _DECLARATION.match(text)
    return text if declaration is None else text[declaration.end() :].lstrip()


def _is_utf_8(data: bytes) -> bool:
    """Whether letters beyond ASCII are written as UTF-8 does: in no other text it looks so."""
    try:
        return not data.isascii() and bool(data.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _encoding(data: bytes) -> tuple[str, int]:
    """Return the encoding, and where the text begins behind its mark."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    head = data[:_LOOK_AT]
    for encoding in ("utf-16-le", "utf-16-be"):
        # At an odd place the letters of one stand like those of the other.
        at = head.find("<?xml".encode(encoding))
        if at >= 0 and at % 2 == 0:
            return encoding, 0
    declared = _DECLARED.search(head)
    # A program that writes UTF-8 may well declare the UTF-16 of its own strings.
    if declared is None or declared[1].lower().startswith(b"utf"):
        return "utf-8", 0
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name
    except LookupError as error:
        raise no_es_cfdi(motivo="codificacion") from error
    if not _PLAIN.fullmatch(name):
        raise no_es_cfdi(motivo="codificacion")
    return name, 0
