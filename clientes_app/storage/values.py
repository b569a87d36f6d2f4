"""What the repositories hand out: values, no rows of an ORM."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from clientes_app.domain.cliente import DatosCliente
from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.revision_sat import vigente


@dataclass(frozen=True, slots=True)
class RevisionGuardada:
    """What the SAT's validator last said of a client, of which values of it, and when."""

    dicha: str = ""
    de: str = ""
    en: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClienteGuardado:
    """A client as it is stored; `version` is what an edit must name."""

    id: int
    version: int
    datos: DatosCliente
    borrado: bool
    creado_en: datetime
    actualizado_en: datetime
    revision: RevisionGuardada = RevisionGuardada()

    @property
    def revision_sat(self) -> str:
        """What of that holds for its present values, as the column of that name has it."""
        return vigente(self.revision.dicha, self.revision.de, self.datos)


@dataclass(frozen=True, slots=True)
class CuentaGuardada:
    """An account; `nombre_corto` stands in its addresses, `rfc_propio` is that of the business.

    `clientes` and `borrados` count its list and its papelera; `de_ejemplo`: they are invented.
    """

    id: int
    nombre: str
    nombre_corto: str
    cp_expedicion: str
    rfc_propio: str
    clientes: int
    borrados: int
    de_ejemplo: bool = False


@dataclass(frozen=True, slots=True)
class EtiquetaGuardada:
    """An etiqueta of an account; `color` is one of `domain.etiquetas.COLORES`."""

    id: int
    nombre: str
    color: str


@dataclass(frozen=True, slots=True)
class EtiquetaContada:
    """An etiqueta, and how many clients of the list have it."""

    etiqueta: EtiquetaGuardada
    clientes: int


@dataclass(frozen=True, slots=True)
class VistaGuardada:
    """A view of the list: `consulta` is what its address says, `columnas` those that it shows.

    `columnas` is "" when it shows whichever are on. Unless it is `de_la_cuenta` it is one person's.
    """

    id: int
    nombre: str
    consulta: str
    columnas: str
    de_la_cuenta: bool


@dataclass(frozen=True, slots=True)
class CambioGuardado:
    """A change as `cambio` holds it; `antes` and `despues` are field to text.

    `archivo` is the file of its process, or `por_accion` the title of that action on many clients,
    "" when it came with none; `deshace_version` the version
    whose change it takes back, None when it takes back nothing. `corrige` is the refused row that
    somebody mended by it: the process, whose file is `archivo` then, and the line.
    """

    id: int
    cliente_id: int
    version: int
    accion: str
    origen: str
    quien: str
    proceso_id: int | None
    archivo: str
    por_accion: bool
    deshace_version: int | None
    corrige: tuple[int, int] | None
    antes: Mapping[str, str]
    despues: Mapping[str, str]
    creado_en: datetime


@dataclass(frozen=True, slots=True)
class Borrado:
    """Who put a client into the papelera, through which door, and which process they undid by it.

    `por_accion`: it was no undoing, but the action on many clients itself, of the title `archivo`.
    """

    quien: str
    origen: str
    proceso_id: int | None
    archivo: str
    por_accion: bool


@dataclass(frozen=True, slots=True)
class OrigenDeBorrados:
    """How many clients of the papelera one undoing deleted, or `por_accion` an action itself.

    `proceso_id` 0: people did, one by one.
    """

    proceso_id: int
    archivo: str
    por_accion: bool
    cuantos: int


class Identificado(NamedTuple):
    """Who a client is, for whoever looks at several."""

    id: int
    rfc: str
    nombre: str


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
        revision=RevisionGuardada(fila["revision_dicha"], fila["revision_de"], fila["revision_en"]),
    )
