"""The apostrophe in front of a text that a spreadsheet would run as a formula.

Export puts it, import takes it off, and both must mean the same texts: hence one module.
"""

import re

_SIGNOS = "=+@⁺⁼₊₌﬩﹢﹣﹦﹫＋－＝＠"
"""What begins a formula, in every form that is another one's (NFKC): Excel takes full-width signs
for the plain ones."""

_FORMULA = re.compile(rf"'*(?:\s*[{_SIGNOS}\-]|[\t\r\n])")
"""Any number of apostrophes, then what Excel and LibreOffice take for a formula.

Blanks before the sign count too: both programs may trim them. Texts that already begin with
apostrophes get one more, so that taking one off gives back every text to the letter.
Source: OWASP, «CSV Injection».
"""


def proteger(texto: str) -> str:
    """Return the text as it is written in a CSV cell: one more apostrophe if it is a formula."""
    return "'" + texto if _FORMULA.match(texto) else texto


def desproteger(texto: str) -> str:
    """Undo `proteger`; texts that it does not write come back unchanged."""
    return texto[1:] if texto[:1] == "'" and _FORMULA.match(texto) else texto
