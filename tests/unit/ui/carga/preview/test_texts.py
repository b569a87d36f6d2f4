"""What the page of the bulk load says of a preview."""

from dataclasses import replace

import pytest

from clientes_app.domain.columnas import ENCABEZADO
from clientes_app.services.carga.procesos import Efecto, MotivoDeRechazo, PrimeraFila, VistaPrevia
from clientes_app.ui.carga.preview.texts import cifras, lo_revisado, vista_carga
from clientes_app.ui.carga.procesos.texts import dialecto, duracion

PREVIA = VistaPrevia(
    resultado="cargable",
    codificacion="cp1252",
    delimitador=";",
    filas=1234,
    validas=1200,
    rechazadas=34,
    conservar=Efecto(nuevas=1000, se_actualizarian=150, iguales=50),
    borrar=Efecto(nuevas=1000, se_actualizarian=190, iguales=10),
)


def test_whoever_listens_is_told_what_was_found() -> None:
    dicho = "Se revisó el archivo: 1,234 filas, 1,200 buenas, 34 con error."
    assert lo_revisado(PREVIA) == dicho
    assert lo_revisado(replace(PREVIA, resultado="no_cargable")) == ""


@pytest.mark.parametrize(
    ("existentes", "blancos", "esperado"),
    [
        ("actualizar", "conservar", ("1,000", "150", "50", "0", "0")),
        ("actualizar", "borrar", ("1,000", "190", "10", "0", "0")),
        ("omitir", "conservar", ("1,000", "0", "50", "150", "0")),
        ("rechazar", "borrar", ("1,000", "0", "10", "0", "190")),
    ],
)
def test_figures_follow_the_choices(
    existentes: str, blancos: str, esperado: tuple[str, ...]
) -> None:
    """Equal rows are equal under every choice; the others are updated, omitted or refused."""
    hechas = cifras(PREVIA, existentes=existentes, blancos=blancos)
    assert (
        hechas.nuevas,
        hechas.se_actualizarian,
        hechas.iguales,
        hechas.omitidas,
        hechas.por_rechazar,
    ) == esperado


def test_sentence_adds_the_refused_of_both_kinds() -> None:
    """Those refused by their errors and those refused by choice."""
    hechas = cifras(PREVIA, existentes="rechazar", blancos="conservar")
    assert hechas.resumen == "1,000 clientes nuevos · 50 quedan iguales · 184 filas se rechazarán"


def test_optional_columns_that_are_blank_everywhere_are_not_shown() -> None:
    """The required ones always are, in the order of the template."""
    fila = dict.fromkeys(ENCABEZADO, "") | {"RFC": "EKU9003173C9", "Colonia": "CENTRO"}
    vista = vista_carga(
        VistaPrevia(resultado="cargable", validas=1, primeras=(PrimeraFila(2, fila),))
    )
    assert vista.encabezado == [
        "Línea",
        "Nombre o Razón Social",
        "RFC",
        "Uso de la Factura",
        "Régimen Fiscal",
        "E-mail",
        "Código Postal",
        "Colonia",
    ]
    assert vista.primeras == [["2", "", "EKU9003173C9", "", "", "", "", "CENTRO"]]


def test_headers_are_compared_place_by_place() -> None:
    """A column too many or missing differs, too; a thousand columns are cut."""
    encontrado = (*ENCABEZADO[:2], "Uso CFDI", *ENCABEZADO[3:], *("X",) * 1000)
    motivo = MotivoDeRechazo("encabezado", "No es.", 1, ENCABEZADO, encontrado)
    comparadas = vista_carga(VistaPrevia(resultado="no_cargable", motivo=motivo)).comparacion
    assert [c.lugar for c in comparadas if c.difiere][:2] == ["3", "21"]
    assert (comparadas[2].esperado, comparadas[2].encontrado) == ("Uso de la Factura", "Uso CFDI")
    assert len(comparadas) < len(encontrado)


@pytest.mark.parametrize(
    ("encontrado", "distintas"),
    [
        ((*ENCABEZADO[:4], *ENCABEZADO[5:]), [("5", "E-mail", "")]),
        ((*ENCABEZADO[:4], "Notas", *ENCABEZADO[4:]), [("5", "", "Notas")]),
        ((*ENCABEZADO[:2], "Uso", *ENCABEZADO[3:]), [("3", "Uso de la Factura", "Uso")]),
    ],
)
def test_a_column_missing_too_many_or_misspelt_marks_one_row(
    encontrado: tuple[str, ...], distintas: list[tuple[str, str, str]]
) -> None:
    motivo = MotivoDeRechazo("encabezado", "No es.", 1, ENCABEZADO, encontrado)
    comparadas = vista_carga(VistaPrevia(resultado="no_cargable", motivo=motivo)).comparacion
    assert [(c.lugar, c.esperado, c.encontrado) for c in comparadas if c.difiere] == distintas


@pytest.mark.parametrize(
    ("codificacion", "delimitador", "texto"),
    [
        ("utf-8-sig", ",", "UTF-8, separado por comas"),
        ("cp850", "\t", "MS-DOS (CP850), separado por tabuladores"),
        (None, None, ""),
    ],
)
def test_dialect_in_words(codificacion: str | None, delimitador: str | None, texto: str) -> None:
    """Nothing is said while nothing is known."""
    assert dialecto(codificacion, delimitador) == texto


@pytest.mark.parametrize(
    ("segundos", "texto"),
    [(0.2, "menos de 1 segundo"), (42, "42 s"), (150, "2 min"), (3725, "1 h 2 min")],
)
def test_time_spans_in_words(segundos: float, texto: str) -> None:
    """Rounded to what a person wants to know."""
    assert duracion(segundos) == texto


def test_it_is_asked_who_the_account_is_while_it_does_not_say_so() -> None:
    de_varios = VistaPrevia(resultado="cargable", documento="facturas", emisores=("B", "A", "C"))
    vista = vista_carga(de_varios)
    assert (vista.pide_rfc, vista.emisores) == (True, ["B", "A", "C"])
    assert "son de 3 emisores" in vista.del_rfc
    assert vista.del_rfc.endswith("Quien más emitió es B.")
    vista = vista_carga(replace(de_varios, supuesto="A"))
    assert vista.emisores == ["A", "B", "C"]
    assert "Se tomó A, que está en todas estas facturas" in vista.del_rfc
    vista = vista_carga(replace(de_varios, emisores=()))
    assert (vista.pide_rfc, vista.del_rfc) == (False, "")


def test_the_first_rows_of_documents_say_where_they_stand() -> None:
    filas = (PrimeraFila(2, {}, "a.pdf"), PrimeraFila(1_200, {}))
    vista = vista_carga(VistaPrevia(resultado="cargable", documento="constancias", primeras=filas))
    assert vista.encabezado[0] == "Documento"
    assert [fila[0] for fila in vista.primeras] == ["a.pdf", "1,200"]
