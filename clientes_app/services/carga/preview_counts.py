"""What a file that is looked into holds and would do, counted table by table."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from clientes_app.domain.acciones import ARREGLOS_DE_ARCHIVO
from clientes_app.domain.cliente import Contexto, IdentidadDeCliente
from clientes_app.domain.edicion import Existente
from clientes_app.judging import findings
from clientes_app.judging.judge import JudgedRows, clientes_de
from clientes_app.judging.plan import Opciones, planear
from clientes_app.services.carga.values import Efecto, PrimeraFila

_PRIMERAS = 10
_CONSERVAR = Opciones(existentes="actualizar", blancos="conservar")
_BORRAR = Opciones(existentes="actualizar", blancos="borrar")


@dataclass(slots=True)
class Cuentas:
    """The counts so far. `pendientes` are the findings that nobody has taken out to store yet."""

    filas: int = 0
    validas: int = 0
    con_aviso: int = 0
    repetidas: int = 0
    conservar: Efecto = field(default_factory=Efecto)
    borrar: Efecto = field(default_factory=Efecto)
    por_arreglar: dict[str, int] = field(default_factory=dict[str, int])
    primeras: list[PrimeraFila] = field(default_factory=list[PrimeraFila])
    pendientes: list[findings.Problemas] = field(default_factory=list[findings.Problemas])

    def contar(
        self,
        rows: JudgedRows,
        existentes: Mapping[IdentidadDeCliente, Existente],
        contexto: Contexto,
    ) -> None:
        """Take the next rows; `existentes` holds the stored clients that they may mean."""
        self.filas += len(rows)
        self.validas += len(rows.clientes)
        self.con_aviso += rows.con_aviso
        self.repetidas += len(rows.repetidas)
        self.pendientes.append(rows.problemas)
        for accion, cuantas in _por_arreglar(rows.problemas).items():
            self.por_arreglar[accion] = self.por_arreglar.get(accion, 0) + cuantas
        faltan = max(0, _PRIMERAS - len(self.primeras))
        self.primeras += [
            PrimeraFila(linea, datos.por_etiqueta(), rows.lugares.get(linea, ""))
            for linea, datos in clientes_de(rows.clientes.head(faltan)).items()
        ]
        self.conservar = _suma(self.conservar, _efecto(rows, existentes, _CONSERVAR, contexto))
        self.borrar = _suma(self.borrar, _efecto(rows, existentes, _BORRAR, contexto))

    @property
    def por_guardar(self) -> int:
        """How many findings nobody has taken out yet."""
        return sum(map(len, self.pendientes))

    def sacar_problemas(self) -> findings.Problemas:
        """Take out the findings to be stored."""
        problemas = findings.joined(self.pendientes)
        self.pendientes.clear()
        return problemas


def _por_arreglar(problemas: findings.Problemas) -> dict[str, int]:
    """How many rows each mend of a file would change, or has changed."""
    return {
        accion.value: findings.how_many_rows(problemas, (f"nombre_{de}", f"arreglo_{de}"))
        for accion, de in ARREGLOS_DE_ARCHIVO.items()
    }


def _efecto(
    rows: JudgedRows,
    existentes: Mapping[IdentidadDeCliente, Existente],
    opciones: Opciones,
    contexto: Contexto,
) -> Efecto:
    # What the choice means is only asked where somebody exists.
    if not existentes:
        return Efecto(nuevas=len(rows.nuevos), iguales=len(rows.repetidas))
    plan = planear(rows, existentes, opciones=opciones, contexto=contexto)
    return Efecto(len(plan.altas), len(plan.ediciones), plan.iguales)


def _suma(*efectos: Efecto) -> Efecto:
    return Efecto(
        nuevas=sum(efecto.nuevas for efecto in efectos),
        se_actualizarian=sum(efecto.se_actualizarian for efecto in efectos),
        iguales=sum(efecto.iguales for efecto in efectos),
    )
