"""The shipped tables against the raw ones, read here in another way."""

import csv
import hashlib
import json
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from clientes_app.domain import catalogos
from clientes_app.domain.catalogos import Regimen

DATOS = Path(__file__).parent / "data"
ENVIADOS = files("clientes_app.domain") / "data"


def test_the_tables_are_what_their_origin_says() -> None:
    origen = json.loads((ENVIADOS / "ORIGEN.json").read_text(encoding="utf-8"))
    assert origen["archivo"].startswith("catCFDI_V_4_")
    for nombre, tabla in origen["tablas"].items():
        contenido = (ENVIADOS / nombre).read_bytes()
        assert hashlib.sha256(contenido).hexdigest() == tabla["sha256"]
        assert contenido.count(b"\n") == tabla["filas"] + 1


@pytest.mark.parametrize("nombre", ["regimen.csv", "uso.csv", "cp_rangos.csv"])
def test_shipped_columns_agree_with_the_reference(nombre: str) -> None:
    enviadas = list(csv.DictReader((ENVIADOS / nombre).read_text("utf-8").splitlines()))
    with (DATOS / nombre).open(encoding="utf-8", newline="") as archivo:
        referencia = list(csv.DictReader(archivo))
    assert enviadas == [{clave: fila[clave] for clave in enviadas[0]} for fila in referencia]


def test_every_postal_code_of_100000() -> None:
    estados: dict[str, str] = {}
    for linea in (DATOS / "cp_rangos.csv").read_text(encoding="utf-8").splitlines()[1:]:
        desde, hasta, estado = linea.split(",")
        estados |= {f"{cp:05}": estado for cp in range(int(desde), int(hasta) + 1)}
    assert len(estados) == 95_748
    hallados = {cp: catalogos.estado_de_cp(cp) for cp in map("{:05}".format, range(100_000))}
    assert {cp: estado for cp, estado in hallados.items() if estado} == estados


@pytest.mark.parametrize("texto", ["", "1000", "010000", "0100O", "\u0660\u0661\u0660\u0660\u0660"])
def test_what_is_no_postal_code(texto: str) -> None:
    assert catalogos.estado_de_cp(texto) is None


def test_states_have_names() -> None:
    assert catalogos.nombre_estado("CMX") == "Ciudad de México"
    assert set(catalogos.estados()) == {
        linea.split(",")[2]
        for linea in (DATOS / "cp_rangos.csv").read_text(encoding="utf-8").splitlines()[1:]
    }


def test_the_nearest_state() -> None:
    assert catalogos.estado_mas_cercano("17000") == "CMX"
    assert catalogos.estado_mas_cercano("00001") == "CMX"


@pytest.mark.parametrize(
    ("dicho", "clave"),
    [("Estados Unidos", "USA"), ("estados unidos (los)", "USA"), ("US", "USA"), ("EE.UU.", "USA"),
     ("canada", "CAN"), ("España", "ESP"), ("usa", "USA"), ("Narnia", None), ("", None)],
)  # fmt: skip
def test_countries_as_people_write_them(dicho: str, clave: str | None) -> None:
    assert catalogos.clave_de_pais(dicho) == clave


def test_every_other_name_of_a_country_leads_to_a_key_of_the_catalogue() -> None:
    assert len(catalogos.paises()) == 250
    assert set(catalogos._OTROS_NOMBRES.values()) <= set(catalogos.paises())


def test_a_key_is_valid_from_its_first_to_its_last_day() -> None:
    regimen = Regimen("699", "Prueba", True, True, date(2025, 1, 1), date(2025, 12, 31))  # noqa: FBT003
    dias = [date(2024, 12, 31), date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1)]
    assert [regimen.vigente(dia) for dia in dias] == [False, True, True, False]
