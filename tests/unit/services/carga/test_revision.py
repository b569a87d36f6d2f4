"""What is said about a file, and the file of refused rows."""

import csv
import io
import json
import zipfile
from collections.abc import Sequence

import pytest

from clientes_app.domain.catalogos import REGIMENES, USOS
from clientes_app.domain.columnas import CAMPOS, ENCABEZADO
from clientes_app.export import rechazados_csv
from clientes_app.readers.csv import template
from clientes_app.services.carga.revision import Informe, informar, resumen_json, texto
from tests.builders import un_cliente, un_csv
from tests.judged import HOY, judged, refused


def _informar(contenido: bytes) -> Informe:
    return informar(io.BytesIO(contenido), "a.csv", HOY, con_filas=True)


def _rechazados(contenido: bytes) -> bytes:
    return b"".join(rechazados_csv.lineas(refused(contenido)))


def _celdas(contenido: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(contenido.decode("utf-8-sig"), newline="")))


def test_json_is_one_line_with_clients_only_on_demand() -> None:
    informe = _informar(un_csv([un_cliente(), un_cliente(calle="UNO\x00")]))
    dicho = resumen_json(informe)
    assert "\n" not in dicho
    assert "clientes" not in json.loads(dicho)
    [problema] = json.loads(dicho)["problemas"]
    assert list(problema) == [
        "linea", "columna", "valor", "gravedad", "codigo", "mensaje", "sugerencia",
    ]  # fmt: skip
    assert (problema["linea"], problema["columna"]) == (3, "Calle")
    [cliente] = json.loads(resumen_json(informe, con_filas=True))["clientes"]
    assert list(cliente["datos"]) == list(ENCABEZADO)


@pytest.mark.parametrize(
    ("contenido", "estado"),
    [
        (un_csv([un_cliente()]), 0),
        (un_csv([un_cliente(), un_cliente(rfc="X")]), 1),
        (un_csv(), 2),
        (b"", 2),
    ],
)
def test_exit_status(contenido: bytes, estado: int) -> None:
    assert _informar(contenido).estado_de_salida == estado


def test_file_that_breaks_below_has_its_dialect_and_no_rows() -> None:
    informe = _informar(un_csv([un_cliente()]) + b"\xff")
    dicho = json.loads(resumen_json(informe, con_filas=True))
    assert dicho["resultado"] == "no_cargable"
    assert list(dicho["motivo"]) == ["codigo", "mensaje"]
    assert (dicho["codificacion"], dicho["delimitador"]) == ("utf-8-sig", ",")
    assert (dicho["filas"], dicho["problemas"], dicho["clientes"]) == (0, [], [])


def test_text_puts_errors_first_and_counts_what_it_leaves_out() -> None:
    avisos = [un_cliente(nombre=f" CLIENTE {i}") for i in range(30)]
    dicho = texto(_informar(un_csv([*avisos, un_cliente(email="malo")])), detalle=5)
    assert "31 filas, 31 buenas" not in dicho
    assert dicho.index("Línea 32 (error)") < dicho.index("Línea 2 (aviso)")
    assert "… y 26 más." in dicho
    assert "Nombre o Razón Social: 30 avisos" in dicho


def test_text_of_a_file_that_does_not_load() -> None:
    assert "vacío" in texto(_informar(b""))


def test_refused_rows_come_back_exactly() -> None:
    malo = un_cliente(nombre='=1+1 "ÑANDÚ", S.A.\n', calle="'-x", email="malo", estado=" =2")
    cabeza, fila = _celdas(_rechazados(un_csv([un_cliente(), malo])))
    assert cabeza == [*ENCABEZADO, "Errores"]
    assert fila[0] == "'" + malo["nombre"]
    assert not any(
        celda.lstrip(" '")[:1] in {"=", "+", "-", "@"} and celda[0] != "'"
        for celda in fila
        if celda
    )
    assert fila[20].startswith("Línea 3: E-mail «malo»")
    [otra_vez] = judged(_rechazados(un_csv([malo])))
    assert otra_vez.valores == (*(malo[campo] if campo != "calle" else "-x" for campo in CAMPOS),)


def test_refused_rows_corrected_load() -> None:
    malos = [un_cliente(email="malo"), un_cliente(codigo_postal="1")]
    cabeza, *filas = _celdas(_rechazados(un_csv(malos)))
    filas[0][CAMPOS.index("email")] = "bueno@cliente.example"
    filas[1][CAMPOS.index("codigo_postal")] = "01000"
    corregido = un_csv(filas, encabezado=cabeza)
    assert [fila.es_valida for fila in judged(corregido)] == [True, True]


def _cortada(hasta: int) -> list[str]:
    return list(un_cliente(calle="UNO", estado="HIDALGO").values())[:hasta]


@pytest.mark.parametrize(
    "mala",
    [
        ["SOLO"],
        _cortada(6),
        _cortada(8),
        _cortada(19),
        [*_cortada(20), ""],
        [*_cortada(20), "sobra", "sobra"],
        ["ACEROS", *_cortada(20)],
    ],
)
def test_wrong_number_of_values_stays_refused_until_corrected(mala: Sequence[str]) -> None:
    rechazados = _rechazados(un_csv([mala, un_cliente()]))
    fila = _celdas(rechazados)[1]
    assert fila[: len(mala)] == list(mala)
    assert fila[-1].startswith("Línea 2: ")
    assert len(fila) >= 21

    de_nuevo = rechazados
    for _ in range(3):
        [otra_vez] = judged(de_nuevo)
        assert not otra_vez.es_valida
        assert len(otra_vez.valores) <= max(20, len(mala))
        de_nuevo = _rechazados(de_nuevo)


def test_broken_quotes_come_back_as_the_line_they_were() -> None:
    linea = '"ACEROS "EL TIGRE"",XQA040506J95,G03'
    rechazados = _rechazados(un_csv() + linea.encode() + b"\r\n")
    assert _celdas(rechazados)[1][0] == linea
    assert not judged(rechazados)[0].es_valida


def test_example_zip_is_deterministic_and_loads() -> None:
    contenido = template.zip_de_ejemplo()
    template.zip_de_ejemplo.cache_clear()
    assert template.zip_de_ejemplo() == contenido
    with zipfile.ZipFile(io.BytesIO(contenido)) as archivo:
        assert archivo.namelist() == [
            template.PLANTILLA, template.EJEMPLO, template.INSTRUCCIONES,
            template.CLAVES_REGIMEN, template.CLAVES_USO,
        ]  # fmt: skip
        assert archivo.read(template.PLANTILLA) == un_csv()
        ejemplo = _informar(archivo.read(template.EJEMPLO))
        instrucciones = archivo.read(template.INSTRUCCIONES).decode("utf-8-sig")
        regimenes = _celdas(archivo.read(template.CLAVES_REGIMEN))
        usos = _celdas(archivo.read(template.CLAVES_USO))
    assert (ejemplo.filas, len(ejemplo.problemas)) == (4, 0)
    assert all(f"\n{etiqueta} (" in instrucciones for etiqueta in ENCABEZADO)
    assert [fila[0] for fila in regimenes[1:]] == list(REGIMENES)
    assert [fila[0] for fila in usos[1:]] == list(USOS)
