"""The generator of the tables, on a small workbook in the form of the SAT's."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

import pytest

RAIZ = Path(__file__).resolve().parents[3]
DIA = 44562.0  # 2022-01-01 in Excel's calendar


class Hoja:
    def __init__(self, filas: list[list[str | float]]) -> None:
        self.filas = filas
        self.nrows = len(filas)

    def row_values(self, numero: int) -> list[str | float]:
        return self.filas[numero]

    def cell_value(self, fila: int, columna: int) -> str | float:
        return self.filas[fila][columna]


class Libro:
    hojas: ClassVar[dict[str, list[list[str | float]]]] = {
        "c_RegimenFiscal": [
            ["Catálogo", "", "", "", "", ""],
            ["Versión", "", "", "", "", ""],
            [4.0, 1.0, 0.0, 0.0, DIA, ""],
            [601.0, "General de Ley. ", "No", "Sí", DIA, DIA + 364],
        ],
        "c_UsoCFDI": [
            ["", "", "", "", "", "", ""],
            ["", "", "", "", "", "", ""],
            [4.0, 2.0, 0.0, 45038.0, DIA, "", ""],
            ["G01", "Adquisición de mercancías.", "Sí", "Sí", DIA, "", "626, 601,603"],
            ["CN01", "Nómina", "Sí", "No", DIA, "", 605.0],
        ],
        "c_CodigoPostal_Parte_1": [
            ["", "", "", "", "", "", ""],
            ["", "", "", "", "", "", ""],
            [4.0, 1.0, 8.0, 46044.0, DIA, "", ""],
            ["01001", "CMX", "", "", 0.0, DIA, ""],
            [1000.0, "CMX", "", "", 0.0, DIA, ""],
            ["01003", "CMX", "", "", 0.0, DIA, ""],
            ["01004", "MEX", "", "", 0.0, DIA, ""],
            ["01005", "MEX", "", "", 0.0, DIA, DIA],
        ],
        "c_CodigoPostal_Parte_2": [["99999", "ZAC", "", "", 0.0, DIA, ""]],
        "c_Pais": [
            ["CAN", "Canadá", "", "[0-9]{9}", "", "TLCAN"],
            ["MEX", "México", "", "[A-Z]{3}", "", "TLCAN"],
        ],
        "c_Estado": [
            ["CMX", "MEX", "Ciudad de México", DIA, ""],
            ["AL", "USA", "Alabama", DIA, ""],
        ],
    }

    def sheet_names(self) -> list[str]:
        return list(self.hojas)

    def sheet_by_name(self, nombre: str) -> Hoja:
        return Hoja(self.hojas[nombre])


@pytest.fixture
def actualizar(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    ruta = RAIZ / "tools" / "actualizar_catalogos.py"
    receta = importlib.util.spec_from_file_location("actualizar_catalogos", ruta)
    assert receta is not None
    assert receta.loader is not None
    modulo = importlib.util.module_from_spec(receta)
    receta.loader.exec_module(modulo)

    def abrir(_ruta: str, **_opciones: Any) -> Libro:
        return Libro()

    monkeypatch.setattr(modulo.xlrd, "open_workbook", abrir)
    return modulo


def test_the_tables_of_a_workbook(actualizar: ModuleType, tmp_path: Path) -> None:
    libro = tmp_path / "catCFDI_V_4_20260821.xls"
    libro.write_bytes(b"bytes that are only hashed")
    assert actualizar.main([str(libro), "--destino", str(tmp_path / "data")]) == 0
    tablas = {
        ruta.name: ruta.read_text(encoding="utf-8").splitlines()[1:]
        for ruta in (tmp_path / "data").glob("*.csv")
    }
    assert tablas == {
        "regimen.csv": ["601,General de Ley,0,1,2022-01-01,2022-12-31"],
        "uso.csv": [
            "G01,Adquisición de mercancías,1,1,2022-01-01,,601 603 626",
            "CN01,Nómina,1,0,2022-01-01,,605",
        ],
        "cp_rangos.csv": [
            "01000,01001,CMX",
            "01003,01003,CMX",
            "01004,01004,MEX",
            "99999,99999,ZAC",
        ],
        "pais.csv": ["CAN,Canadá,[0-9]{9}", "MEX,México,"],
        "estado.csv": ["CMX,Ciudad de México"],
    }
    origen = (tmp_path / "data" / "ORIGEN.json").read_text(encoding="utf-8")
    assert '"fecha_del_archivo": "2026-08-21"' in origen
    assert '"c_UsoCFDI": "2023-04-22"' in origen
