"""Names of any letters: what does not belong there is named, and what is certain is offered."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from clientes_app.domain import claves, correo, nombre, texto

RARAS = (
    "АЕОΑΒΩЯЁ李あ한ᴀ٣Ⅲﬁ｜ＡＺ０𝐀𝟎“”‘’´`‹«—‑−…™®½²ªº°№Ⓐ🌮🇲⃣ß İıŉ\u0301\u00ad\u200d\u202e\u2066\u3000"
)
NOMBRES = st.text(st.sampled_from("AB Ñ&.-'" + RARAS) | st.characters(codec="utf-8"), max_size=20)


def _corriente(letra: str) -> bool:
    """Whether a letter of a name needs no remark, said otherwise than the domain says it."""
    if letra.isascii() or letra in "¡¿":
        return letra != "`"
    nombrada = unicodedata.name(letra, "")
    return letra.isalpha() and nombrada.startswith("LATIN") and "SMALL CAPITAL" not in nombrada


@given(NOMBRES)
def test_a_name_is_remarked_unless_it_is_of_ordinary_letters(escrito: str) -> None:
    valor, problemas = nombre.leer(escrito)
    codigos = {p.codigo for p in problemas}
    if not all(map(_corriente, unicodedata.normalize("NFC", valor))):
        assert codigos - {"obligatorio"}, valor
    if not any(p.es_error for p in problemas):
        # What is said of the value as stored is said again; what was mended is not.
        otra_vez = {p.codigo for p in nombre.leer(valor)[1]}
        assert otra_vez == {c for c in codigos if not c.startswith("arreglo_")}


@given(NOMBRES)
def test_a_mend_of_a_name_leaves_nothing_to_mend_of_its_kind(escrito: str) -> None:
    for problema in nombre.leer(escrito)[1]:
        if problema.arreglo is not None:
            _, quedan = nombre.leer(problema.arreglo)
            assert problema.codigo not in {p.codigo for p in quedan}


@given(NOMBRES)
def test_search_folds_once_and_for_all(escrito: str) -> None:
    plegado = texto.clave_busqueda(escrito)
    assert texto.clave_busqueda(plegado) == plegado
    limpio = texto.limpiar(escrito)
    assert texto.clave_busqueda(limpio) == texto.clave_busqueda(nombre.leer(escrito)[0])
    for problema in nombre.leer(escrito)[1]:
        if problema.codigo in {"nombre_comillas", "nombre_guiones", "nombre_letras"}:
            assert problema.arreglo is None or (
                texto.clave_busqueda(problema.arreglo) == texto.clave_busqueda(limpio)
            )


@given(
    st.sampled_from(["regimen_fiscal", "uso_cfdi"]), NOMBRES | st.text("GDSIOL0136 .-", max_size=6)
)
def test_a_key_that_is_offered_is_one(campo: str, escrito: str) -> None:
    valor, problemas = claves.leer(campo, escrito)
    if not any(p.es_error for p in problemas):
        assert claves.leer(campo, valor) == (valor, ())
    for problema in problemas:
        assert problema.arreglo is None or claves.leer(campo, problema.arreglo)[1] == ()


_CORREOS = st.emails() | st.sampled_from(["juan@xn--pea-8ma.example", "0`@a.aw"])


@given(_CORREOS, st.sampled_from(
    ["Juan <{}>", "<{}>", "mailto:{}", "{};", "{},", "{} (casa)", " {} ", "{}."]
))  # fmt: skip
def test_an_address_among_other_things_is_the_one_offered(direccion: str, molde: str) -> None:
    valor, problemas = correo.leer("email", direccion)
    if any(p.es_error for p in problemas) or not valor[0].isalnum():
        return
    otro, dichos = correo.leer("email", molde.format(direccion))
    graves = [p for p in dichos if p.es_error]
    assert (graves[0].arreglo if graves else otro) == valor
