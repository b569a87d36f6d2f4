"""The sheet of the drawer: what follows what is stored, what is kept, what is in conflict."""

import pytest

from clientes_app.ui.clientes.drawer import memory as hojas
from clientes_app.ui.clientes.drawer.calls import BLANCO, Leido
from clientes_app.ui.clientes.drawer.memory import Escrito, Hoja
from tests.builders import un_cliente


def leido(version: int = 1, quien: str = "Ana", **campos: str) -> Leido:
    valores = BLANCO | un_cliente(rfc="XQA400101AA1", **campos)
    return Leido(7, version, valores, autores=dict.fromkeys(campos, quien), quien=quien)


def escrita(hoja: Hoja, **campos: str) -> Hoja:
    escritos = {campo: Escrito(texto, hoja.vistas[campo]) for campo, texto in campos.items()}
    return hojas.con_lo_escrito(hoja, escritos, {})


def test_a_sheet_just_opened_has_nothing_to_lose() -> None:
    hoja = hojas.abierta(leido(calle="UNO"))
    assert (hoja.cambiados, hoja.en_choque) == ((), ())
    assert set(hoja.vistas.values()) == {1}
    assert escrita(hoja, calle=" UNO ").cambiados == ()


def test_untouched_fields_follow_and_name_who_changed_them() -> None:
    hoja = escrita(hojas.abierta(leido(calle="UNO", pais="MX")), pais="US")
    hoja, tomados = hojas.al_dia(hoja, leido(2, "Beto", calle="DOS", pais="MX"))
    assert tomados == {"calle": "Beto"}
    assert (hoja.valores["calle"], hoja.valores["pais"]) == ("DOS", "US")
    assert (hoja.vistas["calle"], hoja.vistas["pais"]) == (2, 1)
    assert (hoja.cambiados, hoja.en_choque) == (("pais",), ())


def test_what_both_changed_is_in_conflict_until_it_is_decided() -> None:
    hoja = escrita(hojas.abierta(leido(calle="UNO")), calle="MIA")
    hoja, tomados = hojas.al_dia(hoja, leido(2, calle="DOS"))
    assert (hoja.en_choque, tomados) == (("calle",), {})
    mia = hojas.decidida(hoja, "calle", propio=True)
    assert (mia.en_choque, mia.valores["calle"], mia.base["calle"]) == ((), "MIA", "DOS")
    suya = hojas.decidida(hoja, "calle", propio=False)
    assert (suya.cambiados, suya.valores["calle"], suya.vistas["calle"]) == ((), "DOS", 2)
    otra_vez, _ = hojas.al_dia(mia, leido(3, calle="TRES"))
    assert otra_vez.en_choque == ("calle",)


def test_the_same_change_by_both_is_no_conflict_and_no_news() -> None:
    hoja = escrita(hojas.abierta(leido(calle="UNO")), calle="DOS")
    hoja, tomados = hojas.al_dia(hoja, leido(2, calle="DOS"))
    assert (hoja.cambiados, hoja.en_choque, tomados) == ((), (), {})


def test_one_who_takes_the_typing_back_sees_what_is_stored_now() -> None:
    hoja = escrita(hojas.abierta(leido(calle="UNO")), calle="MIA")
    hoja, _ = hojas.al_dia(hoja, leido(2, calle="DOS"))
    hoja = escrita(hoja, calle="UNO")
    assert (hoja.valores["calle"], hoja.cambiados) == ("DOS", ())


def test_a_conflict_ends_when_the_other_one_takes_the_change_back() -> None:
    hoja = escrita(hojas.abierta(leido(calle="UNO")), calle="MIA")
    hoja, _ = hojas.al_dia(hoja, leido(2, calle="DOS"))
    hoja, _ = hojas.al_dia(hoja, leido(3, calle="UNO"))
    assert (hoja.en_choque, hoja.cambiados) == ((), ("calle",))


@pytest.mark.parametrize(
    ("texto", "valor", "en_choque"),
    [("UNO", "DOS", ()), ("MIA", "MIA", ("calle",)), ("DOS", "DOS", ())],
)
def test_a_field_that_did_not_know_yet_is_held_against_what_it_showed(
    texto: str, valor: str, en_choque: tuple[str, ...]
) -> None:
    """It told its text before the taken-over value had reached it."""
    hoja, _ = hojas.al_dia(hojas.abierta(leido(calle="UNO")), leido(2, calle="DOS"))
    escritos = {"calle": Escrito(texto, vista=1), "pais": Escrito("", vista=2)}
    assert hojas.atrasadas(hoja, escritos) == {1}
    hoja = hojas.con_lo_escrito(hoja, escritos, {1: leido(calle="UNO").valores})
    assert (hoja.valores["calle"], hoja.en_choque) == (valor, en_choque)


def test_a_version_that_never_was_counts_as_the_one_that_is() -> None:
    hoja = hojas.abierta(leido(5, calle="UNO"))
    hoja = hojas.con_lo_escrito(hoja, {"calle": Escrito("MIA", vista=3)}, {})
    assert (hoja.cambiados, hoja.base["calle"], hoja.vistas["calle"]) == (("calle",), "UNO", 5)
