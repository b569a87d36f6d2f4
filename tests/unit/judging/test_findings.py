"""The table of problems: its order, its counts, what «Errores» says."""

from clientes_app.domain.problemas import aviso, error
from clientes_app.judging import findings
from clientes_app.judging.findings import ALL_BEHIND, Finding

MALO = error("email", "email_invalido", "No es un e-mail.", valor="malo", sugerencia="Revíselo.")
LARGO = error(None, "valores_de_mas", "La línea tiene 3 valores.", valor="A,\r\nB")
DEL_EMAIL = "E-mail «malo»: No es un e-mail. Revíselo."
NOTA = aviso("nombre", "nombre_acentos", "Lleva acentos.", valor="PEÑÁ")


def _table() -> findings.Problemas:
    found = [(9, MALO), (3, MALO), (3, NOTA), (9, LARGO)]
    return findings.table((linea, Finding.of(problema)) for linea, problema in found)


def test_lines_first_and_columns_within() -> None:
    table = _table()
    assert tuple(table.columns) == findings.COLUMNS
    assert [(linea, codigo) for linea, _, _, _, codigo, *_ in findings.as_rows(table)] == [
        (3, "nombre_acentos"), (3, "email_invalido"), (9, "valores_de_mas"), (9, "email_invalido"),
    ]  # fmt: skip


def test_a_finding_about_the_row_has_no_column() -> None:
    assert _table()["columna"].tolist() == ["Nombre o Razón Social", "E-mail", None, "E-mail"]


def test_what_stands_behind_all_columns() -> None:
    found = [(3, Finding.of(NOTA, place=ALL_BEHIND)), (3, Finding.of(MALO))]
    assert findings.table(found)["codigo"].tolist() == ["email_invalido", "nombre_acentos"]


def test_counts_by_weight_column_and_kind() -> None:
    assert list(findings.counts(_table())) == [
        ("error", "E-mail", "email_invalido", 2),
        ("error", "", "valores_de_mas", 1),
        ("aviso", "Nombre o Razón Social", "nombre_acentos", 1),
    ]
    assert list(findings.counts(findings.none())) == []


def test_errores_are_one_line_for_each_refused_row() -> None:
    assert list(findings.errores(_table())) == [
        (3, f"Línea 3: {DEL_EMAIL}"),
        (9, f"Línea 9: Toda la línea «A, B»: La línea tiene 3 valores. {DEL_EMAIL}"),
    ]
    assert list(findings.errores(findings.none())) == []


def test_errors_come_first() -> None:
    assert [weight for _, weight, _ in findings.worst(_table(), 4)] == ["error"] * 3 + ["aviso"]
    assert len(list(findings.worst(_table(), 2))) == 2


def test_several_tables_are_one_in_the_order_of_the_lines() -> None:
    antes = findings.table([(5, Finding.of(NOTA))])
    juntas = findings.joined([_table(), antes, findings.none()])
    assert juntas["linea"].tolist() == [3, 3, 5, 9, 9]
    assert findings.joined([]).empty


def test_a_long_value_is_cut_in_its_sentence() -> None:
    largo = findings.table([(2, Finding.of(MALO._replace(valor="x" * 70)))])
    assert findings.sentences(largo)[0].startswith(f"E-mail «{'x' * 60}…»: ")
