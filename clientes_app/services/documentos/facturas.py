"""Files of invoices looked into without a database: what `clientes cfdi` says of each."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from clientes_app.domain import claves
from clientes_app.domain.cliente import Contexto, validar
from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.plurales import cuantos
from clientes_app.domain.rfc.structure import GENERICOS
from clientes_app.readers.cfdi.comprobante import Comprobante, DocumentoRechazado
from clientes_app.readers.cfdi.motivos import FRASES_DE_PASO
from clientes_app.readers.cfdi.reading import read_invoices
from clientes_app.readers.cfdi.rows import row
from clientes_app.readers.cfdi.union import ReceptorUnido, UnionDeReceptores

_DETALLE = 20


@dataclass(slots=True, kw_only=True)
class InformeDeFacturas:
    """What one file gave: how many invoices, which were passed over, what was refused and why.

    `pasados` counts by reason the invoices whose recipient is no client, `avisos` are codes of
    what a user would want to know of the others.
    """

    archivo: str
    leidos: int = 0
    pasados: Counter[str] = field(default_factory=Counter[str])
    rechazados: list[DocumentoRechazado] = field(default_factory=list[DocumentoRechazado])
    avisos: dict[str, None] = field(default_factory=dict[str, None])

    @property
    def motivo(self) -> DocumentoRechazado | None:
        """Why the file gave nothing at all; None when it gave an invoice."""
        return self.rechazados[0] if self.rechazados and not self.leidos else None

    @property
    def estado_de_salida(self) -> int:
        """The exit status of a command: 0 all good, 1 something refused, 2 nothing read."""
        if self.motivo is not None:
            return 2
        return 1 if self.rechazados else 0

    def como_dict(self) -> dict[str, Any]:
        """Everything but the invoices, with the keys that `clientes cfdi --json` names."""
        return {
            "resultado": "error" if self.motivo else "ok",
            "motivo": self.motivo.motivo if self.motivo else None,
            "rechazados": [
                {"archivo": each.archivo, "motivo": each.motivo} for each in self.rechazados
            ],
            "avisos": list(self.avisos),
        }

    def en_palabras(self) -> str:
        """Say for a terminal what the file gave."""
        if self.motivo is not None and len(self.rechazados) == 1:
            return f"{self.motivo.archivo}: no se pudo leer. {self.motivo.mensaje}"
        lineas = [f"{self.archivo}: {cuantos(self.leidos, 'factura', 'facturas')}."]
        lineas += (
            f"  {cuantos(veces, 'se pasó por alto', 'se pasaron por alto')}: "
            f"{FRASES_DE_PASO[motivo]}."
            for motivo, veces in self.pasados.items()
        )
        lineas += (f"  {each.archivo}: {each.mensaje}" for each in self.rechazados[:_DETALLE])
        if len(self.rechazados) > _DETALLE:
            lineas.append(f"  … y {len(self.rechazados) - _DETALLE:,} más que no se leyeron.")
        return "\n".join(lineas)


def leer_facturas(
    archivo: BinaryIO, informe: InformeDeFacturas, union: UnionDeReceptores
) -> Iterator[Comprobante]:
    """Yield the invoices of a file; what comes of it goes into `informe` and `union` meanwhile.

    `archivo` must allow seeking. One invoice is in memory at a time.
    """
    for leido in read_invoices(archivo, informe.archivo):
        if isinstance(leido, DocumentoRechazado):
            informe.rechazados.append(leido)
            continue
        informe.leidos += 1
        if leido.motivo:
            informe.pasados[leido.motivo] += 1
        else:
            informe.avisos |= dict.fromkeys(_avisos(leido))
        union.take(leido)
        yield leido


def _avisos(comprobante: Comprobante) -> Iterator[str]:
    """Name what a recipient lacks, and which keys of his CFDI 4.0 has no more."""
    receptor = comprobante.receptor
    if comprobante.es_global:
        yield "factura_global"
    for campo, clave in (("uso_cfdi", receptor.uso), ("regimen_fiscal", receptor.regimen)):
        if clave in claves.retiradas(campo):
            yield f"{campo.partition('_')[0]}_retirado"
    if not receptor.nombre and receptor.rfc not in GENERICOS:
        yield "sin_nombre"


def receptor_en_palabras(receptor: ReceptorUnido, contexto: Contexto) -> str:
    """Say for a terminal who a client is, in how many invoices, and what CFDI 4.0 still wants."""
    cuantas = cuantos(receptor.comprobantes, "factura", "facturas")
    partes = [receptor.rfc, receptor.nombre or "(sin nombre)", cuantas]
    if receptor.es_publico:
        return "\t".join(partes) + "\tEs el público en general: no se toma como cliente."
    if receptor.otras_grafias:
        otras = ", ".join(f"«{otra}»" for otra in receptor.otras_grafias)
        partes.append(f"También escrito {otras}.")
    partes += por_completar(receptor, contexto)
    return "\t".join(partes)


def por_completar(receptor: ReceptorUnido, contexto: Contexto) -> list[str]:
    """Say what a client out of invoices lacks for CFDI 4.0, by the rules of every other client.

    Not that there is no e-mail, since no invoice has one, nor what a generic RFC gets from the
    account.
    """
    datos = dict(zip(CAMPOS, row(receptor, contexto.cp_expedicion), strict=True))
    return [
        problema.mensaje
        for problema in validar(datos, contexto).problemas
        if problema.campo != "email"
        and not (problema.campo == "codigo_postal" and receptor.rfc in GENERICOS)
        and not problema.codigo.startswith("arreglo_")
    ]
