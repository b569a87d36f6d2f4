"""Names: upper case by itself, the rest offered and never done."""

import pytest

from clientes_app.domain import nombre

COLAS = [
    "SA", "SA DE CV", "S DE RL", "S DE RL DE CV", "S DE RL MI", "SAPI", "SAPI DE CV", "SAB",
    "SAB DE CV", "SAS", "SAS DE CV", "SC", "SC DE RL", "SC DE RL DE CV", "SCL", "AC", "IAP", "ABP",
    "SPR DE RL", "SOFOM ENR", "SOFOM ER", "S EN C", "S EN NC", "S EN C POR A",
]  # fmt: skip


@pytest.mark.parametrize("cola", COLAS)
def test_every_tail(cola: str) -> None:
    assert nombre.cola(f"ACEROS DEL NORTE {cola}") == ("ACEROS DEL NORTE", cola)


@pytest.mark.parametrize(
    ("dicho", "sin", "cola"),
    [
        ("INVENTOS QUETZAL, S.A. DE C.V.", "INVENTOS QUETZAL", "S.A. DE C.V."),
        ("INVENTOS S. A. DE C. V.", "INVENTOS", "S. A. DE C. V."),
        ("INVENTOS SADECV", "INVENTOS", "SADECV"),
        ("INVENTOS S.A.DE C.V", "INVENTOS", "S.A.DE C.V"),
        ("INVENTOS S. DE R.L. DE C.V.", "INVENTOS", "S. DE R.L. DE C.V."),
        ("INVENTOS S.A.P.I. DE C.V.,", "INVENTOS", "S.A.P.I. DE C.V."),
        ("AÑIL S.C.", "AÑIL", "S.C."),
    ],
)
def test_tails_with_dots_and_blanks(dicho: str, sin: str, cola: str) -> None:
    assert nombre.cola(dicho) == (sin, cola)


@pytest.mark.parametrize(
    "dicho",
    ["SALINAS", "CASA", "LA CASA", "SA DE CV", "S.A.", "DE LA SA LINAS", "MUSAC", "X", "",
     "SA DE CV DEL NORTE", "ACEROS DE CV", ", SA DE CV"],
)  # fmt: skip
def test_no_tail_inside_a_word_and_never_an_empty_name(dicho: str) -> None:
    assert nombre.cola(dicho) is None


@pytest.mark.parametrize(
    ("escrito", "guardado"),
    [("Álvaro Güemes", "ÁLVARO GÜEMES"), ("NA", "NA"), ("None", "None"), ("nan", "nan"),
     ("N/A", "N/A"), ("TRUE", "TRUE"), ("=1+1", "=1+1"), ("Nana", "NANA"), (" nan ", "nan")],
)  # fmt: skip
def test_what_is_stored(escrito: str, guardado: str) -> None:
    valor, problemas = nombre.leer(escrito)
    assert valor == guardado
    assert not any(problema.es_error for problema in problemas)


@pytest.mark.parametrize("escrito", ["NULL", "None", "nan", "#N/A", "false"])
def test_words_for_nothing_are_remarked(escrito: str) -> None:
    assert [p.codigo for p in nombre.leer(escrito)[1]] == ["nombre_nada"]


@pytest.mark.parametrize(
    ("escrito", "codigo", "accion", "arreglo"),
    [
        ("José Peña", "nombre_acentos", "Quitar acentos", "JOSE PEÑA"),
        ("“ACME” ‘UNO’", "nombre_comillas", "Usar comillas rectas", "\"ACME\" 'UNO'"),
        ("PE?A", "nombre_interrogacion", "", None),
    ],
)
def test_notices_with_their_button(
    escrito: str, codigo: str, accion: str, arreglo: str | None
) -> None:
    (problema,) = nombre.leer(escrito)[1]
    assert (problema.codigo, problema.accion, problema.arreglo) == (codigo, accion, arreglo)
    assert not problema.es_error


def test_a_tail_is_offered_with_the_tail_as_found() -> None:
    (problema,) = nombre.aviso_de_cola("INVENTOS, S.A. DE C.V.", "Inventos, S.A. de C.V.")
    assert problema.accion == 'Quitar "S.A. DE C.V."'
    assert problema.arreglo == "INVENTOS"
    assert problema.sat == "CFDI40145"
    assert nombre.aviso_de_cola("SALINAS", "SALINAS") == ()


def test_300_characters_after_collapsing_are_enough() -> None:
    assert nombre.leer("A " * 150 + " ")[0] == ("A " * 150).strip()
    assert not any(p.es_error for p in nombre.leer("A" * 300 + "   ")[1])
