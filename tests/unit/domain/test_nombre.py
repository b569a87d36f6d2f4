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


@pytest.mark.parametrize(
    ("escrito", "codigo", "dice", "arreglo"),
    [
        ("ТRANSPORTES АZTECA", "nombre_letras", "posición 1 tiene una letra cirílica, «Т»",
         "TRANSPORTES AZTECA"),
        ("ACME Α", "nombre_letras", "posición 6 tiene una letra griega, «Α»", "ACME A"),
        ("РОССИЯ", "nombre_letras", "una letra cirílica", None),
        ("GRUPO 李", "nombre_letras", "posición 7 tiene una letra china, «李»", None),
        ("CALLE ٣", "nombre_letras", "una cifra de otro alfabeto", "CALLE 3"),
        ("ᴀᴄᴍᴇ", "nombre_letras", "hay 3 más", "ACME"),
        ("TACOS 🌮 EL GUERO", "nombre_emoji", "posición 7 tiene un emoji, «🌮»", "TACOS EL GUERO"),
        ("HIJOS 🇲🇽", "nombre_emoji", "posición 7 tiene un emoji", "HIJOS"),
        ("🌮", "nombre_emoji", "posición 1", None),
        ("PANADERIA‑LUZ – NORTE", "nombre_guiones", "posición 10 tiene un guion tipográfico",
         "PANADERIA-LUZ - NORTE"),
        ("A−B", "nombre_guiones", "(U+2212)", "A-B"),
        ("D’ELIA", "nombre_comillas", "posición 2 tiene una comilla tipográfica, «’»", "D'ELIA"),
        ("„LA LUZ‟", "nombre_comillas", "posición 1", '"LA LUZ"'),
        ("L`OREAL", "nombre_comillas", "posición 2", "L'OREAL"),
        ("TACOS … Y MAS", "nombre_signos", "«…» (U+2026)", "TACOS ... Y MAS"),
        ("ACME™", "nombre_signos", "posición 5", None),
        ("½ KILO", "nombre_signos", "posición 1", None),
        ("PISO 1ª", "nombre_signos", "«ª»", None),
    ],
)  # fmt: skip
def test_what_looks_right_and_is_not_is_named_with_its_place(
    escrito: str, codigo: str, dice: str, arreglo: str | None
) -> None:
    valor, (problema,) = nombre.leer(escrito)
    assert valor == escrito
    assert (problema.codigo, problema.es_error, problema.sat) == (codigo, False, "CFDI40145")
    assert dice in problema.mensaje
    assert problema.arreglo == arreglo
    if arreglo is not None:
        assert f"¿Es «{arreglo}»?" in problema.sugerencia
        assert nombre.leer(arreglo) == (arreglo, ())


@pytest.mark.parametrize(
    ("escrito", "guardado"),
    [
        ("ＧＲＵＰＯ\u3000ＮＯＲＴＥ", "GRUPO NORTE"),
        ("𝐆𝐫𝐮𝐩𝐨", "GRUPO"),
        ("OﬁR ﬂORES", "OFIR FLORES"),
        ("PARTE Ⅲ", "PARTE III"),
        ("＆amp；", "&"),
    ],
)
def test_full_width_and_drawn_letters_become_plain_ones_and_it_is_said(
    escrito: str, guardado: str
) -> None:
    valor, problemas = nombre.leer(escrito)
    assert valor == guardado
    assert problemas[0].codigo == "arreglo_letras"
    assert nombre.leer(valor) == (valor, ())


@pytest.mark.parametrize("escrito", ["PEÑA & HIJOS", "¿QUE?", "Ł Ø Æ", "A+B (1/2) #3 @X"])
def test_letters_of_the_latin_alphabet_and_signs_of_the_keyboard_are_not_remarked(
    escrito: str,
) -> None:
    assert nombre.leer(escrito) == (escrito, ())


def test_a_tail_is_offered_with_the_tail_as_found() -> None:
    (problema,) = nombre.aviso_de_cola("INVENTOS, S.A. DE C.V.", "Inventos, S.A. de C.V.")
    assert problema.accion == 'Quitar "S.A. DE C.V."'
    assert problema.arreglo == "INVENTOS"
    assert problema.sat == "CFDI40145"
    assert nombre.aviso_de_cola("SALINAS", "SALINAS") == ()


def test_300_characters_after_collapsing_are_enough() -> None:
    assert nombre.leer("A " * 150 + " ")[0] == ("A " * 150).strip()
    assert not any(p.es_error for p in nombre.leer("A" * 300 + "   ")[1])
