"""What a batch of rows would do to the clients that exist. Pure: decides, touches nothing.

The same function counts for the preview and decides for the process.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from clientes_app.domain.cliente import Contexto, DatosCliente, identidad, validar
from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.problemas import Problema, error
from clientes_app.judging.rows import Fila, ProblemaDeFila

Identidad = tuple[str, str]
SiExiste = Literal["actualizar", "omitir", "rechazar"]
SiFalta = Literal["conservar", "borrar"]


@dataclass(frozen=True, slots=True)
class Opciones:
    """The two choices of the page: for clients that already exist, and for blank cells."""

    existentes: SiExiste = "actualizar"
    blancos: SiFalta = "conservar"


@dataclass(frozen=True, slots=True)
class Existente:
    """A client as it is stored."""

    id: int
    version: int
    datos: DatosCliente


class Alta(NamedTuple):
    """A client to be created (a tuple, since files make hundreds of thousands of them)."""

    linea: int
    datos: DatosCliente


@dataclass(frozen=True, slots=True)
class Edicion:
    """A client to be changed from `antes`, which has this version, to `despues`."""

    linea: int
    id: int
    version: int
    antes: DatosCliente
    despues: DatosCliente


@dataclass(slots=True)
class Plan:
    """What to do with each row of a batch: every row stands in exactly one of the first five.

    `iguales` need nothing: they say what is stored, or what an earlier row of the file said.
    `omitidas` exist already and are left alone by choice. `rechazos` are the rows refused by
    reading and those refused here, with their problems. `avisos` are notices that arose here.
    """

    altas: list[Alta] = field(default_factory=list[Alta])
    ediciones: list[Edicion] = field(default_factory=list[Edicion])
    iguales: list[Fila] = field(default_factory=list[Fila])
    omitidas: list[Fila] = field(default_factory=list[Fila])
    rechazos: list[Fila] = field(default_factory=list[Fila])
    avisos: list[ProblemaDeFila] = field(default_factory=list[ProblemaDeFila])


def planear(
    filas: Sequence[Fila],
    existentes: Mapping[Identidad, Existente],
    *,
    opciones: Opciones,
    contexto: Contexto,
) -> Plan:
    """Decide for each row; `existentes` holds the stored clients that the rows may mean.

    A row equal to what is stored is equal whatever the options. With blanks kept, the row and the
    stored values that it leaves standing are judged together: an e-mail kept from before that the
    row now says elsewhere is blanked with a notice (in `avisos`), and a fiscal residence that does
    not go with a kept registration number refuses the row.
    """
    plan = Plan()
    for fila in filas:
        if fila.datos is None:
            plan.rechazos.append(fila)
            continue
        existente = existentes.get(identidad(fila.datos)) if existentes else None
        if existente is not None:
            _con_existente(plan, fila, fila.datos, existente, opciones, contexto)
        elif fila.repetida:
            plan.iguales.append(fila)
        else:
            plan.altas.append(Alta(fila.linea, fila.datos))
    return plan


def _con_existente(  # noqa: PLR0913, PLR0917 - one decision, all that it depends on
    plan: Plan,
    fila: Fila,
    datos: DatosCliente,
    existente: Existente,
    opciones: Opciones,
    contexto: Contexto,
) -> None:
    antes = existente.datos
    despues = datos if opciones.blancos == "borrar" else _fusion(antes, datos)
    if despues == antes:
        plan.iguales.append(fila)
    elif opciones.existentes == "omitir":
        plan.omitidas.append(fila)
    elif opciones.existentes == "rechazar":
        plan.rechazos.append(fila.rechazada(_ya_existe(fila, existente)))
    else:
        problemas: tuple[Problema, ...] = ()
        if despues != datos:
            despues, problemas = _juzgar_juntos(despues, contexto)
        if any(problema.es_error for problema in problemas):
            plan.rechazos.append(fila.rechazada(*problemas))
        elif despues == antes or fila.repetida:
            # An earlier row of the file made, or will have made, exactly this change.
            plan.iguales.append(fila)
        else:
            plan.avisos += [ProblemaDeFila.de(problema, fila.linea) for problema in problemas]
            plan.ediciones.append(
                Edicion(fila.linea, existente.id, existente.version, antes, despues)
            )


def _fusion(antes: DatosCliente, nuevo: DatosCliente) -> DatosCliente:
    """Return the new client with the stored value wherever the new one is blank."""
    valores = nuevo.como_dict()
    blancos = [campo for campo, valor in valores.items() if not valor and getattr(antes, campo)]
    if not blancos:
        return nuevo
    return DatosCliente(**(valores | {campo: getattr(antes, campo) for campo in blancos}))


def _juzgar_juntos(
    datos: DatosCliente, contexto: Contexto
) -> tuple[DatosCliente, tuple[Problema, ...]]:
    """Judge a merged client; notices that the row alone already had are not said again."""
    validacion = validar(datos.como_dict(), contexto)
    return validacion.datos, tuple(
        problema
        for problema in validacion.problemas
        if problema.es_error or problema.codigo.startswith("arreglo_")
    )


def _ya_existe(fila: Fila, existente: Existente) -> Problema:
    return error(
        "rfc",
        "ya_existe",
        f"El cliente {existente.datos.rfc} ya existe con otros datos: «{existente.datos.nombre}».",
        valor=fila.valores_originales[CAMPOS.index("rfc")],
        sugerencia="Para cambiarlo, elija «Actualizar» o edítelo en la lista.",
    )
