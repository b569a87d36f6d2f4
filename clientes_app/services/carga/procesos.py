"""Bulk loads as a person knows them: receive, look, start, follow, cancel, undo.

This module is the door; the parts stand in the modules beside it.
"""

from clientes_app.services.carga.archivo import Recepcion, original, recibir
from clientes_app.services.carga.dejados import cada_dejado, dejados
from clientes_app.services.carga.deshacer import deshacer, pedir_deshacer, seguir_deshaciendo
from clientes_app.services.carga.execution import ejecutar
from clientes_app.services.carga.orders import (
    cancelar,
    descartar,
    elegir_arreglo,
    encolar,
    poner_en_espera,
    revisar_de_nuevo,
)
from clientes_app.services.carga.preview import previsualizar, revisar
from clientes_app.services.carga.queries import (
    cada_problema,
    detalle,
    lista,
    lugares,
    problemas,
    rechazados_csv,
    resumen_de_problemas,
    vista_previa,
)
from clientes_app.services.carga.refusals import (
    AccionNoPosible,
    ArchivoDemasiadoGrande,
    ErrorDeProceso,
    NadaQueDeshacer,
    NoSeDeshizo,
    NoSeGuardo,
    SinVistaPrevia,
)
from clientes_app.services.carga.runs import Outcome, RunControl
from clientes_app.services.carga.values import (
    ETIQUETAS,
    Dejado,
    Efecto,
    Estado,
    GrupoDeProblemas,
    MotivoDeDejar,
    MotivoDeRechazo,
    PaginaDeDejados,
    PaginaDeProblemas,
    PaginaDeProcesos,
    PrimeraFila,
    ProblemaGuardado,
    ProcesoGuardado,
    ResultadoDeDeshacer,
    VistaPrevia,
)

__all__ = [
    "ETIQUETAS",
    "AccionNoPosible",
    "ArchivoDemasiadoGrande",
    "Dejado",
    "Efecto",
    "ErrorDeProceso",
    "Estado",
    "GrupoDeProblemas",
    "MotivoDeDejar",
    "MotivoDeRechazo",
    "NadaQueDeshacer",
    "NoSeDeshizo",
    "NoSeGuardo",
    "Outcome",
    "PaginaDeDejados",
    "PaginaDeProblemas",
    "PaginaDeProcesos",
    "PrimeraFila",
    "ProblemaGuardado",
    "ProcesoGuardado",
    "Recepcion",
    "ResultadoDeDeshacer",
    "RunControl",
    "SinVistaPrevia",
    "VistaPrevia",
    "cada_dejado",
    "cada_problema",
    "cancelar",
    "dejados",
    "descartar",
    "deshacer",
    "detalle",
    "ejecutar",
    "elegir_arreglo",
    "encolar",
    "lista",
    "lugares",
    "original",
    "pedir_deshacer",
    "poner_en_espera",
    "previsualizar",
    "problemas",
    "rechazados_csv",
    "recibir",
    "resumen_de_problemas",
    "revisar",
    "revisar_de_nuevo",
    "seguir_deshaciendo",
    "vista_previa",
]
