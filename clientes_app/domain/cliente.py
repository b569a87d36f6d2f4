"""A client as the SAT wants its recipient: the one place that judges it, for every door."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

from clientes_app.domain import campos, claves, codigo_postal, correo, nombre, residencia
from clientes_app.domain import rfc as _rfc
from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.problemas import Problema, aviso, error
from clientes_app.domain.texto import clave_orden


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


_TEXTOS = ("calle", "numero_exterior", "numero_interior", "colonia", "localidad", "municipio",
           "estado", "pais", "referencias", "num_reg_id_trib")
_CORREOS = ("email", "email_adicional_1", "email_adicional_2")
_ORDEN = {campo: lugar for lugar, campo in enumerate(CAMPOS)}


def validar(valores: Mapping[str, str], contexto: Contexto) -> Validacion:
    """Normalise and judge one client given as field name to text as typed.

    A field that is not given counts as blank. The findings come in the order of the template's
    columns; what was mended is said with a code that begins with «arreglo_», and validating the
    outcome again mends nothing.
    """
    dado = valores.get
    lecturas = {
        "nombre": nombre.leer(dado("nombre", "")),
        "rfc": _leer_rfc(dado("rfc", "")),
        "uso_cfdi": claves.leer_uso(dado("uso_cfdi", "")),
        "regimen_fiscal": claves.leer_regimen(dado("regimen_fiscal", "")),
        "codigo_postal": codigo_postal.leer(dado("codigo_postal", "")),
        "residencia_fiscal": residencia.leer_residencia(dado("residencia_fiscal", "")),
    }
    for campo in _TEXTOS:
        lecturas[campo] = campos.texto_libre(campo, dado(campo, ""))
    lecturas["codigo_postal_envio"] = codigo_postal.leer_envio(
        dado("codigo_postal_envio", ""), lecturas["pais"][0]
    )
    for campo in _CORREOS:
        lecturas[campo] = correo.leer(campo, dado(campo, ""))
    textos = {campo: lecturas[campo][0] for campo in CAMPOS}
    halladas = [problema for campo in CAMPOS for problema in lecturas[campo][1]]
    halladas += _correos_repetidos(textos)
    datos = DatosCliente(**textos)
    halladas += _cruces(datos, valores, contexto, tuple(halladas))
    halladas.sort(key=lambda problema: _ORDEN[problema.campo or "nombre"])
    return Validacion(datos, tuple(halladas))


def validar_campo(
    campo: str, valores: Mapping[str, str], contexto: Contexto
) -> tuple[Problema, ...]:
    """Return the findings about one field, given the others."""
    return tuple(
        problema for problema in validar(valores, contexto).problemas if problema.campo == campo
    )


def identidad(datos: DatosCliente) -> tuple[str, str]:
    """Return what makes a client the same one: the RFC; for the generic RFCs, RFC and name."""
    if datos.rfc in _rfc.GENERICOS:
        return datos.rfc, clave_orden(datos.nombre)
    return datos.rfc, ""


def _leer_rfc(original: str) -> campos.Lectura:
    valor = _rfc.normalizar(original)
    if _rfc.es_valido(valor):
        return valor, _rfc.arreglos(original, valor) + _rfc.avisos(valor)
    if not valor:
        return "", (campos.obligatorio("rfc"),)
    return valor, _rfc.errores(valor, original=original)


def _correos_repetidos(textos: dict[str, str]) -> list[Problema]:
    """Judge the three addresses together; a repeated one is blanked in place."""
    halladas: list[Problema] = []
    vistos: set[str] = set()
    for campo in _CORREOS:
        valor = textos[campo]
        if valor and valor.lower() in vistos:
            textos[campo] = ""
            halladas.append(
                aviso(campo, "arreglo_email_repetido", "El e-mail estaba repetido y se quitó.",
                      valor=valor)
            )
        vistos.add(valor.lower())
    if not textos["email"]:
        halladas.append(campos.obligatorio("email"))
    return halladas


def _cruces(
    datos: DatosCliente,
    valores: Mapping[str, str],
    contexto: Contexto,
    halladas: tuple[Problema, ...],
) -> list[Problema]:
    """Judge what depends on several fields, with those that are right by themselves."""
    con_error = {problema.campo for problema in halladas if problema.es_error}
    rfc = "" if "rfc" in con_error else datos.rfc
    mas: list[Problema] = []
    if "nombre" not in con_error:
        mas += _nombre_y_rfc(datos.nombre, rfc, valores.get("nombre", ""))
    if not rfc:
        return mas
    generico = rfc in _rfc.GENERICOS
    mas += claves.cruzar(
        "" if "regimen_fiscal" in con_error else datos.regimen_fiscal,
        "" if "uso_cfdi" in con_error else datos.uso_cfdi,
        persona=_rfc.persona(rfc),
        generico=generico,
        hoy=contexto.hoy,
    )
    cp, expedicion = datos.codigo_postal, contexto.cp_expedicion
    if generico and expedicion and cp != expedicion and "codigo_postal" not in con_error:
        mas.append(
            aviso("codigo_postal", "cp_de_generico",
                  f"Con un RFC genérico el código postal debe ser el de expedición, {expedicion}.",
                  valor=valores.get("codigo_postal", ""), accion=f"Usar {expedicion}",
                  arreglo=expedicion, sat="CFDI40149")
        )
    mas += residencia.cruzar(datos.residencia_fiscal, datos.num_reg_id_trib, rfc)
    return mas


def _nombre_y_rfc(dicho: str, rfc: str, original: str) -> tuple[Problema, ...]:
    if dicho == nombre.PUBLICO_EN_GENERAL and rfc:
        if rfc == _rfc.GENERICO_NACIONAL:
            return (
                aviso("nombre", "nombre_publico_en_general",
                      "Con este nombre la factura es global: lleva Información Global.",
                      valor=original, sat="CFDI40130",
                      sugerencia="Si no es una factura global, escriba otro nombre."),
            )
        return (
            error("nombre", "nombre_publico_en_general",
                  f"«{dicho}» solo va con el RFC {_rfc.GENERICO_NACIONAL}.",
                  valor=original, sat="CFDI40146",
                  sugerencia="Escriba el nombre del cliente o use ese RFC."),
        )
    if rfc and _rfc.persona(rfc) == "fisica":
        return ()
    return nombre.aviso_de_cola(dicho, original)
