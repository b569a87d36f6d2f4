"""The recipients of many invoices as clients: one for each RFC, with the best that is known of it.

A version of the CFDI is trusted before an older one and the metadata least, then the newest
invoice; each field comes from the first that has it. The generic RFCs stand for many: there it is
one for each name.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from clientes_app.domain.nombre import PUBLICO_EN_GENERAL
from clientes_app.domain.rfc.structure import GENERICO_NACIONAL, GENERICOS
from clientes_app.domain.texto import esqueleto, mayusculas, sin_acentos
from clientes_app.readers.cfdi.comprobante import (
    TIPOS_DE_VENTA,
    VERSION_DE_METADATOS,
    Comprobante,
    DireccionDeCfdi,
)

_TRUST = {VERSION_DE_METADATOS: 0, "3.2": 1, "3.3": 2, "4.0": 3}
_FIELDS = ("nombre", "cp", "regimen", "residencia_fiscal", "num_reg_id_trib")


class Trust(NamedTuple):
    """How much one invoice is trusted against another; a greater one goes before."""

    version: int
    fecha: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceptorUnido:
    """One client out of invoices; "" for what none of them says.

    `otras_grafias` are the other names that were seen, the most trusted first, `comprobantes` how
    many invoices were counted, `archivo` where the most trusted of them is. `es_publico` is the
    general public, which is no client.
    """

    rfc: str
    nombre: str
    cp: str
    regimen: str
    residencia_fiscal: str
    num_reg_id_trib: str
    uso: str
    direccion: DireccionDeCfdi | None
    otras_grafias: tuple[str, ...]
    comprobantes: int
    archivo: str
    es_publico: bool

    def como_dict(self) -> dict[str, Any]:
        """Everything as JSON can hold it, with the keys that `clientes cfdi --json` names."""
        return {
            "rfc": self.rfc,
            "nombre": self.nombre,
            "cp": self.cp,
            "regimen": self.regimen,
            "residencia_fiscal": self.residencia_fiscal,
            "num_reg_id_trib": self.num_reg_id_trib,
            "uso": self.uso,
            "otras_grafias": list(self.otras_grafias),
            "comprobantes": self.comprobantes,
        }


@dataclass(slots=True)
class _Best:
    """What is known so far of one client: of each field the best value, and how it is trusted."""

    rfc: str
    fields: dict[str, tuple[Trust, str]] = field(default_factory=dict[str, tuple[Trust, str]])
    direccion: tuple[Trust, DireccionDeCfdi] | None = None
    nombres: dict[str, Trust] = field(default_factory=dict[str, Trust])
    comprobantes: int = 0
    archivo: tuple[Trust, str] | None = None
    es_global: bool = False

    def take(self, comprobante: Comprobante) -> None:
        """Take one more invoice."""
        trust = Trust(_TRUST[comprobante.version], comprobante.fecha)
        receptor = comprobante.receptor
        self.comprobantes += 1
        if self.archivo is None or trust > self.archivo[0]:
            self.archivo = (trust, comprobante.archivo)
        self.es_global = self.es_global or comprobante.es_global
        for name in _FIELDS:
            self._put(name, trust, getattr(receptor, name))
        if comprobante.tipo in TIPOS_DE_VENTA:
            self._put("uso", trust, receptor.uso)
        if receptor.nombre:
            self.nombres[receptor.nombre] = max(trust, self.nombres.get(receptor.nombre, trust))
        if receptor.direccion is not None and (self.direccion is None or trust > self.direccion[0]):
            self.direccion = (trust, receptor.direccion)

    def _put(self, name: str, trust: Trust, value: str) -> None:
        if value and (name not in self.fields or trust > self.fields[name][0]):
            self.fields[name] = (trust, value)

    def result(self) -> ReceptorUnido:
        """Return the client."""
        best = {name: value for name, (_, value) in self.fields.items()}
        nombre = best.get("nombre", "")
        others = sorted(self.nombres.items(), key=lambda pair: (pair[1], pair[0]), reverse=True)
        return ReceptorUnido(
            rfc=self.rfc,
            uso=best.get("uso", ""),
            direccion=self.direccion[1] if self.direccion else None,
            otras_grafias=tuple(other for other, _ in others if other != nombre),
            comprobantes=self.comprobantes,
            archivo=self.archivo[1] if self.archivo else "",
            es_publico=self.rfc == GENERICO_NACIONAL
            and (self.es_global or esqueleto(nombre) in {"", esqueleto(PUBLICO_EN_GENERAL)}),
            **{name: best.get(name, "") for name in _FIELDS},
        )


class UnionDeReceptores:
    """Takes invoices one by one, and keeps of them nothing but their recipients."""

    def __init__(self) -> None:
        self._clients: dict[tuple[str, str], _Best] = {}
        self._seen: set[int] = set()
        self._issuers = Counter[str]()
        self._recipients: set[str] = set()
        self._in_all: set[str] | None = None

    def take(self, comprobante: Comprobante) -> None:
        """Take an invoice; one that comes again, in its XML and in the metadata, counts once."""
        receptor, emisor = comprobante.receptor, comprobante.emisor.rfc
        self._issuers[emisor] += 1
        self._recipients.add(receptor.rfc)
        named = {emisor, receptor.rfc}
        self._in_all = named if self._in_all is None else self._in_all & named
        if not comprobante.tomar:
            return
        by_name = _folded(receptor.nombre) if receptor.rfc in GENERICOS else ""
        best = self._clients.setdefault((receptor.rfc, by_name), _Best(receptor.rfc))
        best.take(comprobante)
        if comprobante.uuid and self._counted_before(comprobante.uuid):
            best.comprobantes -= 1

    def _counted_before(self, uuid: str) -> bool:
        # Eight bytes of each are enough: a million of them never meet.
        key = hash(uuid.upper())
        if key in self._seen:
            return True
        self._seen.add(key)
        return False

    @property
    def rfc_comun(self) -> str:
        """The RFC that is probably ours: it issued every invoice, or else stands in every one.

        "" when nobody can tell.
        """
        common = set(self._issuers) if len(self._issuers) == 1 else self._in_all or set()
        return next(iter(common)) if len(common) == 1 else ""

    def nombra(self, rfc: str) -> bool:
        """Whether somebody of this RFC issued or received any of the invoices."""
        return rfc in self._issuers or rfc in self._recipients

    @property
    def emisores(self) -> tuple[str, ...]:
        """Everybody who issued an invoice, the one of most of them first."""
        return tuple(sorted(self._issuers, key=lambda rfc: (-self._issuers[rfc], rfc)))

    def clientes(self, rfc_propio: str = "") -> Iterator[ReceptorUnido]:
        """Yield the clients in the order of RFC and name, without ourselves."""
        results = (best.result() for best in self._clients.values() if best.rfc != rfc_propio)
        yield from sorted(results, key=lambda client: (client.rfc, client.nombre))


def _folded(nombre: str) -> str:
    return sin_acentos(mayusculas(nombre))
