"""What depends on several fields at once: the addresses, name and RFC, keys and recipient.

Each rule says on which fields it depends, so that one client and a table of clients can be judged
by the same rules: a table asks once for each distinct combination of these fields.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from clientes_app.domain import campos, claves, nombre, residencia
from clientes_app.domain.correo import escrituras
from clientes_app.domain.problemas import Problema, aviso, error
from clientes_app.domain.rfc.structure import GENERICO_NACIONAL, Receptor

_GENERICOS: frozenset[Receptor] = frozenset({"nacional", "extranjero"})
_TODOS: frozenset[Receptor] = frozenset({"fisica", "moral", "nacional", "extranjero"})
_CUALQUIERA: frozenset[Receptor] = frozenset({*_TODOS, ""})

CORREOS = ("email", "email_adicional_1", "email_adicional_2")


class Contexto(NamedTuple):
    """What the rules must know beside the client: the day, and the issuer's CP ("" if unknown)."""

    hoy: date
    cp_expedicion: str = ""


_HORA_DEL_SAT = ZoneInfo("America/Mexico_City")


def contexto_en(momento: datetime, cp_expedicion: str) -> Contexto:
    """Return what the rules need to know at a moment; the SAT's day begins in central Mexico."""
    return Contexto(dia_de(momento), cp_expedicion)


def dia_de(momento: datetime) -> date:
    """Return the day of the SAT in which a moment lies."""
    return momento.astimezone(_HORA_DEL_SAT).date()


def hoy() -> date:
    """Return the day of the SAT that it is now."""
    return datetime.now(_HORA_DEL_SAT).date()


def comienzo_del_dia(dia: date) -> datetime:
    """Return the moment in which a day of the SAT begins."""
    return datetime.combine(dia, time(), _HORA_DEL_SAT)


class Cruce(NamedTuple):
    """A rule over several fields and the recipient, which says nothing of other `receptores`.

    `juzgar` is called with the values of the fields `leidos` as they would be stored (None for a
    value that is wrong by itself), the texts of the fields `escritos` as they were typed, the
    recipient, and the context.
    """

    leidos: tuple[str, ...]
    escritos: tuple[str, ...]
    receptores: frozenset[Receptor]
    juzgar: Callable[..., tuple[Problema, ...]]


def correos_juntos(
    correos: Sequence[str], con_error: Sequence[bool]
) -> tuple[list[str], list[Problema]]:
    """Judge the three addresses together; return them, a repeated one as a blank.

    `con_error` says which of them are wrong by themselves.
    """
    quedan: list[str] = []
    mas: list[Problema] = []
    vistos: set[str] = set()
    for campo, valor, malo in zip(CORREOS, correos, con_error, strict=True):
        # Both spellings of a domain are one address.
        bajo = "" if malo else escrituras(valor)[0].lower()
        repetido = bajo != "" and bajo in vistos
        if repetido:
            mas.append(
                aviso(
                    campo,
                    "arreglo_email_repetido",
                    "El e-mail estaba repetido y se quitó.",
                    valor=valor,
                )
            )
        quedan.append("" if repetido else valor)
        vistos.add(bajo)
    if not quedan[0]:
        otro = next(filter(None, quedan[1:]), "")
        falta = campos.obligatorio("email", sugerencia=f"¿Es {otro}?" if otro else "")
        mas.append(falta._replace(accion=f"Usar {otro}", arreglo=otro) if otro else falta)
    return quedan, mas


def _nombre(
    leido: str | None, original: str, receptor: Receptor, _contexto: Contexto
) -> tuple[Problema, ...]:
    """Judge a right name against the recipient ("" when the RFC is not right)."""
    if leido is None:
        return ()
    if leido == nombre.PUBLICO_EN_GENERAL and receptor:
        return (_publico_en_general(receptor, original),)
    # Every RFC of thirteen characters is a person's, the generic ones too.
    if receptor not in {"", "moral"}:
        return ()
    return nombre.aviso_de_cola(leido, original)


def _publico_en_general(receptor: Receptor, original: str) -> Problema:
    if receptor == "nacional":
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
        f"«{nombre.PUBLICO_EN_GENERAL}» solo va con el RFC {GENERICO_NACIONAL}.",
        valor=original,
        sat="CFDI40146",
        sugerencia="Escriba el nombre del cliente o use ese RFC.",
    )


def _claves(
    regimen: str | None, uso: str | None, receptor: Receptor, contexto: Contexto
) -> tuple[Problema, ...]:
    return claves.cruzar(regimen, uso, receptor, hoy=contexto.hoy)


def _cp_de_generico(
    cp: str | None, original: str, receptor: Receptor, contexto: Contexto
) -> tuple[Problema, ...]:
    expedicion = contexto.cp_expedicion
    if receptor not in _GENERICOS or not expedicion or cp in {None, expedicion}:
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


def _residencia(
    pais: str | None, registro: str | None, receptor: Receptor, _contexto: Contexto
) -> tuple[Problema, ...]:
    return residencia.cruzar(pais, registro, receptor)


CRUCES: tuple[Cruce, ...] = (
    Cruce(("nombre",), ("nombre",), _CUALQUIERA, _nombre),
    Cruce(("regimen_fiscal", "uso_cfdi"), (), _TODOS, _claves),
    Cruce(("codigo_postal",), ("codigo_postal",), _GENERICOS, _cp_de_generico),
    Cruce(("residencia_fiscal", "num_reg_id_trib"), (), _TODOS, _residencia),
)
"""The rules over several fields, in the order in which their findings are said."""
