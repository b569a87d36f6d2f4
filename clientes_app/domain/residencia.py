"""Tax residence and tax number abroad, which only the foreign generic RFC may carry."""

import re

from clientes_app.domain import campos
from clientes_app.domain.catalogos import clave_de_pais, formatos_de_registro, pais_parecido, paises
from clientes_app.domain.problemas import Problema, aviso, error
from clientes_app.domain.rfc.structure import GENERICO_EXTRANJERO, Receptor

_SOLO_EXTRANJERO = f"Solo se escribe con el RFC genérico extranjero, {GENERICO_EXTRANJERO}."
_RE_ADORNOS = re.compile(r"[^0-9A-Za-z.]|\.0+$")


def leer_residencia(original: str) -> campos.Lectura:
    """Read a country: its key of c_Pais, or what stands for it («US», «Estados Unidos»)."""
    campo = "residencia_fiscal"
    if not original or original in paises():
        return original, ()
    valor, halladas = campos.limpio(campo, original)
    if not valor or valor in paises():
        return valor, halladas
    clave = clave_de_pais(valor)
    if clave is None:
        parecida = pais_parecido(valor)
        return valor, (
            *halladas,
            error(
                campo,
                "residencia_desconocida",
                f"«{valor[:60]}» no es una clave de país del SAT.",
                valor=original,
                sugerencia=f"¿Es {parecida} ({paises()[parecida]})?"
                if parecida
                else "Escriba tres letras; por ejemplo, USA, CAN o ESP.",
                accion=f"Usar {parecida}" if parecida else "",
                arreglo=parecida,
                sat="CFDI40150",
            ),
        )
    return clave, (
        *halladas,
        aviso(
            campo, "arreglo_clave", f"Se tomó la clave {clave} ({paises()[clave]}).", valor=original
        ),
    )


def cruzar(residencia: str | None, numero: str | None, receptor: Receptor) -> tuple[Problema, ...]:
    """Judge both against the recipient and each other.

    None stands for a value that is wrong by itself; then, and without a recipient, nothing is said.
    """
    if not receptor or residencia is None or numero is None or not (residencia or numero):
        return ()
    if receptor != "extranjero":
        return _no_proceden(residencia, numero)
    halladas: list[Problema] = []
    if residencia == "MEX":
        halladas.append(
            error(
                "residencia_fiscal",
                "residencia_mexico",
                "La residencia fiscal de un extranjero no puede ser MEX.",
                valor=residencia,
                sugerencia="Escriba el país donde paga sus impuestos.",
                sat="CFDI40152",
            )
        )
    if numero and not residencia:
        halladas.append(
            error(
                "residencia_fiscal",
                "residencia_falta",
                "Con número de registro tributario hace falta la residencia fiscal.",
                sugerencia="Escriba la clave del país; por ejemplo, USA.",
                sat="CFDI40153",
            )
        )
    formato = formatos_de_registro().get(residencia)
    if numero and formato is not None and not re.fullmatch(formato, numero):
        juntos = _RE_ADORNOS.sub("", numero)
        juntos = juntos if re.fullmatch(formato, juntos) else None
        halladas.append(
            error(
                "num_reg_id_trib",
                "registro_forma",
                f"Para {residencia} el número de registro tributario tiene nueve dígitos.",
                valor=numero,
                sugerencia=f"¿Es {juntos}?" if juntos else "Escríbalos juntos.",
                accion=f"Usar {juntos}" if juntos else "",
                arreglo=juntos,
                sat="CFDI40156",
            )
        )
    return tuple(halladas)


def _no_proceden(residencia: str, numero: str) -> tuple[Problema, ...]:
    return tuple(
        error(
            campo,
            codigo,
            f"Este RFC no lleva {que}.",
            valor=valor,
            sat=sat,
            sugerencia=f"{_SOLO_EXTRANJERO} Déjelo en blanco.",
            accion="Dejar en blanco",
            arreglo="",
        )
        for campo, codigo, que, valor, sat in (
            (
                "residencia_fiscal",
                "residencia_no_procede",
                "residencia fiscal",
                residencia,
                "CFDI40151",
            ),
            (
                "num_reg_id_trib",
                "registro_no_procede",
                "número de registro tributario",
                numero,
                "CFDI40154",
            ),
        )
        if valor
    )
