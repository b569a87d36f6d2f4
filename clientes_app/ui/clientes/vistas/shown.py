"""Views as the page shows them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from clientes_app.domain.vistas import LARGO_MAXIMO
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.services.clientes.vistas import QuienMira, VistaGuardada, VistasDeLista
from clientes_app.ui.clientes.address import direccion
from clientes_app.ui.clientes.filtros.shown import ETIQUETAS, filtros_puestos
from clientes_app.ui.clientes.vistas.kept import ConsultaDeVista, desnuda, leida

BUSQUEDA, ORDEN = "busqueda", "orden"
"""What the icon of a view is of that has no filter, beside the names of the filters."""


@dataclass(frozen=True)
class VistaEnLista:
    """A view to choose: `destino` is its address, `icono` says of what its icon is.

    `falta` tells what of it is not there any more, `puede` whether the person may change it; an
    `id` of 0 is none.
    """

    id: int = 0
    nombre: str = ""
    destino: str = ""
    icono: str = ""
    falta: str = ""
    puede: bool = False
    de_la_cuenta: bool = False


NINGUNA = VistaEnLista()


@dataclass(frozen=True)
class Elegida:
    """The view that was chosen last (0: none), and the columns that were shown then."""

    id: int = 0
    columnas: str = ""


@dataclass(frozen=True)
class VistasVisibles:
    """The views that a person sees, and which of them is shown.

    `actual` is the view whose address this is, `cambiada` the one that was chosen and keeps
    something else than is shown now, if the person may change it. `elegida` is that one whether or
    not; `todos` says that the whole list is shown.
    """

    elegida: Elegida
    todos: bool
    de_la_cuenta: tuple[VistaEnLista, ...]
    mias: tuple[VistaEnLista, ...]
    actual: VistaEnLista
    cambiada: VistaEnLista
    sugerido: str


def vistas_visibles(
    hay: VistasDeLista, quien: QuienMira, consulta: Consulta, *, elegida: Elegida, hoy: date
) -> VistasVisibles:
    """Make what the page shows of the views, where `elegida` was chosen last and this is shown."""
    nombres = {str(una.id): una.nombre for una in hay.etiquetas}
    leidas = {una.id: leida(una.consulta, etiquetas=nombres, hoy=hoy) for una in hay.vistas}
    en_lista = {una.id: _en_lista(una, leidas[una.id], quien) for una in hay.vistas}
    mostrada = desnuda(consulta)
    iguales = [una for una in hay.vistas if leidas[una.id].consulta == mostrada]
    # Of two that show the same, the one that was chosen; else one's own.
    iguales.sort(key=lambda una: (una.id != elegida.id, una.de_la_cuenta))
    if iguales and iguales[0].id != elegida.id:
        elegida = Elegida(iguales[0].id, hay.columnas)
    elif not iguales and mostrada == Consulta():
        elegida = Elegida()
    base = next((una for una in hay.vistas if una.id == elegida.id), None)
    cambiada = NINGUNA
    if base and (not iguales or (base.columnas or elegida.columnas) != hay.columnas):
        cambiada = en_lista[base.id]
    return VistasVisibles(
        elegida=elegida,
        todos=mostrada == Consulta(),
        de_la_cuenta=tuple(una for una in en_lista.values() if una.de_la_cuenta),
        mias=tuple(una for una in en_lista.values() if not una.de_la_cuenta),
        actual=en_lista[iguales[0].id] if iguales else NINGUNA,
        cambiada=cambiada if cambiada.puede else NINGUNA,
        sugerido="" if iguales else sugerido(consulta, nombres),
    )


def _en_lista(una: VistaGuardada, leida_: ConsultaDeVista, quien: QuienMira) -> VistaEnLista:
    return VistaEnLista(
        una.id,
        una.nombre,
        direccion(leida_.consulta),
        icono_de(leida_.consulta),
        falta_dicha(leida_.sin),
        quien.edita or not una.de_la_cuenta,
        una.de_la_cuenta,
    )


def icono_de(consulta: Consulta) -> str:
    """Return of what the icon of a view is: its first filter, its search, else its order."""
    puestos = filtros_puestos(consulta)
    if puestos:
        return puestos[0].nombre
    return BUSQUEDA if consulta.texto else ORDEN


def falta_dicha(sin: Collection[str]) -> str:
    """Say of which filters something is passed over, "" for none."""
    if not sin:
        return ""
    cuales = ", ".join(f"«{ETIQUETAS[nombre]}»" for nombre in sin)
    return f"Ya no existe algo de {cuales}: se pasa por alto."


def sugerido(consulta: Consulta, etiquetas: Mapping[str, str]) -> str:
    """Return a name for what is shown: its words and the values of its filters, as far as fits."""
    texto = consulta.texto[:1].upper() + consulta.texto[1:]
    puestos = filtros_puestos(consulta, etiquetas=etiquetas)
    nombre = ""
    for parte in (texto, *(uno.valor or uno.etiqueta for uno in puestos)):
        mas_largo = ", ".join(filter(None, (nombre, parte)))
        if len(mas_largo) > LARGO_MAXIMO:
            break
        nombre = mas_largo
    return nombre
