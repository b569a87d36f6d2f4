"""What can be read of the processes of an account."""

import json
from collections.abc import Iterator
from typing import Literal, cast

from clientes_app.export import rechazados_csv as refused_file
from clientes_app.services.carga.preview_json import vista_de_json
from clientes_app.services.carga.values import (
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
from clientes_app.storage.carga.procesos import CicloRepository
from clientes_app.storage.db.base import Engine
from clientes_app.storage.db.engine import read_transaction
from clientes_app.storage.db.tables import Proceso

POR_PAGINA = 50
NivelDeProblema = Literal["error", "aviso"]


def lista(engine: Engine, cuenta_id: int, *, pagina: int = 1) -> PaginaDeProcesos:
    """Return a page of the processes that were started, the newest first."""
    with read_transaction(engine) as tx:
        ciclo = CicloRepository(tx, cuenta_id)
        total = ciclo.contar()
        pagina, paginas = _acotar(pagina, total)
        filas = ciclo.pagina(desde=(pagina - 1) * POR_PAGINA, cuantos=POR_PAGINA)
        return PaginaDeProcesos(tuple(map(guardado, filas)), total, pagina, paginas)


def detalle(engine: Engine, cuenta_id: int, proceso_id: int) -> ProcesoGuardado:
    """Return one process. Raises NoEncontrado."""
    with read_transaction(engine) as tx:
        return guardado(_existente(CicloRepository(tx, cuenta_id), proceso_id))


def vista_previa(engine: Engine, cuenta_id: int, proceso_id: int) -> VistaPrevia | None:
    """Return what was found in the file, None while it is being looked into.

    Raises NoEncontrado.
    """
    with read_transaction(engine) as tx:
        proceso = _existente(CicloRepository(tx, cuenta_id), proceso_id)
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
        pagina, paginas = _acotar(pagina, total)
        filas = hallazgos.pagina(
            proceso_id, filtro, desde=(pagina - 1) * POR_PAGINA, cuantos=POR_PAGINA
        )
        return PaginaDeProblemas(tuple(map(_problema, filas)), total, pagina, paginas)


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


def rechazados_csv(engine: Engine, cuenta_id: int, proceso_id: int) -> Iterator[bytes]:
    """Yield «Descargar rechazados»: the refused rows with a last column «Errores»."""
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
        motivo_codigo=proceso.motivo_codigo,
        motivo_mensaje=proceso.motivo_mensaje,
        cancelando=proceso.cancelar,
        deshaciendo=proceso.deshacer,
        creado_en=proceso.creado_en,
        iniciado_en=proceso.iniciado_en,
        terminado_en=proceso.terminado_en,
    )


def _existente(ciclo: CicloRepository, proceso_id: int) -> Proceso:
    proceso = ciclo.obtener(proceso_id)
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


def _acotar(pagina: int, total: int) -> tuple[int, int]:
    paginas = max(1, -(-total // POR_PAGINA))
    return min(max(1, pagina), paginas), paginas
