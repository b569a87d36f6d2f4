"""Régimen and uso as people write them: the key, in any case, with or as its description."""

import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import NamedTuple

from clientes_app.domain import campos
from clientes_app.domain.catalogos import (
    REGIMEN_GENERICO,
    REGIMENES,
    USO_GENERICO,
    USOS,
    USOS_NO_OFRECIDOS,
    usos_para,
)
from clientes_app.domain.problemas import Problema, aviso, error
from clientes_app.domain.rfc.structure import Persona, Receptor
from clientes_app.domain.texto import clave_busqueda

CLAVES = ("uso_cfdi", "regimen_fiscal")
"""The fields that hold a key."""


class _Catalogo(NamedTuple):
    """Keys with their descriptions, and by which texts they are found."""

    descripciones: Mapping[str, str]
    por_descripcion: Mapping[str, str]
    por_parecida: Mapping[tuple[str, int] | None, str]


_RETIRADAS: Mapping[str, Mapping[str, str]] = {
    "regimen_fiscal": {
        "609": "Consolidación",
        "628": "Hidrocarburos",
        "629": "De los Regímenes Fiscales Preferentes y de las Empresas Multinacionales",
        "630": "Enajenación de acciones en bolsa de valores",
    },
    "uso_cfdi": {"P01": "Por definir"},
}
"""Keys of older catalogues that still occur in files."""

_CLAVE = r"[0-9]{3}|[A-Za-z]{1,2}[0-9]{2}"
_RE_CLAVE = re.compile(
    rf"[\W_]*(?:(?:clave|r[eé]gimen|uso)(?: fiscal| de la factura| (?:de )?CFDI)?[\W_]+)?({_CLAVE})"
    r"(?:[.,]0*)?[\W_]*",
    re.IGNORECASE,
)
"""A key alone, with signs around it: «601.», «601.0», «601 -», «"G03"», «Régimen 601»."""

_RE_CON_DESCRIPCION = re.compile(rf"[\W_]*({_CLAVE})(?![0-9])[\W_]*([^\W_].*)", re.DOTALL)
_RE_TRAS_DESCRIPCION = re.compile(rf"(.*?[^\W_])[\W_]+({_CLAVE})[\W_]*", re.DOTALL)
_RE_TODAS = re.compile(rf"(?<![A-Za-z0-9])(?:{_CLAVE})(?![A-Za-z0-9])")
_RE_SIN_LETRA = re.compile(r"[^A-Z0-9]+")
_RE_REGIMEN_DE = re.compile(r"^REGIMEN (?:DE )?(?:LOS |LAS )?")
_RE_CASI = re.compile("([A-Z]{1,2}?)([0-9OIL]{1,3})|([0-9OILSB]{3})")
_CIFRAS = str.maketrans("OILSB", "01158")
_APODOS = {"RESICO": "626", "RIF": "621", "ASALARIADO": "605", "ASALARIADOS": "605"}
"""What people call some of them. Not «Personas Morales», which several could be."""

_PARECIDO = 0.8
_MINIMO_DICHO = 6
_LARGO_DE_CLAVE = 5
_LARGO_DE_DESCRIPCION = 120
_CODIGOS = {"regimen_fiscal": "regimen", "uso_cfdi": "uso"}
_UNICA_DE_GENERICO = {"regimen_fiscal": REGIMEN_GENERICO, "uso_cfdi": USO_GENERICO}
_SAT = {"regimen_fiscal": "CFDI40157", "uso_cfdi": "CFDI40160"}


def retiradas(campo: str) -> Mapping[str, str]:
    """Return the keys of older catalogues that CFDI 4.0 has no more, with their descriptions."""
    return _RETIRADAS[campo]


def leer(campo: str, original: str) -> campos.Lectura:
    """Read a régimen («regimen_fiscal») or a uso («uso_cfdi»), from a file or a drop-down.

    What is understood comes back as its key: «601», «601.0», «g03», «601 - General de Ley…», the
    description alone. Anything else is an error (CFDI40157, CFDI40160), which offers the key that
    was probably meant («GO3», «G3», «6O1», «Gasto en general») as its `arreglo`.
    """
    vigentes = _vigentes(campo)
    if original in vigentes.descripciones:
        return original, ()
    valor, halladas = campos.limpio(campo, original)
    valor, mas = campos.sin_formula(campo, valor, original)
    halladas += mas
    if not valor:
        return "", (*halladas, campos.obligatorio(campo, sugerencia="Elija una clave del SAT."))
    if valor in vigentes.descripciones:
        return valor, halladas
    clave = _clave(valor, vigentes)
    if clave is None:
        return valor.upper()[:20], (*halladas, _desconocida(campo, valor, original))
    tomada = f"Se tomó la clave {clave} ({vigentes.descripciones[clave]})."
    return clave, (*halladas, aviso(campo, "arreglo_clave", tomada, valor=original))


@cache
def _vigentes(campo: str) -> _Catalogo:
    tabla = REGIMENES if campo == "regimen_fiscal" else USOS
    return _catalogo({clave: entrada.descripcion for clave, entrada in tabla.items()})


@cache
def _retiradas(campo: str) -> _Catalogo:
    return _catalogo(_RETIRADAS[campo])


def _catalogo(descripciones: Mapping[str, str]) -> _Catalogo:
    return _Catalogo(
        descripciones,
        {_plegada(descripcion): clave for clave, descripcion in descripciones.items()},
        {_sin_confusiones(clave): clave for clave in descripciones},
    )


def _clave(valor: str, catalogo: _Catalogo) -> str | None:
    """Return the key that a text certainly means."""
    sola = _RE_CLAVE.fullmatch(valor)
    if sola is not None:
        return sola[1].upper() if sola[1].upper() in catalogo.descripciones else None
    por_descripcion = catalogo.por_descripcion.get(_plegada(valor))
    if por_descripcion is not None:
        return por_descripcion
    clave = dicha = ""
    if partes := _RE_CON_DESCRIPCION.fullmatch(valor):
        clave, dicha = partes.groups()
    elif partes := _RE_TRAS_DESCRIPCION.fullmatch(valor):
        dicha, clave = partes.groups()
    clave, dicha = clave.upper(), _plegada(dicha)
    if clave not in catalogo.descripciones:
        return None
    cierta = _plegada(catalogo.descripciones[clave])
    return clave if dicha and (cierta.startswith(dicha) or dicha.startswith(cierta)) else None


def _casi(valor: str, catalogo: _Catalogo) -> str | None:
    """Return the key that a text probably means: a slip in the key, or in its description.

    None when it names several.
    """
    nombradas = {clave.upper() for clave in _RE_TODAS.findall(valor)} & set(catalogo.descripciones)
    if len(nombradas) > 1:
        return None
    for escrita in (valor, valor.partition(" ")[0]):
        casi = _sin_confusiones(escrita)
        if casi in catalogo.por_parecida:
            return catalogo.por_parecida[casi]
    dicha = _plegada(valor)
    if not dicha or len(dicha) > _LARGO_DE_DESCRIPCION or any(map(str.isdecimal, dicha)):
        return None
    if dicha in _APODOS:
        return _APODOS[dicha] if _APODOS[dicha] in catalogo.descripciones else None
    son: list[str] = []
    if len(dicha) >= _MINIMO_DICHO:
        son = [cierta for cierta in catalogo.por_descripcion if f" {dicha} " in f" {cierta} "]
    if not son:
        son = get_close_matches(dicha, catalogo.por_descripcion, n=1, cutoff=_PARECIDO)
    return catalogo.por_descripcion[son[0]] if len(son) == 1 else None


def _sin_confusiones(escrita: str) -> tuple[str, int] | None:
    """Return a key with O as 0, I as 1… and without zeros in front; None for what is no key."""
    partes = _RE_CASI.fullmatch(_RE_SIN_LETRA.sub("", escrita[:_LARGO_DE_CLAVE].upper()))
    if partes is None or len(escrita) > _LARGO_DE_CLAVE:
        return None
    letras, digitos, solo_digitos = partes.groups(default="")
    return letras, int((digitos or solo_digitos).translate(_CIFRAS))


def _plegada(descripcion: str) -> str:
    """Fold a description: no accents, case, punctuation nor leading «Régimen de las»."""
    llana = _RE_SIN_LETRA.sub(" ", clave_busqueda(descripcion)).strip()
    return _RE_REGIMEN_DE.sub("", llana)


def _desconocida(campo: str, valor: str, original: str) -> Problema:
    retiradas, vigentes = _retiradas(campo), _vigentes(campo)
    retirada = _clave(valor, retiradas)
    casi = None if retirada else _casi(valor, vigentes)
    retirada = retirada or (None if casi else _casi(valor, retiradas))
    if retirada:
        return _retirada(campo, retirada, original)
    que = "régimen fiscal" if campo == "regimen_fiscal" else "uso de la factura"
    ejemplos = "601, 612 o 626" if campo == "regimen_fiscal" else "G03 o S01"
    return error(
        campo,
        f"{_CODIGOS[campo]}_desconocido",
        f"«{valor[:80]}» no es una clave de {que} del SAT.",
        valor=original,
        sat=_SAT[campo],
        sugerencia=f"¿Es {casi} ({vigentes.descripciones[casi]})?"
        if casi
        else f"Elija una clave de la lista; por ejemplo, {ejemplos}.",
        accion=f"Usar {casi}" if casi else "",
        arreglo=casi,
    )


def ofrecida_a(problema: Problema, receptor: Receptor) -> Problema:
    """Return a finding of `leer` as it is said beside the RFC of a recipient ("" when unknown).

    A key that the recipient cannot have is not offered; a generic RFC has only one, which is
    offered instead.
    """
    campo, clave = problema.campo, problema.arreglo
    if campo not in _CODIGOS or clave is None or _puede_tener(campo, clave, receptor):
        return problema
    if receptor in {"nacional", "extranjero"}:
        unica = _UNICA_DE_GENERICO[campo]
        return problema._replace(sugerencia=f"Use {unica}.", accion=f"Usar {unica}", arreglo=unica)
    que = "régimen" if campo == "regimen_fiscal" else "uso"
    quien = "persona física" if receptor == "fisica" else "persona moral"
    return problema._replace(
        sugerencia=f"Elija un {que} de {quien} o revise el RFC.", accion="", arreglo=None
    )


def _puede_tener(campo: str, clave: str, receptor: Receptor) -> bool:
    if not receptor:
        return True
    if receptor in {"nacional", "extranjero"}:
        return clave == _UNICA_DE_GENERICO[campo]
    entrada = REGIMENES[clave] if campo == "regimen_fiscal" else USOS[clave]
    return entrada.fisica if receptor == "fisica" else entrada.moral


def _retirada(campo: str, clave: str, original: str) -> Problema:
    """Say that a key exists no more; of the usos also which one takes its place."""
    es_uso = campo == "uso_cfdi"
    return error(
        campo,
        f"{_CODIGOS[campo]}_retirado",
        f"El {'uso' if es_uso else 'régimen'} {clave} («{_RETIRADAS[campo][clave]}») "
        "ya no existe en CFDI 4.0.",
        valor=original,
        sat=_SAT[campo],
        sugerencia="Use S01 o pregunte a su cliente."
        if es_uso
        else "Pida a su cliente el régimen que dice hoy su Constancia.",
        accion=f"Usar {USO_GENERICO}" if es_uso else "",
        arreglo=USO_GENERICO if es_uso else None,
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
                f"Un RFC genérico no va con el régimen {regimen}.",
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
                f"Un RFC genérico no va con el uso {uso}.",
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
    otra = "personas morales" if persona == "fisica" else "personas físicas"
    if entrada is not None and not entrada.para(persona):
        halladas.append(
            error(
                "regimen_fiscal",
                "regimen_de_otra_persona",
                f"{regimen} es de {otra}; este RFC es de una {quien}.",
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
                f"{uso} es de {otra}; este RFC es de una {quien}.",
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
