"""What the papelera shows of clients and of who deleted them: texts, ready to be read."""

from dataclasses import dataclass, replace

from clientes_app.services.clientes.clientes import ClienteGuardado, Consulta
from clientes_app.services.clientes.papelera import (
    BY_HAND,
    Borrado,
    OrigenDeBorrados,
    VistaDePapelera,
)
from clientes_app.ui.clientes.address import direccion
from clientes_app.ui.clientes.lista.rows import (
    ChoiceShown,
    Marcas,
    ResumenVista,
    marcas_de,
    resumen_visto,
)
from clientes_app.ui.shell.numbers import numero

_POR_PERSONA = {"cli": "en la línea de comandos", "api": "por la API"}


@dataclass(frozen=True)
class FilaBorrada:
    """A deleted client; `cuando` is an ISO 8601 moment, `como` says by what it was deleted."""

    id: int
    nombre: str
    rfc: str
    email: str
    correos: str
    cp: str
    cuando: str
    quien: str
    como: str
    marcas: Marcas


@dataclass(frozen=True)
class BinRows:
    """All that a page of the papelera shows, as it was at a revision.

    `origenes` are the addresses of the papelera filtered by what deleted the clients, `origen` is
    the one in use.
    """

    revision: int
    filas: tuple[FilaBorrada, ...]
    resumen: ResumenVista
    texto: str
    origenes: tuple[ChoiceShown, ...]
    origen: str


def bin_rows(consulta: Consulta, vista: VistaDePapelera) -> BinRows:
    """Make all that a page of the papelera shows."""
    pagina = vista.vista.pagina
    return BinRows(
        revision=vista.vista.revision,
        filas=tuple(_fila(consulta, c, vista.borrados.get(c.id)) for c in pagina.filas),
        resumen=resumen_visto(consulta, pagina, total=vista.vista.total),
        texto=consulta.texto,
        origenes=_origenes(consulta, vista),
        origen=direccion(replace(consulta, pagina=1)),
    )


def _fila(consulta: Consulta, cliente: ClienteGuardado, borrado: Borrado | None) -> FilaBorrada:
    datos = cliente.datos
    correos = [c for c in (datos.email, datos.email_adicional_1, datos.email_adicional_2) if c]
    return FilaBorrada(
        id=cliente.id,
        nombre=datos.nombre,
        rfc=datos.rfc,
        email=datos.email,
        correos=", ".join(correos),
        cp=datos.codigo_postal,
        cuando=cliente.actualizado_en.isoformat(),
        quien=borrado.quien if borrado else "",
        como=_como(borrado) if borrado else "",
        marcas=marcas_de(consulta, datos),
    )


def _como(borrado: Borrado) -> str:
    if borrado.proceso_id is not None:
        return f"al deshacer {borrado.archivo or 'una carga'}"
    return _POR_PERSONA.get(borrado.origen, "a mano")


def _origenes(consulta: Consulta, vista: VistaDePapelera) -> tuple[ChoiceShown, ...]:
    def destino(borrado_por: int | None) -> str:
        return direccion(replace(consulta, borrado_por=borrado_por, pagina=1))

    todos = ChoiceShown(f"Todos ({numero(vista.vista.total)})", destino(None))
    return (todos, *(ChoiceShown(_origen(o), destino(o.proceso_id)) for o in vista.origenes))


def _origen(origen: OrigenDeBorrados) -> str:
    if origen.proceso_id == BY_HAND:
        return f"A mano ({numero(origen.cuantos)})"
    return f"Al deshacer {origen.archivo or 'una carga'} ({numero(origen.cuantos)})"
