"""What the SAT's bulk validator answers: `n|RFC|NOMBRE|CP|leyenda`, in any order.

Files come in UTF-8, with or without BOM, or in Windows-1252; what somebody opened and saved again
also in UTF-16, with tabs, or each line in quotes. Whoever asked for the RFC alone gets lines of
three values.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from clientes_app.domain.revision_sat import SEPARADOR
from clientes_app.domain.rfc.structure import normalizar
from clientes_app.domain.texto import clave_busqueda, limpiar, mayusculas
from clientes_app.readers.motivos import no_cargable

ESTRUCTURA: Final = "estructura_incorrecta"
DESCONOCIDA: Final = "desconocida"

BOTON_EQUIVOCADO: Final = "boton_equivocado"
CONTRADICTORIAS: Final = "lineas_contradictorias"
SOLO_RFC: Final = "solo_rfc"
LEYENDA_DESCONOCIDA: Final = "leyenda_desconocida"

_VALORES: Final = 4
_SOLO_RFC: Final = 2
_LARGO_DE_RFC: Final = 20
_FIN_DE_LINEA = re.compile(r"\r\n|\r|\n")
_TABULADOR = "\t"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SUSCEPTIBLE = re.compile(r"\bSUSCEPTIBLE DE RECIBIR FACTURAS")
_NO_SUSCEPTIBLE = re.compile(r"\bNO\b[^,.;]*\bSUSCEPTIBLE DE RECIBIR FACTURAS")
_ESTRUCTURA = re.compile(r"ESTRUCTURA DEL RFC(?!.*\bCORRECTA)")
_NEGADO = re.compile(r"\bNO\b")
_DIFIERE = re.compile(r"\bNO COINCIDEN?\b")
_COINCIDE = re.compile(r"(?<!\bNO )\bCOINCIDEN?\b")
_DE_NOMBRE = re.compile(r"\bNOMBRE\b|\bRAZON SOCIAL\b")
_DE_CP = re.compile(r"\bCODIGO POSTAL\b|\bC\.?P\b")


class LineaDeRespuesta(NamedTuple):
    """What the SAT says of one client; `linea` counts from 1 in the file.

    `nombre` and `cp` are "" where only the RFC was asked for. `resultado` is a key of
    `domain.revision_sat.REVISIONES`, ESTRUCTURA or DESCONOCIDA; `leyenda` is what was read.
    """

    linea: int
    consecutivo: str
    rfc: str
    nombre: str
    cp: str
    resultado: str
    leyenda: str

    @property
    def revisado(self) -> str:
        """The values that the SAT compared, as `domain.revision_sat.revisado` has them."""
        return SEPARADOR.join((self.rfc, self.nombre, self.cp))


@dataclass(frozen=True, slots=True)
class Respuesta:
    """An answer: its lines, each client once, in the order of the file.

    `rechazados` are the numbers of lines that are no answer, `contradictorias` those of lines whose
    client has another answer further down, which counts. `avisos` are codes: BOTON_EQUIVOCADO (the
    answers say nothing of the clients), SOLO_RFC (some have neither name nor postal code),
    CONTRADICTORIAS, LEYENDA_DESCONOCIDA.
    """

    lineas: tuple[LineaDeRespuesta, ...]
    rechazados: tuple[int, ...]
    contradictorias: tuple[int, ...]
    avisos: tuple[str, ...]


def leer(contenido: bytes) -> Respuesta:
    """Read an answer. Raises NoCargableError when not a single line is one."""
    por_cliente: dict[str, LineaDeRespuesta] = {}
    rechazados: list[int] = []
    contradictorias: list[int] = []
    valores: list[str] = []
    for numero, valores in _renglones(contenido):
        leida = _linea(numero, valores)
        if leida is None:
            rechazados.append(numero)
            continue
        anterior = por_cliente.get(leida.revisado)
        if anterior is None:
            por_cliente[leida.revisado] = leida
        elif anterior.resultado != leida.resultado:
            contradictorias.append(anterior.linea)
            por_cliente[leida.revisado] = leida
    if not por_cliente:
        raise _no_es_respuesta(es_solicitud=len(valores) == _VALORES and valores[0].isdecimal())
    cortadas = _cortadas(tuple(por_cliente.values()))
    rechazados = sorted([*rechazados, *(linea.linea for linea in cortadas)])
    lineas = tuple(linea for linea in por_cliente.values() if linea not in cortadas)
    avisos = tuple(_avisos(lineas, contradictorias))
    return Respuesta(lineas, tuple(rechazados), tuple(contradictorias), avisos)


def resultado_de(leyenda: str) -> str:
    """Return what a legend means; each test counts only where those before it do not hold.

    One that says two things, such as that the name matches and the postal code does not, is not
    known: nobody has seen its words.
    """
    dicha = " ".join(clave_busqueda(leyenda).split())
    de_nombre, de_cp = _DE_NOMBRE.search(dicha), _DE_CP.search(dicha)
    difiere = _DIFIERE.search(dicha) and not _COINCIDE.search(dicha)
    pruebas = (
        (_NO_SUSCEPTIBLE.search(dicha), "no_susceptible"),
        (_SUSCEPTIBLE.search(dicha) and not _NEGADO.search(dicha), "valido"),
        ("NO REGISTRADO EN EL PADRON" in dicha, "no_registrado"),
        (_ESTRUCTURA.search(dicha), ESTRUCTURA),
        (difiere and de_nombre and de_cp, "nombre_y_cp_no_coinciden"),
        (difiere and de_nombre, "nombre_no_coincide"),
        (difiere and de_cp, "cp_no_coincide"),
    )
    return next((resultado for vale, resultado in pruebas if vale), DESCONOCIDA)


def _renglones(contenido: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield number and values of each line that is neither blank nor a remark."""
    renglones = list(map(_sin_comillas, _FIN_DE_LINEA.split(_texto(contenido))))
    separador = SEPARADOR if any(SEPARADOR in cada for cada in renglones) else _TABULADOR
    for numero, renglon in enumerate(renglones, start=1):
        if renglon.strip() and not renglon.lstrip().startswith("#"):
            yield numero, [valor.strip() for valor in renglon.split(separador)]


def _texto(contenido: bytes) -> str:
    """Decode an answer: as UTF-8 or UTF-16, or else those lines as Windows-1252 that are no UTF-8.

    People put answers together out of files that programs wrote differently.
    """
    if contenido.startswith(_UTF_16):
        return contenido.decode("utf-16", errors="replace")
    try:
        return contenido.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "\n".join(map(_renglon, re.split(rb"\r\n|\r|\n", contenido)))


def _renglon(bytes_: bytes) -> str:
    try:
        return bytes_.decode("utf-8-sig")
    except UnicodeDecodeError:
        return bytes_.decode("cp1252", errors="replace")


def _sin_comillas(renglon: str) -> str:
    """Take off the quotes in which Excel puts a whole line that has a comma."""
    dentro = renglon.strip()
    if len(dentro) > 1 and dentro[0] == dentro[-1] == '"' and SEPARADOR in dentro:
        return dentro[1:-1].replace('""', '"')
    return renglon


def _linea(numero: int, valores: list[str]) -> LineaDeRespuesta | None:
    """Read one line, None when it is no answer."""
    while valores and not valores[-1]:
        valores.pop()
    if len(valores) == _SOLO_RFC + 1:
        valores[_SOLO_RFC:_SOLO_RFC] = ["", ""]
    if len(valores) <= _VALORES:
        return None
    consecutivo, rfc, nombre, cp = valores[:_VALORES]
    rfc = normalizar(rfc)
    if not (consecutivo.isascii() and consecutivo.isdecimal() and 0 < len(rfc) <= _LARGO_DE_RFC):
        return None
    leyenda = SEPARADOR.join(valores[_VALORES:])
    return LineaDeRespuesta(
        numero,
        consecutivo,
        rfc,
        mayusculas(limpiar(nombre)),
        cp,
        resultado_de(leyenda),
        leyenda,
    )


def _cortadas(lineas: tuple[LineaDeRespuesta, ...]) -> list[LineaDeRespuesta]:
    """Return what ends behind the RFC or the name, and only looks like an answer about the RFC."""
    if not any(linea.cp for linea in lineas):
        return []
    return [
        linea
        for linea in lineas
        if linea.resultado == DESCONOCIDA and not (linea.nombre or linea.cp)
    ]


def _avisos(lineas: tuple[LineaDeRespuesta, ...], contradictorias: list[int]) -> Iterator[str]:
    if all(linea.resultado == ESTRUCTURA for linea in lineas):
        yield BOTON_EQUIVOCADO
    if not all(linea.cp for linea in lineas):
        yield SOLO_RFC
    if contradictorias:
        yield CONTRADICTORIAS
    if any(linea.resultado == DESCONOCIDA for linea in lineas):
        yield LEYENDA_DESCONOCIDA


def _no_es_respuesta(*, es_solicitud: bool) -> Exception:
    que = (
        "El archivo es la solicitud, no la respuesta del SAT: sus líneas no traen resultado. Suba "
        "el que el SAT le devolvió."
        if es_solicitud
        else "El archivo no es una respuesta del validador del SAT: ninguna línea tiene la forma "
        "número|RFC|nombre|CP|resultado. Suba, sin abrirlo ni cambiarlo, el archivo que el SAT le "
        "devolvió; si dice que la sesión expiró, haga la consulta de nuevo."
    )
    return no_cargable(codigo="no_es_respuesta", mensaje=que)
