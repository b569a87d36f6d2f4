"""A client as the SAT wants its recipient."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

from clientes_app.domain.problemas import Problema


@dataclass(frozen=True, slots=True, kw_only=True)
class DatosCliente:
    """What is known of a client, as it is stored: text, and "" for what is blank."""

    nombre: str = ""
    rfc: str = ""
    uso_cfdi: str = ""
    regimen_fiscal: str = ""
    email: str = ""
    email_adicional_1: str = ""
    email_adicional_2: str = ""
    codigo_postal: str = ""
    calle: str = ""
    numero_exterior: str = ""
    numero_interior: str = ""
    colonia: str = ""
    codigo_postal_envio: str = ""
    localidad: str = ""
    municipio: str = ""
    estado: str = ""
    pais: str = ""
    referencias: str = ""
    residencia_fiscal: str = ""
    num_reg_id_trib: str = ""

    def como_dict(self) -> dict[str, str]:
        """Field name to value, in the order of the template."""
        return {campo.name: getattr(self, campo.name) for campo in fields(self)}


@dataclass(frozen=True, slots=True)
class Contexto:
    """What the rules need to know beside the client: the day, and the issuer's CP ("" if unknown)."""

    hoy: date
    cp_expedicion: str = ""


@dataclass(frozen=True, slots=True)
class Validacion:
    """The client as it would be stored, and everything found on the way."""

    datos: DatosCliente
    problemas: tuple[Problema, ...]

    @property
    def es_valida(self) -> bool:
        """Whether nothing found is an error."""
        return not any(problema.es_error for problema in self.problemas)


def validar(valores: Mapping[str, str], contexto: Contexto) -> Validacion:
    """Normalise and judge one client given as field name to text as typed."""
    raise NotImplementedError
