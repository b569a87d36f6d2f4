"""What came of an answer of the SAT's validator, ready to be shown."""

from dataclasses import dataclass, field

from clientes_app import routes
from clientes_app.domain.plurales import cuantos
from clientes_app.domain.revision_sat import REVISIONES
from clientes_app.services.clientes.revision_frases import frases
from clientes_app.services.clientes.revision_sat import Aplicada, LineaAplicada
from clientes_app.ui.shell.numbers import numero

_OBSOLETAS = 20


@dataclass(frozen=True)
class ResultadoVisto:
    """How many clients have a result now; `ruta` leads to all who have it."""

    nombre: str
    cuantos: str
    ruta: str


@dataclass(frozen=True)
class ObsoletaVista:
    """A line that says nothing of a client as it is now; `ruta` is "" where nobody has its RFC."""

    dicha: str
    ruta: str


@dataclass(frozen=True)
class RespuestaVista:
    """One file. With `error` nothing of it was kept."""

    archivo: str = ""
    error: str = ""
    titulo: str = ""
    resultados: list[ResultadoVisto] = field(default_factory=list)
    frases: list[str] = field(default_factory=list)
    obsoletas: list[ObsoletaVista] = field(default_factory=list)


def sin_leer(archivo: str, motivo: str) -> RespuestaVista:
    """Say why a file was not read."""
    return RespuestaVista(archivo=archivo, error=motivo)


def respuesta_vista(archivo: str, hecha: Aplicada) -> RespuestaVista:
    """Say how many clients have which result, and what is remarkable."""
    marcados = sum(hecha.marcados.values())
    return RespuestaVista(
        archivo=archivo,
        titulo=f"{cuantos(marcados, 'cliente revisado', 'clientes revisados')} por el SAT",
        resultados=[
            ResultadoVisto(nombre, numero(hecha.marcados[clave]), routes.clientes_con("sat", clave))
            for clave, nombre in REVISIONES.items()
            if hecha.marcados.get(clave)
        ],
        frases=frases(hecha),
        obsoletas=[_obsoleta(aplicada) for aplicada in hecha.obsoletas[:_OBSOLETAS]],
    )


def _obsoleta(aplicada: LineaAplicada) -> ObsoletaVista:
    linea = aplicada.linea
    ruta = routes.ficha(aplicada.cliente_id) if aplicada.cliente_id else ""
    return ObsoletaVista(f"Línea {linea.linea}: {linea.rfc} {linea.nombre}".rstrip(), ruta)
