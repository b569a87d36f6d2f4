"""The RFC of the drawer changed from kind to kind, in any order, with what the person does between.

What the drawer set or emptied by itself comes and goes with its reason; what was typed stays.
"""

from itertools import pairwise, product

import pytest

from clientes_app.ui.clientes.drawer.edited import BLANK, StoredClient, TypedField
from clientes_app.ui.clientes.drawer.memory import FieldTyped, Memory, Opened, reduce

NACIONAL, EXTRANJERO = "XAXX010101000", "XEXX010101000"
FISICA, MORAL, ROTO = "CACX7605101P8", "EKU9003173C9", "EKU90"
RFCS = (NACIONAL, EXTRANJERO, FISICA, MORAL, ROTO)
GENERICOS = {NACIONAL, EXTRANJERO}


def _tell(memory: Memory, campo: str, texto: str) -> Memory:
    told = TypedField(texto, 1, memory.told.get(campo, 0) + 1)
    return reduce(memory, FieldTyped(campo, told, left=True, bases={}))


def _new(**campos: str) -> Memory:
    client = StoredClient(0, 1, BLANK | campos, deleted=False, authors={}, author="")
    return reduce(Memory(), Opened(client, "1.1"))


@pytest.mark.parametrize("rfcs", list(product(RFCS, repeat=3)))
def test_a_blank_form_has_616_and_s01_just_while_the_rfc_is_generic(rfcs: tuple[str, ...]) -> None:
    memory = _new()
    for rfc in rfcs:
        memory = _tell(memory, "rfc", rfc)
        wanted = ("616", "S01") if rfc in GENERICOS else ("", "")
        values = memory.client.values
        assert (values["regimen_fiscal"], values["uso_cfdi"]) == wanted


@pytest.mark.parametrize("rfcs", list(product(RFCS, repeat=3)))
def test_what_was_chosen_before_comes_back_after_the_generic_one(rfcs: tuple[str, ...]) -> None:
    memory = _tell(_tell(_tell(_new(), "rfc", MORAL), "regimen_fiscal", "601"), "uso_cfdi", "G03")
    for rfc in rfcs:
        memory = _tell(memory, "rfc", rfc)
    memory = _tell(memory, "rfc", MORAL)
    values = memory.client.values
    assert (values["regimen_fiscal"], values["uso_cfdi"]) == ("601", "G03")


@pytest.mark.parametrize("rfcs", list(product(RFCS, repeat=3)))
def test_what_only_a_foreigner_has_is_never_kept_under_a_whole_other_rfc(
    rfcs: tuple[str, ...],
) -> None:
    memory = _new(rfc=EXTRANJERO, residencia_fiscal="USA", num_reg_id_trib="123456789")
    for before, rfc in pairwise((EXTRANJERO, *rfcs)):
        memory = _tell(memory, "rfc", rfc)
        if rfc in {NACIONAL, FISICA, MORAL}:
            assert memory.client.values["residencia_fiscal"] == "", (before, rfc)
            assert memory.client.values["num_reg_id_trib"] == ""
    memory = _tell(memory, "rfc", EXTRANJERO)
    values = memory.client.values
    assert (values["residencia_fiscal"], values["num_reg_id_trib"]) == ("USA", "123456789")
