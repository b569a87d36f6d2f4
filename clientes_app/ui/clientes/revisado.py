"""What the SAT's validator said of a client, in words and as a badge."""

from clientes_app.domain.revision_sat import NO_APLICA, REVISIONES, SIN_REVISAR, VALIDO


def revision_dicha(revision: str) -> tuple[str, str]:
    """Return the words of what is stored of it, and the class of their badge.

    Both are "" for a client of whom the SAT knows nothing.
    """
    if revision == NO_APLICA:
        return "", ""
    if revision == "":
        return REVISIONES[SIN_REVISAR], "sello"
    return REVISIONES[revision], "sello sello-bien" if revision == VALIDO else "sello sello-mal"
