"""«Ejemplo de Carga Masiva»: the .zip with template, example, instructions and the SAT's keys.

All of it is made from the same columns and tables that the import reads.
"""

import codecs
import io
import zipfile
from collections.abc import Iterable, Sequence
from functools import cache

from clientes_app.domain.catalogos import REGIMENES, USOS
from clientes_app.domain.columnas import CAMPOS, COLUMNAS, ENCABEZADO, Columna
from clientes_app.export.csv_bytes import csv_bytes

PLANTILLA = "plantilla_clientes.csv"
EJEMPLO = "ejemplo_clientes.csv"
INSTRUCCIONES = "instrucciones.txt"
CLAVES_REGIMEN = "claves_regimen_fiscal.csv"
CLAVES_USO = "claves_uso_de_la_factura.csv"

_FECHA = (2026, 1, 1, 0, 0, 0)
"""One date for every member: the same contents give the same bytes."""

_EJEMPLOS: tuple[dict[str, str], ...] = (
    {
        "nombre": "ESCUELA KEMPER URGATE",
        "rfc": "EKU9003173C9",
        "uso_cfdi": "G03",
        "regimen_fiscal": "601",
        "email": "facturas@kemper.example",
        "email_adicional_1": "pagos@kemper.example",
        "codigo_postal": "42501",
        "calle": "Av. Juárez",
        "numero_exterior": "100",
        "numero_interior": "2B",
        "colonia": "Centro",
        "codigo_postal_envio": "42501",
        "municipio": "Pachuca de Soto",
        "estado": "Hidalgo",
        "pais": "México",
        "referencias": "Entre Allende y Morelos, portón azul",
    },
    {
        "nombre": "HERRERIA & ELECTRICOS",
        "rfc": "H&E951128469",
        "uso_cfdi": "I08",
        "regimen_fiscal": "601",
        "email": "compras@herreria.example",
        "codigo_postal": "06002",
    },
    {
        "nombre": "ÑEVES RAMIREZ QUEZADA",
        "rfc": "RAQÑ7701212M3",
        "uso_cfdi": "G03",
        "regimen_fiscal": "612",
        "email": "neves@ramirez.example",
        "codigo_postal": "78905",
    },
    {
        "nombre": "KARLA FUENTE NOLASCO",
        "rfc": "FUNK671228PH6",
        "uso_cfdi": "D01",
        "regimen_fiscal": "605",
        "email": "karla@fuente.example",
        "codigo_postal": "01160",
    },
)
"""Test taxpayers that the SAT publishes, with invented addresses (see `domain/data`)."""

_QUE_ESCRIBIR: dict[str, str] = {
    "nombre": "Como aparece en la Constancia de Situación Fiscal: en mayúsculas, sin acentos y sin "
    "el régimen societario (SA DE CV y semejantes).",
    "rfc": "12 caracteres si es persona moral, 13 si es persona física. Sin espacios ni guiones.",
    "uso_cfdi": f"La clave, por ejemplo G03. Todas están en {CLAVES_USO}.",
    "regimen_fiscal": f"La clave, por ejemplo 601. Todas están en {CLAVES_REGIMEN}.",
    "email": "Una sola dirección. Si hay más, van en las dos columnas siguientes.",
    "email_adicional_1": "Otra dirección para enviar la factura.",
    "email_adicional_2": "Otra más.",
    "codigo_postal": "El del domicilio fiscal, cinco dígitos. Cuide el cero inicial: 01000.",
    "calle": "Calle o avenida de la dirección de envío.",
    "numero_exterior": "Número exterior de la dirección de envío.",
    "numero_interior": "Número interior, piso o local.",
    "colonia": "Colonia de la dirección de envío.",
    "codigo_postal_envio": "Código postal de la dirección de envío.",
    "localidad": "Localidad de la dirección de envío.",
    "municipio": "Municipio o alcaldía.",
    "estado": "Entidad federativa.",
    "pais": "País de la dirección de envío.",
    "referencias": "Lo que ayude a llegar: entre qué calles, color de la fachada.",
    "residencia_fiscal": "Solo con el RFC XEXX010101000: clave del país de tres letras, como USA.",
    "num_reg_id_trib": "Solo con el RFC XEXX010101000: número de registro tributario de su país.",
}

_REGLAS = """\
CARGA MASIVA DE CLIENTES

1. Llene plantilla_clientes.csv con Excel o con otra hoja de cálculo: un cliente por línea.
   ejemplo_clientes.csv muestra cómo queda un archivo lleno.
2. No cambie la primera línea: las columnas van con esos nombres y en ese orden.
3. Guarde el archivo como «CSV UTF-8 (delimitado por comas)». También se leen los demás CSV de
   Excel (con punto y coma o tabulador; Windows, Macintosh y MS-DOS).
4. En Clientes › Carga Masiva de Clientes use «Subir archivo .CSV». Antes de guardar nada verá
   cuántas líneas están bien y qué tiene cada una de las que no.
5. Presione «Procesar Archivo». Las líneas con error no entran: bájelas con «Descargar
   rechazados», corríjalas y suba ese mismo archivo.

CÓMO SE RECONOCE A UN CLIENTE
Por su RFC. Con los RFC genéricos (XAXX010101000 y XEXX010101000), por RFC y nombre; llevan
siempre régimen 616 y uso S01.

LAS COLUMNAS
"""


@cache
def zip_de_ejemplo() -> bytes:
    """Return the .zip; the same bytes every time."""
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archivo:
        for nombre, contenido in _contenidos():
            miembro = zipfile.ZipInfo(nombre, _FECHA)
            miembro.external_attr = 0o644 << 16
            miembro.compress_type = zipfile.ZIP_DEFLATED
            archivo.writestr(miembro, contenido)
    return salida.getvalue()


def ejemplo_csv() -> bytes:
    """Return a file that loads: the template with some clients that do not exist."""
    ejemplos = ([ejemplo.get(campo, "") for campo in CAMPOS] for ejemplo in _EJEMPLOS)
    return _csv([ENCABEZADO, *ejemplos])


def _contenidos() -> Iterable[tuple[str, bytes]]:
    yield PLANTILLA, _csv([ENCABEZADO])
    yield EJEMPLO, ejemplo_csv()
    yield INSTRUCCIONES, codecs.BOM_UTF8 + _instrucciones().replace("\n", "\r\n").encode()
    yield (
        CLAVES_REGIMEN,
        _csv(
            [
                ("Clave", "Descripción", "Persona física", "Persona moral"),
                *(
                    (r.clave, r.descripcion, _si(r.fisica), _si(r.moral))
                    for r in REGIMENES.values()
                ),
            ]
        ),
    )
    yield (
        CLAVES_USO,
        _csv(
            [
                ("Clave", "Descripción", "Persona física", "Persona moral", "Regímenes"),
                *(
                    (
                        u.clave,
                        u.descripcion,
                        _si(u.fisica),
                        _si(u.moral),
                        " ".join(sorted(u.regimenes)),
                    )
                    for u in USOS.values()
                ),
            ]
        ),
    )


def _csv(filas: Iterable[Sequence[str]]) -> bytes:
    return codecs.BOM_UTF8 + csv_bytes(list(filas))


def _si(cierto: bool) -> str:  # noqa: FBT001 - it is the thing said
    return "Sí" if cierto else "No"


def _instrucciones() -> str:
    return _REGLAS + "".join(map(_de_columna, COLUMNAS))


def _de_columna(columna: Columna) -> str:
    cuando = "obligatoria" if columna.obligatoria else "opcional"
    return (
        f"\n{columna.etiqueta} ({cuando}, hasta {columna.maximo} caracteres)\n"
        f"  {_QUE_ESCRIBIR[columna.campo]}\n"
    )
