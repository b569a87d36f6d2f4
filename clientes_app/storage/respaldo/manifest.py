"""What a backup says of itself: by which program, of which moment, how much, and its checksum."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from clientes_app.storage.respaldo.errors import RespaldoInservible

FORMATO: Final = 1
"""The number of this layout; a greater one is from a later version."""

_PROGRAMA: Final = "clientes"
_NO_ES = "El archivo no es un respaldo de Clientes."


class MotivoDeRespaldo(StrEnum):
    """Why a backup was made; part of its name."""

    MANUAL = "manual"
    PROGRAMADO = "programado"
    ANTES_DE_ACTUALIZAR = "antes-de-actualizar"
    ANTES_DE_RESTAURAR = "antes-de-restaurar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifiesto:
    """What stands beside the data in a backup.

    `version` is the program's, `esquema` the revision of the database ("" for one without), `motor`
    is "sqlite" or "postgresql". `conteos` has the rows of every table. `contenido` is the name of
    the file with the data, of `tamano` bytes, whose SHA-256 is `sha256` (hexadecimal).
    """

    version: str
    esquema: str
    motor: str
    creado_en: datetime
    motivo: str
    conteos: dict[str, int]
    contenido: str
    tamano: int
    sha256: str

    def contar(self, tabla: str) -> int:
        """Return how many rows of a table it holds."""
        return self.conteos.get(tabla, 0)

    def as_json(self) -> str:
        """Return it as it is stored."""
        datos: dict[str, Any] = asdict(self)
        datos["creado_en"] = self.creado_en.isoformat()
        completo = {"programa": _PROGRAMA, "formato": FORMATO, **datos}
        return json.dumps(completo, ensure_ascii=False, indent=2) + "\n"


def read_manifest(escrito: bytes) -> Manifiesto:
    """Read what a backup says of itself. Raises RespaldoInservible."""
    try:
        datos: Any = json.loads(escrito)
        if datos.pop("programa") != _PROGRAMA:
            raise RespaldoInservible(_NO_ES)
        if int(datos.pop("formato")) > FORMATO:
            mensaje = "El respaldo es de una versión más nueva de Clientes: actualice el programa."
            raise RespaldoInservible(mensaje)
        return _checked(datos)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise RespaldoInservible(_NO_ES) from error


def _checked(datos: Any) -> Manifiesto:  # noqa: ANN401 - JSON as anybody may have written it
    creado_en = datetime.fromisoformat(datos["creado_en"])
    if creado_en.tzinfo is None:
        creado_en = creado_en.replace(tzinfo=UTC)
    return Manifiesto(
        version=str(datos["version"]),
        esquema=str(datos["esquema"]),
        motor=str(datos["motor"]),
        creado_en=creado_en,
        motivo=str(datos["motivo"]),
        conteos={str(tabla): int(filas) for tabla, filas in datos["conteos"].items()},
        contenido=str(datos["contenido"]),
        tamano=int(datos["tamano"]),
        sha256=str(datos["sha256"]),
    )
