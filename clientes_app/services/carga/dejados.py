"""The clients that undoing a process left alone, as they are now."""

from collections.abc import Iterator

from clientes_app.domain.cliente import Contexto
from clientes_app.services.carga.queries import POR_PAGINA, acotar, existente
from clientes_app.services.carga.undo_plan import campos_en_pugna, que_lo_impide
from clientes_app.services.carga.values import (
    Dejado,
    Estado,
    MotivoDeDejar,
    PaginaDeDejados,
    ValorEnPugna,
)
from clientes_app.services.context import contexto_de_reglas
from clientes_app.storage.acceso.cuentas import CuentaRepository
from clientes_app.storage.carga.procesos import LifecycleRepository
from clientes_app.storage.clientes.reversal import DeshacerRepository, Huella
from clientes_app.storage.db.base import Engine, Session
from clientes_app.storage.db.engine import read_transaction


def dejados(engine: Engine, cuenta_id: int, proceso_id: int, *, pagina: int = 1) -> PaginaDeDejados:
    """Return a page of what undoing left alone; none as long as nothing was undone.

    Raises NoEncontrado.
    """
    with read_transaction(engine) as tx:
        proceso = existente(LifecycleRepository(tx, cuenta_id), proceso_id)
        total = proceso.dejados if proceso.estado == Estado.DESHECHO else 0
        pagina, paginas = acotar(pagina, total)
        if not total:
            return PaginaDeDejados((), 0, pagina, paginas)
        huellas = DeshacerRepository(tx, cuenta_id).huellas(
            proceso_id, salta=(pagina - 1) * POR_PAGINA, cuantas=POR_PAGINA
        )
        contexto = _contexto(tx, cuenta_id)
        filas = tuple(_dejado(huella, contexto) for huella in huellas)
    return PaginaDeDejados(filas, total, pagina, paginas)


def cada_dejado(engine: Engine, cuenta_id: int, proceso_id: int) -> Iterator[Dejado]:
    """Yield every client that undoing left alone. Raises NoEncontrado."""
    pagina = paginas = 1
    while pagina <= paginas:
        una = dejados(engine, cuenta_id, proceso_id, pagina=pagina)
        pagina, paginas = pagina + 1, una.paginas
        yield from una.filas


def _contexto(tx: Session, cuenta_id: int) -> Contexto:
    cuenta = CuentaRepository(tx).obtener(cuenta_id)
    return contexto_de_reglas(cuenta.cp_expedicion if cuenta else "")


def _dejado(huella: Huella, contexto: Contexto) -> Dejado:
    motivo = que_lo_impide(huella, contexto)
    campos: list[str] = []
    if motivo is MotivoDeDejar.CAMBIADO and huella.accion != "restauracion":
        campos = campos_en_pugna(huella)
    elif motivo is MotivoDeDejar.NO_CABE:
        campos = list(huella.antes)
    creado = huella.accion == "alta"
    otros, ahora = huella.despues if creado else huella.antes, huella.datos.como_dict()
    contrarios = [p for p in huella.posteriores if not campos or p.campos & {*campos}]
    ultimo = (contrarios or huella.posteriores or (None,))[-1]
    return Dejado(
        cliente_id=huella.cliente_id,
        nombre=huella.datos.nombre,
        rfc=huella.datos.rfc,
        motivo=motivo,
        quien=ultimo.quien if ultimo else "Alguien",
        archivo=ultimo.archivo if ultimo else "",
        por_accion=ultimo.por_accion if ultimo else False,
        creado=creado,
        valores=tuple(
            ValorEnPugna(campo, otros.get(campo, ""), ahora[campo])
            for campo in campos
            if campo in ahora
        ),
    )
