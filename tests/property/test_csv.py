"""What holds for any file: the reader refuses, it never breaks; export and import are inverse."""

import csv
import io

from hypothesis import example, given
from hypothesis import strategies as st

from clientes_app.domain.cliente import DatosCliente, identidad, validar
from clientes_app.domain.columnas import ENCABEZADO
from clientes_app.domain.edicion import Existente
from clientes_app.domain.formula_guard import desproteger, proteger
from clientes_app.domain.texto import EN_BLANCO
from clientes_app.export import clientes_csv, rechazados_csv
from clientes_app.judging.plan import Opciones, planear
from clientes_app.readers.csv.dialect import detect_dialect
from clientes_app.readers.csv.records import leer
from clientes_app.readers.motivos import NoCargableError
from clientes_app.services.carga.revision import informar, resumen_json, texto
from tests.builders import un_cliente, un_rfc
from tests.judged import HOY, judged_tables, refused, rows_of

LINEA = ",".join(ENCABEZADO).encode()

pedazos = st.sampled_from(
    [
        LINEA, LINEA + b"\r\n", LINEA.replace(b",", b";"), b"\xff\xfe", b"\xfe\xff",
        b"\xef\xbb\xbf", b'"', b'""', b",", b";", b"\t", b"\r", b"\n", b"\0", b"sep=;\n",
        b",Errores", b"(falta)", b"PK\x03\x04", b"'=", b"XQA040506J95", b"a@b.example", b"&amp;",
        b"," * 19, b"\xc3", b"\xa5", b"\xe2\x80\x8b", LINEA.decode().encode("utf-16-le"),
        b",".join(valor.encode() for valor in un_cliente(rfc="XQA040506J95").values()),
    ]
)  # fmt: skip
archivos = st.binary(max_size=200) | st.lists(pedazos | st.binary(max_size=8), max_size=30).map(
    b"".join
)
textos = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.from_regex(
    r"\A[='+@\-＝＋－＠\t\r\n \",;áÑ0a]{0,12}\Z"
)


@given(st.sampled_from([b"", LINEA + b"\r\n"]), archivos)
def test_arbitrary_bytes_are_read_or_refused(antes: bytes, contenido: bytes) -> None:
    crudo = antes + contenido
    informe = informar(io.BytesIO(crudo), "a.csv", HOY, con_filas=True)
    assert informe.filas == informe.validas + informe.rechazadas
    assert informe.motivo is None or informe.motivo.mensaje
    resumen_json(informe, con_filas=True)
    texto(informe)


@given(archivos)
def test_line_numbers_grow_and_stay_inside_the_file(contenido: bytes) -> None:
    crudo = LINEA + b"\n" + contenido
    archivo = io.BytesIO(crudo)
    fisicas = len(crudo.splitlines())
    anterior = 1
    try:
        for registro in leer(archivo, detect_dialect(archivo, "a.csv")):
            assert anterior < registro.linea <= fisicas
            anterior = registro.linea
    except NoCargableError as fallo:
        linea = fallo.motivo.linea
        assert linea is None or 1 <= linea <= fisicas + 1


@given(
    st.lists(
        st.lists(textos, min_size=20, max_size=20).filter(
            lambda f: any(celda.strip(EN_BLANCO + "\x1a") for celda in f)
        ),
        max_size=5,
    )
)
def test_any_table_is_read_as_csv_wrote_it(filas: list[list[str]]) -> None:
    salida = io.StringIO(newline="")
    csv.writer(salida, lineterminator="\r\n").writerows([ENCABEZADO, *filas])
    archivo = io.BytesIO(salida.getvalue().encode())
    assert [r.valores for r in leer(archivo, detect_dialect(archivo, "a.csv"))] == filas


@given(textos)
def test_guard_is_undone_to_the_letter(dicho: str) -> None:
    assert desproteger(proteger(dicho)) == dicho
    assert proteger(dicho)[:1] not in {*"=+-@＝＋－＠\t\r"}


def _guardado(numero: int, libres: list[str]) -> DatosCliente | None:
    """Return a client of arbitrary texts as it would be stored, if the rules take it."""
    valores = un_cliente(rfc=un_rfc(numero))
    campos = ("nombre", "calle", "numero_exterior", "colonia", "municipio", "referencias")
    valores |= {campo: dicho for campo, dicho in zip(campos, libres, strict=True) if dicho.strip()}
    validacion = validar(valores, HOY)
    return validacion.datos if validacion.es_valida else None


correos = st.sampled_from(["", "+a@b.example", "=x@b.example", "-y@b.example", "o'z@b.example"])


@given(st.lists(st.tuples(st.lists(textos, min_size=6, max_size=6), correos), max_size=4))
def test_export_then_import_changes_nothing(clientes: list[tuple[list[str], str]]) -> None:
    datos: list[DatosCliente] = []
    for numero, (libres, correo) in enumerate(clientes):
        guardado = _guardado(numero, libres)
        if guardado is not None:
            con_correo = validar(guardado.como_dict() | {"email_adicional_2": correo}, HOY)
            datos.append(con_correo.datos)
    contenido = b"".join(clientes_csv.lineas(list(d.como_dict().values()) for d in datos))
    if not datos:
        return
    [rows] = judged_tables(contenido)
    assert [fila.datos for fila in rows_of(rows)] == datos
    existentes = {identidad(d): Existente(i, 1, d) for i, d in enumerate(datos)}
    for opciones in (Opciones(), Opciones(blancos="borrar"), Opciones(existentes="rechazar")):
        plan = planear(rows, existentes, opciones=opciones, contexto=HOY)
        assert plan.iguales == len(datos)


@given(st.lists(st.lists(textos, min_size=1, max_size=24), min_size=1, max_size=4))
@example([[*[""] * 17, ",", "\n"]])
@example([[*[""] * 20, "0\n"]])
@example([[*[""] * 5, "\n", *[""] * 12, ",", ",", ","]])
def test_refused_rows_lose_nothing_and_stay_refused(filas: list[list[str]]) -> None:
    salida = io.StringIO(newline="")
    csv.writer(salida, lineterminator="\n").writerows([ENCABEZADO, *filas])
    malas = _malas(salida.getvalue().encode())
    if not malas:
        return
    rechazados = b"".join(rechazados_csv.lineas(malas))
    otra_vez = _malas(rechazados)
    assert [_sin_relleno(valores) for valores, _ in otra_vez] == [
        _sin_relleno(valores) for valores, _ in malas
    ]


def _malas(contenido: bytes) -> list[tuple[tuple[str, ...], str]]:
    try:
        return refused(contenido)
    except NoCargableError:
        return []


def _sin_relleno(valores: tuple[str, ...]) -> list[str]:
    lista = ["" if valor == "(falta)" else valor for valor in valores]
    while lista and not lista[-1]:
        lista.pop()
    return lista
