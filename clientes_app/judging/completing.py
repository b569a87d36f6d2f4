"""Rows that lack what their document does not say, together with the client who is stored.

An invoice has no e-mail, and a constancia has neither that nor the use of invoices. Such a row
creates nobody, but of a client who exists it may change what it says.
"""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from clientes_app.domain.campos import OBLIGATORIO
from clientes_app.domain.cliente import Contexto, IdentidadDeCliente, identidad, validar
from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.edicion import Existente
from clientes_app.domain.observaciones import bit_de
from clientes_app.domain.problemas import Problema
from clientes_app.judging import findings
from clientes_app.judging.findings import Finding
from clientes_app.judging.judge import JudgedRows, clientes_de
from clientes_app.judging.plan import merged


def completed(
    rows: JudgedRows, existentes: Mapping[IdentidadDeCliente, Existente], contexto: Contexto
) -> JudgedRows:
    """Return the rows with what they lack taken from the stored clients whom they mean.

    Each is judged together with what it was given: what makes no whole client even so stays
    refused, with the reason. `existentes` holds the stored clients that the rows may mean.
    """
    whole: dict[int, tuple[str, ...]] = {}
    looked_at: list[int] = []
    found: list[tuple[int, Problema]] = []
    observaciones = dict(rows.observaciones)
    for linea, datos in clientes_de(rows.incompletas).items():
        existente = existentes.get(identidad(datos))
        if existente is None:
            continue
        looked_at.append(linea)
        validacion = validar(merged(existente.datos, datos).como_dict(), contexto)
        if validacion.es_valida:
            whole[linea] = validacion.datos
            observaciones[linea] = 0
            for problema in validacion.problemas:
                observaciones[linea] |= bit_de(problema.codigo)
        found += [(linea, problema) for problema in validacion.problemas if problema.es_error]
    if not looked_at:
        return rows
    return replace(
        rows,
        clientes=_with(rows.clientes, whole),
        incompletas=rows.incompletas.drop(index=list(whole)),
        problemas=_without_what_was_lacking(rows.problemas, looked_at, found),
        observaciones=observaciones,
    )


def _with(clientes: pd.DataFrame, whole: Mapping[int, tuple[str, ...]]) -> pd.DataFrame:
    if not whole:
        return clientes
    added = pd.DataFrame(list(whole.values()), columns=list(CAMPOS), dtype=object)
    added.index = pd.Index(list(whole), dtype="int64", name="linea")
    return pd.concat([clientes, added]).sort_index() if len(clientes) else added


def _without_what_was_lacking(
    problemas: findings.Problemas, lineas: list[int], found: list[tuple[int, Problema]]
) -> findings.Problemas:
    was_lacking = problemas["linea"].isin(lineas) & (problemas["codigo"] == OBLIGATORIO)
    said = findings.table((linea, Finding.of(problema)) for linea, problema in found)
    return findings.joined([problemas[~was_lacking], said])
