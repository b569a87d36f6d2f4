"""Validation is idempotent, and every error says how to mend it."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from clientes_app.domain.cliente import Contexto, validar
from clientes_app.domain.columnas import CAMPOS, POR_CAMPO
from tests.builders import un_cliente, un_rfc

CONTEXTOS = st.sampled_from([Contexto(date(2026, 11, 25)), Contexto(date(2026, 11, 25), "64000")])
SUCIEDAD = st.sampled_from(
    ["{} ", "  {}", "\ufeff{}", "{}\u00a0", "{}\u200b", "'{}", '="{}"', "{}.0", "&amp;{}", "{}\x00",
     "{}|", "{}\ufffd", "{} - X", "{}, S.A. de C.V.", "{}Ã±", "É{}", "“{}”",
     "А{}", "{}‑X", "🌮 {}", "{}Ｘ", "𝐗{}", "{}™", "{}.", "{};", "mailto:{}", "<{}>", "Ana <{}>"]
)  # fmt: skip
ALGUNOS: dict[str, list[str]] = {
    "nombre": [
        "ACME", "Peña e Hijos", "José Güemes SA", "nan", "Publico en General", "A" * 301, "ß", "ŉ",
    ],
    "rfc": [
        "XAXX010101000", "XEXX010101000", "CACX7605101P8", "EKU9003173C9", "cacx-760510-1p8",
        "LME060822IH5", "MXEKU9003173C9", "XAXX010101OOO", "CACA7605101P8",
    ],
    "uso_cfdi": ["G03", "S01", "CP01", "CN01", "D01", "D1O", "g03", "P01", "Gastos en general"],
    "regimen_fiscal": [
        "601", "6O1", "612", "605", "616", "626", "609", "601.0", "616 Sin obligaciones fiscales",
    ],
    "email": ["a@b.mx", "A@B.mx", "INFO@b.mx", "a@b", "a@b.mx; c@d.mx", "ñ@b.mx", "a@ñ.mx"],
    "codigo_postal": ["01000", "1000", "64000", "17500", "99999", "1E+03", "1,000", "010O0"],
    "pais": ["México", "MEX", "Estados Unidos", "mexico"],
    "residencia_fiscal": ["USA", "us", "MEX", "Canadá", "Narnia"],
    "num_reg_id_trib": ["123456789", "12-3456789"],
}  # fmt: skip
ALGUNOS["email_adicional_1"] = ALGUNOS["email_adicional_2"] = ALGUNOS["email"]
ALGUNOS["codigo_postal_envio"] = ALGUNOS["codigo_postal"]


def _celdas(campo: str) -> st.SearchStrategy[str]:
    conocidas = st.sampled_from(["", *ALGUNOS.get(campo, ["Av. Juárez", "5 bis", "x" * 501])])
    sucias = st.builds(lambda molde, valor: molde.format(valor), SUCIEDAD, conocidas)
    return st.one_of(conocidas, sucias, st.text(max_size=12))


@st.composite
def clientes(draw: st.DrawFn) -> dict[str, str]:
    """A valid client of either kind, with up to four fields replaced."""
    persona = draw(st.sampled_from(["moral", "fisica"]))
    rfc = un_rfc(draw(st.integers(0, 10**6)), persona=persona)
    cambiados = draw(st.lists(st.sampled_from(CAMPOS), max_size=4, unique=True))
    return un_cliente(**{"rfc": rfc} | {campo: draw(_celdas(campo)) for campo in cambiados})


@settings(max_examples=500)
@given(clientes(), CONTEXTOS)
def test_validating_the_outcome_mends_nothing(valores: dict[str, str], hoy: Contexto) -> None:
    primera = validar(valores, hoy)
    segunda = validar(primera.datos.como_dict(), hoy)
    if primera.es_valida:
        assert segunda.datos == primera.datos
        assert segunda.es_valida
        assert not [p for p in segunda.problemas if p.codigo.startswith("arreglo_")]
        for campo, valor in primera.datos.como_dict().items():
            assert len(valor) <= POR_CAMPO[campo].maximo
            valor.encode("utf-8")


@given(clientes(), CONTEXTOS)
def test_every_error_says_how_to_mend_it(valores: dict[str, str], hoy: Contexto) -> None:
    for problema in validar(valores, hoy).problemas:
        assert problema.campo in CAMPOS
        assert problema.mensaje.endswith((".", "?"))
        assert problema.sugerencia or not problema.es_error
        assert bool(problema.accion) == (problema.arreglo is not None)


@given(clientes(), CONTEXTOS)
def test_a_repair_applied_takes_its_problem_away(valores: dict[str, str], hoy: Contexto) -> None:
    for problema in validar(valores, hoy).problemas:
        if problema.campo is not None and problema.arreglo is not None:
            reparado = valores | {problema.campo: problema.arreglo}
            assert problema not in validar(reparado, hoy).problemas


@given(st.dictionaries(st.sampled_from(CAMPOS), st.text(max_size=30)), CONTEXTOS)
def test_arbitrary_texts_never_raise(valores: dict[str, str], hoy: Contexto) -> None:
    validacion = validar(valores, hoy)
    assert len(validacion.datos) == len(CAMPOS)
