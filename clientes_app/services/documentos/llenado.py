"""What one document says of one client, for whoever fills in a form with it.

Read in memory and never stored, and nothing of it is logged.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from clientes_app.domain.cliente import validar
from clientes_app.domain.problemas import Problema, aviso, error
from clientes_app.domain.rfc.structure import normalizar
from clientes_app.readers.constancia.reader import MOST_BYTES
from clientes_app.readers.constancia.values import ConstanciaReading, notices_of_age
from clientes_app.readers.sat_qr import HOST, read_qr
from clientes_app.services.clientes import clientes
from clientes_app.services.documentos import constancias
from clientes_app.storage.db.base import Engine

LIMITE_BYTES = MOST_BYTES
"""Bytes of a PDF that is read at all."""

_ADDRESSES = ("://", f"{HOST}/")
"""What a text has that is no RFC but an address."""

_EN_ORDEN = frozenset({"ACTIVO", "REACTIVADO"})


@dataclass(frozen=True, slots=True)
class RegimenOfrecido:
    """A régimen in force: key, name, and the day from which it is (ISO), "" where none stands."""

    clave: str
    descripcion: str
    desde: str = ""


@dataclass(frozen=True, slots=True)
class YaGuardado:
    """The client of the list whom a document is about."""

    cliente_id: int
    nombre: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DatosDeConstancia:
    """What a constancia says of a client, or why it says nothing (`motivo`).

    `valores` are in the normal form of the rules, without the blank ones; where only the QR could
    be read it is the RFC alone. `regimenes` are those in force when the document alone does not say
    which one counts: none of them is among the values then. `emitida` is a day (ISO), `activo`
    whether the SAT has nothing against the RFC. `guardado` is who has it in the list already.
    """

    archivo: str
    valores: dict[str, str] = field(default_factory=dict[str, str])
    regimenes: tuple[RegimenOfrecido, ...] = ()
    emitida: str = ""
    activo: bool = False
    avisos: tuple[str, ...] = ()
    motivo: str = ""
    guardado: YaGuardado | None = None

    @property
    def rfc(self) -> str:
        """Whose it is; "" where that could not be read."""
        return self.valores.get("rfc", "")


def leer_para_llenar(
    engine: Engine, cuenta_id: int, archivo: str, contenido: bytes
) -> DatosDeConstancia:
    """Read a PDF, in a process of its own, for the client whom it is about."""
    contexto = clientes.contexto(engine, cuenta_id)
    datos = datos_para_llenar(archivo, constancias.leer_constancia(contenido), contexto.hoy)
    if not datos.valores:
        return datos
    # The normal form, so that only what really differs from a stored client is a difference.
    juzgados = validar(datos.valores, contexto).datos.como_dict()
    datos = replace(datos, valores={campo: juzgados[campo] for campo in datos.valores})
    return con_el_guardado(engine, cuenta_id, datos)


def con_el_guardado(engine: Engine, cuenta_id: int, datos: DatosDeConstancia) -> DatosDeConstancia:
    """Say whether the list has the RFC of a document by now."""
    suyo = clientes.por_rfc(engine, cuenta_id, datos.rfc)
    guardado = None if suyo is None else YaGuardado(suyo.id, suyo.datos.nombre)
    return replace(datos, guardado=guardado)


def datos_para_llenar(archivo: str, reading: ConstanciaReading, hoy: date) -> DatosDeConstancia:
    """Make of what was read what concerns a client."""
    datos = reading.datos
    avisos = tuple(notice.mensaje for notice in reading.avisos)
    if datos is None:
        return DatosDeConstancia(
            archivo=archivo,
            valores={"rfc": reading.qr.rfc} if reading.qr else {},
            avisos=avisos,
            motivo=reading.motivo.mensaje if reading.motivo else "",
        )
    valores = constancias.valores_de_cliente(datos)
    desde = {row.clave: row.desde or "" for row in datos.regimenes if row.hasta is None}
    ofrecidos = (
        ()
        if "regimen_fiscal" in valores
        else tuple(
            RegimenOfrecido(clave, nombre, desde[clave])
            for clave, nombre in constancias.regimenes_a_elegir(datos)
        )
    )
    return DatosDeConstancia(
        archivo=archivo,
        valores=valores,
        regimenes=ofrecidos,
        emitida=datos.fecha_emision or "",
        activo=datos.estatus.upper() in _EN_ORDEN,
        avisos=(*avisos, *(notice.mensaje for notice in notices_of_age(datos, hoy))),
    )


def es_texto_de_qr(texto: str) -> bool:
    """Whether somebody gave the address of a QR where an RFC was asked for."""
    return any(mark in texto.lower() for mark in _ADDRESSES)


def rfc_de_qr(texto: str) -> Problema:
    """Return what the text of a QR says of the RFC: a notice with it as `valor`, or an error."""
    # A field of capitals has made them of what browsers write for «&».
    qr = read_qr(texto.replace("&AMP;", "&"))
    if qr.motivo is not None:
        return error("rfc", qr.motivo.codigo, qr.motivo.mensaje, valor=texto)
    rfc = normalizar(qr.rfc)
    if qr.tipo == "cif":
        mensaje = f"Del código QR de la constancia: RFC {rfc}, idCIF {qr.id_cif}."
    else:
        mensaje = f"Del código QR del sello: RFC {rfc}. Ese código no trae el idCIF."
    return aviso("rfc", "qr_leido", mensaje, valor=rfc)
