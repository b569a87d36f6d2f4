"""Every sample of the SAT's documents that holds invoices gives what is expected of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from clientes_app.readers.cfdi.comprobante import Comprobante, Leido
from clientes_app.readers.cfdi.reading import read_invoices
from clientes_app.readers.cfdi.union import UnionDeReceptores

DOCUMENTOS = Path(__file__).parents[3] / "data" / "documentos"
CFDI: dict[str, Any] = json.loads((DOCUMENTOS / "expected.json").read_text("utf-8"))["cfdi"]
ARCHIVOS: dict[str, dict[str, Any]] = CFDI["archivos"]


def leer(nombre: str) -> list[Leido]:
    with (DOCUMENTOS / "cfdi" / nombre).open("rb") as archivo:
        return list(read_invoices(archivo, nombre))


@pytest.mark.parametrize("nombre", ARCHIVOS)
def test_each_file_gives_its_invoices_and_its_refusals(nombre: str) -> None:
    leidos, esperado = leer(nombre), ARCHIVOS[nombre]
    comprobantes = [each.como_dict() for each in leidos if isinstance(each, Comprobante)]
    rechazados = [
        {"archivo": each.archivo, "motivo": each.motivo}
        for each in leidos
        if not isinstance(each, Comprobante)
    ]
    assert comprobantes == esperado["comprobantes"]
    assert rechazados == esperado["rechazados"]


def test_every_sample_is_expected() -> None:
    assert {each.name for each in (DOCUMENTOS / "cfdi").iterdir()} == set(ARCHIVOS)


def test_all_of_them_together_give_one_client_for_each_rfc() -> None:
    union = UnionDeReceptores()
    for nombre, esperado in ARCHIVOS.items():
        if not esperado.get("fuera_de_union"):
            for each in leer(nombre):
                if isinstance(each, Comprobante):
                    union.take(each)
    unidos = [each.como_dict() for each in union.clientes(CFDI["mi_rfc"])]
    assert unidos == CFDI["union_receptores"]
    assert union.rfc_comun == CFDI["mi_rfc"]
