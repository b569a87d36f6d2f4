"""RFCs: parsing is idempotent, and python-stdnum agrees about the check digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.mx import rfc as stdnum_rfc

from clientes_app.domain.rfc import findings, structure
from clientes_app.domain.rfc.rfc import GENERICOS, Rfc, RfcInvalido, digito_verificador

CUERPOS = st.from_regex(r"[A-Z&Ñ]{3,4}[0-9]{6}[A-Z0-9]{2}", fullmatch=True)
CASI_RFC = st.one_of(
    CUERPOS.map(lambda cuerpo: cuerpo + digito_verificador(cuerpo)),
    st.from_regex(r"[A-Z&Ñ]{3,4}[0-9]{6}[A-Z0-9]{2}[0-9A]", fullmatch=True),
    st.text(alphabet="ABCXÑ&019OI -.\u200bñ", max_size=16),
    st.sampled_from(sorted(GENERICOS)),
    st.text(max_size=16),
)


@given(CUERPOS)
def test_the_digit_agrees_with_stdnum(cuerpo: str) -> None:
    assert digito_verificador(cuerpo) == stdnum_rfc.calc_check_digit(cuerpo)


@given(CASI_RFC)
def test_parsing_what_was_parsed_changes_nothing(escrito: str) -> None:
    normal = structure.normalizar(escrito)
    if findings.errores(normal):
        with pytest.raises(RfcInvalido) as captura:
            Rfc.parse(escrito)
        assert all(p.es_error and p.campo == "rfc" for p in captura.value.problemas)
        return
    rfc = Rfc.parse(escrito)
    assert Rfc.parse(str(rfc)) == rfc
    assert len(str(rfc)) == (12 if rfc.persona == "moral" else 13)
