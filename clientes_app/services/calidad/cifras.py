"""The figures of «Calidad del catálogo»: how many clients are ready, and what keeps the others."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import TypeVar

from clientes_app.domain.catalogos import REGIMENES, estado_de_cp, nombre_estado
from clientes_app.domain.cruces import comienzo_del_dia, hoy
from clientes_app.domain.observaciones import BITS, GRAVES, OBSERVACIONES
from clientes_app.domain.revision_sat import RECHAZOS, REVISIONES, SIN_REVISAR
from clientes_app.services.calidad.al_dia import se_revisa
from clientes_app.storage.calidad.cifras import CifrasRepository
from clientes_app.storage.clientes.cambios import CambioRepository
from clientes_app.storage.db.base import Engine
from clientes_app.storage.db.engine import read_transaction

T = TypeVar("T", int, str)

MESES = 12
"""How many months the growth is told of, the present one included."""

_SIN_ESTADO = "Sin estado"


@dataclass(frozen=True, slots=True)
class Cifra:
    """How many clients have something; `codigo` is what the list is filtered by."""

    codigo: str
    nombre: str
    cuantos: int


@dataclass(frozen=True, slots=True)
class Mes:
    """A month by its first day: clients created in it, and in all until its end.

    Only those that are still in the list count.
    """

    desde: date
    nuevos: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CifrasDeCalidad:
    """The figures of an account, at `revision` or later.

    Each client is one of `listos`, `con_avisos` and `rechazables` (whom the SAT would refuse for
    certain, by the rules or by its validator). `problemas` are all kinds, in their order, those of
    nobody too, and so are `revisiones` (`domain.revision_sat.REVISIONES`), without the clients of
    generic RFCs. The bars come with the longest first, `por_estado` under the key of the SAT's
    catalogue, "" for no postal code of it.
    With `revisando` clients are still being judged by rules that changed.
    """

    revision: int
    clientes: int
    listos: int
    con_avisos: int
    rechazables: int
    problemas: tuple[Cifra, ...]
    revisiones: tuple[Cifra, ...]
    por_regimen: tuple[Cifra, ...]
    por_estado: tuple[Cifra, ...]
    crecimiento: tuple[Mes, ...]
    revisando: bool

    @property
    def porcentaje_de_listos(self) -> int:
        """How many of a hundred clients are ready; 100 only when all of them are."""
        return self.listos * 100 // self.clientes if self.clientes else 100

    @property
    def sin_revisar(self) -> int:
        """How many the SAT has not checked, or have changed since."""
        return sum(cifra.cuantos for cifra in self.revisiones if cifra.codigo == SIN_REVISAR)

    @property
    def rechazados_por_el_sat(self) -> int:
        """How many its validator refused."""
        return sum(cifra.cuantos for cifra in self.revisiones if cifra.codigo in RECHAZOS)


def contar(engine: Engine, cuenta_id: int) -> CifrasDeCalidad:
    """Count the clients of an account, as their kinds of trouble are stored."""
    meses = _months(hoy())
    revisando = se_revisa(engine, cuenta_id)
    with read_transaction(engine) as tx:
        # The revision first: the figures are of that one or of a later one, never of an earlier.
        revision = CambioRepository(tx, cuenta_id).revision()
        repositorio = CifrasRepository(tx, cuenta_id)
        juntas = repositorio.por_revision_y_observaciones()
        regimenes = repositorio.por_regimen()
        postales = repositorio.por_codigo_postal()
        nuevos = repositorio.creados_desde([comienzo_del_dia(mes) for mes in meses])
    mascaras = _summed((bits, n) for (_, bits), n in juntas.items())
    revisiones = _summed((dicha, n) for (dicha, _), n in juntas.items())
    clientes = sum(mascaras.values())
    rechazables = sum(n for (dicha, bits), n in juntas.items() if _is_refused(dicha, bits))
    listos = sum(n for (dicha, bits), n in juntas.items() if not bits and dicha not in RECHAZOS)
    return CifrasDeCalidad(
        revision=revision,
        clientes=clientes,
        listos=listos,
        con_avisos=clientes - listos - rechazables,
        rechazables=rechazables,
        problemas=tuple(
            Cifra(cada.codigo, cada.nombre, _with_bit(mascaras, BITS[cada.codigo]))
            for cada in OBSERVACIONES
        ),
        revisiones=tuple(
            Cifra(clave, nombre, revisiones["" if clave == SIN_REVISAR else clave])
            for clave, nombre in REVISIONES.items()
        ),
        por_regimen=_longest_first(
            Cifra(clave, REGIMENES[clave].descripcion if clave in REGIMENES else clave, cuantos)
            for clave, cuantos in regimenes.items()
        ),
        por_estado=_longest_first(_by_state(postales)),
        crecimiento=_growth(meses, nuevos, clientes),
        revisando=revisando,
    )


def _months(hoy: date) -> list[date]:
    """Return the first days of the last months, the present one last."""
    ultimo = hoy.year * 12 + hoy.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(ultimo - MESES + 1, ultimo + 1)]


def _summed(cifras: Iterable[tuple[T, int]]) -> Counter[T]:
    sumas: Counter[T] = Counter()
    for clave, cuantos in cifras:
        sumas[clave] += cuantos
    return sumas


def _is_refused(dicha: str, bits: int) -> bool:
    return dicha in RECHAZOS or bool(bits & GRAVES)


def _with_bit(mascaras: Mapping[int, int], bit: int) -> int:
    return sum(cuantos for bits, cuantos in mascaras.items() if bits & bit)


def _by_state(postales: Mapping[str, int]) -> Iterator[Cifra]:
    estados: Counter[str] = Counter()
    for cp, cuantos in postales.items():
        estados[estado_de_cp(cp) or ""] += cuantos
    for clave, cuantos in estados.items():
        yield Cifra(clave, nombre_estado(clave) if clave else _SIN_ESTADO, cuantos)


def _longest_first(cifras: Iterable[Cifra]) -> tuple[Cifra, ...]:
    return tuple(sorted(cifras, key=lambda cifra: (-cifra.cuantos, cifra.codigo)))


def _growth(meses: Sequence[date], nuevos: Sequence[int], clientes: int) -> tuple[Mes, ...]:
    antes = clientes - sum(nuevos)
    totales = accumulate(nuevos, initial=antes)
    next(totales)
    return tuple(map(Mes, meses, nuevos, totales))
