"""Filters in words: those in use, and what each can be set to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from clientes_app.domain.catalogos import estados
from clientes_app.domain.dias import dia_dicho
from clientes_app.domain.filtros import AVISOS, PERSONAS, Filtros, escribir, escribir_claves, leer
from clientes_app.domain.revision_sat import REVISIONES
from clientes_app.domain.texto import clave_busqueda
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.services.clientes.filtros import DIAS, OpcionDeFiltro
from clientes_app.ui.clientes.address import direccion
from clientes_app.ui.clientes.drawer.sentences import descripcion
from clientes_app.ui.shell.numbers import numero

ETIQUETAS = {
    "persona": "Persona",
    "regimen": "Régimen Fiscal",
    "uso": "Uso de la Factura",
    "estado": "Estado",
    "avisos": "Con avisos",
    "sat": "Revisión del SAT",
    "etiqueta": "Etiqueta",
    "envio": "Con dirección de envío",
    "desde": "Cambiados desde",
    "por": "Cambiados por",
    "carga": "De la carga",
}
ICONOS = {
    "persona": "user-round",
    "regimen": "file-text",
    "uso": "file-check",
    "estado": "map-pin",
    "avisos": "triangle-alert",
    "sat": "shield-check",
    "etiqueta": "tag",
    "envio": "truck",
    "desde": "clock",
    "por": "users",
    "carga": "upload",
}
_BORRADA = "una que ya no existe"
_CAMPOS = {"regimen": "regimen_fiscal", "uso": "uso_cfdi"}
_SOLO_UNA = frozenset({"envio", "desde", "carga"})
_VERBOS = {
    **dict.fromkeys(("persona", "regimen", "uso", "estado", "sat", "etiqueta"), "es"),
    "desde": "el",
}
_HACE = dict(zip(DIAS, ("Hoy", "Los últimos 7 días", "Los últimos 30 días"), strict=True))


@dataclass(frozen=True)
class FiltroPuesto:
    """A filter in use: «Estado» «es» «Jalisco o Colima»; `quitar` is the address without it.

    `dicho` is the same as one text.
    """

    nombre: str
    etiqueta: str
    verbo: str
    valor: str
    quitar: str
    dicho: str


@dataclass(frozen=True)
class OpcionVisible:
    """A choice of a filter: how many clients it leaves, and whether it is on."""

    clave: str
    etiqueta: str
    cuantos: str
    puesta: bool


def filtros_puestos(
    consulta: Consulta, *, archivo: str = "", etiquetas: Mapping[str, str] | None = None
) -> tuple[FiltroPuesto, ...]:
    """Return the filters in use; `archivo` is the file of the load among them.

    `etiquetas` are the names of the account's, by number.
    """
    filtros, nombres = consulta.filtros, etiquetas or {}
    return tuple(
        _puesto(consulta, nombre, _valor(filtros, nombre, archivo, nombres))
        for nombre in escribir(filtros)
    )


def _puesto(consulta: Consulta, nombre: str, valor: str) -> FiltroPuesto:
    etiqueta, verbo = ETIQUETAS[nombre], _VERBOS.get(nombre, "")
    sin = replace(consulta, filtros=consulta.filtros.sin(nombre), pagina=1)
    dicho = " ".join(filter(None, (etiqueta, verbo, valor)))
    return FiltroPuesto(nombre, etiqueta, verbo, valor, direccion(sin), dicho)


def _valor(filtros: Filtros, nombre: str, archivo: str, etiquetas: Mapping[str, str]) -> str:
    match nombre:
        case "envio":
            return ""
        case "desde":
            return dia_dicho(filtros.desde) if filtros.desde else ""
        case "carga":
            return archivo or f"número {filtros.carga}"
        case "etiqueta":
            return una_u_otra([etiquetas.get(una, _BORRADA) for una in filtros.etiqueta])
        case "regimen" | "uso":
            return una_u_otra(getattr(filtros, nombre))
        case _:
            claves: Sequence[str] = getattr(filtros, nombre)
            return una_u_otra([etiqueta_de(nombre, clave) for clave in claves])


def etiqueta_de(nombre: str, clave: str) -> str:
    """Return what a choice of a filter is called that the database gave no name.

    Of an etiqueta that is one that the account has not (any more).
    """
    if nombre in _CAMPOS:
        return f"{clave} {descripcion(_CAMPOS[nombre], clave)}".rstrip()
    if nombre == "envio":
        return ETIQUETAS[nombre]
    if nombre == "etiqueta":
        return _BORRADA.capitalize()
    dichas = {"persona": PERSONAS, "estado": estados(), "avisos": AVISOS, "sat": REVISIONES}
    return dichas.get(nombre, {}).get(clave, clave)


def una_u_otra(cosas: Sequence[str]) -> str:
    """Join words as Spanish does: «a, b o c»."""
    if len(cosas) < 2:  # noqa: PLR2004 - one thing needs no «o»
        return "".join(cosas)
    o = "u" if clave_busqueda(cosas[-1]).startswith(("O", "HO", "8")) else "o"
    return f"{', '.join(cosas[:-1])} {o} {cosas[-1]}"


def opciones_visibles(
    consulta: Consulta, nombre: str, opciones: Sequence[OpcionDeFiltro], *, hoy: date
) -> list[OpcionVisible]:
    """Make the choices of a filter, with those in use even where nobody is left by them."""
    puestas = keys_of(consulta.filtros, nombre)
    contadas = {opcion.clave: opcion for opcion in opciones}
    if nombre != "desde":
        contadas |= {c: OpcionDeFiltro(c, 0) for c in puestas if c not in contadas}
    de_hoy = {(hoy - timedelta(days=dias)).isoformat(): dicho for dias, dicho in _HACE.items()}
    return [
        OpcionVisible(
            clave,
            opcion.nombre or de_hoy.get(clave) or etiqueta_de(nombre, clave),
            numero(opcion.cuantos),
            clave in puestas,
        )
        for clave, opcion in contadas.items()
        if nombre not in {"estado", "regimen", "uso"} or _conocida(nombre, clave)
    ]


def _conocida(nombre: str, clave: str) -> bool:
    """Whether an address that says this choice is understood."""
    return bool(getattr(leer({nombre: clave}), nombre))


def keys_of(filtros: Filtros, nombre: str) -> tuple[str, ...]:
    """Return the choices of a filter that are on."""
    valor: Any = getattr(filtros, nombre)
    if isinstance(valor, tuple):
        return valor
    return (escribir(filtros)[nombre],) if valor else ()


def toggled(consulta: Consulta, nombre: str, clave: str) -> Consulta:
    """Return the search with a choice put on, or taken off if it was on. Starts at page 1."""
    puestas = keys_of(consulta.filtros, nombre)
    if clave in puestas:
        quedan = tuple(una for una in puestas if una != clave)
    else:
        quedan = (clave,) if nombre in _SOLO_UNA else (*puestas, clave)
    sin = escribir(consulta.filtros.sin(nombre))
    filtros = leer(sin | {nombre: escribir_claves(quedan)})
    return replace(consulta, filtros=filtros, pagina=1)
