"""What the RFC does to other fields by itself, and what goes when it becomes another one. Pure."""

from collections.abc import Collection, Mapping

from clientes_app.domain.catalogos import REGIMEN_GENERICO, USO_GENERICO
from clientes_app.domain.rfc.structure import (
    GENERICO_EXTRANJERO,
    GENERICOS,
    es_valido,
    normalizar,
)
from clientes_app.ui.clientes.drawer.fields_order import OF_FOREIGNERS

_OF_GENERICS = {"regimen_fiscal": REGIMEN_GENERICO, "uso_cfdi": USO_GENERICO}


def followed(
    rfc: str,
    values: Mapping[str, str],
    kept: Mapping[str, str],
    *,
    typed: Collection[str],
    issuer_cp: str,
) -> dict[str, str]:
    """Return what else changes in `values`, of which the RFC was `rfc` before.

    A generic one sets régimen and uso (CFDI40159), but for the fields of `typed`; with the next one
    they go again, with the issuer's postal code if it was taken, and so does what only a foreigner
    has. `kept` is what such fields held before.
    """
    was, now = normalizar(rfc), normalizar(values["rfc"])
    changes: dict[str, str] = {}
    if now in GENERICOS and was not in GENERICOS:
        changes |= {campo: key for campo, key in _OF_GENERICS.items() if campo not in typed}
    elif was in GENERICOS and now not in GENERICOS:
        changes |= {
            campo: kept.get(campo, "")
            for campo, key in _OF_GENERICS.items()
            if values[campo] == key
        }
        if "codigo_postal" in kept and values["codigo_postal"] == issuer_cp:
            changes["codigo_postal"] = kept["codigo_postal"]
    if was != now == GENERICO_EXTRANJERO:
        # A field that was not emptied, as while the RFC was only half typed, keeps what it has.
        changes |= {c: kept[c] for c in OF_FOREIGNERS if kept.get(c) and not values[c]}
    elif was != now and es_valido(now):
        changes |= {campo: "" for campo in OF_FOREIGNERS if values[campo]}
    return {campo: value for campo, value in changes.items() if value != values[campo]}
