"""Régimen and uso as people write them: the key, in any case, with or as its description."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from clientes_app.domain import campos
from clientes_app.domain.catalogos import (
    REGIMEN_GENERICO,
    REGIMENES,
    USO_GENERICO,
    USOS,
    USOS_NO_OFRECIDOS,
    Regimen,
    Uso,
    usos_para,
)
from clientes_app.domain.problemas import Problema, aviso, error
from clientes_app.domain.rfc.structure import Persona, Receptor
from clientes_app.domain.texto import clave_busqueda

REGIMENES_RETIRADOS = frozenset({"609", "628", "629", "630"})
"""Keys of older catalogues that still occur in files."""

_RE_DECIMAL = re.compile(r"([0-9]{3})\.0+")
_RE_CON_DESCRIPCION = re.compile(r"\(?([0-9]{3}|[A-Za-z]{1,2}[0-9]{2})\)?\s*[-–—:.,)/]?\s*(.*)")
_RE_SIN_LETRA = re.compile(r"[^A-Z0-9]+")
_RE_REGIMEN_DE = re.compile(r"^REGIMEN (?:DE )?(?:LOS |LAS )?")
_CODIGOS = {"regimen_fiscal": "regimen", "uso_cfdi": "uso"}
_SAT = {"regimen_fiscal": "CFDI40157", "uso_cfdi": "CFDI40160"}


def leer_regimen(original: str) -> campos.Lectura:
    """Read a régimen; an unknown one is an error (CFDI40157)."""
    return _leer("regimen_fiscal", original, REGIMENES)


def leer_uso(original: str) -> campos.Lectura:
    """Read a uso; an unknown one is an error (CFDI40160)."""
    return _leer("uso_cfdi", original, USOS)


def _leer(
    campo: str, original: str, tabla: Mapping[str, Regimen] | Mapping[str, Uso]
) -> campos.Lectura:
    if original in tabla:
        return original, ()
    valor, halladas = campos.limpio(campo, original)
    valor, mas = campos.sin_formula(campo, valor, original)
    halladas += mas
    if not valor:
        return "", (*halladas, campos.obligatorio(campo, sugerencia="Elija una clave del SAT."))
    if valor in tabla:
        return valor, halladas
    clave = _clave(campo, valor, tabla)
    if clave is None:
        return valor.upper()[:20], (*halladas, _desconocida(campo, valor, original))
    return clave, (
        *halladas,
        aviso(
            campo,
            "arreglo_clave",
            f"Se tomó la clave {clave} ({tabla[clave].descripcion}).",
            valor=original,
        ),
    )


def _clave(campo: str, valor: str, tabla: Mapping[str, Regimen] | Mapping[str, Uso]) -> str | None:
    decimal = _RE_DECIMAL.fullmatch(valor)
    clave = decimal[1] if decimal else valor.upper().removeprefix("'")
    if clave in tabla:
        return clave
    por_descripcion = _descripciones(campo).get(_plegada(valor))
    if por_descripcion is not None:
        return por_descripcion
    partes = _RE_CON_DESCRIPCION.fullmatch(valor)
    if partes is None or partes[1].upper() not in tabla:
        return None
    clave, dicha = partes[1].upper(), _plegada(partes[2])
    cierta = _plegada(tabla[clave].descripcion)
    return clave if dicha and (cierta.startswith(dicha) or dicha.startswith(cierta)) else None


@cache
def _descripciones(campo: str) -> dict[str, str]:
    tabla = REGIMENES if campo == "regimen_fiscal" else USOS
    return {_plegada(entrada.descripcion): clave for clave, entrada in tabla.items()}


def _plegada(descripcion: str) -> str:
    """Fold a description: no accents, case, punctuation nor leading «Régimen de las»."""
    llana = _RE_SIN_LETRA.sub(" ", clave_busqueda(descripcion)).strip()
    return _RE_REGIMEN_DE.sub("", llana)


def _desconocida(campo: str, valor: str, original: str) -> Problema:
    codigo, sat = _CODIGOS[campo], _SAT[campo]
    clave = valor.upper()[:3]
    if campo == "regimen_fiscal" and clave in REGIMENES_RETIRADOS:
        return error(
            campo,
            "regimen_retirado",
            f"El régimen {clave} ya no existe en CFDI 4.0.",
            valor=original,
            sat=sat,
            sugerencia="Pida a su cliente el régimen que dice hoy su Constancia.",
        )
    if campo == "uso_cfdi" and clave == "P01":
        return error(
            campo,
            "uso_retirado",
            "El uso P01 («Por definir») ya no existe en CFDI 4.0.",
            valor=original,
            sat=sat,
            sugerencia="Use S01 o pregunte a su cliente.",
        )
    que = "régimen fiscal" if campo == "regimen_fiscal" else "uso de la factura"
    return error(
        campo,
        f"{codigo}_desconocido",
        f"«{valor[:80]}» no es una clave de {que} del SAT.",
        valor=original,
        sat=sat,
        sugerencia="Elija una clave de la lista; por ejemplo, "
        + ("601, 612 o 626." if campo == "regimen_fiscal" else "G03 o S01."),
    )


def cruzar(
    regimen: str | None, uso: str | None, receptor: Receptor, *, hoy: date
) -> tuple[Problema, ...]:
    """Judge régimen and uso against the recipient, each other and the day.

    None stands for a key that is wrong by itself. Without a recipient nothing is said.
    """
    if not receptor:
        return ()
    regimen, uso = regimen or "", uso or ""
    halladas: list[Problema] = []
    if receptor in {"nacional", "extranjero"}:
        halladas += _de_generico(regimen, uso)
    else:
        halladas += _de_persona(regimen, uso, "fisica" if receptor == "fisica" else "moral")
    for campo, clave, entrada in (
        ("regimen_fiscal", regimen, REGIMENES.get(regimen)),
        ("uso_cfdi", uso, USOS.get(uso)),
    ):
        if entrada is not None and not entrada.vigente(hoy):
            halladas.append(
                error(
                    campo,
                    f"{_CODIGOS[campo]}_no_vigente",
                    f"La clave {clave} no está vigente el {hoy.strftime('%d/%m/%Y')}.",
                    valor=clave,
                    sat=_SAT[campo],
                    sugerencia="Elija una clave vigente.",
                )
            )
    if uso in USOS_NO_OFRECIDOS and not any(hallada.campo == "uso_cfdi" for hallada in halladas):
        halladas.append(
            aviso(
                "uso_cfdi",
                "uso_no_habitual",
                f"{uso} («{USOS[uso].descripcion}») no es el uso de una factura de ingreso.",
                valor=uso,
                sugerencia="Elija el uso que su cliente da a sus facturas.",
            )
        )
    return tuple(halladas)


def _de_generico(regimen: str, uso: str) -> list[Problema]:
    halladas: list[Problema] = []
    if regimen and regimen != REGIMEN_GENERICO:
        halladas.append(
            error(
                "regimen_fiscal",
                "regimen_de_generico",
                f"Un RFC genérico lleva el régimen 616, no {regimen}.",
                valor=regimen,
                sugerencia="Use 616.",
                accion="Usar 616",
                arreglo=REGIMEN_GENERICO,
                sat="CFDI40159",
            )
        )
    if uso and uso != USO_GENERICO:
        halladas.append(
            error(
                "uso_cfdi",
                "uso_de_generico",
                f"Un RFC genérico lleva el uso S01, no {uso}.",
                valor=uso,
                sugerencia="Use S01.",
                accion="Usar S01",
                arreglo=USO_GENERICO,
                sat="CFDI40161",
            )
        )
    return halladas


def _de_persona(regimen: str, uso: str, persona: Persona) -> list[Problema]:
    halladas: list[Problema] = []
    quien = "persona física" if persona == "fisica" else "persona moral"
    entrada = REGIMENES.get(regimen)
    if entrada is not None and not entrada.para(persona):
        otra = "personas morales" if persona == "fisica" else "personas físicas"
        halladas.append(
            error(
                "regimen_fiscal",
                "regimen_de_otra_persona",
                f"El régimen {regimen} es de {otra} y el RFC es de una {quien}.",
                valor=regimen,
                sugerencia="Elija un régimen de esa persona o revise el RFC.",
                sat="CFDI40158",
            )
        )
        entrada = None
    elegido = USOS.get(uso)
    if elegido is None:
        return halladas
    if not (elegido.fisica if persona == "fisica" else elegido.moral):
        halladas.append(
            error(
                "uso_cfdi",
                "uso_de_otra_persona",
                f"El uso {uso} no es para una {quien}.",
                valor=uso,
                sugerencia=_que_usos(persona, regimen if entrada else ""),
                sat="CFDI40161",
            )
        )
    elif entrada is not None and regimen not in elegido.regimenes:
        halladas.append(
            error(
                "uso_cfdi",
                "uso_de_otro_regimen",
                f"El uso {uso} no va con el régimen {regimen}.",
                valor=uso,
                sugerencia=_que_usos(persona, regimen),
                sat="CFDI40161",
            )
        )
    return halladas


def _que_usos(persona: Persona, regimen: str) -> str:
    if not regimen:
        return "Elija otro uso."
    usos = ", ".join(uso.clave for uso in usos_para(persona, regimen))
    return f"Con el régimen {regimen} van: {usos}."
