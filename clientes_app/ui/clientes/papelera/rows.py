"""What the papelera shows of clients and of who deleted them: texts, ready to be read."""

from dataclasses import dataclass, replace

from clientes_app import routes
from clientes_app.services.clientes.clientes import ClienteGuardado, Consulta
from clientes_app.services.clientes.papelera import (
    BY_HAND,
    Borrado,
    OrigenDeBorrados,
    VistaDePapelera,
)
from clientes_app.services.context import firma
from clientes_app.ui.clientes.address import direccion
from clientes_app.ui.clientes.lista.rows import (
    ChoiceShown,
    Marcas,
    ResumenVista,
    marcas_de,
    resumen_visto,
)
from clientes_app.ui.shell.numbers import numero


@dataclass(frozen=True)
class FilaBorrada:
    """A deleted client; `cuando` is an ISO 8601 moment, `como` says by what it was deleted.

    Of one that was joined to another `con` is that one's name, and `ruta_de_con` its card.
    """

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
    con: str = ""
    ruta_de_con: str = ""


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
        filas=tuple(_fila(consulta, c, vista) for c in pagina.filas),
        resumen=resumen_visto(consulta, pagina, total=vista.vista.total),
        texto=consulta.texto,
        origenes=_origenes(consulta, vista),
        origen=direccion(replace(consulta, pagina=1)),
    )


def _fila(consulta: Consulta, cliente: ClienteGuardado, vista: VistaDePapelera) -> FilaBorrada:
    datos = cliente.datos
    borrado, con = vista.borrados.get(cliente.id), vista.unidos.get(cliente.id)
    correos = [c for c in (datos.email, datos.email_adicional_1, datos.email_adicional_2) if c]
    return FilaBorrada(
        id=cliente.id,
        nombre=datos.nombre,
        rfc=datos.rfc,
        email=datos.email,
        correos=", ".join(correos),
        cp=datos.codigo_postal,
        cuando=cliente.actualizado_en.isoformat(),
        quien=firma(borrado.quien, borrado.origen) if borrado else "",
        como="al unirlo con" if con else _como(borrado) if borrado else "",
        marcas=marcas_de(consulta, datos),
        con=con.nombre if con else "",
        ruta_de_con=routes.ficha(con.id) if con else "",
    )


def _como(borrado: Borrado) -> str:
    if borrado.por_accion:
        return "junto con otros"
    if borrado.proceso_id is not None:
        return f"al deshacer {borrado.archivo or 'una carga'}"
    return "por la API" if borrado.origen == "api" else "a mano"


def _origenes(consulta: Consulta, vista: VistaDePapelera) -> tuple[ChoiceShown, ...]:
    def destino(borrado_por: int | None) -> str:
        return direccion(replace(consulta, borrado_por=borrado_por, pagina=1))

    todos = ChoiceShown(f"Todos ({numero(vista.vista.total)})", destino(None))
    return (todos, *(ChoiceShown(_origen(o), destino(o.proceso_id)) for o in vista.origenes))


def _origen(origen: OrigenDeBorrados) -> str:
    if origen.proceso_id == BY_HAND:
        return f"A mano ({numero(origen.cuantos)})"
    if origen.por_accion:
        return f"Juntos, en el proceso {origen.proceso_id} ({numero(origen.cuantos)})"
    return f"Al deshacer {origen.archivo or 'una carga'} ({numero(origen.cuantos)})"
