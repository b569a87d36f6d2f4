"""What a file that is looked into holds and would do, counted row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from clientes_app.domain.cliente import Contexto, identidad
from clientes_app.domain.columnas import POR_CAMPO
from clientes_app.judging.plan import Existente, Opciones, planear
from clientes_app.judging.rows import Fila, ProblemaDeFila
from clientes_app.services.carga.values import Efecto, PrimeraFila
from clientes_app.storage.clientes.derived import Identidad

_PRIMERAS = 10
_CONSERVAR = Opciones(existentes="actualizar", blancos="conservar")
_BORRAR = Opciones(existentes="actualizar", blancos="borrar")


@dataclass(slots=True)
class Cuentas:
    """The counts so far. `problemas` are the findings that nobody has taken out to store yet."""

    filas: int = 0
    validas: int = 0
    con_aviso: int = 0
    repetidas: int = 0
    conservar: Efecto = field(default_factory=Efecto)
    borrar: Efecto = field(default_factory=Efecto)
    primeras: list[PrimeraFila] = field(default_factory=list[PrimeraFila])
    problemas: list[ProblemaDeFila] = field(default_factory=list[ProblemaDeFila])

    def contar(
        self,
        filas: Sequence[Fila],
        existentes: Mapping[Identidad, Existente],
        contexto: Contexto,
    ) -> None:
        """Take the next rows; `existentes` holds the stored clients that they may mean."""
        buenas = [fila for fila in filas if fila.es_valida]
        self.filas += len(filas)
        self.validas += len(buenas)
        self.con_aviso += sum(1 for fila in buenas if fila.problemas)
        self.repetidas += sum(1 for fila in buenas if fila.repetida)
        self.problemas += [problema for fila in filas for problema in fila.problemas]
        for fila in buenas[: max(0, _PRIMERAS - len(self.primeras))]:
            if fila.datos is not None:
                datos = {POR_CAMPO[c].etiqueta: v for c, v in fila.datos.como_dict().items()}
                self.primeras.append(PrimeraFila(fila.linea, datos))
        # What the choice means is only asked of rows that say a client who exists.
        conocidas, otras = _repartidas(buenas, existentes)
        nuevas = _efecto_de_nuevas(otras)
        conservar = _efecto(conocidas, existentes, _CONSERVAR, contexto)
        borrar = _efecto(conocidas, existentes, _BORRAR, contexto)
        self.conservar = _suma(self.conservar, nuevas, conservar)
        self.borrar = _suma(self.borrar, nuevas, borrar)


def _repartidas(
    filas: Sequence[Fila], existentes: Mapping[Identidad, Existente]
) -> tuple[Sequence[Fila], Sequence[Fila]]:
    """Part the rows: those that say a client who exists, and the others."""
    if not existentes:
        return (), filas
    conocidas: list[Fila] = []
    otras: list[Fila] = []
    for fila in filas:
        existe = fila.datos is not None and identidad(fila.datos) in existentes
        (conocidas if existe else otras).append(fila)
    return conocidas, otras


def _efecto(
    filas: Sequence[Fila],
    existentes: Mapping[Identidad, Existente],
    opciones: Opciones,
    contexto: Contexto,
) -> Efecto:
    plan = planear(filas, existentes, opciones=opciones, contexto=contexto)
    return Efecto(len(plan.altas), len(plan.ediciones), len(plan.iguales))


def _efecto_de_nuevas(buenas: Sequence[Fila]) -> Efecto:
    """Return what good rows would do of which none says a client who exists."""
    iguales = sum(1 for fila in buenas if fila.repetida)
    return Efecto(nuevas=len(buenas) - iguales, iguales=iguales)


def _suma(*efectos: Efecto) -> Efecto:
    return Efecto(
        nuevas=sum(efecto.nuevas for efecto in efectos),
        se_actualizarian=sum(efecto.se_actualizarian for efecto in efectos),
        iguales=sum(efecto.iguales for efecto in efectos),
    )
