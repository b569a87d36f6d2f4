"""The preview as it is stored in its process: JSON and back."""

import json
from dataclasses import asdict
from typing import Any, cast

from clientes_app.services.carga.values import Efecto, MotivoDeRechazo, PrimeraFila, VistaPrevia


def vista_a_json(vista: VistaPrevia) -> str:
    """Write a preview."""
    return json.dumps(asdict(vista), ensure_ascii=False)


def vista_de_json(texto: str) -> VistaPrevia:
    """Read a preview."""
    crudo = cast("dict[str, Any]", json.loads(texto))
    motivo = crudo.pop("motivo")
    if motivo is not None:
        motivo["esperado"] = tuple(motivo["esperado"])
        motivo["encontrado"] = tuple(motivo["encontrado"])
        crudo["motivo"] = MotivoDeRechazo(**motivo)
    crudo["conservar"] = Efecto(**crudo["conservar"])
    crudo["borrar"] = Efecto(**crudo["borrar"])
    crudo["primeras"] = tuple(PrimeraFila(**fila) for fila in crudo["primeras"])
    crudo["emisores"] = tuple(crudo.get("emisores", ()))
    return VistaPrevia(**crudo)
