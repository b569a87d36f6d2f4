"""The merge by field, without a database."""

from hypothesis import given
from hypothesis import strategies as st

from clientes_app.domain.columnas import CAMPOS
from clientes_app.services.clientes.merge import fundir

VALORES = st.fixed_dictionaries({campo: st.sampled_from(["", "A", "B"]) for campo in CAMPOS})


def de(**campos: str) -> dict[str, str]:
    return dict.fromkeys(CAMPOS, "") | campos


def test_what_only_one_changed_is_merged() -> None:
    mezcla = fundir(
        de(calle="UNO", colonia="CENTRO"),
        de(calle="DOS", colonia="CENTRO"),
        de(calle="UNO", colonia="SUR"),
    )
    assert mezcla.valores == de(calle="DOS", colonia="SUR")
    assert (mezcla.ajenos, mezcla.en_choque) == (("calle",), ())


def test_what_both_changed_is_asked_unless_they_agree() -> None:
    mezcla = fundir(
        de(calle="UNO", colonia="CENTRO"),
        de(calle="DOS", colonia="SUR"),
        de(calle="TRES", colonia="SUR"),
    )
    assert (mezcla.ajenos, mezcla.en_choque) == ((), ("calle",))
    assert mezcla.valores["colonia"] == "SUR"


def test_blanking_is_a_change_like_any_other() -> None:
    mezcla = fundir(de(calle="UNO", pais="MX"), de(calle="", pais="US"), de(calle="DOS", pais=""))
    assert mezcla.en_choque == ("calle", "pais")


@given(VALORES, VALORES, VALORES)
def test_nothing_is_overwritten_unseen_and_nothing_typed_is_lost(
    base: dict[str, str], guardado: dict[str, str], propio: dict[str, str]
) -> None:
    mezcla = fundir(base, guardado, propio)
    for campo in CAMPOS:
        if campo in mezcla.en_choque:
            continue
        final = mezcla.valores[campo]
        # What is replaced was seen, or it was wanted all the same.
        assert final == guardado[campo] or base[campo] == guardado[campo]
        # What was typed is there, or it was no change.
        assert final == propio[campo] or base[campo] == propio[campo]


@given(VALORES, VALORES, VALORES)
def test_one_who_accepts_what_is_stored_has_no_conflict_left(
    base: dict[str, str], guardado: dict[str, str], propio: dict[str, str]
) -> None:
    en_choque = fundir(base, guardado, propio).en_choque
    vista = base | {campo: guardado[campo] for campo in en_choque}
    mezcla = fundir(vista, guardado, propio)
    assert mezcla.en_choque == ()
    assert all(mezcla.valores[campo] == propio[campo] for campo in en_choque)
