"""A client as the SAT wants its recipient: the one place that judges it, for every door."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from clientes_app.domain import (
    campos,
    claves,
    codigo_postal,
    correo,
    cruces,
    nombre,
    rapida,
    residencia,
)
from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.problemas import Problema, aviso
from clientes_app.domain.rfc import findings
from clientes_app.domain.rfc import structure as _rfc
from clientes_app.domain.texto import clave_orden


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


@dataclass(frozen=True, slots=True)
class Contexto:
    """What the rules must know beside the client: the day, and the issuer's CP ("" if unknown)."""

    hoy: date
    cp_expedicion: str = ""


class Validacion(NamedTuple):
    """The client as it would be stored, and everything found on the way."""

    datos: DatosCliente
    problemas: tuple[Problema, ...]

    @property
    def es_valida(self) -> bool:
        """Whether nothing found is an error."""
        return not any(problema.es_error for problema in self.problemas)


_CORREOS = ("email", "email_adicional_1", "email_adicional_2")
_ORDEN = {campo: lugar for lugar, campo in enumerate(CAMPOS)}
_LUGAR_Y_CORREO = tuple((_ORDEN[campo], campo) for campo in _CORREOS)
_ENVIO, _PAIS, _RESIDENCIA = (
    _ORDEN[campo] for campo in ("codigo_postal_envio", "pais", "residencia_fiscal")
)
_NADA: campos.Lectura = ("", ())


def validar(valores: Mapping[str, str], contexto: Contexto) -> Validacion:
    """Normalise and judge one client given as field name to text as typed.

    A field that is not given counts as blank. The findings come in the order of the template's
    columns; what was mended is said with a code that begins with «arreglo_», and validating the
    outcome again mends nothing.
    """
    return validar_fila([valores.get(campo, "") for campo in CAMPOS], contexto)


def validar_fila(fila: Sequence[str], contexto: Contexto) -> Validacion:
    """Do as `validar` for twenty texts in the order of the template, as files hold them."""
    datos = callada(fila, contexto)
    if datos is not None:
        return Validacion(datos, ())
    return explicar(fila, contexto)


def callada(fila: Sequence[str], contexto: Contexto) -> DatosCliente | None:
    """Return the client of a row that is right as it stands, at one look; None when in doubt.

    Where it answers, `validar_fila` says the same and finds nothing.
    """
    textos = rapida.tal_cual(fila, contexto.hoy)
    return None if textos is None else DatosCliente._make(textos)


def validar_campo(
    campo: str, valores: Mapping[str, str], contexto: Contexto
) -> tuple[Problema, ...]:
    """Return the findings about one field, given the others."""
    return tuple(
        problema for problema in validar(valores, contexto).problemas if problema.campo == campo
    )


def aceptar(valores: Mapping[str, str], contexto: Contexto) -> DatosCliente | None:
    """Return the client when all is right as it stands and nothing is said, else None."""
    return aceptar_fila([valores.get(campo, "") for campo in CAMPOS], contexto)


def aceptar_fila(fila: Sequence[str], contexto: Contexto) -> DatosCliente | None:
    """Do as `aceptar` for twenty texts in the order of the template."""
    validacion = validar_fila(fila, contexto)
    return None if validacion.problemas else validacion.datos


def identidad(datos: DatosCliente) -> tuple[str, str]:
    """Return what makes a client the same one: the RFC; for the generic RFCs, RFC and name."""
    if datos.rfc in _rfc.GENERICOS:
        return datos.rfc, clave_orden(datos.nombre)
    return datos.rfc, ""


def explicar(fila: Sequence[str], contexto: Contexto) -> Validacion:
    """Normalise and judge twenty texts and say all there is to say: the rule itself."""
    lecturas = _leer_uno_a_uno(fila)
    halladas = [problema for _, suyas in lecturas if suyas for problema in suyas]
    # What was not read is right as it stands.
    valores = [*[valor for valor, _ in lecturas], *fila[len(lecturas) :]]
    textos = dict(zip(CAMPOS, valores, strict=True))
    con_error = {problema.campo for problema in halladas if problema.es_error}
    halladas += _correos_juntos(textos, con_error)
    halladas += cruces.juzgar(
        textos, fila, con_error, hoy=contexto.hoy, cp_expedicion=contexto.cp_expedicion
    )
    if len(halladas) > 1:
        halladas.sort(key=lambda problema: _ORDEN[problema.campo or "nombre"])
    return Validacion(DatosCliente._make(textos.values()), tuple(halladas))


def _leer_uno_a_uno(fila: Sequence[str]) -> list[campos.Lectura]:
    """Read every field by itself, in the order of the template.

    Those behind the postal code are left out when nothing is to be said about any of them.
    """
    lecturas: list[campos.Lectura] = [
        nombre.leer(fila[0]),
        _leer_rfc(fila[1]),
        claves.leer_uso(fila[2]),
        claves.leer_regimen(fila[3]),
        *[correo.leer(campo, fila[lugar]) for lugar, campo in _LUGAR_Y_CORREO],
        codigo_postal.leer(fila[7]),
    ]
    if rapida.es_callado_el_resto(fila):
        return lecturas
    lecturas += [
        campos.texto_libre(campo, texto) if texto else _NADA
        for campo, texto in zip(CAMPOS[8:], fila[8:], strict=True)
    ]
    lecturas[_ENVIO] = codigo_postal.leer_envio(fila[_ENVIO], lecturas[_PAIS][0])
    lecturas[_RESIDENCIA] = residencia.leer_residencia(fila[_RESIDENCIA])
    return lecturas


def _leer_rfc(original: str) -> campos.Lectura:
    if _rfc.es_callado(original):
        return original, ()
    valor = _rfc.normalizar(original)
    if _rfc.es_valido(valor):
        return valor, findings.arreglos(original, valor) + findings.avisos(valor)
    if not valor:
        return "", (campos.obligatorio("rfc"),)
    # With a wrong length, that the pattern does not fit either tells nobody anything.
    return valor, findings.errores(valor, original=original)[:1]


def _correos_juntos(textos: dict[str, str], con_error: Collection[str | None]) -> list[Problema]:
    """Judge the three addresses together; a repeated one is blanked in `textos`."""
    if textos["email"] and not textos["email_adicional_1"] and not textos["email_adicional_2"]:
        return []
    mas: list[Problema] = []
    vistos: set[str] = set()
    for campo in _CORREOS:
        valor = textos[campo]
        bajo = valor.lower()
        if valor and bajo in vistos and campo not in con_error:
            textos[campo] = ""
            mas.append(
                aviso(
                    campo,
                    "arreglo_email_repetido",
                    "El e-mail estaba repetido y se quitó.",
                    valor=valor,
                )
            )
        vistos.add(bajo)
    if not textos["email"]:
        otro = next((textos[campo] for campo in _CORREOS[1:] if textos[campo]), "")
        mas.append(campos.obligatorio("email", sugerencia=f"Mueva aquí «{otro}»." if otro else ""))
    return mas
