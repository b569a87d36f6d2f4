"""The RFC, key of every taxpayer: shape, date and check digit.

Source: tdCFDI.xsd (t_RFC, the pattern), Anexo 20 (who has twelve characters and who thirteen),
SAT «Procedimiento para verificar la estructura del RFC» (check digit).
"""

import re
from dataclasses import dataclass
from datetime import date
from operator import mul
from typing import Literal, Self

from clientes_app.domain import texto as _texto
from clientes_app.domain.problemas import Gravedad, Problema

Persona = Literal["fisica", "moral"]

GENERICO_NACIONAL = "XAXX010101000"
GENERICO_EXTRANJERO = "XEXX010101000"
GENERICOS = frozenset({GENERICO_NACIONAL, GENERICO_EXTRANJERO})

LARGO_MORAL = 12
LARGO_FISICA = 13

PALABRAS_INCONVENIENTES = frozenset(
    "BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COJA COJE COJI COJO CULO FETO GUEY JOTO KACA "
    "KACO KAGA KAGO KAKA KOGE KOJO KULO MAME MAMO MEAR MEAS MEON MION MOCO MULA PEDA PEDO PENE "
    "PUTA PUTO QULO RATA RUIN".split()
)
"""Four letters that the SAT replaces in a person's RFC (python-stdnum 2.2 lists the same)."""

_RE_SAT = re.compile(
    "[A-Z&Ñ]{3,4}[0-9]{2}(?:0[1-9]|1[012])(?:0[1-9]|[12][0-9]|3[01])[A-Z0-9]{2}[0-9A]"
)
_RE_SEPARADORES = re.compile("[ \\-\u2010-\u2015\u2212]+")
_RE_FORMULA = re.compile('="([^"]*)"')
_ALTAS = str.maketrans("abcdefghijklmnopqrstuvwxyzñ", "ABCDEFGHIJKLMNOPQRSTUVWXYZÑ")
_VALORES = {letra: valor for valor, letra in enumerate("0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ")}
_FECHAS = frozenset(
    date.fromordinal(dia).strftime("%y%m%d")
    for siglo in (1900, 2000)
    for dia in range(date(siglo, 1, 1).toordinal(), date(siglo + 100, 1, 1).toordinal())
)
"""The two-digit dates that exist in either century: 000229 does, 010229 does not."""

_RE_CALLADO = re.compile("[A-Z&Ñ]{3,4}[0-9]{6}[1-9A-NP-Z]{2}[0-9A]")
_VALOR_POR_BYTE = bytes(_VALORES.get(chr(punto), 0) for punto in range(256))
_PESOS_FISICA = tuple(range(LARGO_FISICA, 0, -1))
_PESOS_MORAL = _PESOS_FISICA[1:]
_BLANCO_MORAL = _VALORES[" "] * LARGO_FISICA

_PARECIDAS = {"O": "0", "I": "1", "0": "O", "1": "I"}
_SIGLAS, _FECHA, _HOMOCLAVE, _DIGITO = "siglas", "fecha", "homoclave", "digito"


class RfcInvalidoError(ValueError):
    """The text is no RFC; `problemas` says everything that is wrong with it."""

    def __init__(self, problemas: tuple[Problema, ...]) -> None:
        super().__init__(" ".join(problema.mensaje for problema in problemas))
        self.problemas = problemas


RfcInvalido = RfcInvalidoError


@dataclass(frozen=True, slots=True)
class Rfc:
    """An RFC that the SAT's schema and the calendar accept. Make it with `parse`."""

    valor: str

    @classmethod
    def parse(cls, texto: str) -> Self:
        """Read an RFC as typed: blanks, dashes and invisible characters do not matter.

        Raises RfcInvalidoError with everything that is wrong.
        """
        valor = normalizar(texto)
        problemas = errores(valor, original=texto)
        if problemas:
            raise RfcInvalidoError(problemas)
        return cls(valor)

    @property
    def es_generico(self) -> bool:
        """Whether this is one of the two RFCs that many clients share."""
        return self.valor in GENERICOS

    @property
    def persona(self) -> Persona:
        """«moral» for twelve characters, «fisica» for thirteen (the generic ones included)."""
        return persona(self.valor)

    @property
    def avisos(self) -> tuple[Problema, ...]:
        """What is remarkable but allowed."""
        return avisos(self.valor)

    def __str__(self) -> str:
        """Return the thirteen or twelve characters."""
        return self.valor


def persona(valor: str) -> Persona:
    """Return whose RFC it is, by its length (Anexo 20; CFDI40158)."""
    return "moral" if len(valor) == LARGO_MORAL else "fisica"


def normalizar(texto: str) -> str:
    """Drop blanks, dashes, invisible characters and Excel's ="…"; put letters in upper case."""
    if texto.isascii() and texto.isalnum():
        return texto.upper()
    limpio = _texto.limpiar(texto)
    formula = _RE_FORMULA.fullmatch(limpio)
    if formula is not None:
        limpio = formula[1]
    return _RE_SEPARADORES.sub("", limpio).translate(_ALTAS)


def es_valido(valor: str) -> bool:
    """Whether a normalised text follows the SAT's pattern and holds a date that exists."""
    return _RE_SAT.fullmatch(valor) is not None and valor[-9:-3] in _FECHAS


def es_callado(texto: str) -> bool:
    """Whether a text is, as it stands, a valid RFC of one taxpayer about which nothing is said.

    The fast way through a file: one pattern, one look-up of the date, one weighted sum (with
    the digit itself at weight 1 it is a multiple of 11). Equal to `es_valido` and no `avisos`.
    """
    if _RE_CALLADO.fullmatch(texto) is None or texto[-9:-3] not in _FECHAS:
        return False
    valores = texto.encode("latin-1").translate(_VALOR_POR_BYTE)
    if len(valores) == LARGO_MORAL:
        return (_BLANCO_MORAL + sum(map(mul, valores, _PESOS_MORAL))) % 11 == 0
    return (
        sum(map(mul, valores, _PESOS_FISICA)) % 11 == 0 and texto[:4] not in PALABRAS_INCONVENIENTES
    )


def digito_verificador(sin_digito: str) -> str:
    """Return the check digit for the first eleven (moral) or twelve (física) characters."""
    suma = sum(
        _VALORES[letra] * peso
        for letra, peso in zip(sin_digito.rjust(LARGO_FISICA - 1), range(13, 1, -1), strict=True)
    )
    return "0123456789A"[-suma % 11]


def errores(valor: str, *, original: str = "") -> tuple[Problema, ...]:
    """Say everything that is wrong with a normalised text; empty for a good RFC."""
    original = original or valor
    if es_valido(valor):
        return ()
    if not valor:
        return (_error("rfc_longitud", "Falta el RFC.", original, "Escriba el RFC del cliente."),)
    halladas: list[Problema] = []
    if valor.startswith("MX") and es_valido(valor[2:]):
        return (
            _error(
                "rfc_prefijo_mx",
                f"El RFC empieza con «MX», que no es parte de él: «{valor}».",
                original,
                f"Quite «MX» si el RFC es {valor[2:]}.",
                arreglo=valor[2:],
            ),
        )
    if len(valor) not in (LARGO_MORAL, LARGO_FISICA):
        halladas.append(
            _error(
                "rfc_longitud",
                f"El RFC tiene {len(valor)} caracteres; debe tener 12 (persona moral) "
                "o 13 (persona física).",
                original,
                "Escriba el RFC completo, con homoclave, y uno solo.",
            )
        )
    if _RE_SAT.fullmatch(valor) is None:
        halladas.append(_patron(valor, original))
    elif valor[-9:-3] not in _FECHAS:
        halladas.append(
            _error(
                "rfc_fecha_imposible",
                f"La fecha del RFC, «{valor[-9:-3]}» (año, mes, día), no existe.",
                original,
                "Revise los seis dígitos de la fecha.",
            )
        )
    return tuple(halladas)


def _patron(valor: str, original: str) -> Problema:
    mensaje, sugerencia = "El RFC no tiene la forma que pide el SAT.", "Revise el RFC."
    if len(valor) in (LARGO_MORAL, LARGO_FISICA):
        siglas = len(valor) - 9
        for indice, letra in enumerate(valor):
            debe = _que_debe(indice - siglas, letra)
            if debe:
                mensaje = f"La posición {indice + 1} dice «{letra}» y debe ser {debe}."
                parecida = _PARECIDAS.get(letra, "")
                if parecida and not _que_debe(indice - siglas, parecida):
                    sugerencia = f"¿Es «{parecida}»?"
                break
        else:
            mensaje, sugerencia = _fecha_fuera(valor)
    return _error("rfc_patron_xsd", mensaje, original, sugerencia)


def _que_debe(lugar: int, letra: str) -> str:
    """Say what must stand at a place counted from the date; "" when the character fits."""
    if lugar < 0:
        return "" if letra == "&" or letra == "Ñ" or "A" <= letra <= "Z" else "una letra, Ñ o &"
    if lugar < 6:
        return "" if "0" <= letra <= "9" else "un dígito"
    if lugar < 8:
        return "" if "A" <= letra <= "Z" or "0" <= letra <= "9" else "una letra (sin Ñ) o un dígito"
    return "" if letra == "A" or "0" <= letra <= "9" else "un dígito o la letra A"


def _fecha_fuera(valor: str) -> tuple[str, str]:
    mes, dia = valor[-7:-5], valor[-5:-3]
    if not "01" <= mes <= "12":
        return f"El mes del RFC dice «{mes}»; debe ir de 01 a 12.", "Revise el mes."
    return f"El día del RFC dice «{dia}»; debe ir de 01 a 31.", "Revise el día."


def arreglos(original: str, valor: str) -> tuple[Problema, ...]:
    """Say what `normalizar` took away beside the case of the letters."""
    if len(original) == len(valor) or original.upper() == valor:
        return ()
    return (_aviso("arreglo_rfc", f"Se quitó lo que sobraba: queda «{valor}».", original, ""),)


def avisos(valor: str) -> tuple[Problema, ...]:
    """Say what is remarkable about a valid RFC: nothing at all about the generic ones."""
    if valor in GENERICOS or es_callado(valor):
        return ()
    halladas: list[Problema] = []
    esperado = digito_verificador(valor[:-1])
    if valor[-1] != esperado:
        halladas.append(
            _aviso(
                "rfc_digito_verificador",
                f"El dígito verificador dice «{valor[-1]}» y se esperaba «{esperado}».",
                valor,
                "Compare el RFC con el que le dio su cliente; algunos RFC del SAT no siguen la regla.",
            )
        )
    if len(valor) == LARGO_FISICA and valor[:4] in PALABRAS_INCONVENIENTES:
        halladas.append(
            _aviso(
                "rfc_palabra_inconveniente",
                f"El SAT no asigna RFC que empiecen con «{valor[:4]}».",
                valor,
                f"¿Empieza con «{valor[:3]}X»?",
            )
        )
    homoclave = valor[-3:-1]
    for letra in "0O":
        if letra in homoclave:
            halladas.append(
                _aviso(
                    "rfc_homoclave_0_o",
                    f"La homoclave «{homoclave}» lleva «{letra}», que el SAT no usa ahí.",
                    valor,
                    f"¿Es «{_PARECIDAS[letra]}»?",
                )
            )
            break
    return tuple(halladas)


def _error(
    codigo: str, mensaje: str, valor: str, sugerencia: str, arreglo: str | None = None
) -> Problema:
    return Problema(
        "rfc", codigo, Gravedad.ERROR, mensaje, valor, sugerencia,
        accion=f"Usar {arreglo}" if arreglo else "", arreglo=arreglo,
    )


def _aviso(codigo: str, mensaje: str, valor: str, sugerencia: str) -> Problema:
    return Problema("rfc", codigo, Gravedad.AVISO, mensaje, valor, sugerencia)
