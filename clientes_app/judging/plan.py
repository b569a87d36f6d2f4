"""What judged rows would do to the clients that exist. Pure: decides, touches nothing.

The same function counts for the preview and decides for the process.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from clientes_app.domain.cliente import (
    Contexto,
    DatosCliente,
    IdentidadDeCliente,
    identidad,
    validar,
)
from clientes_app.domain.edicion import Edicion, Existente
from clientes_app.domain.problemas import Problema, error
from clientes_app.judging import findings
from clientes_app.judging.findings import Finding
from clientes_app.judging.judge import JudgedRows, clientes_de

SiExiste = Literal["actualizar", "omitir", "rechazar"]
SiFalta = Literal["conservar", "borrar"]


@dataclass(frozen=True, slots=True)
class Opciones:
    """The two choices of the page: for clients that already exist, and for blank cells."""

    existentes: SiExiste = "actualizar"
    blancos: SiFalta = "conservar"


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that is not stored: its values as found, and what «Errores» says about it."""

    linea: int
    valores: tuple[str, ...]
    errores: str


@dataclass(slots=True)
class Plan:
    """What to do with each row: every row counts in exactly one of the first five.

    `altas` are the clients to be created. `iguales` need nothing: they say what is stored, or what
    an earlier row said. `omitidas` exist already and are left alone by choice. `rechazadas` are
    the lines of the rows refused by the rules and of those refused here. `problemas` is all that
    is to be said, with what arose here; `observaciones` are the kinds of trouble of `altas`.
    """

    altas: list[DatosCliente]
    ediciones: list[Edicion] = field(default_factory=list[Edicion])
    iguales: int = 0
    omitidas: int = 0
    rechazadas: set[int] = field(default_factory=set[int])
    problemas: findings.Problemas = field(default_factory=findings.none)
    observaciones: list[int] = field(default_factory=list[int])


def planear(
    rows: JudgedRows,
    existentes: Mapping[IdentidadDeCliente, Existente],
    *,
    opciones: Opciones,
    contexto: Contexto,
) -> Plan:
    """Decide for each row; `existentes` holds the stored clients that the rows may mean.

    A row equal to what is stored is equal whatever the options. With blanks kept, the row and the
    stored values that it leaves standing are judged together: an e-mail kept from before that the
    row now says elsewhere is blanked with a notice, and a fiscal residence that does not go with a
    kept registration number refuses the row.
    """
    return _Planner(rows, existentes, opciones, contexto).plan()


def identidades(rows: JudgedRows) -> list[IdentidadDeCliente]:
    """Return what identifies the clients that the rows say."""
    return [
        identidad(datos)
        for clientes in (rows.clientes, rows.incompletas)
        for datos in clientes_de(clientes).values()
    ]


def refused_rows(rows: JudgedRows, plan: Plan) -> list[RefusedRow]:
    """Return the refused rows with their reasons, in the order of the lines."""
    valores = {fila.linea: fila.valores for fila in rows.malformed}
    refused = rows.textos[rows.textos.index.isin(plan.rechazadas)]
    valores.update(
        zip(refused.index.tolist(), refused.itertuples(index=False, name=None), strict=True)
    )
    return [
        RefusedRow(linea, valores[linea], said)
        for linea, said in findings.errores(findings.of_lines(plan.problemas, plan.rechazadas))
    ]


class _Planner:
    """The state of one planning: what was decided, and what arose."""

    def __init__(
        self,
        rows: JudgedRows,
        existentes: Mapping[IdentidadDeCliente, Existente],
        opciones: Opciones,
        contexto: Contexto,
    ) -> None:
        self._rows = rows
        self._existentes = existentes
        self._opciones = opciones
        self._contexto = contexto
        self._found: list[tuple[int, Finding]] = []
        refused = rows.textos.index.difference(rows.clientes.index)
        self._plan = Plan(
            altas=[], rechazadas={*refused.tolist(), *(fila.linea for fila in rows.malformed)}
        )

    def plan(self) -> Plan:
        plan, nuevos = self._plan, self._rows.nuevos
        if self._existentes:
            clientes = clientes_de(self._rows.clientes)
            known = {
                linea: existente
                for linea, datos in clientes.items()
                if (existente := self._existentes.get(identidad(datos))) is not None
            }
            for linea, existente in known.items():
                self._with_existing(linea, clientes[linea], existente)
            nuevos = nuevos[~nuevos.index.isin(known)]
            plan.iguales += len(self._rows.repetidas.difference(known))
        else:
            plan.iguales += len(self._rows.repetidas)
        plan.altas = list(clientes_de(nuevos).values())
        plan.observaciones = [self._rows.observaciones.get(n, 0) for n in nuevos.index.tolist()]
        plan.problemas = self._rows.problemas
        if self._found:
            plan.problemas = findings.joined([plan.problemas, findings.table(self._found)])
        return plan

    def _with_existing(self, linea: int, datos: DatosCliente, existente: Existente) -> None:
        """Decide for a row that says a client who exists."""
        antes, plan = existente.datos, self._plan
        despues = datos if self._opciones.blancos == "borrar" else merged(antes, datos)
        if despues == antes:
            plan.iguales += 1
        elif self._opciones.existentes == "omitir":
            plan.omitidas += 1
        elif self._opciones.existentes == "rechazar":
            self._refuse(linea, _ya_existe(existente, self._typed_rfc(linea)))
        else:
            problemas: tuple[Problema, ...] = ()
            if despues != datos:
                despues, problemas = _judged_together(despues, self._contexto)
            if any(problema.es_error for problema in problemas):
                self._refuse(linea, *problemas)
            elif despues == antes or linea in self._rows.repetidas:
                # An earlier row of the file made, or will have made, exactly this change.
                plan.iguales += 1
            else:
                self._say(linea, *problemas)
                # What is kept from before is none of the fields that make a difference there.
                bits = self._rows.observaciones.get(linea, 0)
                plan.ediciones.append(
                    Edicion(existente.id, existente.version, antes, despues, observaciones=bits)
                )

    def _typed_rfc(self, linea: int) -> str:
        return str(self._rows.textos["rfc"].loc[linea])

    def _refuse(self, linea: int, *problemas: Problema) -> None:
        self._plan.rechazadas.add(linea)
        self._say(linea, *problemas)

    def _say(self, linea: int, *problemas: Problema) -> None:
        # One row's findings come in the order in which they are given here.
        self._found += [(linea, Finding.of(problema, place=0)) for problema in problemas]


def merged(antes: DatosCliente, nuevo: DatosCliente) -> DatosCliente:
    """Return the new client with the stored value wherever the new one is blank."""
    return DatosCliente._make(new or old for old, new in zip(antes, nuevo, strict=True))


def _judged_together(
    datos: DatosCliente, contexto: Contexto
) -> tuple[DatosCliente, tuple[Problema, ...]]:
    """Judge a merged client; notices that the row alone already had are not said again."""
    validacion = validar(datos.como_dict(), contexto)
    return validacion.datos, tuple(
        problema
        for problema in validacion.problemas
        if problema.es_error or problema.codigo.startswith("arreglo_")
    )


def _ya_existe(existente: Existente, escrito: str) -> Problema:
    return error(
        "rfc",
        "ya_existe",
        f"El cliente {existente.datos.rfc} ya existe con otros datos: «{existente.datos.nombre}».",
        valor=escrito,
        sugerencia="Para cambiarlo, elija «Actualizar» o edítelo en la lista.",
    )
