"""When a constancia is old, and that only who looks at it is told so."""

import io
from datetime import date
from pathlib import Path

import pytest

from clientes_app.readers.constancia.document import ConstanciasDocument
from clientes_app.readers.constancia.fechas import is_old
from clientes_app.readers.table import TextRows
from clientes_app.services.documentos.constancias import leer_constancia
from clientes_app.services.documentos.llenado import datos_para_llenar

MUESTRA = Path(__file__).parents[3] / "data" / "documentos" / "constancias" / "p01_moral_simple.pdf"


@pytest.mark.parametrize(
    ("hoy", "fresca", "vieja"),
    [
        (date(2026, 11, 30), "2026-08-30", "2026-08-29"),
        # Days that the month three months before has not.
        (date(2027, 2, 28), "2026-11-28", "2026-11-27"),
        (date(2027, 5, 31), "2027-02-28", "2027-02-27"),
        (date(2027, 1, 1), "2026-10-01", "2026-09-30"),
    ],
)
def test_it_is_old_after_three_months(hoy: date, fresca: str, vieja: str) -> None:
    assert not is_old(fresca, hoy)
    assert is_old(vieja, hoy)
    assert not is_old(None, hoy)
    # A clock that is wrong makes nothing old.
    assert not is_old("2030-01-01", hoy)


def test_the_preview_and_the_drawer_say_so_and_what_was_read_does_not() -> None:
    contenido = MUESTRA.read_bytes()
    reading = leer_constancia(contenido)
    assert reading.datos is not None
    assert reading.datos.fecha_emision is not None
    emitida = date.fromisoformat(reading.datos.fecha_emision)
    for hoy, veces in ((emitida, 0), (emitida.replace(year=emitida.year + 1), 1)):
        (tabla,) = ConstanciasDocument(io.BytesIO(contenido), MUESTRA.name, hoy).tables()
        assert [codigo for codigo in _codigos(tabla) if codigo == "emision_antigua"] == (
            ["emision_antigua"] * veces
        )
        avisos = datos_para_llenar(MUESTRA.name, reading, hoy).avisos
        assert sum("hace más de tres meses" in aviso for aviso in avisos) == veces
    assert not [notice for notice in reading.avisos if notice.codigo == "emision_antigua"]


def _codigos(tabla: TextRows) -> list[str]:
    return [dicho.codigo for _, dicho in tabla.avisos]
