"""An RFC as typed, read: what is wrong with it or remarkable, and how to mend it."""

import re

from clientes_app.domain import campos
from clientes_app.domain.letras import gemela, nombrada
from clientes_app.domain.problemas import Problema, aviso, error
from clientes_app.domain.rfc.structure import (
    GENERICOS,
    LARGO_FISICA,
    LARGO_MORAL,
    PALABRAS_INCONVENIENTES,
    digito_verificador,
    es_valido,
    normalizar,
    sigue_patron,
    tiene_fecha,
)

_PARECIDAS = {"O": "0", "I": "1", "0": "O", "1": "I"}
_LARGO_FECHA = 6
_LARGO_HOMOCLAVE = 2
_LARGOS = (LARGO_MORAL, LARGO_FISICA)
_RE_COMO_FISICA = re.compile("[A-Z&Ñ]{4}[0-9]{5}")
_RE_COMO_MORAL = re.compile("[A-Z&Ñ]{3}[0-9]{6}")
_RE_EN_GRUPOS = re.compile(
    "{s}(R[.]?F[.]?C{s})?([A-Z&Ñ]{{3,4}}){s}([0-9]{{6}}){s}([A-Z0-9]{{3}}){s}".format(
        s=r"[^\w&]*_*"
    )
)
"""An RFC with signs around it or between its parts. Within a part a sign may be a lost letter."""


def leer(original: str) -> campos.Lectura:
    """Read an RFC: normalised, judged by itself."""
    valor = normalizar(original)
    if es_valido(valor):
        return valor, arreglos(original, valor) + avisos(valor)
    if not valor:
        return "", (campos.obligatorio("rfc"),)
    # With a wrong length, that the pattern does not fit either tells nobody anything.
    return valor, errores(valor, original=original)[:1]


def errores(valor: str, *, original: str = "") -> tuple[Problema, ...]:
    """Say everything that is wrong with a normalised text; empty for a good RFC."""
    original = original or valor
    if es_valido(valor):
        return ()
    sobra = _que_sobra(valor)
    if sobra is not None:
        codigo, mensaje, queda = sobra
        return (
            error(
                "rfc",
                codigo,
                mensaje,
                valor=original,
                sugerencia=f"¿Es {queda}?",
                accion=f"Usar {queda}",
                arreglo=queda,
            ),
        )
    halladas: list[Problema] = []
    if len(valor) not in _LARGOS:
        halladas.append(
            error(
                "rfc",
                "rfc_longitud",
                f"El RFC tiene {_caracteres(valor)}; debe tener 12 (persona moral) "
                "o 13 (persona física).",
                valor=original,
                sugerencia="Escriba un solo RFC, completo y con homoclave.",
            )
        )
    if not sigue_patron(valor):
        halladas.append(_patron(valor, original))
    elif not tiene_fecha(valor):
        halladas.append(
            error(
                "rfc",
                "rfc_fecha_imposible",
                f"La fecha del RFC, «{valor[-9:-3]}» (año, mes, día), no existe.",
                valor=original,
                sugerencia="Revise los seis dígitos de la fecha.",
            )
        )
    return tuple(halladas)


def _que_sobra(valor: str) -> tuple[str, str, str] | None:
    """Return code and sentence about what stands around a valid RFC, and that RFC."""
    partes = _RE_EN_GRUPOS.fullmatch(valor)
    queda = "".join(partes.groups()[1:]) if partes else ""
    if partes and es_valido(queda):
        sobra = f"«{partes[1]}», que no es parte de él" if partes[1] else "un signo de más"
        return "rfc_signo_de_mas", f"El RFC lleva {sobra}: «{valor}».", queda
    if valor.startswith("MX") and es_valido(valor[2:]):
        mensaje = f"El RFC empieza con «MX», que no es parte de él: «{valor}»."
        return "rfc_prefijo_mx", mensaje, valor[2:]
    return None


def _caracteres(valor: str) -> str:
    return "1 carácter" if len(valor) == 1 else f"{len(valor)} caracteres"


def _longitud_de_otra(valor: str, original: str) -> Problema | None:
    """Say that a character is missing or too many in what begins as the other person's RFC."""
    if len(valor) == LARGO_MORAL and _RE_COMO_FISICA.match(valor):
        quien = "física, que tiene 13: falta uno"
    elif len(valor) == LARGO_FISICA and _RE_COMO_MORAL.match(valor):
        quien = "moral, que tiene 12: sobra uno"
    else:
        return None
    return error(
        "rfc",
        "rfc_longitud",
        f"El RFC tiene {_caracteres(valor)} y empieza como el de una persona {quien}.",
        valor=original,
        sugerencia="Compare el RFC con el que le dio su cliente.",
    )


def _patron(valor: str, original: str) -> Problema:
    mensaje, sugerencia = "El RFC no tiene la forma que pide el SAT.", "Revise el RFC."
    arreglo = None
    if len(valor) in _LARGOS:
        siglas = len(valor) - _LARGO_FECHA - _LARGO_HOMOCLAVE - 1
        faltas = [
            (lugar, letra, debe)
            for lugar, letra in enumerate(valor)
            if (debe := _que_debe(lugar - siglas, letra))
        ]
        if faltas:
            lugar, letra, debe = faltas[0]
            arreglo = _con_parecidas(valor, [falta[0] for falta in faltas], siglas)
            de_otra = None if arreglo else _longitud_de_otra(valor, original)
            if de_otra is not None:
                return de_otra
            mensaje = f"La posición {lugar + 1} dice «{letra}» y debe ser {debe}."
            if not letra.isascii() and gemela(letra):
                mensaje = f"La posición {lugar + 1} tiene {nombrada(letra)}."
        else:
            mensaje, sugerencia = _fecha_fuera(valor)
    return error(
        "rfc",
        "rfc_patron_xsd",
        mensaje,
        valor=original,
        sugerencia=f"¿Es {arreglo}?" if arreglo else sugerencia,
        accion=f"Usar {arreglo}" if arreglo else "",
        arreglo=arreglo,
    )


def _con_parecidas(valor: str, faltas: list[int], siglas: int) -> str | None:
    """Return the RFC with O/0, I/1 and foreign letters exchanged where they cannot stand.

    None if that does not make it right; one about which nothing is remarkable comes first.
    """
    latino = [gemela(letra) or letra if i in faltas else letra for i, letra in enumerate(valor)]
    cambiado = "".join(
        _PARECIDAS.get(letra, letra) if _que_debe(lugar - siglas, letra) else letra
        for lugar, letra in enumerate(latino)
    )
    con_ceros = valor[:siglas] + valor[siglas:].replace("O", "0")
    propuestos = [p for p in (con_ceros, cambiado) if es_valido(p)]
    return min(propuestos, key=lambda propuesto: len(avisos(propuesto)), default=None)


def _que_debe(lugar: int, letra: str) -> str:
    """Say what must stand at a place counted from the date; "" when the character fits."""
    if lugar < 0:
        return "" if letra in {"&", "Ñ"} or "A" <= letra <= "Z" else "una letra, Ñ o &"
    if lugar < _LARGO_FECHA:
        return "" if "0" <= letra <= "9" else "un dígito"
    if lugar < _LARGO_FECHA + _LARGO_HOMOCLAVE:
        return "" if "A" <= letra <= "Z" or "0" <= letra <= "9" else "una letra (sin Ñ) o un dígito"
    return "" if letra == "A" or "0" <= letra <= "9" else "un dígito o la letra A"


def _fecha_fuera(valor: str) -> tuple[str, str]:
    mes, dia = valor[-7:-5], valor[-5:-3]
    if not "01" <= mes <= "12":
        return f"El mes del RFC dice «{mes}»; debe ir de 01 a 12.", "Revise el mes."
    return f"El día del RFC dice «{dia}»; debe ir de 01 a 31.", "Revise el día."


def arreglos(original: str, valor: str) -> tuple[Problema, ...]:
    """Say what `normalizar` took away beside the case of the letters."""
    if original.upper() == valor:
        return ()
    if len(original) == len(valor):
        return (
            aviso(
                "rfc",
                "arreglo_letras",
                f"Se cambiaron letras por las normales: queda «{valor}».",
                valor=original,
            ),
        )
    return (
        aviso("rfc", "arreglo_rfc", f"Se quitó lo que sobraba: queda «{valor}».", valor=original),
    )


def avisos(valor: str) -> tuple[Problema, ...]:
    """Say what is remarkable about a valid RFC: nothing at all about the generic ones."""
    if valor in GENERICOS:
        return ()
    halladas: list[Problema] = []
    if valor[-1] != digito_verificador(valor[:-1]):
        halladas.append(_digito(valor))
    if len(valor) == LARGO_FISICA and valor[:4] in PALABRAS_INCONVENIENTES:
        propuesto = f"{valor[:3]}X{valor[4:]}"
        halladas.append(
            aviso(
                "rfc",
                "rfc_palabra_inconveniente",
                f"El SAT no asigna RFC que empiecen con «{valor[:4]}».",
                valor=valor,
                sugerencia=f"¿Empieza con «{valor[:3]}X»?",
                accion=f"Usar {propuesto}",
                arreglo=propuesto,
            )
        )
    homoclave = valor[-3:-1]
    halladas.extend(
        aviso(
            "rfc",
            "rfc_homoclave_0_o",
            f"La homoclave «{homoclave}» lleva «{letra}», que el SAT no usa ahí.",
            valor=valor,
            sugerencia="Compare el RFC con el que le dio su cliente.",
        )
        for letra in "0O"
        if letra in homoclave
    )
    return tuple(halladas)


def _digito(valor: str) -> Problema:
    """Say which check digit was expected, and whether one O/0 or I/1 mixed up explains it."""
    esperado = digito_verificador(valor[:-1])
    confundido = next(
        (
            propuesto
            for lugar, letra in enumerate(valor)
            if letra in _PARECIDAS
            and _es_irreprochable(
                propuesto := valor[:lugar] + _PARECIDAS[letra] + valor[lugar + 1 :]
            )
        ),
        None,
    )
    return aviso(
        "rfc",
        "rfc_digito_verificador",
        f"El dígito verificador dice «{valor[-1]}» y se esperaba «{esperado}».",
        valor=valor,
        sugerencia=f"¿Es {confundido}? Quizá se confundieron O y 0, o I y 1."
        if confundido
        else "Compare el RFC con el que le dio su cliente; unos pocos no siguen la regla.",
        accion=f"Usar {confundido}" if confundido else "",
        arreglo=confundido,
    )


def _es_irreprochable(valor: str) -> bool:
    """Whether it is the valid RFC of one taxpayer about which nothing is remarkable."""
    return (
        es_valido(valor)
        and valor not in GENERICOS
        and valor[-1] == digito_verificador(valor[:-1])
        and not avisos(valor)
    )
