"""What can be read of the processes of an account."""

import json
from collections.abc import Collection, Iterator
from typing import Literal, cast

from clientes_app.domain.acciones import Accion, AccionMasiva
from clientes_app.domain.emisor import QuienFactura
from clientes_app.export import rechazados_csv as refused_file
from clientes_app.readers.kept_table import KeptTable
from clientes_app.services.carga.archivo import abrir
from clientes_app.services.carga.preview_json import vista_de_json
from clientes_app.services.carga.values import (
    ILEGIBLE,
    Estado,
    GrupoDeProblemas,
    PaginaDeProblemas,
    PaginaDeProcesos,
    ProblemaGuardado,
    ProcesoGuardado,
    VistaPrevia,
)
from clientes_app.services.errors import NoEncontrado
from clientes_app.storage.carga.problemas import (
    FilaDeProblema,
    FilaRechazada,
    FiltroDeProblemas,
    HallazgoRepository,
)
from clientes_app.storage.carga.procesos import LifecycleRepository
from clientes_app.storage.carga.rechazos import RechazoRepository
from clientes_app.storage.db.base import Engine
from clientes_app.storage.db.engine import read_transaction
from clientes_app.storage.db.tables import Proceso

POR_PAGINA = 50
NivelDeProblema = Literal["error", "aviso"]


def lista(engine: Engine, cuenta_id: int, *, pagina: int = 1) -> PaginaDeProcesos:
    """Return a page of the processes that were started, the newest first."""
    with read_transaction(engine) as tx:
        lifecycle = LifecycleRepository(tx, cuenta_id)
        total = lifecycle.contar()
        pagina, paginas = acotar(pagina, total)
        filas = lifecycle.pagina(desde=(pagina - 1) * POR_PAGINA, cuantos=POR_PAGINA)
        return PaginaDeProcesos(tuple(map(guardado, filas)), total, pagina, paginas)


def detalle(engine: Engine, cuenta_id: int, proceso_id: int) -> ProcesoGuardado:
    """Return one process. Raises NoEncontrado."""
    with read_transaction(engine) as tx:
        return guardado(existente(LifecycleRepository(tx, cuenta_id), proceso_id))


def vista_previa(engine: Engine, cuenta_id: int, proceso_id: int) -> VistaPrevia | None:
    """Return what was found in the file, None while it is being looked into.

    Raises NoEncontrado.
    """
    with read_transaction(engine) as tx:
        proceso = existente(LifecycleRepository(tx, cuenta_id), proceso_id)
        return None if proceso.vista_previa is None else vista_de_json(proceso.vista_previa)


def problemas(  # noqa: PLR0913 - each is one filter of the page
    engine: Engine,
    cuenta_id: int,
    proceso_id: int,
    *,
    columna: str | None = None,
    codigo: str | None = None,
    gravedad: NivelDeProblema | None = None,
    pagina: int = 1,
) -> PaginaDeProblemas:
    """Return a page of what was found in the rows, in the order of the file.

    `columna` is a label of the template, or "" for findings about the row as such.
    """
    filtro = FiltroDeProblemas(columna, codigo, gravedad)
    with read_transaction(engine) as tx:
        hallazgos = HallazgoRepository(tx, cuenta_id)
        total = hallazgos.contar(proceso_id, filtro)
        pagina, paginas = acotar(pagina, total)
        filas = hallazgos.pagina(
            proceso_id, filtro, desde=(pagina - 1) * POR_PAGINA, cuantos=POR_PAGINA
        )
        lineas = {fila.linea for fila in filas}
        rechazadas = RechazoRepository(tx, cuenta_id, proceso_id).de_lineas(lineas)
        proceso = LifecycleRepository(tx, cuenta_id).obtener(proceso_id)
        if proceso is None or not guardado(proceso).se_corrige:
            # Who mended a row is told after all; that somebody could mend one is not so.
            rechazadas = {linea: quien for linea, quien in rechazadas.items() if quien is not None}
        return PaginaDeProblemas(tuple(map(_problema, filas)), total, pagina, paginas, rechazadas)


def resumen_de_problemas(
    engine: Engine, cuenta_id: int, proceso_id: int
) -> tuple[GrupoDeProblemas, ...]:
    """Return how often each kind of problem occurs in each column, the most frequent first."""
    with read_transaction(engine) as tx:
        grupos = HallazgoRepository(tx, cuenta_id).grupos(proceso_id)
    return tuple(
        GrupoDeProblemas(columna, codigo, cast("NivelDeProblema", gravedad), cuantos)
        for columna, codigo, gravedad, cuantos in grupos
    )


def cada_problema(engine: Engine, cuenta_id: int, proceso_id: int) -> Iterator[ProblemaGuardado]:
    """Yield everything that was found in the rows, in the order of the file."""
    with read_transaction(engine) as tx:
        yield from map(_problema, HallazgoRepository(tx, cuenta_id).todos(proceso_id))


def lugares(
    engine: Engine, cuenta_id: int, proceso_id: int, lineas: Collection[int]
) -> dict[int, str]:
    """Return where rows of documents stand, by their lines: the file in a zip, or the client.

    Nothing for a CSV, where a line says it. Raises NoEncontrado.
    """
    documento = detalle(engine, cuenta_id, proceso_id).documento
    if documento in {"", ILEGIBLE} or not lineas:
        return {}
    with abrir(engine, cuenta_id, proceso_id) as archivo:
        todos = KeptTable(archivo, documento, QuienFactura()).lugares()
    return {linea: todos[linea] for linea in lineas if linea in todos}


def rechazados_csv(engine: Engine, cuenta_id: int, proceso_id: int) -> Iterator[bytes]:
    """Yield «Descargar rechazados»: the refused rows with a last column «Errores».

    Rows that somebody mended on the page are left out.
    """
    filas = (
        (cast("list[str]", json.loads(fila.valores)), fila.errores)
        for fila in _rechazos(engine, cuenta_id, proceso_id)
    )
    yield from refused_file.lineas(filas)


def _rechazos(engine: Engine, cuenta_id: int, proceso_id: int) -> Iterator[FilaRechazada]:
    # A short transaction a page: the reader at the other end may be a slow telephone.
    linea = 0
    while True:
        with read_transaction(engine) as tx:
            filas = HallazgoRepository(tx, cuenta_id).rechazos(proceso_id, despues_de=linea)
        if not filas:
            return
        yield from filas
        linea = filas[-1].linea


def guardado(proceso: Proceso) -> ProcesoGuardado:
    """Turn a row into the value that leaves the services."""
    if proceso.id is None:
        raise NoEncontrado
    return ProcesoGuardado(
        id=proceso.id,
        archivo=proceso.archivo,
        tamano=proceso.tamano,
        estado=Estado(proceso.estado),
        existentes=proceso.existentes,
        blancos=proceso.blancos,
        arreglos=arreglos_de(proceso),
        quien=proceso.quien,
        origen=proceso.origen,
        codificacion=proceso.codificacion,
        delimitador=proceso.delimitador,
        filas=proceso.filas,
        filas_hechas=proceso.filas_hechas,
        creados=proceso.creados,
        actualizados=proceso.actualizados,
        iguales=proceso.iguales,
        rechazados=proceso.rechazados,
        corregidos=proceso.corregidos,
        motivo_codigo=proceso.motivo_codigo,
        motivo_mensaje=proceso.motivo_mensaje,
        cancelando=proceso.cancelar,
        deshaciendo=proceso.deshacer,
        creado_en=proceso.creado_en,
        iniciado_en=proceso.iniciado_en,
        terminado_en=proceso.terminado_en,
        deshace_quien=proceso.deshace_quien,
        deshace_en=proceso.deshace_en,
        borrados=proceso.borrados,
        restaurados=proceso.restaurados,
        dejados=proceso.dejados,
        pedida=pedida_de(proceso),
        deshace_origen=proceso.deshace_origen,
        documento=proceso.documento,
        leido=proceso.leido,
    )


def pedida_de(proceso: Proceso) -> AccionMasiva | None:
    """Return the action that a process is, None for a load."""
    return AccionMasiva(Accion(proceso.accion), proceso.accion_valor) if proceso.accion else None


def arreglos_de(proceso: Proceso) -> tuple[Accion, ...]:
    """Return the mends that all names of a load's file are given."""
    return tuple(map(Accion, filter(None, proceso.arreglos.split(","))))


def existente(lifecycle: LifecycleRepository, proceso_id: int) -> Proceso:
    """Return a process. Raises NoEncontrado."""
    proceso = lifecycle.obtener(proceso_id)
    if proceso is None:
        raise NoEncontrado
    return proceso


def _problema(fila: FilaDeProblema) -> ProblemaGuardado:
    return ProblemaGuardado(
        fila.linea,
        fila.columna,
        fila.valor,
        cast("NivelDeProblema", fila.gravedad),
        fila.codigo,
        fila.mensaje,
        fila.sugerencia,
        fila.sat,
    )


def acotar(pagina: int, total: int) -> tuple[int, int]:
    """Return the page that is meant, within those that there are, and how many there are."""
    paginas = max(1, -(-total // POR_PAGINA))
    return min(max(1, pagina), paginas), paginas
