"""What the history of a client shows: who did what, from where, from which value to which."""

from dataclasses import dataclass, field

from clientes_app import routes
from clientes_app.services.clientes.historial import Historial, Version
from clientes_app.ui.clientes.drawer.sentences import enumerar, etiqueta, legible

_ORIGENES = {
    "formulario": "Formulario",
    "carga": "Carga masiva",
    "cli": "Línea de comandos",
    "api": "API",
}
_HECHOS = {
    "alta": "agregó el cliente",
    "borrado": "mandó el cliente a la papelera",
    "restauracion": "restauró el cliente de la papelera",
}
_CON_DATOS = {"alta", "edicion"}
_NOMBRADOS = 3


@dataclass(frozen=True)
class CambioVisto:
    """A field that a change moved; `antes` is "" where there was nothing before to speak of."""

    etiqueta: str
    antes: str
    despues: str


@dataclass(frozen=True)
class VersionVista:
    """One change, `cuando` in ISO 8601.

    `carga` is the file of the bulk load it came with, `proceso` the address of that; `origen` says
    from where it came and leads up to the file.
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
    )


def _hecho(version: Version) -> str:
    etiquetas = [etiqueta(cambio.campo) for cambio in version.campos]
    if version.accion in _HECHOS:
        return _HECHOS[version.accion]
    if len(etiquetas) <= _NOMBRADOS:
        return f"cambió {enumerar(etiquetas)}"
    return f"cambió {len(etiquetas)} datos"


def _origen(version: Version) -> str:
    """Say from where: «Línea de comandos (root), con la carga » and then the file."""
    puerta = _ORIGENES.get(version.origen, version.origen)
    if version.origen == "cli":
        puerta = f"{puerta} ({version.quien})"
    if not version.proceso_id:
        return puerta
    if version.deshace:
        return f"{puerta}, al deshacer la carga "
    return f"{puerta}: " if version.origen == "carga" else f"{puerta}, con la carga "
