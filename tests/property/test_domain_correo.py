"""The fast acceptance of plain addresses against email-validator itself."""

from email_validator import EmailNotValidError
from hypothesis import given, settings
from hypothesis import strategies as st

from clientes_app.domain import correo

ALFABETO = "abzXYZ019._+-@' !ñá"
ETIQUETAS = st.text(alphabet="abzXZ019--", min_size=1, max_size=8) | st.sampled_from(
    [
        "com",
        "MX",
        "xn--mgba",
        "test",
        "LOCAL",
        "invalid",
        "arpa",
        "onion",
        "example",
        "a" * 63,
        "b" * 64,
    ]
)
LOCALES = st.one_of(
    st.text(alphabet=ALFABETO, max_size=10),
    st.sampled_from(
        ["INFO", "Ventas", "Sales", "WWW", "x" * 64, "x" * 65, "a.b", ".a", "a.", "a..b"]
    ),
)
DIRECCIONES = st.one_of(
    st.builds(
        lambda a, b: f"{a}@{'.'.join(b)}", LOCALES, st.lists(ETIQUETAS, min_size=1, max_size=5)
    ),
    st.text(alphabet=ALFABETO, max_size=20),
    st.emails(),
)


@settings(max_examples=1000)
@given(DIRECCIONES)
def test_the_fast_answer_is_the_librarys(direccion: str) -> None:
    llano = correo.llano(direccion)
    if llano is not None:
        assert llano == correo.validar_con_biblioteca(direccion)


@given(DIRECCIONES)
def test_reading_is_what_the_library_says_and_idempotent(direccion: str) -> None:
    valor, problemas = correo.leer("email", direccion)
    if any(problema.es_error for problema in problemas):
        try:
            correo.validar_con_biblioteca(valor)
        except EmailNotValidError:
            return
        raise AssertionError(valor)
    if valor:
        assert correo.validar_con_biblioteca(valor) == valor
        assert correo.leer("email", valor)[0] == valor
