"""Cleaning is idempotent for any text, and the folded forms hold together."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from clientes_app.domain import texto

# Pieces that cleaning works on, so that random texts are rich in them.
PIEZAS = st.lists(
    st.one_of(
        st.sampled_from(
            ["&", "amp", ";", "&amp;", "&ntilde;", "&#209;", "&#x", "38;", "&nbsp;", "&#38;", " ",
             "\u00a0", "\u200b", "\ufeff", "n\u0303", "\u0303", "Ñ", "á", "\t", "\r\n",
             "\x00", "\u037e",
             "\u034f", "\u2800", "\u212b", "\ud800", "ß", "A", "z", "#"]
        ),
        st.text(alphabet=st.characters(), max_size=3),
    ),
    max_size=12,
).map("".join)  # fmt: skip
TEXTOS = PIEZAS | st.text(max_size=40)


@given(TEXTOS)
def test_cleaning_twice_changes_nothing(sucio: str) -> None:
    limpio = texto.limpiar(sucio)
    assert texto.limpiar(limpio) == limpio
    assert unicodedata.is_normalized("NFC", limpio)
    assert "  " not in limpio
    assert limpio == limpio.strip(" ")
    assert not texto.tiene_invisibles(limpio)


@given(TEXTOS)
def test_the_fast_answer_is_right(sucio: str) -> None:
    if texto.esta_limpio(sucio):
        assert texto.sin_entidades(sucio) == sucio
        assert unicodedata.normalize("NFC", sucio) == sucio
        assert not texto.tiene_invisibles(sucio)
        assert not texto.tiene_blancos_de_mas(sucio)
        assert texto.primer_control(sucio) is None


@given(TEXTOS)
def test_folding_is_idempotent(sucio: str) -> None:
    limpio = texto.mayusculas(texto.limpiar(sucio))
    for plegar in (texto.mayusculas, texto.sin_acentos, texto.clave_busqueda):
        assert plegar(plegar(limpio)) == plegar(limpio)


@given(st.text(alphabet=st.characters(max_codepoint=0x24F)))
def test_the_latin_1_short_cut_takes_the_same_accents(dicho: str) -> None:
    assert texto.sin_acentos(dicho + "\u4e00") == texto.sin_acentos(dicho) + "\u4e00"
