"""From a client's data to what its row and its history hold beside them."""

import json

from clientes_app.domain.cliente import DatosCliente
from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.correo import escrituras
from clientes_app.domain.texto import clave_busqueda, clave_orden

SEPARADOR = "\x1f"
"""Stands between the searched fields; no field and no query holds a control character."""

_codificar = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def busqueda(datos: DatosCliente) -> str:
    """Return the text that is searched: name, RFC, e-mails and CP, folded.

    An e-mail stands in it in both spellings of its domain. Two separators close it, so that every
    character of a field is followed by two more and stands at the beginning of a trigram: words of
    one or two characters are found by that.
    """
    crudo = SEPARADOR.join(
        (
            datos.nombre,
            datos.rfc,
            *escrituras(datos.email),
            *escrituras(datos.email_adicional_1),
            *escrituras(datos.email_adicional_2),
            datos.codigo_postal,
            "",
            "",
        )
    )
    return clave_busqueda(crudo)


def valores(datos: DatosCliente) -> dict[str, str]:
    """Return the twenty fields and the two that are made from them."""
    return {
        **datos.como_dict(),
        "nombre_orden": clave_orden(datos.nombre),
        "busqueda": busqueda(datos),
    }


def json_completo(datos: DatosCliente) -> str:
    """Return the fields that are not blank, as `cambio.despues` of an «alta» holds them."""
    return _codificar({campo: valor for campo, valor in zip(CAMPOS, datos, strict=True) if valor})


def json_de_diferencia(antes: DatosCliente, despues: DatosCliente) -> tuple[str, str]:
    """Return the fields that differ, as they were and as they are."""
    distintos = [c for c in CAMPOS if getattr(antes, c) != getattr(despues, c)]
    return (
        _codificar({campo: getattr(antes, campo) for campo in distintos}),
        _codificar({campo: getattr(despues, campo) for campo in distintos}),
    )


def diferencia_de_json(texto: str) -> dict[str, str]:
    """Read `antes` or `despues` again."""
    leido: dict[str, str] = json.loads(texto)
    return leido
