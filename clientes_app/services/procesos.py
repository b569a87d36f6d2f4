"""Bulk loads as a person knows them: receive, look, start, follow, cancel, undo.

This module is the door; the parts stand in the `procesos_*` modules beside it.
"""

from clientes_app.services.procesos_archivo import original, recibir
from clientes_app.services.procesos_consulta import (
    detalle,
    lista,
    problemas,
    rechazados_csv,
    resumen_de_problemas,
    vista_previa,
)
from clientes_app.services.procesos_deshacer import deshacer, pedir_deshacer
from clientes_app.services.procesos_ejecutar import ejecutar
from clientes_app.services.procesos_ordenes import cancelar, descartar, encolar
from clientes_app.services.procesos_tipos import (
    ETIQUETAS,
    Efecto,
    Estado,
    GrupoDeProblemas,
    MotivoDeRechazo,
    PaginaDeProblemas,
    PaginaDeProcesos,
    PrimeraFila,
    ProblemaGuardado,
    ProcesoGuardado,
    ResultadoDeDeshacer,
    VistaPrevia,
)
from clientes_app.services.procesos_vista import previsualizar

__all__ = [
    "ETIQUETAS",
    "Efecto",
    "Estado",
    "GrupoDeProblemas",
    "MotivoDeRechazo",
    "PaginaDeProblemas",
    "PaginaDeProcesos",
    "PrimeraFila",
    "ProblemaGuardado",
    "ProcesoGuardado",
    "ResultadoDeDeshacer",
    "VistaPrevia",
    "cancelar",
    "descartar",
    "deshacer",
    "detalle",
    "ejecutar",
    "encolar",
    "lista",
    "original",
    "pedir_deshacer",
    "previsualizar",
    "problemas",
    "rechazados_csv",
    "recibir",
    "resumen_de_problemas",
    "vista_previa",
]
