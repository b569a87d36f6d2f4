"""The SAT's bulk validator: files that ask it about clients, and what its answers say of them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from clientes_app.domain.cruces import dia_de
from clientes_app.domain.revision_sat import REVISIONES, revisado
from clientes_app.domain.rfc.structure import GENERICOS
from clientes_app.readers.motivos import Motivo, NoCargableError, no_cargable
from clientes_app.readers.validador import respuesta
from clientes_app.readers.validador.respuesta import (
    BOTON_EQUIVOCADO,
    LineaDeRespuesta,
)
from clientes_app.readers.validador.solicitud import MAXIMO_POR_ARCHIVO, solicitudes
from clientes_app.services.context import Actor, autoria
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.clientes.revision_sat import (
    ClienteRevisable,
    RevisionNueva,
    RevisionRepository,
)
from clientes_app.storage.db.base import Engine
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.engine import read_transaction, write_transaction

__all__ = [
    "MAXIMO_POR_ARCHIVO",
    "MAX_BYTES",
    "Aplicada",
    "LineaAplicada",
    "Motivo",
    "NoCargableError",
    "aplicar",
    "exportar",
    "nombre_de_solicitud",
]

MAX_BYTES = 16 * 1024 * 1024
"""No answer is as large: the SAT gives 5,000 lines of less than a thousand bytes each."""

_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class LineaAplicada:
    """A line of an answer; `obsoleta`: no client has these values (any more).

    `cliente_id` is the client who has the RFC, 0 when nobody has.
    """

    linea: LineaDeRespuesta
    obsoleta: bool
    cliente_id: int


@dataclass(frozen=True, slots=True)
class Aplicada:
    """What came of an answer.

    `marcados` counts by result the clients of whom it was stored, or was known since the same day.
    `rechazados`, `contradictorias` and `avisos` are those of the reader.
    """

    lineas: tuple[LineaAplicada, ...]
    marcados: Mapping[str, int]
    rechazados: tuple[int, ...]
    contradictorias: tuple[int, ...]
    avisos: tuple[str, ...]

    @property
    def obsoletas(self) -> tuple[LineaAplicada, ...]:
        """The lines that say nothing of any client as it is now."""
        return tuple(aplicada for aplicada in self.lineas if aplicada.obsoleta)


def exportar(engine: Engine, cuenta_id: int, *, solo_sin_revisar: bool = False) -> Iterator[bytes]:
    """Give the files that ask the SAT about the clients of an account, 5,000 lines each.

    Clients of whom it cannot be asked are left out (`domain.revision_sat.se_puede_preguntar`).
    """
    with read_transaction(engine) as tx:
        clientes = RevisionRepository(tx, cuenta_id).preguntables(solo_sin_revisar=solo_sin_revisar)
        yield from solicitudes(clientes)


def aplicar(engine: Engine, actor: Actor, contenido: bytes) -> Aplicada:
    """Read an answer of the SAT and store of each client what it says of its present values.

    Some thousand lines at once, each batch as a whole; the same answer again is harmless. Raises
    NoCargableError, and then nothing is stored.
    """
    if len(contenido) > MAX_BYTES:
        mensaje = (
            "El archivo es demasiado grande para ser una respuesta del SAT, que trae 5,000 líneas "
            "como máximo. Suba el archivo que el SAT le devolvió."
        )
        raise no_cargable(codigo="no_es_respuesta", mensaje=mensaje)
    leida = respuesta.leer(contenido)
    ahora = utc_now()
    marcan = BOTON_EQUIVOCADO not in leida.avisos
    aplicadas: list[LineaAplicada] = []
    marcados: Counter[str] = Counter()
    for desde in range(0, len(leida.lineas), _AT_ONCE):
        lineas = leida.lineas[desde : desde + _AT_ONCE]
        with write_transaction(engine) as tx:
            ClienteRepository(tx, actor.cuenta_id).bloquear()
            repositorio = RevisionRepository(tx, actor.cuenta_id)
            vistas = _vistas(repositorio, lineas)
            nuevas = _nuevas(vistas) if marcan else []
            repositorio.fijar(
                [nueva for nueva in nuevas if not _ya_se_sabe(nueva, ahora)],
                en=ahora,
                autoria=autoria(actor),
            )
        aplicadas += [aplicada for aplicada, _ in vistas]
        marcados.update(nueva.dicha for nueva in nuevas)
    return Aplicada(
        tuple(aplicadas), marcados, leida.rechazados, leida.contradictorias, leida.avisos
    )


def nombre_de_solicitud(numero: int) -> str:
    """Return what the file with that number is called."""
    return f"sat-{numero}.txt"


def _vistas(
    repositorio: RevisionRepository, lineas: Sequence[LineaDeRespuesta]
) -> list[tuple[LineaAplicada, ClienteRevisable | None]]:
    """Set each line beside the client who has its RFC now."""
    rfcs = {linea.rfc for linea in lineas} - GENERICOS
    clientes = repositorio.de_rfcs(sorted(rfcs))
    vistas: list[tuple[LineaAplicada, ClienteRevisable | None]] = []
    for linea in lineas:
        cliente = clientes.get(linea.rfc)
        obsoleta = cliente is None or revisado(cliente.datos) != linea.revisado
        vistas.append(
            (LineaAplicada(linea, obsoleta, 0 if cliente is None else cliente.id), cliente)
        )
    return vistas


def _nuevas(
    vistas: Sequence[tuple[LineaAplicada, ClienteRevisable | None]],
) -> list[RevisionNueva]:
    """Return what is to be stored: of lines about the present values, those that say something."""
    return [
        RevisionNueva(cliente, aplicada.linea.resultado, aplicada.linea.revisado)
        for aplicada, cliente in vistas
        if cliente is not None and not aplicada.obsoleta and aplicada.linea.resultado in REVISIONES
    ]


def _ya_se_sabe(nueva: RevisionNueva, ahora: datetime) -> bool:
    """Whether the same was said of the same values today already."""
    antes = nueva.cliente.revision
    return (
        (antes.dicha, antes.de) == (nueva.dicha, nueva.de)
        and antes.en is not None
        and dia_de(antes.en) == dia_de(ahora)
    )
