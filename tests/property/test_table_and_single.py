"""A table of rows and each row alone are judged the same, in whatever tables the rows come."""

import json
import random
from collections.abc import Collection, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientes_app.domain.acciones import ARREGLOS_DE_ARCHIVO, Accion
from clientes_app.domain.cliente import Contexto, DatosCliente, validar
from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.observaciones import observaciones
from clientes_app.judging.findings import Finding
from clientes_app.judging.judge import Judge, clientes_de
from clientes_app.readers.table import text_rows
from clientes_app.services.clientes.demo import filas_inventadas
from clientes_app.storage.clientes.derived import json_completo
from tests.judged import HOY, JudgedRow, rows_of
from tests.property.test_domain_cliente import CONTEXTOS, clientes

FILAS = 3_000
ARREGLOS = tuple(ARREGLOS_DE_ARCHIVO)
OF_DUPLICATES = {"repetido_igual", "repetido_distinto"}
SOILED = (
    lambda t: f" {t}",
    lambda t: t.lower(),
    lambda t: t.title().replace("A", "Á", 1),
    lambda t: f"{t}\u00a0",
    lambda t: f"{t} S.A. DE C.V.",
    lambda t: f"'={t}",
    lambda t: f'{t}"',
    lambda t: f"{t}\\",
    lambda t: f"{t}&amp;CÍA",
    lambda t: f"{t}%s",
    lambda t: f"Ã±{t}",
    lambda t: f"{t}|",
    lambda t: "",
    lambda t: "XAXX010101000",
    lambda t: "XEXX010101000",
    lambda t: "PUBLICO EN GENERAL",
    lambda t: "USA",
    lambda t: "64000",
)


def _judged(filas: Sequence[Sequence[str]], contexto: Contexto, *, rows: int) -> list[JudgedRow]:
    judge = Judge(contexto)
    return [
        row
        for start in range(0, len(filas), rows)
        for row in rows_of(
            judge.judge(
                text_rows(range(start, min(len(filas), start + rows)), filas[start : start + rows])
            )
        )
    ]


def _is_what_it_is_alone(row: JudgedRow, contexto: Contexto) -> None:
    alone = validar(dict(zip(CAMPOS, row.valores, strict=True)), contexto)
    said = [Finding.of(problema)[1:] for problema in alone.problemas]
    own = [problema for problema in row.problemas if problema.codigo not in OF_DUPLICATES]
    assert [problema[1:] for problema in own] == said
    refused = any(problema.codigo == "repetido_distinto" for problema in row.problemas)
    assert row.datos == (alone.datos if alone.es_valida and not refused else None)


@settings(max_examples=300)
@given(st.lists(clientes(), min_size=1, max_size=8), CONTEXTOS, st.sampled_from([1, 3, 8]))
def test_each_row_is_what_it_is_alone(
    dichos: list[dict[str, str]], contexto: Contexto, rows: int
) -> None:
    filas = [[dicho[campo] for campo in CAMPOS] for dicho in dichos]
    for row in _judged(filas, contexto, rows=rows):
        _is_what_it_is_alone(row, contexto)


@settings(max_examples=300)
@given(st.lists(clientes(), min_size=1, max_size=8), CONTEXTOS, st.sets(st.sampled_from(ARREGLOS)))
def test_the_kinds_of_trouble_of_a_row_are_those_of_the_client_as_it_is_stored(
    dichos: list[dict[str, str]], contexto: Contexto, arreglos: set[Accion]
) -> None:
    filas = [[dicho[campo] for campo in CAMPOS] for dicho in dichos]
    _have_the_kinds_of_what_is_stored(filas, contexto, arreglos)


def _have_the_kinds_of_what_is_stored(
    filas: Sequence[Sequence[str]], contexto: Contexto, arreglos: Collection[Accion] = ()
) -> int:
    judged = Judge(contexto, arreglos).judge(text_rows(range(len(filas)), filas))
    stored = clientes_de(judged.clientes)
    for linea, datos in stored.items():
        assert judged.observaciones.get(linea, 0) == observaciones(datos, contexto)
    return sum(linea in judged.observaciones for linea in stored)


@pytest.mark.parametrize("share", [0.0, 0.7])
def test_any_tables_give_the_same(share: float) -> None:
    azar = random.Random(5)
    filas: list[list[str]] = []
    for datos in filas_inventadas(FILAS, semilla=9):
        fila = list(datos)
        while azar.random() < share:
            lugar = azar.randrange(len(CAMPOS))
            fila[lugar] = azar.choice(SOILED)(fila[lugar])
        filas.append(azar.choice(filas) if filas and azar.random() < share / 10 else fila)
    contexto = HOY._replace(cp_expedicion="64000")
    judged = _judged(filas, contexto, rows=2_000)
    assert _judged(filas, contexto, rows=317) == judged
    for row in judged:
        _is_what_it_is_alone(row, contexto)
    assert _have_the_kinds_of_what_is_stored(filas, contexto) > 20
    _have_the_kinds_of_what_is_stored(filas, contexto, ARREGLOS)
    refused = sum(row.datos is None for row in judged)
    assert (refused > 0, any(row.repetida for row in judged)) == (share > 0, share > 0)


def test_the_history_is_plain_json() -> None:
    datos = DatosCliente(nombre='a"b\\ñ', rfc="%s %(x)s", calle="ñ\x01", estado="á")
    lleno = {campo: valor for campo, valor in datos.como_dict().items() if valor}
    assert json_completo(datos) == json.dumps(lleno, ensure_ascii=False, separators=(",", ":"))
