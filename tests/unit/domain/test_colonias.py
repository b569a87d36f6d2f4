"""Colonias by postal code, and the tool that makes their table."""

import hashlib
import importlib.util
import json
import pickle
import sqlite3
import zipfile
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from clientes_app.domain import colonias
from clientes_app.domain.catalogos import estado_de_cp, nombre_estado
from clientes_app.domain.colonias import lugar_de_cp

RAIZ = Path(__file__).resolve().parents[3]
DATOS = files("clientes_app.domain") / "data"


def test_a_postal_code_has_its_colonias_municipio_and_state() -> None:
    assert lugar_de_cp("06700") == ("Cuauhtémoc", "Ciudad de México", ("Roma Norte",))
    lugar = lugar_de_cp("45010")
    assert lugar is not None
    assert (lugar.municipio, lugar.estado) == ("Zapopan", "Jalisco")
    assert "Ciudad Granja" in lugar.colonias
    assert list(lugar.colonias) == sorted(lugar.colonias)


@pytest.mark.parametrize("cp", ["", "0", "06", "0670", "067000", "99999", "../..", "06700|", "á"])
def test_what_is_no_postal_code_or_has_none_gives_nothing(cp: str) -> None:
    assert lugar_de_cp(cp) is None


def test_the_table_is_what_its_origin_says_and_knows_every_state_as_the_rules_do() -> None:
    contenido = (DATOS / "colonias.zip").read_bytes()
    origen = json.loads((DATOS / "ORIGEN_COLONIAS.json").read_text(encoding="utf-8"))
    assert hashlib.sha256(contenido).hexdigest() == origen["sha256_de_colonias"]
    assert len(contenido) < 1_100_000
    codigos: list[str] = []
    with (DATOS / "colonias.zip").open("rb") as abierto, zipfile.ZipFile(abierto) as archivo:
        for nombre in archivo.namelist():
            for renglon in archivo.read(nombre).decode().splitlines():
                cp, estado, municipio, *suyas = renglon.split("|")
                codigos.append(cp)
                assert suyas
                assert municipio
                assert estado == estado_de_cp(cp)
                assert nombre_estado(estado)
    assert codigos == sorted(set(codigos))
    assert len(codigos) == origen["codigos_postales"]


def test_no_more_than_some_texts_stay_in_memory() -> None:
    colonias._texto.cache_clear()
    lugar_de_cp.cache_clear()
    for cp in range(1000, 99_000, 1000):
        lugar_de_cp(f"{cp:05}")
    assert colonias._texto.cache_info().currsize <= 4


@pytest.fixture
def herramienta() -> ModuleType:
    ruta = RAIZ / "tools" / "actualizar_colonias.py"
    especificacion = importlib.util.spec_from_file_location("actualizar_colonias", ruta)
    assert especificacion is not None
    assert especificacion.loader is not None
    modulo = importlib.util.module_from_spec(especificacion)
    especificacion.loader.exec_module(modulo)
    return modulo


def una_rueda(carpeta: Path, tablas: dict[str, dict[Any, Any]]) -> Path:
    """A wheel with catalogues as satcfdi keeps them."""
    base = carpeta / "catalogs.db"
    conexion = sqlite3.connect(base)
    for tabla, filas in tablas.items():
        conexion.execute(f"CREATE TABLE {tabla} (k BLOB, v BLOB)")
        pares = [(pickle.dumps(clave), pickle.dumps(valor)) for clave, valor in filas.items()]
        conexion.executemany(f"INSERT INTO {tabla} VALUES (?, ?)", pares)  # noqa: S608 - of the test
    conexion.commit()
    conexion.close()
    rueda = carpeta / "satcfdi-1.whl"
    with zipfile.ZipFile(rueda, "w") as archivo:
        archivo.write(base, "satcfdi/catalogs/catalogs.db")
    return rueda


def test_the_tool_makes_the_same_table_each_time(tmp_path: Path, herramienta: ModuleType) -> None:
    tablas: dict[str, dict[Any, Any]] = {
        "C756_c_Colonia": {("0002", "01000"): "San  Ángel", ("0001", "01000"): "Uno|Dos"},
        "C756_c_CodigoPostal": {"01000": ["CMX", "010", "01"]},
        "C756_c_Municipio": {("010", "CMX"): "Álvaro Obregón"},
        "C756_c_Otra": {"1": "no"},
    }
    rueda = una_rueda(tmp_path, tablas)
    hechas: list[bytes] = []
    for _ in range(2):
        assert herramienta.main([str(rueda), "--destino", str(tmp_path)]) == 0
        hechas.append((tmp_path / "colonias.zip").read_bytes())
    assert hechas[0] == hechas[1]
    with zipfile.ZipFile(tmp_path / "colonias.zip") as archivo:
        assert archivo.namelist() == ["01.txt"]
        assert archivo.read("01.txt").decode() == "01000|CMX|Álvaro Obregón|San Ángel|Uno Dos"
    origen = json.loads((tmp_path / "ORIGEN_COLONIAS.json").read_text(encoding="utf-8"))
    assert (origen["colonias"], origen["codigos_postales"]) == (2, 1)


def test_the_tool_runs_nothing_that_a_wheel_brings(tmp_path: Path, herramienta: ModuleType) -> None:
    malas = {"C756_c_Colonia": {("0001", "01000"): Path("/")}}
    with pytest.raises(pickle.UnpicklingError):
        herramienta.leer(una_rueda(tmp_path, malas))
