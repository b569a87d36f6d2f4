"""From a client's data to what its row and its history hold beside them."""

import json
from functools import lru_cache

from clientes_app.domain.cliente import DatosCliente
from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.rfc.rfc import GENERICOS
from clientes_app.domain.texto import clave_busqueda, clave_orden

SEPARADOR = "\x1f"
"""Stands between the searched fields; no field and no query holds a control character."""

_codificar = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def busqueda(datos: DatosCliente) -> str:
    """Return the text that is searched: name, RFC, e-mails and CP, folded.

    Two separators close it, so that every character of a field is followed by two more and
    stands at the beginning of a trigram: words of one or two characters are found by that.
    """
    crudo = SEPARADOR.join(
        (
            datos.nombre,
            datos.rfc,
            datos.email,
            datos.email_adicional_1,
            datos.email_adicional_2,
            datos.codigo_postal,
            "",
            "",
        )
    )
    return clave_busqueda(crudo)


COLUMNAS_DE_RENGLON = (*CAMPOS, "nombre_orden", "busqueda")

Renglon = tuple[tuple[str, ...], str]
"""A new client as it is stored: its values of COLUMNAS_DE_RENGLON, and `cambio.despues`.

A bare tuple, of which hundreds of thousands travel from one process to another.
"""

Identidad = tuple[str, str]
"""What makes two clients the same: the RFC and "", or a generic RFC and the name to sort by."""

_RFC = COLUMNAS_DE_RENGLON.index("rfc")
_NOMBRE_ORDEN = COLUMNAS_DE_RENGLON.index("nombre_orden")


def renglon(datos: DatosCliente) -> Renglon:
    """Make what is stored of a new client."""
    return (*datos, clave_orden(datos.nombre), busqueda(datos)), json_completo(datos)


def datos_de(suyo: Renglon) -> DatosCliente:
    """Return the twenty fields."""
    return DatosCliente._make(suyo[0][: len(CAMPOS)])


def identidad_de(suyo: Renglon) -> Identidad:
    """Return what `domain.cliente.identidad` says of these fields."""
    rfc = suyo[0][_RFC]
    return (rfc, suyo[0][_NOMBRE_ORDEN]) if rfc in GENERICOS else (rfc, "")


def valores(datos: DatosCliente) -> dict[str, str]:
    """Return the twenty fields and the two that are made from them."""
    return {
        **datos.como_dict(),
        "nombre_orden": clave_orden(datos.nombre),
        "busqueda": busqueda(datos),
    }


def json_completo(datos: DatosCliente) -> str:
    """Return the fields that are not blank, as `cambio.despues` of an «alta» holds them."""
    llenos = tuple(filter(None, datos))
    todo = "".join(llenos)
    if todo.isprintable() and '"' not in todo and "\\" not in todo:
        # Nothing to escape: the same as below in a tenth of the time.
        return _molde(tuple(map(bool, datos))) % llenos
    return _codificar({campo: valor for campo in CAMPOS if (valor := getattr(datos, campo))})


@lru_cache(maxsize=4096)
def _molde(hay: tuple[bool, ...]) -> str:
    """Return the JSON of an object with these fields, "%s" in the place of each text."""
    return _codificar({campo: "%s" for campo, lleno in zip(CAMPOS, hay, strict=True) if lleno})


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
