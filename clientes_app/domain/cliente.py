"""A client as the SAT wants its recipient: the one place that judges it, for every door.

A table of clients is judged in `judging` by these same rules: LECTORES, `leer_envio`,
`claves.ofrecida_a`, `cruces.correos_juntos` and `cruces.CRUCES`.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from clientes_app.domain import campos, claves, codigo_postal, correo, cruces, nombre, residencia
from clientes_app.domain.columnas import CAMPOS, POR_CAMPO
from clientes_app.domain.cruces import CORREOS, CRUCES, Contexto
from clientes_app.domain.problemas import Problema
from clientes_app.domain.rfc import findings
from clientes_app.domain.rfc import structure as _rfc
from clientes_app.domain.texto import clave_orden

__all__ = [
    "LECTORES",
    "Contexto",
    "DatosCliente",
    "IdentidadDeCliente",
    "Validacion",
    "identidad",
    "validar",
]

IdentidadDeCliente = tuple[str, str]
"""What makes a client the same one: the RFC and "", or a generic RFC and the name to sort by."""


class DatosCliente(NamedTuple):
    """What is known of a client, as it is stored: text, and "" for what is blank.

    A tuple in the order of the template: cheap to make by the hundred thousand, and already
    the row that is exported.
    """

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
        return dict(zip(CAMPOS, self, strict=True))

    def por_etiqueta(self) -> dict[str, str]:
        """Label of the column to value, in the order of the template."""
        return {POR_CAMPO[campo].etiqueta: valor for campo, valor in self.como_dict().items()}


class Validacion(NamedTuple):
    """The client as it would be stored, and everything found on the way."""

    datos: DatosCliente
    problemas: tuple[Problema, ...]

    @property
    def es_valida(self) -> bool:
        """Whether nothing found is an error."""
        return not any(problema.es_error for problema in self.problemas)


LECTORES: Mapping[str, Callable[[str], campos.Lectura]] = {
    "nombre": nombre.leer,
    "rfc": findings.leer,
    **{campo: partial(claves.leer, campo) for campo in claves.CLAVES},
    **{campo: partial(correo.leer, campo) for campo in CORREOS},
    "codigo_postal": codigo_postal.leer,
    **{
        campo: partial(campos.texto_libre, campo)
        for campo in CAMPOS[CAMPOS.index("calle") :]
        if campo not in {"codigo_postal_envio", "residencia_fiscal"}
    },
    "residencia_fiscal": residencia.leer_residencia,
}
"""What reads each field by itself: all but `codigo_postal_envio`, which depends on the country."""

_ORDEN = {campo: lugar for lugar, campo in enumerate(CAMPOS)}


def validar(valores: Mapping[str, str], contexto: Contexto) -> Validacion:
    """Normalise and judge one client given as field name to text as typed.

    A field that is not given counts as blank. The findings come in the order of the template's
    columns; what was mended is said with a code that begins with «arreglo_», and validating the
    outcome again mends nothing.
    """
    escritos = {campo: valores.get(campo, "") for campo in CAMPOS}
    lecturas = {campo: leer(escritos[campo]) for campo, leer in LECTORES.items()}
    lecturas["codigo_postal_envio"] = codigo_postal.leer_envio(
        escritos["codigo_postal_envio"], lecturas["pais"][0]
    )
    leidos = {campo: lecturas[campo][0] for campo in CAMPOS}
    halladas = [problema for _, suyas in lecturas.values() for problema in suyas]
    con_error = {problema.campo for problema in halladas if problema.es_error}
    correos, mas = cruces.correos_juntos(
        [leidos[campo] for campo in CORREOS], [campo in con_error for campo in CORREOS]
    )
    leidos.update(zip(CORREOS, correos, strict=True))
    halladas += mas
    buenos = {campo: None if campo in con_error else valor for campo, valor in leidos.items()}
    receptor = _rfc.receptor(buenos["rfc"])
    halladas = [claves.ofrecida_a(problema, receptor) for problema in halladas]
    for cruce in CRUCES:
        halladas += cruce.juzgar(
            *[buenos[campo] for campo in cruce.leidos],
            *[escritos[campo] for campo in cruce.escritos],
            receptor,
            contexto,
        )
    halladas.sort(key=lambda problema: _ORDEN[problema.campo or "nombre"])
    return Validacion(DatosCliente(**leidos), tuple(halladas))


def identidad(datos: DatosCliente) -> IdentidadDeCliente:
    """Return what makes a client the same one: the RFC; for the generic RFCs, RFC and name."""
    if datos.rfc in _rfc.GENERICOS:
        return datos.rfc, clave_orden(datos.nombre)
    return datos.rfc, ""
