"""What depends on several fields at once: name and RFC, keys and person, generic RFCs."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from clientes_app.domain import claves, nombre, residencia
from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.problemas import Problema, aviso, error
from clientes_app.domain.rfc import structure as _rfc

_NOMBRE, _CP = CAMPOS.index("nombre"), CAMPOS.index("codigo_postal")


def juzgar(
    textos: Mapping[str, str],
    fila: Sequence[str],
    con_error: AbstractSet[str | None],
    *,
    hoy: date,
    cp_expedicion: str,
) -> list[Problema]:
    """Judge the fields against each other, using those that are right by themselves.

    `textos` are the values as they would be stored, `fila` as they were typed (in the order of
    the template), `con_error` the fields that are wrong by themselves, `cp_expedicion` the
    issuer's postal code ("" when it is not known).
    """
    rfc = "" if "rfc" in con_error else textos["rfc"]
    mas: list[Problema] = []
    if "nombre" not in con_error:
        mas += _nombre_y_rfc(textos["nombre"], rfc, fila[_NOMBRE])
    if not rfc:
        return mas
    generico = rfc in _rfc.GENERICOS
    mas += claves.cruzar(
        "" if "regimen_fiscal" in con_error else textos["regimen_fiscal"],
        "" if "uso_cfdi" in con_error else textos["uso_cfdi"],
        persona=_rfc.persona(rfc),
        generico=generico,
        hoy=hoy,
    )
    if generico and "codigo_postal" not in con_error:
        mas += _cp_de_generico(textos["codigo_postal"], cp_expedicion, fila[_CP])
    pais, registro = textos["residencia_fiscal"], textos["num_reg_id_trib"]
    if (pais or registro) and not con_error & {"residencia_fiscal", "num_reg_id_trib"}:
        mas += residencia.cruzar(pais, registro, rfc)
    return mas


def _cp_de_generico(cp: str, expedicion: str, original: str) -> tuple[Problema, ...]:
    if not expedicion or cp == expedicion:
        return ()
    return (
        aviso(
            "codigo_postal",
            "cp_de_generico",
            f"Con un RFC genérico el código postal debe ser el de expedición, {expedicion}.",
            valor=original,
            accion=f"Usar {expedicion}",
            arreglo=expedicion,
            sat="CFDI40149",
        ),
    )


def _nombre_y_rfc(dicho: str, rfc: str, original: str) -> tuple[Problema, ...]:
    """Judge a right name against the RFC ("" when it is not right)."""
    if dicho == nombre.PUBLICO_EN_GENERAL and rfc:
        return (_publico_en_general(rfc, original),)
    if rfc and _rfc.persona(rfc) == "fisica":
        return ()
    return nombre.aviso_de_cola(dicho, original)


def _publico_en_general(rfc: str, original: str) -> Problema:
    if rfc == _rfc.GENERICO_NACIONAL:
        return aviso(
            "nombre",
            "nombre_publico_en_general",
            "Con este nombre la factura es global y lleva Información Global.",
            valor=original,
            sat="CFDI40130",
            sugerencia="Si la factura no es global, escriba el nombre del cliente.",
        )
    return error(
        "nombre",
        "nombre_publico_en_general",
        f"«{nombre.PUBLICO_EN_GENERAL}» solo va con el RFC {_rfc.GENERICO_NACIONAL}.",
        valor=original,
        sat="CFDI40146",
        sugerencia="Escriba el nombre del cliente o use ese RFC.",
    )
