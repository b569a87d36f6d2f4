"""What a view keeps of an address, as text, and what is left of it when it is read again.

«Hoy» and «Los últimos 7 días» are kept as such: the day moves on. What there is not any more, an
etiqueta or a key of a catalogue, is passed over, and said.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlencode

from clientes_app.domain.filtros import NOMBRES, escribir
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.services.clientes.filtros import DIAS
from clientes_app.ui.clientes.address import consulta_de, direccion

_HACE = "hace-"


@dataclass(frozen=True, slots=True)
class ConsultaDeVista:
    """What a view shows; `sin` names the filters of which something is not there any more."""

    consulta: Consulta
    sin: tuple[str, ...] = ()


def desnuda(consulta: Consulta) -> Consulta:
    """Return what a view keeps of a search: not its page."""
    return replace(consulta, pagina=1)


def escrita(consulta: Consulta, *, hoy: date) -> str:
    """Return as text what a view keeps of a search."""
    partes = dict(parse_qsl(direccion(desnuda(consulta)).removeprefix("?")))
    desde = consulta.filtros.desde
    if desde is not None and (hoy - desde).days in DIAS:
        partes["desde"] = f"{_HACE}{(hoy - desde).days}"
    return urlencode(partes)


def leida(texto: str, *, etiquetas: Collection[str], hoy: date) -> ConsultaDeVista:
    """Read what a view keeps; `etiquetas` are the numbers of those that the account has."""
    dichas = dict(parse_qsl(texto))
    for dias in DIAS:
        if dichas.get("desde") == f"{_HACE}{dias}":
            dichas["desde"] = (hoy - timedelta(days=dias)).isoformat()
    consulta = consulta_de(dichas)
    filtros = consulta.filtros
    suyas = tuple(una for una in filtros.etiqueta if una in etiquetas)
    consulta = replace(consulta, filtros=replace(filtros, etiqueta=suyas))
    return ConsultaDeVista(consulta, _perdidos(dichas, escribir(consulta.filtros)))


def _perdidos(dichas: Mapping[str, str], quedan: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        nombre
        for nombre in NOMBRES
        if nombre in dichas
        and set(dichas[nombre].split(",")) - set(quedan.get(nombre, "").split(","))
    )
