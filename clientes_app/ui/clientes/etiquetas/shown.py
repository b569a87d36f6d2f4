"""Etiquetas as a page shows them."""

from collections.abc import Collection
from dataclasses import dataclass

from clientes_app.domain.plurales import cuantos
from clientes_app.services.clientes.etiquetas import (
    EtiquetaContada,
    EtiquetaGuardada,
    EtiquetasPuestas,
)
from clientes_app.ui.shell.numbers import numero


@dataclass(frozen=True)
class EtiquetaVista:
    """An etiqueta: `color` is the second half of its class in assets/etiquetas.css."""

    id: int
    nombre: str
    color: str


@dataclass(frozen=True)
class EtiquetaPosible:
    """An etiqueta that a client may have, and whether it has it."""

    id: int
    nombre: str
    color: str
    puesta: bool


@dataclass(frozen=True)
class EtiquetaEnLista:
    """An etiqueta where they are managed; `clientes` says how many have it, `pierden` lose it."""

    id: int
    nombre: str
    color: str
    clientes: str
    pierden: str


def vistas(etiquetas: Collection[EtiquetaGuardada]) -> tuple[EtiquetaVista, ...]:
    """Make what a page shows of some etiquetas."""
    return tuple(EtiquetaVista(una.id, una.nombre, una.color) for una in etiquetas)


def posibles(etiquetas: EtiquetasPuestas) -> list[EtiquetaPosible]:
    """Make the choice of etiquetas of a client."""
    suyas = frozenset(una.id for una in etiquetas.suyas)
    return [
        EtiquetaPosible(una.id, una.nombre, una.color, una.id in suyas) for una in etiquetas.todas
    ]


def en_lista(contadas: Collection[EtiquetaContada]) -> list[EtiquetaEnLista]:
    """Make the list in which etiquetas are managed."""
    return [
        EtiquetaEnLista(
            una.etiqueta.id,
            una.etiqueta.nombre,
            una.etiqueta.color,
            cuantos(una.clientes, "cliente", "clientes"),
            quienes_pierden(una.clientes),
        )
        for una in contadas
    ]


def quienes_pierden(clientes: int) -> str:
    """Say how many clients lose an etiqueta that is deleted."""
    if not clientes:
        return "Ningún cliente la lleva."
    if clientes == 1:
        return "La pierde 1 cliente."
    return f"La pierden {numero(clientes)} clientes."
