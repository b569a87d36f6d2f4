"""PDFium, as untyped as its bindings are: nobody else imports them."""

from importlib import import_module
from typing import Any, TypeAlias

pdfium: Any = import_module("pypdfium2")
"""Documents, pages, images."""

pdfium_c: Any = import_module("pypdfium2.raw")
"""The functions of the library itself."""

PdfiumError: type[Exception] = pdfium.PdfiumError
"""PDFium cannot do something with a document."""

PdfiumObject: TypeAlias = Any
"""A document, a page, a bitmap…"""
