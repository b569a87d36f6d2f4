"""What the history of a client shows: who did what, from where, from which value to which."""

from dataclasses import dataclass, field

from clientes_app import routes
from clientes_app.domain.revision_sat import REVISIONES
from clientes_app.services.clientes.historial import Historial, Version
from clientes_app.services.context import firma
from clientes_app.ui.clientes.drawer.sentences import enumerar, etiqueta, legible

_ORIGENES = {
    "formulario": "Formulario",
    "carga": "Carga masiva",
    "api": "API",
}
_HECHOS = {
    "alta": "agregó el cliente",
    "borrado": "mandó el cliente a la papelera",
    "restauracion": "restauró el cliente de la papelera",
}
_DE_UNIONES = {
    (True, False): "unió a este cliente:",
    (True, True): "separó de este cliente:",
    (False, False): "unió este cliente y lo mandó a la papelera. Quedó:",
    (False, True): "separó este cliente y lo restauró. Estaba con:",
}
"""What a union did to the client who stays, and to one who does not; and what separating did."""

_CON_DATOS = {"alta", "edicion"}
_NOMBRADOS = 3


@dataclass(frozen=True)
class CambioVisto:
    """A field that a change moved; `antes` is "" where there was nothing before to speak of."""

    etiqueta: str
    antes: str
    despues: str


@dataclass(frozen=True)
class ClienteNombrado:
    """A client with whom another one was joined, and its card."""

    nombre: str
    ruta: str


@dataclass(frozen=True)
class VersionVista:
    """One change, `cuando` in ISO 8601; `hecho` leads up to the names of `con`.

    `carga` is the file of the bulk load it came with, or the action's title, `proceso` the address
    of that; `origen` says from where it came and leads up to it.
    """

    version: int
    quien: str
    hecho: str
    origen: str
    carga: str
    proceso: str
    cuando: str
    actual: bool
    restaurable: bool
    cambios: list[CambioVisto] = field(default_factory=list)
    con: list[ClienteNombrado] = field(default_factory=list)


def versiones_vistas(historial: Historial, *, desde_la_actual: bool) -> list[VersionVista]:
    """Make a page of the history; `desde_la_actual` says that it begins with the newest change.

    The version in use is the newest one that has values; the others can be restored, unless the
    client lies in the papelera.
    """
    con_datos = [v.version for v in historial.versiones if v.accion in _CON_DATOS]
    en_uso = con_datos[0] if desde_la_actual and con_datos else 0
    return [
        _version_vista(version, en_uso=en_uso, borrado=historial.actual.borrado)
        for version in historial.versiones
    ]


def _version_vista(version: Version, *, en_uso: int, borrado: bool) -> VersionVista:
    actual = version.version == en_uso
    return VersionVista(
        version=version.version,
        quien=version.quien,
        hecho=_hecho(version),
        origen=_origen(version),
        carga=version.archivo,
        proceso=routes.proceso(version.proceso_id) if version.proceso_id else "",
        cuando=version.cuando.isoformat(),
        actual=actual and not borrado,
        restaurable=version.accion in _CON_DATOS and not actual and not borrado,
        cambios=[
            CambioVisto(
                etiqueta(cambio.campo),
                "" if version.accion == "alta" else legible(cambio.campo, cambio.antes),
                legible(cambio.campo, cambio.despues),
            )
            for cambio in version.campos
        ],
        con=[
            ClienteNombrado(cliente.nombre, routes.ficha(cliente.id))
            for cliente in (version.union.con if version.union else ())
        ],
    )


def _hecho(version: Version) -> str:
    if version.union is not None:
        return _DE_UNIONES[version.union.queda, version.deshace]
    etiquetas = [etiqueta(cambio.campo) for cambio in version.campos]
    if version.accion in _HECHOS:
        return _HECHOS[version.accion]
    if version.accion == "etiquetas":
        return _etiquetado(version)
    if version.accion == "revision_sat":
        return f"subió la respuesta del SAT: {REVISIONES[version.revision_sat]}"
    if len(etiquetas) <= _NOMBRADOS:
        return f"cambió {enumerar(etiquetas)}"
    return f"cambió {len(etiquetas)} datos"


def _etiquetado(version: Version) -> str:
    """Say «puso la etiqueta Mayoreo y quitó las etiquetas Mensual y Revisar»."""
    dichos: list[str] = []
    for verbo, puesta in (("puso", True), ("quitó", False)):
        nombres = [una.nombre for una in version.etiquetas if una.puesta is puesta]
        cuales = "la etiqueta" if len(nombres) == 1 else "las etiquetas"
        dichos += [f"{verbo} {cuales} {enumerar(nombres)}"] if nombres else []
    return " y ".join(dichos)


def _origen(version: Version) -> str:
    """Say from where: «Línea de comandos (root), con la carga » and then the file."""
    puerta = _ORIGENES.get(version.origen) or firma(version.quien, version.origen)
    if not version.proceso_id:
        return puerta
    if version.linea is not None:
        return f"{puerta}, al corregir la línea {version.linea:,} de la carga "
    que = "acción" if version.por_accion else "carga"
    if version.deshace:
        return f"{puerta}, al deshacer la {que} "
    if version.por_accion:
        return f"{puerta}, con la acción "
    return f"{puerta}: " if version.origen == "carga" else f"{puerta}, con la carga "
