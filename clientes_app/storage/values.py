"""What the repositories hand out: values, no rows of an ORM."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clientes_app.domain.cliente import DatosCliente
from clientes_app.domain.columnas import CAMPOS


@dataclass(frozen=True, slots=True)
class ClienteGuardado:
    """A client as it is stored; `version` is what an edit must name."""

    id: int
    version: int
    datos: DatosCliente
    borrado: bool
    creado_en: datetime
    actualizado_en: datetime


@dataclass(frozen=True, slots=True)
class CuentaGuardada:
    """An account; `nombre_corto` stands in its addresses.

    `clientes` and `borrados` count its list and its papelera.
    """

    id: int
    nombre: str
    nombre_corto: str
    cp_expedicion: str
    clientes: int
    borrados: int


@dataclass(frozen=True, slots=True)
class CambioGuardado:
    """A change as `cambio` holds it; `antes` and `despues` are field to text.

    `archivo` is the file of its process, "" when it came with none; `deshace_version` the version
    whose change it takes back, None when it takes back nothing.
    """

    id: int
    cliente_id: int
    version: int
    accion: str
    origen: str
    quien: str
    proceso_id: int | None
    archivo: str
    deshace_version: int | None
    antes: Mapping[str, str]
    despues: Mapping[str, str]
    creado_en: datetime


@dataclass(frozen=True, slots=True)
class Borrado:
    """Who put a client into the papelera, through which door, and which load they undid by it."""

    quien: str
    origen: str
    proceso_id: int | None
    archivo: str


@dataclass(frozen=True, slots=True)
class OrigenDeBorrados:
    """How many clients of the papelera one undoing deleted; `proceso_id` 0: people did."""

    proceso_id: int
    archivo: str
    cuantos: int


@dataclass(frozen=True, slots=True)
class Autoria:
    """Who answers for a change, and through which door and process it came."""

    quien: str
    origen: str
    usuario_id: int | None = None
    proceso_id: int | None = None


def cliente_de_fila(fila: Mapping[Any, Any]) -> ClienteGuardado:
    """Build a client from a row that holds all its columns."""
    return ClienteGuardado(
        id=fila["id"],
        version=fila["version"],
        datos=DatosCliente(**{campo: fila[campo] for campo in CAMPOS}),
        borrado=fila["borrado_en"] is not None,
        creado_en=fila["creado_en"],
        actualizado_en=fila["actualizado_en"],
    )
